"""Presence: the server says who, the client what; at most eight times a second; gone when gone."""

import json
import time
from collections.abc import Callable
from random import Random
from types import SimpleNamespace

import gevent
import pytest

from network.core.lib0 import read_varbuf, varbuf, varuint
from network.live import Attendance, BadPresence, Channel, Register, presence
from network.live.presence import AT_ONCE, SECONDS_BETWEEN, Entry, packed, parse
from tests.live.client import Client
from tests.live.conftest import Running
from tests.live.wires import Listener


def message(client: int, clock: int, state: object) -> bytes:
    """An awareness message as a browser sends it, with one entry."""
    return varuint(1) + varuint(client) + varuint(clock) + varbuf(json.dumps(state).encode())


def wire_message(client: int, clock: int, state: object) -> bytes:
    return b"\x01" + varbuf(message(client, clock, state))


class Seen(Channel):
    """A channel that only writes down what it is told."""

    def __init__(self) -> None:
        super().__init__("board:b")
        self.entries: list[Entry] = []

    def presence(self, key: int, entry: bytes | None) -> None:
        if entry is not None:
            self.entries += parse(b"\x01" + entry)


def attend(register: Register, person_id: int) -> Attendance:
    who = {"key": f"key-{person_id}", "name": f"Person {person_id}"}
    return Attendance(register, Listener(person_id), lambda: who)


def test_a_spoofed_name_arrives_as_her_own() -> None:
    """LI-4"""
    register = Register(Seen())

    attend(register, 1).hear(message(77, 1, {"name": "Kai", "key": "kai", "note": "n1", "typing": True, "more": 1}))

    assert register.channel.entries == [
        Entry(77, 1, {"key": "key-1", "name": "Person 1", "note": "n1", "typing": True})
    ]


def test_half_a_character_is_no_note() -> None:
    """*Seen:* it cannot be written as UTF-8, so telling it failed, five tracebacks a second in the log."""
    register = Register(Seen())

    attend(register, 1).hear(message(77, 1, {"note": "\ud800", "typing": True}))

    assert [entry.state and entry.state["note"] for entry in register.channel.entries] == [None]


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\xff\xff\xff\xff\x0f",
        message(1, 1, {"note": "x" * 600}),
        message(1, 1, [1]),
        message(1, 1, {})[:-1],
        message(1, 1, {}) + b"\0",
        varuint(1) + varuint(1) + varuint(1) + varbuf(b"[" * 400),
        varuint(17) + message(1, 1, {})[1:] * 17,
    ],
)
def test_what_is_no_presence_is_refused(hostile: bytes) -> None:
    with pytest.raises(BadPresence):
        attend(Register(Seen()), 1).hear(hostile)


def test_nobody_speaks_for_a_client_of_somebody_else() -> None:
    register = Register(Seen())
    attend(register, 1).hear(message(77, 1, {}))

    attend(register, 2).hear(message(77, 9, {"typing": True}))

    assert [entry.clock for entry in register.channel.entries] == [1]


def test_a_forged_clock_is_passed_over() -> None:
    register = Register(Seen())

    attend(register, 1).hear(message(77, 2**40, {}))

    assert register.channel.entries == []


def test_leaving_is_told_with_a_newer_clock() -> None:
    register = Register(Seen())
    attendance = attend(register, 1)
    attendance.hear(message(77, 5, {}))

    attendance.connection.close()

    assert register.channel.entries[-1] == Entry(77, 6, None)
    assert register.channel.everyone() is None


def test_coming_back_is_newer_than_having_left() -> None:
    register = Register(Seen())
    first = attend(register, 1)
    first.hear(message(77, 5, {}))
    first.connection.close()

    attend(register, 1).hear(message(77, 5, {}))

    assert [entry.clock for entry in register.channel.entries] == [5, 6, 7]


