"""Boards in memory: what each message is judged by, so that none has to ask the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pycrdt import Doc, Map
from sqlalchemy.orm import Session

from network.access.actor import Actor
from network.access.scopes import Facts
from network.core import clock
from network.core.db import Row, db, is_writing
from network.core.errors import Conflict, NotFound
from network.core.language import gettext as _
from network.documents import Document, merge_updates, plain, registry
from network.live import Channel, Outgoing, Register
from network.sessions.boards.models import LATE, Board
from network.sessions.boards.queries import bylines, copies_of, copy_of, known_notes, plenary_ids
from network.sessions.boards.rules.authors import NOT_SAID, Byline, given_out
from network.sessions.boards.rules.notes import (
    PlainCluster,
    PlainNote,
    in_order,
    plain_cluster,
    plain_note,
    settled,
)
from network.sessions.boards.rules.shape import NOTE_LIMIT
from network.sessions.boards.rules.topics import Topic, topics
from network.sessions.boards.services.known import KnownNotes
from network.sessions.gatherings.rules.names import NamesLevel
from network.together.growth import Growth

UNDER_WAY = timedelta(seconds=30)


class BegunAnew(Conflict):
    """The board was begun anew without names (BO-36) while a step of the server's waited: what holds now is another."""


class OpenBoard:
    """One board that somebody is on: its document, its channel, and the server's own knowledge of its notes.

    `known` is never shown as it is: `told` and `byline_of` are what there is to show. `is_reseed_due`: its document is
    to be begun anew. `is_at_rest`: it is being begun anew, and nothing is taken for that moment. `photos`: what is
    told of the photos that lie under it, None until somebody asked.
    """

    def __init__(self, board: Board) -> None:
        self.id = board.id
        self.public_id = board.public_id
        self.columns = frozenset(column.key for column in board.columns)
        self.channel = Channel(f"board:{board.public_id}", merge=merge_updates)
        self.presence = Register(self.channel)
        self.known = KnownNotes(known_notes(board.id))
        self.plenary: list[str] = plenary_ids(board.id)
        self.growth: defaultdict[int, Growth] = defaultdict(Growth)
        self.dirty: set[str] = set()
        self.dirty_clusters: set[str] = set()
        self.dirty_since: float | None = None
        self.touched_at = 0.0
        self.bylines: dict[int, Byline] = {}
        self.photos: list[dict[str, str]] | None = None
        self.is_at_rest = False
        self.times_told = 0
        self.refresh(board)

    def refresh(self, board: Board) -> None:
        """Take over what the database says of opening, closing and sharing."""
        self.times_told += 1
        self._facts = board.facts()
        self._note_facts: dict[int | None, Facts] = {}
        self.names = NamesLevel(board.names)
        self.document_id = board.document_id
        self.presence.tells_focus = self.shows_names
        self.is_alone = board.alone_at is not None
        self.is_reseed_due = board.is_reseed_due
        self._alone_at: datetime | None = board.alone_at
        self._closed_at: datetime | None = board.closed_at

    def facts(self) -> Facts:
        """What the rules need to know, now: the half hour after the close runs out by itself."""
        if self._closed_at is None or not self._facts.is_lately_open:
            return self._facts
        if clock.now() - self._closed_at > LATE:
            self._facts = replace(self._facts, is_lately_open=False)
            self._note_facts = {}
        return self._facts

    def takes_new_notes(self) -> bool:
        """Not while it is written alone, but for what was under way when that began."""
        return self._alone_at is None or clock.now() - self._alone_at <= UNDER_WAY

    def note_facts(self, note_id: str | None, sender_id: int) -> Facts:
        """The facts of one note; a new one is its sender's own.

        On a board without names no note is anybody's: what only its writer may do would say who that is (BO-34).
        """
        if note_id is None:
            return self._facts_of(sender_id)
        known = self.known.get(note_id)
        return self._facts_of(known.person_id if known is not None and not self.hides_all else None)

    def _facts_of(self, owner_id: int | None) -> Facts:
        """The facts of the notes of one writer: made once as long as those of the board stay."""
        facts = self.facts()
        found = self._note_facts.get(owner_id)
        if found is None:
            found = self._note_facts[owner_id] = replace(facts, owner_id=owner_id)
        return found

    @property
    def shows_names(self) -> bool:
        return self.names == NamesLevel.NAMES

    @property
    def hides_all(self) -> bool:
        """Whether nobody may come to know who wrote here."""
        return self.names == NamesLevel.NOBODY

    def told(self, note_ids: Iterable[str]) -> dict[str, dict[str, object]]:
        """Note id → what the board's members are told of it."""
        return self.known.told(self.names, note_ids)

    def told_of_all(self) -> Outgoing:
        """What somebody is told of all notes who comes to the board."""
        return self.known.told_of_all(self.public_id, self.names)

    def byline_of(self, note_id: str) -> Byline:
        """Who wrote a note, as far as anybody may know."""
        known = self.known.get(note_id)
        return given_out(known.byline, self.names) if known is not None else NOT_SAID

    def typed_by(self, note_id: str) -> str:
        """The name of who wrote a note for its author; empty where nobody did, or names are not told."""
        known = self.known.get(note_id)
        return known.typed_by if known is not None and self.shows_names else ""

    def is_late(self, note_id: str) -> bool:
        return note_id in self.known and self.known[note_id].is_late

    def written_by(self, person_id: int | None) -> list[str]:
        """Her own notes, for her alone to be told of."""
        return [note_id for note_id, known in self.known.items() if person_id and known.person_id == person_id]

    def forget_writers(self) -> None:
        """Read anew what is still known, which is less than before."""
        self.known, self.bylines = KnownNotes(known_notes(self.id)), {}

    def tell_writer(self, person_id: int | None, note_ids: Iterable[str]) -> None:
        """Where the board does not say whose a note is, its writer's own devices are told that it is hers."""
        if self.names == NamesLevel.MUNICIPALITY:
            for member in self.channel:
                if member.person_id == person_id:
                    member.send("notes:mine", self.public_id, list(note_ids))

    @property
    def document(self) -> Document:
        """The shared document: asked for each time, since a refused update replaces it."""
        return registry().open(self.document_id)

    def author_step(
        self,
        change: Callable[["Doc[Any]"], None],
        *,
        author_id: int | None,
        also: Sequence[Row] = (),
        keep: str = "",
    ) -> bytes:
        """Let the server write on the board, as `registry().author_step` does, and wait for its turn.

        Raises BegunAnew when the board's names were taken away while it waited.
        """
        document_id = self.document_id
        try:
            return registry().author_step(document_id, change, author_id=author_id, also=also, keep=keep)
        except NotFound as gone:
            if self.document_id == document_id:
                raise
            raise BegunAnew(
                _(
                    "Nobody sees who writes on this board from now on. Nothing is stored: look at the board, and send "
                    "it once more."
                )
            ) from gone

    def know_byline(self, actor: Actor) -> None:
        """The same of somebody who is here herself, which takes no reading."""
        if actor.person_id is not None:
            self.bylines[actor.person_id] = Byline(actor.public_key, actor.name, actor.municipality)

    def learn_byline(self, person_id: int | None) -> None:
        """Read once who this is, so that her notes can carry her name at once. Needs an app context."""
        if person_id is not None and person_id not in self.bylines:
            self.bylines.update(bylines([person_id]))

    def mark_dirty(self, note_ids: set[str], cluster_ids: Set[str] = frozenset()) -> None:
        """These notes differ from their copies in SQL, and so do all that lie in these clusters."""
        if not note_ids and not cluster_ids:
            return
        self.dirty |= note_ids
        self.dirty_clusters |= cluster_ids
        self.touched_at = clock.monotonic()
        if self.dirty_since is None:
            self.dirty_since = self.touched_at

    def note_count(self) -> int:
        """The notes before the update that is being judged, without the deleted ones; counted only near the limit."""
        if len(self.known) < NOTE_LIMIT:
            return len(self.known)
        return sum(1 for note in self.notes() if note.id in self.known)

    def notes(self) -> list[PlainNote]:
        """The notes that are not deleted, in order."""
        return [note for note in read_notes(self.document) if not note.is_deleted]

    def topics(self) -> list[Topic]:
        """What stands on the board: clusters with their notes, and loose notes, in order."""
        return topics(read_notes(self.document), read_clusters(self.document))

    def cluster_ids(self) -> frozenset[str]:
        return frozenset(clusters_of(self.document).keys())


