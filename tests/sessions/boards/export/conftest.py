"""The hall's board, written on."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from pycrdt import Doc, Map, Text

from network.documents import registry
from network.sessions.boards.services import making
from network.sessions.boards.services.opened import open_board
from tests.cast import Hall

Write = Callable[..., str]
Gather = Callable[..., None]


@pytest.fixture
def write(hall: Hall) -> Write:
    """`write("anna", "words", column="why")`: a note on the hall's first board; gives its id."""

    def written(name: str, text: str, *, column: str = "why", note_id: str | None = None) -> str:
        board = open_board(hall.board)
        return making.note_step(board, hall.cast.actor(name), text=text, column=column, note_id=note_id)

    return written


@pytest.fixture
def gather(hall: Hall) -> Gather:
    """`gather("school…", ids, title="Skule")`: these notes of the hall's first board come to lie in a cluster."""

    def gathered(cluster_id: str, note_ids: Sequence[str], *, title: str = "", column: str = "why") -> None:
        def change(doc: Doc[Any]) -> None:
            doc.get("clusters", type=Map)[cluster_id] = Map({"title": Text(title), "place": [column, "A"]})
            for note_id in note_ids:
                doc.get("notes", type=Map)[note_id]["cluster"] = cluster_id

        registry().author_step(open_board(hall.board).document_id, change, author_id=None)

    return gathered
