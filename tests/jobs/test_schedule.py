"""SC-1 to SC-6: what is planned is done once, at its time, by day, and never ten times over."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.jobs import schedule
from network.jobs.models import DONE, DROPPED, FAILED, WAITING, OutgoingMail, ScheduledTask
from network.jobs.schedule import Drop, Due
from network.jobs.services import queue_mail
from tests.jobs.time_passing import Post, pass_time, work

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def asked(app: Flask) -> list[Due]:
    """What the handler of the kind "ask" has been given. It queues one mail for each task."""
    given: list[Due] = []

    def ask(due: Due) -> str:
        given.append(due)
        queue_mail(
            key=due.key,
            kind="ask",
            recipient=f"{due.about['person_id']}@prove.example",
            language="nn",
            subject="Korleis går det?",
            body="Ja?",
            useless_after=due.useless_after,
        )
        return "spurd"

    clock.set(NOON)
    schedule.on_due(app, "ask", ask)
    return given


def plan(key: str, at: datetime, *, kind: str = "ask", person: int = 1, at_any_hour: bool = False) -> None:
    with unit_of_work():
        schedule.plan(key, kind, at, {"person_id": person}, at_any_hour=at_any_hour)


def states() -> dict[str, str]:
    db.session.rollback()
    return {task.key: task.state for task in db.session.scalars(select(ScheduledTask))}


def handle(app: Flask, act: Callable[[Due], str], kind: str = "ask") -> None:
    schedule.on_due(app, kind, act)


def test_a_task_waits_for_its_time_and_is_then_done_once(asked: list[Due]) -> None:
    """SC-1"""
    post = Post()
    plan("k", NOON + HOUR)
    early = work(post)

    clock.set(NOON + HOUR)
    done = work(post) + work(post)

    assert early == []
    assert done == [schedule.Result("ask", "k", DONE, "spurd")]
    assert (asked[0].about, asked[0].due_at, post.keys()) == ({"person_id": 1}, NOON + HOUR, ["k"])


def test_the_same_key_moves_what_waits_and_leaves_what_is_done(asked: list[Due]) -> None:
    """SC-2"""
    plan("k", NOON + HOUR)
    plan("k", NOON + 2 * HOUR)
    clock.set(NOON + HOUR)
    early = work(Post())
    clock.set(NOON + 2 * HOUR)
    work(Post())
    plan("k", NOON + 3 * HOUR)
    clock.set(NOON + 3 * HOUR)
    again = work(Post())

    assert (early, again, len(asked), states()) == ([], [], 1, {"k": DONE})


def test_what_is_dropped_is_not_done_and_says_why(asked: list[Due]) -> None:
    plan("k", NOON)
    with unit_of_work():
        schedule.drop("k", "tiltaket er ferdig")

    assert (work(Post()), asked) == ([], [])
    assert db.session.scalars(select(ScheduledTask)).one().outcome == "tiltaket er ferdig"


def test_a_plan_of_a_unit_of_work_that_fails_is_no_plan(asked: list[Due]) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        schedule.plan("k", "ask", NOON, {})
        _ = 1 / 0

    assert states() == {}


def test_a_handler_that_lets_go_leaves_nothing_behind(app: Flask, asked: list[Due]) -> None:
    """SC-1: what it had queued before is undone with it."""

    def hesitate(due: Due) -> str:
        queue_mail(key="half", kind="ask", recipient="a@prove.example", language="nn", subject="s", body="b")
        raise Drop("ho har slutta")

    handle(app, hesitate)
    plan("k", NOON)

    assert work(Post()) == [schedule.Result("ask", "k", DROPPED, "ho har slutta")]
    assert db.session.scalars(select(OutgoingMail)).all() == []


def test_a_handler_that_fails_is_tried_for_a_day_with_longer_waits_and_holds_no_other_up(
    app: Flask, asked: list[Due]
) -> None:
    """SC-3"""
    tries: list[datetime] = []

    def break_down(due: Due) -> str:
        tries.append(due.now)
        queue_mail(key="half", kind="ask", recipient="a@prove.example", language="nn", subject="s", body="b")
        raise ZeroDivisionError

    handle(app, break_down, "broken")
    plan("bad", NOON, kind="broken", at_any_hour=True)
    plan("good", NOON)
    post = Post()

    pass_time(post, until=NOON + 2 * DAY, step=timedelta(minutes=1))

    gaps = [late - early for early, late in pairwise(tries)]
    assert (states(), post.keys()) == ({"bad": FAILED, "good": DONE}, ["good"])
    assert gaps == sorted(gaps)
    assert timedelta(hours=20) < tries[-1] - tries[0] < timedelta(hours=30)


def test_a_kind_that_nobody_knows_any_more_is_given_up_and_shown(asked: list[Due]) -> None:
    plan("k", NOON, kind="gone", at_any_hour=True)

    pass_time(Post(), until=NOON + 2 * DAY)

    assert states() == {"k": FAILED}


def test_a_server_that_was_off_for_three_months_sends_nobody_ten_mails(asked: list[Due]) -> None:
    """SC-4"""
    post = Post()
    for week in range(12):
        plan(f"week {week}", NOON + week * 7 * DAY)

    clock.set(NOON + 78 * DAY)
    work(post)

    assert post.keys() == ["week 11"]
    assert list(states().values()).count(DROPPED) == 11


def test_control_without_an_end_to_its_use_all_of_them_would_come(app: Flask, asked: list[Due]) -> None:
    schedule.on_due(app, "ask", schedule.kinds()["ask"].handler, useful_for=timedelta(days=1000))
    post = Post()
    for week in range(12):
        plan(f"week {week}", NOON + week * 7 * DAY, person=week)

    clock.set(NOON + 78 * DAY)
    work(post)

    assert len(post.arrived) == 12


NIGHTS = {
    "a usual night": datetime(2026, 11, 24, 22, 30, tzinfo=UTC),
    "the hour that comes twice": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    "the same hour once more": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    "the hour that is left out": datetime(2027, 3, 28, 1, 15, tzinfo=UTC),
}


@pytest.mark.parametrize(
    ("night", "morning"),
    [
        ("a usual night", datetime(2026, 11, 25, 6, tzinfo=UTC)),
        ("the hour that comes twice", datetime(2026, 10, 25, 6, tzinfo=UTC)),
        ("the same hour once more", datetime(2026, 10, 25, 6, tzinfo=UTC)),
        ("the hour that is left out", datetime(2027, 3, 28, 5, tzinfo=UTC)),
    ],
)
def test_what_is_due_at_night_leaves_once_in_the_morning(asked: list[Due], night: str, morning: datetime) -> None:
    """SC-5: seven by the clocks of the place, in winter, in summer and on the nights between."""
    due = NIGHTS[night]
    clock.set(due - 6 * HOUR)
    plan("k", due)
    post = Post()

    pass_time(post, until=due + DAY, step=timedelta(minutes=15))

    assert [(one.at, one.letter.key) for one in post.arrived] == [(morning, "k")]


def test_what_is_planned_for_any_hour_leaves_at_night(asked: list[Due]) -> None:
    """SC-5: and the control of the test above."""
    due = NIGHTS["a usual night"]
    plan("k", due, at_any_hour=True)
    post = Post()

    pass_time(post, until=due + DAY, step=timedelta(minutes=15))

    assert [one.at for one in post.arrived] == [due]


def test_a_mail_that_found_no_server_in_the_evening_does_not_come_at_night(asked: list[Due]) -> None:
    """SC-5"""
    post = Post(is_down=True)
    evening = datetime(2026, 11, 24, 19, 55, tzinfo=UTC)
    clock.set(evening)
    plan("k", evening)
    work(post)
    post.is_down = False

    pass_time(post, until=evening + DAY, step=timedelta(minutes=15))

    assert [(one.at.hour, one.letter.key) for one in post.arrived] == [(6, "k")]


def test_a_mail_server_that_is_down_makes_no_task_come_twice(asked: list[Due]) -> None:
    """SC-1"""
    post = Post(is_down=True)
    plan("k", NOON)
    pass_time(post, until=NOON + 3 * HOUR, step=timedelta(minutes=5))
    post.is_down = False
    pass_time(post, until=NOON + DAY, step=timedelta(minutes=5))

    assert (len(asked), post.keys(), states()) == (1, ["k"], {"k": DONE})


def test_a_clock_that_is_set_back_does_nothing_twice_and_forgets_nothing(app: Flask, asked: list[Due]) -> None:
    """SC-6: done stays done; a next attempt that a wrong clock put ten years ahead is made now."""
    post, faults = Post(), [ZeroDivisionError()]
    ask = schedule.kinds()["ask"].handler

    def once_broken(due: Due) -> str:
        if faults:
            raise faults.pop()
        return ask(due)

    schedule.on_due(app, "late", once_broken, useful_for=timedelta(days=10_000))
    plan("done", NOON)
    plan("late", NOON, kind="late", person=2)
    clock.set(NOON + timedelta(days=3650))
    schedule.on_due(app, "ask", ask, useful_for=timedelta(days=10_000))
    work(post)
    clock.set(NOON + HOUR)
    work(post)

    assert sorted(post.keys()) == ["done", "late"]
    assert states() == {"done": DONE, "late": DONE}


def test_the_command_prints_a_line_for_each_and_can_be_run_twice(app: Flask, asked: list[Due]) -> None:
    plan("k", NOON)

    first, second = (app.test_cli_runner().invoke(args=["network", "due"]) for _time in range(2))

    assert (first.output, first.exit_code) == ("done ask k spurd\n", 0)
    assert (second.output, second.exit_code) == ("", 0)


def test_the_command_says_by_its_exit_that_something_was_given_up(app: Flask, asked: list[Due]) -> None:
    def break_down(due: Due) -> str:
        raise ZeroDivisionError

    handle(app, break_down)
    plan("k", NOON)
    with unit_of_work():
        db.session.scalars(select(ScheduledTask)).one().attempts = 30

    result = app.test_cli_runner().invoke(args=["network", "due"])

    assert (result.output, result.exit_code) == ("failed ask k ZeroDivisionError\n", 1)


def test_sending_at_once_wakes_what_was_given_up_and_leaves_what_is_done(asked: list[Due]) -> None:
    plan("k", NOON + 30 * DAY)
    for _time in range(2):
        with unit_of_work():
            schedule.send_now(db.session.scalars(select(ScheduledTask)).one())
        work(Post())

    assert (len(asked), states()) == (1, {"k": DONE})


def test_ended_tasks_are_let_go_after_a_year_and_waiting_ones_never(asked: list[Due]) -> None:
    plan("done", NOON)
    plan("waits", NOON + 3650 * DAY)
    work(Post())
    clock.set(NOON + 400 * DAY)
    with unit_of_work():
        gone = schedule.forget(clock.now() - timedelta(days=365))

    assert (gone, states()) == (1, {"waits": WAITING})
