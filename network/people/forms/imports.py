"""A list of people as it is corrected in its preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from network.people.rules.imports.columns import FIELDS, Line
from network.people.rules.imports.tables import clean

LONGEST = 300


def corrected(lines: Sequence[Line], sent: Mapping[str, str]) -> list[Line]:
    """The lines as somebody has corrected them, without those that she removed. What was not sent stays as it was."""
    return [_corrected(line, sent) for line in lines if f"gone-{line.key}" not in sent]


def _corrected(line: Line, sent: Mapping[str, str]) -> Line:
    typed = {field: sent.get(f"{field}-{line.key}", getattr(line, field)) for field in FIELDS}
    return Line(line.key, line.number, **{field: clean(text[:LONGEST]) for field, text in typed.items()})


def whole(text: str) -> int:
    """A number that the page made; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@dataclass(frozen=True)
class Difference:
    """A field that another window has changed meanwhile: what is stored there now."""

    stored: str


def differences(stored: Sequence[Line], typed: Sequence[Line]) -> dict[str, Difference]:
    """`name-3` → what is stored, for each field that differs. A removed line is no difference."""
    other = {line.key: line for line in stored}
    return {
        f"{field}-{line.key}": Difference(getattr(other[line.key], field))
        for line in typed
        if line.key in other
        for field in FIELDS
        if getattr(line, field) != getattr(other[line.key], field)
    }
