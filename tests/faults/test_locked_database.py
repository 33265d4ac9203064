"""Another process holds the database: nothing counts as saved meanwhile, everything does later, the loop goes on."""

import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from tests.faults.house import Crowd, House, wait_for

pytestmark = [pytest.mark.server, pytest.mark.node]

HELD_SECONDS = 3.0
LONGEST_STALL_SECONDS = 1.5
HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(house: House) -> Iterator[None]:
    """Another process in a writing transaction."""
    command = [sys.executable, "-c", HOLD, str(house.database)]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdin is not None
    assert other.stdout is not None
    try:
        assert other.stdout.readline() == "held\n"
        yield
    finally:
        other.stdin.close()
        other.wait()
        other.stdout.close()


def ask_for_writing(house: House) -> None:
    """A request that wants to write a row, as a form does."""
    with suppress(urllib.error.URLError, OSError):
        urllib.request.urlopen(f"{house.address}/readyz", timeout=20).close()


def longest_stall(house: House, seconds: float) -> float:
    """The slowest answer of /healthz in so many seconds, while others ask for writing."""
    deadline, slowest = time.monotonic() + seconds, 0.0
    asking = threading.Thread(target=ask_for_writing, args=(house,))
    asking.start()
    while time.monotonic() < deadline:
        slowest = max(slowest, house.latency())
    asking.join()
    return slowest


def is_free(house: House) -> bool:
    with sqlite3.connect(house.database, timeout=0, isolation_level=None) as connection, suppress(sqlite3.Error):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        return True
    return False


def test_nothing_is_acknowledged_while_another_process_writes_and_everything_after(
    house: Callable[..., House], crowd: Callable[[House], Crowd]
) -> None:
    here = house()
    people = crowd(here)
    people.join("anna", here.people["Anna"])
    people.join("bo", here.people["Bo"])

    with held(here):
        notes = [people.add("anna", f"note {number}") for number in range(5)]
        people.wait_sees("bo", "note 4")
        stall = longest_stall(here, HELD_SECONDS)
        states = {people.state("anna", note) for note in notes}
        stored = here.stored_notes()
    for note in notes:
        people.wait_saved("anna", note)

    print(f"slowest answer {stall:.2f} s")
    assert (states, stored) == ({"device"}, {})
    assert stall < LONGEST_STALL_SECONDS
    here.kill()
    assert sorted(note["text"] for note in here.stored_notes().values()) == [f"note {number}" for number in range(5)]


def test_control_a_driver_that_waits_for_the_lock_itself_stops_the_loop(house: Callable[..., House]) -> None:
    here = house(without="wait_in_the_driver")

    with held(here):
        stall = longest_stall(here, HELD_SECONDS)

    assert stall > LONGEST_STALL_SECONDS
    wait_for(lambda: is_free(here), "the lock is free")
