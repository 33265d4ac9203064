"""Nobody is too quick: the server reads slower instead of dropping anything."""

import time

from network.live.pace import Pace
from tests.live.conftest import Running, StartServer


def test_sixty_at_once_need_not_wait_and_the_next_do() -> None:
    """LI-3"""
    pace = Pace()

    waits = [pace.wait_for(100.0) for _ in range(62)]

    assert waits[:60] == [0.0] * 60
    assert [round(wait, 3) for wait in waits[60:]] == [0.083, 0.167]


def test_after_a_while_of_silence_there_is_room_again() -> None:
    pace = Pace()
    for _ in range(60):
        pace.wait_for(100.0)

    assert [pace.wait_for(105.0) for _ in range(60)] == [0.0] * 60


def test_one_who_speaks_twelve_times_a_second_never_waits() -> None:
    pace = Pace()

    assert {pace.wait_for(100 + number / 12) for number in range(1000)} == {0.0}


def seconds_for(running: Running, *, messages: int) -> float:
    """How long the server takes to take so many messages, all of which it answers."""
    member = running.member(board="pace")
    began = time.monotonic()
    for _ in range(messages):
        member.say("y", "pace", b"\x00\x02\x03abc")
    for _ in range(messages):
        assert member.hear("a") == ["pace", 6]
    return time.monotonic() - began


def test_too_many_messages_are_all_taken_but_slowly(live_server: Running) -> None:
    """LI-3"""
    assert seconds_for(live_server, messages=76) > 1.0


def test_without_the_pace_they_would_be_taken_at_once(start_server: StartServer) -> None:
    running = start_server(burst=10_000)

    assert min(seconds_for(running, messages=76) for _ in range(3)) < 1.0


def test_a_flood_of_pings_is_slowed_down_too(live_server: Running) -> None:
    member = live_server.member()
    began = time.monotonic()

    member.send_bytes(b"\x89\x80\0\0\0\0" * 76)
    for _ in range(76):
        member.frame()

    assert time.monotonic() - began > 1.0
