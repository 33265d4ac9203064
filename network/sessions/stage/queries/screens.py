"""Reading big screens."""

from datetime import timedelta

from sqlalchemy import select

from network.access.actor import Actor
from network.core import clock as wall
from network.core.db import db
from network.people.rules import fingerprint
from network.sessions.stage.models import Screen

UNPAIRED = timedelta(minutes=30)
"""So long the four digits stand."""
MOMENT = timedelta(minutes=1)
PAIRED = timedelta(hours=24)
"""So long a screen follows its gathering: the next day it begins anew."""


def screen_by_secret(secret: str | None) -> Screen | None:
    """The screen whose browser holds this secret, unless its time is over."""
    if not secret:
        return None
    screen = db.session.scalar(select(Screen).where(Screen.secret_hash == fingerprint(secret)))
    return screen if screen is not None and is_good(screen) else None


def is_good(screen: Screen) -> bool:
    if screen.paired_at is not None:
        return wall.now() - screen.paired_at < PAIRED
    return wall.now() - screen.asked_at < UNPAIRED


def unpaired(digits: str) -> Screen | None:
    """The screen that shows these digits now."""
    query = select(Screen).where(Screen.code == digits, Screen.gathering_id.is_(None))
    screen = db.session.scalar(query)
    return screen if screen is not None and is_good(screen) else None


def just_paired(gathering_id: int, digits: str, by_id: int) -> Screen | None:
    """The screen that this person has let follow the gathering a moment ago, by these digits."""
    query = select(Screen).where(
        Screen.code == digits,
        Screen.gathering_id == gathering_id,
        Screen.paired_by_id == by_id,
        Screen.paired_at > wall.now() - MOMENT,
    )
    return db.session.scalar(query.order_by(Screen.id.desc()).limit(1))


def screens_of(gathering_id: int) -> list[Screen]:
    """Those that follow the gathering."""
    query = select(Screen).where(Screen.gathering_id == gathering_id).order_by(Screen.id)
    return [screen for screen in db.session.scalars(query) if is_good(screen)]


def screen_of(gathering_id: int, screen_id: int) -> Screen | None:
    screen = db.session.get(Screen, screen_id)
    return screen if screen is not None and screen.gathering_id == gathering_id else None


def actor_of(screen: Screen | None) -> Actor:
    """A screen as the rights see it: nobody in person, who may look at one gathering's stage."""
    follows = frozenset({screen.gathering_id} if screen is not None and screen.gathering_id is not None else set())
    return Actor(roles=frozenset("V"), screen_ids=follows)
