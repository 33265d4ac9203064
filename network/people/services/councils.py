"""When a council meets, and how long before a meeting its papers must be in."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete

from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.people import queries, rules
from network.people.models import CouncilMeeting, Municipality


def state_of(municipality: Municipality, *, today: date) -> str:
    """A fingerprint of the dates to come and the rule for papers: what a form was made from (F16)."""
    days = [meeting.on_date.isoformat() for meeting in queries.council_meetings(municipality.id, from_date=today)]
    rule = (str(municipality.papers_days_before), str(municipality.papers_clock))
    return rules.fingerprint("\n".join([*days, *rule]))[:16]


def plan_meetings(
    municipality: Municipality,
    days: Sequence[date],
    *,
    papers_days_before: int | None,
    papers_clock: str | None,
    seen: str,
    today: date,
    by: int | None,
) -> None:
    """Write down the meetings to come, instead of those known before, and the rule for papers. No date is an answer.

    `seen` is the state that the form was made from. Days that are over are history, and left alone.
    Raises Conflict when somebody has changed them since; sent twice, the second changes nothing.
    """
    ahead = sorted({day for day in days if day >= today})
    had = [meeting.on_date for meeting in queries.council_meetings(municipality.id, from_date=today)]
    rule = (papers_days_before, papers_clock)
    if had == ahead and (municipality.papers_days_before, municipality.papers_clock) == rule:
        return
    if state_of(municipality, today=today) != seen:
        raise Conflict(_("Somebody else has changed the dates since you opened the page. Compare, and save again."))
    db.session.execute(
        delete(CouncilMeeting).where(CouncilMeeting.municipality_id == municipality.id, CouncilMeeting.on_date >= today)
    )
    db.session.add_all(CouncilMeeting(municipality_id=municipality.id, on_date=day) for day in ahead)
    municipality.papers_days_before, municipality.papers_clock = rule
    db.session.flush()
    audit(by, "council_meeting.edit", "municipality", municipality.id, meetings=len(ahead))
