"""Action points while they are written: begun, filled in, put in order, taken away and put back."""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from network.actions.models import ActionPoint, ActionSource, OwnerState, TakeHomeAgreement
from network.actions.queries import agreements as queries
from network.actions.queries.agreements import sheet_about
from network.actions.rules import agreements as rules
from network.actions.services.agreements import check_draft, lacks, take_words, touch
from network.cases.models import CaseStudy
from network.core import clock
from network.core.audit import audit
from network.core.db import db, unit_of_work
from network.core.edits import Merged, merge
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.people.models import Goal, Person
from network.sessions.gatherings.queries.members import day_of
from network.sessions.gatherings.queries.programme import goal_ids
from network.sessions.stage.services.telling import counts_changed
from network.writing import services as writing

log = logging.getLogger(__name__)

PUBLIC_ID_BYTES = 12
MOST_POINTS = 8
TEXTS = ("what", "first_step")
FIELDS = ("owner", "first_step_on", "due_on", "goal", "case", "is_for_council")


@dataclass(frozen=True)
class Chosen:
    """What the form chose, found in the database. Dates are days of the gathering's place."""

    owner: Person | None
    goal: Goal | None
    case: CaseStudy | None
    first_step_on: date | None
    due_on: date | None
    is_for_council: bool


def add_point(
    agreement: TakeHomeAgreement,
    *,
    by_id: int | None,
    public_id: str | None = None,
    what: str = "",
    first_step: str = "",
) -> ActionPoint:
    """A new action point with the usual dates and the gathering's goal. The same `public_id` again is the same one.

    Raises Invalid beyond MOST_POINTS.
    """
    check_draft(agreement)
    sheet = sheet_about(agreement)
    if len(sheet.points) >= MOST_POINTS:
        raise Invalid("points", _("More than this nobody follows up. Take one away first."))
    first, due = rules.usual_dates(day_of(agreement.gathering))
    now = clock.now()
    text = writing.begin(
        gathering_id=agreement.gathering_id,
        municipality_id=agreement.municipality_id,
        texts={"what": (what, rules.SENTENCE_LIMIT), "first_step": (first_step, rules.SENTENCE_LIMIT)},
    )
    point = ActionPoint(
        public_id=public_id or secrets.token_urlsafe(PUBLIC_ID_BYTES),
        agreement_id=agreement.id,
        gathering_id=agreement.gathering_id,
        municipality_id=agreement.municipality_id,
        position=_last_position(agreement.id) + 1,
        writing_id=text.id,
        what=what,
        first_step=first_step,
        first_step_on=first,
        due_on=due,
        goal_id=min(goal_ids(agreement.gathering), default=None),
        made_at=now,
        made_by_id=by_id,
        changed_at=now,
    )
    point.agreement = agreement
    db.session.add(point)
    touch(agreement)
    audit(by_id, "action_point.create", "action_point", point.id)
    return point


def save_point(point: ActionPoint, chosen: Chosen, *, marks: Mapping[str, str], by_id: int | None) -> Merged:
    """Store what was chosen, field by field: what another chose meanwhile stays where she chose nothing (AG-7).

    Stores nothing when both chose the same field differently: `clashes` names it.
    Raises Invalid for a day that cannot be.
    """
    check_draft(point.agreement)
    _check_days(point, chosen)
    merged = merge(marks, said(chosen), stored(point))
    if merged.clashes:
        return merged
    before = stored(point)
    changed = [name for name in FIELDS if merged.said[name] != before[name]]
    if not changed:
        return merged
    owner_before = point.owner_id
    for name in changed:
        setattr(point, name, getattr(chosen, name))
    db.session.flush()
    if point.owner_id != owner_before:
        _note_owner(point)
    point.version += 1
    point.changed_at = clock.now()
    touch(point.agreement)
    audit(by_id, "action_point.edit", "action_point", point.id)
    return merged


def stored(point: ActionPoint) -> dict[str, str]:
    """What the fields say now, as the form would send it."""
    chosen = Chosen(point.owner, point.goal, point.case, point.first_step_on, point.due_on, point.is_for_council)
    return said(chosen)


