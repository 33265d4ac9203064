"""Runs the migrations of the program that asks for it, one transaction each."""

from alembic import context
from flask import current_app

from network.core.db import db


def run() -> None:
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=current_app.extensions["settings"].is_sqlite,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
