"""BO-10, BO-11, D9: what a group shows to everybody, over all edges."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from network.access.actor import actor_for
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.boards.models import PlenaryChoice
from network.sessions.boards.queries import plenary, plenary_for_stage
from network.sessions.boards.services import making, projection
from network.sessions.boards.services.opened import open_board
from network.sessions.gatherings.models import ProgrammeItem
from network.sessions.groups.models import GroupRound, RoundState
from network.sessions.groups.services import rounds
from network.sessions.stage import drawing
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer

ClientFor = Callable[[Person | None], FlaskClient]
JSON = {"Accept": "application/json"}


@pytest.fixture
def notes(hall: Hall) -> list[str]:
    """Four notes of Anna's on the hall's first board."""
    board = open_board(hall.board)
    return [making.note_step(board, actor_for(hall.cast.anna.id), text=f"lapp {n}", column="why") for n in range(4)]


def chosen(hall: Hall) -> list[str]:
    db.session.rollback()
    rows = select(PlenaryChoice.note_id).where(PlenaryChoice.board_id == hall.board.id).order_by(PlenaryChoice.rank)
    return list(db.session.scalars(rows))


def round_of(hall: Hall) -> GroupRound:
    """A round that the hall's two groups work in."""
    with unit_of_work():
        item = ProgrammeItem(
            public_id="i", gathering_id=hall.gathering.id, position=0, kind="mixed_round", title="R", minutes=9
        )
        db.session.add(item)
        db.session.flush()
        round_ = rounds.round_for(item)
        for number, group in enumerate((hall.group, hall.other_group), start=1):
            group.round_id, group.number = round_.id, number
    return round_


def lift(client: FlaskClient, hall: Hall, note_id: str, **more: str) -> int:
    address = f"/boards/{hall.board.public_id}/plenary"
    return client.post(address, data={"note_id": note_id, "lifted": "1", **more}, headers=JSON).status_code


def test_any_member_chooses_and_takes_away(hall: Hall, client_for: ClientFor, notes: list[str]) -> None:
    """BO-10"""
    anna, bo = client_for(hall.cast.anna), client_for(hall.cast.bo)

    statuses = [lift(anna, hall, notes[0]), lift(bo, hall, notes[2]), lift(bo, hall, notes[0], lifted="0")]

    assert (statuses, chosen(hall)) == ([200, 200, 200], [notes[2]])


def test_two_taps_are_one_wish(hall: Hall, client_for: ClientFor, notes: list[str]) -> None:
    """F10: both when the note is put on the list and when it is taken off; who says neither changes nothing."""
    anna = client_for(hall.cast.anna)
    stood = []

    for wish in ("1", "1", "", "2", "0", "0"):
        stood.append((lift(anna, hall, notes[0], lifted=wish), chosen(hall)))

    on, off = [notes[0]], []
    assert stood == [(200, on), (200, on), (422, on), (422, on), (200, off), (200, off)]


def test_a_fourth_asks_and_takes_the_place_of_the_one_that_is_named(
    hall: Hall, client_for: ClientFor, notes: list[str]
) -> None:
    anna = client_for(hall.cast.anna)
    for note_id in notes[:3]:
        lift(anna, hall, note_id)

    asked = lift(anna, hall, notes[3])
    before = chosen(hall)
    lift(anna, hall, notes[3], instead_of=notes[1])

    assert (asked, before, chosen(hall)) == (409, notes[:3], [notes[0], notes[3], notes[2]])


def test_without_script_the_question_is_a_page(hall: Hall, client_for: ClientFor, notes: list[str]) -> None:
    anna = client_for(hall.cast.anna)
    address = f"/boards/{hall.board.public_id}/plenary"
    for note_id in notes[:3]:
        assert anna.post(address, data={"note_id": note_id, "lifted": "1"}).status_code == 303

    asked = anna.post(address, data={"note_id": notes[3], "lifted": "1"})

    assert (asked.status_code, asked.text.count("Byt ut denne"), "lapp 3" in asked.text) == (409, 3, True)
    assert anna.get(f"/boards/{hall.board.public_id}").text.count('class="note__lifted"') == 3 + 2  # and two templates


@pytest.mark.parametrize(("name", "status"), [("cy", 404), ("kai", 404), ("lea", 404), ("otto", 404), ("nobody", 401)])
def test_strangers_choose_nothing(hall: Hall, client_for: ClientFor, notes: list[str], name: str, status: int) -> None:
    client = client_for(getattr(hall.cast, name, None))

    assert (lift(client, hall, notes[0]) in (status, 404), chosen(hall)) == (True, [])


