"""Reading badges: whose they are, and who is signed in by one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from network.core.db import db
from network.people.models import Person, SignInSession
from network.sessions.gatherings.models import Gathering, GatheringMember


def badge_member(gathering: str, person: str) -> GatheringMember | None:
    """The member whom two public ids name, with person and gathering."""
    rows = (
        select(GatheringMember)
        .join(GatheringMember.gathering)
        .join(GatheringMember.person)
        .where(Gathering.public_id == gathering, Person.public_key == person)
        .options(contains_eager(GatheringMember.gathering), contains_eager(GatheringMember.person))
    )
    return db.session.scalar(rows)


def limited_sessions(person_id: int, gathering_id: int) -> Sequence[SignInSession]:
    """A person's open sign-ins that are good for this gathering alone."""
    rows = select(SignInSession).where(
        SignInSession.person_id == person_id,
        SignInSession.only_gathering_id == gathering_id,
        SignInSession.ended_at.is_(None),
    )
    return db.session.scalars(rows.order_by(SignInSession.id)).all()
