"""All groups on one page (ST-22 to ST-25): counts of what is a municipality's own, a line to some, quiet groups."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from network.access.actor import actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.people.services import register
from network.sessions.boards.models import Board
from network.sessions.boards.queries import board_of_group
from network.sessions.boards.services import alone
from network.sessions.boards.services.making import note_step
from network.sessions.boards.services.opened import open_board
from network.sessions.gatherings.services.door import check_in
from network.sessions.gatherings.services.members import admit
from network.sessions.groups.models import BreakoutGroup
from network.sessions.groups.queries.rounds import group_of, open_round, round_of_item
from network.sessions.stage.models import HallMessage
from network.sessions.stage.queries.overview import overview_of
from network.sessions.stage.rules import overview
from network.sessions.stage.rules.overview import Standing
from tests.sessions.stage.conftest import Day, after, queries_of

ClientFor = Callable[[Person | None], FlaskClient]
MOST = 27
"""Statements of the page, BEGIN among them (docs/decisions/0007)."""
NN = {"Accept-Language": "nn"}


def group_at(day: Day, name: str) -> BreakoutGroup:
    round_ = open_round(day.gathering.id)
    found = group_of(round_.id, getattr(day.cast, name).id) if round_ else None
    assert found is not None
    return found


def board_at(day: Day, name: str) -> Board:
    found = board_of_group(group_at(day, name).id)
    assert found is not None
    return found


def said() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(one.text, one.group_ids) for one in db.session.scalars(select(HallMessage).order_by(HallMessage.id))]


def test_which_groups_are_shown_and_in_what_order() -> None:
    """ST-23"""
    asks = Standing(3, 3, asks=True, is_quiet=False, is_ready=False)
    quiet = Standing(2, 2, asks=False, is_quiet=True, is_ready=False)
    done = Standing(1, 1, asks=False, is_quiet=False, is_ready=True)
    given = [done, quiet, asks]

    waits = replace(asks, group_id=4, number=4)
    others = [replace(done, group_id=number, number=number) for number in (6, 5)]

    assert overview.ordered([waits, *others, *given], "need") == [waits, asks, quiet, done, *reversed(others)]
    assert overview.ordered(given, "table") == [done, quiet, asks]
    assert overview.counts(given) == {"all": 3, "help": 1, "quiet": 1, "unready": 2}
    assert overview.chosen(given, "anything") == given


@pytest.mark.parametrize(
    ("last", "began", "is_writing", "is_quiet"),
    [
        (None, 10, True, True),
        (10, 2, True, False),
        (1, 10, True, False),
        (10, 1, True, False),
        (10, 10, False, False),
        (10, None, True, False),
    ],
)
def test_a_group_is_quiet_after_three_minutes_of_writing_in_which_it_did_nothing(
    last: int | None, began: int | None, is_writing: bool, is_quiet: bool
) -> None:
    """ST-22. Minutes ago."""
    now = clock.now()
    moments = [now - timedelta(minutes=one) if one is not None else None for one in (last, began)]

    found = overview.is_quiet(*moments, now, is_writing=is_writing)

    assert found == is_quiet


@pytest.mark.parametrize(("name", "may"), [("fia", True), ("lea", True), ("anna", False), ("kai", False)])
def test_those_who_lead_see_all_groups_and_nobody_else(day: Day, client_for: ClientFor, name: str, may: bool) -> None:
    day.to_work()

    answer = client_for(getattr(day.cast, name)).get(day.path("/overview"))

    assert (answer.status_code == 200, "overview__card" in answer.text) == (may, may)


def test_notes_that_each_writes_for_herself_are_counts_and_times_alone(day: Day, client_for: ClientFor) -> None:
    """ST-22: what a person did last is read from the journal; what the server wrote is nobody's work."""
    day.to_work()
    board = board_at(day, "anna")
    before = overview_of(day.gathering).rows
    own = alone.open_own_notes(board, actor_for(day.cast.anna.id))
    alone.note_step(own, actor_for(day.cast.anna.id), text="Ein løyndom", column="challenge")
    after(minutes=1)

    page = client_for(day.cast.fia).get(day.path("/overview"), headers=NN).text

    assert [row.last_at for row in before] == [None] * len(before)
    rows = {row.group_id: row.last_at for row in overview_of(day.gathering).rows}
    assert {group: at is not None for group, at in rows.items()} == {
        row.group_id: row.group_id == board.group_id for row in before
    }
    assert ("sist i arbeid for 1 minutt sidan" in page, "løyndom" in page) == (True, False)


