"""Reading sign-ins and what was asked for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select

from network.access.actor import Actor, Contribution
from network.access.guard import can
from network.core.db import db
from network.core.reading import learn
from network.people import rules
from network.people.models import Person, SignInRequest, SignInSession
from network.people.queries.people import part_in, part_of, with_part


@dataclass(frozen=True)
class SignIn:
    """A sign-in as each request and each socket reads it, with the language of its person and her part (`part_of`)."""

    id: int
    person_id: int
    made_at: datetime
    last_used_at: datetime
    ended_at: datetime | None
    only_gathering_id: int | None
    runs_out_at: datetime | None
    language: str | None
    part: Contribution


def sign_in_by_token(token_hash: str) -> SignIn | None:
    """The sign-in that goes with a cookie, ended or not, in one question. Her part is known from then on."""
    rows = db.session.execute(_by_token(), {"token_hash": token_hash}).all()
    return _sign_in(rows) if rows else None


def sign_ins(session_ids: Sequence[int]) -> Sequence[SignIn]:
    """Those of the sign-ins that there are, ended or not."""
    found: dict[int, list[Row[Any]]] = {}
    for row in db.session.execute(_by_ids(), {"session_ids": list(session_ids)}):
        found.setdefault(row.session_id, []).append(row)
    return [_sign_in(rows) for rows in found.values()]


@cache
def _by_token() -> Select[Any]:
    return with_part(_with_person().where(SignInSession.token_hash == bindparam("token_hash")))


@cache
def _by_ids() -> Select[Any]:
    return with_part(_with_person().where(SignInSession.id.in_(bindparam("session_ids", expanding=True))))


def _with_person() -> Select[Any]:
    columns: list[Any] = [
        SignInSession.id.label("session_id"),
        SignInSession.person_id,
        SignInSession.made_at,
        SignInSession.last_used_at,
        SignInSession.ended_at,
        SignInSession.only_gathering_id,
        SignInSession.runs_out_at,
        Person.language,
    ]
    return select(*columns).join(Person, SignInSession.person_id == Person.id)


def _sign_in(rows: Sequence[Row[Any]]) -> SignIn:
    first, part = rows[0], part_in(rows)
    learn(part_of, first.person_id, answer=part)
    return SignIn(
        id=first.session_id,
        person_id=first.person_id,
        made_at=first.made_at,
        last_used_at=first.last_used_at,
        ended_at=first.ended_at,
        only_gathering_id=first.only_gathering_id,
        runs_out_at=first.runs_out_at,
        language=first.language,
        part=part,
    )


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
