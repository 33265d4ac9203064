"""Who is not on the net, and is waited for by nobody until she is back (ST-19)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from network.core import clock
from network.core.db import db, unit_of_work
from network.live import hub
from network.people import last_seen
from network.people.models import Person, SignInSession
from network.people.services import register
from network.people.services.sessions import last_use
from network.sessions.gatherings.models import Attendance
from network.sessions.gatherings.services.door import check_in, check_out
from network.sessions.gatherings.services.members import admit
from network.sessions.groups.models import GroupRound
from network.sessions.stage.queries.groups import rows_of
from network.sessions.stage.rules import flow
from network.sessions.stage.rules.silence import is_off_the_net
from network.sessions.stage.services import telling, watching
from tests.cast import STARTS
from tests.sessions.stage.conftest import Day, Listener, queries_of

ClientFor = Callable[[Person | None], FlaskClient]
ListenerFor = Callable[[Person], Listener]
Passes = Callable[[float], None]


@pytest.fixture
def minutes_pass(monkeypatch: pytest.MonkeyPatch) -> Passes:
    """Time goes by on the wall and on the monotonic clock, as it does in truth. Nobody has been heard of yet."""
    last_use.take()
    monotonic, gone = clock.monotonic, [0.0]
    monkeypatch.setattr(clock, "monotonic", lambda: monotonic() + gone[0])

    def advance(minutes: float) -> None:
        gone[0] += minutes * 60
        clock.advance(minutes * 60)

    return advance


@pytest.fixture
def connects(app: Flask, listener_for: ListenerFor) -> Callable[[Person], Listener]:
    def connect(person: Person) -> Listener:
        listener = listener_for(person)
        hub(app).connections.add(listener.connection)
        return listener

    return connect


def standings() -> dict[str, str]:
    """Name → how she stands, of all who sit in the round."""
    db.session.rollback()
    round_ = db.session.scalars(select(GroupRound)).one()
    return {name.split()[0]: state for row in rows_of(round_) for name, state in row.names}


def counts() -> tuple[int, int, int]:
    """Done, here, away: of all groups together."""
    db.session.rollback()
    rows = rows_of(db.session.scalars(select(GroupRound)).one())
    return sum(row.ready for row in rows), sum(row.here for row in rows), sum(row.away for row in rows)


@pytest.mark.parametrize(
    ("silent", "talks", "is_off"),
    [
        (3, [], False),
        (3.1, [], True),
        (20, [(1, 19)], False),
        (24, [(1, 19)], True),
        (30, [(-5, 10), (12, 29)], False),
        (10, [(20, 30)], True),
        (-5, [], False),
    ],
)
def test_silence_is_counted_without_the_time_of_talk(
    silent: float, talks: list[tuple[float, float]], is_off: bool
) -> None:
    """ST-19: minutes since she was heard of, and those in which people talked."""

    def at(minutes: float) -> object:
        return STARTS + timedelta(minutes=minutes)

    spans = [(STARTS + timedelta(minutes=a), STARTS + timedelta(minutes=b)) for a, b in talks]

    assert is_off_the_net(STARTS, STARTS + timedelta(minutes=silent), talks=spans) is is_off


def test_a_phone_without_a_network_is_waited_for_by_nobody_and_counts_again_at_once(
    day: Day, minutes_pass: Passes, connects: Callable[[Person], Listener]
) -> None:
    """ST-19"""
    day.to_work()
    for person in (day.cast.anna, day.cast.bo):
        connects(person)
    minutes_pass(2.9)
    before = standings()["Cy"], counts()

    minutes_pass(0.2)
    gone = standings(), counts()
    connects(day.cast.cy)

    assert before == ("working", (0, 3, 0))
    assert gone == ({"Anna": "working", "Bo": "working", "Cy": "offline"}, (0, 2, 1))
    assert (standings()["Cy"], counts()) == ("working", (0, 3, 0))


def test_a_page_that_is_asked_for_is_a_sign_of_life_too(day: Day, client_for: ClientFor, minutes_pass: Passes) -> None:
    """ST-19: a phone without a script has no socket."""
    day.to_work()
    anna = client_for(day.cast.anna)
    minutes_pass(4)
    before = standings()["Anna"]

    anna.get("/")

    assert (before, standings()["Anna"], standings()["Bo"]) == ("offline", "working", "offline")


def test_after_a_restart_nobody_is_called_away_before_the_grace_has_passed(day: Day, minutes_pass: Passes) -> None:
    """ST-19. The control: she was so before, and is when the grace is over."""
    day.to_work()
    minutes_pass(10)
    before = standings()["Anna"]

    last_seen.begin_anew()
    minutes_pass(2.9)
    meanwhile = standings()["Anna"]
    minutes_pass(0.2)

    assert (before, meanwhile, standings()["Anna"]) == ("offline", "working", "offline")


def test_while_phones_lie_on_the_table_nobody_becomes_away(
    day: Day, minutes_pass: Passes, connects: Callable[[Person], Listener]
) -> None:
    """ST-19: Anna's phone went to sleep with the talk, Bo's network was gone before it."""
    day.to_work()
    phone = connects(day.cast.anna)
    minutes_pass(4)
    phone.connection.leave()
    last_use.note(_session_of(day.cast.anna))
    day.move("phase")
    minutes_pass(18)
    talking = standings()
    day.move("phase")
    minutes_pass(2)
    after = standings()
    minutes_pass(1.5)

    assert [(one["Anna"], one["Bo"]) for one in (talking, after, standings())] == [
        ("working", "offline"),
        ("working", "offline"),
        ("offline", "offline"),
    ]


def test_a_program_that_counted_the_talk_would_call_all_of_them_away(
    day: Day, minutes_pass: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control to the one before."""
    day.to_work()
    day.move("phase")
    minutes_pass(18)
    with_talk = standings()["Anna"]

    monkeypatch.setattr(flow, "TALK", "no phase of that name")

    assert (with_talk, standings()["Anna"]) == ("working", "offline")


