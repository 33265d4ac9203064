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
    all_in_all = {one: sum(times.get((one, role), 0) for role in IN_ORDER) for one in members}
    for role in IN_ORDER:
        free = [
            (times.get((one, role), 0), all_in_all[one], at) for at, one in enumerate(members) if one not in offered
        ]
        if not free:
            break
        offered[members[min(free)[2]]] = role
    return offered
