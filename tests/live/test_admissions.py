"""Who is let in, and how soon somebody is out again."""

import time
import urllib.error
from collections.abc import Iterator

import msgpack
import pytest
from flask import Flask

from network.access.actor import Actor
from network.core import signals
from network.live import Connection, Identity, admissions
from network.live.admissions import Admissions
from network.live.connections import Connections
from tests.live.client import Client, Closed, eventually, masked
from tests.live.conftest import Running, StartServer
from tests.live.wires import ListWire


def test_a_stranger_is_refused_with_a_word_and_closed(live_server: Running) -> None:
    stranger = live_server.client(who=None)

    assert stranger.refusal == "unauthorized"
    assert stranger.close_code() in (1000, 1001)


def test_a_page_of_somebody_else_cannot_connect(live_server: Running) -> None:
    assert live_server.raw(who="s1.1", origin="https://elsewhere.example").status == 400
    assert live_server.raw(who="s1.1", origin=f"http://127.0.0.1:{live_server.port}").status == 101


def goodbye_of(client: Client) -> list[object]:
    """All that the server says until it closes."""
    said: list[object] = []
    try:
        while True:
            packet = client.packet()
            said.append(packet["data"][0] if packet["type"] == 2 else packet["type"])
    except Closed:
        return said


def test_a_revoked_sign_in_is_out_within_two_seconds_and_told_to_stay_away(live_server: Running) -> None:
    """AC-5"""
    revoked, other = live_server.member(who="gone.1"), live_server.member(who="stays.1")
    began = time.monotonic()

    live_server.post("/sign-out/gone")

    assert goodbye_of(revoked) == ["sign_in:ended", 1]
    assert time.monotonic() - began < 2
    other.say("y", "b", b"\x00\x02\x03abc")
    assert other.hear("a") == ["b", 6]


def test_a_revocation_that_nobody_told_us_of_is_found_by_asking_again(start_server: StartServer) -> None:
    running = start_server(recheck_seconds=0.2)
    member = running.member(who="lost.1")

    running.post("/sign-out/lost?quietly=1")

    assert goodbye_of(member) == ["sign_in:ended", 1]


def test_without_asking_again_it_would_not_be_found(start_server: StartServer) -> None:
    running = start_server(recheck_seconds=3600)
    member = running.member(who="lost.1")

    running.post("/sign-out/lost?quietly=1")
    member.say("y", "b", b"\x00\x02\x03abc")

    assert member.hear("a") == ["b", 6]


def test_a_malformed_packet_ends_its_connection_alone_with_one_line_a_minute(start_server: StartServer) -> None:
    running = start_server()
    bystander = running.member(who="s2.2")

    for _ in range(50):
        hostile = running.member(who="s1.1")
        hostile.send_bytes(masked(msgpack.packb({"type": 5, "data": ["y", {}], "nsp": "/", "attachments": 10**9})))
        assert hostile.close_code() == 1001

    bystander.say("y", "b", b"\x00\x02\x03abc")
    assert bystander.hear("a") == ["b", 6]
    assert [line for line in running.facts()["log"] if "person 1" in line] == ["live: person 1: not a packet"]
    assert not any("Traceback" in line for line in running.facts()["log"])


def test_a_word_with_the_wrong_number_of_arguments_ends_the_connection(live_server: Running) -> None:
    member = live_server.member(who="s7.7")

    member.say("y", "b")

    assert member.close_code() == 1001


def test_a_half_open_socket_is_freed_after_two_ping_times(start_server: StartServer) -> None:
    running = start_server(ping_seconds=0.5)
    silent, other = running.member(who="s1.1"), running.member(who="s2.2")
    began = time.monotonic()

    def only_one_is_left() -> bool:
        other.say("y", "b", b"\x00\x02\x03abc")
        other.hear("a")
        return running.facts()["people"] == 1

    assert eventually(only_one_is_left, within=3)
    assert time.monotonic() - began < 2.5
    assert silent.close_code() in (0, 1000, 1001)


def test_without_pings_a_half_open_socket_would_stay(start_server: StartServer) -> None:
    running = start_server(ping_seconds=3600)
    running.member(who="s1.1")

    assert not eventually(lambda: running.facts()["people"] == 0, within=2.5)


def test_one_who_answers_pings_stays(start_server: StartServer) -> None:
    running = start_server(ping_seconds=0.3)
    member = running.member()
    deadline = time.monotonic() + 1.5

    while time.monotonic() < deadline:
        member.say("y", "b", b"\x00\x02\x03abc")
        member.hear("a")

    assert running.facts()["people"] == 1


RIGHTS: dict[int, Actor] = {}


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Admissions]:
    """Admissions of a bare app, in which RIGHTS says who may what."""
    monkeypatch.setattr(admissions, "actor_for", lambda person_id, **_limits: RIGHTS[person_id])
    admissions.identify_with(lambda environ: environ["identity"])
    made = Admissions(Flask("bare"), Connections())
    made.listen()
    yield made
    admissions.stop_listening()


def admitted(gate: Admissions, *, roles: str, wire: ListWire) -> Connection:
    RIGHTS[1] = Actor(person_id=1, roles=frozenset(roles), group_ids=frozenset({4}))
    connection = gate.admit("sid", {"identity": Identity(1, "s1")}, wire)
    assert connection is not None
    return connection


def test_a_gained_right_counts_from_the_next_message(gate: Admissions) -> None:
    wire = ListWire()
    connection = admitted(gate, roles="VD", wire=wire)
    RIGHTS[1] = Actor(person_id=1, roles=frozenset("VDF"), group_ids=frozenset({4, 5}))

    signals.rights_changed.send(person_ids=[1])

    assert connection.actor == RIGHTS[1]
    assert wire.ending is None


@pytest.mark.parametrize(
    "after",
    [
        Actor(person_id=1, roles=frozenset("V"), group_ids=frozenset({4})),
        Actor(person_id=1, roles=frozenset("VD"), group_ids=frozenset({5})),
    ],
)
def test_a_lost_right_drops_the_socket_which_may_come_back(gate: Admissions, after: Actor) -> None:
    wire = ListWire()
    connection = admitted(gate, roles="VD", wire=wire)
    RIGHTS[1] = after

    signals.rights_changed.send(person_ids=[1])

    assert (connection.actor, connection.is_open, wire.ending) == (after, False, False)


def test_of_a_hall_in_new_groups_only_those_are_asked_about_whose_pages_are_open(gate: Admissions) -> None:
    """RIGHTS knows nobody else: whoever else is asked about is a KeyError."""
    connection = admitted(gate, roles="VD", wire=ListWire())
    RIGHTS[1] = Actor(person_id=1, roles=frozenset("VD"), group_ids=frozenset({4, 9}))

    signals.rights_changed.send(person_ids=[*range(2, 500), 1])

    assert connection.actor == RIGHTS[1]


def test_a_closed_connection_is_told_nothing_more(gate: Admissions) -> None:
    wire = ListWire()
    connection = admitted(gate, roles="VD", wire=wire)

    signals.session_ended.send(session_id="s1")
    connection.send("a", "b", 1)

    assert wire.said == [["sign_in:ended"]]
    assert wire.ending is True


def test_a_handshake_over_http_without_a_session_is_answered_and_not_kept(live_server: Running) -> None:
    with pytest.raises(urllib.error.HTTPError):
        live_server.get("/socket.io/?EIO=4&transport=polling&sid=nobody")
