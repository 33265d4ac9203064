"""Reading boards, and what the server knows of who wrote a note. How much of that is told: rules/authors.py."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Boolean, ColumnElement, Select, bindparam, func, select, union_all

from network.access.actor import Actor
from network.access.guard import allows
from network.access.scopes import Facts
from network.core import clock
from network.core.db import db
from network.core.reading import once
from network.people.models import Person
from network.people.queries import municipality_names
from network.sessions.boards.models import Board, BoardPhoto, Note, NoteAuthor, OwnNotes, PlenaryChoice, TypedNote
from network.sessions.boards.rules.authors import Byline, given_out
from network.sessions.boards.rules.notes import PlainCluster, PlainNote
from network.sessions.boards.rules.plenary import Choice, Lifted, plenary_order
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupRound, RoundState

ACTS = ("note.create", "note.edit", "note.move", "note.delete", "board.edit", "plenary.create")


@dataclass(frozen=True)
class Known:
    """What the server alone knows of a note. `person_id` None: who wrote it has been forgotten (BO-38).

    `typed_by`: the name of who wrote it for its author, if somebody did (BO-45).
    """

    person_id: int | None
    byline: Byline
    is_late: bool
    typed_by: str = ""

    def told(self, level: NamesLevel) -> dict[str, object]:
        """The plain values that go to the board's members at this level."""
        line = given_out(self.byline, level)
        told = {"key": line.key, "name": line.name, "municipality": line.municipality, "late": self.is_late}
        return {**told, "typed_by": self.typed_by} if self.typed_by and level == NamesLevel.NAMES else told


def board_by_public_id(public_id: str) -> Board | None:
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(_by_public_id(), {"public_id": public_id})


@cache
def _by_public_id() -> Select[Board]:
    return select(Board).where(Board.public_id == bindparam("public_id"))


def boards_for(actor: Actor) -> list[Board]:
    """The boards that the actor may read, newest first."""
    rows = select(Board).where(_may_read(_sees_shared(actor))).order_by(Board.id.desc())
    return list(db.session.scalars(rows, _asked(actor)))


def _may_read(sees_shared: bool) -> ColumnElement[bool]:
    """The row board.read of the matrix, for the database. Holds the parameters of `_asked`."""
    led = Board.gathering_id.in_(bindparam("facilitated_ids", expanding=True))
    is_calling = Board.group_id.in_(bindparam("calling_group_ids", expanding=True))
    is_kept = Board.group.has(kind=GroupKind.LOCAL) & ~is_calling
    may_read = Board.group_id.in_(bindparam("group_ids", expanding=True)) | led & ~is_kept | _is_of_her_own()
    return may_read | Board.shared_at.is_not(None) if sees_shared else may_read


def _is_of_her_own() -> ColumnElement[bool]:
    """The scope muni: a badge does not reach what her municipality has at another gathering."""
    hers = BreakoutGroup.municipality_id.in_(bindparam("municipality_ids", expanding=True))
    is_reached = bindparam("has_no_badge", type_=Boolean) | (Board.gathering_id == bindparam("only_gathering_id"))
    return Board.group.has((BreakoutGroup.kind == GroupKind.LOCAL) & hers) & is_reached


def _sees_shared(actor: Actor) -> bool:
    return bool(actor.roles & set("DKP"))


def _asked(actor: Actor) -> dict[str, object]:
    ids = {name: sorted(getattr(actor, name)) for name in ("group_ids", "facilitated_ids", "calling_group_ids")}
    return {
        **ids,
        "municipality_ids": sorted(actor.municipality_ids) if actor.roles & set("DK") else [],
        "has_no_badge": actor.only_gathering_id is None,
        "only_gathering_id": actor.only_gathering_id,
    }


def open_acts(actor: Actor, facts: Facts) -> list[str]:
    """What the actor may do on a board with these facts, for pages that offer it. Own notes may allow more."""
    return [action for action in ACTS if allows(actor, action, facts)]


def bylines(person_ids: Iterable[int]) -> dict[int, Byline]:
    """Person id → byline, with the municipality that she belongs to today, or an empty one."""
    ids = sorted(set(person_ids))
    places = municipality_names(ids, today=clock.now().date())
    rows = db.session.execute(select(Person.id, Person.public_key, Person.name).where(Person.id.in_(ids)))
    return {row.id: Byline(key=row.public_key, name=row.name, municipality=places.get(row.id, "")) for row in rows}


def copies_of(board_id: int) -> dict[str, dict[str, object]]:
    """Note id → the note as SQL has it, as `copy_of` makes it."""
    rows = db.session.execute(select(*Note.__table__.columns).where(Note.board_id == board_id)).mappings()
    return {row["id"]: {name: row[name] for name in row if name != "board_id"} for row in rows}


def copy_of(note: PlainNote, clusters: Mapping[str, PlainCluster]) -> dict[str, object]:
    """The row of a note in SQL, without its board. PostgreSQL stores no zero: one note would hold up all boards."""
    cluster = clusters.get(note.cluster or "")
    return {
        "id": note.id,
        "column_key": note.column,
        "position": note.position,
        "text": note.text.replace("\x00", ""),
        "hue": note.hue,
        "is_deleted": note.is_deleted,
        "version_of": note.version_of,
        "cluster_id": cluster.id if cluster is not None else None,
        "cluster_title": cluster.title.replace("\x00", "") if cluster is not None else "",
    }


