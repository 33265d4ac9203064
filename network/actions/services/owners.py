"""Somebody who was not there is asked whether she takes an action on. Until she says yes it is only proposed (AG-6)."""

from collections.abc import Callable, Sequence

from network.actions import letters
from network.actions.models import ActionPoint, OwnerState
from network.actions.services.settling import settle
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.jobs.services import queue_mail
from network.people.models import Person

LinkFor = Callable[[ActionPoint], str]


def ask_owners(points: Sequence[ActionPoint], *, by_id: int | None, link_for: LinkFor) -> list[Person]:
    """One mail for each wording. Returns those who have no address, to whom somebody must talk."""
    asker = db.session.get(Person, by_id) if by_id else None
    unreachable = []
    for point in points:
        owner = point.owner
        if owner is None or owner.email is None:
            unreachable += [owner] if owner else []
            continue
        text = letters.owner_asked(point, owner, link=link_for(point), asked_by=asker.name if asker else "")
        queue_mail(
            key=f"owner-{point.public_id}-{owner.id}-{point.wording}",
            kind="owner_asked",
            recipient=owner.email,
            language=text.language,
            subject=text.subject,
            body=text.body,
        )
    return unreachable


class Reworded(Conflict):
    """The sentence is another than the one that she read: she is asked about this one (AG-6)."""

    def __init__(self) -> None:
        super().__init__(_("The sentence has been changed meanwhile. Read it again and answer once more."))


def accept(point: ActionPoint, person_id: int, *, is_yes: bool, wording: int | None = None) -> None:
    """The owner's own word, from her mail or her page. Saying it twice is saying it once; she can change her mind.

    `wording` is the one that she read; None says it to whatever stands there: for programs.
    Raises Conflict when she is not asked any more, Reworded when she read another sentence.
    """
    if point.removed_at is not None or point.owner_id != person_id or point.owner_state == OwnerState.NONE:
        raise Conflict(_("Your colleagues have found somebody else, or taken the action away. You need do nothing."))
    if wording is not None and wording != point.wording:
        raise Reworded
    point.owner_state = OwnerState.ACCEPTED if is_yes else OwnerState.DECLINED
    db.session.flush()
    audit(person_id, "action_point.accept", "action_point", point.id, yes=is_yes)
    settle(point.agreement)
