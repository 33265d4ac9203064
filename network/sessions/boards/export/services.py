"""Bringing in the notes of a file: onto a board that is open, or as a new board of a group. All of it, or nothing."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pycrdt import Doc, Map, Text
from sqlalchemy import insert, select

from network.access.actor import Actor
from network.core import clock
from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.core.language import ngettext
from network.core.signals import groups_changed, hall_changed
from network.documents import plain
from network.documents.limits import Limits
from network.documents.turns import Turns
from network.sessions.boards.export.rules.collected import Asked
from network.sessions.boards.export.rules.places import positions_after
from network.sessions.boards.export.rules.unpacked import FoundBoard, FoundCluster, FoundNote, columns_for
from network.sessions.boards.models import Board, Note, NoteAuthor
from network.sessions.boards.queries import copy_of
from network.sessions.boards.rules.notes import plain_cluster, plain_note, settled
from network.sessions.boards.rules.shape import CLUSTER_LIMIT, NOTE_LIMIT, Touched
from network.sessions.boards.services import making
from network.sessions.boards.services.opened import OpenBoard, last_positions, notes_of
from network.sessions.boards.services.taking import author_rows, judge_for, remember
from network.sessions.gatherings.models import ProgrammeItem
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.groups.models import BreakoutGroup, GroupRound, RoundState

_turns = Turns()


@dataclass(frozen=True)
class Plan:
    """What a file would bring to a board: `new` notes in columns of that board, `known` ones that are left as they are.

    `clusters` are those of new notes that the board lacks; one that it has keeps its name and its place.
    `strays` are new ones whose column the board lacks: they come to stand in its first.
    """

    new: Sequence[FoundNote]
    known: int
    strays: int
    clusters: Sequence[FoundCluster] = ()


def plan(board: OpenBoard, columns: Sequence[Asked], found: FoundBoard) -> Plan:
    """A note that is here already is left alone, also when it has been deleted here (EX-7)."""
    here, gathered = notes_of(board.document), board.cluster_ids()
    new = [note for note in found.notes if note.id not in here]
    own = columns_for(found, columns)
    wanted = {note.cluster for note in new}
    lacking = [one for one in found.clusters if one.id in wanted and one.id not in gathered]
    return Plan(
        new=[replace(note, column=own[note.column] or columns[0].key) for note in new],
        clusters=[replace(one, column=own[one.column] or columns[0].key) for one in lacking],
        known=len(found.notes) - len(new),
        strays=sum(own[note.column] is None for note in new),
    )


def take_in(board: OpenBoard, actor: Actor, columns: Sequence[Asked], found: FoundBoard) -> int:
    """Write the notes that are new here, in one step; says how many. Waits for the commit, outside a unit of work.

    Raises NotAllowed, and Conflict when the board is closed or has no room. Nothing of the file is there then.
    """
    judge_for(board, actor)("note.create", None)
    if not board.facts().is_open:
        raise Conflict(_("The board is closed. Notes are brought in while it is open."))
    if board.hides_all:
        raise Conflict(_("Nobody sees who writes here, so notes of a file cannot be brought in."))
    board.learn_byline(actor.person_id)
    with _turns.of(board.document_id):  # the same form twice at once: the second finds them all here
        wanted = plan(board, columns, found)
        if wanted.new:
            _check_room(board, actor, wanted)
            _write(board, actor, wanted)
    return len(wanted.new)


def _check_room(board: OpenBoard, actor: Actor, wanted: Plan) -> None:
    new = wanted.new
    if len(board.cluster_ids()) + len(wanted.clusters) > CLUSTER_LIMIT:
        raise Conflict(_("The board has as many clusters as it can hold: 200."))
    room = NOTE_LIMIT - board.note_count()
    size = sum(len(note.text.encode()) + making.NOTE_BYTES for note in new)
    if len(new) > room:
        raise Conflict(
            ngettext(
                "There is room for %(num)d more note here, and the file has %(new)d new ones.",
                "There is room for %(num)d more notes here, and the file has %(new)d new ones.",
                max(0, room),
                new=len(new),
            )
        )
    if board.document.size_bytes() + size > Limits().document:
        raise Conflict(_("The board is full. Delete some notes first."))
    if not board.growth[actor.person_id or 0].may_add(size):
        raise Conflict(_("This is more than one person can add in an hour. Nothing of the file has been brought in."))


def _write(board: OpenBoard, actor: Actor, wanted: Plan) -> None:
    """Whom the board knows as a note's writer already stays so; of the others the importer is it (EX-8)."""
    new = wanted.new
    ids = {note.id for note in new}
    touched = Touched(added=[note.id for note in new if note.id not in board.known])
    rows = author_rows(board, actor, touched)
    remember(board, actor, touched)
    writes = _writes(new, wanted.clusters, last_positions(board.document))
    try:
        stored = board.author_step(writes, author_id=actor.person_id, also=rows)
    except BaseException:
        for note_id in touched.added:
            del board.known[note_id]
        raise
    board.mark_dirty(ids)
    board.channel.publish(stored)
    board.channel.tell("notes:known", board.public_id, board.told(ids))
    board.tell_writer(actor.person_id, touched.added)


