"""BO-15, BO-16: what is written alone reaches nobody else until it is shown, and then all of it once."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.documents.models import DocumentUpdate
from network.people.models import Person
from network.sessions.boards.models import LATE, Note, NoteAuthor
from network.sessions.boards.queries import note_counts
from network.sessions.boards.services import alone, making, projection, revealing
from network.sessions.boards.services.following import write_alone
from network.sessions.boards.services.opened import UNDER_WAY, open_board
from network.sessions.gatherings.models import ItemKind, ProgrammeItem
from network.sessions.groups.models import GroupKind, GroupRound, RoundState
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer

FIRST, SECOND = "first-note-aaaaaaaaaaa", "second-note-bbbbbbbbbb"
PHASES = '[["write", 3], ["talk", 18], ["sort", 13], ["prioritise", 5], ["choose", 3]]'
SECRET = "Ikkje noko for andre enno"

WriterFor = Callable[[Person], Writer]


class Alone(Writer):
    """Somebody who writes for herself on the board."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.public_id = f"own.{self.public_id}"


@pytest.fixture
def alone_for(app: Flask, hall: Hall) -> Callable[[Person], Alone]:
    return lambda person: Alone(app, person, hall.board)


@pytest.fixture
def hall(hall: Hall) -> Hall:
    """Its board is written alone since some minutes."""
    with unit_of_work():
        write_alone([hall.board], is_wanted=True)
    clock.advance(UNDER_WAY.total_seconds() + 1)
    return hall


def show(hall: Hall) -> None:
    with unit_of_work():
        write_alone([hall.board], is_wanted=False)
    revealing.show_due()
    anew()


def anew() -> None:
    """Look at what the journal has stored since this session looked first."""
    db.session.rollback()


def at_work(hall: Hall, phase: int, *, phases: str = PHASES) -> None:
    """The board's group is one of a round that is at work in this phase."""
    facts = {"gathering_id": hall.gathering.id, "public_id": "round-at-work-01"}
    with unit_of_work():
        item = ProgrammeItem(kind=ItemKind.MIXED_ROUND, title="Grupper", position=9, minutes=45, phases=phases, **facts)
        db.session.add(item)
        db.session.flush()
        round_ = GroupRound(item_id=item.id, number=9, kind=GroupKind.MIXED, phase=phase, **facts)
        round_.state = RoundState.RUNNING
        db.session.add(round_)
        db.session.flush()
        hall.board.group.round_id = round_.id


def bytes_said_to(*listeners: Writer) -> bytes:
    return b"".join(repr(said).encode() for one in listeners for said in one.wire.said)


def test_nothing_of_what_one_writes_reaches_another_before_it_is_shown(
    hall: Hall, writer_for: WriterFor, alone_for: Callable[[Person], Alone]
) -> None:
    """BO-15. Not her group, not who leads, by board or by own notes; the same bytes reach them afterwards."""
    others = [alone_for(hall.cast.bo).join(), writer_for(hall.cast.bo).join(), writer_for(hall.cast.fia).join()]
    anna = alone_for(hall.cast.anna).join()

    anna.send(anna.writes(FIRST, SECRET))
    revealing.show_due()
    projection.settle(open_board(hall.board))
    before = bytes_said_to(*others)
    show(hall)

    assert anna.words("a") == [[1]]
    assert (SECRET in before.decode(), db.session.scalar(select(Note.text))) == (False, None)
    assert [SECRET in bytes_said_to(one).decode() for one in others] == [False, True, True]
    assert others[1].texts() == [SECRET]


def test_without_own_notes_they_would_have_read_it(hall: Hall, writer_for: WriterFor) -> None:
    """The same look finds words that are written on the board itself."""
    with unit_of_work():
        write_alone([hall.board], is_wanted=False)
    bo, anna = writer_for(hall.cast.bo).join(), writer_for(hall.cast.anna).join()

    anna.send(anna.writes(FIRST, SECRET))

    assert SECRET in bytes_said_to(bo).decode()


def test_nobody_joins_the_own_notes_of_another(hall: Hall, alone_for: Callable[[Person], Alone]) -> None:
    """The name on the wire is the board's: each gets her own; who may not write there gets none."""
    anna, bo, cy = alone_for(hall.cast.anna).join(), alone_for(hall.cast.bo).join(), alone_for(hall.cast.cy).join()
    anna.send(anna.writes(FIRST, SECRET))

    assert (anna.texts(), bo.texts(), cy.words("joined")) == ([SECRET], [], [])
    assert cy.words("deny")[0][0] == "not_found"


