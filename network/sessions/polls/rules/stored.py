"""A result as text and back: it is all that is left of the answers."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from network.sessions.polls.rules.counting import Part, Parts, Result


def as_text(result: Result) -> str:
    return json.dumps(asdict(result), sort_keys=True, ensure_ascii=False)


def from_text(text: str) -> Result | None:
    """None while nothing has been counted."""
    if not text:
        return None
    said: dict[str, Any] = json.loads(text)
    return Result(
        answered=said["answered"],
        noted=said["noted"],
        counts=tuple(said["counts"]) if said["counts"] is not None else None,
        words=tuple((str(word), int(count)) for word, count in said["words"]),
        splits={name: _parts(parts) for name, parts in said["splits"].items()} if said["splits"] else None,
        same=(_part(said["same"][0]), _part(said["same"][1])) if said["same"] else None,
        is_renewed=said.get("is_renewed", False),  # what was counted before this was known does not say it
    )


def _parts(said: Mapping[str, Any] | None) -> Parts | None:
    return {label: _part(part) for label, part in said.items()} if said is not None else None


def _part(said: Mapping[str, Any]) -> Part:
    return Part(said["count"], tuple(said["counts"]), said["average"])
