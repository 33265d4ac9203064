"""States to go back to: made of what has news, and of the many only the latest and one a day are kept."""

from datetime import UTC, datetime

import pytest
from pycrdt import Map
from sqlalchemy import select

from network.core import clock
from network.core.db import DatabaseBusy, db, unit_of_work
from network.documents import plain, plain_ones
from network.documents.models import DocumentSnapshot
from tests.documents.people import ANNA, Browser, replica
from tests.documents.stored import BOARD, add_form_note, take

DAY_SECONDS = 24 * 3600


def kept(document_id=BOARD):
    db.session.rollback()
    rows = select(DocumentSnapshot).where(DocumentSnapshot.document_id == document_id).order_by(DocumentSnapshot.id)
    return db.session.scalars(rows).all()


def test_a_snapshot_is_kept_on_demand(registry):
    anna = Browser()
    take(registry, ANNA, anna.add("n1"))

    registry.states.keep(BOARD, reason="phase")

    (made,) = kept()
    assert (made.reason, replica(made.state)) == ("phase", anna.notes)


def test_what_the_server_wrote_is_in_the_next_snapshot(registry):
    registry.author_step(BOARD, add_form_note, author_id=ANNA)

    registry.states.keep_changed("active")

    (made,) = kept()
    assert list(replica(made.state)) == ["form"]


def test_only_documents_with_news_since_the_last_one_get_another(registry):
    with unit_of_work():
        registry.create("quiet", b"\0\0")
    registry.open("quiet")
    anna = Browser()
    take(registry, ANNA, anna.add("n1"))

    counts = [registry.states.keep_changed("active"), registry.states.keep_changed("active")]
    take(registry, ANNA, anna.add("n2"))
    counts.append(registry.states.keep_changed("active"))

    assert counts == [1, 0, 1]
    assert [len(replica(made.state)) for made in kept()] == [1, 2]
    assert kept("quiet") == []


def test_a_snapshot_that_could_not_be_stored_is_due_again(registry, monkeypatch):
    take(registry, ANNA, Browser().add("n1"))

    def full(rows):
        raise DatabaseBusy("disk is full")

    with monkeypatch.context() as patched, pytest.raises(DatabaseBusy):
        patched.setattr(registry.states, "_append", full)
        registry.states.keep_changed("active")

    assert kept() == []
    assert registry.states.keep_changed("active") == 1


def test_the_latest_are_kept_and_one_a_day_for_a_month(registry):
    """Forty days with three states each, another board's beside them."""
    with unit_of_work():
        registry.create("other", b"\0\0")
    clock.set(datetime(2026, 3, 1, 8, tzinfo=UTC))
    registry.states.keep("other", reason="phase")
    for _day in range(40):
        for _hour in range(3):
            registry.states.keep(BOARD, reason="active")
            clock.advance(3600)
        clock.advance(DAY_SECONDS - 3 * 3600)

    days = [datetime.fromtimestamp(made.at_ms / 1000, UTC).strftime("%m-%d %H") for made in kept()]

    daily = [f"03-{day} 10" for day in range(10, 32)] + [f"04-{day:02} 10" for day in range(1, 8)]
    assert days == [*daily, "04-08 09", "04-08 10", "04-09 08", "04-09 09", "04-09 10"]
    assert len(kept("other")) == 1


def test_what_has_a_word_of_its_own_outlives_the_others_and_each_half_hour_has_one(registry):
    """Three hours at one every five minutes, after the group went on."""
    clock.set(datetime(2026, 3, 1, 8, tzinfo=UTC))
    registry.states.keep(BOARD, reason="before:sort")
    for _ in range(36):
        clock.advance(300)
        registry.states.keep(BOARD, reason="active")

    found = [(made.reason, datetime.fromtimestamp(made.at_ms / 1000, UTC).strftime("%H:%M")) for made in kept()]

    halves = [("active", time) for time in ("08:25", "08:55", "09:25", "09:55", "10:25")]
    latest = [("active", time) for time in ("10:40", "10:45", "10:50", "10:55", "11:00")]
    assert found == [("before:sort", "08:00"), *halves, *latest]


def test_the_state_before_a_step_of_the_server_is_kept_with_it_or_not_at_all(registry):
    anna = Browser()
    take(registry, ANNA, anna.add("n1"))

    registry.author_step(BOARD, add_form_note, author_id=ANNA, keep="restore")
    registry.author_step(BOARD, lambda _doc: None, author_id=ANNA, keep="restore")

    (made,) = kept()
    assert (made.reason, replica(made.state)) == ("restore", anna.notes)
    assert registry.states.contents(BOARD, made.id)["notes"].keys() == {"n1"}


def test_some_of_the_maps_of_a_document_are_read_as_all_of_them_are(registry):
    anna = Browser()
    for note_id in ("n1", "n2", "n3"):
        take(registry, ANNA, anna.add(note_id))
    notes = registry.open(BOARD).doc.get("notes", type=Map)

    read = plain_ones(notes, ["n3", "gone", "n1"])

    assert list(read.items()) == [("n3", notes["n3"].to_py()), ("n1", notes["n1"].to_py())]
    assert plain(notes) == notes.to_py()
