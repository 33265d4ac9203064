"""More time for some groups (ST-28): their own end, on their own pages alone, until the part of the round is over."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid
from network.people.models import Person
from network.people.services import register
from network.sessions.boards.models import Board
from network.sessions.gatherings.services.door import check_in
from network.sessions.gatherings.services.members import admit
from network.sessions.groups.models import BreakoutGroup, GroupRound
from network.sessions.groups.queries.rounds import group_of, open_round, people_in
from network.sessions.stage.models import HallMessage
from network.sessions.stage.queries.standing import more_time_of
from network.sessions.stage.rules import clock
from network.sessions.stage.services import telling
from tests.sessions.stage.conftest import Day, after

ClientFor = Callable[[Person | None], FlaskClient]
NOW = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)
NN = {"Accept-Language": "nn"}
OWN = "Gruppa har 2 minutt ekstra."


@pytest.fixture
def at_work(day: Day) -> Day:
    """Some groups at work, and none has more time."""
    with unit_of_work():
        for number in range(7):
            person = register.add_person(name=f"Per {number}", email=None)
            admit(day.gathering, person.id)
            check_in(day.gathering, person.id, how="host", by_id=None)
    day.to_work()
    assert len(groups(day)) > 1
    return day


def groups(day: Day) -> list[BreakoutGroup]:
    round_ = open_round(day.gathering.id)
    return round_.groups if round_ else []


def of(day: Day, person: Person) -> int:
    round_ = open_round(day.gathering.id)
    found = group_of(round_.id, person.id) if round_ else None
    assert found is not None
    return found.id


def somebody_else(day: Day) -> Person:
    """One who sits in the group that Anna does not sit in."""
    other = next(one for one in groups(day) if one.id != of(day, day.cast.anna))
    return db.session.get_one(Person, other.members[0].person_id)


def form(day: Day, **more: object) -> dict[str, object]:
    return {"view": "overview", "after": 0, "version": day.state.version, **more}


def gives(day: Day, phone: FlaskClient, **more: object) -> int:
    chosen = {"groups": [of(day, day.cast.anna)], "extra": 2}
    return phone.post(day.path("/messages"), data=form(day, **{**chosen, **more}), headers=NN).status_code


def ends(page: str) -> str:
    """The clock on a page, as it says when it ends."""
    return (re.findall(r"sluttar kl\. ([\d:.]+)", page) or [""])[0]


@pytest.mark.parametrize(
    ("gone", "had", "left"), [(0, 0, 300), (0, 120, 420), (200, 0, 120), (200, 60, 160), (300, 60, 120)]
)
def test_a_group_is_given_minutes_to_what_it_has_left_or_from_now_on(gone: int, had: int, left: int) -> None:
    """Seconds; the hall's clock was set to three minutes."""
    hall, later = clock.started(180, NOW), NOW + timedelta(seconds=gone)

    more = clock.given(hall, had, 120, later)

    assert clock.left(clock.with_more(hall, more), later) == left


@pytest.mark.parametrize(("gone", "left"), [(60, 240), (200, 100), (400, 0)])
def test_a_pause_and_time_for_all_leave_a_group_what_it_was_given(gone: int, left: int) -> None:
    """Seconds. The hall has three minutes, the group five; after that the hall stands, and all get one more."""
    hall, later = clock.started(180, NOW), NOW + timedelta(seconds=gone)
    stands = clock.paused(hall, later)
    more = clock.kept(hall, stands, 120, 0, later)
    longer = clock.extended(stands, 60, later)
    still = clock.kept(stands, longer, more, 60, later)

    own = [clock.left(clock.with_more(*one), later) for one in ((stands, more), (longer, still))]

    assert own == [left, left + 60]


def test_the_group_has_its_own_end_and_the_others_have_the_halls(at_work: Day, client_for: ClientFor) -> None:
    fia, anna, other = (client_for(one) for one in (at_work.cast.fia, at_work.cast.anna, somebody_else(at_work)))
    before = ends(other.get("/", headers=NN).text)

    assert gives(at_work, fia) == 303

    own, others = (phone.get("/", headers=NN).text for phone in (anna, other))
    assert (before, ends(own), ends(others)) == ("09:03", "09:05", "09:03")
    assert (OWN in own, OWN in others) == (True, False)
    board = re.search(r"/boards/[\w-]+", own)
    strip = anna.get(board[0] if board else "", headers=NN).text
    assert ("5:00" in strip, OWN in strip) == (True, True)
    for page in ("/overview", "/control"):
        said = fia.get(at_work.path(page), headers=NN).text
        assert (ends(said), said.count("+2 min, til kl. 09:05")) == ("09:03", 1)
        assert "1 gruppe har meir tid, til kl. 09:05." in said