def _session_of(person: Person) -> int:
    """A sign-in of hers, as a phone has it."""
    with unit_of_work():
        now = clock.now()
        row = SignInSession(person_id=person.id, token_hash=f"hash-{person.id}", device="", made_at=now)
        row.last_used_at = now
        db.session.add(row)
        db.session.flush()
        return row.id


@pytest.mark.parametrize(("minutes_ago", "state"), [(1, "working"), (4, "offline")])
def test_somebody_who_is_connected_to_another_process_is_no_false_news(
    day: Day, minutes_pass: Passes, minutes_ago: int, state: str
) -> None:
    """ST-19: each process writes down in the table of sign-ins what it has seen."""
    day.to_work()
    session_id = _session_of(day.cast.anna)
    minutes_pass(20)
    with unit_of_work():
        moment = clock.now() - timedelta(minutes=minutes_ago)
        db.session.execute(update(SignInSession).where(SignInSession.id == session_id).values(last_used_at=moment))

    assert (standings()["Anna"], standings()["Bo"]) == (state, "offline")


def test_what_somebody_has_said_counts_for_more_than_her_network(
    day: Day, client_for: ClientFor, minutes_pass: Passes
) -> None:
    """ST-8, ST-19: done is done, and is never more than there are."""
    day.to_work()
    round_id = db.session.scalars(select(GroupRound.public_id)).one()
    client_for(day.cast.anna).post(f"/rounds/{round_id}/readiness")
    minutes_pass(5)

    assert (standings(), counts()) == ({"Anna": "ready", "Bo": "offline", "Cy": "offline"}, (1, 1, 2))


def test_on_the_way_to_the_tables_a_phone_may_lie_in_a_pocket(day: Day, minutes_pass: Passes) -> None:
    """ST-19: silence counts from when the work begins."""
    day.go_to("mixed")
    for act in ("deal", "gather"):
        day.move(act)
    minutes_pass(9)
    walking = standings()["Anna"]
    day.move("start")
    minutes_pass(1)

    assert (walking, standings()["Anna"]) == ("working", "working")


def test_a_late_arrival_has_the_grace_from_when_she_came(day: Day, minutes_pass: Passes) -> None:
    """ST-19: the host has checked her in, and her phone has still to be found in the bag."""
    day.to_work()
    minutes_pass(10)
    with unit_of_work():
        late = register.add_person(name="Siv Sein", email=None)
        admit(day.gathering, late.id)
        check_in(day.gathering, late.id, how="host", by_id=None)
    at_first = standings()["Siv"]
    minutes_pass(3.1)

    assert (at_first, standings()["Siv"]) == ("working", "offline")


