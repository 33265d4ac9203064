"""AC-4, BO-4 to BO-6, DO-1 over the socket's edge: who may join, what is taken, and what the others hear."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.documents import Unreadable, registry
from network.people.models import Person
from network.sessions.boards import queries, sockets
from network.sessions.boards.models import Note, NoteAuthor
from network.sessions.boards.services import making, projection
from network.sessions.boards.services.opened import opened
from network.sessions.groups.services import leave_group
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer

WriterFor = Callable[[Person], Writer]
ONE, TWO = "one-one-one-one-one-11", "two-two-two-two-two-22"


def close(hall: Hall) -> None:
    with unit_of_work():
        making.close_board(hall.cast.fia.id, hall.board)


def reasons(writer: Writer) -> list[str]:
    return [rest[0] for rest in writer.words("deny")]


def test_what_one_writes_the_other_sees_and_the_writer_hears_that_it_is_stored(
    hall: Hall, writer_for: WriterFor
) -> None:
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()

    anna.send(anna.writes(ONE, "Vi høyrer dei same"))

    assert (bo.texts(), anna.words("a")) == (["Vi høyrer dei same"], [[1]])


def test_a_board_that_is_looked_after_while_it_opens_stays_one_board(
    hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = registry()
    opens = documents.open
    monkeypatch.setattr(documents, "open", lambda document_id: (projection.project_due(), opens(document_id))[1])
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()

    anna.send(anna.writes(ONE, "Ho ventar"))

    assert bo.texts() == ["Ho ventar"]


def test_the_others_hear_who_wrote_it_from_the_server(hall: Hall, writer_for: WriterFor) -> None:
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()

    anna.send(anna.writes(ONE))

    her = {"key": hall.cast.anna.public_key, "name": "Anna", "municipality": "Nordvik", "late": False}
    assert bo.words("notes:known")[-1] == [{ONE: her}]


def test_the_author_is_stored_with_the_note(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()

    anna.send(anna.writes(ONE))

    db.session.rollback()
    rows = db.session.execute(select(NoteAuthor.note_id, NoteAuthor.person_id, NoteAuthor.is_late)).all()
    assert [tuple(row) for row in rows] == [(ONE, hall.cast.anna.id, 0)]


def test_joining_tells_what_one_may_do(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()

    [[told]] = anna.words("joined")

    assert (told["you"], told["open"], told["may"]) == (
        {"key": hall.cast.anna.public_key, "name": "Anna"},
        True,
        ["note.create", "note.edit", "note.move"],
    )


@pytest.mark.parametrize("name", ["cy", "kai", "lea", "otto"])
def test_who_may_not_read_the_board_is_told_as_little_as_if_there_were_none(
    hall: Hall, writer_for: WriterFor, name: str
) -> None:
    stranger = writer_for(getattr(hall.cast, name))
    nowhere = writer_for(getattr(hall.cast, name))
    nowhere.public_id = "no-such-board"

    stranger.join()
    nowhere.join()

    assert stranger.words("deny")[0] == nowhere.words("deny")[0]
    assert (
        stranger.words("joined"),
        len(opened(hall.board.public_id).channel.members) if opened(hall.board.public_id) else 0,
    ) == ([], 0)


def test_a_reader_of_a_shared_board_sees_it_and_changes_nothing(hall: Hall, writer_for: WriterFor) -> None:
    with unit_of_work():
        making.share_board(None, hall.board)
    anna, lea = writer_for(hall.cast.anna).join(), writer_for(hall.cast.lea).join()

    lea.send(lea.writes(TWO, "frå prosjektleiaren"))
    anna.send(anna.writes(ONE, "frå Anna"))

    assert (reasons(lea), anna.texts(), "frå Anna" in lea.texts()) == (["role"], ["frå Anna"], True)


def test_a_reader_and_a_writer_on_one_board_are_each_judged_by_themselves(hall: Hall, writer_for: WriterFor) -> None:
    """Where rights are those of the last one connected, the reader writes."""
    with unit_of_work():
        making.share_board(None, hall.board)
    anna = writer_for(hall.cast.anna).join()

    for number in range(9):
        lea = writer_for(hall.cast.lea).join()
        lea.send(lea.writes(f"lea-lea-lea-lea-lea-l{number}"))
        anna.send(anna.writes(f"ann-ann-ann-ann-ann-a{number}", f"note {number}"))

    assert anna.texts() == [f"note {number}" for number in range(9)]


def test_a_message_without_a_join_gets_nowhere(hall: Hall, writer_for: WriterFor) -> None:
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo)

    bo.send(bo.writes(ONE))

    assert (bo.words("resync"), anna.texts()) == ([["join first"]], [])


def test_rights_are_judged_at_each_message(hall: Hall, writer_for: WriterFor) -> None:
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()
    with unit_of_work():
        leave_group(hall.group, hall.cast.bo.id)
    bo.connection.actor = hall.cast.actor("bo")

    bo.send(bo.writes(ONE))

    assert (reasons(bo), anna.texts()) == (["not_found"], [])


@pytest.mark.parametrize(
    ("name", "expected"), [("anna", []), ("bo", ["role"]), ("fia", [])], ids=["her own", "another's", "facilitator"]
)
def test_only_the_writer_and_the_facilitator_delete_a_note(
    hall: Hall, writer_for: WriterFor, name: str, expected: list[str]
) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE))
    other = writer_for(getattr(hall.cast, name)).join()

    other.send(other.does(lambda she: she.notes[ONE].__setitem__("deleted", True)))

    assert (reasons(other), anna.texts()) == (expected, [] if not expected else ["hei"])


def test_members_of_the_group_move_and_reword_each_others_notes(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE))
    bo = writer_for(hall.cast.bo).join()

    bo.send(bo.does(lambda he: he.notes[ONE].__setitem__("place", ["who", "W"])))
    bo.send(bo.does(lambda he: he.notes[ONE]["text"].insert(3, " du")))

    assert (reasons(bo), anna.texts(), list(anna.notes[ONE]["place"])) == ([], ["hei du"], ["who", "W"])


def test_what_is_refused_leaves_nothing_behind(hall: Hall, writer_for: WriterFor) -> None:
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()
    anna.send(anna.writes(ONE))

    bo.send(bo.writes(TWO, "x" * 2001))

    late = writer_for(hall.cast.fia).join()
    assert (reasons(bo), anna.texts(), late.texts()) == (["rule"], ["hei"], ["hei"])


def test_one_who_is_refused_again_and_again_is_cut_off(hall: Hall, writer_for: WriterFor) -> None:
    bo = writer_for(hall.cast.bo)

    for number in range(sockets.MOST_REFUSALS):
        bo.start_anew().join()
        bo.send(bo.writes(f"bad-bad-bad-bad-bad-{number:02}", hue="black"))

    assert (len(reasons(bo)), bo.wire.is_closed) == (sockets.MOST_REFUSALS, True)


@pytest.mark.parametrize("data", ["text", 7, None, b"\x09\x09", b"\x00\x02\xff"])
def test_bytes_that_are_no_messages_end_the_connection(hall: Hall, writer_for: WriterFor, data: object) -> None:
    bo = writer_for(hall.cast.bo).join()

    bo.y(data)

    assert bo.wire.is_closed


def test_the_same_update_twice_is_one_note_and_is_acknowledged_twice(hall: Hall, writer_for: WriterFor) -> None:
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()
    update = anna.writes(ONE)

    anna.send(update).send(update)

    assert (bo.texts(), anna.words("a")) == (["hei"], [[1], [2]])


def test_a_gap_is_answered_with_resync_and_is_not_shown(hall: Hall, writer_for: WriterFor) -> None:
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()
    anna.writes(ONE)

    anna.send(anna.writes(TWO))

    assert (anna.words("resync"), bo.texts()) == ([["gap"]], [])


@pytest.mark.parametrize(("hers", "his"), [(1000, 2000), (2000, 1000)])
def test_one_note_added_by_two_who_did_not_see_each_other_stands_once_and_is_no_crime(
    hall: Hall, writer_for: WriterFor, hers: int, his: int
) -> None:
    anna = writer_for(hall.cast.anna).start_anew(hers).join()
    bo = writer_for(hall.cast.bo).start_anew(his).join()
    of_bo = bo.writes(ONE, "the same, again")

    anna.send(anna.writes(ONE, "first"))
    bo.send(of_bo)

    late = writer_for(hall.cast.fia).join()
    assert (reasons(bo), anna.texts(), late.texts()) == ([], ["first"], ["first"])


def test_the_count_of_what_is_stored_begins_anew_with_each_join(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE))

    anna.join()
    anna.send(anna.writes(TWO))

    assert anna.words("a") == [[1], [1]]


def test_an_old_page_is_told_to_reload(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join(protocol=0)

    assert (reasons(anna), anna.words("joined")) == (["protocol"], [])


def test_members_hear_that_the_board_is_closed_and_opened(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()

    close(hall)
    with unit_of_work():
        making.reopen_board(hall.cast.fia.id, hall.board)

    assert (anna.words("board:closed"), anna.words("board:opened")) == ([[]], [[]])


def test_for_half_an_hour_new_notes_and_own_words_are_taken_and_marked_late(hall: Hall, writer_for: WriterFor) -> None:
    """BO-6"""
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE))
    close(hall)

    anna.send(anna.writes(TWO, "etterpå"))
    anna.send(anna.does(lambda she: she.notes[ONE]["text"].insert(3, "!")))

    db.session.rollback()
    late = dict(db.session.execute(select(NoteAuthor.note_id, NoteAuthor.is_late)).all())
    assert (anna.texts(), late, anna.words("notes:known")[-1][0][TWO]["late"]) == (
        ["etterpå", "hei!"],
        {ONE: 1, TWO: 1},
        True,
    )


def test_moves_and_anothers_words_are_refused_after_the_close_with_a_sentence(
    hall: Hall, writer_for: WriterFor
) -> None:
    """BO-6"""
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE))
    close(hall)
    bo, mover = writer_for(hall.cast.bo).join(), writer_for(hall.cast.anna).join()

    bo.send(bo.does(lambda he: he.notes[ONE]["text"].insert(0, "x")))
    mover.send(mover.does(lambda she: she.notes[ONE].__setitem__("place", ["who", "W"])))

    assert (reasons(bo), reasons(mover), writer_for(hall.cast.anna).join().texts()) == (["closed"], ["closed"], ["hei"])


def test_after_the_half_hour_nothing_is_taken(hall: Hall, writer_for: WriterFor) -> None:
    """BO-6"""
    anna = writer_for(hall.cast.anna).join()
    clock.set(clock.now())
    close(hall)
    clock.advance(31 * 60)

    anna.send(anna.writes(ONE))

    assert reasons(anna) == ["closed"]


def test_the_copies_in_sql_follow_when_the_board_is_settled(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE, "eit"))
    anna.send(anna.writes(TWO, "to"))
    anna.send(anna.does(lambda she: she.notes[TWO].__setitem__("deleted", True)))

    projection.settle(opened(hall.board.public_id))

    rows = db.session.execute(select(Note.id, Note.text, Note.column_key, Note.is_deleted).order_by(Note.id)).all()
    assert [tuple(row) for row in rows] == [(ONE, "eit", "why", False), (TWO, "to", "why", True)]


def test_a_zero_character_is_not_copied_to_sql(hall: Hall, writer_for: WriterFor) -> None:
    """*Seen:* PostgreSQL refuses it: no board was copied any more, and every note by form was answered with 500."""
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE, "a\0b"))

    projection.settle(opened(hall.board.public_id))

    assert db.session.scalars(select(Note.text)).all() == ["ab"]


def test_an_address_with_a_zero_character_asks_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.session, "scalar", lambda _rows: pytest.fail("asked"))

    assert queries.board_by_public_id("a\0b") is None


def test_a_board_that_nobody_is_on_is_let_go_when_its_copies_are_true(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE))
    projection.settle(opened(hall.board.public_id))

    projection.project_due()
    while_she_is_there = opened(hall.board.public_id) is not None
    anna.connection.leave()
    projection.project_due()

    assert (while_she_is_there, opened(hall.board.public_id)) == (True, None)


def test_only_what_a_crash_left_uncopied_is_copied_when_a_board_is_opened(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE, "kopiert"))
    projection.settle(opened(hall.board.public_id))
    anna.send(anna.writes(TWO, "ikkje kopiert"))
    opened(hall.board.public_id).dirty.clear()
    anna.connection.leave()
    projection.project_due()

    writer_for(hall.cast.bo).join()

    assert opened(hall.board.public_id).dirty == {TWO}


def test_who_joins_a_board_that_cannot_be_read_is_told_so(
    hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_board: object) -> None:
        raise Unreadable("x")

    monkeypatch.setattr(sockets, "open_board", broken)

    anna = writer_for(hall.cast.anna).join()

    assert (reasons(anna), anna.words("joined")) == (["unreadable"], [])
