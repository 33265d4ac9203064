"""Reading sign-ins and what was asked for them."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Load

from network.access.actor import Actor
from network.access.guard import can
from network.core.db import db
from network.people import rules
from network.people.models import SignInRequest, SignInSession
from network.people.queries.people import with_part


def session_by_token(token_hash: str) -> SignInSession | None:
    """The sign-in, with its person and what makes her part (`part_of`), in one question: each request asks it."""
    return db.session.scalars(_by_token(), {"token_hash": token_hash}).unique().one_or_none()


@cache
def _by_token() -> Select[SignInSession]:
    rows = select(SignInSession).where(SignInSession.token_hash == bindparam("token_hash"))
    return rows.options(*with_part(Load(SignInSession).joinedload(SignInSession.person)))


def open_sessions_for(actor: Actor) -> Sequence[SignInSession]:
    """The actor's own sign-ins that nobody has ended, the latest first; with a badge those by the badge alone."""
    rows = select(SignInSession).where(SignInSession.person_id == actor.person_id, SignInSession.ended_at.is_(None))
    found = db.session.scalars(rows.order_by(SignInSession.id.desc()))
    return [session for session in found if can(actor, "sign_in.read", session)]


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
