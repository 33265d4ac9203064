"""Tables of going home: what people want to take with them, what their municipality agrees, and what becomes of it."""

from network.actions.models.agreements import ActionAnswer, Answer, TakeHomeAgreement
from network.actions.models.marks import MarkKind, TakeHomeMark
from network.actions.models.points import ActionPoint, ActionSource, ActionState, ActionUpdate, OwnerState

__all__ = [
    "ActionAnswer",
    "ActionPoint",
    "ActionSource",
    "ActionState",
    "ActionUpdate",
    "Answer",
    "MarkKind",
    "OwnerState",
    "TakeHomeAgreement",
    "TakeHomeMark",
]
