"""The figures of a deal are kept true when somebody is moved or comes: what she meets is counted, not all anew."""

import json
from collections.abc import Collection

from network.core.db import db
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import GroupKind, GroupRound
from network.sessions.groups.queries.attending import attending, history


def seat_counted(round_: GroupRound, person_id: int, *, left: Collection[int], joined: Collection[int]) -> None:
    """`left` and `joined` are those with whom she sat until now, and sits from now on, herself apart."""
    kept = json.loads(round_.plan or "{}")
    report = kept.get("report")
    if round_.kind != GroupKind.MIXED or not report:
        return
    gathering = db.session.get_one(Gathering, round_.gathering_id)
    past = history(gathering, without_round_id=round_.id, of=person_id)
    met = {one for some in past for ids in some.groups for one in ids}
    places = {one.person_id: one.municipality_id for one in attending(gathering.id, [person_id, *left, *joined])}
    own = places.get(person_id)
    for people, sign in ((set(left) - {person_id}, -1), (set(joined) - {person_id}, 1)):
        report["meetings"] += sign * len(people)
        report["repeats"] += sign * len(people & met)
        report["same_municipality"] += sign * sum(own is not None and places.get(one) == own for one in people)
    if kept.get("least_repeats"):  # counted for groups as even as can be; that there must be none is always true
        kept["least_repeats"] = None
    round_.plan = json.dumps(kept)
