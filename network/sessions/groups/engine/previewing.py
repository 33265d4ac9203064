"""What one move would mean, before anybody makes it."""

from dataclasses import dataclass

from network.sessions.groups.engine.problem import Plan, Problem


@dataclass(frozen=True)
class Change:
    """What moving one person would mean: whom she meets again, and who is from her own municipality there.

    `kept_apart` are those there whom she must not sit with, `parted` those whom she would leave and must not.
    """

    from_group: int | None
    to_group: int
    size_before: int
    again: tuple[int, ...]
    same_municipality: tuple[int, ...]
    kept_apart: tuple[int, ...]
    parted: tuple[int, ...]


def what_if(problem: Problem, plan: Plan, person: int, group: int, *, round_number: int = 0) -> Change:
    """`person` into the group with this index. The plan stays as it is; looks at nobody's past but hers.

    Raises IndexError when there is no such group.
    """
    groups = plan[round_number]
    others = [one for one in groups[group] if one != person]
    from_group = next((index for index, ids in enumerate(groups) if person in ids), None)
    left = groups[from_group] if from_group not in (None, group) else ()
    places = {one.id: one.municipality for one in problem.people}
    place, met = places[person], _met(problem, plan, person, round_number)
    wishes = problem.wishes
    enemies = {one for block in wishes.apart if person in block for one in block}
    mates = {one for block in wishes.together if person in block for one in block}
    return Change(
        from_group=from_group,
        to_group=group,
        size_before=len(others),
        again=tuple(one for one in others if one in met),
        same_municipality=tuple(one for one in others if place and places[one] == place),
        kept_apart=tuple(one for one in others if one in enemies),
        parted=tuple(one for one in left if one != person and one in mates),
    )


def _met(problem: Problem, plan: Plan, person: int, round_number: int) -> set[int]:
    """Whom she has met in the past or meets in another round."""
    past = [group for one in problem.history for group in one.groups if person in group]
    now = [group for at, groups in enumerate(plan) for group in groups if at != round_number and person in group]
    return {one for group in (*past, *now) for one in group if one != person}
