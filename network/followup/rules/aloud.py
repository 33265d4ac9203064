"""A briefing as it is told: what of it is said aloud, how long that takes, and what stands on five slides (BF-12).

Who tells has five minutes. What the paper has for those who prepare the case (the summary, who to ask, the proposed
decision) is not read out.
"""

from collections.abc import Iterable

from network.followup.rules.briefings import AGREED, COUNCIL, EXAMPLE, HEARD, QUESTIONS, WHY

WORDS_A_MINUTE = 120
"""A calm pace before a hall: people who talk say 120 to 150."""
MOST_MINUTES = 5
SPOKEN = (WHY, HEARD, EXAMPLE, AGREED, COUNCIL, QUESTIONS)
SHOWN = (HEARD, EXAMPLE, AGREED, QUESTIONS)
"""On slides, one each, behind one with the title."""


def minutes(texts: Iterable[str]) -> int:
    """How long it takes to say these, in whole minutes, at least one."""
    words = sum(len(text.split()) for text in texts)
    return max(1, -(-words // WORDS_A_MINUTE))
