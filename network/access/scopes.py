"""What the words of the matrix mean: a scope compares an actor with the facts of a thing."""

from collections.abc import Callable
from dataclasses import dataclass

from network.access.actor import Actor


@dataclass(frozen=True)
class Facts:
    """What the rules need to know about a thing. `owner_id` is the person it is about or by.

    `is_local`: what a municipality writes among its own; those who lead see counts of it, until it calls for them.
    """

    owner_id: int | None = None
    municipality_id: int | None = None
    gathering_id: int | None = None
    group_id: int | None = None
    is_open: bool = False
    is_lately_open: bool = False
    is_shared: bool = False
    is_published: bool = False
    is_local: bool = False


def _is_own(actor: Actor, facts: Facts) -> bool:
    """With a badge only what lies in its gathering is hers: whoever finds it gets neither account nor diary."""
    is_hers = actor.person_id is not None and facts.owner_id == actor.person_id
    return is_hers and actor.only_gathering_id in (None, facts.gathering_id)


def _is_of_her_municipality(actor: Actor, facts: Facts) -> bool:
    """A badge does not reach what her municipality has at another gathering either."""
    is_elsewhere = None not in (actor.only_gathering_id, facts.gathering_id) and (
        facts.gathering_id != actor.only_gathering_id
    )
    return facts.municipality_id in actor.municipality_ids and not is_elsewhere


def _is_led(actor: Actor, facts: Facts) -> bool:
    """What a municipality writes among its own is for those who lead only when it has asked them for help."""
    is_kept = facts.is_local and facts.group_id not in actor.calling_group_ids
    return facts.gathering_id in actor.facilitated_ids and not is_kept


SCOPES: dict[str, Callable[[Actor, Facts], bool]] = {
    "all": lambda actor, facts: True,
    "self": _is_own,
    "own": _is_own,
    "muni": _is_of_her_municipality,
    "gath": lambda actor, facts: facts.gathering_id in actor.gathering_ids,
    "grp": lambda actor, facts: facts.group_id in actor.group_ids,
    "fac": _is_led,
    "was": lambda actor, facts: facts.group_id in actor.former_group_ids,
    "screen": lambda actor, facts: facts.gathering_id in actor.screen_ids,
    "pub": lambda actor, facts: facts.is_published,
    "shared": lambda actor, facts: facts.is_shared,
}

CONDITIONS: dict[str, Callable[[Facts], bool]] = {
    "open": lambda facts: facts.is_open,
    "late": lambda facts: facts.is_open or facts.is_lately_open,
}
