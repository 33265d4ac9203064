"""What the board's page has of a long column: its first dozen, what it says of the others, and the page of all."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

from flask.testing import FlaskClient

from network.people.models import Person
from network.sessions.boards.drawn import FIRST, Drawn, columns
from network.sessions.boards.models import Board
from network.sessions.boards.rules.notes import PlainNote
from network.sessions.boards.rules.topics import Topic
from tests.cast import COLUMNS, Hall

ClientFor = Callable[[Person | None], FlaskClient]
KEY = COLUMNS[0].key
BOARD = cast(Board, SimpleNamespace(columns=[SimpleNamespace(key=KEY, title="Kva?", prompt="")]))
MORE = FIRST + 3
ON_PAGE = re.compile(r'data-note="([^"]+)"')


def a_note(at: int, cluster: str | None = None) -> PlainNote:
    return PlainNote(f"note{at}", f"Lapp {at}", KEY, f"{at:03}", "sun", False, None, cluster)


def drawn(note: PlainNote) -> Drawn:
    return {"id": note.id}


def ids(topics: object) -> list[object]:
    return [note["id"] for topic in cast(list[Drawn], topics) for note in cast(list[Drawn], topic["notes"])]


def test_a_column_begins_with_a_dozen_and_names_the_others() -> None:
    notes = [a_note(at) for at in range(MORE)]
    standing = [(Topic(one.id, one.text, KEY, one.position, False, (one,)), drawn) for one in notes]
    (first,) = columns(BOARD, standing, is_whole=False)
    (whole,) = columns(BOARD, standing, is_whole=True)

    assert (ids(first.topics), first.rest) == ([n.id for n in notes[:FIRST]], [n.id for n in notes[FIRST:]])
    assert (ids(whole.topics), whole.rest) == ([n.id for n in notes], [])
    assert first.count == whole.count == MORE


def test_a_cluster_that_is_longer_tells_of_all_its_notes() -> None:
    inside = tuple(a_note(at, "c") for at in range(1, MORE))
    loose = a_note(0)
    standing = [
        (Topic(loose.id, loose.text, KEY, loose.position, False, (loose,)), drawn),
        (Topic("c", "Klynge", KEY, "001", True, inside), drawn),
        (Topic("d", "Etter", KEY, "900", True, (a_note(900, "d"),)), drawn),
    ]
    (column,) = columns(BOARD, standing, is_whole=False)

    assert [(topic["id"], topic["count"]) for topic in column.topics] == [("note0", 1), ("c", MORE - 1)]
    assert len(ids(column.topics)) == FIRST
    assert column.bottom == "900"
    assert column.rest == [*(note.id for note in inside[FIRST - 1 :]), "note900"]
    assert column.count == MORE + 1


def test_the_page_leads_to_the_page_of_all(hall: Hall, client_for: ClientFor) -> None:
    anna = client_for(hall.cast.anna)
    address = f"/boards/{hall.board.public_id}"
    for at in range(MORE):
        note = {"text": f"Lapp {at}", "column": KEY, "note_id": f"abcdefghijklmnopqrs{at:03}"}
        assert anna.post(f"{address}/notes", data=note).status_code == 303
    first = anna.get(address).text
    link = re.search(r'data-rest="([^"]+)"><a class="ds-link" href="([^"#]+)#', first)
    assert link is not None
    whole = anna.get(link[2]).text

    assert len(ON_PAGE.findall(first)) == FIRST
    assert [*ON_PAGE.findall(first), *link[1].split()] == ON_PAGE.findall(whole)
    assert (len(ON_PAGE.findall(whole)), "data-rest" in whole) == (MORE, False)
