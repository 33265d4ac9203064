"""Reading how far a network is set up: its lead, its goals, its seats, its one-time addresses."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, func, or_, select

from network.core.db import db
from network.people.models import Goal, Municipality, Person, PersonRole, Seat, SetupInvitation

LEAD = "project_lead"


def has_lead() -> bool:
    """Whether anybody leads the network: then no one-time address is given out any more."""
    return bool(db.session.scalar(select(exists().where(PersonRole.role == LEAD))))


def first_lead() -> Person | None:
    """Who has led the network longest."""
    rows = select(Person).join(PersonRole, PersonRole.person_id == Person.id).where(PersonRole.role == LEAD)
    return db.session.scalar(rows.order_by(PersonRole.id).limit(1))


def invitation_by_token(token_hash: str) -> SetupInvitation | None:
    return db.session.scalar(select(SetupInvitation).where(SetupInvitation.token_hash == token_hash))


def goals_on(day: date) -> Sequence[Goal]:
    """The goals that hold on a day, in the network's own order."""
    holds = (Goal.from_date <= day) & or_(Goal.to_date.is_(None), Goal.to_date >= day)
    return db.session.scalars(select(Goal).where(holds).order_by(Goal.position, Goal.id)).all()


def taking_part_on(day: date) -> Sequence[Municipality]:
    """The municipalities that take part on a day, by number."""
    has_left = Municipality.left_on.is_not(None) & (Municipality.left_on <= day)
    rows = select(Municipality).where(Municipality.joined_on <= day, ~has_left)
    return db.session.scalars(rows.order_by(Municipality.number)).all()


def seats_held_on(day: date) -> dict[int, int]:
    """Municipality id → how many of its seats are held. Those with none are left out."""
    holds = (Seat.from_date <= day) & or_(Seat.to_date.is_(None), Seat.to_date >= day)
    rows = select(Seat.municipality_id, func.count()).where(holds).group_by(Seat.municipality_id)
    return {int(row[0]): int(row[1]) for row in db.session.execute(rows)}
