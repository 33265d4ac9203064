"""The server is killed at random moments under eight writers: nothing that was said to be saved is lost."""

import random
import re
import time
from collections import Counter
from collections.abc import Callable

import pytest

from tests.faults import sizes
from tests.faults.house import Crowd, House, wait_for

pytestmark = [pytest.mark.server, pytest.mark.node]

WRITE_EVERY_MS = 90
KILL_BETWEEN = (0.2, 1.2)
LATEST_WORDS = re.compile(r"#(\d+)$")


def lost(house: House, crowd: Crowd) -> list[str]:
    """Notes of which the disk has less than their writer was told is saved. The server must be dead."""
    stored = {note_id: words_in(str(note["text"])) for note_id, note in house.stored_notes().items()}
    acknowledged = crowd.ask("ledger")["acknowledged"]
    return [note_id for note_id, words in acknowledged.items() if stored.get(note_id, -1) < words]


def words_in(text: str) -> int:
    found = LATEST_WORDS.search(text)
    return int(found[1]) if found else 0


def seat_the_writers(house: House, crowd: Crowd) -> None:
    for writer in house.writers:
        crowd.open(writer.name, writer)
    for writer in house.writers:
        crowd.wait_online(writer.name)


def saved_words(crowd: Crowd) -> int:
    """Grows with each new note, and each edit of one, that its writer sees as saved."""
    return sum(crowd.ask("ledger")["acknowledged"].values())


def kill_while_they_write(house: House, crowd: Crowd, chance: random.Random) -> list[str]:
    """One round: at a random moment of writing the server is killed. What the disk lacks; then it starts again."""
    before = saved_words(crowd)
    wait_for(lambda: saved_words(crowd) > before, "somebody's words are saved")
    time.sleep(chance.uniform(*KILL_BETWEEN))
    house.kill()
    missing = lost(house, crowd)
    house.start()
    crowd.ask("hurry")
    return missing


def whole_boards(house: House, crowd: Crowd) -> list[list[dict[str, object]]]:
    """The board as each writer has it, and as somebody sees it who comes only now."""
    crowd.join("newcomer", house.people["Anna"])
    crowd.wait_calm()
    return [crowd.notes(page) for page in (*(writer.name for writer in house.writers), "newcomer")]


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """Random moments; a failing test says the seed."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    return random.Random(seed)


def test_a_server_that_is_killed_while_eight_people_write_loses_and_doubles_nothing(
    house: Callable[..., House], crowd: Callable[[House], Crowd], chance: random.Random
) -> None:
    """Sent, acknowledged and seen by others, compared with the disk after each kill."""
    here = house()
    people = crowd(here)
    seat_the_writers(here, people)
    people.ask("write", every=WRITE_EVERY_MS)

    missing = [kill_while_they_write(here, people, chance) for _ in range(sizes.of(3, 100))]
    people.ask("rest")
    people.wait_calm()

    boards = whole_boards(here, people)
    ledger = people.ask("ledger")
    report(ledger, boards)
    assert missing == [[]] * len(missing)
    assert all(board == boards[0] for board in boards)
    assert {note["id"]: words_in(str(note["text"])) for note in boards[0]} == ledger["sent"]
    assert [text for text, times in Counter(note["text"] for note in boards[0]).items() if times > 1] == []
    assert ledger["acknowledged"] == ledger["sent"]
    assert (ledger["denied"], ledger["ended"]) == ([], [])
    here.kill()
    assert here.is_whole()
    assert {note_id: words_in(note["text"]) for note_id, note in here.stored_notes().items()} == ledger["sent"]


def report(ledger: dict[str, dict[str, int]], boards: list[list[dict[str, object]]]) -> None:
    print(f"sent {len(ledger['sent'])}, seen by others {len(ledger['seen'])}, on the board {len(boards[0])}")
    print(f"drafts made {ledger['recovered']}")


def test_control_a_server_that_acknowledges_before_the_commit_is_found_out(
    house: Callable[..., House], crowd: Callable[[House], Crowd], chance: random.Random
) -> None:
    here = house(without="acknowledge_before_the_commit")
    people = crowd(here)
    seat_the_writers(here, people)
    people.ask("write", every=WRITE_EVERY_MS)

    assert any(kill_while_they_write(here, people, chance) for _ in range(5))
