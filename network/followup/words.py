"""The questions about the day in words. The texts of the catalogue are the lead's (DAY): change them there."""

from network.core.language import LazyText
from network.core.language import lazy_gettext as _l

QUESTIONS: dict[str, LazyText] = {
    "useful": _l("How useful was the day for your office?"),
    "heard": _l("Did you get to say what you wanted in the groups?"),
    "next_step": _l("Do you know what you will do yourself in the next 14 days?"),
    "will_happen": _l("Do you think that what you agreed on will be done at home?"),
    "different": _l("What should we do differently next time?"),
}
ENDS: dict[str, tuple[LazyText, LazyText]] = {
    "useful": (_l("Not useful"), _l("Very useful")),
    "will_happen": (_l("Hardly"), _l("Surely")),
}
"""The words at both ends of a scale."""
ANSWERS: dict[str, tuple[LazyText, LazyText, LazyText]] = {
    "heard": (_l("Yes"), _l("Partly"), _l("No")),
    "next_step": (_l("Yes"), _l("Nearly"), _l("No")),
}
"""What can be answered where there is no scale: 1, 2, 3."""
ROLES: dict[str, LazyText] = {"D": _l("Delegates"), "G": _l("Others who were there")}


def part(question: str, low: int, high: int) -> str:
    """What a part of a question's answers is called: `4–5`, `Partly or no`."""
    if question in ANSWERS:
        chosen = [str(word) for word in ANSWERS[question][low - 1 : high]]
        return " / ".join(chosen)
    return str(low) if low == high else f"{low}–{high}"
