"""What a board is made from, and what a round around it usually is like."""

from dataclasses import dataclass

from network.core.language import LazyText
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.gatherings.rules.templates import WALK_MINUTES, Phases

Said = LazyText | str


@dataclass(frozen=True)
class TemplateColumn:
    """`key` is the column's name in the shared document: it never changes, and no text is needed to find it."""

    key: str
    title: Said
    prompt: Said


@dataclass(frozen=True)
class BoardTemplate:
    """`is_common` ones stand up front where one chooses, the others behind "More boards". `help` is one line.

    `phases`, `dots` (0: as many as suits the board) and `names` are what an item of the programme begins with.
    """

    key: str
    title: Said
    columns: tuple[TemplateColumn, ...]
    phases: Phases
    is_common: bool = False
    help: Said = ""
    dots: int = 0
    names: NamesLevel = NamesLevel.NAMES

    @property
    def minutes(self) -> int:
        """Of all phases together."""
        return sum(minutes for _phase, minutes in self.phases)


def item_minutes(phases: Phases, *, kind: str, groups: str) -> int:
    """How long an item of the programme is with these phases: where new mixed groups are made, people walk first."""
    walks = kind == "mixed_round" and groups == "new"
    return sum(minutes for _phase, minutes in phases) + (WALK_MINUTES if walks else 0)
