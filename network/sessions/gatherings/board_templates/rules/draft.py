"""An own template while it is written: its columns come, go and change places, and what may be kept (BO-51, BO-52)."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from network.core.language import gettext as _
from network.sessions.gatherings.board_templates.rules.template import BoardTemplate
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.gatherings.rules.templates import Phases

MOST_COLUMNS = 6
LONGEST_TITLE = 80
LONGEST_PROMPT = 300
LONGEST_HELP = 200
MOST_DOTS = 10
LONGEST_ROUND = 600
"""Minutes of all phases together."""
KEY_LETTER = "c"
ADD, REMOVE, UP, DOWN = "add", "remove-", "up-", "down-"


@dataclass(frozen=True)
class DraftColumn:
    """`key` is empty until the column has been stored."""

    key: str = ""
    title: str = ""
    prompt: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.prompt)


@dataclass(frozen=True)
class Draft:
    """What somebody has written of a template. `phases` are pairs of a phase and its minutes, none of them 0."""

    title: str
    help: str
    columns: tuple[DraftColumn, ...]
    phases: Phases
    dots: int = 0
    names: NamesLevel = NamesLevel.NAMES


def copied(template: BoardTemplate, title: str) -> Draft:
    """A draft that says what another template says, in the language now spoken. Its columns get keys of their own."""
    return Draft(
        title=title[:LONGEST_TITLE],
        help=str(template.help)[:LONGEST_HELP],
        columns=tuple(DraftColumn("", str(one.title), str(one.prompt)) for one in template.columns[:MOST_COLUMNS]),
        phases=template.phases,
        dots=template.dots,
        names=template.names,
    )


def acted(columns: Sequence[DraftColumn], act: str) -> list[DraftColumn]:
    """The columns after one press: "add", or "remove-", "up-" and "down-" with a place from 0.

    A press that does not fit any more changes nothing. Raises ValueError for a word that is none of these.
    """
    left = list(columns)
    if act == ADD:
        return [*left, DraftColumn()] if len(left) < MOST_COLUMNS else left
    for word in (REMOVE, UP, DOWN):
        if act.startswith(word):
            return _with(left, word, _place(act.removeprefix(word)))
    raise ValueError(act)


def _place(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) < 3):
        raise ValueError(digits)
    return int(digits)


def _with(columns: list[DraftColumn], word: str, place: int) -> list[DraftColumn]:
    if place >= len(columns):
        return columns
    one = columns.pop(place)
    if word == REMOVE:
        return columns or [DraftColumn()]
    columns.insert(max(0, place + (-1 if word == UP else 1)), one)
    return columns


def keyed(columns: Iterable[DraftColumn], known: Set[str], made: int) -> tuple[list[DraftColumn], int]:
    """The columns with a key each, and how many keys this template has ever given.

    A stored column keeps its own. All others get one that no column of this template has had (BO-51).
    """
    free, found = set(known), []
    for column in columns:
        key = column.key
        if key not in free:
            made += 1
            key = f"{KEY_LETTER}{made}"
        free.discard(key)
        found.append(replace(column, key=key))
    return found, made


def column_faults(columns: Sequence[DraftColumn]) -> dict[int, tuple[str, str]]:
    """Place → which of its two fields is at fault, "title" or "prompt", and why."""
    found: dict[int, tuple[str, str]] = {}
    titles: set[str] = set()
    for place, column in enumerate(columns):
        folded = column.title.casefold()
        if not column.title:
            found[place] = ("title", _("Give column %(number)s a title.", number=place + 1))
        elif len(column.title) > LONGEST_TITLE:
            found[place] = ("title", _("The title of column %(number)s is too long.", number=place + 1))
        elif folded in titles:
            found[place] = ("title", _("Two columns have the title “%(title)s”.", title=column.title))
        elif len(column.prompt) > LONGEST_PROMPT:
            found[place] = ("prompt", _("The question of column %(number)s is too long.", number=place + 1))
        titles.add(folded)
    return found


def as_lines(columns: Iterable[DraftColumn]) -> str:
    """The columns as people compare them, one a line."""
    return "\n".join(f"{number}. {one.title} – {one.prompt}" for number, one in enumerate(columns, 1))
