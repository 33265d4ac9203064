"""Whether anything in the database changed: one sum over every row of every table."""

import hashlib
from functools import cache

from sqlalchemy import Dialect, Table, inspect, select

from network.core.db import db

UNTOLD = {("sign_in_session", "last_used_at")}
"""When somebody was last here is written by a job, not by what she asked for."""
SCRATCH = {"readiness_check"}
"""A watcher who asks whether the server is ready has it write one row, to see whether it can."""


def sums() -> dict[str, str]:
    """Table → a sum over all its rows. Reads what is stored, whatever a test's session has in hand."""
    found = {}
    with db.engine.connect() as connection:
        stored = set(inspect(connection).get_table_names()) - SCRATCH
        for table in (table for table in db.metadata.sorted_tables if table.name in stored):
            rows = connection.exec_driver_sql(_all_rows(table, connection.dialect)).all()
            found[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


@cache
def _all_rows(table: Table, dialect: Dialect) -> str:
    """The question in SQL: to build it, and to make our own types of what comes, takes longer than to ask."""
    columns = [column for column in table.columns if (table.name, column.name) not in UNTOLD]
    return str(select(*columns).order_by(*table.primary_key.columns).compile(dialect=dialect))


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables that are not what they were."""
    return sorted(name for name in after if before.get(name) != after[name])
