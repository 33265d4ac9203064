"""BO-45: a note that is written for somebody without a phone is hers, once, and says who wrote it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from network.access.actor import actor_for
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.boards.export.queries import collection_of
from network.sessions.boards.for_another.services import id_for
from network.sessions.boards.models import NoteAuthor, OwnNotes, TypedNote
from network.sessions.boards.services import alone, revealing
from network.sessions.boards.services.following import write_alone
from network.sessions.boards.services.opened import begin_anew, open_board
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.groups.models import GroupMember
from network.sessions.groups.services.members import join_group
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer

ClientFor = Callable[[Person | None], FlaskClient]
WriterFor = Callable[[Person], Writer]
GIVEN = "note-note-note-note-11"
"""As the form has it."""
WORDS = "Bussen går for sjeldan"


def path(hall: Hall) -> str:
    return f"/boards/{hall.board.public_id}/for-another"


def form(hall: Hall, whose: str = "bo", **other: str) -> dict[str, str]:
    person = getattr(hall.cast, whose)
    return {"person": person.public_key, "text": WORDS, "column": "why", "note_id": GIVEN, **other}


def of_bo(hall: Hall) -> str:
    """The id of what that form asks for, when it is Bo's."""
    return id_for(GIVEN, hall.cast.bo.id)


def stored() -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """(whose, which) of the notes, and (by whom, which) of those that somebody wrote for another."""
    db.session.rollback()
    authors = db.session.execute(select(NoteAuthor.person_id, NoteAuthor.note_id)).all()
    typed = db.session.execute(select(TypedNote.by_id, TypedNote.note_id)).all()
    return [tuple(row) for row in authors], [tuple(row) for row in typed]


def test_the_note_is_hers_and_says_who_wrote_it_to_all_who_are_told(
    hall: Hall, client_for: ClientFor, writer_for: WriterFor
) -> None:
    """On the page, to browsers, in a file, and after the board was read in anew. Sent twice it is one note."""
    anna, fia = client_for(hall.cast.anna), writer_for(hall.cast.fia).join()

    answers = [anna.post(path(hall), data=form(hall)) for _twice in range(2)]
    told = fia.words("notes:known")[-1][0][of_bo(hall)]
    begin_anew()
    page = anna.get(f"/boards/{hall.board.public_id}").text
    [written] = collection_of(hall.board).boards[0].notes

    assert [answer.status_code for answer in answers] == [303, 303]
    assert stored() == ([(hall.cast.bo.id, of_bo(hall))], [(hall.cast.anna.id, of_bo(hall))])
    assert (told["name"], told["typed_by"], fia.texts()) == ("Bo", "Anna", [WORDS])
    assert ("Bo (skrive av Anna), Sundby" in page, written.writer) == (True, "Bo (skrive av Anna)")


def test_while_each_writes_alone_it_goes_with_her_own_and_is_shown_as_hers(
    hall: Hall, client_for: ClientFor, writer_for: WriterFor
) -> None:
    with unit_of_work():
        write_alone([hall.board], is_wanted=True)
    anna, cy = client_for(hall.cast.anna), writer_for(hall.cast.fia).join()

    sent = [anna.post(path(hall), data=form(hall)) for _twice in range(2)]
    db.session.rollback()
    owners = list(db.session.scalars(select(OwnNotes.person_id)))
    before = WORDS in repr(cy.wire.said)
    with unit_of_work():
        write_alone([hall.board], is_wanted=False)
    revealing.show_due()

    assert WORDS in anna.get(sent[0].headers["Location"]).text
    assert (owners, before, cy.texts()) == ([hall.cast.bo.id], False, [WORDS])
    assert stored() == ([(hall.cast.bo.id, of_bo(hall))], [(hall.cast.anna.id, of_bo(hall))])
    assert cy.words("notes:known")[-1][0][of_bo(hall)]["typed_by"] == "Anna"


