"""What follows from every change of an agreement: ready or not, agreed or still proposed, and who is told."""

import secrets

from sqlalchemy import select

from network.actions.models import ActionPoint, ActionState, ActionUpdate, Answer, OwnerState, TakeHomeAgreement
from network.actions.queries.agreements import Sheet, sheet_about
from network.actions.rules.agreements import Standing
from network.actions.services import asking
from network.core import clock
from network.core.db import db
from network.core.signals import agreement_settled
from network.sessions.gatherings.models import Attendance
from network.sessions.stage.services.telling import counts_changed, tell_persons

KEY_BYTES = 16


def settle(agreement: TakeHomeAgreement) -> Sheet:
    """Work out anew what the answers amount to, and tell the municipality's delegates and those who lead (AG-5)."""
    sheet = sheet_about(agreement)
    is_ready = sheet.standing == Standing.READY
    if is_ready != (agreement.ready_at is not None):
        agreement.ready_at = clock.now() if is_ready else None
    for point in sheet.points:
        _settle_owner(sheet, point)
        if is_ready and point.state == ActionState.PROPOSED and point.owner_state == OwnerState.ACCEPTED:
            agree(point)
    db.session.flush()
    tell_own(sheet)
    counts_changed(agreement.gathering_id)
    agreement_settled.send(agreement_id=agreement.id)
    return sheet


def when_somebody_comes_or_goes(*, gathering_id: int, person_id: int) -> None:
    """Whom the others waited for may have left, or one more is there to be waited for (AG-5). In a unit of work.

    An arrival that was taken back leaves no row that says where she belongs: then all are looked at.
    """
    row = db.session.get(Attendance, (gathering_id, person_id))
    asked = select(TakeHomeAgreement).where(
        TakeHomeAgreement.gathering_id == gathering_id, TakeHomeAgreement.asked_at.is_not(None)
    )
    if row is not None:
        asked = asked.where(TakeHomeAgreement.municipality_id == row.municipality_id)
    for agreement in db.session.scalars(asked).all():
        if agreement.is_open:
            settle(agreement)


def tell_own(sheet: Sheet) -> None:
    """Have the phones of the municipality's delegates ask again."""
    tell_persons(sheet.gathering.id, [one.person_id for one in sheet.delegates])


def agree(point: ActionPoint) -> None:
    """The point is agreed, and its history says so."""
    now = clock.now()
    point.state, point.agreed_at, point.heard_at = ActionState.AGREED, now, now
    db.session.add(
        ActionUpdate(
            action_point_id=point.id,
            key=secrets.token_urlsafe(KEY_BYTES),
            at=now,
            state=ActionState.AGREED,
            via="day",
        )
    )
    asking.plan(point)


def _settle_owner(sheet: Sheet, point: ActionPoint) -> None:
    """An owner who is present takes it on by her answer; who is not there is asked by mail (rule AG-6)."""
    if point.owner_id not in {one.person_id for one in sheet.delegates}:
        return
    said = sheet.counting.get((point.owner_id, point.public_id))
    if said is None or not sheet.is_asked:
        point.owner_state = OwnerState.NONE
    else:
        point.owner_state = OwnerState.DECLINED if said.answer == Answer.DISAGREE else OwnerState.ACCEPTED
