"""Runs the migrations of the program that asks for it, one transaction each."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from network.core.db import UtcDateTime, db


def render(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """A migration stands alone: it names no type of the program."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def run() -> None:
    with db.engine.connect() as connection:
        _let_tables_be_made_anew(connection)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=current_app.extensions["settings"].is_sqlite,
            compare_type=True,
            render_item=render,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        _look_at_links(connection)


def _let_tables_be_made_anew(connection: Connection) -> None:
    """SQLite changes a table by making a new one: links to the old one must not hold while it goes."""
    if connection.dialect.name == "sqlite":
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]


def _look_at_links(connection: Connection) -> None:
    """Raises RuntimeError when a migration left a link to a row that is not there."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    connection.rollback()
    connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
    if broken:
        raise RuntimeError(f"a migration left links to nothing: {broken[:3]}")


run()
