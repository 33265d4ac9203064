"""Referent, ordstyrar and talsperson: proposed so that they go round (GR-8)."""

from collections.abc import Mapping, Sequence

from network.sessions.groups.rules.rounds import GroupRole

IN_ORDER = (GroupRole.SCRIBE, GroupRole.HOST, GroupRole.SPOKESPERSON)
"""The scribe first: where there are few people, that is the part that somebody must have."""

Times = Mapping[tuple[int, GroupRole], int]
"""(person id, role) → how often she has had it."""


def propose_roles(members: Sequence[int], times: Times) -> dict[int, GroupRole]:
    """Person id → the role that is offered to her; each at most one.

    Who has had this role least, among these who has had fewest roles at all, then as the members stand.
    """
    offered: dict[int, GroupRole] = {}
    for role in IN_ORDER:
        free = [one for one in members if one not in offered]
        if not free:
            break
        chosen = min(
            free, key=lambda one: (times.get((one, role), 0), sum(times.get((one, any_), 0) for any_ in IN_ORDER))
        )
        offered[chosen] = role
    return offered
