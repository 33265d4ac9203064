"""The world for a load: real people with real rights, and never in somebody's database."""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select

from bench.world import Filled, fill
from network.access.actor import actor_for
from network.access.guard import can
from network.core.db import db, unit_of_work
from network.people.identity import identify
from network.people.models import Person
from network.people.services.register import add_person
from network.sessions.boards.models import Board, NoteAuthor
from network.sessions.boards.queries import board_by_public_id
from network.sessions.boards.services.opened import open_board


def test_everybody_is_on_one_board_and_boards_are_even(app: Flask) -> None:
    world = fill(people=11, boards=3, notes=0)

    assert sorted(index for board in world.boards for index in board.members) == list(range(11))
    assert sorted(len(board.members) for board in world.boards) == [3, 4, 4]


def test_each_cookie_signs_in_its_own_person(app: Flask) -> None:
    world = fill(people=7, boards=1, notes=0)

    identities = [identify({"HTTP_COOKIE": member.cookie}) for member in world.people]
    keys = [db.session.get_one(Person, identity.person_id).public_key for identity in identities if identity]
    assert keys == [member.key for member in world.people]
    assert identify({"HTTP_COOKIE": "session=nobody"}) is None


def test_members_write_on_their_own_board_and_on_no_other(app: Flask) -> None:
    world = fill(people=4, boards=2, notes=0)
    own, other = (board_by_public_id(board.id) for board in world.boards)
    first = identify({"HTTP_COOKIE": world.people[world.boards[0].members[0]].cookie})

    assert first is not None
    actor = actor_for(first.person_id)
    assert (can(actor, "note.create", own), can(actor, "note.create", other)) == (True, False)


def test_notes_lie_on_each_board_in_order_written_by_its_members(app: Flask) -> None:
    world = fill(people=4, boards=2, notes=9)
    db.session.rollback()  # the journal wrote on a connection of its own: read anew

    for board in db.session.scalars(select(Board)).all():
        notes = open_board(board).notes()
        written = Counter(db.session.scalars(select(NoteAuthor.person_id).where(NoteAuthor.board_id == board.id)))
        assert sorted(written.values()) == [4, 5]
        assert Counter(note.column for note in notes) == dict.fromkeys(world.columns, 3)


def test_a_database_that_holds_anything_is_left_alone(app: Flask) -> None:
    with unit_of_work():
        add_person(name="Somebody real", email=None)

    with pytest.raises(Filled):
        fill(people=2, boards=1, notes=0)

    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_second_world_is_refused(app: Flask) -> None:
    fill(people=2, boards=1, notes=0)

    with pytest.raises(Filled):
        fill(people=2, boards=1, notes=0)


@pytest.mark.parametrize(("people", "boards", "notes"), [(2, 3, 0), (2, 0, 0), (2, 1, -1), (2, 1, 2_001)])
def test_numbers_that_make_no_world_are_refused(app: Flask, people: int, boards: int, notes: int) -> None:
    with pytest.raises(ValueError):
        fill(people=people, boards=boards, notes=notes)

    assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_without_the_refusal_invented_people_would_join_real_ones(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.world.refuse_if_filled", lambda: None)
    with unit_of_work():
        add_person(name="Somebody real", email=None)

    fill(people=2, boards=1, notes=0)

    assert db.session.scalar(select(func.count()).select_from(Person)) == 3
