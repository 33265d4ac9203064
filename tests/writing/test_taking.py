"""Texts over the socket: what is taken, what is refused, and what the others hear."""

from collections.abc import Callable
from typing import Any

import pytest
from pycrdt import Map, Text

from network.core.db import unit_of_work
from network.people.models import Person
from network.people.services import register
from network.writing import services
from network.writing.services import taking
from tests.writing.conftest import LIMIT, Room, Writer

WriterFor = Callable[[Person], Writer]


def test_what_one_writes_the_other_sees_and_the_writer_hears_that_it_is_stored(
    room: Room, writer_for: WriterFor
) -> None:
    """WR-3"""
    anna, eli = writer_for(room.cast.anna).join(), writer_for(room.eli).join()

    anna.send(anna.writes("gåande skulebuss"))

    assert (eli.reads(), anna.words("a")) == ("Vi prøver gåande skulebuss", [[1]])


def test_two_who_write_at_once_without_seeing_each_other_lose_no_letter(room: Room, writer_for: WriterFor) -> None:
    """WR-3"""
    anna, eli = writer_for(room.cast.anna).join(), writer_for(room.eli).join()
    of_anna, of_eli = anna.writes("buss"), eli.writes("Nordvik: ", at=0)

    anna.send(of_anna)
    eli.send(of_eli)

    assert (anna.reads(), eli.reads()) == ("Nordvik: Vi prøver buss",) * 2


def test_joining_tells_what_one_may_do_and_how_long_each_text_may_be(room: Room, writer_for: WriterFor) -> None:
    """WR-2"""
    anna = writer_for(room.cast.anna).join()

    [[told]] = anna.words("joined")

    assert (told["you"], told["open"], told["may"], told["limits"]) == (
        {"key": room.cast.anna.public_key, "name": "Anna"},
        True,
        ["writing.edit"],
        {"what": LIMIT, "first_step": LIMIT},
    )


@pytest.mark.parametrize("name", ["bo", "fia", "lea", "otto"])
def test_who_may_not_read_it_is_told_as_little_as_if_there_were_none(
    room: Room, writer_for: WriterFor, name: str
) -> None:
    """WR-4"""
    stranger, nowhere = writer_for(getattr(room.cast, name)), writer_for(getattr(room.cast, name))
    nowhere.public_id = "w.nosuchwriting1"

    stranger.join()
    nowhere.join()

    assert stranger.words("deny")[0] == nowhere.words("deny")[0]
    assert (stranger.words("joined"), stranger.words("y")) == ([], [])


def test_the_coordinator_writes_too(room: Room, writer_for: WriterFor) -> None:
    """WR-4"""
    kai, anna = writer_for(room.cast.kai).join(), writer_for(room.cast.anna).join()

    kai.send(kai.writes("noko"))

    assert (kai.reasons(), anna.reads()) == ([], "Vi prøver noko")


def test_rights_are_judged_at_each_message(room: Room, writer_for: WriterFor) -> None:
    """WR-4: Kai coordinates nothing any more, and his socket is still open."""
    anna, kai = writer_for(room.cast.anna).join(), writer_for(room.cast.kai).join()
    lost = kai.writes("for seint")
    with unit_of_work():
        register.take_role(room.cast.kai, "coordinator")
    kai.connection.actor = room.cast.actor("kai")

    kai.send(lost)

    assert (kai.reasons(), anna.reads()) == (["not_found"], "Vi prøver ")


def other_key(she: Writer) -> None:
    she.texts["another"] = Text("heilt ny tekst")


def taken_out(she: Writer) -> None:
    del she.texts["what"]


def overwritten(she: Writer) -> None:
    she.texts["what"] = Text("min tekst")


def no_text(she: Writer) -> None:
    she.texts["what"] = "ein streng"


def note_root(she: Writer) -> None:
    she.doc.get("notes", type=Map)["one-one-one-one-one-11"] = Map({"text": Text("hei")})


def other_root(she: Writer) -> None:
    she.doc.get("elsewhere", type=Map)["what"] = Text("hei")


def text_root(she: Writer) -> None:
    she.doc.get("elsewhere", type=Text).insert(0, "hei")


def with_a_carriage_return(she: Writer) -> None:
    she.texts["what"].insert(0, "a\r\nb")


HOSTILE: list[Any] = [
    other_key, taken_out, overwritten, no_text, note_root, other_root, text_root, with_a_carriage_return,
]  # fmt: skip


@pytest.mark.parametrize("change", HOSTILE)
def test_nothing_changes_but_characters_in_the_texts_that_are_there(
    room: Room, writer_for: WriterFor, change: Callable[[Writer], None]
) -> None:
    """WR-1"""
    eli, anna = writer_for(room.eli).join(), writer_for(room.cast.anna).join()

    eli.send(eli.does(change))

    late = writer_for(room.cast.kai).join()
    assert (eli.reasons(), anna.reads(), late.doc.get_state() == anna.doc.get_state()) == (["rule"], "Vi prøver ", True)


@pytest.mark.parametrize("change", [other_key, taken_out, overwritten, no_text, note_root, with_a_carriage_return])
def test_without_the_judge_each_of_these_would_be_taken(
    room: Room, writer_for: WriterFor, change: Callable[[Writer], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of WR-1. Roots that no document has are stopped before the judge, by the gate."""
    monkeypatch.setattr(taking, "judge_changes", lambda _changes, *, limits: set())
    eli = writer_for(room.eli).join()

    eli.send(eli.does(change))

    assert (eli.reasons(), eli.words("a")) == ([], [[1]])


def test_a_text_that_would_be_too_long_is_refused_whole(room: Room, writer_for: WriterFor) -> None:
    """WR-2"""
    eli, anna = writer_for(room.eli).join(), writer_for(room.cast.anna).join()
    room_left = LIMIT - len("Vi prøver ")

    anna.send(anna.writes("å" * room_left))
    eli.send(eli.writes("x", at=0))

    assert (eli.reasons(), anna.reasons(), len(anna.reads())) == (["full"], [], LIMIT)


def test_one_update_that_does_something_allowed_and_something_else_is_refused_whole(
    room: Room, writer_for: WriterFor
) -> None:
    """WR-1"""
    eli, anna = writer_for(room.eli).join(), writer_for(room.cast.anna).join()

    def both(she: Writer) -> None:
        she.texts["what"].insert(0, "greitt ")
        other_key(she)

    eli.send(eli.does(both))

    assert (eli.reasons(), anna.reads()) == (["rule"], "Vi prøver ")


def test_after_the_close_nothing_is_taken_and_everybody_is_told(room: Room, writer_for: WriterFor) -> None:
    """WR-6"""
    anna, eli = writer_for(room.cast.anna).join(), writer_for(room.eli).join()
    with unit_of_work():
        words = services.close(room.writing.id)

    eli.send(eli.writes("for seint"))

    assert (words["what"], eli.reasons(), anna.words("writing:closed"), anna.reads()) == (
        "Vi prøver ",
        ["closed"],
        [[]],
        "Vi prøver ",
    )


def test_opened_again_they_write_on(room: Room, writer_for: WriterFor) -> None:
    """WR-6"""
    anna = writer_for(room.cast.anna).join()
    with unit_of_work():
        services.close(room.writing.id)
    with unit_of_work():
        services.reopen(room.writing.id)

    anna.send(anna.writes("likevel"))

    assert (anna.reasons(), anna.words("writing:opened"), anna.words("a")) == ([], [[]], [[1]])
