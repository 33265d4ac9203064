"""What each delegate answers to what her municipality takes home: in her own voice, or noted by another."""

from datetime import datetime, timedelta

from sqlalchemy import select

from network.actions.models import ActionAnswer, ActionPoint, Answer, TakeHomeAgreement
from network.actions.queries.agreements import Sheet, sheet_about
from network.actions.rules import agreements as rules
from network.actions.services.agreements import check_open
from network.actions.services.settling import settle
from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid, NotAllowed
from network.core.language import gettext as _


def answer(
    agreement: TakeHomeAgreement,
    subject: str,
    person_id: int,
    said: Answer,
    *,
    line: str,
    wording: int,
    by_id: int | None,
    waited: timedelta = timedelta(0),
) -> ActionAnswer:
    """What a delegate says to one sentence, in her own voice or recorded by another (`by_id`).

    An answer can be changed while it is open; the same again changes nothing. `waited` is how long it lay on a device:
    it counts from when it was pressed, so what was answered meanwhile stands (rule AG-11), unless a colleague noted it.
    Returns what stands.

    Raises Conflict when the sentence is not the one that she read, or when another is noted for somebody who has
    answered herself; Invalid for a disagreement without a line, NotAllowed for who was not there.
    """
    sheet = _open_sheet(agreement)
    if person_id not in {one.person_id for one in sheet.delegates}:
        raise NotAllowed("role", _("Only delegates who were present answer."))
    return _answered(agreement, sheet, subject, person_id, said, line=line, wording=wording, by_id=by_id, waited=waited)


def note_for(
    agreement: TakeHomeAgreement,
    subject: str,
    person_id: int,
    said: Answer,
    *,
    line: str,
    wording: int,
    by_id: int | None,
) -> None:
    """What somebody says aloud who is there without a phone, noted by who leads (rule AG-7).

    It stands where no answer stands yet: what she has said herself, or a colleague has noted, is not read by who leads,
    so it must not be overwritten by her either. What she noted can she put right. Sent twice it is one answer.

    Raises NotAllowed for who is not in the hall, Conflict when there is an answer, and what `answer` raises.
    """
    sheet = _open_sheet(agreement)
    if person_id not in {one.person_id for one in sheet.delegates if one.is_here}:
        raise NotAllowed("role", _("You can note an answer only for a delegate who is here now."))
    given = sheet.counting.get((person_id, subject))
    if given is not None and given.by_id != by_id:
        raise Conflict(_("There is an answer from her already. That one stands."))
    _answered(agreement, sheet, subject, person_id, said, line=line, wording=wording, by_id=by_id)


def _open_sheet(agreement: TakeHomeAgreement) -> Sheet:
    check_open(agreement)
    return sheet_about(agreement)


def _answered(
    agreement: TakeHomeAgreement,
    sheet: Sheet,
    subject: str,
    person_id: int,
    said: Answer,
    *,
    line: str,
    wording: int,
    by_id: int | None,
    waited: timedelta = timedelta(0),
) -> ActionAnswer:
    """What stands after an answer for one of the sheet's delegates. Raises Conflict and Invalid as `answer` does."""
    asked = next((one for one in sheet.subjects if one.key == subject), None)
    if asked is None or not sheet.is_asked or asked.wording != wording:
        raise Conflict(_("The sentence has been changed meanwhile. Read it again and answer once more."))
    words, at = _line_for(said, line), clock.now() - waited
    noted_by_id = by_id if by_id != person_id else None
    row = sheet.counting.get((person_id, subject))
    if row is not None and (_is_the_same(row, said, words, noted_by_id) or _came_later(row, at, noted_by_id)):
        return row
    if row is not None and noted_by_id is not None and row.by_id is None:
        return _her_own(row, said, words)
    row = row or _new_answer(agreement, asked, person_id)
    row.answer, row.line, row.at, row.by_id = said, words, at, noted_by_id
    db.session.flush()
    if row.by_id is not None:
        audit(by_id, "agreement.record", "person", person_id, agreement=agreement.id)
    settle(agreement)
    return row


def _line_for(said: Answer, line: str) -> str:
    words = " ".join(line.split())
    if said == Answer.DISAGREE and not words:
        raise Invalid("line", _("Write in a line what you disagree with. It stands beside the agreement."))
    if len(words) > rules.LINE_LIMIT:
        raise Invalid("line", _("Write it in at most %(limit)s characters.", limit=rules.LINE_LIMIT))
    return words


def _is_the_same(row: ActionAnswer, said: Answer, words: str, noted_by_id: int | None) -> bool:
    return (row.answer, row.line, row.by_id) == (said, words, noted_by_id)


def _her_own(row: ActionAnswer, said: Answer, words: str) -> ActionAnswer:
    """What she has said herself stands, whatever somebody notes for her. Raises Conflict when that is something else.

    She can change it; nobody who was not heard can put another word into her mouth.
    """
    if (row.answer, row.line) != (said, words):
        raise Conflict(_("She has answered this herself meanwhile. Her own answer stands; only she can change it."))
    return row


def _came_later(row: ActionAnswer, at: datetime, noted_by_id: int | None) -> bool:
    """Whether it stands against an answer that was pressed before it. What a colleague noted gives way to her own."""
    return rules.is_later(row.at, at) and (noted_by_id is not None or row.by_id is None)


def _new_answer(agreement: TakeHomeAgreement, subject: rules.Subject, person_id: int) -> ActionAnswer:
    point = db.session.scalar(select(ActionPoint.id).where(ActionPoint.public_id == subject.key))
    made = ActionAnswer(
        agreement_id=agreement.id,
        action_point_id=point,
        subject=subject.key,
        person_id=person_id,
        wording=subject.wording,
    )
    db.session.add(made)
    return made
