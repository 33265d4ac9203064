"""What the states of an action are called, and what each answer asks for."""

from network.actions.models import ActionState
from network.core.language import LazyText
from network.core.language import lazy_gettext as _l

STATES: dict[str, LazyText] = {
    ActionState.PROPOSED: _l("Proposed"),
    ActionState.AGREED: _l("Agreed"),
    ActionState.UNDER_WAY: _l("In progress"),
    ActionState.STUCK: _l("Stuck – needs help"),
    ActionState.DONE: _l("Done"),
    ActionState.DROPPED: _l("Laid aside"),
}
ICONS: dict[str, str] = {
    ActionState.PROPOSED: "waiting",
    ActionState.AGREED: "now",
    ActionState.UNDER_WAY: "arrow",
    ActionState.STUCK: "warning",
    ActionState.DONE: "check",
    ActionState.DROPPED: "close",
}
COLOURS: dict[str, str] = {ActionState.DONE: "success", ActionState.STUCK: "warning", ActionState.UNDER_WAY: "info"}
"""Colour goes with a word and an icon, never alone; what is not here is grey."""
ANSWERS: dict[str, LazyText] = {
    ActionState.DONE: _l("It is done"),
    ActionState.UNDER_WAY: _l("In progress"),
    ActionState.STUCK: _l("Stuck, needs help"),
    ActionState.DROPPED: _l("Laid aside"),
}
LINES: dict[str, LazyText] = {
    ActionState.STUCK: _l("What do you need help with?"),
    ActionState.DROPPED: _l("Why is it laid aside?"),
}


def state_name(state: str) -> str:
    return str(STATES.get(state, state))
