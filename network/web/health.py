"""Is it alive, is it ready: for whatever watches the program."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from network.access.actor import VISITOR
from network.access.guard import acts, authorize_anywhere
from network.core import clock
from network.core.db import (
    DatabaseBusy,
    Model,
    UtcDateTime,
    db,
    is_out_of_room,
    newest_revision,
    revision_of,
    unit_of_work,
)

SLOWEST_WRITE_SECONDS = 0.5
SECONDS_BETWEEN = 1.0


class ReadinessCheck(Model):
    """The one row that a readiness check writes."""

    __tablename__ = "readiness_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass
class Answer:
    """The last answer, and when it was found: anybody may ask, and each finding costs a durable write."""

    at: float = float("-inf")
    reasons: list[str] = field(default_factory=list)


Check = Callable[[], str | None]


def also_ask(app: Flask, check: Check) -> None:
    """Have `check` asked whether the program is ready: what hinders it, in words, or None."""
    checks: list[Check] = app.extensions["readiness_checks"]
    checks.append(check)


def register(app: Flask) -> None:
    app.extensions["readiness"] = Answer()
    app.extensions["readiness_checks"] = [_write_fault, migration_fault]
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
    answer: Answer = current_app.extensions["readiness"]
    if clock.monotonic() - answer.at >= SECONDS_BETWEEN:
        answer.at = clock.monotonic()
        answer.reasons = [reason for check in current_app.extensions["readiness_checks"] if (reason := check())]
    return jsonify(ready=not answer.reasons, reasons=answer.reasons), 503 if answer.reasons else 200


def _write_fault() -> str | None:
    began_at = clock.monotonic()
    try:
        with unit_of_work():
            db.session.merge(ReadinessCheck(id=1, at=clock.now()))
    except (SQLAlchemyError, DatabaseBusy) as fault:
        return "the disk takes no more" if is_out_of_room(fault) else "the database takes no writing"
    seconds = clock.monotonic() - began_at
    return f"writing takes {seconds:.2f} s" if seconds > SLOWEST_WRITE_SECONDS else None


def migration_fault() -> str | None:
    """Whether the database has the tables that this program wants."""
    with db.engine.connect() as connection:
        is_newest = revision_of(connection) == newest_revision()
    return None if is_newest else "the database is not at the newest migration"