@pytest.mark.parametrize("is_alone", [False, True])
def test_who_has_the_board_open_writes_herself(
    hall: Hall, client_for: ClientFor, writer_for: WriterFor, is_alone: bool
) -> None:
    """What was typed comes back with the sentence; when her phone is put away it is taken."""
    with unit_of_work():
        write_alone([hall.board], is_wanted=is_alone)
    bo, anna = writer_for(hall.cast.bo), client_for(hall.cast.anna)
    bo.public_id = f"own.{bo.public_id}" if is_alone else bo.public_id
    bo.join()

    refused = anna.post(path(hall), data=form(hall))
    page = anna.get(path(hall)).text
    bo.connection.leave()
    taken = anna.post(path(hall), data=form(hall))

    assert (refused.status_code, WORDS in refused.text, "Bo har tavla open" in refused.text) == (409, True, True)
    assert f'value="{hall.cast.bo.public_key}"' not in page
    assert taken.status_code == 303


@pytest.mark.parametrize(
    ("name", "whose", "status"), [("anna", "cy", 404), ("anna", "anna", 404), ("cy", "bo", 404), ("fia", "bo", 403)]
)
def test_only_members_write_and_only_for_members(
    hall: Hall, client_for: ClientFor, name: str, whose: str, status: int
) -> None:
    answer = client_for(getattr(hall.cast, name)).post(path(hall), data=form(hall, whose))

    assert (answer.status_code, stored()) == (status, ([], []))


def test_who_was_moved_to_another_group_is_none_of_it(hall: Hall, client_for: ClientFor) -> None:
    with unit_of_work():
        member = db.session.get_one(GroupMember, (hall.group.id, hall.cast.bo.id))
        member.moved_at = hall.gathering.starts_at

    answer = client_for(hall.cast.anna).post(path(hall), data=form(hall))

    assert (answer.status_code, stored()) == (404, ([], []))


@pytest.mark.parametrize("wrong", [{"person": ""}, {"text": " "}, {"column": "nowhere"}])
def test_what_cannot_be_taken_comes_back_with_what_was_typed(
    hall: Hall, client_for: ClientFor, wrong: dict[str, str]
) -> None:
    answer = client_for(hall.cast.anna).post(path(hall), data=form(hall, **wrong))

    assert (answer.status_code, "text" in wrong or WORDS in answer.text, stored()) == (422, True, ([], []))


def test_the_same_form_for_another_person_is_another_note(hall: Hall, client_for: ClientFor) -> None:
    """Sent, gone back to, and sent for somebody else: two people's own notes never have one id, and both are shown."""
    with unit_of_work():
        join_group(hall.group, hall.cast.cy.id)
        write_alone([hall.board], is_wanted=True)
    anna = client_for(hall.cast.anna)

    answers = [anna.post(path(hall), data=form(hall, whose)).status_code for whose in ("bo", "cy")]
    with unit_of_work():
        write_alone([hall.board], is_wanted=False)
    revealing.show_due()

    assert answers == [303, 303]
    assert sorted(person for person, _note in stored()[0]) == sorted([hall.cast.bo.id, hall.cast.cy.id])


def test_others_do_not_fill_her_own_notes(hall: Hall, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "FOR_ANOTHER_LIMIT", 1)
    with unit_of_work():
        write_alone([hall.board], is_wanted=True)
    anna = client_for(hall.cast.anna)

    answers = [
        anna.post(path(hall), data=form(hall, note_id=f"{GIVEN[:-1]}{number}")).status_code for number in range(2)
    ]
    own = alone.open_own_notes(hall.board, actor_for(hall.cast.bo.id))
    alone.note_step(own, actor_for(hall.cast.bo.id), text="Bo sjølv", column="why")

    assert (answers, len(own.notes())) == ([303, 409], 2)


def test_without_names_it_comes_through_her_own_notes(hall: Hall, client_for: ClientFor) -> None:
    """BO-34, BO-45: on the board it would be seen at once that it was she for whom somebody has just written."""
    with unit_of_work():
        hall.board.names = NamesLevel.NOBODY
    begin_anew()

    client_for(hall.cast.anna).post(path(hall), data=form(hall))

    own = alone.open_own_notes(hall.board, actor_for(hall.cast.bo.id))
    assert ([note.id for note in own.notes()], stored()) == ([of_bo(hall)], ([], []))


def test_where_names_are_not_shown_nothing_says_who_wrote(hall: Hall, client_for: ClientFor) -> None:
    with unit_of_work():
        hall.board.names = NamesLevel.MUNICIPALITY
    begin_anew()

    client_for(hall.cast.anna).post(path(hall), data=form(hall))

    assert stored() == ([(hall.cast.bo.id, of_bo(hall))], [])
    assert open_board(hall.board).known[of_bo(hall)].typed_by == ""
