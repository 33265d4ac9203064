"""Reading the network: lists come narrowed to what the actor may see."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from network.access.actor import Actor, Contribution
from network.core import clock
from network.core.db import db
from network.people import rules
from network.people.models import Municipality, Network, Person, PersonRole, Seat, SignInRequest, SignInSession


def the_network() -> Network | None:
    """The installation's network; None before it is set up."""
    return db.session.scalar(select(Network).order_by(Network.id).limit(1))


def is_demo() -> bool:
    """Whether the network carries the mark of a demo. The setting alone makes none."""
    return bool(db.session.scalar(select(Network.is_demo).order_by(Network.id).limit(1)))


def person_by_email(email: str) -> Person | None:
    """Who has this address, given clean (rules.clean_email)."""
    return db.session.scalar(select(Person).where(Person.email == email))


def municipalities() -> Sequence[Municipality]:
    """All municipalities by number: public facts."""
    return db.session.scalars(select(Municipality).order_by(Municipality.number)).all()


def current_seats(municipality_id: int, *, today: date) -> int:
    """How many seats of a municipality are held."""
    rows = select(func.count()).select_from(Seat).where(Seat.municipality_id == municipality_id, _holds(today))
    return int(db.session.scalar(rows) or 0)


def delegates(*, today: date) -> Sequence[tuple[Person, Municipality]]:
    """Those who hold a seat, by municipality and seat. Without parties, as everything that leaves this package."""
    rows = select(Person, Municipality).select_from(Seat).join(Seat.person).join(Seat.municipality)
    found = db.session.execute(rows.where(_holds(today)).order_by(Municipality.number, Seat.id))
    return [(row[0], row[1]) for row in found]


def people_with_role(role: str) -> Sequence[tuple[Person, Municipality | None]]:
    """Those who play a part in the network, with the municipality that it is for."""
    rows = select(PersonRole).where(PersonRole.role == role).order_by(PersonRole.id)
    found = db.session.scalars(rows.options(joinedload(PersonRole.person), joinedload(PersonRole.municipality)))
    return [(row.person, row.municipality) for row in found]


def municipality_names(person_ids: Sequence[int], *, today: date) -> dict[int, str]:
    """Person id → the municipality of her seat, else of her part as coordinator. Those without one are left out."""
    roles = (
        select(PersonRole.person_id, Municipality.name)
        .join(PersonRole.municipality)
        .where(PersonRole.person_id.in_(person_ids))
    )
    seats = (
        select(Seat.person_id, Municipality.name)
        .join(Seat.municipality)
        .where(Seat.person_id.in_(person_ids), _holds(today))
    )
    return {row[0]: row[1] for rows in (roles, seats) for row in db.session.execute(rows)}


def part_of(person_id: int) -> Contribution:
    """What this package knows of a person for the matrix: her name, the letters of her roles, her municipalities."""
    person = db.session.get(Person, person_id, options=(selectinload(Person.roles), selectinload(Person.seats)))
    if person is None:
        return Contribution()
    today = clock.now().date()
    seats = [seat for seat in person.seats if rules.holds(seat.from_date, seat.to_date, today=today)]
    letters = {rules.ROLE_LETTERS[role.role] for role in person.roles} | ({"D"} if seats else set())
    places = {seat.municipality_id for seat in seats}
    places |= {role.municipality_id for role in person.roles if role.municipality_id is not None}
    return Contribution(
        name=person.name, public_key=person.public_key, roles=frozenset(letters), municipality_ids=frozenset(places)
    )


def session_by_token(token_hash: str) -> SignInSession | None:
    rows = select(SignInSession).where(SignInSession.token_hash == token_hash)
    return db.session.scalar(rows.options(joinedload(SignInSession.person)))


def open_sessions_for(actor: Actor) -> Sequence[SignInSession]:
    """The actor's own sign-ins that nobody has ended, the latest first."""
    rows = select(SignInSession).where(SignInSession.person_id == actor.person_id, SignInSession.ended_at.is_(None))
    return db.session.scalars(rows.order_by(SignInSession.id.desc())).all()


def open_session_ids(person_id: int) -> Sequence[int]:
    rows = select(SignInSession.id).where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
    return db.session.scalars(rows.order_by(SignInSession.id)).all()


def request_by_token(token_hash: str) -> SignInRequest | None:
    return db.session.scalar(select(SignInRequest).where(SignInRequest.token_hash == token_hash))


def requests_of_browser(browser_hash: str) -> Sequence[SignInRequest]:
    """What this browser has asked for the address it asked for last, newest first, ended or not."""
    newest = (
        select(SignInRequest.address_hash)
        .where(SignInRequest.browser_hash == browser_hash)
        .order_by(SignInRequest.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = select(SignInRequest).where(SignInRequest.browser_hash == browser_hash, SignInRequest.address_hash == newest)
    return db.session.scalars(rows.order_by(SignInRequest.id.desc()).limit(rules.LIVE_CODES)).all()


def codes_since(address_hash: str, since: datetime) -> int:
    """How many codes were mailed to an address since then and not used. What was only asked for does not count."""
    rows = (
        select(func.count())
        .select_from(SignInRequest)
        .where(
            SignInRequest.address_hash == address_hash,
            SignInRequest.made_at > since,
            SignInRequest.code_hash.is_not(None),
            SignInRequest.person_id.is_not(None),
            SignInRequest.ended_at.is_(None),
        )
    )
    return int(db.session.scalar(rows) or 0)


def _holds(today: date) -> ColumnElement[bool]:
    """rules.holds, for the database."""
    return (Seat.from_date <= today) & or_(Seat.to_date.is_(None), Seat.to_date >= today)
