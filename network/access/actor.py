"""A person as the rules see her: roles and memberships, frozen."""

from collections.abc import Callable
from dataclasses import dataclass, fields

Ids = frozenset[int]
NONE: Ids = frozenset()


@dataclass(frozen=True)
class Contribution:
    """What one feature knows about a person; the features' parts are joined."""

    name: str = ""
    public_key: str = ""
    roles: frozenset[str] = frozenset()
    municipality_ids: Ids = NONE
    gathering_ids: Ids = NONE
    facilitated_ids: Ids = NONE
    group_ids: Ids = NONE
    former_group_ids: Ids = NONE
    screen_ids: Ids = NONE


@dataclass(frozen=True)
class Actor(Contribution):
    """Somebody who asks to do something. `person_id` is None for a visitor.

    Holds each role's letter of the matrix, and the ids of municipalities, gatherings and groups where a right may lie.
    `former_group_ids` are groups she was moved away from; a big screen is no person, and has `screen_ids`.
    """

    person_id: int | None = None


VISITOR = Actor(roles=frozenset("V"))

_contributors: list[Callable[[int], Contribution]] = []


def contribute(contributor: Callable[[int], Contribution]) -> None:
    """Have `contributor(person_id)` asked whenever an actor is made. The same contributor counts once."""
    if contributor not in _contributors:
        _contributors.append(contributor)


def actor_for(person_id: int) -> Actor:
    """The person with all that the features know of her now. One who has no role left keeps what anybody has."""
    parts = [contributor(person_id) for contributor in _contributors]
    joined: dict[str, object] = {}
    for field in fields(Contribution):
        values = [getattr(part, field.name) for part in parts]
        if field.type in (str, "str"):
            joined[field.name] = next((value for value in values if value), "")
        else:
            joined[field.name] = frozenset().union(*values)
    joined["roles"] = frozenset("V") | joined["roles"]  # type: ignore[operator]
    return Actor(person_id=person_id, **joined)  # type: ignore[arg-type]
