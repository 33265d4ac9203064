"""F28: the largest board as paper and as files. The loop goes on meanwhile: others write, and the server answers."""

import time
import urllib.request
from collections.abc import Callable

import pytest

from tests.faults import sizes
from tests.faults.house import House
from tests.faults.members import member

pytestmark = pytest.mark.server

NOTES, MOST = 160, 1_800
FILES = ("pdf", "docx", "xlsx")
BESIDE = {"pdf", "docx"}
"""Made by a process of its own; the others are quick."""
MOST_SHARE = 0.5
"""Of the time that a file takes, the longest in which the loop did nothing else."""


def fill(house: House, notes: int) -> None:
    """A large board: each of the eight writes her share."""
    for number, writer in enumerate(house.writers):
        with member(house, writer.name) as she:
            share = range(number, notes, len(house.writers))
            updates = [she.note(f"Lapp {one}: dette er det viktigaste for oss å få til") for one in share]
            she.send(*updates)
            she.wait_acknowledged(len(updates))


def fetch(house: House, more: str) -> tuple[float, dict[str, float]]:
    """Seconds that it took, and the loop's beats meanwhile."""
    house.held()
    request = urllib.request.Request(f"{house.address}/boards/{house.board}{more}")
    request.add_header("Cookie", house.people["Anna"].cookie)
    began = time.monotonic()
    with urllib.request.urlopen(request, timeout=120) as answer:
        assert answer.read()
    return time.monotonic() - began, house.held()["beats"]


def test_a_file_of_the_largest_board_is_made_beside_the_loop(house: Callable[..., House]) -> None:
    """A share, not a time: a busy machine makes both longer. In the long form the figures of every page are printed."""
    here = house(without="tell_what_it_holds")
    fill(here, sizes.of(NOTES, MOST))

    shares = {}
    for kind in FILES:
        seconds, beats = fetch(here, f"/files/{kind}")
        shares[kind] = beats["longest"] / seconds
        print(f"{kind}: {seconds:.2f} s, {beats}")
    for more in ("", "/history"):
        print(more or "the board", fetch(here, more))

    assert [kind for kind in BESIDE if shares[kind] > MOST_SHARE] == [], shares


def test_control_a_paper_that_is_made_in_the_loop_holds_it_up(house: Callable[..., House]) -> None:
    here = house(without="tell_what_it_holds make_in_the_loop")
    fill(here, len(here.writers))

    seconds, beats = fetch(here, "/files/docx")

    assert beats["longest"] / seconds > MOST_SHARE
