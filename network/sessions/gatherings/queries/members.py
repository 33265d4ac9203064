"""Reading who is admitted to a gathering, and for whom."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from network.core.db import db
from network.people.models import Municipality, Person, Seat
from network.people.queries import held_on
from network.sessions.gatherings.models import Attendance, Gathering, GatheringMember, GatheringRole


def day_of(gathering: Gathering) -> date:
    """The date on which it begins, where it is."""
    return gathering.starts_at.astimezone(ZoneInfo(gathering.zone)).date()


def seat_on_the_day(gathering: Gathering, person_id: int) -> int | None:
    """The municipality in which a person holds a seat on the gathering's day."""
    rows = select(Seat.municipality_id).where(Seat.person_id == person_id, held_on(day_of(gathering)))
    return db.session.scalar(rows.order_by(Seat.id.desc()).limit(1))


def seated_on(day: date) -> Sequence[tuple[Person, Municipality]]:
    """Those with a seat in a municipality that takes part on this day, by municipality and seat. Without parties."""
    rows = (
        select(Person, Municipality)
        .select_from(Seat)
        .join(Seat.person)
        .join(Seat.municipality)
        .where(
            held_on(day),
            Municipality.joined_on <= day,
            or_(Municipality.left_on.is_(None), Municipality.left_on > day),
        )
    )
    return [(row[0], row[1]) for row in db.session.execute(rows.order_by(Municipality.number, Seat.id))]


def former_delegates(gathering: Gathering) -> Sequence[GatheringMember]:
    """Those who are on the list for a seat that they will not hold on the day any more, and have not come."""
    day = day_of(gathering)
    had = select(Seat.person_id).where(Seat.to_date < day)
    holds = select(Seat.person_id).where(held_on(day))
    came = select(Attendance.person_id).where(Attendance.gathering_id == gathering.id)
    rows = select(GatheringMember).where(
        GatheringMember.gathering_id == gathering.id,
        GatheringMember.role == GatheringRole.PARTICIPANT,
        GatheringMember.stands_in_for_id.is_(None),
        GatheringMember.person_id.in_(had),
        GatheringMember.person_id.not_in(holds),
        GatheringMember.person_id.not_in(came),
    )
    return db.session.scalars(rows.order_by(GatheringMember.person_id)).all()


def members_of(gathering_id: int, *roles: GatheringRole) -> Sequence[GatheringMember]:
    """Those admitted, in these roles if any are given, with person and municipality, by name."""
    rows = select(GatheringMember).where(GatheringMember.gathering_id == gathering_id)
    if roles:
        rows = rows.where(GatheringMember.role.in_(roles))
    rows = rows.join(GatheringMember.person).order_by(Person.name, Person.id)
    return db.session.scalars(
        rows.options(joinedload(GatheringMember.person), joinedload(GatheringMember.municipality))
    ).all()


def member(gathering_id: int, person_id: int | None) -> GatheringMember | None:
    return db.session.get(GatheringMember, (gathering_id, person_id)) if person_id is not None else None


def municipality_by_number(number: str) -> Municipality | None:
    if "\x00" in number:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(select(Municipality).where(Municipality.number == number))


def stand_ins_before(gathering: Gathering, municipality_id: int | None) -> list[Person]:
    """Those who have stood in for this municipality before and are not coming to this gathering, by name."""
    here = select(GatheringMember.person_id).where(GatheringMember.gathering_id == gathering.id)
    before = select(GatheringMember.person_id).where(
        GatheringMember.municipality_id == municipality_id,
        GatheringMember.stands_in_for_id.is_not(None),
        GatheringMember.person_id.not_in(here),
    )
    return list(db.session.scalars(select(Person).where(Person.id.in_(before)).order_by(Person.name, Person.id)))


def substitute_for(gathering_id: int, person_id: int) -> Person | None:
    """Who stands in for a delegate at a gathering: the latest, if somebody before her had been at the door already."""
    rows = select(Person).join(GatheringMember, GatheringMember.person_id == Person.id)
    rows = rows.where(GatheringMember.gathering_id == gathering_id, GatheringMember.stands_in_for_id == person_id)
    return db.session.scalar(rows.order_by(Person.id.desc()).limit(1))
