"""DO-5 to DO-8 on the real database: made once, short journals, closed only when stored, the server as author."""

import gc
import weakref

import pytest
from pycrdt import Map
from sqlalchemy import func, select, text

from network import documents
from network.core import clock
from network.core.db import DatabaseBusy, db, unit_of_work
from network.core.errors import Conflict, NotFound
from network.documents import snapshots
from network.documents.documents import Document
from network.documents.gate import Refused
from network.documents.models import DocumentClient, DocumentSnapshot, DocumentUpdate
from network.documents.registry import Taken
from tests.documents.people import ANNA, EVE, Browser, replica
from tests.documents.stored import BOARD, reopened, rows, shown, take


def test_a_document_is_made_once(registry):
    """DO-8"""
    with pytest.raises(Conflict), unit_of_work():
        registry.create(BOARD, b"\0\0")

    assert rows() == 1


def test_a_document_is_made_with_its_first_update_or_not_at_all(registry):
    def fail_after_making():
        with unit_of_work():
            registry.create("other", Browser().add("n1"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_making()

    with pytest.raises(NotFound):
        registry.open("other")


def test_a_first_update_that_is_none_makes_nothing(registry):
    with pytest.raises(Refused), unit_of_work():
        registry.create("other", b"\x01\x02")

    with pytest.raises(NotFound):
        registry.open("other")


def test_nobody_writes_on_under_the_client_that_made_the_document(registry):
    maker = Browser(client_id=5)
    with unit_of_work():
        registry.create("other", maker.add("n1"))

    with pytest.raises(Refused, match="foreign"):
        registry.take(
            "other", maker.move("n1", "b", "b"), author_id=EVE, check=len, rejoining=False, stored=lambda: None
        )


def test_two_documents_have_two_histories(registry):
    with unit_of_work():
        history_id = registry.create("other", b"\0\0")

    assert registry.open("other").history_id == history_id != registry.open(BOARD).history_id


def test_what_is_acknowledged_is_there_after_a_restart(app, registry):
    anna, told = Browser(), []
    for update in (anna.add("n1", "å😀"), anna.move("n1", "b", "b0"), anna.erase("n1", 0, 2)):
        take(registry, ANNA, update, lambda update=update: told.append(update))

    assert told == anna.sent
    assert shown(reopened(app)) == anna.notes


def test_ties_are_stored_in_the_same_commit(registry):
    anna = Browser()
    take(registry, ANNA, anna.add("n1"))
    take(registry, ANNA, anna.move("n1", "b", "b0"))

    ties = [(tie.client_id, tie.person_id) for tie in db.session.scalars(select(DocumentClient))]

    assert ties == [(anna.doc.client_id, ANNA)]


@pytest.mark.parametrize("open_it", [lambda own: own.open(BOARD), lambda own: own.open_all([BOARD])[0]])
def test_what_is_stored_while_a_document_is_read_in_is_in_it(registry, monkeypatch, open_it):
    """A database that is waited for answers with what was, and the journal stores meanwhile."""
    anna = Browser()
    monkeypatch.setattr(registry.journal, "_wake", lambda journal: None)
    take(registry, ANNA, anna.add("n1"))
    del registry._documents[BOARD]
    for name in ("load", "load_all"):
        load = getattr(registry._store, name)
        monkeypatch.setattr(registry._store, name, lambda asked, load=load: (load(asked), registry.journal.flush())[0])

    open_it(registry)

    assert shown(registry) == anna.notes


def test_one_that_was_open_and_is_let_go_of_while_others_are_read_in_is_read_in_too(registry, monkeypatch):
    with unit_of_work():
        registry.create("other", b"\0\0")
    registry.open(BOARD)
    load_all = registry._store.load_all
    monkeypatch.setattr(registry._store, "load_all", lambda asked: (load_all(asked), registry.close(BOARD))[0])

    assert {document.id for document in registry.open_all([BOARD, "other"])} == {BOARD, "other"}


# -- short journals -----------------------------------------------------------------------------------------------


def test_20_000_moves_shrink_to_one_row_and_a_snapshot(app, registry, monkeypatch):
    anna = Browser()
    monkeypatch.setattr(registry.journal, "_wake", lambda journal: None)
    take(registry, ANNA, anna.add("n1"))
    for number in range(20_000):
        take(registry, ANNA, anna.move("n1", "b", f"b{number}"))
    assert registry.journal.flush(patience_seconds=60)
    before = db.session.scalar(select(func.sum(func.length(DocumentUpdate.update))))

    assert registry.close(BOARD)

    db.session.rollback()
    after = db.session.scalar(select(func.sum(func.length(DocumentUpdate.update))))
    snapshot = db.session.scalars(select(DocumentSnapshot)).one()
    assert before > 800_000
    assert after < 1_000
    assert (rows(), snapshot.reason, replica(snapshot.state)) == (1, "compaction", anna.notes)
    assert shown(reopened(app)) == anna.notes


def test_a_long_journal_is_made_short_at_opening(app, registry):
    anna = Browser()
    take(registry, ANNA, anna.add("n1"))
    for number in range(snapshots.LONG_JOURNAL):
        take(registry, ANNA, anna.move("n1", "b", f"b{number}"))

    opened = reopened(app)

    assert shown(opened) == anna.notes
    assert rows() == 1
    assert take(opened, ANNA, anna.move("n1", "c", "c0")) is Taken.APPLIED
    assert shown(reopened(app)) == anna.notes


def test_inside_a_unit_of_work_opening_waits_for_no_commit(app, registry):
    anna = Browser()
    take(registry, ANNA, anna.add("n1"))
    for number in range(snapshots.LONG_JOURNAL):
        take(registry, ANNA, anna.move("n1", "b", f"b{number}"))
    again = reopened(app)

    with unit_of_work():
        again.open(BOARD)

    assert rows() > snapshots.LONG_JOURNAL


def test_a_journal_with_something_that_waits_for_more_is_left_as_it_is(app, registry):
    """A state of yrs lacks what waits for a predecessor: 1,000 of 100,000 characters were left of one (seen)."""
    anna, lost = Browser(), Browser()
    lost.add("gone")
    lost.add("late")
    for number in range(30):
        take(registry, ANNA, anna.add(f"n{number}"))
    values = {"document_id": BOARD, "client_id": lost.doc.client_id, "update": lost.sent[1], "at_ms": 0}
    with unit_of_work():
        db.session.execute(DocumentUpdate.__table__.insert(), values)

    before = rows()
    again = reopened(app)
    again.open(BOARD)
    again.close(BOARD)

    assert rows() == before
    assert anna.notes.items() <= shown(again).items()
    with pytest.raises(Refused, match="rule"):
        take(again, ANNA, anna.add("one more"))


def test_compaction_that_fails_loses_nothing(app, registry, monkeypatch):
    anna = Browser()
    for number in range(30):
        take(registry, ANNA, anna.add(f"n{number}"))
    before = rows()

    def full(rows):
        raise DatabaseBusy("disk is full")

    monkeypatch.setattr(registry, "_append", full)
    registry.close(BOARD)

    assert rows() == before
    assert shown(reopened(app)) == anna.notes


# -- closing ------------------------------------------------------------------------------------------------------


def test_a_document_is_not_closed_while_something_waits_to_be_stored(held):
    """Hocuspocus #995: unloaded while a save was pending, the next who came did not see the change."""
    anna = Browser()
    take(held, ANNA, anna.add("n1"))

    closed_early = held.close(BOARD)
    seen = shown(held)
    held.journal.commit()

    assert (closed_early, held.close(BOARD)) == (False, True)
    assert seen == shown(held) == anna.notes


def test_a_document_that_is_closed_leaves_memory(registry):
    """Its observer must not hold it: the other is the control, of which Python cannot see who does."""
    registry.open(BOARD)
    take(registry, ANNA, Browser().add("n1"))
    document, held = weakref.ref(registry.open(BOARD)), registry.open(BOARD)
    control = Document("control", "history", owners={}, updates=[b"\0\0"], roots=("notes",))
    watching = control.doc.get("notes", type=Map).observe_deep(control._observe)
    other = weakref.ref(control)

    registry.close(BOARD)
    del held, control
    gc.collect()

    assert (document(), other() is None) == (None, False)
    del watching
    gc.collect()
    assert other() is None


def test_what_is_idle_is_closed_and_what_was_touched_is_not(registry, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    registry.open(BOARD)
    now[0] += 200

    kept = registry.sweep(idle_seconds=300)
    now[0] += 200
    closed = registry.sweep(idle_seconds=300)

    assert (kept, closed, registry.is_open(BOARD)) == (0, 1, False)


def test_released_while_something_waits_it_is_closed_by_the_next_sweep(held):
    take(held, ANNA, Browser().add("n1"))
    held.release(BOARD)
    still_open = held.is_open(BOARD)
    held.journal.commit()

    held.sweep()

    assert (still_open, held.is_open(BOARD)) == (True, False)


def test_a_document_that_cannot_be_read_stops_no_other(app, registry):
    with unit_of_work():
        registry.create("broken", b"\0\0")
        db.session.execute(
            text("UPDATE document_update SET \"update\" = :bytes WHERE document_id = 'broken'"), {"bytes": b"\x01\x02"}
        )

    with pytest.raises(documents.Unreadable):
        registry.open("broken")

    assert shown(registry) == {}