def notes_of(document: Document) -> "Map[Any]":
    """The document's map of notes."""
    notes: Map[Any] = document.doc.get("notes", type=Map)
    return notes


def clusters_of(document: Document) -> "Map[Any]":
    """The document's map of clusters."""
    clusters: Map[Any] = document.doc.get("clusters", type=Map)
    return clusters


def read_notes(document: Document) -> list[PlainNote]:
    """Every note of the document that can be drawn, the deleted ones too, in order and where it is drawn."""
    clusters = read_clusters(document)
    read = (plain_note(key, values) for key, values in plain(notes_of(document)).items())
    return in_order(settled(note, clusters) for note in read if note is not None)


def read_clusters(document: Document) -> dict[str, PlainCluster]:
    """Cluster id → every cluster of the document, the emptied ones too."""
    read = {key: plain_cluster(key, values) for key, values in plain(clusters_of(document)).items()}
    return {key: cluster for key, cluster in read.items() if cluster is not None}


def last_positions(document: Document) -> dict[str, str]:
    """Column → the position behind which nothing stands in it, neither note nor cluster."""
    last: dict[str, str] = {}
    placed = [(note.column, note.position) for note in read_notes(document)]
    placed += [(cluster.column, cluster.position) for cluster in read_clusters(document).values()]
    for column, position in placed:
        last[column] = max(last.get(column, ""), position)
    return last


