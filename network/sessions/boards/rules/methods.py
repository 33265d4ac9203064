"""Ways of working that a group can open on its board, a few lines each (DAY's method cards)."""

from collections.abc import Sequence
from dataclasses import dataclass

from network.core.language import LazyText
from network.core.language import lazy_gettext as _l


@dataclass(frozen=True)
class MethodCard:
    title: LazyText
    text: LazyText


METHOD_CARDS: Sequence[MethodCard] = (
    MethodCard(
        _l("A round of the table"),
        _l("Each says one thing, one after the other. Nobody answers before all have spoken. You may pass."),
    ),
    MethodCard(
        _l("Write first"),
        _l("Each writes alone for three minutes, one thought on each note. Then talk about what stands there."),
    ),
    MethodCard(
        _l("Listen to understand"),
        _l("Before you answer, say in your own words what you heard. Ask whether you have understood it."),
    ),
    MethodCard(
        _l("Who is missing here?"),
        _l("Who is affected, and does not sit at this table? What would they have said, and how can they be heard?"),
    ),
    MethodCard(
        _l("What does it take?"),
        _l("Choose one thought. What must be in place, who must say yes, and what is the first step within 14 days?"),
    ),
)
