"""The JSON of what all groups of a round wrote, as docs/board-file.md describes it."""

import json

from network.sessions.boards.export.rules.packed import MERGED_FORMAT
from network.sessions.boards.merging.queries import MergedRound
from network.sessions.boards.merging.rules import Merged

VERSION = 1


def pack(found: MergedRound) -> bytes:
    """UTF-8, indented. Groups and never a person, as on the page."""
    packed = {
        "format": MERGED_FORMAT,
        "version": VERSION,
        "made_at": found.at.isoformat(timespec="seconds"),
        "gathering": {"title": found.gathering, "date": found.day.isoformat()},
        "round": found.title,
        "groups": found.groups,
        "groups_in_part": found.partly,
        "columns": [
            {"title": one.title, "prompt": one.prompt, "wordings": [_wording(entry) for entry in one.entries]}
            for one in found.columns
        ],
    }
    return (json.dumps(packed, ensure_ascii=False, indent=1) + "\n").encode()


def _wording(entry: Merged) -> dict[str, object]:
    return {"text": entry.text, "groups": list(entry.groups), "for_everybody": entry.is_lifted}
