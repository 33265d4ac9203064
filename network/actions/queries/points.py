"""Reading actions after the gathering: one's own, one's municipality's, one's mail's, and their histories."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from network.access.actor import Actor
from network.actions.models import ActionPoint, ActionState, ActionUpdate, OwnerState
from network.actions.rules import points as rules
from network.core.db import db
from network.sessions.gatherings.models import Gathering

OPEN = (ActionState.AGREED, ActionState.UNDER_WAY, ActionState.STUCK)


def update_by_key(point_id: int, key: str) -> ActionUpdate | None:
    rows = select(ActionUpdate).where(ActionUpdate.action_point_id == point_id, ActionUpdate.key == key)
    return db.session.scalar(rows)


def updates_since(point_id: int, seen: int) -> Sequence[ActionUpdate]:
    """What was told after the update with this number, oldest first."""
    rows = _updates(point_id).where(ActionUpdate.id > seen).order_by(ActionUpdate.id)
    return db.session.scalars(rows).all()


def latest_update(point_id: int) -> ActionUpdate | None:
    return db.session.scalar(_updates(point_id).order_by(ActionUpdate.id.desc()).limit(1))


def last_update_of(point_id: int, person_id: int) -> ActionUpdate | None:
    """What this person told last."""
    rows = _updates(point_id).where(ActionUpdate.person_id == person_id)
    return db.session.scalar(rows.order_by(ActionUpdate.id.desc()).limit(1))


def history_of(point_id: int) -> Sequence[ActionUpdate]:
    """All that was told of an action, newest first, with who and what shows it."""
    rows = _updates(point_id).order_by(ActionUpdate.id.desc())
    return db.session.scalars(rows.options(joinedload(ActionUpdate.person), joinedload(ActionUpdate.file))).all()


def own_points(person_id: int) -> list[ActionPoint]:
    """The agreed actions for which this person answers: open ones first, then by deadline."""
    return _in_order(db.session.scalars(_agreed().where(_is_hers(person_id))))


def points_of_municipalities(municipality_ids: Collection[int]) -> list[ActionPoint]:
    """The agreed actions of these municipalities, in the same order."""
    if not municipality_ids:
        return []
    return _in_order(db.session.scalars(_agreed().where(ActionPoint.municipality_id.in_(sorted(municipality_ids)))))


def has_any(actor: Actor) -> bool:
    """Whether she or her municipality has agreed on anything. Asked for the bar, on each page."""
    asked = {
        "person_id": actor.person_id,
        "municipality_ids": sorted(actor.municipality_ids),
        "only_id": actor.only_gathering_id,
    }
    return db.session.scalar(_any(actor.only_gathering_id is not None), asked) is not None


@cache
def _any(is_limited: bool) -> Select[int]:
    hers = ActionPoint.owner_id == bindparam("person_id")
    ours = ActionPoint.municipality_id.in_(bindparam("municipality_ids", expanding=True))
    is_here = ActionPoint.gathering_id == bindparam("only_id") if is_limited else true()
    return select(ActionPoint.id).where(hers | ours, is_here, ActionPoint.agreed_at.is_not(None), _is_kept()).limit(1)


def is_read_by(actor: Actor) -> ColumnElement[bool]:
    """Whether an action is agreed and the matrix lets her read it: who leads the network all, others what is theirs."""
    readable = [ActionPoint.agreed_at.is_not(None), _is_kept()]
    if "P" not in actor.roles:
        hers = ActionPoint.owner_id == actor.person_id
        at_home = ActionPoint.municipality_id.in_(sorted(actor.municipality_ids))
        led = ActionPoint.gathering_id.in_(sorted(actor.facilitated_ids))
        readable.append(or_(hers, at_home, led))
    if actor.only_gathering_id is not None:
        readable.append(ActionPoint.gathering_id == actor.only_gathering_id)
    return and_(*readable)


def points_of_mail(person_id: int, gathering: Gathering, asked_at: datetime) -> list[ActionPoint]:
    """What a mail asked this person about: her actions from that gathering and those before that were open then."""
    rows = _agreed().join(Gathering, Gathering.id == ActionPoint.gathering_id)
    rows = rows.where(_is_hers(person_id), Gathering.ends_at <= gathering.ends_at)
    found = _in_order(db.session.scalars(rows))
    return [point for point in found if rules.belongs_to_mail(point.state, point.heard_at, asked_at)]


def gathering_before(gathering: Gathering) -> Gathering | None:
    """The latest gathering before this one from which anything was agreed."""
    rows = select(Gathering).where(
        Gathering.ends_at <= gathering.starts_at,
        Gathering.id.in_(select(ActionPoint.gathering_id).where(ActionPoint.agreed_at.is_not(None), _is_kept())),
    )
    return db.session.scalar(rows.order_by(Gathering.ends_at.desc(), Gathering.id.desc()).limit(1))


def points_of_gathering(gathering_id: int) -> list[ActionPoint]:
    """Everything that was agreed at a gathering, in the order in which each municipality wrote it."""
    rows = _agreed().where(ActionPoint.gathering_id == gathering_id)
    return list(db.session.scalars(rows.order_by(ActionPoint.position, ActionPoint.id)))


def _updates(point_id: int) -> Select[ActionUpdate]:
    return select(ActionUpdate).where(ActionUpdate.action_point_id == point_id)


def _is_hers(person_id: int) -> ColumnElement[bool]:
    """She answers for it: whoever has said no is asked no more, whenever she said it (AG-6)."""
    return (ActionPoint.owner_id == person_id) & (ActionPoint.owner_state != OwnerState.DECLINED)


def _is_kept() -> ColumnElement[bool]:
    return ActionPoint.removed_at.is_(None)


def _agreed() -> Select[ActionPoint]:
    """Three questions to the database, however many actions there are."""
    rows = select(ActionPoint).where(ActionPoint.agreed_at.is_not(None), ActionPoint.removed_at.is_(None))
    return rows.options(
        joinedload(ActionPoint.owner),
        joinedload(ActionPoint.goal),
        joinedload(ActionPoint.case),
        joinedload(ActionPoint.gathering),
        joinedload(ActionPoint.municipality),
        joinedload(ActionPoint.agreement),
        selectinload(ActionPoint.updates).joinedload(ActionUpdate.person),
    )


def _in_order(rows: Iterable[ActionPoint]) -> list[ActionPoint]:
    return sorted(rows, key=lambda point: (not rules.is_open(point.state), point.due_on or date.max, point.id))
