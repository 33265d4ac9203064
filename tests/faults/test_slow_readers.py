"""F9: five of fifty read a kilobyte a second, or nothing, while twenty kilobytes after the other go out to all."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.live.client import Client, Closed, eventually
from tests.live.conftest import Running

pytestmark = pytest.mark.server

ALL, SLOW, DEAF = 50, 5, 3
SIZE, TIMES, AT_ONCE = 20_000, 600, 20
SMALL_BUFFER = 16_384
MOST_MB = 30.0
"""All of it, once: what several wait for lies in memory once."""
WITHOUT_BOUND = {"driver": {"max_waiting_bytes": 10**10, "max_waiting_frames": 10**6}}

Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """The real server with a board that has no documents: how much is said on it has no bounds of its own."""
    started: list[Running] = []

    def begin(**options: object) -> Running:
        folder = tmp_path / str(len(started))
        folder.mkdir()
        started.append(Running(folder, **options))
        return started[-1]

    yield begin
    for running in started:
        running.stop()


class Reader(threading.Thread):
    """Somebody who reads all that comes, and counts what was said."""

    def __init__(self, client: Client) -> None:
        super().__init__(daemon=True)
        self.heard = 0
        self._client = client

    def run(self) -> None:
        try:
            while True:
                self._client.hear("deny")
                self.heard += 1
        except (Closed, OSError, ValueError):
            return


class SlowReader(threading.Thread):
    """Somebody who takes a kilobyte a second."""

    def __init__(self, client: Client) -> None:
        super().__init__(daemon=True)
        self._socket: socket.socket = client.socket

    def run(self) -> None:
        try:
            while self._socket.recv(1024):
                time.sleep(1)
        except OSError:
            return


def said_to_all(running: Running) -> tuple[float, list[int], int]:
    """How the server grew at its height (MB), what each of those who read has heard, and how many are still there."""
    slow = [running.member(who=f"s{n}.{n}", receive_buffer=SMALL_BUFFER) for n in range(1, SLOW + 1)]
    quick = [running.member(who=f"s{n}.{n}") for n in range(SLOW + 1, ALL + 1)]
    readers = [Reader(client) for client in quick]
    try:
        for one in [*readers, *(SlowReader(client) for client in slow[DEAF:])]:
            one.start()
        growth = growth_while_told(running, readers)
        eventually(lambda: running.facts()["people"] == ALL - SLOW, within=3)
        return growth, [one.heard for one in readers], running.facts()["people"]
    finally:
        # A thread that waits in a read would keep the client from being closed.
        for client in [*slow, *quick]:
            with suppress(OSError):
                client.socket.shutdown(socket.SHUT_RDWR)


def growth_while_told(running: Running, readers: list[Reader]) -> float:
    before = highest = running.facts()["rss_mb"]
    for told in range(AT_ONCE, TIMES + 1, AT_ONCE):
        running.post(f"/tell/b/{SIZE}?times={AT_ONCE}")
        assert eventually(lambda told=told: all(one.heard == told for one in readers), within=60)  # type: ignore[misc]
        highest = max(highest, running.facts()["rss_mb"])
    return float(highest - before)


def test_slow_readers_are_cut_off_and_all_others_hear_everything(start: Start) -> None:
    growth, heard, there = said_to_all(start())

    print(f"{growth:.1f} MB")
    assert heard == [TIMES] * (ALL - SLOW)
    assert there == ALL - SLOW
    assert growth <= MOST_MB


def test_control_without_the_bound_they_stay(start: Start) -> None:
    _growth, _heard, there = said_to_all(start(**WITHOUT_BOUND))

    assert there == ALL
