"""SC-9: what is planned, in the queue: whom it is for, what came of it, done at once or stopped."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.jobs import schedule
from network.jobs.models import DONE, DROPPED, WAITING, ScheduledTask
from network.people.services import register
from tests.cast import Cast
from tests.people.browsing import Browser

SignIn = Callable[..., Browser]
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture
def task(app: Flask, cast: Cast) -> int:
    """A question to Anna, next week."""
    clock.set(NOON)
    schedule.on_due(app, "ask", lambda due: "spurd", words="Spør korleis det går")
    with unit_of_work():
        schedule.plan("k", "ask", NOON + timedelta(days=7), {"person_id": cast.anna.id})
        return db.session.scalars(select(ScheduledTask.id)).one()


def state() -> str:
    db.session.rollback()
    return db.session.scalars(select(ScheduledTask)).one().state


def test_the_queue_says_what_is_planned_for_whom_and_when(signed_in: SignIn, task: int) -> None:
    page = signed_in("lea").get("/operations/queue").text

    assert [word in page for word in ("Spør korleis det går", "Anna", "1. desember", "Ventar", "Send no", "Stopp")] == [
        True
    ] * 6


def test_an_empty_plan_says_so(signed_in: SignIn) -> None:
    assert "Ingenting er planlagt." in signed_in("lea").get("/operations/queue").text


def test_a_name_stands_only_before_those_who_may_know_it(
    signed_in: SignIn, cast: Cast, task: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from network.people.queries import planned

    monkeypatch.setattr(planned, "allows", lambda *_given: False)

    page = signed_in("lea").get("/operations/queue").text

    assert ("éin person" in page, "Anna" in page.partition('id="planned"')[2]) == (True, False)


def test_done_at_once_is_done_at_the_next_round_also_at_night(signed_in: SignIn, task: int) -> None:
    clock.set(NOON + timedelta(hours=11))
    lea = signed_in("lea")

    answers = [lea.post(f"/operations/planned/{task}/attempt").status_code for _twice in range(2)]
    schedule.run_due()
    lea.post(f"/operations/planned/{task}/attempt")

    assert (answers, state(), schedule.run_due()) == ([303, 303], DONE, [])


def test_what_is_stopped_is_not_done(signed_in: SignIn, task: int) -> None:
    lea = signed_in("lea")
    answers = [lea.post(f"/operations/planned/{task}/stop").status_code for _twice in range(2)]
    clock.set(NOON + timedelta(days=8))

    assert (answers, schedule.run_due(), state()) == ([303, 303], [], DROPPED)
    assert "Ein som leier, stoppa det." in signed_in("lea").get("/operations/queue").text


@pytest.mark.parametrize("name", ["anna", "kai", "fia", "otto", "admin"])
@pytest.mark.parametrize("act", ["attempt", "stop"])
def test_nobody_else_touches_it(signed_in: SignIn, cast: Cast, task: int, name: str, act: str) -> None:
    """An administrator reads the queue, and leaves what is sent to those who lead."""
    if name == "admin":
        with unit_of_work():
            register.give_role(cast.otto, "administrator")
    browser = signed_in("otto" if name == "admin" else name)

    answer = browser.post(f"/operations/planned/{task}/{act}")

    assert (answer.status_code in (403, 404), state()) == (True, WAITING)