def test_a_new_note_is_not_taken_on_the_board_itself(hall: Hall, writer_for: WriterFor) -> None:
    bo, anna = writer_for(hall.cast.bo).join(), writer_for(hall.cast.anna).join()

    anna.send(anna.writes(FIRST, SECRET))

    assert anna.words("deny")[0][0] == "alone"
    assert bo.texts() == []


def test_what_was_under_way_when_it_began_is_taken(hall: Hall, writer_for: WriterFor) -> None:
    clock.advance(-2 - UNDER_WAY.total_seconds())
    anna = writer_for(hall.cast.anna).join()

    anna.send(anna.writes(FIRST, "På veg"))

    assert anna.words("a") == [[1]]


def test_everybodys_notes_are_shown_at_once_with_their_writers(
    hall: Hall, writer_for: WriterFor, alone_for: Callable[[Person], Alone]
) -> None:
    anna, bo = alone_for(hall.cast.anna).join(), alone_for(hall.cast.bo).join()
    anna.send(anna.writes(FIRST, "Annas"))
    bo.send(bo.writes(SECOND, "Bos", column="what"))

    show(hall)
    reader = writer_for(hall.cast.fia).join()

    assert reader.texts() == ["Annas", "Bos"]
    assert {note_id: facts["name"] for note_id, facts in reader.words("notes:known")[-1][0].items()} == {
        FIRST: hall.cast.anna.name,
        SECOND: hall.cast.bo.name,
    }
    assert [str(reader.notes[note_id]["place"][0]) for note_id in (FIRST, SECOND)] == ["why", "what"]
    assert anna.words("board:together") == [[]]


def test_shown_twice_it_is_there_once(hall: Hall, writer_for: WriterFor, alone_for: Callable[[Person], Alone]) -> None:
    anna = alone_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST))
    show(hall)
    updates = db.session.query(DocumentUpdate).count()

    revealing.bring_over(hall.board)
    revealing.bring_over(hall.board)
    anew()

    assert (db.session.query(DocumentUpdate).count(), db.session.query(NoteAuthor).count()) == (updates, 1)


def test_written_alone_once_more_it_is_shown_then(
    hall: Hall, writer_for: WriterFor, alone_for: Callable[[Person], Alone]
) -> None:
    """The part of the round is taken again: what was shown stays, what is new waits (docs/decisions/0025)."""
    anna = alone_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST, "Først"))
    show(hall)
    with unit_of_work():
        write_alone([hall.board], is_wanted=True)
    again = alone_for(hall.cast.anna).join()
    again.send(again.writes(SECOND, "Sidan"))
    revealing.show_due()
    meanwhile = writer_for(hall.cast.bo).join().texts()

    show(hall)

    assert (meanwhile, writer_for(hall.cast.bo).join().texts()) == (["Først"], ["Først", "Sidan"])


def test_what_comes_after_it_was_shown_comes_too(
    hall: Hall, writer_for: WriterFor, alone_for: Callable[[Person], Alone]
) -> None:
    """A phone that had no network: a new note, and the same note in other words."""
    anna = alone_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST, "Da"))
    show(hall)
    reader = writer_for(hall.cast.bo).join()

    anna.send(anna.writes(SECOND, "Frå bussen"))
    anna.send(anna.does(lambda she: she.notes[FIRST]["text"].insert(2, " og no")))
    revealing.show_due()

    assert reader.texts() == ["Da og no", "Frå bussen"]


def test_words_that_others_have_changed_meanwhile_are_kept_side_by_side(
    hall: Hall, writer_for: WriterFor, alone_for: Callable[[Person], Alone]
) -> None:
    anna = alone_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST, "Annas"))
    show(hall)
    bo = writer_for(hall.cast.bo).join()
    bo.send(bo.does(lambda he: he.notes[FIRST]["text"].insert(5, " og Bos")))

    anna.send(anna.does(lambda she: she.notes[FIRST]["text"].insert(0, "Alle ")))
    revealing.show_due()
    revealing.show_due()

    assert bo.texts() == ["Alle Annas", "Annas og Bos"]
    beside = next(key for key in bo.notes if str(bo.notes[key]["text"]) == "Alle Annas")
    assert bo.notes[beside]["version_of"] == FIRST


