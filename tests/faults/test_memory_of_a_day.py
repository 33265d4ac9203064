"""F22: hour after hour people come, write and go. Memory stays, nothing is left of them, the journal stays short."""

import sqlite3
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import Any

import pytest
from pycrdt import Doc

from tests.faults import sizes
from tests.faults.house import House, wait_for
from tests.faults.members import member

pytestmark = pytest.mark.server

WARM, HOURS, LONG_DAY = 2, 5, 60
NOTES, MOVES = 5, 60
"""Of each who comes in an hour."""
PAGES = ("", "?view=list", "/history")
MOST_GROWTH, MOST_MB = 0.05, 20.0
ROUND_MB = 2.0
"""What the allocator takes and gives by the piece: less is no growth."""
AT_WORK = {"greenlets": 4, "files": 6}
"""How many more there may be than before the first came: the journal's thread, the database's connections."""


def an_hour(house: House, hour: int, *, waits: bool = True) -> None:
    """Each comes, adds notes in the first hour, moves one of hers about and goes; pages are read; then nobody is there.

    One note an hour each: Yjs folds what is moved over and over into one row, but moves of several in turn stay, twelve
    bytes each. The document would grow, and with it what it takes while it is open: that is no memory left behind.
    """
    for writer in house.writers:
        with member(house, writer.name) as she:
            ids = [f"note-{writer.id:04}-{number:012}" for number in range(NOTES)]
            if hour == 0:
                updates = [she.note(f"lapp {one}", note_id=one) for one in ids]
                she.send(*updates)
                she.wait_acknowledged(len(updates))
            before = she.acknowledged
            moves = [_move(she, ids[hour % NOTES], number) for number in range(MOVES)]
            she.send(*moves)
            she.wait_acknowledged(before + len(moves))
    for person in house.writers[:3]:
        for more in PAGES:
            request = urllib.request.Request(f"{house.address}/boards/{house.board}{more}")
            request.add_header("Cookie", person.cookie)
            with urllib.request.urlopen(request, timeout=60) as answer:
                assert answer.read()
    if waits:
        wait_for(lambda: house.held()["documents"] == 0, "the board has left memory")


def _move(she: Any, note_id: str, number: int) -> bytes:
    def change() -> None:
        she.notes[note_id]["place"] = [("why", "what", "who")[number % 3], "VWX"[number % 2]]

    return she.edit(change)  # type: ignore[no-any-return]


def journal(house: House) -> tuple[int, int]:
    """Bytes of the board's journal on the disk, and of its live state."""
    with closing(sqlite3.connect(f"file:{house.database}?mode=ro", uri=True)) as connection:
        select = 'SELECT "update" FROM document_update WHERE document_id = ?'
        rows = [row[0] for row in connection.execute(select, (house.document,))]
    doc: Doc[Any] = Doc()
    for row in rows:
        doc.apply_update(row)
    return sum(map(len, rows)), len(doc.get_update())


def more_than(idle: dict[str, Any], held: dict[str, Any]) -> set[str]:
    """Of what there is more than people who have gone may leave behind."""
    return {name for name, more in AT_WORK.items() if held[name] > idle[name] + more}


def test_after_the_first_hours_a_day_takes_no_more_memory_and_leaves_nothing(house: Callable[..., House]) -> None:
    """C22: 480 moves and eight who come and go an hour; sixty hours in the long form."""
    here = house(without="tell_what_it_holds")
    idle = here.held()
    for hour in range(WARM):
        an_hour(here, hour)
    warm = here.memory_mb()

    each = []
    for hour in range(WARM, sizes.of(HOURS, LONG_DAY)):
        an_hour(here, hour)
        each.append(round(here.memory_mb() - warm, 1))

    # Engine.IO's greenlet of a closed socket ends when its next ping would be due.
    wait_for(lambda: not more_than(idle, here.held()), "greenlets and files are no more than before")
    after, (stored, live) = here.held(), journal(here)
    grown = here.memory_mb() - warm
    print(f"{warm:.1f} MB, then {each}; journal {stored} bytes of {live}; {after}")
    assert grown <= max(ROUND_MB, min(MOST_MB, MOST_GROWTH * warm))
    assert (after["documents"], after["in memory"], after["boards"], stored <= 2 * live) == (0, 0, 0, True)


def test_control_people_who_have_not_gone_are_seen_in_greenlets_and_files(house: Callable[..., House]) -> None:
    here = house(without="tell_what_it_holds")
    idle = here.held()

    with ExitStack() as they:
        for writer in here.writers:
            they.enter_context(member(here, writer.name))

        assert more_than(idle, here.held()) == {"greenlets", "files"}


def test_control_documents_that_are_kept_are_seen_in_memory_and_in_the_journal(house: Callable[..., House]) -> None:
    here = house(without="tell_what_it_holds keep_every_document")

    an_hour(here, 0, waits=False)

    wait_for(lambda: here.held()["boards"] == 0, "nobody is on the board")
    stored, live = journal(here)
    assert (here.held()["documents"], stored > 2 * live) == (1, True)


def test_control_a_closed_document_that_somebody_holds_is_seen(house: Callable[..., House]) -> None:
    here = house(without="tell_what_it_holds hold_what_was_opened")

    an_hour(here, 0)

    assert here.held()["in memory"] > 0
