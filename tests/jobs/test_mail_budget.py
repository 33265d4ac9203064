"""SC-7: at most six mails in twelve weeks, besides those that somebody asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from network.core import clock
from network.core.db import db, unit_of_work
from network.jobs import budget, schedule
from network.jobs.models import FAILED, OutgoingMail
from network.jobs.schedule import Due
from network.jobs.services import queue_mail
from network.privacy import retention
from tests.jobs.time_passing import Post, pass_time, work

START = datetime(2026, 11, 24, 11, tzinfo=UTC)
WEEK = timedelta(weeks=1)
ANNA = "anna@prove.example"


@pytest.fixture(autouse=True)
def _at_the_start(app: Flask) -> None:
    clock.set(START)


def send(key: str, *, kind: str = "how_goes_it", recipient: str = ANNA) -> str:
    """Queue a mail; the state in which it stands then."""
    with unit_of_work():
        mail = queue_mail(key=key, kind=kind, recipient=recipient, language="nn", subject="s", body="b")
        return mail.state


def test_the_seventh_mail_is_held_back_and_shown_so() -> None:
    states = [send(f"k{number}") for number in range(7)]
    post = Post()
    work(post)

    held = db.session.scalars(select(OutgoingMail).where(OutgoingMail.state == FAILED)).all()
    assert states.count(FAILED) == 1
    assert (post.to_each(), [(mail.key, mail.last_fault, mail.body) for mail in held]) == (
        {ANNA: 6},
        [("k6", "budget", "")],
    )


def test_each_person_has_a_budget_of_her_own_whatever_the_letters_of_her_address() -> None:
    for number in range(6):
        send(f"k{number}", recipient="Anna@prove.example")

    assert (send("more"), send("bo", recipient="bo@prove.example")) == (FAILED, "queued")


def test_what_she_asks_for_comes_always_and_is_not_counted() -> None:
    asked = [send(f"code {number}", kind="sign_in") for number in range(9)]

    assert (set(asked), budget.counts(ANNA)) == ({"queued"}, {})


def test_a_letter_about_the_day_is_counted_and_never_held_back() -> None:
    for number in range(6):
        send(f"k{number}")

    assert send("off", kind="cancelled") == "queued"
    assert budget.counts(ANNA) == {"how_goes_it": 6, "cancelled": 1}


def test_the_count_outlives_the_mail_and_ends_after_twelve_weeks() -> None:
    for number in range(6):
        send(f"k{number}")
    work(Post())
    clock.set(START + 11 * WEEK)
    retention.purge_all()
    mails = db.session.scalars(select(OutgoingMail)).all()
    before = (len(mails), send("too soon"))
    clock.set(START + 12 * WEEK + timedelta(minutes=1))
    retention.purge_all()
    left = db.session.execute(text("SELECT count(*) FROM mail_tally")).scalar()

    assert (before, left, send("again")) == ((0, FAILED), 0, "queued")


def test_control_a_count_of_the_mails_themselves_would_have_forgotten() -> None:
    for number in range(6):
        send(f"k{number}")
    work(Post())
    clock.set(START + 2 * WEEK)
    retention.purge_all()

    assert (len(db.session.scalars(select(OutgoingMail)).all()), budget.counts(ANNA).total()) == (0, 6)


def test_the_table_of_counts_names_nobody() -> None:
    send("k")
    rows = db.session.execute(text("SELECT * FROM mail_tally")).all()

    assert len(rows) == 1
    assert "anna" not in repr(rows).lower()


def test_twelve_weeks_of_plans_bring_six_mails_by_day_and_each_once(app: Flask) -> None:
    """The whole of it, with a server that is down for a week: later features add their handlers to such a run."""
    sent_in_all = []

    def ask(due: Due) -> str:
        sent_in_all.append(due.key)
        queue_mail(key=due.key, kind="ask", recipient=ANNA, language="nn", subject="s", body="b")
        return "spurd"

    schedule.on_due(app, "ask", ask)
    with unit_of_work():
        for day in range(0, 84, 7):
            schedule.plan(f"week {day // 7}", "ask", START + timedelta(days=day, hours=13), {"person_id": 1})
    post = Post()

    def mail_is_down(now: datetime) -> None:
        post.is_down = START + 2 * WEEK < now < START + 2 * WEEK + timedelta(hours=20)

    pass_time(post, until=START + 12 * WEEK, each_step=mail_is_down)

    assert post.keys() == [f"week {number}" for number in range(6)]
    assert len(sent_in_all) == 12
    assert {one.at.astimezone().hour not in range(20, 24) for one in post.arrived} == {True}
    assert {7 <= one.at.hour + 1 < 21 for one in post.arrived} == {True}
