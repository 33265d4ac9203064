"""What ships with the questions to everybody: three that are ready, and what a new one begins with."""

from collections.abc import Sequence
from dataclasses import dataclass

from network.core.language import LazyText
from network.core.language import lazy_gettext as _l
from network.sessions.polls.rules.asking import Kind


@dataclass(frozen=True)
class Ready:
    """A question that is asked in one press; `options` as in Poll."""

    key: str
    kind: Kind
    question: LazyText
    options: Sequence[LazyText] = ()


READY: tuple[Ready, ...] = (
    Ready(
        "home",
        Kind.CHOICE,
        _l("Have you heard something today that you want to take home?"),
        (_l("Yes"), _l("A little"), _l("Not yet")),
    ),
    Ready(
        "hope",
        Kind.SCALE,
        _l("How sure are you that this will be done in your municipality?"),
        (_l("Not at all"), _l("Quite sure")),
    ),
    Ready("word", Kind.WORDS, _l("What do you think of now? Write one to three words.")),
)
BY_KEY = {ready.key: ready for ready in READY}
USUAL_OPTIONS: tuple[LazyText, ...] = (_l("Yes"), _l("Partly"), _l("No"))
USUAL_ENDS: tuple[LazyText, LazyText] = (_l("Not at all"), _l("Very much"))
