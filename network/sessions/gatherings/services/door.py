"""Coming and going: one row a person and gathering, whoever says it and however often."""

from datetime import datetime

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, NotAllowed
from network.core.language import gettext as _
from network.core.signals import attendance_changed, checked_in, checked_out, hall_changed
from network.sessions.gatherings.models import (
    Attendance,
    AttendanceChange,
    DoorTap,
    Gathering,
    GatheringMember,
    GatheringRole,
)
from network.sessions.gatherings.queries import door as queries
from network.sessions.gatherings.queries.members import member as find_member
from network.sessions.gatherings.queries.members import seat_on_the_day
from network.sessions.gatherings.rules import door as rules
from network.sessions.gatherings.rules.attendance import EARLIER, RETURNED, UNDONE
from network.sessions.gatherings.services import members

WAYS = ("badge", "self", "host", "colleague", "code")
BY_ANOTHER = ("host", "colleague")


def times_of(gathering: Gathering) -> rules.DoorTimes:
    """When the gathering's door is open."""
    return rules.door_times(
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        opens_at=gathering.doors_open_at,
        closes_at=gathering.doors_close_at,
    )


def is_open(gathering: Gathering, at: datetime | None = None) -> bool:
    """Whether one is let in without anybody's help: now, or at a moment that a device tells of later."""
    return gathering.cancelled_at is None and times_of(gathering).is_open(at or clock.now())


def moment_of_tap(gathering: Gathering, tapped_at: datetime | None, sent_at: datetime | None) -> datetime:
    """When a tap at the gathering's door happened, by our clock (rule DR-9)."""
    now = clock.now()
    opens_at = min(times_of(gathering).opens_at, now)
    return rules.tap_time(tapped_at=tapped_at, sent_at=sent_at, now=now, opens_at=opens_at)


def check_in(
    gathering: Gathering, person_id: int, *, how: str, by_id: int | None, at: datetime | None = None
) -> Attendance:
    """Write down that a person is there. Twice is no fault; one who had left has come back (rule DR-2).

    `how` is one of WAYS; `at` is when it happened, if it was not now: a colleague's word counts from now, and only a
    host's makes an arrival earlier than it stands. Somebody who is not admitted yet is admitted when another does it
    for her.
    Raises NotAllowed when she is not admitted and does it herself.
    """
    moment = at if at is not None and how != "colleague" else clock.now()
    member = _admitted(gathering, person_id, by_another=how in BY_ANOTHER)
    row = queries.attendance_of(gathering.id, person_id)
    if row is None:
        row = _arrive(gathering, member, how=how, by_id=by_id, at=moment)
    elif row.left_at is not None and moment > row.left_at:
        _note_change(row, by_id=by_id, at=moment, reason=RETURNED)
        row.left_at = None
    elif moment < row.arrived_at and how == "host":
        _note_change(row, by_id=by_id, at=moment, reason=EARLIER)
        row.arrived_at = moment
        db.session.flush()
        attendance_changed.send(gathering_id=gathering.id, person_id=person_id)
        return row
    else:
        return row
    db.session.flush()
    attendance_changed.send(gathering_id=gathering.id, person_id=person_id)
    checked_in.send(gathering_id=gathering.id, person_id=person_id)
    hall_changed.send(gathering_id=gathering.id)
    return row


def check_out(gathering: Gathering, person_id: int, *, by_id: int | None, at: datetime | None = None) -> Attendance:
    """Write down that a person has left. That she was there remains.

    Raises Conflict when she has never been checked in. What happened before she came back last changes nothing.
    """
    moment = at or clock.now()
    row = queries.attendance_of(gathering.id, person_id)
    if row is None:
        raise Conflict(_("This person is not checked in, so there is nobody to sign out. Check her in first."))
    returned = queries.last_return(gathering.id, person_id)
    if row.left_at is not None or (returned is not None and moment < returned):
        return row
    row.left_at = max(moment, row.arrived_at)
    db.session.flush()
    attendance_changed.send(gathering_id=gathering.id, person_id=person_id)
    checked_out.send(gathering_id=gathering.id, person_id=person_id)
    hall_changed.send(gathering_id=gathering.id)
    return row


def take_back(gathering: Gathering, person_id: int, *, by_id: int | None, seen: str = "") -> None:
    """Undo what was tapped last about a person: that she left, came back, or came. The tap stays readable.

    `seen` is how she stood where it was tapped, "here" or "left": what somebody has undone already is not undone twice.
    """
    row = queries.attendance_of(gathering.id, person_id)
    if row is None or seen not in ("", "left" if row.left_at else "here"):
        return
    returned = queries.returns_of(gathering.id, person_id)
    _note_change(row, by_id=by_id, at=clock.now(), reason=UNDONE)
    is_here_now = row.left_at is not None
    if is_here_now:
        row.left_at = None
    elif returned:
        row.left_at = returned[-1]
    else:
        db.session.delete(row)
    db.session.flush()
    attendance_changed.send(gathering_id=gathering.id, person_id=person_id)
    (checked_in if is_here_now else checked_out).send(gathering_id=gathering.id, person_id=person_id)
    hall_changed.send(gathering_id=gathering.id)


def take_tap(key: str, gathering: Gathering, *, said: str, at: datetime) -> bool:
    """Remember a device's tap. False when it has been taken before: then nothing must be done (rule DR-10).

    Raises Conflict when the same key said something else.
    """
    known = db.session.get(DoorTap, key)
    if known is not None:
        if (known.gathering_id, known.said) != (gathering.id, said):
            raise Conflict(_("This tap was sent before with something else in it. Load the page again."))
        return False
    db.session.add(DoorTap(key=key, gathering_id=gathering.id, at=at, said=said))
    db.session.flush()
    return True


def set_door(gathering: Gathering, *, is_open: bool, by_id: int | None) -> None:
    """Open or close the door now. Opened after its time, it stays open until the gathering ends, or an hour more."""
    now = clock.now()
    times = times_of(gathering)
    if is_open:
        gathering.doors_open_at = min(now, times.opens_at)
        if now >= times.closes_at:
            gathering.doors_close_at = max(gathering.ends_at, now + rules.OPENS_BEFORE)
    else:
        gathering.doors_close_at = now
        gathering.doors_open_at = min(now, times.opens_at)
    audit(by_id, "door.edit", "gathering", gathering.id, is_open=is_open)
    hall_changed.send(gathering_id=gathering.id)


def _admitted(gathering: Gathering, person_id: int, *, by_another: bool) -> GatheringMember:
    member = find_member(gathering.id, person_id)
    if member is None and not by_another:
        raise NotAllowed("role", _("You are not on this gathering's list yet. Go to the table by the door."))
    return member or members.admit(gathering, person_id, GatheringRole.PARTICIPANT)


def _arrive(gathering: Gathering, member: GatheringMember, *, how: str, by_id: int | None, at: datetime) -> Attendance:
    place = member.municipality_id
    if place is None and member.role in (GatheringRole.PARTICIPANT, GatheringRole.FACILITATOR):
        place = seat_on_the_day(gathering, member.person_id)
    row = Attendance(
        gathering_id=gathering.id,
        person_id=member.person_id,
        municipality_id=place,
        arrived_at=at,
        how=how,
        by_id=by_id,
    )
    db.session.add(row)
    return row


def _note_change(row: Attendance, *, by_id: int | None, at: datetime, reason: str) -> None:
    db.session.add(
        AttendanceChange(
            gathering_id=row.gathering_id,
            person_id=row.person_id,
            by_id=by_id,
            at=at,
            arrived_before=row.arrived_at,
            left_before=row.left_at,
            reason=reason,
        )
    )
