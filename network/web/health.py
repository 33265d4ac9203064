"""Is it alive, is it ready: for whatever watches the program."""

from collections.abc import Callable
from datetime import datetime

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from network.access.actor import VISITOR
from network.access.guard import acts, authorize_anywhere
from network.core import clock
from network.core.db import DatabaseBusy, Model, UtcDateTime, db, unit_of_work
from network.core.settings import ROOT

SLOWEST_WRITE_SECONDS = 0.5


class ReadinessCheck(Model):
    """The one row that a readiness check writes."""

    __tablename__ = "readiness_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


Check = Callable[[], str | None]


def also_ask(app: Flask, check: Check) -> None:
    """Have `check` asked whether the program is ready: what hinders it, in words, or None."""
    checks: list[Check] = app.extensions["readiness_checks"]
    checks.append(check)


def register(app: Flask) -> None:
    app.extensions["readiness_checks"] = [_write_fault, _migration_fault]
    app.add_url_rule("/healthz", "alive", alive)
    app.add_url_rule("/readyz", "ready", ready)


@acts("network.read")
def alive() -> ResponseReturnValue:
    """The loop answers. Touches no file, no database."""
    authorize_anywhere(VISITOR, "network.read")
    return jsonify(alive=True)


@acts("network.read")
def ready() -> ResponseReturnValue:
    """Can a person's work be stored now? It writes one row, always the same, which is no change anybody can see."""
    authorize_anywhere(VISITOR, "network.read")
    reasons = [reason for check in current_app.extensions["readiness_checks"] if (reason := check())]
    return jsonify(ready=not reasons, reasons=reasons), 503 if reasons else 200


def _write_fault() -> str | None:
    began_at = clock.monotonic()
    try:
        with unit_of_work():
            db.session.merge(ReadinessCheck(id=1, at=clock.now()))
    except (SQLAlchemyError, DatabaseBusy):
        return "the database takes no writing"
    seconds = clock.monotonic() - began_at
    return f"writing takes {seconds:.2f} s" if seconds > SLOWEST_WRITE_SECONDS else None


def _migration_fault() -> str | None:
    wanted = set(ScriptDirectory(str(ROOT / "migrations")).get_heads())
    with db.engine.connect() as connection:
        present = set(MigrationContext.configure(connection).get_current_heads())
    return None if present == wanted else "the database is not at the newest migration"