def test_a_reader_of_a_shared_board_chooses_nothing(hall: Hall, client_for: ClientFor, notes: list[str]) -> None:
    with unit_of_work():
        making.share_board(None, hall.board)

    statuses = {lift(client_for(person), hall, notes[0]) for person in (hall.cast.lea, hall.cast.kai, hall.cast.cy)}

    assert (statuses <= {403, 404}, chosen(hall)) == (True, [])


@pytest.mark.parametrize("note_id", ["", "x", "a" * 22])
def test_a_note_that_is_not_there_is_not_chosen(
    hall: Hall, client_for: ClientFor, notes: list[str], note_id: str
) -> None:
    assert (lift(client_for(hall.cast.anna), hall, note_id) in (404, 422), chosen(hall)) == (True, [])


def test_everybody_on_the_board_is_told_and_who_comes_later_too(
    hall: Hall, client_for: ClientFor, writer_for: Callable[[Person], Writer], notes: list[str]
) -> None:
    bo = writer_for(hall.cast.bo).join()

    lift(client_for(hall.cast.anna), hall, notes[0])

    later = writer_for(hall.cast.anna).join()
    assert (bo.words("board:plenary"), later.words("joined")[0][0]["plenary"]) == ([[[notes[0]]]], [notes[0]])


def test_the_stage_gets_one_from_each_group_first_without_deleted_notes(hall: Hall, client_for: ClientFor) -> None:
    """BO-11"""
    round_ = round_of(hall)
    texts = {hall.board: ("Spør dei unge", "Ring", "Bort"), hall.other_board: ("spør dei unge!", "Skriv")}
    made = {}
    for board, words in texts.items():
        person = hall.cast.anna if board is hall.board else hall.cast.cy
        for text in words:
            made[text] = making.note_step(open_board(board), actor_for(person.id), text=text, column="why")
            lifted = {"note_id": made[text], "lifted": "1"}
            client_for(person).post(f"/boards/{board.public_id}/plenary", data=lifted, headers=JSON)
    delete(hall, made["Bort"])

    db.session.rollback()
    chosen = [(group, [one.text for one in notes]) for group, notes in plenary(round_.id)]
    assert chosen == [("Bord 1", ["Spør dei unge", "Ring"]), ("Bord 2", ["spør dei unge!", "Skriv"])]
    assert [(one.title, one.count) for one in plenary_for_stage(round_.id)] == [
        ("Spør dei unge", 2),
        ("Ring", 1),
        ("Skriv", 1),
    ]


def delete(hall: Hall, note_id: str) -> None:
    """As a browser does it, copied to SQL."""
    from flask import current_app

    anna = Writer(current_app._get_current_object(), hall.cast.anna, hall.board).join()  # type: ignore[attr-defined]
    anna.send(anna.does(lambda she: she.notes[note_id].__setitem__("deleted", True)))
    projection.settle(open_board(hall.board))


def test_the_group_says_which_of_its_notes_comes_first(hall: Hall, client_for: ClientFor, notes: list[str]) -> None:
    """BO-10: by script and, without one, by a button on the note."""
    anna = client_for(hall.cast.anna)
    for note in notes[:3]:
        lift(anna, hall, note)

    status = lift(anna, hall, notes[2], first="1")

    page = anna.get(f"/boards/{hall.board.public_id}").text
    assert (status, chosen(hall)) == (200, [notes[2], notes[0], notes[1]])
    assert page.count('form="first-note"') == 2


def test_the_hall_reads_the_name_of_a_cluster_large_and_the_chosen_note_under_it(
    app: Flask, hall: Hall, client_for: ClientFor, writer_for: Callable[[Person], Writer], notes: list[str]
) -> None:
    """BO-11, on the picture: the note alone is large where its cluster has no name."""
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.gathers("named-cluster-aaaaaaaa", notes[0], notes[1], title="Dei unge"))
    anna.send(anna.gathers("nameless-cluster-bbbbb", notes[2]))
    for note_id in (notes[1], notes[2]):
        lift(client_for(hall.cast.anna), hall, note_id)
    projection.settle(open_board(hall.board))
    round_of(hall).state = RoundState.RUNNING

    with app.test_request_context():
        drawn = drawing.plenary(hall.gathering, {})

    boxes = [
        re.findall(r"<p[^>]*>([^<]*)</p>", box) for box in re.findall('<li class="screen__note">(.*?)</li>', drawn)
    ]
    assert boxes == [["Dei unge", "lapp 1", "Bord 1"], ["lapp 2", "Bord 1"]]
