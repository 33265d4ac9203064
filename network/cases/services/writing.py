"""Writing a case: beginning it, saving it over nobody's head, fetching back, ready, public, gone."""

import json
import secrets
from collections.abc import Mapping

from sqlalchemy import delete

from network.cases.models import CaseState, CaseStudy, CaseVersion
from network.cases.queries import cases as queries
from network.cases.rules.boxes import is_same_sitting, missing
from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.edits import Merged, merge
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.people.models import Municipality
from network.sessions.gatherings.models import ItemKind, ProgrammeItem

PUBLIC_ID_BYTES = 12


def begin(
    municipality: Municipality,
    title: str,
    *,
    by_id: int | None,
    item: ProgrammeItem | None,
    public_id: str | None = None,
) -> CaseStudy:
    """A new case with a title and seven empty boxes.

    Raises Conflict when the place on the programme has a case already: two would not be shown.
    """
    if item is not None and queries.case_of_item(item.id) is not None:
        raise Conflict(_("Somebody in your municipality has begun on this case already. You find it among the cases."))
    now = clock.now()
    case = CaseStudy(
        public_id=public_id or secrets.token_urlsafe(PUBLIC_ID_BYTES),
        municipality_id=municipality.id,
        language=municipality.language,
        title=title,
        made_at=now,
        made_by_id=by_id,
        changed_at=now,
        changed_by_id=by_id,
    )
    db.session.add(case)
    db.session.flush()
    if item is not None:
        place(case, item)
    audit(by_id, "case.create", "case_study", case.id)
    return case


def place(case: CaseStudy, item: ProgrammeItem | None) -> None:
    """Say where the case is presented.

    Raises Invalid for a place that is not its municipality's, Conflict for one that has another case: whoever began
    hers later would put it in the other's place on the big screen.
    """
    if item is not None and (item.kind != ItemKind.CASE or item.municipality_id != case.municipality_id):
        raise Invalid("item", _("Choose a place on a programme that is yours."))
    there = queries.case_of_item(item.id) if item is not None else None
    if there is not None and there.id != case.id:
        raise Conflict(_("Somebody in your municipality has begun on this case already. You find it among the cases."))
    case.item_id = item.id if item else None
    case.gathering_id = item.gathering_id if item else None
    case.shown_slide = 1
    db.session.flush()


def save(case: CaseStudy, hers: Mapping[str, str], marks: Mapping[str, str], *, by_id: int | None) -> Merged:
    """Save what she wrote, with what others have changed meanwhile in other boxes.

    Where both changed the same box nothing at all is saved: the answer names those boxes, and she must look first.
    """
    merged = merge(marks, hers, case.said())
    if not merged.clashes and merged.said != case.said():
        _keep_version(case, by_id)
        _write(case, merged.said, by_id)
    return merged


def fetch_back(case: CaseStudy, version: CaseVersion, *, by_id: int | None) -> None:
    """Let the case say again what it said then. What it says now becomes a version of its own."""
    said = queries.said_in(version)
    if said != case.said():
        _keep_version(case, by_id, is_first=True)
        _write(case, said, by_id)


def mark_ready(case: CaseStudy, *, by_id: int | None) -> None:
    """Raises Invalid naming what is missing; the edge says it in words."""
    if missing(case.said()):
        raise Invalid("missing", _("Something is still missing."))
    if case.state == CaseState.DRAFT:
        case.state, case.ready_at = CaseState.READY, clock.now()
    audit(by_id, "case.ready", "case_study", case.id)
    db.session.flush()


def mark_draft(case: CaseStudy, *, by_id: int | None) -> None:
    """Take "ready" or "presented" back."""
    case.state, case.ready_at, case.presented_at = CaseState.DRAFT, None, None
    audit(by_id, "case.draft", "case_study", case.id)
    db.session.flush()


def mark_presented(case: CaseStudy, *, by_id: int | None) -> None:
    """It has been told in the hall. Saying it twice says it once. Raises Conflict for one that is not ready."""
    if case.state == CaseState.PRESENTED:
        return
    if case.state == CaseState.DRAFT:
        raise Conflict(_("The case is a draft. Mark it as ready first."))
    case.state, case.presented_at = CaseState.PRESENTED, clock.now()
    audit(by_id, "case.presented", "case_study", case.id)
    db.session.flush()


def publish(case: CaseStudy, *, by_id: int | None) -> None:
    """Everybody with the address may read it from now on. Raises Conflict for one that is not ready."""
    if case.state == CaseState.DRAFT:
        raise Conflict(_("The case is a draft. Mark it as ready first."))
    if case.published_at is None:
        case.published_at = clock.now()
        audit(by_id, "case.publish", "case_study", case.id)
    db.session.flush()


def unpublish(case: CaseStudy, *, by_id: int | None) -> None:
    if case.published_at is not None:
        case.published_at = None
        audit(by_id, "case.unpublish", "case_study", case.id)
    db.session.flush()


def delete_case(case: CaseStudy, *, by_id: int | None) -> None:
    db.session.execute(delete(CaseVersion).where(CaseVersion.case_id == case.id))
    audit(by_id, "case.delete", "case_study", case.id)
    db.session.delete(case)
    db.session.flush()


def _keep_version(case: CaseStudy, by_id: int | None, *, is_first: bool = False) -> None:
    """Put aside what the case says before it is changed: once for each sitting of one writer."""
    latest = queries.latest_version(case.id)
    now = clock.now()
    began_at = latest.at if latest else None
    if is_same_sitting(last_by=case.changed_by_id, began_at=began_at, by=by_id, now=now, is_first=is_first):
        return
    kept = json.dumps(case.said(), ensure_ascii=False)
    row = CaseVersion(case_id=case.id, version=case.version, boxes=kept, at=now, by_id=case.changed_by_id)
    db.session.add(row)


def _write(case: CaseStudy, said: Mapping[str, str], by_id: int | None) -> None:
    for name, text in said.items():
        setattr(case, name, text)
    case.version += 1
    case.changed_at, case.changed_by_id = clock.now(), by_id
    if case.state == CaseState.READY and missing(case.said()):
        case.state, case.ready_at = CaseState.DRAFT, None
    db.session.flush()