def _writes(
    new: Sequence[FoundNote], clusters: Sequence[FoundCluster], last: dict[str, str]
) -> Callable[[Doc[Any]], None]:
    """A cluster comes to stand where the first of its notes would have stood."""

    def change(doc: Doc[Any]) -> None:
        notes, heads = doc.get("notes", type=Map), doc.get("clusters", type=Map)
        lacking = {one.id: one for one in clusters}
        for column in dict.fromkeys(note.column for note in new):
            here = [note for note in new if note.column == column]
            places = positions_after(last.get(column), len(here), secrets.choice)
            for note, position in zip(here, places, strict=True):
                notes[note.id] = _fields(note, position)
                head = lacking.pop(note.cluster or "", None)
                if head is not None:
                    heads[head.id] = Map({"title": Text(head.title), "place": [head.column, position]})

    return change


def _fields(note: FoundNote, position: str) -> "Map[Any]":
    return Map(
        {
            "text": Text(note.text),
            "place": [note.column, position],
            "hue": note.hue,
            "cluster": note.cluster,
            "deleted": False,
            "version_of": note.version_of,
        }
    )


def make_board(group: BreakoutGroup, actor: Actor, found: FoundBoard) -> Board:
    """A new board of the group with the file's columns and notes, all in one unit of work, which is open.

    Sent twice it is one board. It goes with the group's round, as the board of a group that came late: opened, written
    alone, with dots. Raises Conflict when that is over, and when the file holds more than one step of a document can.
    """
    made = _made_of(group, found)
    if made is not None:
        return made
    round_ = group.round
    if round_ is not None and round_.state == RoundState.CLOSED:
        raise Conflict(_("The round is over. A board is made of a file while it goes on, or before."))
    doc = _document(found)
    board = making.create_board(
        actor.person_id,
        group,
        title=group.label,
        question=found.question,
        columns=[making.Column(one.key, one.title, one.prompt) for one in found.columns],
        is_open=round_ is None,
        content=_content(doc),
        names=_names_for(round_),
    )
    if found.notes:
        db.session.execute(insert(NoteAuthor), [_author(board, note, actor) for note in found.notes])
        db.session.execute(insert(Note), _copies(board, doc))
    if round_ is not None:
        groups_changed.send(round_id=round_.id, person_ids=[])
    hall_changed.send(gathering_id=group.gathering_id)
    return board


def _names_for(round_: GroupRound | None) -> NamesLevel:
    return NamesLevel(db.session.get_one(ProgrammeItem, round_.item_id).names) if round_ else NamesLevel.NAMES


def _made_of(group: BreakoutGroup, found: FoundBoard) -> Board | None:
    """The board of this group that has all the notes of the file already, if one has."""
    wanted = {note.id for note in found.notes}
    for board in db.session.scalars(select(Board).where(Board.group_id == group.id).order_by(Board.id.desc())):
        known = set(db.session.scalars(select(NoteAuthor.note_id).where(NoteAuthor.board_id == board.id)))
        if wanted and wanted <= known:
            return board
    return None


def _document(found: FoundBoard) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    doc["notes"] = Map()
    doc["clusters"] = Map()
    with doc.transaction():
        _writes(found.notes, found.clusters, {})(doc)
    return doc


def _copies(board: Board, doc: Doc[Any]) -> list[dict[str, object]]:
    """The notes' copies in SQL: how many dots each has is said by them, before anybody has opened the board."""
    heads = (plain_cluster(key, values) for key, values in plain(doc.get("clusters", type=Map)).items())
    clusters = {head.id: head for head in heads if head is not None}
    notes = (plain_note(key, values) for key, values in plain(doc.get("notes", type=Map)).items())
    return [{"board_id": board.id, **copy_of(settled(note, clusters), clusters)} for note in notes if note is not None]


def _content(doc: Doc[Any]) -> bytes:
    made = doc.get_update()
    if len(made) > Limits().rejoining:
        raise Conflict(_("The file holds more than a board can take at once: about one million letters."))
    return made


def _author(board: Board, note: FoundNote, actor: Actor) -> dict[str, object]:
    return {
        "board_id": board.id,
        "note_id": note.id,
        "person_id": actor.person_id,
        "is_late": 0,
        "at_ms": clock.now_ms(),
    }


def columns_of(board: Board) -> list[Asked]:
    return [Asked(column.key, column.title, column.prompt) for column in board.columns]


def beginnings(notes: Iterable[FoundNote], *, most: int = 5) -> list[str]:
    """How the first of them begin, for whoever looks whether it is the right file."""
    return [" ".join(note.text.split()) for note in list(notes)[:most]]
