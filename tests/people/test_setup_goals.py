"""The page for goals: lines that come and go, and goals that hold for a time (SU-9)."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Invalid
from network.people.models import Goal
from network.people.queries.setup import goals_on
from network.people.rules.setup import GoalLine
from network.people.services.goals import set_goals
from tests.people.setting_up import begin, step

ONE, TWO, THREE = GoalLine("1", "Fleire med"), GoalLine("2a", "Betre møte"), GoalLine("3", "Meir tillit")


def test_the_first_visit_proposes_five_goals_and_stores_none(app: Flask) -> None:
    shown = begin(app).get("/network/setup/goals").text

    numbers = [number for number in ("1", "2a", "2b", "3", "4", "5") if f'name="number" value="{number}"' in shown]
    assert (len(numbers), "fritidspolitikar" in shown, _stored()) == (6, True, [])


def test_the_proposal_as_it_stands_is_one_press(app: Flask) -> None:
    lead = begin(app)

    answer = lead.fill("goals", *_lines(ONE, TWO, THREE))

    assert (answer.location, step(), _stored()) == ("/network/setup/mail", 4, [ONE, TWO, THREE])


@pytest.mark.parametrize(
    ("act", "numbers"),
    [("add", ["1", "2a", "3", ""]), ("remove-1", ["1", "3"]), ("remove-9", ["1", "2a", "3"])],
)
def test_lines_come_and_go_without_a_script_and_nothing_is_stored(app: Flask, act: str, numbers: list[str]) -> None:
    lead = begin(app)

    shown = lead.fill("goals", *_lines(ONE, TWO, THREE), ("act", act))

    assert [f'name="number" value="{number}"' in shown.text for number in numbers] == [True] * len(numbers)
    assert (shown.text.count('name="number"'), _stored(), step()) == (len(numbers), [], 1)


def test_an_empty_line_above_does_not_shift_which_one_is_taken_away(app: Flask) -> None:
    lead = begin(app)

    shown = lead.fill("goals", *_lines(GoalLine("", ""), ONE, TWO), ("act", "remove-2")).text

    assert ("Fleire med" in shown, "Betre møte" in shown) == (True, False)


def test_the_proposal_can_be_asked_for_below_what_is_typed(app: Flask) -> None:
    lead = begin(app)

    shown = lead.fill("goals", *_lines(ONE), ("act", "propose")).text

    assert shown.count('name="number"') == 7


@pytest.mark.parametrize("act", ["remove-", "remove-x", "remove--1", "burn"])
def test_a_button_that_we_do_not_have_is_refused(app: Flask, act: str) -> None:
    answer = begin(app).fill("goals", *_lines(ONE), ("act", act))

    assert (answer.status_code, _stored()) == (409, [])


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ((ONE, GoalLine("1", "Ein til")), "goal-1"),
        ((GoalLine("", "Utan nummer"),), "goal-0"),
        ((TWO, GoalLine("4", "")), "goal-1"),
    ],
)
def test_a_line_that_cannot_be_kept_is_pointed_at_and_nothing_is_stored(
    app: Flask, lines: tuple[GoalLine, ...], field: str
) -> None:
    answer = begin(app).fill("goals", *_lines(*lines))

    assert (answer.status_code, f'href="#{field}"' in answer.text, _stored()) == (422, True, [])
    assert all(line.text in answer.text for line in lines)


def test_a_goal_that_is_changed_ends_and_a_new_one_begins(app: Flask) -> None:
    """SU-9"""
    began = _set_yesterday(ONE, TWO)

    with unit_of_work():
        set_goals([TWO, THREE], by=None)

    today = clock.now().date()
    assert _periods() == {"1": (began, began), "2a": (began, None), "3": (today, None)}
    assert [goal.number for goal in goals_on(began)] == ["1", "2a"]
    assert _stored() == [TWO, THREE]


def test_a_goal_that_never_held_a_day_leaves_no_trace(app: Flask) -> None:
    with unit_of_work():
        set_goals([ONE, TWO], by=None)

    with unit_of_work():
        set_goals([TWO], by=None)

    assert list(_periods()) == ["2a"]


def test_the_same_goals_again_change_nothing(app: Flask) -> None:
    began = _set_yesterday(ONE, TWO)

    with unit_of_work():
        set_goals([ONE, TWO], by=None)

    assert _periods() == {"1": (began, None), "2a": (began, None)}


def test_a_fault_among_the_lines_changes_no_goal(app: Flask) -> None:
    _set_yesterday(ONE)

    with pytest.raises(Invalid) as refusal, unit_of_work():
        set_goals([TWO, GoalLine("2A", "Same nummer")], by=None)

    assert (refusal.value.field, _stored()) == ("goal-1", [ONE])


def test_who_comes_second_is_shown_both_lists(app: Flask) -> None:
    """SU-4"""
    lead = begin(app, done=True)
    seen = lead.seen("goals")
    lead.fill("goals", *_lines(ONE))

    answer = lead.fill("goals", *_lines(TWO, THREE), seen=seen)

    assert (answer.status_code, _stored()) == (409, [ONE])
    assert all(words in answer.text for words in (ONE.text, TWO.text, THREE.text))


def _set_yesterday(*lines: GoalLine) -> date:
    with unit_of_work():
        set_goals(lines, by=None)
        began = clock.now().date() - timedelta(days=1)
        for goal in db.session.scalars(select(Goal)):
            goal.from_date = began
    return began


def _lines(*lines: GoalLine) -> list[tuple[str, str]]:
    return [pair for line in lines for pair in (("number", line.number), ("text", line.text))]


def _stored() -> list[GoalLine]:
    db.session.rollback()
    return [GoalLine(goal.number, goal.text) for goal in goals_on(clock.now().date())]


def _periods() -> dict[str, tuple[date, date | None]]:
    db.session.rollback()
    return {
        goal.number: (goal.from_date, goal.to_date) for goal in db.session.scalars(select(Goal).order_by(Goal.number))
    }
