"""A board, or a round's boards, as a paper: the same parts make the DOCX and the PDF."""

from collections.abc import Iterable, Iterator

from network.core import files
from network.core.language import current
from network.core.language import gettext as _
from network.people.queries import the_network
from network.sessions.boards.export import words
from network.sessions.boards.export.rules.collected import BoardCopy, Collection, Sheet
from network.web import paper
from network.web.paper import Paper, Part


def paper_of(collection: Collection) -> Paper:
    parts: list[Part] = [paper.facts(words.facts(collection))]
    for board in collection.boards:
        parts += _in_round(board) if collection.is_round else _columns(board, is_round=False)
    network = the_network()
    return Paper(
        paper.one_line(words.title(collection)),
        current(),
        author=network.name if network else "",
        running=paper.one_line(words.running(collection)),
        parts=tuple(parts),
    )


def _in_round(board: BoardCopy) -> Iterator[Part]:
    yield paper.heading(board.label)
    yield from paper.text(board.question)
    yield from paper.text(f"{words.STATES[board.state]} · {words.notes(len(board.notes))}", is_quiet=True)
    yield from _columns(board, is_round=True)


def _columns(board: BoardCopy, *, is_round: bool) -> Iterator[Part]:
    heading = paper.subheading if is_round else paper.heading
    for column in board.columns:
        yield heading(column.title)
        yield from paper.text(column.prompt, is_quiet=True)
        standing = board.topics_in(column.key)
        for place, (cluster, notes) in enumerate(standing):
            if cluster is not None:
                yield from paper.text(words.cluster(cluster, len(notes)))
            elif place:
                yield from paper.text(_("In no cluster"))
            yield paper.entries((note.text, words.about(note, board)) for note in notes)
        if not standing:
            yield from paper.text(_("No notes here."))
    if board.photos:
        yield heading(_("Photos of paper sheets"))
        for sheet in board.photos:
            yield from _sheet(sheet)


def _sheet(sheet: Sheet) -> Iterable[Part]:
    """Its words alone when there is no picture: bytes that a backup lacked, say."""
    jpeg = files.body_of(sheet.sha256) if sheet.sha256 else None
    return [paper.items([sheet.alt])] if jpeg is None else [paper.picture(jpeg, sheet.alt, caption=_("Photo"))]
