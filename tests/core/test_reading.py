"""A question is put once a request, and again as soon as its answer may be another."""

from flask import Flask
from flask.signals import request_started

from network.core import clock
from network.core.audit import AuditEntry
from network.core.db import db, unit_of_work
from network.core.reading import learn, once


class Asked:
    """Counts how often it is really asked."""

    def __init__(self) -> None:
        self.times = 0
        self.read = once(self._read)

    def _read(self, about: str) -> str:
        self.times += 1
        return about


def test_the_same_question_is_put_once_a_request(app: Flask) -> None:
    asked = Asked()
    with app.test_request_context():
        answers = [asked.read("a"), asked.read("a"), asked.read("b")]

    assert (answers, asked.times) == (["a", "a", "b"], 2)


def test_the_next_request_asks_anew_in_the_same_context_too(app: Flask) -> None:
    asked = Asked()
    for _each in range(2):
        with app.test_request_context():
            request_started.send(app)
            asked.read("a")

    assert asked.times == 2


def test_outside_a_request_it_is_always_asked(app: Flask) -> None:
    asked = Asked()
    asked.read("a")
    asked.read("a")

    assert asked.times == 2


def test_within_a_unit_of_work_and_after_it_it_is_asked(app: Flask) -> None:
    """Another may have changed it in between; the unit itself may."""
    asked = Asked()
    with app.test_request_context():
        asked.read("a")
        with unit_of_work():
            asked.read("a")
            asked.read("a")
        asked.read("a")
        asked.read("a")

    assert asked.times == 4


def test_what_was_read_is_read_again_when_the_transaction_ends(app: Flask) -> None:
    asked = Asked()
    with app.test_request_context():
        db.session.get(AuditEntry, 1)
        asked.read("a")
        db.session.rollback()
        asked.read("a")

    assert asked.times == 2


def test_a_flush_makes_it_be_read_anew(app: Flask) -> None:
    asked = Asked()
    with app.test_request_context():
        asked.read("a")
        db.session.add(_entry())
        db.session.flush()
        asked.read("a")
        db.session.rollback()

    assert asked.times == 2


def test_what_is_learnt_is_not_asked_also_outside_a_request(app: Flask) -> None:
    asked = Asked()
    db.session.get(AuditEntry, 1)
    learn(asked.read, "a", answer="what came with another question")

    assert (asked.read("a"), asked.read("b"), asked.times) == ("what came with another question", "b", 1)


def test_what_is_learnt_is_asked_within_a_unit_of_work_and_after_the_transaction(app: Flask) -> None:
    asked = Asked()
    with unit_of_work():
        learn(asked.read, "a", answer="may be another by now")
        inside = asked.read("a")
    db.session.get(AuditEntry, 1)
    learn(asked.read, "a", answer="may be another by now")
    db.session.rollback()

    assert (inside, asked.read("a"), asked.times) == ("a", "a", 2)


def _entry() -> AuditEntry:
    values = {"action": "test.act", "object_type": "test", "object_id": "1", "facts": "{}"}
    return AuditEntry(at=clock.now(), previous_hash="0" * 64, hash="1" * 64, **values)
