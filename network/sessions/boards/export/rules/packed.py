"""The JSON of boards, version 1, as docs/board-file.md describes it."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from network.sessions.boards.export.rules.collected import BoardCopy, Collection, Written

FORMAT = "samling.boards"
MERGED_FORMAT = "samling.merged"
"""What all groups of a round wrote, put together: no boards, so nothing that can be brought in."""
VERSION = 1


def pack(collection: Collection) -> bytes:
    """The file of these boards."""
    held = {"boards": [_board(board) for board in collection.boards]}
    return file_of(FORMAT, VERSION, held, at=collection.at, gathering=collection.gathering, day=collection.day)


def file_of(kind: str, version: int, held: Mapping[str, object], *, at: datetime, gathering: str, day: date) -> bytes:
    """What each of our data files begins with, and behind it what this one holds. UTF-8, indented: people look into
    such files.
    """
    packed = {
        "format": kind,
        "version": version,
        "made_at": at.isoformat(timespec="seconds"),
        "gathering": {"title": gathering, "date": day.isoformat()},
        **held,
    }
    return (json.dumps(packed, ensure_ascii=False, indent=1) + "\n").encode()


def _board(board: BoardCopy) -> dict[str, object]:
    return {
        "group": board.label,
        "kind": board.kind,
        "question": board.question,
        "state": board.state,
        "columns": [{"key": one.key, "title": one.title, "prompt": one.prompt} for one in board.columns],
        "clusters": [
            {"id": one.id, "title": one.title, "column": one.column, "dots": one.dots or None} for one in board.clusters
        ],
        "notes": [_note(note) for note in board.notes],
        "photos": [{"alt": sheet.alt} for sheet in board.photos],
    }


def _note(note: Written) -> dict[str, object]:
    return {
        "id": note.id,
        "text": note.text,
        "column": note.column,
        "hue": note.hue,
        "version_of": note.version_of,
        "cluster": note.cluster,
        "late": note.is_late,
        "for_everybody": note.rank or None,
        "dots": note.dots or None,
        "author": {"name": note.writer, "municipality": note.place} if note.writer or note.place else None,
    }
