"""The figures of a deal are kept true when somebody is moved or comes: what she meets is counted, not all anew."""

import json
from collections.abc import Collection
from typing import Any

from network.core.db import db
from network.sessions.gatherings.models import Gathering
from network.sessions.groups import engine
from network.sessions.groups.models import GroupKind, GroupRound
from network.sessions.groups.queries.attending import attending, history


def figures_of(problem: engine.Problem, report: engine.Report) -> dict[str, Any]:
    """What is kept of a plan of one round: what the judge found, what no plan goes below, and what that follows from.

    Without parties: they stay on the seats alone (PE-2). "fresh" is engine.fresh_in, by whom the figures are about.
    """
    found, fresh = report.to_json(), engine.fresh_in(problem)
    del found["same_party"]
    least = engine.least_repeats(report.sizes[0], fresh.values())
    return {"report": found, "fresh": {str(one): count for one, count in fresh.items()}, "least_repeats": least}


def those_counted(round_: GroupRound) -> frozenset[int] | None:
    """Whom the figures are about: not who was away when the groups were evened out. None where that is not kept."""
    fresh = json.loads(round_.plan or "{}").get("fresh")
    return frozenset(map(int, fresh)) if fresh else None


def seat_counted(round_: GroupRound, person_id: int, *, left: Collection[int], joined: Collection[int]) -> None:
    """`left` and `joined` are those with whom she sat until now, and sits from now on, herself apart."""
    kept = json.loads(round_.plan or "{}")
    report = kept.get("report")
    if round_.kind != GroupKind.MIXED or not report:
        return
    fresh = {int(one): count for one, count in kept.get("fresh", {}).items()}
    counted = fresh.keys() if fresh else {*left, *joined}
    before = set(left) & counted - {person_id} if person_id in counted or not fresh else set[int]()
    after = set(joined) & counted - {person_id}
    gathering = db.session.get_one(Gathering, round_.gathering_id)
    past = history(gathering, without_round_id=round_.id, of=person_id)
    met = {one for some in past for ids in some.groups for one in ids}
    places = {one.person_id: one.municipality_id for one in attending(gathering.id, [person_id, *before, *after])}
    own = places.get(person_id)
    for people, sign in ((before, -1), (after, 1)):
        report["meetings"] += sign * len(people)
        report["repeats"] += sign * len(people & met)
        report["same_municipality"] += sign * sum(own is not None and places.get(one) == own for one in people)
    if fresh:
        _keep_least(kept, person_id, fresh, met, before=len(before), after=len(after))
    round_.plan = json.dumps(kept)


def _keep_least(
    kept: dict[str, Any], person_id: int, fresh: dict[int, int], met: Collection[int], *, before: int, after: int
) -> None:
    """Sizes and who is new to whom as they are now, and what follows from them."""
    sizes = [size for ones in kept["report"]["sizes"] for size in ones]
    if person_id in fresh:
        _replace(sizes, before + 1, before)
    else:
        strangers = [one for one in fresh if one not in met]
        fresh.update({one: fresh[one] + 1 for one in strangers})
        fresh[person_id] = len(strangers)
    _replace(sizes, after, after + 1)
    kept["report"]["sizes"] = [sorted((size for size in sizes if size), reverse=True)]
    kept["fresh"] = {str(one): count for one, count in fresh.items()}
    kept["least_repeats"] = engine.least_repeats(sizes, fresh.values())


def _replace(sizes: list[int], old: int, new: int) -> None:
    if old in sizes:
        sizes.remove(old)
    sizes.append(new)
