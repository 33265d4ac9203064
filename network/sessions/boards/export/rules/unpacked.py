"""Reading the JSON of boards without trusting it: all of a file can be used, or none of it is (EX-9)."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from network.sessions.boards.export.rules.collected import Asked
from network.sessions.boards.export.rules.packed import FORMAT, MERGED_FORMAT, VERSION
from network.sessions.boards.rules.shape import (
    CLUSTER_LIMIT,
    HUES,
    NOTE_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    is_note_id,
)

MOST_BOARDS = 100
MOST_COLUMNS = 20
LONGEST_LABEL = 200
LONGEST_TITLE = 80
LONGEST_PROMPT = 300
_KEY = re.compile(r"[A-Za-z0-9_-]{1,20}")


class Unreadable(Exception):
    """The file cannot be used. `reason` is a word of ours, `board` and `note` count from 1, 0 for none."""

    def __init__(self, reason: str, *, board: int = 0, note: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.board = board
        self.note = note


@dataclass(frozen=True)
class FoundNote:
    """A note of a file. Who wrote it, that it came late or was chosen is not read: that is no file's to say (EX-8)."""

    id: str
    text: str
    column: str
    hue: str
    version_of: str | None
    cluster: str | None = None


@dataclass(frozen=True)
class FoundCluster:
    """A cluster of a file, and the column in which it stands there."""

    id: str
    title: str
    column: str


@dataclass(frozen=True)
class FoundBoard:
    label: str
    question: str
    columns: Sequence[Asked]
    notes: Sequence[FoundNote]
    clusters: Sequence[FoundCluster] = ()


def repack(boards: Sequence[FoundBoard]) -> str:
    """What was read of a file, on one line: for the form that asks whether it is meant."""
    found = [
        {
            "group": board.label,
            "question": board.question,
            "columns": [{"key": one.key, "title": one.title, "prompt": one.prompt} for one in board.columns],
            "clusters": [{"id": one.id, "title": one.title, "column": one.column} for one in board.clusters],
            "notes": [
                {
                    "id": note.id,
                    "text": note.text,
                    "column": note.column,
                    "hue": note.hue,
                    "version_of": note.version_of,
                    "cluster": note.cluster,
                }
                for note in board.notes
            ],
        }
        for board in boards
    ]
    return json.dumps({"format": FORMAT, "version": VERSION, "boards": found}, ensure_ascii=False)


def unpack(body: bytes | str) -> list[FoundBoard]:
    """The boards of a file. Raises Unreadable for all of it when anything in it cannot be used."""
    try:
        found = json.loads(body.decode("utf-8-sig") if isinstance(body, bytes) else body)
    except (ValueError, RecursionError) as fault:
        raise Unreadable("not_json") from fault
    if isinstance(found, dict) and found.get("format") == MERGED_FORMAT:
        raise Unreadable("merged")
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Unreadable("not_ours")
    version = found.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Unreadable("not_ours")
    if version > VERSION:
        raise Unreadable("newer")
    boards = _list(found.get("boards"), most=MOST_BOARDS, reason="boards")
    if not boards:
        raise Unreadable("boards")
    return [_found_board(board, number) for number, board in enumerate(boards, 1)]


def _found_board(given: Any, number: int) -> FoundBoard:
    if not isinstance(given, dict):
        raise Unreadable("board", board=number)
    columns = [_found_column(one, number) for one in _list(given.get("columns"), most=MOST_COLUMNS, reason="columns")]
    keys = {column.key for column in columns}
    if not columns or len(keys) != len(columns):
        raise Unreadable("columns", board=number)
    clusters = _found_clusters(given.get("clusters", []), keys, number)
    homes = {cluster.id: cluster.column for cluster in clusters}
    listed = _list(given.get("notes"), most=NOTE_LIMIT, reason="many", board=number)
    notes = [_found_note(one, keys, homes, number, place) for place, one in enumerate(listed, 1)]
    if len({note.id for note in notes}) != len(notes):
        raise Unreadable("twice", board=number)
    return FoundBoard(
        label=_text(given.get("group"), LONGEST_LABEL, "board", board=number),
        question=_text(given.get("question"), TEXT_LIMIT, "board", board=number),
        columns=columns,
        notes=notes,
        clusters=clusters,
    )


def _found_clusters(given: Any, columns: set[str], board: int) -> list[FoundCluster]:
    """The clusters that a file lists; one that was made before there were any lists none."""
    listed = _list(given, most=CLUSTER_LIMIT, reason="clusters", board=board)
    found = [_found_cluster(one, columns, board) for one in listed]
    if len({cluster.id for cluster in found}) != len(found):
        raise Unreadable("twice", board=board)
    return found


def _found_cluster(given: Any, columns: set[str], board: int) -> FoundCluster:
    column = given.get("column") if isinstance(given, dict) else None
    if not isinstance(given, dict) or not is_note_id(given.get("id")):
        raise Unreadable("clusters", board=board)
    if not isinstance(column, str) or column not in columns:
        raise Unreadable("clusters", board=board)
    title = _text(given.get("title"), TITLE_LIMIT, "clusters", board=board)
    return FoundCluster(given["id"], title.replace("\x00", ""), column)


def _found_column(given: Any, board: int) -> Asked:
    if not isinstance(given, dict) or not _is_key(given.get("key")):
        raise Unreadable("columns", board=board)
    return Asked(
        given["key"],
        _text(given.get("title"), LONGEST_TITLE, "columns", board=board),
        _text(given.get("prompt"), LONGEST_PROMPT, "columns", board=board),
    )


def _found_note(given: Any, columns: set[str], homes: Mapping[str, str], board: int, note: int) -> FoundNote:
    if not isinstance(given, dict) or not is_note_id(given.get("id")):
        raise Unreadable("note", board=board, note=note)
    column, hue, version_of = (given.get(name) for name in ("column", "hue", "version_of"))
    is_placed = column in columns if isinstance(column, str) else False
    is_coloured = hue in HUES if isinstance(hue, str) else False
    if not is_placed or not is_coloured or not (version_of is None or is_note_id(version_of)):
        raise Unreadable("note", board=board, note=note)
    cluster = given.get("cluster")
    if cluster is not None and not (isinstance(cluster, str) and cluster in homes):
        raise Unreadable("note", board=board, note=note)
    text = _text(given.get("text"), TEXT_LIMIT, "long", board=board, note=note)
    home = homes.get(cluster or "", str(column))
    return FoundNote(given["id"], text.replace("\x00", ""), home, str(hue), version_of, cluster)


def _is_key(value: object) -> bool:
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def _text(value: object, most: int, reason: str, **where: int) -> str:
    """A text that can be stored. JSON can name halves of letters, which are none."""
    if not isinstance(value, str):
        raise Unreadable("note" if reason == "long" else reason, **where)
    if len(value) > most:
        raise Unreadable(reason, **where)
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Unreadable("letters", **where)
    return value


def _list(value: object, *, most: int, reason: str, **where: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise Unreadable(reason, **where)
    return value


def columns_for(board: FoundBoard, columns: Sequence[Asked]) -> Mapping[str, str | None]:
    """Column of the file → the board's own: of the same title, else of the same key, else none."""
    titles = {_folded(one.title): one.key for one in columns}
    keys = {one.key for one in columns}
    return {one.key: titles.get(_folded(one.title)) or (one.key if one.key in keys else None) for one in board.columns}


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()