def test_what_she_deletes_herself_in_time_is_never_shown(
    hall: Hall, writer_for: WriterFor, alone_for: Callable[[Person], Alone]
) -> None:
    anna = alone_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST))
    anna.send(anna.does(lambda she: she.notes[FIRST].__setitem__("deleted", True)))

    show(hall)

    assert writer_for(hall.cast.bo).join().texts() == []


def test_what_she_deletes_without_a_network_goes_when_nobody_has_touched_it(
    hall: Hall, writer_for: WriterFor, alone_for: Callable[[Person], Alone]
) -> None:
    anna = alone_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST))
    show(hall)

    anna.send(anna.does(lambda she: she.notes[FIRST].__setitem__("deleted", True)))
    revealing.show_due()

    assert writer_for(hall.cast.bo).join().texts() == []


def test_after_the_close_what_she_wrote_is_taken_and_marked(
    hall: Hall, writer_for: WriterFor, alone_for: Callable[[Person], Alone]
) -> None:
    anna = alone_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST, "I tide"))
    with unit_of_work():
        write_alone([hall.board], is_wanted=False)
        making.close_board(None, hall.board)

    anna.send(anna.writes(SECOND, "For seint"))
    revealing.show_due()
    clock.advance(LATE.total_seconds() + 1)
    anna.send(anna.writes("third-note-cccccccccc", "Altfor seint"))
    revealing.show_due()

    anew()
    late = {row.note_id: row.is_late for row in db.session.scalars(select(NoteAuthor))}
    assert late == {FIRST: 0, SECOND: 1}
    assert anna.words("deny")[0][0] == "closed"


def test_a_program_that_stopped_between_the_move_and_the_showing_shows_it_after_the_start(
    hall: Hall, writer_for: WriterFor, alone_for: Callable[[Person], Alone]
) -> None:
    anna = alone_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST))
    with unit_of_work():
        write_alone([hall.board], is_wanted=False)
    alone.begin_anew()
    revealing._is_resumed.clear()

    revealing.show_due()

    assert writer_for(hall.cast.bo).join().texts() == ["hei"]


def test_counts_are_all_that_anybody_learns(hall: Hall, alone_for: Callable[[Person], Alone]) -> None:
    anna, bo = alone_for(hall.cast.anna).join(), alone_for(hall.cast.bo).join()
    round_id = hall.board.group.round_id

    anna.send(anna.writes(FIRST, SECRET))
    revealing.bring_over(hall.board)
    anew()
    alone_counts = note_counts(round_id)
    show(hall)
    projection.settle(open_board(hall.board))
    anew()

    assert bo.words("board:written") == [[1], [0]]
    assert SECRET not in bytes_said_to(bo).decode()
    assert alone_counts == note_counts(round_id) == {hall.board.group_id: 1}


@pytest.mark.parametrize(
    ("phase", "has_written", "query", "is_quiet"),
    [
        (1, False, "", True),
        (1, False, "?seen=1", False),
        (1, True, "", False),
        (2, False, "", True),
        (2, True, "", False),
        (3, False, "", False),
        (4, False, "", False),
    ],
    ids=["to the talk", "wants to see now", "has written here", "to sorting", "has written", "to dots", "to choosing"],
)
def test_who_comes_when_the_others_have_written_writes_first(
    hall: Hall,
    writer_for: WriterFor,
    alone_for: Callable[[Person], Alone],
    client_for: Callable[[Person | None], FlaskClient],
    *,
    phase: int,
    has_written: bool,
    query: str,
    is_quiet: bool,
) -> None:
    """BO-17. Her page is made without the notes of the others, and says how long."""
    anna = alone_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST, SECRET))
    show(hall)
    if has_written:
        bo = writer_for(hall.cast.bo).join()
        bo.send(bo.writes(SECOND, "Bos"))
    at_work(hall, phase)

    page = client_for(hall.cast.bo).get(f"/boards/{hall.board.public_id}{query}").text
    hers = client_for(hall.cast.anna).get(f"/boards/{hall.board.public_id}").text

    assert (SECRET not in page, 'data-quiet="120"' in page) == (is_quiet, is_quiet)
    assert (SECRET in hers, "data-quiet" in hers) == (True, False)
