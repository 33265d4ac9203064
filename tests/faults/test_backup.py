"""F19, F23: a backup under people who write is one moment of the boards; brought back, later words are drafts."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.house import Crowd, House, wait_for

pytestmark = [pytest.mark.server, pytest.mark.node]

WRITE_EVERY_MS = 150
LATER = "Skrive etter at kopien var teken"
DISK = ("samling.sqlite", "samling.sqlite-wal", "samling.sqlite-shm", "secret_key")


def saved(people: Crowd) -> set[str]:
    return set(people.ask("ledger")["acknowledged"])


def lost_and_brought_back(house: House, people: Crowd, kept: Path, *, with_old_histories: bool = False) -> set[str]:
    """Backup while two write, then one more note, then the disk is lost and the backup brought back under open pages.

    The notes that were said to be saved before the backup began.
    """
    for writer in house.writers[:2]:
        people.join(writer.name, writer)
    people.ask("write", every=WRITE_EVERY_MS)
    wait_for(lambda: len(saved(people)) > 3, "the first words are saved")
    first = saved(people)
    assert "er heil" in house.command("network", "backup", str(kept))
    people.ask("rest")
    people.wait_calm()
    her = house.writers[0].name
    people.wait_saved(her, people.add(her, LATER))
    house.kill()
    before = histories(house)
    for name in DISK:
        (house.folder / name).unlink(missing_ok=True)
    house.command("network", "restore", str(kept))
    if with_old_histories:
        set_histories(house, before)
    house.start()
    people.ask("hurry")
    people.join("newcomer", house.people["Anna"])
    return first


def histories(house: House) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(house.database)) as connection:
        return connection.execute("SELECT history_id, id FROM document").fetchall()


def set_histories(house: House, those: list[tuple[str, str]]) -> None:
    with closing(sqlite3.connect(house.database)) as connection:
        connection.executemany("UPDATE document SET history_id = ? WHERE id = ?", those)
        connection.commit()


def test_what_was_saved_before_a_backup_comes_back_and_later_words_are_offered_as_drafts(
    house: Callable[..., House], crowd: Callable[[House], Crowd], tmp_path: Path
) -> None:
    """BU-1, BU-5"""
    here = house()
    people = crowd(here)

    first = lost_and_brought_back(here, people, tmp_path / "kept.tar.gz")

    wait_for(lambda: people.ask("ledger")["recovered"] > 0, "later words are offered as drafts")
    assert first <= {note["id"] for note in people.notes("newcomer")}
    assert (LATER in people.texts("newcomer"), here.is_whole()) == (False, True)


def test_control_with_the_old_histories_later_words_come_back_unseen(
    house: Callable[..., House], crowd: Callable[[House], Crowd], tmp_path: Path
) -> None:
    here = house()
    people = crowd(here)

    lost_and_brought_back(here, people, tmp_path / "kept.tar.gz", with_old_histories=True)

    people.wait_sees("newcomer", LATER)
