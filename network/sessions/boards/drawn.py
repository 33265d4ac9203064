"""What a board's page has of its notes before the script takes over: to be read at once, and without script.

A slow phone styles, lays out and paints all that is in the page before it shows the first line of it. So each column
begins with a dozen; the script brings the others, and for whoever has none there is a page of all (decision 0026).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from network.access.actor import Actor
from network.core.language import gettext as _
from network.sessions.boards.models import Board, BoardColumn
from network.sessions.boards.rules.authors import NOT_SAID, Byline, name_in_words
from network.sessions.boards.rules.notes import PlainNote
from network.sessions.boards.rules.topics import Topic
from network.sessions.boards.services import alone
from network.sessions.boards.services.opened import OpenBoard, notes_of

FIRST = 12
"""So many notes of a column fill the tallest window in which one reads; the page has no more of it."""

Drawn = dict[str, object]
Standing = tuple[Topic, Callable[[PlainNote], Drawn]]
"""What stands in a place of its own, and how one of its notes is drawn."""


@dataclass(frozen=True)
class DrawnColumn:
    """`topics` are drawn; `count` are all notes of the column, and `rest` the ids of those that are not drawn.

    Behind `bottom` nothing stands in the column: there goes what is written before the live board has come.
    """

    key: str
    title: str
    prompt: str
    topics: Sequence[Drawn]
    count: int
    rest: Sequence[str]
    bottom: str


def columns(board: Board, standing: Sequence[Standing], *, is_whole: bool) -> list[DrawnColumn]:
    """The columns in order, each with its first notes, or with all of them."""
    most = None if is_whole else FIRST
    return [_column(about, [one for one in standing if one[0].column == about.key], most) for about in board.columns]


def standing_on(board: OpenBoard, reader: Actor) -> list[Standing]:
    """Clusters, and notes by themselves."""
    hers = set(board.written_by(reader.person_id))
    return [(topic, lambda note: _note(board, note, hers)) for topic in board.topics()]


def her_own(board: Board, reader: Actor) -> list[Standing]:
    """What she has written alone; nobody else's."""
    own = alone.own_notes_of(board, reader)
    return _her_own(own, own.topics()) if own else []


def not_there_yet(board: Board, opened: OpenBoard, reader: Actor) -> list[Standing]:
    """What she has written on a board without names in the last seconds: it comes there in a while (BO-34)."""
    own = alone.own_notes_of(board, reader) if opened.hides_all and reader.person_id else None
    here = notes_of(opened.document)
    return _her_own(own, [topic for topic in own.topics() if topic.id not in here]) if own else []


def _column(about: BoardColumn, here: Iterable[Standing], most: int | None) -> DrawnColumn:
    drawn: list[Drawn] = []
    rest: list[str] = []
    count = 0
    bottom = ""
    for topic, draw in here:
        shown = topic.notes if most is None else topic.notes[: max(0, most - count)]
        if shown:
            drawn.append(_topic(topic, [draw(note) for note in shown]))
        rest += [note.id for note in topic.notes[len(shown) :]]
        count += len(topic.notes)
        bottom = max(bottom, topic.position, *(note.position for note in topic.notes))
    return DrawnColumn(about.key, about.title, about.prompt, drawn, count, rest, bottom)


def _her_own(own: alone.OpenOwnNotes, topics: Iterable[Topic]) -> list[Standing]:
    by = _by(NOT_SAID, "", is_mine=not own.board.hides_all)
    return [(topic, lambda note: {**_words(note), "by": by, "late": False, "lifted": False}) for topic in topics]


def _topic(topic: Topic, notes: list[Drawn]) -> Drawn:
    about = {"id": topic.id, "title": topic.title, "is_cluster": topic.is_cluster}
    return {**about, "notes": notes, "count": len(topic.notes)}


def _note(board: OpenBoard, note: PlainNote, hers: set[str]) -> Drawn:
    return {
        **_words(note),
        "by": _by(board.byline_of(note.id), board.typed_by(note.id), is_mine=not board.hides_all and note.id in hers),
        "late": board.is_late(note.id),
        "lifted": note.id in board.plenary,
        "first": [note.id] == board.plenary[:1],
    }


def _words(note: PlainNote) -> Drawn:
    return {"id": note.id, "text": note.text, "hue": note.hue}


def _by(author: Byline, typed_by: str, *, is_mine: bool) -> str:
    """Who wrote a note, in words, as far as its board tells it."""
    known = filter(None, (name_in_words(author, typed_by), author.municipality))
    return ", ".join(known) or (_("You") if is_mine else _("No name"))
