"""Decisions at the door: when it is open, which code and which badge let in, when a tap happened."""

import hmac
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from network.core.names import name_key

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""Without vowels, so that no word comes of it, and without what looks like something else."""
CODE_LENGTH = 8
OPENS_BEFORE = timedelta(minutes=60)
LIMITED_SESSION_AFTER = timedelta(hours=12)
"""How long after the gathering's end a badge's or a guest's sign-in holds."""
MOST_WAITED = timedelta(days=31)
"""Words that were not sent lie on a device for thirty days."""
MAC_LETTERS = 32
_BADGE = re.compile(r"([\w-]{1,16})\.([\w-]{1,16})\.([0-9a-f]{32})")


@dataclass(frozen=True)
class DoorTimes:
    """When the door opens and closes."""

    opens_at: datetime
    closes_at: datetime

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at


def door_times(
    *, starts_at: datetime, ends_at: datetime, opens_at: datetime | None, closes_at: datetime | None
) -> DoorTimes:
    """The times that somebody has set, else from an hour before the start until the end (rule DR-1)."""
    return DoorTimes(opens_at or starts_at - OPENS_BEFORE, closes_at or ends_at)


def new_join_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def clean_join_code(typed: str) -> str:
    """A code as it is compared: capitals, without spaces and hyphens (rule DR-6)."""
    return re.sub(r"[\s\-–.]", "", typed).upper()


def is_join_code(code: str) -> bool:
    """Whether a cleaned code could be one of ours."""
    return len(code) == CODE_LENGTH and all(letter in ALPHABET for letter in code)


def shown_join_code(code: str) -> str:
    """In two groups, for reading aloud: `7K4Q 9PXC`."""
    return f"{code[:4]} {code[4:]}"


@dataclass(frozen=True)
class BadgeToken:
    """What a badge says: which gathering, which person, and the proof that we printed it."""

    gathering: str
    person: str
    mac: str


def badge_token(key: str, *, gathering: str, person: str, serial: int) -> str:
    """The token of a person's badge, from the installation's key alone: no table holds it (rule DR-3)."""
    return f"{gathering}.{person}.{_mac(key, gathering, person, serial)}"


def read_badge(token: str) -> BadgeToken | None:
    """The parts of a token; None when it has another shape."""
    found = _BADGE.fullmatch(token)
    return BadgeToken(*found.groups()) if found else None


def badge_standing(key: str, badge: BadgeToken, *, serial: int) -> str:
    """`good`, `replaced` (a newer badge was printed) or `false` (we never printed it)."""
    for printed in range(serial, 0, -1):
        if hmac.compare_digest(badge.mac, _mac(key, badge.gathering, badge.person, printed)):
            return "good" if printed == serial else "replaced"
    return "false"


def _mac(key: str, gathering: str, person: str, serial: int) -> str:
    said = "\x00".join(("badge", gathering, person, str(serial)))
    return hmac.new(key.encode(), said.encode(), sha256).hexdigest()[:MAC_LETTERS]


def waited(tapped_at: datetime | None, sent_at: datetime | None) -> timedelta:
    """How long something lay on a device, by its own clock: only that counts, so a clock that is wrong does no harm."""
    if tapped_at is None or sent_at is None:
        return timedelta(0)
    return min(max(sent_at - tapped_at, timedelta(0)), MOST_WAITED)


def tap_time(*, tapped_at: datetime | None, sent_at: datetime | None, now: datetime, opens_at: datetime) -> datetime:
    """When a tap on a device happened, by our clock: never in the future, never before the door opened (rule DR-9)."""
    return min(max(now - waited(tapped_at, sent_at), opens_at), now)


def told_apart(name: str, taken: Collection[str]) -> str:
    """A guest's name as it is shown: the second Kari is `Kari (2)` (rule DR-7)."""
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def matches(typed: str, *words: str) -> bool:
    """Whether each word that was typed begins a word of a person's line; capitals and accents do not matter."""
    parts = _plain(typed).split()
    lines = _plain(" ".join(words)).split() if parts else []
    return all(any(word.startswith(part) for word in lines) for part in parts)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Standing:
    """Of one municipality: delegates present, delegates expected, and the names of those who have not come."""

    municipality: str
    present: int
    expected: int
    missing: tuple[str, ...]


def standings(delegates: Iterable[tuple[str, str, bool]], *, language: str) -> list[Standing]:
    """How the municipalities stand, by name. Shape of one delegate: (municipality, name, has come)."""
    by_place: dict[str, list[tuple[str, bool]]] = {}
    for place, name, has_come in delegates:
        by_place.setdefault(place, []).append((name, has_come))
    return [
        Standing(
            municipality=place,
            present=sum(has_come for _name, has_come in people),
            expected=len(people),
            missing=tuple(name for name, has_come in people if not has_come),
        )
        for place, people in sorted(by_place.items(), key=lambda one: name_key(one[0], language))
    ]
