"""Two people edit one thing: what each changed is kept, and where both changed the same field they must look (F16)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Merged:
    """`said` is what it should say; `clashes` are fields that both changed; `theirs` what only others changed."""

    said: dict[str, str]
    clashes: tuple[str, ...]
    theirs: tuple[str, ...]


def mark(text: str) -> str:
    """A short sign for what a field said when somebody began to edit it: 16 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def merge(marks: Mapping[str, str], hers: Mapping[str, str], stored: Mapping[str, str]) -> Merged:
    """Bring together what she saved and what is stored, field by field (rule CA-5).

    `marks` are of the texts that her page began with. A field without a mark counts as begun with something else.
    """
    said, clashes, theirs = {}, [], []
    for name, now in stored.items():
        wanted, began = hers.get(name, now), marks.get(name)
        is_changed_by_her, is_changed_by_others = mark(wanted) != began, mark(now) != began
        said[name] = wanted if is_changed_by_her else now
        if wanted != now and is_changed_by_her and is_changed_by_others:
            clashes.append(name)
        elif is_changed_by_others and wanted != now:
            theirs.append(name)
    return Merged(said, tuple(clashes), tuple(theirs))
