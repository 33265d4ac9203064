"""Badges: a piece of paper that signs one person in to one gathering, and nowhere else."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from flask import current_app

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import NotFound
from network.people.models import SignInSession
from network.people.services.sessions import begin_session, end_session
from network.sessions.gatherings.models import Gathering, GatheringMember
from network.sessions.gatherings.queries import badges as queries
from network.sessions.gatherings.rules import door as rules
from network.sessions.gatherings.services import door


class Standing(StrEnum):
    """What a badge is good for now."""

    GOOD = "good"
    FALSE = "false"
    REPLACED = "replaced"
    CANCELLED = "cancelled"
    EARLY = "early"
    OVER = "over"


@dataclass(frozen=True)
class Badge:
    """What is read from a badge. FALSE knows nothing else."""

    standing: Standing
    member: GatheringMember | None = None

    @property
    def is_good(self) -> bool:
        return self.standing is Standing.GOOD


def token_of(member: GatheringMember) -> str:
    """The token that stands on a member's newest badge."""
    return rules.badge_token(
        _key(), gathering=member.gathering.public_id, person=member.person.public_key, serial=member.badge_serial
    )


def read(token: str) -> Badge:
    """Look at a badge without using it."""
    said = rules.read_badge(token)
    member = queries.badge_member(said.gathering, said.person) if said else None
    if said is None or member is None:
        return Badge(Standing.FALSE)
    standing = rules.badge_standing(_key(), said, serial=member.badge_serial)
    if standing == "false":
        return Badge(Standing.FALSE)
    return Badge(Standing.REPLACED if standing == "replaced" else _standing_of_the_day(member.gathering), member)


def sign_in(
    token: str,
    *,
    device: str,
    holds: SignInSession | None,
    tapped_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> tuple[GatheringMember, str | None]:
    """Use a badge: its person is signed in to its gathering, and checked in if the door is open, or was then.

    `holds` is this browser's sign-in so far: the person's own is kept, anybody else's ends. The second value is the
    secret of a new sign-in, or None when the former is kept.
    Raises NotFound when the badge is not good; ask `read` why.
    """
    badge = read(token)
    member = badge.member
    if not badge.is_good or member is None:
        raise NotFound()
    gathering = member.gathering
    secret = None
    if holds is None or not _is_enough(holds, member):
        if holds is not None:
            end_session(holds, by=member.person_id)
        secret = begin_limited_session(gathering, member.person_id, device=device)
    at = door.moment_of_tap(gathering, tapped_at, sent_at)
    if door.is_open(gathering, at):
        door.check_in(gathering, member.person_id, how="badge", by_id=member.person_id, at=at)
    return member, secret


def begin_limited_session(gathering: Gathering, person_id: int, *, device: str) -> str:
    """Sign somebody in to one gathering, until twelve hours after its end. Returns the cookie's secret (rule DR-4)."""
    session_id, secret = begin_session(person_id, device=device)
    session = db.session.get_one(SignInSession, session_id)
    session.only_gathering_id = gathering.id
    session.runs_out_at = gathering.ends_at + rules.LIMITED_SESSION_AFTER
    db.session.flush()
    return secret


def replace_badge(member: GatheringMember, *, by_id: int | None) -> None:
    """A new badge: the older one lets nobody in any more, and who came in by it is signed out (rule DR-5)."""
    member.badge_serial += 1
    for session in queries.limited_sessions(member.person_id, member.gathering_id):
        end_session(session, by=by_id)
    db.session.flush()
    audit(by_id, "badge.create", "person", member.person_id, gathering=member.gathering_id, serial=member.badge_serial)


def good_from(gathering: Gathering) -> datetime:
    """A badge signs in from the first moment of the gathering's day, or when the door opens, if that is before."""
    zone = ZoneInfo(gathering.zone)
    midnight = gathering.starts_at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(midnight, door.times_of(gathering).opens_at)


def _standing_of_the_day(gathering: Gathering) -> Standing:
    now = clock.now()
    if gathering.cancelled_at is not None:
        return Standing.CANCELLED
    if now < good_from(gathering):
        return Standing.EARLY
    return Standing.OVER if now >= gathering.ends_at + rules.LIMITED_SESSION_AFTER else Standing.GOOD


def _is_enough(session: SignInSession, member: GatheringMember) -> bool:
    if session.person_id != member.person_id:
        return False
    return session.only_gathering_id in (None, member.gathering_id)


def _key() -> str:
    key: str = current_app.extensions["settings"].secret_key
    return key
