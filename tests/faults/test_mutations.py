"""F13: damaged updates by the thousand. No board unreadable, no process gone, everybody in sync, the log short."""

import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from tests.documents.test_fuzz import check_copies, played
from tests.faults import sizes
from tests.faults.hostile.updates import NINE_BYTES
from tests.faults.hostile.volleys import MOST_REFUSALS, Offenders, notes_to_damage
from tests.faults.house import Crowd, House, wait_for
from tests.faults.members import board_of_a_newcomer, member
from tests.live.client import Closed

pytestmark = [pytest.mark.server, pytest.mark.node]

A_HALL = 5_000
"""So many are sent to one board; then it is another's turn, since a board does not grow without end."""
IN_PROCESS = 15_000
NOTES = 5
LINE_SECONDS = 60

Start = Callable[..., House]
Gather = Callable[[House], Crowd]


def as_a_newcomer(house: House) -> list[tuple[object, ...]]:
    """The notes as somebody gets them who joins now."""
    notes = board_of_a_newcomer(house, "Writer 0")
    return sorted(
        (note_id, note["text"], tuple(note["place"]), note["hue"], note["deleted"]) for note_id, note in notes.items()
    )


def as_seen(crowd: Crowd, page: str) -> list[tuple[object, ...]]:
    return sorted(
        (note["id"], note["text"], (note["column"], note["position"]), note["hue"], note["deleted"])
        for note in crowd.notes(page)
    )


@pytest.fixture
def chance() -> random.Random:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    return random.Random(seed)


def offenders_of(house: House, chance: random.Random) -> Offenders:
    return Offenders(house, chance, [house.people["Anna"], *house.writers])


def a_board_with_a_bystander(house: House, crowd: Crowd) -> None:
    crowd.join("bo", house.people["Bo"])
    with member(house, "Anna") as anna:
        notes_to_damage(anna, NOTES)


def halls(house: Start) -> Iterator[House]:
    for _ in range(sizes.of(5_000, 100_000) // A_HALL):
        made = house()
        yield made
        made.kill()


def test_damaged_updates_leave_every_board_readable_and_everybody_in_sync(
    house: Start, crowd: Gather, chance: random.Random
) -> None:
    for here in halls(house):
        people = crowd(here)
        a_board_with_a_bystander(here, people)
        assert here.process is not None
        number, began = here.process.pid, time.monotonic()
        offenders = offenders_of(here, chance)

        offenders.send(A_HALL)
        people.wait_saved("bo", people.add("bo", "still here"))

        print(f"{offenders.sent} in {time.monotonic() - began:.0f} s: {dict(offenders.answers)}")
        assert here.is_alive
        assert here.process.pid == number
        assert {"deny malformed", "deny rule", "deny foreign", "resync gap"} <= offenders.answers.keys()
        wait_for(lambda: as_seen(people, "bo") == as_a_newcomer(here), "bystander and newcomer have the same board")  # noqa: B023
        assert "still here" in here.page(here.people["Bo"])
        assert lines_too_many(here, began) == []
        before = as_a_newcomer(here)
        assert len(before) > NOTES + 1, "nothing of what was damaged was taken"
        here.kill()
        here.start()
        assert as_a_newcomer(here) == before
        assert "still here" in here.page(here.people["Bo"])


def lines_too_many(house: House, began: float) -> list[str]:
    """Of what the log says about an offender, all that is more than a line a minute."""
    allowed = 1 + (time.monotonic() - began) / LINE_SECONDS
    lines = [line for line in house.log().splitlines() if re.search(r"live: |document |Traceback", line)]
    about = [re.sub(r"^.*(live: \S+ \d+|document \S+).*$", r"\1", line) for line in lines]
    return [line for line, who in zip(lines, about, strict=True) if about.count(who) > allowed]


def test_control_without_gate_and_rules_the_damage_stays(house: Start, crowd: Gather, chance: random.Random) -> None:
    here = house(without="read_nothing")
    people = crowd(here)
    a_board_with_a_bystander(here, people)
    offenders = offenders_of(here, chance)

    def is_broken() -> bool:
        try:
            offenders.send(2 * MOST_REFUSALS)
            return not here.is_alive or as_seen(people, "bo") != as_a_newcomer(here)
        except (Closed, OSError, RuntimeError, KeyError, TypeError):
            return True

    wait_for(is_broken, "a board that differs, cannot be read, or whose server has gone")


def test_the_same_mutator_straight_into_the_registry(chance: random.Random) -> None:
    """The larger part of a million: what gets into a registry, and who reads it, without a socket before it."""
    for hall, taken, _ in played(chance.randrange(10**6), mutations=sizes.of(IN_PROCESS, 900_000)):
        check_copies(hall, taken)


def refusals(house: House, *, sent: int) -> tuple[int, bool]:
    """How often somebody who sends nothing but the nine bytes is told no, and whether she was sent away."""
    told = 0
    with member(house, "Anna") as anna:
        try:
            for _ in range(sent):
                anna.send(NINE_BYTES)
                told += anna.answer()[0] == "deny"
            return told, False
        except (Closed, OSError):
            return told, True


def test_whoever_is_refused_ten_times_is_sent_away(standing_house: House) -> None:
    assert refusals(standing_house, sent=9) == (9, False)
    assert refusals(standing_house, sent=15) == (10, True)


def test_control_without_the_count_she_goes_on(house: Start) -> None:
    assert refusals(house(without="refuse_for_ever"), sent=15) == (15, False)


def test_what_a_hostile_member_sends_is_a_line_a_minute(standing_house: House) -> None:
    began = time.monotonic()
    send_what_is_no_message(standing_house)

    assert lines_too_many(standing_house, began) == []
    assert "live: person" in standing_house.log()


def test_control_without_the_bound_each_has_its_line(house: Start) -> None:
    here, began = house(without="log_everything"), time.monotonic()

    send_what_is_no_message(here)

    assert len(lines_too_many(here, began)) >= 30


def send_what_is_no_message(house: House) -> None:
    for _ in range(30):
        with member(house, "Anna") as anna, suppress(Closed, OSError):
            anna.send_bytes(b"\x82\x81\x00\x00\x00\x00\xc1")
            anna.close_code()
