"""Reads the table of rights. A word that nobody has given a meaning stops the start."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from network.access.actor import Actor
from network.access.scopes import CONDITIONS, SCOPES, Facts

ROLES = "VRGDKFPA"
_PATH = Path(__file__).with_name("matrix.txt")


class BadMatrix(Exception):
    """The table of rights cannot be read; the text names the line."""


@dataclass(frozen=True)
class Term:
    """Scopes that must all fit, and conditions that must all hold."""

    scopes: tuple[str, ...]
    conditions: tuple[str, ...]

    def fits(self, actor: Actor, facts: Facts) -> bool:
        """Whether the actor has this right to a thing with these facts. Plain loops: each message is judged twice."""
        for scope in self.scopes:
            if not SCOPES[scope](actor, facts):
                return False
        return not self.conditions or all(CONDITIONS[condition](facts) for condition in self.conditions)


Cell = tuple[Term, ...]
Table = dict[str, dict[str, Cell]]


@cache
def table() -> Table:
    """Action → role letter → cell, from matrix.txt."""
    return parse(_PATH.read_text())


def parse(text: str) -> Table:
    """Read a table of rights.

    Raises BadMatrix for a row of the wrong length, a row that comes twice, or an unknown word.
    """
    rows: Table = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        action, *cells = _columns(line)
        if len(cells) != len(ROLES) or action in rows:
            raise BadMatrix(f"line {number}: {action} needs {len(ROLES)} cells, once")
        rows[action] = {role: _cell(text, number) for role, text in zip(ROLES, cells, strict=True)}
    return rows


def _columns(line: str) -> list[str]:
    """Cells stand between ` | `; inside a cell `a|b` has no spaces."""
    return [cell.strip() for cell in line.split("| ")] if "| " in line else [line]


def _cell(text: str, number: int) -> Cell:
    if text == "-":
        return ()
    return tuple(_term(term, number) for term in text.split("|"))


def _term(text: str, number: int) -> Term:
    scopes, conditions = [], []
    for part in text.split("+"):
        scope, *its_conditions = part.split("@")
        if scope not in SCOPES or any(condition not in CONDITIONS for condition in its_conditions):
            raise BadMatrix(f"line {number}: {text!r} has an unknown word")
        scopes.append(scope)
        conditions += its_conditions
    return Term(tuple(scopes), tuple(conditions))
