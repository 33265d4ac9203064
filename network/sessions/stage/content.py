"""What ships with the stage: cards that are shown in one tap, in our own words, with their source."""

from collections.abc import Sequence
from dataclasses import dataclass

from network.core.language import LazyText
from network.core.language import lazy_gettext as _l


@dataclass(frozen=True)
class Card:
    """One card: a heading, its lines, and where the thought comes from."""

    key: str
    title: LazyText
    lines: Sequence[LazyText]
    source: LazyText | None = None


_HUDDINGE = _l("After an idea in the citizen dialogue of Jokkmokk and Huddinge (SKL)")
_DECK = _l("Something to talk about")

CARDS: tuple[Card, ...] = (
    Card(
        "listen",
        _l("Worth a thought"),
        (_l("Whoever really listens runs a risk: that what she hears changes her."),),
        _HUDDINGE,
    ),
    Card(
        "understand",
        _l("Worth a thought"),
        (_l("Do you listen to have an answer ready – or to understand?"),),
        _HUDDINGE,
    ),
    Card(
        "rules",
        _l("How we talk together"),
        (
            _l("One at a time, and everybody once before anybody twice."),
            _l("Ask before you disagree."),
            _l("What is said at the table is told on without a name."),
            _l("Speak for your municipality, not for your party."),
            _l("One thing that gets done beats five that are forgotten."),
        ),
    ),
    Card("who", _DECK, (_l("Who is missing at this table, and what would they have said?"),)),
    Card("success", _DECK, (_l("How would a resident notice that we had succeeded?"),)),
    Card("heard", _DECK, (_l("When did you last change your mind after hearing somebody out?"),)),
    Card("traps", _DECK, (_l("What usually goes wrong when we involve people – and what do we do about it?"),)),
    Card("courage", _DECK, (_l("What would we try if nobody could blame us for failing?"),)),
    Card("first", _DECK, (_l("What is the first small thing that somebody can do within fourteen days?"),)),
)
BY_KEY = {card.key: card for card in CARDS}
