"""DO-6: acknowledged means on the disk, and nothing is stored twice."""

import sqlite3
import subprocess
import sys
import threading

import pytest
from sqlalchemy import text

from network.core.db import DatabaseBusy
from network.documents.journal import Entry, Journal, background
from network.documents.registry import Taken
from tests.documents.people import ANNA, BO, BOARD, Browser, Disk, Hall

EXTRA = text("extra")
FULL = sqlite3.OperationalError("database or disk is full")


def note_row(name: str):
    return (EXTRA, {"name": name})


def test_what_waits_is_stored_in_one_commit_for_all_documents():
    disk, told = Disk(), []
    journal = Journal(disk.append, wake=lambda journal: None)
    for document in ("board-1", "board-2", "board-1"):
        journal.add(Entry(document, rows=[note_row(document)], stored=lambda document=document: told.append(document)))

    journal.commit()

    assert disk.commits == 1
    assert [values["name"] for values in disk.extras] == told == ["board-1", "board-2", "board-1"]


def test_nobody_is_told_before_the_commit():
    hall, anna = Hall(is_held=True), Browser()

    hall.take(ANNA, anna.add("n1"))

    assert (hall.stored, hall.disk.rows, hall.journal.is_waiting(BOARD)) == ([], [], True)


@pytest.mark.parametrize("fault", [FULL, DatabaseBusy("locked")])
def test_while_the_disk_fails_nothing_is_acknowledged_and_reading_goes_on(fault):
    hall, anna = Hall(), Browser()
    hall.disk.fault = fault

    hall.take(ANNA, anna.add("n1"))
    hall.take(ANNA, anna.move("n1", "b", "b0"))

    assert (hall.stored, hall.disk.rows) == ([], [])
    assert hall.notes == anna.notes
    assert hall.journal.fault is fault


def test_when_the_disk_comes_back_everything_is_stored_once_in_order():
    hall, anna = Hall(), Browser()
    hall.disk.fault = FULL
    hall.take(ANNA, anna.add("n1"))
    hall.take(ANNA, anna.move("n1", "b", "b0"))
    hall.disk.fault = None

    assert hall.journal.flush()

    assert [content for _, _, content in hall.disk.rows] == hall.stored == anna.sent
    assert hall.disk.owners == {anna.doc.client_id: ANNA}
    assert hall.journal.fault is None


def test_flush_gives_up_when_the_disk_stays_away():
    hall = Hall()
    hall.disk.fault = FULL
    hall.take(ANNA, Browser().add("n1"))

    assert hall.journal.flush(patience_seconds=0) is False


def test_rows_of_the_checker_are_stored_with_the_update():
    hall, anna = Hall(is_held=True), Browser()
    hall.take(ANNA, anna.add("n1"), check=lambda changes: [note_row("author of n1")])
    assert hall.disk.extras == []

    hall.journal.commit()

    assert (hall.disk.extras, hall.disk.commits) == ([{"name": "author of n1"}], 1)


class Picky(Disk):
    """A database that can never take one row, whenever it is offered."""

    def append(self, rows):
        if any(values.get("name") == "never" for _, values in rows):
            raise sqlite3.IntegrityError("UNIQUE constraint failed")
        super().append(rows)


def test_a_row_that_can_never_be_stored_holds_up_nobody():
    hall, anna, bo = Hall(is_held=True, disk=Picky()), Browser(), Browser()
    hall.take(ANNA, anna.add("n1"), check=lambda changes: [note_row("never")])
    hall.take(BO, bo.add("n2"), check=lambda changes: [note_row("fine")])

    hall.journal.commit()

    assert hall.stored == [anna.sent[0], bo.sent[0]]
    assert [content for _, _, content in hall.disk.rows] == hall.stored
    assert hall.disk.extras == [{"name": "fine"}]


def test_what_the_server_writes_is_stored_with_its_rows_or_not_at_all():
    disk, told, refused = Picky(), [], []
    journal = Journal(disk.append)

    journal.add(
        Entry("board-1", rows=[note_row("x")], extras=[note_row("never")], stored=told.append, refused=refused.append)
    )

    assert (disk.extras, told) == ([], [])
    assert [type(fault) for fault in refused] == [sqlite3.IntegrityError]


def test_somebody_who_cannot_be_told_holds_up_nobody():
    told = []
    journal = Journal(Disk().append, wake=lambda journal: None)
    journal.add(Entry("board-1", stored=lambda: 1 / 0))
    journal.add(Entry("board-1", stored=lambda: told.append("second")))

    journal.commit()

    assert told == ["second"]


def test_an_entry_can_be_withdrawn_until_it_is_stored():
    disk = Disk()
    journal = Journal(disk.append, wake=lambda journal: None)
    early, late = (Entry("board-1", rows=[note_row(name)], stored=lambda: None) for name in ("early", "late"))
    journal.add(early)
    journal.commit()
    journal.add(late)

    assert (journal.withdraw(early), journal.withdraw(late)) == (False, True)
    journal.commit()

    assert disk.extras == [{"name": "early"}]
    assert not journal.is_waiting("board-1")


def test_an_update_that_depends_on_one_that_waits_is_stored_behind_it():
    hall, anna, bo = Hall(is_held=True), Browser(), Browser()
    bo.hear(anna.add("n1"))
    hall.take(ANNA, anna.sent[0])
    assert hall.take(BO, bo.move("n1", "b", "b0")) is Taken.APPLIED

    hall.journal.commit()

    assert hall.restarted().notes == bo.notes


GEVENT = """
from gevent import monkey; monkey.patch_all()
import gevent, threading, time
from network.documents.journal import Journal, Entry, background

commits, told, fails = [], [], [OSError("disk full"), OSError("disk full")]
def append(rows):
    gevent.sleep(0.002)
    if len(told) >= 50 and fails:
        raise fails.pop()
    commits.append([row[1]["n"] for row in rows])
journal = Journal(append, wake=background())
ticks = []
heart = gevent.spawn(lambda: [(ticks.append(1), gevent.sleep(0.001)) for _ in range(10_000)])
for n in range(100):
    journal.add(Entry("b", rows=[("insert", {"n": n})], stored=lambda n=n: told.append(n)))
    gevent.sleep(0.001)
with gevent.Timeout(10):
    while len(told) < 100:
        gevent.sleep(0.01)
assert told == [n for batch in commits for n in batch] == list(range(100)), (told, commits)
assert len(commits) < 60, len(commits)
assert len(ticks) > 50 and not fails
print("ok", len(commits))
"""


def test_in_the_server_commits_are_shared_and_a_failing_disk_is_tried_again():
    done = subprocess.run([sys.executable, "-c", GEVENT], capture_output=True, text=True, timeout=60)

    assert done.stdout.startswith("ok"), done.stderr


def test_what_no_journal_expects_does_not_end_it():
    """A panic is no Exception: without the next round nothing would ever be stored again."""
    faults: list[BaseException] = [Panic("no Exception")]
    stored = threading.Event()

    def append(rows):
        if faults:
            raise faults.pop()

    journal = Journal(append, wake=background())

    journal.add(Entry("board-1", rows=[note_row("n")], stored=stored.set))

    assert stored.wait(timeout=10)
    assert (journal.fault, journal.length) == (None, 0)


class Panic(BaseException):
    """What the document library raises when it breaks."""
