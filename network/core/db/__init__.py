"""The database: its connections, the one unit of work, and the journal's own way in.

The rules of this package (each has a test): one writer at a time in the process; a writing transaction begins as one
(`BEGIN IMMEDIATE`); nothing waits inside it; what others shall hear leaves after the commit.
"""

from flask import Flask
from sqlalchemy import event

from network.core.db.base import Base, Model, UtcDateTime, db
from network.core.db.connections import DatabaseBusy, begin_sqlite, fold_log, is_out_of_room, prepare_sqlite
from network.core.db.journal import JournalWriter, Row, append_batch
from network.core.db.schema import bring_up_to_date, enable_migrations, known_revisions, newest_revision, revision_of
from network.core.db.work import (
    YieldedWhileWriting,
    after_commit,
    between_questions,
    fold_log_now,
    is_writing,
    no_yield,
    unit_of_work,
)

__all__ = [
    "Base",
    "DatabaseBusy",
    "Model",
    "Row",
    "UtcDateTime",
    "YieldedWhileWriting",
    "after_commit",
    "append_batch",
    "between_questions",
    "bring_up_to_date",
    "db",
    "enable_migrations",
    "fold_log",
    "fold_log_now",
    "is_out_of_room",
    "is_writing",
    "known_revisions",
    "newest_revision",
    "no_yield",
    "register",
    "revision_of",
    "unit_of_work",
]


def register(app: Flask, *, side_process: bool = False) -> None:
    """Bind the database to `app`. A side process (an operator's command) never checkpoints SQLite's log."""
    settings = app.extensions["settings"]
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {} if settings.is_sqlite else {"pool_pre_ping": True, "pool_size": 10}
    db.init_app(app)
    if side_process:
        enable_migrations(app)
    with app.app_context():
        engine = db.engine
        if settings.is_sqlite:
            event.listen(engine, "connect", lambda raw, _: prepare_sqlite(raw, side_process=side_process))
            event.listen(engine, "begin", begin_sqlite)
        app.extensions["journal_writer"] = JournalWriter(engine, side_process=side_process)
