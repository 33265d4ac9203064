"""F4: the disk is full. Nothing is said to be saved, all can be read, the program says why; later all is stored.

A limit on the size of files (RLIMIT_FSIZE), laid on the running server from outside, is a full disk that needs no
privileges: SQLite's log cannot grow, nor can the server's own, which lies on the same disk.
"""

import json
import resource
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.faults.house import Crowd, House, wait_for
from tests.faults.test_forms import PlainBrowser

pytestmark = [pytest.mark.server, pytest.mark.node]

ROOM_BYTES = 100_000
BEFORE, LONG_NOTE = "Skrive medan det var plass", "Skrive utan plass " * 80


def limit(house: House, size: int) -> None:
    assert house.process is not None
    resource.prlimit(house.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def readiness(house: House) -> tuple[int, list[str]]:
    try:
        with urllib.request.urlopen(f"{house.address}/readyz", timeout=20) as answer:
            return answer.status, json.load(answer)["reasons"]
    except HTTPError as fault:
        with fault:
            return fault.code, json.load(fault)["reasons"]


def fill(house: House, people: Crowd, anna: PlainBrowser) -> dict[str, str]:
    """People write until nothing more fits; a form that was fetched before. Notes that waited then: id → text."""
    people.join("bo", house.people["Bo"])
    people.join("writer", house.writers[0])
    people.wait_saved("writer", people.add("writer", BEFORE))
    form = anna.form()
    with (house.folder / "server.log").open("ab") as log:
        log.write(b"." * ROOM_BYTES)
    limit(house, ROOM_BYTES)
    wait_for(lambda: _one_more(people) or is_full(house), "the disk is full")
    return form


def is_full(house: House) -> bool:
    """Said among whatever else a busy machine is not ready for."""
    status, reasons = readiness(house)
    return status == 503 and "the disk takes no more" in reasons


def _one_more(people: Crowd) -> None:
    people.add("writer", LONG_NOTE)


def what_is_refused(anna: PlainBrowser, form: dict[str, str]) -> tuple[int, str]:
    with pytest.raises(HTTPError) as refused:
        anna.send(form, "Med skjema")
    with refused.value as answer:
        return answer.code, answer.read().decode()


def unsent(people: Crowd) -> dict[str, Any]:
    status: dict[str, Any] = people.ask("status", page="writer")
    return status


def test_a_full_disk_is_told_nothing_counts_as_saved_and_with_room_again_everything_is(
    house: Callable[..., House], crowd: Callable[[House], Crowd]
) -> None:
    here = house()
    people, anna = crowd(here), PlainBrowser(here, here.people["Anna"])
    form = fill(here, people, anna)

    last = people.add("writer", "Den siste")
    people.wait_sees("bo", "Den siste")
    refused, page = what_is_refused(anna, form)
    status = unsent(people)
    stored = len(here.stored_notes())

    assert (refused, "Det er ikkje plass til å lagre meir" in page) == (507, True)
    assert (people.state("writer", last), status["link"]) == ("device", "online")
    assert status["unsent"] > 0
    assert BEFORE in here.page(here.people["Bo"])
    limit(here, resource.RLIM_INFINITY)
    people.wait_saved("writer", last)
    people.wait_calm()
    assert "Med skjema" in anna.send(form, "Med skjema")
    wait_for(lambda: readiness(here) == (200, []), "it is ready again")
    ledger = people.ask("ledger")
    assert ledger["acknowledged"] == ledger["sent"]
    here.kill()
    assert here.is_whole()
    assert len(here.stored_notes()) == len(ledger["sent"]) + 1 > stored


def test_control_a_server_that_says_saved_before_it_is_stored_says_so_on_a_full_disk_too(
    house: Callable[..., House], crowd: Callable[[House], Crowd]
) -> None:
    here = house(without="acknowledge_before_the_commit")
    people = crowd(here)
    fill(here, people, PlainBrowser(here, here.people["Anna"]))

    last = people.add("writer", "Den siste")

    people.wait_saved("writer", last)
    assert "Den siste" not in [note["text"] for note in here.stored_notes().values()]
