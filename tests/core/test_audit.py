"""CO-6: the audit log can be added to, and a changed entry shows."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from network.core.audit import AuditEntry, audit, first_broken
from network.core.db import db, unit_of_work


def entries() -> list[AuditEntry]:
    db.session.expire_all()
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def write_three() -> None:
    for number in range(3):
        with unit_of_work():
            audit(1, "board.close", "board", number)


def test_an_untouched_log_holds(app: Flask) -> None:
    write_three()

    assert (len(entries()), first_broken(entries())) == (3, None)


def test_a_changed_entry_is_found(app: Flask) -> None:
    write_three()

    changed = entries()
    changed[1].action = "board.open"

    assert first_broken(changed) == changed[1].id


def test_a_missing_entry_is_found(app: Flask) -> None:
    write_three()

    left = entries()
    del left[0]

    assert first_broken(left) == left[0].id


@pytest.mark.parametrize("attempt", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_the_log(app: Flask, attempt: str) -> None:
    write_three()

    with pytest.raises(DatabaseError), unit_of_work():
        db.session.execute(text(attempt))

    assert len(entries()) == 3