_open: dict[str, OpenBoard] = {}


def begin_anew() -> None:
    """Forget all boards: they are those of the program that was put together last, as its documents and sockets are."""
    _open.clear()


def open_board(board: Board) -> OpenBoard:
    """The board in memory, read in if nobody is on it yet. Needs an app context.

    Reading in may wait (a document's journal is made short, a database server answers): the board is known only when
    that is over, so that nobody can let go of it meanwhile and two never stand side by side.
    """
    known = _open.get(board.public_id)
    if known is not None:
        return known
    made = OpenBoard(board)
    made.mark_dirty(_without_true_copy(made))
    _look_again(made)
    # Nothing waits between that look and this line: later changes are told to the board that is known.
    return _open.setdefault(board.public_id, made)


def _look_again(board: OpenBoard) -> None:
    """What was opened, closed or shared while the board was read in was told to nobody: it was not known yet.

    In a connection of its own, so that what the caller holds stays as it read it. A unit of work is the only writer
    there is (CO-2), and what it has changed itself is told when it is stored.
    """
    if is_writing():
        return
    times = board.times_told
    with Session(db.engine) as session:
        row = session.get(Board, board.id)
        if row is not None and board.times_told == times:
            board.refresh(row)


def _without_true_copy(board: OpenBoard) -> set[str]:
    """The notes that a crash kept from being copied to SQL."""
    copies, clusters = copies_of(board.id), read_clusters(board.document)
    return {note.id for note in read_notes(board.document) if copies.get(note.id) != copy_of(note, clusters)}


def cannot_be_opened() -> str:
    """What a person is told of a board whose stored bytes cannot be read; other boards are not touched by it."""
    return _(
        "This board cannot be opened just now. What you have written is kept. Tell the one who leads the gathering."
    )


def opened(public_id: str) -> OpenBoard | None:
    """The board if it is in memory."""
    return _open.get(public_id)


def opened_boards() -> Iterator[OpenBoard]:
    yield from tuple(_open.values())


def let_go(board: OpenBoard) -> None:
    """Forget a board that nobody is on and whose copies in SQL are up to date."""
    if not board.dirty and not board.dirty_clusters and not board.channel.members:
        _open.pop(board.public_id, None)
        registry().release(board.document_id)
