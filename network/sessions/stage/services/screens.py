"""Big screens: each shows four digits until somebody who leads a gathering types them (rules ST-13 and ST-14)."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from network.core import clock as wall
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.people.rules import fingerprint
from network.sessions.gatherings.models import Gathering
from network.sessions.stage.models import Screen
from network.sessions.stage.queries.screens import UNPAIRED, just_paired, unpaired
from network.sessions.stage.services import watching

SECRET_BYTES = 24
MOST_UNPAIRED = 200
NEW = timedelta(seconds=30)
"""So long a screen may take to ask for the first time."""
WRONG_TRIES = 10
WRONG_TRIES_IN = timedelta(minutes=10)

_wrong: dict[int, list[float]] = {}


def open_screen() -> tuple[Screen, str]:
    """A new screen, and the secret that its browser keeps. Nobody is asked who she is: it can show nothing yet.

    Raises Conflict when too many wait already.
    """
    forget_unpaired(wall.now() - UNPAIRED)
    taken = _taken()
    if len(taken) >= MOST_UNPAIRED:
        _forget_sleeping()
        taken = _taken()
    if len(taken) >= MOST_UNPAIRED:
        raise Conflict(_("Too many screens wait for somebody to type their digits. Try again in half an hour."))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    code = secrets.choice([digits for digits in (f"{n:04}" for n in range(10_000)) if digits not in taken])
    screen = Screen(secret_hash=fingerprint(secret), code=code, asked_at=wall.now())
    db.session.add(screen)
    db.session.flush()
    return screen, secret


def pair_screen(gathering: Gathering, digits: str, *, by_id: int) -> Screen:
    """Let the screen that shows these digits follow the gathering. The same form sent twice is no wrong try (F10).

    Raises Invalid when no screen shows them, and Conflict after too many wrong ones: a code is short.
    """
    if _tries_left(by_id) <= 0:
        raise Conflict(_("That were too many wrong digits. Wait ten minutes, or ask somebody else who leads."))
    typed = "".join(digits.split())
    screen = unpaired(typed)
    if screen is None and (again := just_paired(gathering.id, typed, by_id)) is not None:
        return again
    if screen is None:
        raise Invalid("code", _("No screen shows these digits now. Look at the screen and type the four digits there."))
    screen.gathering_id, screen.paired_at, screen.paired_by_id = gathering.id, wall.now(), by_id
    db.session.flush()
    audit(by_id, "screen.pair", "screen", screen.id, gathering_id=gathering.id)
    return screen


def let_go(screen: Screen, *, by_id: int) -> None:
    """The screen no longer follows anything; its browser begins anew with four digits."""
    audit(by_id, "screen.let_go", "screen", screen.id)
    db.session.delete(screen)
    db.session.flush()


def count_wrong(by_id: int) -> None:
    """A wrong try counts although its unit of work failed. In memory: a restart forgives."""
    _wrong.setdefault(by_id, []).append(wall.monotonic())


def forget_tries() -> None:
    _wrong.clear()


def _tries_left(by_id: int) -> int:
    since = wall.monotonic() - WRONG_TRIES_IN.total_seconds()
    _wrong[by_id] = [at for at in _wrong.get(by_id, []) if at > since]
    return WRONG_TRIES - len(_wrong[by_id])


def _taken() -> set[str]:
    """The digits that screens show now."""
    return set(db.session.scalars(select(Screen.code).where(Screen.gathering_id.is_(None))))


def _forget_sleeping() -> None:
    """Take away those that nobody looks at: who asks for digits again and again keeps them from no other machine."""
    waiting = select(Screen.id).where(Screen.gathering_id.is_(None), Screen.asked_at < wall.now() - NEW)
    sleeping = [screen_id for screen_id in db.session.scalars(waiting) if not watching.is_awake(screen_id)]
    db.session.execute(delete(Screen).where(Screen.id.in_(sleeping)))


def forget_unpaired(before: datetime) -> int:
    """Take away the screens that nobody has claimed since before that moment."""
    query = select(func.count()).select_from(Screen)
    old = (Screen.gathering_id.is_(None), Screen.asked_at < before)
    gone = db.session.scalar(query.where(*old)) or 0
    db.session.execute(delete(Screen).where(*old))
    return gone


def forget_screens(before: datetime) -> int:
    """For retention: screens of days that are over, and those that nobody claimed."""
    old = Screen.asked_at < before
    gone = db.session.scalar(select(func.count()).select_from(Screen).where(old)) or 0
    db.session.execute(delete(Screen).where(old))
    return gone
