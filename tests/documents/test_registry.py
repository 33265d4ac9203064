"""DO-5 to DO-8 on the real database: made once, short journals, closed only when stored, the server as author."""

import pytest
from pycrdt import Map, Text
from sqlalchemy import func, select, text

from network import documents
from network.core import clock
from network.core.db import DatabaseBusy, db, unit_of_work
from network.core.errors import Conflict, NotFound
from network.documents import snapshots
from network.documents.gate import Refused
from network.documents.models import DocumentClient, DocumentSnapshot, DocumentUpdate
from network.documents.registry import Registry, Taken
from tests.documents.people import ANNA, BO, EVE, Browser, notes_of, replica

BOARD = "board-of-table-4"


@pytest.fixture
def registry(app) -> Registry:
    made = documents.registry()
    with unit_of_work():
        made.create(BOARD, b"\0\0")
    return made


@pytest.fixture
def held(registry, monkeypatch) -> Registry:
    """The same registry, where what is accepted waits until `journal.commit` is called."""
    monkeypatch.setattr(registry.journal, "_wake", lambda journal: None)
    return registry


def take(registry: Registry, person: int, update: bytes, stored=lambda: None) -> Taken:
    return registry.take(BOARD, update, author_id=person, check=lambda changes: None, rejoining=False, stored=stored)


def rows() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(DocumentUpdate)) or 0


def reopened(app) -> Registry:
    """What a new process finds."""
    documents.register(app)
    return documents.registry()


def shown(registry: Registry) -> dict:
    return notes_of(registry.open(BOARD).doc)


def add_form_note(doc) -> None:
    doc.get("notes", type=Map)["form"] = Map({"text": Text("by post")})


def test_a_document_is_made_once(registry):
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


def test_a_snapshot_is_kept_on_demand(registry):
    anna = Browser()
    take(registry, ANNA, anna.add("n1"))

    registry.snapshot(BOARD, "phase")

    kept = db.session.scalars(select(DocumentSnapshot)).one()
    assert (kept.reason, replica(kept.state)) == ("phase", anna.notes)


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


# -- the server as author -----------------------------------------------------------------------------------------


def test_what_the_server_writes_is_stored_shown_and_told(app, registry):
    anna = Browser()
    take(registry, ANNA, anna.add("n1"))

    update = registry.author_step(BOARD, add_form_note, author_id=BO)

    anna.hear(update)
    assert shown(registry) == anna.notes == shown(reopened(app))
    assert set(anna.notes) == {"n1", "form"}


def test_what_the_server_cannot_store_it_shows_nobody(held, app):
    """Seen: shown, not stored, restarted with the same client id: browser and server differ for ever."""
    before = held.open(BOARD).state_vector()

    with pytest.raises(DatabaseBusy):
        held.author_step(BOARD, add_form_note, author_id=BO)

    held.journal.flush()
    assert (shown(held), held.open(BOARD).state_vector()) == ({}, before)
    assert shown(reopened(app)) == {}


def test_each_opening_writes_under_a_client_id_of_its_own(app, registry):
    for name in ("one", "two"):
        registry.author_step(BOARD, lambda doc, name=name: doc["notes"].__setitem__(name, "x"), author_id=None)
    registry.close(BOARD)
    first = set(registry.open(BOARD).known)

    registry.author_step(BOARD, add_form_note, author_id=None)

    assert len(first) == 1
    assert len(registry.open(BOARD).known) == 2


def test_nobody_writes_under_the_servers_client_id(registry):
    update = registry.author_step(BOARD, add_form_note, author_id=BO)
    eve = Browser(client_id=next(iter(registry.open(BOARD).known)))
    eve.hear(update)

    with pytest.raises(Refused, match="foreign"):
        take(registry, EVE, eve.move("form", "b", "b0"))


def test_rows_beside_a_step_are_stored_with_it_or_neither_is(app, registry):
    tie = (documents.store.ADD_CLIENT, {"document_id": BOARD, "client_id": 99, "person_id": 7})
    broken = (
        documents.store.ADD_UPDATE,
        {"document_id": "nowhere", "client_id": None, "person_id": None, "update": b"", "at_ms": 0},
    )

    with pytest.raises(Exception, match=r"FOREIGN|foreign"):
        registry.author_step(BOARD, add_form_note, author_id=BO, also=[broken])
    nothing = shown(registry)
    registry.author_step(BOARD, add_form_note, author_id=BO, also=[tie])

    assert (nothing, list(shown(registry))) == ({}, ["form"])
    assert db.session.get(DocumentClient, (BOARD, 99)).person_id == 7


def test_a_step_that_changes_nothing_is_nothing(registry):
    assert registry.author_step(BOARD, lambda doc: None, author_id=None) == b""


def test_a_step_inside_a_unit_of_work_is_a_mistake(registry):
    with pytest.raises(RuntimeError), unit_of_work():
        registry.author_step(BOARD, add_form_note, author_id=BO)


def test_people_write_on_while_the_server_waits_for_its_commit(registry, app):
    anna = Browser()

    def change(doc):
        add_form_note(doc)
        take(registry, ANNA, anna.add("n1"))

    update = registry.author_step(BOARD, change, author_id=BO)

    anna.hear(update)
    assert shown(registry) == anna.notes == shown(reopened(app))
