"""Who follows the hall, and what they hear when (ST-10, ST-11)."""

from collections.abc import Callable

import pytest
from flask import Flask

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import NotFound
from network.core.signals import groups_changed, hall_changed
from network.people.models import Person
from network.sessions.gatherings.services.door import check_in, check_out
from network.sessions.groups.models import GroupMember, GroupRound, RoundState
from network.sessions.stage.services import messages, telling, watching
from tests.sessions.stage.conftest import Day, Listener

ListenerFor = Callable[[Person], Listener]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What would be done after a while: the test says when."""
    waiting: list[Callable[[], None]] = []

    def keep(_seconds: float, act: Callable[[int], None], gathering_id: int) -> None:
        waiting.append(lambda: act(gathering_id))

    monkeypatch.setattr(telling, "_later", keep)
    return waiting


def changed(day: Day) -> None:
    with unit_of_work():
        hall_changed.send(gathering_id=day.gathering.id)


def test_whoever_joins_hears_where_the_hall_stands(day: Day, listener_for: ListenerFor) -> None:
    """ST-10"""
    day.go_to("talk")

    anna = listener_for(day.cast.anna).join(day.gathering.public_id)

    [[public_id, revision, facts]] = anna.heard("hall:joined")
    ends_in_ms = facts["ends_at_ms"] - facts["server_ms"]
    assert (public_id, revision, facts["title"], facts["version"], ends_in_ms) == (
        day.gathering.public_id,
        day.state.revision,
        "Innleiing",
        2,
        35 * 60_000,
    )


@pytest.mark.parametrize("name", ["otto", "kai"])
def test_somebody_who_is_not_at_the_gathering_hears_nothing(day: Day, listener_for: ListenerFor, name: str) -> None:
    stranger = listener_for(getattr(day.cast, name))

    with pytest.raises(NotFound):
        stranger.join(day.gathering.public_id)
    day.go_to("talk")

    assert stranger.words() == []


def test_a_move_is_told_to_everybody_at_once_and_once(day: Day, listener_for: ListenerFor) -> None:
    """ST-10: a round's move sends hall_changed of its own; nobody hears of it twice."""
    day.go_to("mixed")
    day.move("deal")
    anna, fia = (listener_for(one).join(day.gathering.public_id) for one in (day.cast.anna, day.cast.fia))

    day.move("gather")

    assert (anna.words(), fia.words()) == (["hall:joined", "hall:changed"], ["hall:joined", "hall:changed"])


def test_more_time_is_told_with_all_that_phones_need(
    day: Day, listener_for: ListenerFor, later: list[Callable[[], None]]
) -> None:
    """ST-17: they show it and need not ask in the same seconds; whoever missed something before is not told so."""
    day.go_to("talk")
    anna = listener_for(day.cast.anna).join(day.gathering.public_id)

    day.move("add_time", minutes=2)
    changed(day)
    day.move("add_time", minutes=2)
    day.move("pause")

    told = [facts for _id, _revision, facts in anna.heard("hall:changed")]
    assert [facts.get("is_clock_alone", False) for facts in told] == [True, False, False]
    assert [facts["ends"] != "" for facts in told] == [True, True, False]


def test_a_move_that_fails_is_told_to_nobody(day: Day, listener_for: ListenerFor) -> None:
    anna = listener_for(day.cast.anna).join(day.gathering.public_id)

    with pytest.raises(RuntimeError), unit_of_work():
        hall_changed.send(gathering_id=day.gathering.id)
        raise RuntimeError

    assert (anna.words(), day.state.revision) == (["hall:joined"], anna.heard("hall:joined")[0][1])


def test_many_at_the_door_do_not_make_every_phone_ask_for_each(
    day: Day, listener_for: ListenerFor, later: list[Callable[[], None]]
) -> None:
    """ST-11"""
    day.go_to("talk")
    anna = listener_for(day.cast.anna).join(day.gathering.public_id)

    for _person in range(40):
        changed(day)
    at_once = len(anna.heard("hall:changed"))
    for act in list(later):
        act()

    last = anna.heard("hall:changed")[-1]
    assert (at_once, len(anna.heard("hall:changed")), last[1]) == (0, 1, day.state.revision)


