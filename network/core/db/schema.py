"""Which tables the database has, and how it gets those that this program wants.

A migration's file begins with its revision, and they are in order (a test compares that with what Alembic reads): so
what starts and finds all in place need not load Alembic, which takes as long as a third of the program.
"""

from functools import cache

from flask import Flask, current_app
from sqlalchemy import Connection, inspect, text

from network.core.db.base import db
from network.core.settings import ROOT

MIGRATIONS = ROOT / "migrations"


@cache
def known_revisions() -> tuple[str, ...]:
    """Those that this program knows, the oldest first."""
    return tuple(sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("*.py")))


def newest_revision() -> str:
    return known_revisions()[-1]


def revision_of(connection: Connection) -> str | None:
    """At which one this database is; None for one without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def enable_migrations(app: Flask) -> None:
    """For `flask db`, and for whoever moves a database."""
    from flask_migrate import Migrate  # slow import: see above

    Migrate(app, db, directory=str(MIGRATIONS))


def bring_up_to_date() -> None:
    """Give the app's database the newest tables."""
    with db.engine.connect() as connection:
        if revision_of(connection) == newest_revision():
            return
    from flask_migrate import upgrade  # slow import: see above

    enable_migrations(current_app)
    upgrade()
