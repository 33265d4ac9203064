"""AC-4, DO-1 over the socket's edge: who may join a board, and what each is told and may do."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from network.core.db import db, unit_of_work
from network.core.signals import board_changed
from network.documents import Unreadable
from network.people.models import Person
from network.people.services import register
from network.sessions.boards import sockets
from network.sessions.boards.models import Board
from network.sessions.boards.services import making
from network.sessions.boards.services import opened as memory
from network.sessions.boards.services.opened import opened
from network.sessions.groups.models import BreakoutGroup, GroupKind
from network.sessions.groups.services.members import leave_group
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer

WriterFor = Callable[[Person], Writer]
ONE, TWO = "one-one-one-one-one-11", "two-two-two-two-two-22"


def reasons(writer: Writer) -> list[str]:
    return [rest[0] for rest in writer.words("deny")]


def test_joining_tells_what_one_may_do(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()

    [[told]] = anna.words("joined")

    assert (told["you"], told["open"], told["may"]) == (
        {"key": hall.cast.anna.public_key, "name": "Anna"},
        True,
        ["note.create", "note.edit", "note.move", "plenary.create"],
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


@pytest.mark.parametrize("name", ["fia", "lea", "cy", "otto"])
def test_a_municipalitys_own_board_is_joined_by_its_own_alone(hall: Hall, writer_for: WriterFor, name: str) -> None:
    """ST-9: who leads the day is let into a mixed group's board, which is the control."""
    mixed = writer_for(hall.cast.fia).join()
    make_it_nordviks(hall)
    anna, stranger = writer_for(hall.cast.anna).join(), writer_for(getattr(hall.cast, name)).join()

    anna.send(anna.writes(ONE, "berre vårt"))

    assert len(mixed.words("joined")) == 1
    assert (anna.texts(), stranger.texts(), stranger.words("joined")) == (["berre vårt"], [], [])


@pytest.mark.parametrize("name", ["kai", "siv"])
def test_who_was_away_reads_her_own_municipalitys_board_and_changes_nothing(
    hall: Hall, writer_for: WriterFor, name: str
) -> None:
    """GR-9: its coordinator, and a delegate who did not come. While the group was mixed it was closed to both."""
    with unit_of_work():
        siv = register.add_person(name="Siv", email="siv@prove.example")
        register.give_seat(siv, hall.cast.anna.seats[0].municipality, from_date=date(2023, 10, 1), party="Bygdelista")
    reader = {"kai": hall.cast.kai, "siv": siv}[name]
    mixed = writer_for(reader).join()
    make_it_nordviks(hall)
    anna, away = writer_for(hall.cast.anna).join(), writer_for(reader).join()

    away.send(away.writes(TWO, "frå ein som ikkje var der"))
    anna.send(anna.writes(ONE, "berre vårt"))

    assert (mixed.words("joined"), reasons(mixed)) == ([], ["not_found"])
    [[told]] = away.words("joined")
    assert (told["may"], reasons(away)) == ([], ["role"])
    assert (anna.texts(), "berre vårt" in away.texts()) == (["berre vårt"], True)


def make_it_nordviks(hall: Hall) -> None:
    """The first group's kind is another now: its board is Nordvik's own."""
    with unit_of_work():
        group = db.session.get_one(BreakoutGroup, hall.group.id)
        group.kind, group.municipality_id = GroupKind.LOCAL, hall.cast.anna.seats[0].municipality_id
        board_changed.send(board_id=hall.board.id)


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


def test_the_count_of_what_is_stored_begins_anew_with_each_join(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE))

    anna.join()
    anna.send(anna.writes(TWO))

    assert anna.words("a") == [[1], [1]]


def test_an_old_page_is_told_to_reload(hall: Hall, writer_for: WriterFor) -> None:
    anna = writer_for(hall.cast.anna).join(protocol=0)

    assert (reasons(anna), anna.words("joined")) == (["protocol"], [])


def test_who_joins_a_board_that_cannot_be_read_is_told_so(
    hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_board: object) -> None:
        raise Unreadable("x")

    monkeypatch.setattr(sockets, "open_board", broken)

    anna = writer_for(hall.cast.anna).join()

    assert (reasons(anna), anna.words("joined")) == (["unreadable"], [])


@pytest.mark.parametrize("is_read_again", [True, False], ids=["", "control"])
def test_what_changes_while_a_board_is_read_in_is_known(
    hall: Hall, app: Flask, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch, is_read_again: bool
) -> None:
    """Nobody tells a board that is not in memory yet; the control does not look again."""
    copies = memory.copies_of
    board_id = hall.board.id

    def close_meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(memory, "copies_of", copies)
        with app.app_context(), unit_of_work():
            making.close_board(None, db.session.get_one(Board, board_id))
        return copies(*given)

    monkeypatch.setattr(memory, "copies_of", close_meanwhile)
    if not is_read_again:
        monkeypatch.setattr(memory, "_look_again", lambda _board: None)

    anna = writer_for(hall.cast.anna).join()

    assert anna.words("joined")[0][0]["open"] is not is_read_again
