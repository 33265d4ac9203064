"""Many come to a board at once: what is the same for all is made once, and each is asked about in few questions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import select, update

from network.access.actor import actor_for
from network.core.db import db, unit_of_work
from network.live import hub
from network.people.models import Person
from network.people.services.sessions import begin_session
from network.sessions.boards.models import Note, NoteAuthor
from network.sessions.boards.queries import bylines
from network.sessions.boards.services import projection
from network.sessions.boards.services.known import KnownNotes
from network.sessions.boards.services.opened import OpenBoard, opened
from network.sessions.gatherings.rules.names import NamesLevel
from network.together import edge
from tests.cast import Hall
from tests.live.wires import ListWire
from tests.sessions.boards.conftest import Writer
from tests.statements import statements

WriterFor = Callable[[Person], Writer]
IDS = [f"note-note-note-note-{number:02}" for number in range(5)]
SOCKET_QUESTIONS = 3
JOIN_QUESTIONS = 1
"""Its dots: all else that is told of an open board is in memory."""


def board_of(hall: Hall) -> OpenBoard:
    found = opened(hall.board.public_id)
    assert found is not None
    return found


def test_what_all_are_told_of_the_notes_is_packed_once_for_all_who_come(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(IDS[0]))

    made = [board_of(hall).told_of_all() for _ in "ab"]

    assert made[0] is made[1]


def change_by_writing(hall: Hall, anna: Writer) -> None:
    anna.send(anna.writes(IDS[1]))


def change_by_marking_late(hall: Hall, anna: Writer) -> None:
    known = board_of(hall).known
    known[IDS[0]] = type(known[IDS[0]])(hall.cast.anna.id, known[IDS[0]].byline, True)


def change_by_taking_out(hall: Hall, anna: Writer) -> None:
    del board_of(hall).known[IDS[0]]


def change_the_names(hall: Hall, anna: Writer) -> None:
    board_of(hall).names = NamesLevel.MUNICIPALITY


def change_by_forgetting(hall: Hall, anna: Writer) -> None:
    with unit_of_work():
        db.session.execute(update(NoteAuthor).values(person_id=None))
    board_of(hall).forget_writers()


@pytest.mark.parametrize(
    "change",
    [change_by_writing, change_by_marking_late, change_by_taking_out, change_the_names, change_by_forgetting],
)
def test_whoever_comes_after_a_change_is_told_what_holds_then(
    hall: Hall, writer_for: WriterFor, change: Callable[[Hall, Writer], None]
) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(IDS[0]))
    before = writer_for(hall.cast.bo).join().words("notes:known")[-1]

    change(hall, anna)

    bo = writer_for(hall.cast.bo).join()

    board = board_of(hall)
    told = bo.words("notes:known")[-1]
    assert (told, told != before) == ([board.told(board.known)], True)


def test_a_copy_that_is_not_forgotten_would_tell_what_held_before(
    hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""
    monkeypatch.setattr(KnownNotes, "__setitem__", lambda self, key, known: self.data.__setitem__(key, known))
    anna = writer_for(hall.cast.anna).join()
    board_of(hall).told_of_all()

    anna.send(anna.writes(IDS[0]))

    assert writer_for(hall.cast.bo).join().words("notes:known")[-1] == [{}]


@pytest.mark.parametrize("name", ["anna", "bo", "kai", "lea", "fia", "otto"])
def test_somebody_who_is_here_is_known_as_the_registers_have_her(hall: Hall, writer_for: WriterFor, name: str) -> None:
    """Delegates, a coordinator, a project lead, and who is from nowhere."""
    writer_for(hall.cast.anna).join()
    person = getattr(hall.cast, name)
    board = board_of(hall)

    board.know_byline(actor_for(person.id))

    assert board.bylines[person.id] == bylines([person.id])[person.id]


def test_coming_to_an_open_board_asks_few_questions(app: Flask, hall: Hall, writer_for: WriterFor) -> None:
    writer_for(hall.cast.anna).join()
    with unit_of_work():
        _, secret = begin_session(hall.cast.bo.id, device="")
    environ = {"HTTP_COOKIE": f"session={secret}", "REQUEST_METHOD": "GET", "wsgi.url_scheme": "http"}
    wire, public_id = ListWire(), hall.board.public_id
    db.session.remove()

    with statements() as asked:
        connection = hub(app).admissions.admit("sid-of-bo", environ, wire)
        for_the_socket = [one for one in asked if one.startswith("SELECT")]
        assert connection is not None
        edge.join(app, connection, public_id, 1)

    for_the_board = [one for one in asked if one.startswith("SELECT")][len(for_the_socket) :]
    words = [word for word, *_ in wire.said]
    assert words[:2] == ["joined", "notes:known"]
    assert (len(for_the_socket), len(for_the_board)) == (SOCKET_QUESTIONS, JOIN_QUESTIONS)


@contextmanager
def portions(monkeypatch: pytest.MonkeyPatch, most: int) -> Iterator[list[int]]:
    """How many copies there are each time others are let in."""
    seen: list[int] = []
    monkeypatch.setattr(projection, "NOTES_AT_ONCE", most)
    monkeypatch.setattr(projection.time, "sleep", lambda seconds: seen.append(len(copies())) if seconds > 0 else None)
    yield seen
    monkeypatch.undo()


def copies() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Note.id).order_by(Note.id)))


def fill(hall: Hall, anna: Writer) -> OpenBoard:
    for note_id in IDS:
        anna.send(anna.writes(note_id))
    board = board_of(hall)
    board.dirty_since = board.touched_at = -1e9
    return board


def test_a_full_board_is_copied_in_portions_and_others_are_let_in_between(
    hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = fill(hall, writer_for(hall.cast.anna).join())

    with portions(monkeypatch, 2) as seen:
        projection.project_due()

    assert (seen, copies(), board.dirty, board.dirty_since) == ([2, 4, 5], IDS, set(), None)


def test_what_cannot_be_copied_stays_due_and_what_is_copied_does_not(
    hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = fill(hall, writer_for(hall.cast.anna).join())
    stores, failed = projection.unit_of_work, []

    def fails_at_first() -> object:
        if not failed:
            failed.append(True)
            raise OSError("no room")
        return stores()

    monkeypatch.setattr(projection, "NOTES_AT_ONCE", 2)
    monkeypatch.setattr(projection, "unit_of_work", fails_at_first)

    projection.project_due()
    after_a_fault = board.dirty_since is not None and len(board.dirty) + len(copies())
    projection.settle(board)

    assert (failed, after_a_fault, copies()) == ([True], len(IDS), IDS)