def test_quiet_is_said_in_a_word_and_never_while_people_talk(day: Day, client_for: ClientFor) -> None:
    """ST-22"""
    day.to_work()
    fia = client_for(day.cast.fia)
    pages = []
    after(minutes=2)
    pages.append(fia.get(day.path("/overview"), headers=NN).text)
    after(minutes=0.9)
    fia.get(day.path("/overview"))
    after(minutes=0.2)
    for person in (day.cast.anna, day.cast.bo, day.cast.cy):
        client_for(person).get("/")  # on the net
    pages.append(fia.get(day.path("/overview"), headers=NN).text)
    day.move("phase")
    after(minutes=4)
    pages.append(fia.get(day.path("/overview"), headers=NN).text)

    assert ['<span class="tag">Stille</span>' in page for page in pages] == [False, True, False]


def test_a_local_groups_board_is_offered_only_when_it_asks(day: Day, client_for: ClientFor) -> None:
    """ST-9: and a mixed group's at any time."""
    fia = client_for(day.cast.fia)
    day.to_work()
    mixed = fia.get(day.path("/overview")).text
    day.go_to("home")
    for act in ("deal", "gather", "start"):
        day.move(act)
    board = board_at(day, "anna")
    local = fia.get(day.path("/overview")).text
    round_ = open_round(day.gathering.id)
    client_for(day.cast.anna).post(f"/rounds/{round_.public_id if round_ else ''}/help")
    asked = fia.get(day.path("/overview")).text

    found = [re.findall(r'class="ds-link" href="(/boards/[\w-]+)"', page) for page in (mixed, local, asked)]
    assert [len(found[0]) > 0, *found[1:]] == [True, [], [f"/boards/{board.public_id}"]]


def test_a_line_goes_to_all_or_to_those_that_are_ticked(day: Day, client_for: ClientFor) -> None:
    """ST-24"""
    day.to_work()
    group = group_at(day, "anna").id
    fia = client_for(day.cast.fia)
    form = {"view": "overview", "show": "unready", "after": 0, "groups": [group]}

    answers = [
        fia.post(day.path("/messages"), data={**form, **more}, headers=NN)
        for more in (
            {"to": "chosen", "text": "Til dykk."},
            {"to": "all", "text": "Til alle."},
        )
    ]

    assert said() == [
        ("Til dykk.", f"[{group}]"),
        ("Til alle.", "[]"),
    ]
    assert [one.location for one in answers] == [day.path("/overview?show=unready")] * 2


def test_a_line_for_some_goes_to_nobody_when_none_is_ticked(day: Day, client_for: ClientFor) -> None:
    """ST-24: never to all instead; and what was typed stands there."""
    day.to_work()

    answer = client_for(day.cast.fia).post(
        day.path("/messages"), data={"view": "overview", "text": "Berre til nokre", "to": "chosen"}, headers=NN
    )

    assert (answer.status_code, said()) == (422, [])
    assert ('value="Berre til nokre"' in answer.text, "overview__cards" in answer.text) == (True, True)


def test_a_move_from_here_comes_back_here_with_what_went_wrong_too(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    fia = client_for(day.cast.fia)
    form = {"view": "overview", "order": "table", "act": "phase", "phase": 2, "version": day.state.version}

    moved = fia.post(day.path("/moves"), data=form)
    late = fia.post(day.path("/moves"), data={**form, "phase": 1})

    assert (moved.status_code, moved.location) == (303, day.path("/overview?order=table"))
    assert (late.status_code, "overview__cards" in late.text) == (409, True)


def test_a_part_of_the_round_can_be_left_out_or_taken_once_more_also_from_the_wrap_up(day: Day) -> None:
    """ST-25"""
    day.to_work()
    seen = []
    for facts in ({"phase": 2}, {"phase": 0}):
        day.move("phase", **facts)
        seen.append(standing_of(day))
    day.move("wrap_up")
    day.move("phase", phase=1)

    assert [*seen, standing_of(day)] == [("running", 2), ("running", 0), ("running", 1)]
    assert day.state.ends_at is not None


def standing_of(day: Day) -> tuple[str, int]:
    db.session.rollback()
    round_ = round_of_item(day.items["mixed"].id)
    assert round_ is not None
    return str(round_.state), round_.phase


def test_the_page_asks_the_same_of_the_database_whatever_the_number_of_groups(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    fia = client_for(day.cast.fia)
    fia.get(day.path("/overview"))
    few = queries_of(fia, day.path("/overview"))
    with unit_of_work():
        for number in range(20):
            person = register.add_person(name=f"Nye Døme {number}", email=None)
            admit(day.gathering, person.id)
            check_in(day.gathering, person.id, how="host", by_id=None)
    day.move("phase", phase=2)
    board = open_board(board_at(day, "bo"))
    note_step(board, actor_for(day.cast.bo.id), text="Noko", column="challenge")

    many = queries_of(fia, day.path("/overview"))

    assert (many, many <= MOST) == (few, True)
