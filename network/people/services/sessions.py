"""Sign-in sessions: one for each browser, ended one by one or all at once."""

import secrets
import threading
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, or_, update

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.signals import session_ended
from network.people import queries, rules
from network.people.models import SignInRequest, SignInSession

TOKEN_BYTES = 32


class LastUse:
    """When each session was last used, until a job writes it down: a GET changes nothing in the database."""

    def __init__(self) -> None:
        self._moments: dict[int, datetime] = {}
        self._lock = threading.Lock()

    def note(self, session_id: int) -> None:
        with self._lock:
            self._moments[session_id] = clock.now()

    def of(self, session: SignInSession) -> datetime:
        """The later of what is written and what is only remembered."""
        return self.latest(session.id, session.last_used_at)

    def latest(self, session_id: int, written: datetime) -> datetime:
        """The same, for one who has read of the session no more than when it was `written` to be used."""
        return max(written, self._moments.get(session_id, written))

    def take(self) -> Mapping[int, datetime]:
        """Everything remembered; it is forgotten here."""
        with self._lock:
            taken, self._moments = self._moments, {}
        return taken


last_use = LastUse()


def begin_session(person_id: int, *, device: str) -> tuple[int, str]:
    """Sign a person in. Returns the session's id and the secret for the cookie, which is stored nowhere."""
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    session = SignInSession(
        person_id=person_id,
        token_hash=rules.fingerprint(secret),
        device=device[:80],
        made_at=now,
        last_used_at=now,
    )
    db.session.add(session)
    db.session.flush()
    audit(person_id, "sign_in.create", "sign_in", session.id)
    return session.id, secret


def end_session(session: SignInSession, *, by: int | None) -> None:
    """End one sign-in; its sockets close with it. Ending it twice changes nothing."""
    if session.ended_at is not None:
        return
    session.ended_at = clock.now()
    audit(by, "sign_in.delete", "sign_in", session.id)
    session_ended.send(session_id=session.id)


def leave_former(session_id: int | None, *, by: int | None) -> None:
    """A browser in which somebody comes in anew leaves its former sign-in behind: nobody can have planted it."""
    if session_id is not None:
        end_session(db.session.get_one(SignInSession, session_id), by=by)


def end_all_sessions(person_id: int, *, by: int | None) -> int:
    """Sign a person out everywhere. Says how many sign-ins ended."""
    ids = queries.open_session_ids(person_id)
    for session_id in ids:
        end_session(db.session.get_one(SignInSession, session_id), by=by)
    return len(ids)


def write_last_use() -> int:
    """Write down what `last_use` remembers, never backwards. Says how many sessions were used."""
    taken = last_use.take()
    for session_id, moment in taken.items():
        row = update(SignInSession).where(SignInSession.id == session_id, SignInSession.last_used_at < moment)
        db.session.execute(row.values(last_used_at=moment))
    return len(taken)


def forget_sessions(before: datetime) -> int:
    """Delete sign-ins that ended before this moment, also those that nobody ended but that ran out."""
    ran_out = SignInSession.made_at < before - rules.USUAL.whole
    is_over = or_(SignInSession.ended_at < before, ran_out)
    return int(db.session.execute(delete(SignInSession).where(is_over)).rowcount)  # type: ignore[attr-defined]


def forget_requests(before: datetime) -> int:
    """Delete what was asked for before this moment."""
    return int(db.session.execute(delete(SignInRequest).where(SignInRequest.ends_at < before)).rowcount)  # type: ignore[attr-defined]
