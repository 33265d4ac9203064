"""The JSON of what all groups of a round wrote, as docs/board-file.md describes it."""

from network.sessions.boards.export.rules.packed import MERGED_FORMAT, file_of
from network.sessions.boards.merging.queries import MergedRound
from network.sessions.boards.merging.rules import Merged

VERSION = 1


def pack(found: MergedRound) -> bytes:
    """Groups and never a person, as on the page."""
    held = {
        "round": found.title,
        "groups": found.groups,
        "groups_in_part": found.partly,
        "columns": [
            {"title": one.title, "prompt": one.prompt, "wordings": [_wording(entry) for entry in one.entries]}
            for one in found.columns
        ],
    }
    return file_of(MERGED_FORMAT, VERSION, held, at=found.at, gathering=found.gathering, day=found.day)


def _wording(entry: Merged) -> dict[str, object]:
    return {"text": entry.text, "groups": list(entry.groups), "for_everybody": entry.is_lifted}