def test_when_the_others_time_is_over_nothing_closes_for_anybody(at_work: Day, client_for: ClientFor) -> None:
    gives(at_work, client_for(at_work.cast.fia))
    after(minutes=4)

    own, others = (client_for(one).get("/", headers=NN).text for one in (at_work.cast.anna, somebody_else(at_work)))

    level = r'data-level="(\w*)"'
    assert [re.findall(level, page) for page in (own, others)] == [["one"], ["over"]]
    db.session.rollback()
    assert db.session.scalars(select(GroupRound.state)).all() == ["running"]
    own_boards = select(Board).where(Board.group_id.in_([one.id for one in groups(at_work)]))
    assert {board.is_open for board in db.session.scalars(own_boards)} == {True}


@pytest.mark.parametrize("act", ["phase", "wrap_up", "start_clock"])
def test_it_ends_with_the_part_and_with_a_new_clock_for_all(at_work: Day, client_for: ClientFor, act: str) -> None:
    gives(at_work, client_for(at_work.cast.fia))

    at_work.move(act, **({"minutes": 5} if act == "start_clock" else {}))

    assert more_time_of(at_work.state) == {}
    assert OWN not in client_for(at_work.cast.anna).get("/", headers=NN).text


def test_it_outlives_a_pause_and_time_for_all(at_work: Day, client_for: ClientFor) -> None:
    gives(at_work, client_for(at_work.cast.fia))
    given = more_time_of(at_work.state)

    for act, facts in (("pause", {}), ("resume", {}), ("add_time", {"minutes": 1})):
        at_work.move(act, **facts)

    assert (more_time_of(at_work.state), list(given.values())) == (given, [120])


def test_the_same_form_sent_twice_gives_once_and_is_taken_back_whole(at_work: Day, client_for: ClientFor) -> None:
    """ST-3, ST-2. What was typed goes to the group, once."""
    fia = client_for(at_work.cast.fia)
    sent = form(at_work, groups=[of(at_work, at_work.cast.anna)], extra=5, text="Bra!")

    answers = [fia.post(at_work.path("/messages"), data=sent, headers=NN).status_code for _time in range(2)]

    given = list(more_time_of(at_work.state).values())
    lines = [one.text for one in db.session.scalars(select(HallMessage))]
    page = fia.get(at_work.path("/overview"), headers=NN).text
    undone = fia.post(at_work.path("/moves"), data=form(at_work, act="undo"), headers=NN)
    assert (answers, given, lines) == ([303, 303], [300], ["Bra!"])
    assert ('id="undo"' in page, undone.status_code, more_time_of(at_work.state)) == (True, 303, {})


def test_for_none_that_is_ticked_and_from_an_older_page_nothing_is_done(at_work: Day, client_for: ClientFor) -> None:
    """And what was typed stands there."""
    fia = client_for(at_work.cast.fia)
    old = at_work.state.version
    at_work.move("add_time", minutes=1)

    none = fia.post(at_work.path("/messages"), data=form(at_work, extra=2, text="Berre til nokre"), headers=NN)
    late = fia.post(
        at_work.path("/messages"),
        data=form(at_work, version=old, groups=[of(at_work, at_work.cast.anna)], extra=2, text="Berre til nokre"),
        headers=NN,
    )

    assert [one.status_code for one in (none, late)] == [422, 409]
    assert ['value="Berre til nokre"' in one.text for one in (none, late)] == [True, True]
    assert (more_time_of(at_work.state), db.session.scalars(select(HallMessage)).all()) == ({}, [])


def test_only_groups_of_the_round_get_it_and_only_while_it_is_at_work_by_a_clock(at_work: Day) -> None:
    group = of(at_work, at_work.cast.anna)

    for wrong in ([group, 9999], [], "all"):
        with pytest.raises(Invalid):
            at_work.move("more_time", groups=wrong, minutes=2)
    with pytest.raises(Invalid):
        at_work.move("more_time", groups=[group], minutes=60)
    at_work.move("wrap_up")
    with pytest.raises(Conflict):
        at_work.move("more_time", groups=[group], minutes=2)


def test_the_word_of_it_moves_the_groups_clock_at_once_and_sends_nobody_else_for_the_page(
    at_work: Day, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ST-17: the others know all that they need."""
    told: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(telling, "announce", lambda *given: told.append((given[0], given[-1])))

    gives(at_work, client_for(at_work.cast.fia))

    hers = [f"person:{one}" for one in people_in([of(at_work, at_work.cast.anna)])]
    more = {str(of(at_work, at_work.cast.anna)): (120, "09:05")}
    assert [channel for channel, facts in told if facts.get("is_own")] == hers
    hall = [facts for channel, facts in told if channel == f"gathering:{at_work.gathering.public_id}"]
    assert [(one["ends"], one["more"], one.get("is_clock_alone")) for one in hall] == [("09:03", more, True)]
