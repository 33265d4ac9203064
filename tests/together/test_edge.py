"""One edge for every kind of shared document: a name leads to its own kind, and to no other."""

from flask import Flask

from network.core.db import db, unit_of_work
from network.people.models import Municipality
from network.together.kinds import kind_of, known_kinds
from network.writing import services
from tests.cast import open_the_hall
from tests.furnished import furnished
from tests.sessions.boards.conftest import Writer


def test_boards_own_notes_and_texts_are_the_kinds_that_can_be_joined(app: Flask) -> None:
    found = {kind.prefix: (kind.reading, kind.attending, kind.writing) for kind in known_kinds()}

    assert found == {
        "": ("board.read", "presence.create", "note.create"),
        "own": ("board.read", "presence.create", "note.create"),
        "w": ("writing.read", "writing.read", "writing.edit"),
    }


def test_a_name_leads_to_its_kind_and_an_unknown_one_to_the_boards(app: Flask) -> None:
    names = ["Zx81Q0aRk3LmT2vW", "w.Zx81Q0aRk3LmT2", "x.Zx81Q0aRk3LmT2", "", ".", "w"]

    assert [kind_of(name).prefix for name in names] == ["", "w", "", "", "", ""]


def test_who_is_on_a_board_and_at_a_text_is_judged_and_counted_at_each_by_itself(app: Flask) -> None:
    hall = furnished(app, open_the_hall)
    anna = Writer(app, hall.cast.anna, hall.board).join()
    anna.send(anna.writes("one-one-one-one-one-11"))
    with unit_of_work():
        nordvik = db.session.scalars(db.select(Municipality).where(Municipality.name == "Nordvik")).one()
        writing = services.begin(gathering_id=None, municipality_id=nordvik.id, texts={"what": ("", 10)})
    at_the_board = anna.public_id

    anna.public_id = writing.public_id
    anna.start_anew().join()
    text = anna.doc.get("texts", type=type(anna.notes))["what"]
    anna.send(anna.does(lambda she: text.insert(0, "hei")))

    acknowledged = [list(said) for said in anna.wire.said if said[0] == "a"]
    assert acknowledged == [["a", at_the_board, 1], ["a", writing.public_id, 1]]
