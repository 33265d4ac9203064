"""Correcting who was there when: with a reason, and what was said before stays readable."""

from datetime import datetime

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.core.signals import attendance_changed, checked_in, checked_out, hall_changed
from network.sessions.gatherings.models import Attendance, AttendanceChange

LONGEST_REASON = 200


def correct(row: Attendance, *, arrived_at: datetime, left_at: datetime | None, reason: str, by_id: int | None) -> None:
    """Change somebody's times (rule DR-13).

    Raises Invalid without a reason, or when she would leave before she came, or before it happened.
    """
    why = " ".join(reason.split())
    if not why or why.startswith("#"):
        raise Invalid("reason", _("Write why. It stays with the times."))
    if len(why) > LONGEST_REASON:
        raise Invalid("reason", _("Write a shorter reason."))
    if left_at is not None and left_at < arrived_at:
        raise Invalid("left", _("This is before she came. Write a later time."))
    for field, moment in (("arrived", arrived_at), ("left", left_at)):
        if moment is not None and moment > clock.now():
            raise Invalid(field, _("This has not happened yet. Write an earlier time."))
    was_here = row.left_at is None
    db.session.add(
        AttendanceChange(
            gathering_id=row.gathering_id,
            person_id=row.person_id,
            by_id=by_id,
            at=clock.now(),
            arrived_before=row.arrived_at,
            left_before=row.left_at,
            reason=why,
        )
    )
    row.arrived_at, row.left_at = arrived_at, left_at
    db.session.flush()
    audit(by_id, "attendance.edit", "person", row.person_id, gathering=row.gathering_id)
    attendance_changed.send(gathering_id=row.gathering_id, person_id=row.person_id)
    _tell(row, was_here=was_here)


def _tell(row: Attendance, *, was_here: bool) -> None:
    is_here = row.left_at is None
    if is_here != was_here:
        (checked_in if is_here else checked_out).send(gathering_id=row.gathering_id, person_id=row.person_id)
    hall_changed.send(gathering_id=row.gathering_id)
