"""Guests: no account, only a name and the gathering's code."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.core.signals import hall_changed
from network.people import rules as people_rules
from network.people.models import Person, SignInSession
from network.people.services import register
from network.people.services.sessions import end_all_sessions
from network.sessions.gatherings.models import DoorTap, Gathering, GatheringRole, LobbyEntry
from network.sessions.gatherings.queries import door as door_queries
from network.sessions.gatherings.queries import guests as queries
from network.sessions.gatherings.rules import door as rules
from network.sessions.gatherings.services import door, members
from network.sessions.gatherings.services.badges import begin_limited_session

LONGEST_NAME = 60
MOST_BY_CODE = 250
"""Guests whom the code alone lets in at one gathering. A host looks at who comes after: a code can be passed on."""
MOST_WAITING = 250
NAMES_KEPT = timedelta(days=30)
SESSIONS_KEPT = timedelta(days=7)
Outcome = Literal["in", "lobby", "wrong", "full"]


@dataclass(frozen=True)
class Joined:
    """What came of a code. `secret` is the cookie's value of one who is in."""

    outcome: Outcome
    secret: str = ""


def join(code: str, *, name: str, token: str, device: str, only_lobby: bool = False) -> Joined:
    """Ask to come in with a code. While the door is open a right one lets in at once, else into the lobby (DR-6).

    `token` is the asking form's own: the same one sent again is the same guest. `only_lobby`: so many wrong codes have
    been tried that a host must look at each guest; and so she must after many guests. "full": nobody more can wait.
    Raises Invalid for a name that is none.
    """
    gathering = door_queries.gathering_by_join_code(rules.clean_join_code(code))
    if gathering is None or gathering.cancelled_at is not None or _is_over(gathering):
        return Joined("wrong")
    shown = clean_name(name)
    entry = door_queries.lobby_entry_by_token(people_rules.fingerprint(token))
    if entry is None:
        asked = queries.asked_at_door(gathering.id)
        if asked.waiting >= MOST_WAITING:
            return Joined("full")
        entry = _ask(gathering, shown, token)
        if door.is_open(gathering) and not only_lobby and asked.let_in < MOST_BY_CODE:
            _let_in(gathering, entry, how="code", by_id=None)
    if entry.person_id is None:
        return Joined("lobby")
    return Joined("in", begin_limited_session(gathering, entry.person_id, device=device))


def come_in(entry: LobbyEntry, *, device: str) -> str:
    """Sign in a guest whom the host has let in. Returns the cookie's secret.

    Raises Conflict while nobody has.
    """
    if entry.person_id is None or entry.refused_at is not None:
        raise Conflict(_("The host has not let you in yet. Wait a moment, or go to the table by the door."))
    return begin_limited_session(queries.gathering_of(entry), entry.person_id, device=device)


def admit_guest(gathering: Gathering, entry: LobbyEntry, *, by_id: int | None) -> Person:
    """Let a waiting guest in. Twice is no fault."""
    if entry.person_id is None:
        _let_in(gathering, entry, how="host", by_id=by_id)
    return db.session.get_one(Person, entry.person_id)


def refuse_guest(entry: LobbyEntry, *, by_id: int | None) -> None:
    """Do not let a waiting guest in.

    Raises Conflict when somebody has let her in already.
    """
    if entry.person_id is not None:
        raise Conflict(_("Somebody has let this guest in already."))
    entry.refused_at, entry.by_id = clock.now(), by_id
    audit(by_id, "guest.refuse", "lobby_entry", entry.id)


def add_guest(gathering: Gathering, *, name: str, by_id: int | None) -> Person:
    """Take in a guest who stands at the table: a person without an address, with a name of her own here."""
    person = register.add_person(name=_own_name(gathering, clean_name(name)), email=None, by=by_id)
    members.admit(gathering, person.id, GatheringRole.GUEST)
    return person


def rotate_code(gathering: Gathering, *, by_id: int | None) -> str:
    """A new code; the old one lets nobody in. Guests who are in stay."""
    gathering.join_code = rules.new_join_code()
    db.session.flush()
    audit(by_id, "door.edit", "gathering", gathering.id, code=True)
    hall_changed.send(gathering_id=gathering.id)
    return gathering.join_code


def clean_name(typed: str) -> str:
    """A display name on one line.

    Raises Invalid when nothing is left of it.
    """
    name = " ".join("".join(letter for letter in typed if letter.isprintable()).split())
    if not name:
        raise Invalid("name", _("Write the name that the others shall see."))
    if len(name) > LONGEST_NAME:
        raise Invalid("name", _("Write a shorter name, at most %(limit)s characters.", limit=LONGEST_NAME))
    return name


def forget_guests(before: datetime) -> int:
    """Thirty days after: lobby entries go, and guests without an account are called nothing but a guest (rule DR-8)."""
    ended = queries.ended_before(before)
    gone = db.session.execute(delete(LobbyEntry).where(LobbyEntry.gathering_id.in_(ended)))
    guests = queries.nameable_guests(before, nameless=nameless())
    for person in guests:
        end_all_sessions(person.id, by=None)
        person.name = nameless()
    return int(gone.rowcount) + len(guests)  # type: ignore[attr-defined]


def forget_limited_sessions(before: datetime) -> int:
    """Delete sign-ins by badge and code that ran out before this moment."""
    rows = delete(SignInSession).where(SignInSession.runs_out_at < before)
    return int(db.session.execute(rows).rowcount)  # type: ignore[attr-defined]


def forget_taps(before: datetime) -> int:
    """Delete the keys of taps that no device will send again."""
    return int(db.session.execute(delete(DoorTap).where(DoorTap.at < before)).rowcount)  # type: ignore[attr-defined]


def nameless() -> str:
    """What a guest is called whose name is no longer kept."""
    return "Gjest"


def _is_over(gathering: Gathering) -> bool:
    return clock.now() >= gathering.ends_at + rules.LIMITED_SESSION_AFTER


def _ask(gathering: Gathering, name: str, token: str) -> LobbyEntry:
    entry = LobbyEntry(
        gathering_id=gathering.id, name=name, token_hash=people_rules.fingerprint(token), asked_at=clock.now()
    )
    db.session.add(entry)
    db.session.flush()
    hall_changed.send(gathering_id=gathering.id)
    return entry


def _let_in(gathering: Gathering, entry: LobbyEntry, *, how: str, by_id: int | None) -> None:
    person = add_guest(gathering, name=entry.name, by_id=by_id)
    entry.person_id, entry.admitted_at, entry.by_id, entry.refused_at = person.id, clock.now(), by_id, None
    db.session.flush()
    audit(by_id, "guest.admit", "person", person.id, gathering=gathering.id)
    door.check_in(gathering, person.id, how=how, by_id=by_id)


def _own_name(gathering: Gathering, name: str) -> str:
    return rules.told_apart(name, queries.names_at(gathering.id))
