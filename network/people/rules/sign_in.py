"""Decisions about coming in: addresses, links, codes, sign-ins."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from network.people.rules.parts import STRONG

REQUEST_LASTS = timedelta(minutes=15)
CODE_TRIES = 5
LINK_TRIES = 2 * CODE_TRIES
"""Of one mail in all. Whoever asked for it can waste the first five; the rest are for her who opens its link."""
LIVE_CODES = 3
"""At a time, an address. Who floods somebody's address keeps her waiting for one mail's life at most, never longer."""
CLOCK_SLACK = timedelta(minutes=1)
LONGEST_NEXT = 500
"""Of a path to go on to, as the table has room for."""

_EMAIL = re.compile(r"[^@\s\x00-\x1f,;<>()\"\\]{1,64}@[^@\s\x00-\x1f,;<>()\"\\.]+(\.[^@\s\x00-\x1f,;<>()\"\\.]+)+")


@dataclass(frozen=True)
class SessionLimits:
    """How long a sign-in holds unused, and at all."""

    idle: timedelta
    whole: timedelta


USUAL = SessionLimits(idle=timedelta(days=60), whole=timedelta(days=365))
SHORT = SessionLimits(idle=timedelta(hours=2), whole=timedelta(hours=12))


def session_limits(roles: Iterable[str]) -> SessionLimits:
    """Project leads and administrators can do harm from a forgotten laptop, so their sign-in is short (rule SI-6)."""
    return SHORT if STRONG.intersection(roles) else USUAL


def session_is_over(
    *, made_at: datetime, last_used_at: datetime, ended_at: datetime | None, now: datetime, limits: SessionLimits
) -> bool:
    """Whether a sign-in no longer holds. A clock that jumps back ends nothing (rule SI-7)."""
    return ended_at is not None or now - last_used_at > limits.idle or now - made_at > limits.whole


def request_is_over(
    *,
    made_at: datetime,
    ends_at: datetime,
    ended_at: datetime | None,
    wrong_codes: int,
    now: datetime,
    seconds_passed: float | None,
    tries: int = CODE_TRIES,
) -> bool:
    """Whether a link and its code have lost their force (rule SI-3).

    Units: `seconds_passed` by the monotonic clock, None when another process made the request.
    A wall clock that was set back must not lengthen a code's life, so a request from the future counts as over.
    """
    if ended_at is not None or wrong_codes >= tries:
        return True
    if seconds_passed is not None and seconds_passed > (ends_at - made_at).total_seconds():
        return True
    return now >= ends_at or now < made_at - CLOCK_SLACK


def clean_email(text: str) -> str:
    """An address as it is compared: trimmed, composed, small letters."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def is_email(text: str) -> bool:
    """Whether `text`, cleaned, looks like one address."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def clean_code(text: str) -> str:
    """The digits of a typed code: people put spaces into it."""
    return "".join(letter for letter in text if letter.isdigit() and letter.isascii())


def fingerprint(secret: str) -> str:
    """SHA-256 in hex, for secrets that nobody can guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed_fingerprint(key: str, *parts: str) -> str:
    """HMAC-SHA-256 in hex, for what can be guessed, as six digits. Useless to a thief of the database alone."""
    return hmac.new(key.encode(), "\x00".join(parts).encode(), hashlib.sha256).hexdigest()


def is_local_path(path: str) -> bool:
    """Whether a browser that is sent to `path` stays on this site (rule SI-8). Says nothing about what lies there."""
    if not path.startswith("/") or path.startswith("//"):
        return False
    return all(" " < letter < "\x7f" or letter > "\xa0" for letter in path) and "\\" not in path


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """What a person calls the thing she sits at: "Safari, iPhone". Empty when the browser does not say."""
    found = [next((word for mark, word in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(word for word in found if word)
