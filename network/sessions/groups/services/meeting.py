"""Who has met whom: counted when a round is closed, from how long each was at her table while it worked (GR-17, GR-18).

What is known is where everybody had her place and when, and when she came to the house and left it. A round that nobody
closes is counted some hours after its gathering has ended.
"""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from sqlalchemy import Select, Update, bindparam, insert, select, update

from network.core import clock
from network.core.db import db, unit_of_work
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRound, PlacesMet, RoundState
from network.sessions.groups.queries.attending import came_for
from network.sessions.groups.queries.meeting import stays_at
from network.sessions.groups.rules.meeting import Span, longest, pairs_met, seconds_between

JOB, EVERY_SECONDS = "who met", 600.0
LEFT_OPEN = timedelta(hours=3)
"""So long after its gathering's end a round that nobody has closed is over."""


def when_round_moved(*, round_id: int) -> None:
    """Heard inside the unit of work of the move. A round that is opened again is not counted until it closes anew."""
    round_ = db.session.get_one(GroupRound, round_id)
    if round_.state == RoundState.CLOSED:
        count(round_, until=round_.closed_at or clock.now())
    elif round_.counted_at is not None:
        uncount(round_)


def when_attendance_changed(*, gathering_id: int, person_id: int) -> None:
    """What was counted already is counted anew at the tables where she had a place. Inside a unit of work."""
    rows = select(GroupRound, GroupMember.group_id, Gathering.ends_at)
    rows = rows.join(BreakoutGroup, BreakoutGroup.round_id == GroupRound.id)
    rows = rows.join(GroupMember, GroupMember.group_id == BreakoutGroup.id)
    rows = rows.join(Gathering, Gathering.id == GroupRound.gathering_id)
    hers = (GroupRound.gathering_id == gathering_id) & (GroupMember.person_id == person_id)
    for round_, group_id, ends_at in db.session.execute(rows.where(hers, GroupRound.counted_at.is_not(None))).all():
        _add(_between_places(round_, group_id), -1)
        _measure(round_, until=round_.closed_at or ends_at, group_id=group_id)
        _add(_between_places(round_, group_id), 1)


def count_due() -> None:
    """The rounds that ended without being counted: nobody has closed them, or they are older than the counting is."""
    for round_id, until in _due():
        with unit_of_work():
            round_ = db.session.get_one(GroupRound, round_id)
            if round_.counted_at is None:
                count(round_, until=round_.closed_at or until)


def _due() -> list[tuple[int, datetime]]:
    is_over = (GroupRound.state == RoundState.CLOSED) | (Gathering.ends_at < clock.now() - LEFT_OPEN)
    rows = select(GroupRound.id, Gathering.ends_at).join(Gathering, Gathering.id == GroupRound.gathering_id)
    rows = rows.where(GroupRound.counted_at.is_(None), GroupRound.started_at.is_not(None), is_over)
    found = [(row.id, row.ends_at) for row in db.session.execute(rows.where(GroupRound.kind == GroupKind.MIXED))]
    db.session.rollback()
    return found


def count(round_: GroupRound, *, until: datetime) -> None:
    """Write down how long each worked where, and which municipalities met. Again is no fault: it is counted anew."""
    uncount(round_)
    if round_.kind != GroupKind.MIXED or round_.started_at is None:
        return
    _measure(round_, until=until)
    _add(_between_places(round_), 1)
    round_.counted_at = clock.now()
    db.session.flush()


def _measure(round_: GroupRound, *, until: datetime, group_id: int | None = None) -> None:
    """How long each worked where: at this table, or at all."""
    began = round_.started_at or until
    stays, places = stays_at(round_.gathering_id, began=began), came_for(round_.gathering_id)
    changed = []
    for row in db.session.execute(_members(round_, group_id)):
        came, left = row.joined_at or began, row.moved_at or until
        sat = (max(0, seconds_between(began, came)), seconds_between(began, min(left, until)))
        here, kept = stays.get(row.person_id, ()), _kept(row.worked_from, row.worked_until)
        spans = [longest(sat, here), longest(kept, here) if kept else None]
        best = max((span for span in spans if span), key=lambda span: span[1] - span[0], default=(None, None))
        facts = {"worked_from": best[0], "worked_until": best[1], "came_for_id": places.get(row.person_id)}
        changed.append({"of_group": row.group_id, "of_person": row.person_id, **facts})
    if changed:
        db.session.connection().execute(_worked(), changed)
        db.session.expire_all()


def uncount(round_: GroupRound) -> None:
    """Take back what was counted, by the very facts that it was counted from."""
    if round_.counted_at is not None:
        _add(_between_places(round_), -1)
        round_.counted_at = None
        db.session.flush()


def left_her_place(round_: GroupRound, member: GroupMember, at: datetime) -> None:
    """Before a place is given up while the round works: if she comes back to it, what she has worked there is known."""
    began = round_.started_at
    if began is None or member.joined_at is None or member.moved_at is not None:
        return
    uncount(round_)  # what it was counted from changes; it is counted again when it closes
    span = (max(0, seconds_between(began, member.joined_at)), seconds_between(began, at))
    kept = _kept(member.worked_from, member.worked_until)
    if span[1] > span[0] and (kept is None or span[1] - span[0] > kept[1] - kept[0]):
        member.worked_from, member.worked_until = span


def _kept(since: int | None, until: int | None) -> Span | None:
    return (since, until) if since is not None and until is not None else None


def _members(
    round_: GroupRound, group_id: int | None = None
) -> Select[int, int, datetime | None, datetime | None, int | None, int | None, int | None]:
    one = GroupMember
    rows = select(
        one.group_id, one.person_id, one.joined_at, one.moved_at, one.worked_from, one.worked_until, one.came_for_id
    )
    rows = rows.join(BreakoutGroup, BreakoutGroup.id == one.group_id).where(BreakoutGroup.round_id == round_.id)
    return rows if group_id is None else rows.where(one.group_id == group_id)


def _between_places(round_: GroupRound, group_id: int | None = None) -> Counter[tuple[int, int]]:
    """Two municipalities, the lower id first → how many pairs of theirs have met in this round, or at one table."""
    groups: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    places: dict[int, int] = {}
    for row in db.session.execute(_members(round_, group_id)):
        span = _kept(row.worked_from, row.worked_until)
        if span is not None and row.came_for_id is not None:
            groups[row.group_id].append((row.person_id, span))
            places[row.person_id] = row.came_for_id
    met = ((places[one], places[other]) for one, other in pairs_met(groups.values()))
    return Counter((min(two), max(two)) for two in met if two[0] != two[1])


def _worked() -> Update:
    """Of many rows at once, without an object for each."""
    one = GroupMember
    return update(one).where(one.group_id == bindparam("of_group"), one.person_id == bindparam("of_person"))


def _add(counts: Counter[tuple[int, int]], sign: int) -> None:
    """The pairs that there are already are read whole: they are fewer than a hundred municipalities have."""
    if not counts:
        return
    connection, sums = db.session.connection(), PlacesMet
    known = {(one, other) for one, other in connection.execute(select(sums.one_id, sums.other_id))}
    new = [{"one_id": a, "other_id": b, "meetings": sign * n} for (a, b), n in counts.items() if (a, b) not in known]
    old = [{"of_one": a, "of_other": b, "more": sign * n} for (a, b), n in counts.items() if (a, b) in known]
    if new:
        connection.execute(insert(sums), new)
    if old:
        is_it = (sums.one_id == bindparam("of_one")) & (sums.other_id == bindparam("of_other"))
        connection.execute(update(sums).where(is_it).values(meetings=sums.meetings + bindparam("more")), old)