def test_the_row_says_who_has_left_and_who_is_not_on_the_net_in_words_of_their_own(
    day: Day, client_for: ClientFor, minutes_pass: Passes, connects: Callable[[Person], Listener]
) -> None:
    """ST-8, ST-19, C5"""
    day.to_work()
    connects(day.cast.anna)
    minutes_pass(4)
    with unit_of_work():
        check_out(day.gathering, day.cast.bo.id, by_id=None)

    page = client_for(day.cast.fia).get(day.path("/control")).text
    with unit_of_work():
        db.session.execute(delete(Attendance).where(Attendance.person_id == day.cast.bo.id))
    later = client_for(day.cast.fia).get(day.path("/control")).text

    said = ("1 ikkje på nett", "1 har gått", "1 ikkje komen", "0 av 1 ferdige")
    assert [word in page for word in said] == [True, True, False, True]
    assert [word in later for word in said] == [True, False, True, True]


def test_a_row_in_which_nobody_can_be_waited_for_counts_nobody(
    day: Day, client_for: ClientFor, minutes_pass: Passes
) -> None:
    """C5"""
    day.to_work()
    minutes_pass(4)

    page = client_for(day.cast.fia).get(day.path("/control")).text

    rows = page[page.index('class="rows group-rows"') :]
    assert ("ikkje på nett" in rows, "av 0" in rows) == (True, False)


def test_the_big_screens_dot_is_full_when_all_are_done_who_can_be_waited_for(
    day: Day, client_for: ClientFor, minutes_pass: Passes
) -> None:
    """C5"""
    day.to_work()
    round_ = db.session.scalars(select(GroupRound)).one()
    client_for(day.cast.anna).post(f"/rounds/{round_.public_id}/readiness")
    db.session.rollback()
    before = [row.state for row in rows_of(round_) if row.ready]

    minutes_pass(4)
    db.session.rollback()

    assert (before, [row.state for row in rows_of(round_) if row.ready]) == (["half"], ["full"])


def test_those_who_lead_are_told_once_when_somebody_goes_and_once_when_she_is_back(
    day: Day, minutes_pass: Passes, connects: Callable[[Person], Listener]
) -> None:
    """ST-19: nothing is stored for it, so that the word itself says that there is something to ask for."""
    day.to_work()
    for person in (day.cast.anna, day.cast.bo):
        connects(person)
    fia = connects(day.cast.fia).join(day.gathering.public_id)
    telling.forget()
    watching.look()
    version, told = day.state.revision, []
    for minutes, comes in ((1, None), (2.5, None), (1, None), (1, day.cast.cy), (1, None)):
        minutes_pass(minutes)
        if comes is not None:
            connects(comes)
        watching.look()
        told.append(len(fia.heard("hall:changed")))

    assert (told, day.state.revision) == ([0, 1, 1, 2, 2], version)
    assert [facts["is_counted"] for _id, _revision, facts in fia.heard("hall:changed")] == [True, True]


def test_whoever_is_back_before_anybody_looked_does_not_stand_there_as_gone(
    day: Day, client_for: ClientFor, minutes_pass: Passes, connects: Callable[[Person], Listener]
) -> None:
    """ST-19: a page was fetched while she was away, and no look has seen her go."""
    day.to_work()
    fia = connects(day.cast.fia).join(day.gathering.public_id)
    watching.look()
    minutes_pass(4)
    page = client_for(day.cast.fia).get(day.path("/control")).text
    for person in (day.cast.anna, day.cast.bo, day.cast.cy):
        connects(person)
    telling.forget()
    watching.look()
    watching.look()

    assert ("ikkje på nett" in page, len(fia.heard("hall:changed"))) == (True, 1)


def test_no_sign_in_is_looked_up_while_all_are_connected(
    day: Day, client_for: ClientFor, minutes_pass: Passes, connects: Callable[[Person], Listener]
) -> None:
    day.to_work()
    fia = client_for(day.cast.fia)
    minutes_pass(4)
    some_are_gone = queries_of(fia, day.path("/control"))
    for person in (day.cast.anna, day.cast.bo, day.cast.cy):
        connects(person)

    assert some_are_gone - queries_of(fia, day.path("/control")) == 2