def known_notes(board_id: int) -> dict[str, Known]:
    """Note id → what the server knows of it."""
    columns = NoteAuthor.note_id, NoteAuthor.person_id, NoteAuthor.municipality, NoteAuthor.is_late
    authors = db.session.execute(select(*columns).where(NoteAuthor.board_id == board_id)).all()
    lines = bylines(author.person_id for author in authors if author.person_id is not None)
    typed = typed_by(board_id)
    return {
        author.note_id: Known(
            author.person_id,
            lines[author.person_id] if author.person_id is not None else Byline("", "", author.municipality or ""),
            bool(author.is_late),
            typed.get(author.note_id, ""),
        )
        for author in authors
    }


def typed_by(board_id: int) -> dict[str, str]:
    """Note id → the name of who wrote it for its author; nothing where a board does not show names."""
    rows = select(TypedNote.note_id, Person.name).join(Person, Person.id == TypedNote.by_id)
    rows = rows.join(Board, Board.id == TypedNote.board_id)
    found = db.session.execute(rows.where(Board.id == board_id, Board.names == NamesLevel.NAMES))
    return {row.note_id: row.name for row in found}


def photos_of(board_id: int) -> list[BoardPhoto]:
    """The photos of paper sheets that lie on a board, first first."""
    return list(db.session.scalars(_photos(), {"board_id": board_id}))


@cache
def _photos() -> Select[BoardPhoto]:
    rows = select(BoardPhoto).where(BoardPhoto.board_id == bindparam("board_id"), BoardPhoto.removed_at.is_(None))
    return rows.order_by(BoardPhoto.id)


def plenary_ids(board_id: int) -> list[str]:
    """The notes that the board's group has chosen for everybody, first first."""
    rows = select(PlenaryChoice.note_id).where(PlenaryChoice.board_id == board_id)
    return list(db.session.scalars(rows.order_by(PlenaryChoice.rank)))


def board_of_group(group_id: int) -> Board | None:
    return db.session.scalar(select(Board).where(Board.group_id == group_id).order_by(Board.id.desc()).limit(1))


def boards_of_round(round_id: int) -> dict[int, Board]:
    """Group id → its board."""
    rows = select(Board).join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
    found = db.session.scalars(rows.where(BreakoutGroup.round_id == round_id).order_by(Board.id))
    return {board.group_id: board for board in found}


def note_counts(round_id: int) -> dict[int, int]:
    """Group id → how many notes its members have written by now; groups without any are absent.

    Those on the board by their copies, and while it is written alone how many lie beside it.
    """
    rows = (
        select(Board.group_id, func.count())
        .join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
        .join(Note, Note.board_id == Board.id)
        .where(BreakoutGroup.round_id == round_id, Note.is_deleted.is_(False))
        .group_by(Board.group_id)
    )
    own = (
        select(Board.group_id, func.sum(OwnNotes.unshown))
        .join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
        .join(OwnNotes, OwnNotes.board_id == Board.id)
        .where(BreakoutGroup.round_id == round_id, Board.alone_at.is_not(None))
        .group_by(Board.group_id)
    )
    found: Counter[int] = Counter()
    for group_id, count in db.session.execute(union_all(rows, own)):
        found[group_id] += int(count or 0)
    return +found


def plenary(round_id: int) -> list[tuple[str, list[Choice]]]:
    """(group label, its chosen notes in their order), by the groups' numbers; without those that chose nothing."""
    rows = (
        select(BreakoutGroup.label, BreakoutGroup.id, Note.text, Note.cluster_title)
        .join(Board, Board.group_id == BreakoutGroup.id)
        .join(PlenaryChoice, PlenaryChoice.board_id == Board.id)
        .join(Note, (Note.board_id == Board.id) & (Note.id == PlenaryChoice.note_id))
        .where(BreakoutGroup.round_id == round_id, Note.is_deleted.is_(False))
        .order_by(BreakoutGroup.number, BreakoutGroup.id, PlenaryChoice.rank)
    )
    found: dict[int, tuple[str, list[Choice]]] = {}
    for label, group_id, text, topic in db.session.execute(rows):
        found.setdefault(group_id, (label, []))[1].append(Choice(text, topic))
    return list(found.values())


def plenary_for_stage(round_id: int) -> list[Lifted]:
    """The same as the big screen shows it: one from each group first, alike ones folded (BO-11)."""
    return plenary_order(plenary(round_id))


@dataclass(frozen=True)
class Listed:
    """A board on somebody's front page. `is_current`: its round is under way, or it is of none."""

    board: Board
    is_current: bool
    is_of_round: bool


@once
def listed_boards(actor: Actor) -> list[Listed]:
    """The actor's own boards, those of rounds under way first, then the newest.

    Whoever leads the gathering sees its boards on the control page; here she sees her own group's and shared ones.
    """
    rows = db.session.execute(_boards_and_states(_sees_shared(actor)), _asked(actor))
    listed = [Listed(board, state is None or state in _UNDER_WAY, state is not None) for board, state in rows]
    mine = [one for one in listed if one.board.group_id in actor.group_ids]
    others = [one for one in listed if one.board.group_id not in actor.group_ids]
    return sorted(mine, key=lambda one: not one.is_current) + sorted(others, key=lambda one: not one.is_current)


@cache
def _boards_and_states(sees_shared: bool) -> Select[Board, RoundState | None]:
    rows = (
        select(Board, GroupRound.state)
        .outerjoin(BreakoutGroup, BreakoutGroup.id == Board.group_id)
        .outerjoin(GroupRound, GroupRound.id == BreakoutGroup.round_id)
    )
    return rows.where(_may_read(sees_shared)).order_by(Board.id.desc())


_UNDER_WAY = (RoundState.GATHER, RoundState.RUNNING, RoundState.WRAP_UP)


def own_board_in(actor: Actor, group_id: int) -> Board | None:
    """The newest board of this group that the actor may read, out of those that her page lists anyway."""
    return next((one.board for one in listed_boards(actor) if one.board.group_id == group_id), None)
