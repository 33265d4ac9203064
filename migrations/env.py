"""Runs the migrations of the program that asks for it, one transaction each."""

from typing import Any, Literal

from alembic import context
from flask import current_app

from network.core.db import UtcDateTime, db


def render(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """A migration stands alone: it names no type of the program."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def run() -> None:
    with db.engine.connect() as connection:
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


run()
