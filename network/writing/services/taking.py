"""Taking what a person's browser did to a text: all of an update, or nothing of it."""

from collections.abc import Callable, Sequence

from network.access.actor import Actor
from network.core.errors import NotAllowed
from network.documents import Change, Refused, Taken, registry
from network.writing.rules.shape import OffShape, TooLong, judge_changes
from network.writing.services.opened import OpenWriting


def take_update(
    writing: OpenWriting, actor: Actor, update: bytes, *, is_rejoining: bool, stored: Callable[[], None]
) -> bool:
    """Apply a person's update; False when it was there already.

    `stored()` is called once it is on the disk. Raises documents.Refused; nothing of the update remains then.
    Source: the one path of an update, docs/protocol.md.
    """
    if actor.person_id is None:
        raise NotAllowed()
    touched: set[str] = set()

    def check(changes: Sequence[Change]) -> None:
        touched.update(_judged(writing, changes))

    taken = registry().take(
        writing.document_id,
        update,
        author_id=actor.person_id,
        check=check,
        rejoining=is_rejoining,
        stored=stored,
        may_add=writing.growth[actor.person_id].may_add,
    )
    writing.mark_dirty(touched)
    return taken is Taken.APPLIED


def _judged(writing: OpenWriting, changes: Sequence[Change]) -> set[str]:
    try:
        return judge_changes(changes, limits=writing.limits)
    except OffShape as fault:
        raise Refused("rule", str(fault)) from fault
    except TooLong as fault:
        raise Refused("full", str(fault)) from fault
