"""DO-7: what the server writes itself is stored, then shown and told."""

import pytest

from network import documents
from network.core.db import DatabaseBusy, db, unit_of_work
from network.documents.gate import Refused
from network.documents.models import DocumentClient
from tests.documents.people import ANNA, BO, EVE, Browser
from tests.documents.stored import BOARD, add_form_note, reopened, shown, take


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
