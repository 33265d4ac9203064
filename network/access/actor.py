"""A person as the rules see her: roles and memberships, frozen."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

Ids = frozenset[int]
NONE: Ids = frozenset()


@dataclass(frozen=True)
class Contribution:
    """What one feature knows about a person; the features' parts are joined. `municipality` is where she is from."""

    name: str = ""
    public_key: str = ""
    municipality: str = ""
    roles: frozenset[str] = frozenset()
    municipality_ids: Ids = NONE
    gathering_ids: Ids = NONE
    facilitated_ids: Ids = NONE
    group_ids: Ids = NONE
    former_group_ids: Ids = NONE
    calling_group_ids: Ids = NONE
    screen_ids: Ids = NONE


@dataclass(frozen=True)
class Actor(Contribution):
    """Somebody who asks to do something. `person_id` is None for a visitor.

    Holds each role's letter of the matrix, and the ids of municipalities, gatherings and groups where a right may lie.
    `former_group_ids` are groups she was moved away from, `calling_group_ids` those that asked her for help, who leads.
    A big screen is no person, and has `screen_ids`.
    `only_gathering_id`: she came in by a badge or a guest's code, which is good for that gathering alone; on pages
    `only_sign_in_id` says by which sign-in, since somebody else may have come in by the same badge.
    """

    person_id: int | None = None
    only_gathering_id: int | None = None
    only_sign_in_id: int | None = None


VISITOR = Actor(roles=frozenset("V"))

NOT_BY_BADGE = frozenset("PAKF")
"""Power over the network, a municipality or a gathering is never lent by a piece of paper that can be lost."""

_contributors: list[Callable[[int], Contribution]] = []
_contributors_for_leaders: list[Callable[[int], Contribution]] = []
_insides: list[Callable[[int], Contribution]] = []


def contribute(contributor: Callable[[int], Contribution], *, for_leaders: bool = False) -> None:
    """Have `contributor(person_id)` asked whenever an actor is made. The same contributor counts once.

    `for_leaders`: only when she leads a gathering, so that 120 others do not pay for it at each request.
    """
    contributors = _contributors_for_leaders if for_leaders else _contributors
    if contributor not in contributors:
        contributors.append(contributor)


def lies_inside(inside: Callable[[int], Contribution]) -> None:
    """Have `inside(gathering_id)` say which ids lie in a gathering: what a badge for it may reach. Counts once."""
    if inside not in _insides:
        _insides.append(inside)


def actor_for(person_id: int, *, only_gathering_id: int | None = None) -> Actor:
    """The person with all that the features know of her now. One who has no role left keeps what anybody has.

    With `only_gathering_id` she is what her badge for that gathering makes of her.
    """
    actor = _whole(person_id)
    return actor if only_gathering_id is None else _narrowed(actor, only_gathering_id)


def _narrowed(actor: Actor, gathering_id: int) -> Actor:
    """Without power, in one gathering alone, a guest there if nothing more. What nobody says lies inside is out."""
    insides = [inside(gathering_id) for inside in _insides]
    groups = NONE.union(*(part.group_ids for part in insides))
    is_admitted = gathering_id in actor.gathering_ids
    return replace(
        actor,
        roles=(actor.roles - NOT_BY_BADGE) | frozenset("G" if is_admitted else ""),
        gathering_ids=actor.gathering_ids & {gathering_id},
        facilitated_ids=NONE,
        group_ids=actor.group_ids & groups,
        former_group_ids=actor.former_group_ids & groups,
        calling_group_ids=NONE,
        screen_ids=NONE,
        only_gathering_id=gathering_id,
    )


def _whole(person_id: int) -> Actor:
    parts = [contributor(person_id) for contributor in _contributors]
    if any(part.facilitated_ids for part in parts):
        parts += [contributor(person_id) for contributor in _contributors_for_leaders]
    joined: dict[str, object] = {}
    for field in fields(Contribution):
        values = [getattr(part, field.name) for part in parts]
        if field.type in (str, "str"):
            joined[field.name] = next((value for value in values if value), "")
        else:
            joined[field.name] = frozenset().union(*values)
    joined["roles"] = frozenset("V") | joined["roles"]  # type: ignore[operator]
    return Actor(person_id=person_id, **joined)  # type: ignore[arg-type]
