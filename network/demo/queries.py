"""Who is in the demo, and under which role one can try it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from network.core import clock
from network.core.db import db
from network.demo.day import PUBLIC_ID
from network.people import queries as people
from network.people.models import Municipality, Person, SignInSession
from network.sessions.gatherings.models import Gathering, GatheringMember, GatheringRole
from network.sessions.stage.models import StageState

ROLES = ("delegate", "facilitator", "project_lead", "coordinator", "administrator")


@dataclass(frozen=True)
class Listed:
    """A person of the demo; `municipality` is None for those who belong to the whole network."""

    key: str
    person_id: int
    name: str
    email: str
    role: str
    municipality: str | None


def how_far_today() -> str:
    """How far the gathering of today has come: "ahead", "live" or "over"."""
    rows = select(StageState.item_id, StageState.finished_at).join(Gathering, Gathering.id == StageState.gathering_id)
    state = db.session.execute(rows.where(Gathering.public_id == PUBLIC_ID)).first()
    if state is None or (state.item_id is None and state.finished_at is None):
        return "ahead"
    return "over" if state.finished_at is not None else "live"


def listed_people() -> list[Listed]:
    """Everybody one can be, delegates first."""
    found = [_listed(person, "delegate", place) for person, place in people.delegates(today=clock.now().date())]
    found += [_listed(person, "facilitator", None) for person in _facilitators()]
    for role in ROLES[2:]:
        found += [_listed(person, role, place) for person, place in people.people_with_role(role)]
    return found


def next_in_role(role: str) -> Listed | None:
    """Somebody with this role whom nobody is trying just now, else the one tried longest ago."""
    latest = db.session.execute(
        select(SignInSession.person_id, func.max(SignInSession.id))
        .where(SignInSession.ended_at.is_(None))
        .group_by(SignInSession.person_id)
    )
    tried = {row[0]: int(row[1]) for row in latest}
    candidates = [person for person in listed_people() if person.role == role]
    return min(candidates, key=lambda person: tried.get(person.person_id, 0), default=None)


def _facilitators() -> Sequence[Person]:
    rows = select(Person).join(GatheringMember, GatheringMember.person_id == Person.id)
    return (
        db.session.scalars(rows.where(GatheringMember.role == GatheringRole.FACILITATOR).order_by(Person.id))
        .unique()
        .all()
    )


def _listed(person: Person, role: str, municipality: Municipality | None) -> Listed:
    return Listed(
        key=person.public_key,
        person_id=person.id,
        name=person.name,
        email=person.email or "",
        role=role,
        municipality=municipality.name if municipality else None,
    )
