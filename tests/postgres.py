"""One PostgreSQL database a worker, empty at the beginning of each test: emptied where only rows have come, copied from
a template where a test changed the tables themselves. To copy it each time took as long as most tests."""

import os

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
NAME, TEMPLATE = f"samling_{WORKER}", f"samling_template_{WORKER}"
SHAPE = """
    SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
        SELECT concat('class', oid, relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat('column', attrelid, attname, atttypid, attnotnull, atthasdef)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat('constraint', oid) FROM pg_constraint
        UNION ALL SELECT concat('trigger', oid, tgenabled) FROM pg_trigger
        UNION ALL SELECT concat('function', oid, md5(prosrc)) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT version_num FROM alembic_version
    ) AS parts(part)"""
"""Changes with every table, column and rule that a test makes or takes away, also when it makes the same anew."""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
COUNT_ANEW = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL"""

Connection = psycopg.Connection[tuple[str, ...]]


def address_of(name: str) -> str:
    """Empty where no PostgreSQL is to be tested."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    return make_url(server).set(database=name).render_as_string(hide_password=False) if server else ""


def copy(template: str, name: str) -> None:
    """Make a database anew, whatever it held and whoever is still at it."""
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))


class Emptied:
    """The worker's database. `lay` makes it as the template is."""

    def __init__(self) -> None:
        self._shape = ""
        self._tables: list[str] = []

    def lay(self) -> None:
        if not self._tables or not self._was_emptied():
            copy(TEMPLATE, NAME)
            with psycopg.connect(address_of(NAME)) as connection:
                self._shape = _one(connection, SHAPE)
                self._tables = [name for (name,) in connection.execute(TABLES)]

    def _was_emptied(self) -> bool:
        """False when its tables are not those of the template any more."""
        try:
            with psycopg.connect(address_of(NAME), autocommit=True) as connection:
                if _one(connection, SHAPE) != self._shape:
                    return False
                self._empty(connection)
        except psycopg.Error:
            return False
        return True

    def _empty(self, connection: Connection) -> None:
        """To the last page: rows then lie again in the order in which they come."""
        connection.execute(OTHERS)
        connection.execute("SET session_replication_role = replica")  # neither keys nor the audit log's own guard
        asked = SQL(", ").join(SQL("EXISTS (SELECT FROM {})").format(Identifier(name)) for name in self._tables)
        has_rows = connection.execute(SQL("SELECT {}").format(asked)).fetchone()
        filled = [Identifier(name) for name, has in zip(self._tables, has_rows or (), strict=True) if has]
        for name in filled:
            connection.execute(SQL("DELETE FROM {}").format(name))
        if filled:
            connection.execute(SQL("VACUUM (INDEX_CLEANUP ON) {}").format(SQL(", ").join(filled)))
        connection.execute(COUNT_ANEW)


def _one(connection: Connection, query: str) -> str:
    row = connection.execute(query).fetchone()  # type: ignore[call-overload]
    return str(row[0])
