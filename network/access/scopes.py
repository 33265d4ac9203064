"""What the words of the matrix mean: a scope compares an actor with the facts of a thing."""

from collections.abc import Callable
from dataclasses import dataclass

from network.access.actor import Actor


@dataclass(frozen=True)
class Facts:
    """What the rules need to know about a thing. `owner_id` is the person it is about or by."""

    owner_id: int | None = None
    municipality_id: int | None = None
    gathering_id: int | None = None
    group_id: int | None = None
    is_open: bool = False
    is_lately_open: bool = False
    is_shared: bool = False
    is_published: bool = False


def _is_own(actor: Actor, facts: Facts) -> bool:
    return actor.person_id is not None and facts.owner_id == actor.person_id


SCOPES: dict[str, Callable[[Actor, Facts], bool]] = {
    "all": lambda actor, facts: True,
    "self": _is_own,
    "own": _is_own,
    "muni": lambda actor, facts: facts.municipality_id in actor.municipality_ids,
    "gath": lambda actor, facts: facts.gathering_id in actor.gathering_ids,
    "grp": lambda actor, facts: facts.group_id in actor.group_ids,
    "fac": lambda actor, facts: facts.gathering_id in actor.facilitated_ids,
    "was": lambda actor, facts: facts.group_id in actor.former_group_ids,
    "screen": lambda actor, facts: facts.gathering_id in actor.screen_ids,
    "whole": lambda actor, facts: actor.only_gathering_id is None,
    "pub": lambda actor, facts: facts.is_published,
    "shared": lambda actor, facts: facts.is_shared,
}

CONDITIONS: dict[str, Callable[[Facts], bool]] = {
    "open": lambda facts: facts.is_open,
    "late": lambda facts: facts.is_open or facts.is_lately_open,
}