def test_without_the_pause_each_arrival_would_reach_every_phone(
    day: Day, listener_for: ListenerFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control to ST-11."""
    monkeypatch.setattr(telling, "QUIET_SECONDS", 0.0)
    day.go_to("talk")
    anna = listener_for(day.cast.anna).join(day.gathering.public_id)

    for _person in range(40):
        changed(day)

    assert len(anna.heard("hall:changed")) == 40


def test_those_who_lead_hear_of_counts_at_most_once_a_second_and_the_last_is_never_left_out(
    day: Day, listener_for: ListenerFor, later: list[Callable[[], None]]
) -> None:
    """ST-11"""
    fia = listener_for(day.cast.fia).join(day.gathering.public_id)
    anna = listener_for(day.cast.anna).join(day.gathering.public_id)
    telling.forget()

    for _time in range(20):
        with unit_of_work():
            telling.counts_changed(day.gathering.id)
    at_once = len(fia.heard("hall:changed"))
    for act in list(later):
        act()

    last = fia.heard("hall:changed")[-1]
    assert (at_once, len(fia.heard("hall:changed")), last[1]) == (1, 2, day.state.revision)
    assert anna.heard("hall:changed") == []


def test_who_gets_another_table_hears_of_it_herself(day: Day, listener_for: ListenerFor) -> None:
    day.to_work()
    round_id = db.session.query(GroupRound.id).scalar()
    anna, bo = (listener_for(one) for one in (day.cast.anna, day.cast.bo))
    for one in (anna, bo):
        telling_channel(one)

    with unit_of_work():
        groups_changed.send(round_id=round_id, person_ids=[day.cast.anna.id])

    assert (anna.words(), bo.words()) == (["hall:changed"], [])


def telling_channel(listener: Listener) -> None:
    from network.live import channel

    channel(f"person:{listener.connection.person_id}").add(listener.connection)


def test_a_line_to_all_reaches_all_and_one_to_a_group_only_its_people(day: Day, listener_for: ListenerFor) -> None:
    """ST-15"""
    day.to_work()
    anna, fia = (listener_for(one).join(day.gathering.public_id) for one in (day.cast.anna, day.cast.fia))
    for one in (anna, fia):
        telling_channel(one)
    group_id = (
        db.session.query(GroupMember.group_id)
        .filter(GroupMember.person_id == day.cast.anna.id)
        .order_by(GroupMember.group_id.desc())[0][0]
    )

    with unit_of_work():
        messages.send_message(day.gathering, "Til alle", [], by_id=day.cast.fia.id)
    with unit_of_work():
        messages.send_message(day.gathering, "Til gruppa", [group_id], by_id=day.cast.fia.id)

    assert [said[2] for said in anna.heard("hall:message")] == ["Til alle", "Til gruppa"]
    assert [said[2] for said in fia.heard("hall:message")] == ["Til alle"]


def test_the_round_starts_by_itself_when_four_of_five_have_opened_the_board(day: Day) -> None:
    """ST-6"""
    day.go_to("mixed")
    for act in ("deal", "gather"):
        day.move(act)
    watching.start_when_seated()
    before = db.session.query(GroupRound.state).scalar()
    with unit_of_work():
        for member in db.session.query(GroupMember).join(GroupMember.group).filter_by(round_id=_round_id()):
            member.seen_at = clock.now()

    watching.start_when_seated()

    db.session.rollback()
    state = day.state
    assert (before, db.session.query(GroupRound.state).scalar()) == (RoundState.GATHER, RoundState.RUNNING)
    assert (state.changed_by_id, state.ends_at is not None) == (None, True)


def test_a_round_does_not_wait_for_somebody_who_has_left(day: Day) -> None:
    """ST-6: two of three have opened the board, and the third is gone."""
    day.go_to("mixed")
    for act in ("deal", "gather"):
        day.move(act)
    with unit_of_work():
        for member in db.session.query(GroupMember).filter(GroupMember.person_id != day.cast.cy.id):
            member.seen_at = clock.now()
    watching.start_when_seated()
    before = db.session.query(GroupRound.state).scalar()
    with unit_of_work():
        check_out(day.gathering, day.cast.cy.id, by_id=None)

    watching.start_when_seated()

    db.session.rollback()
    assert (before, db.session.query(GroupRound.state).scalar()) == (RoundState.GATHER, RoundState.RUNNING)


def test_a_start_that_was_taken_back_is_not_made_again_by_itself(day: Day) -> None:
    """ST-6: everybody sits with the board open, and those who lead want to wait."""
    day.to_work()
    day.move("undo")
    with unit_of_work():
        for member in db.session.query(GroupMember).join(GroupMember.group).filter_by(round_id=_round_id()):
            member.seen_at = clock.now()

    watching.start_when_seated()

    assert db.session.query(GroupRound.state).scalar() == RoundState.GATHER


def _round_id() -> int:
    return int(db.session.query(GroupRound.id).scalar())


def test_notes_and_people_that_come_are_told_to_those_who_lead_and_only_when_they_come(
    day: Day, listener_for: ListenerFor
) -> None:
    day.to_work()
    fia = listener_for(day.cast.fia).join(day.gathering.public_id)
    telling.forget()
    watching.look()
    watching.look()
    before = len(fia.heard("hall:changed"))
    with unit_of_work():
        for member in db.session.query(GroupMember).join(GroupMember.group).filter_by(round_id=_round_id()):
            member.seen_at = clock.now()

    watching.look()

    assert (before, len(fia.heard("hall:changed"))) == (0, 1)


def test_somebody_who_comes_late_raises_the_revision_and_not_the_version(day: Day) -> None:
    """ST-1: an arrival must not stand in a facilitator's way."""
    day.to_work()
    version, revision = day.state.version, day.state.revision

    with unit_of_work():
        check_in(day.gathering, day.cast.fia.id, how="host", by_id=None)

    assert (day.state.version, day.state.revision > revision) == (version, True)


def test_a_join_that_is_no_text_ends_the_connection(day: Day, app: Flask, listener_for: ListenerFor) -> None:
    anna = listener_for(day.cast.anna)

    anna.join(7)

    assert anna.connection.is_open is False