def said(chosen: Chosen) -> dict[str, str]:
    return {
        "owner": chosen.owner.public_key if chosen.owner else "",
        "first_step_on": chosen.first_step_on.isoformat() if chosen.first_step_on else "",
        "due_on": chosen.due_on.isoformat() if chosen.due_on else "",
        "goal": chosen.goal.number if chosen.goal else "",
        "case": chosen.case.public_id if chosen.case else "",
        "is_for_council": "1" if chosen.is_for_council else "",
    }


def remove_point(point: ActionPoint, *, by_id: int | None) -> None:
    """Take it away; it can be put back."""
    check_draft(point.agreement)
    if point.removed_at is None:
        point.removed_at = clock.now()
        touch(point.agreement)
        audit(by_id, "action_point.delete", "action_point", point.id)


def put_back(point: ActionPoint, *, by_id: int | None) -> None:
    """Undo of a removal, at its old place. Raises Invalid beyond MOST_POINTS."""
    check_draft(point.agreement)
    if point.removed_at is None:
        return
    if len(sheet_about(point.agreement).points) >= MOST_POINTS:
        raise Invalid("points", _("More than this nobody follows up. Take one away first."))
    point.removed_at = None
    touch(point.agreement)
    audit(by_id, "action_point.put_back", "action_point", point.id)


def put_first(point: ActionPoint) -> None:
    """This one matters most."""
    check_draft(point.agreement)
    points = sheet_about(point.agreement).points
    if points and points[0].id == point.id:
        return
    for place, one in enumerate([point, *(one for one in points if one.id != point.id)], start=1):
        one.position = place
    touch(point.agreement)


def copy_words(*, writing_id: int) -> None:
    """What is being written stands in the list, in the record and where it was taken away, as long as nobody was asked.

    From then on the words that were asked about are the agreement's, until they are asked about anew (AG-4).
    """
    rows = select(ActionPoint).where(ActionPoint.writing_id == writing_id, ActionPoint.asked_as == "")
    point = db.session.scalar(rows.options(joinedload(ActionPoint.writing)))
    if point is not None and point.writing is not None:
        missed = lacks(point)
        take_words(point, {text.key: text.text for text in point.writing.texts})
        if lacks(point) != missed:  # what is still missing stands on her colleagues' phones, and at the gate
            touch(point.agreement)
            counts_changed(point.gathering_id)


def close_writings() -> None:
    """Two days after a gathering nobody writes on in its sentences: what stands there then stands (rule AG-8)."""
    for writing_id in queries.written_too_long():
        try:
            with unit_of_work():
                writing.close(writing_id)
        except Exception:
            log.exception("writing %s of an action cannot be closed", writing_id)


def add_source(point: ActionPoint, *, kind: str, target: str, title: str, line: str) -> None:
    """Write down what the point came from, in words that need no board (rule AG-9). The same once."""
    if target not in {one.target for one in point.sources}:
        point.sources.append(ActionSource(kind=kind, target=target, title=title, line=line))
        db.session.flush()


def _check_days(point: ActionPoint, chosen: Chosen) -> None:
    today = day_of(point.agreement.gathering)
    if chosen.first_step_on and not rules.is_first_step_soon(chosen.first_step_on, today):
        raise Invalid("first_step_on", _("The first step is taken within two weeks of the gathering."))
    if chosen.due_on and chosen.due_on < (chosen.first_step_on or today):
        raise Invalid("due_on", _("This is before the first step. Choose a later day."))


def _note_owner(point: ActionPoint) -> None:
    """Who was not there is asked; nobody is put in charge (AG-6)."""
    sheet = sheet_about(point.agreement)
    is_present = point.owner_id in {one.person_id for one in sheet.delegates}
    point.owner_state = OwnerState.NONE if point.owner_id is None or is_present else OwnerState.ASKED


def _last_position(agreement_id: int) -> int:
    rows = select(func.max(ActionPoint.position)).where(ActionPoint.agreement_id == agreement_id)
    return int(db.session.scalar(rows) or 0)