def test_the_late_end_of_an_old_socket_does_not_end_the_new_one() -> None:
    register = Register(Seen())
    old, new = attend(register, 1), attend(register, 1)
    old.hear(message(77, 5, {}))
    new.hear(message(77, 6, {}))

    old.connection.close()

    assert [entry.state is None for entry in register.channel.entries] == [False, False]


def test_a_fresh_document_takes_the_place_of_the_one_before() -> None:
    register = Register(Seen(), seconds_between=0)
    attendance = attend(register, 1)
    attendance.hear(message(77, 5, {}))

    attendance.hear(message(78, 1, {}))

    assert [(entry.client, entry.state is None) for entry in register.channel.entries] == [
        (77, False),
        (77, True),
        (78, False),
    ]


def entries_of_a_thousand(seconds_between: float) -> list[int]:
    """The clocks that others see of a thousand messages said at once."""
    register = Register(Seen(), seconds_between=seconds_between)
    attendance = attend(register, 1)
    for clock in range(1000):
        attendance.hear(message(77, clock, {}))
    with gevent.Timeout(60):
        while register.channel.entries[-1].clock != 999:
            gevent.sleep(0.005)
    return [entry.clock for entry in register.channel.entries]


def test_of_a_thousand_at_once_the_first_few_and_the_latest_are_told() -> None:
    assert entries_of_a_thousand(SECONDS_BETWEEN) == [*range(AT_ONCE), 999]


def test_without_the_limit_all_thousand_would_be_told() -> None:
    assert len(entries_of_a_thousand(0)) == 1000


def waits_of_a_page(monkeypatch: pytest.MonkeyPatch, seconds_between: float) -> list[float]:
    """How long others wait for what a page says five times a second, over a line that holds each up a little."""
    now, waits = [100.0], []
    monkeypatch.setattr(presence, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def tell_at_once(wait: float, tell: Callable[[], None]) -> None:
        waits.append(wait)
        tell()

    monkeypatch.setattr(presence.gevent, "spawn_later", tell_at_once)
    attendance, chance = attend(Register(Seen(), seconds_between=seconds_between), 1), Random(1)
    for clock in range(300):
        now[0] = 100 + clock * 0.2 + chance.random() * 0.15
        attendance.hear(message(77, clock, {}))
    return waits


def test_nobody_waits_for_what_a_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert waits_of_a_page(monkeypatch, SECONDS_BETWEEN) == []


def test_one_who_may_say_no_more_than_a_page_does_would_be_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: somewhat more than five a second, as unevenly timed sending is now and then, and ever longer."""
    waits = waits_of_a_page(monkeypatch, 0.21)

    assert max(waits) > 0.5


def presence_of(listener: Client) -> list[Entry]:
    return parse(read_varbuf(listener.hear("y")[1], 1)[0])


def test_others_see_at_most_eight_a_second_of_one_who_says_fifty(live_server: Running) -> None:
    noisy, other = live_server.member(who="s1.1", board="noise"), live_server.member(who="s2.2", board="noise")
    began = time.monotonic()

    for clock in range(50):
        noisy.say("y", "noise", wire_message(77, clock, {"name": "Kai"}))
    told = [presence_of(other)[0]]
    while told[-1].clock < 49:
        told += presence_of(other)

    assert len(told) <= AT_ONCE + 1 + (time.monotonic() - began) / SECONDS_BETWEEN
    assert {entry.state["name"] for entry in told if entry.state} == {"Person 1"}


def test_others_hear_that_a_socket_has_gone(live_server: Running) -> None:
    gone, other = live_server.member(who="s1.1", board="away"), live_server.member(who="s2.2", board="away")
    gone.say("y", "away", wire_message(77, 1, {}))
    presence_of(other)

    gone.close()

    assert presence_of(other) == [Entry(77, 2, None)]


def test_an_entry_is_packed_as_it_is_read() -> None:
    state = {"key": "k", "name": "Åse Ødegård", "note": None, "typing": False}

    assert parse(b"\x01" + packed(77, 3, state)) == [Entry(77, 3, state)]
