"""When a municipality may ask its delegates, whose answer is missing, and when it is ready to go home."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

NOTHING = "nothing"
"""The subject of an answer to "nothing this time, because"."""
FIRST_STEP_DAYS = 14
USUAL_DAYS = 84
ENOUGH_POINTS = 3
"""More than this asks what matters most."""
SENTENCE_LIMIT = 300
REASON_LIMIT = 400
LINE_LIMIT = 300
NEEDED = ("what", "owner", "first_step", "first_step_on", "due_on")
"""What each action point must have before anybody is asked (rule AG-3)."""
FROM_THE_BUS = timedelta(hours=48)
"""For so long after the day can those who left answer, and a sentence be put right."""
ON_ITS_WAY = timedelta(seconds=30)
"""For so long an answer may have been under way when it came: of two that are nearer, the one that came last counts."""


class Standing(StrEnum):
    """How far a municipality has come. READY and RELEASED may go home."""

    NOTHING_YET = "nothing_yet"
    DRAFT = "draft"
    ASKED = "asked"
    READY = "ready"
    RELEASED = "released"


@dataclass(frozen=True)
class Voter:
    """A delegate who was present today; `is_here`: she has not left."""

    person_id: int
    is_here: bool


@dataclass(frozen=True)
class Subject:
    """What is answered: "nothing", or an action point's public id, as it is worded now."""

    key: str
    wording: int


@dataclass(frozen=True)
class Given:
    """An answer that somebody gave, to the wording of that time."""

    person_id: int
    key: str
    wording: int


def unanswered(
    voters: Sequence[Voter], subjects: Sequence[Subject], given: Collection[Given]
) -> dict[int, tuple[str, ...]]:
    """Person → the subjects that she has not answered as they are worded now. Who has answered all is not in it."""
    said = set(given)
    missing = {
        voter.person_id: tuple(
            subject.key for subject in subjects if Given(voter.person_id, subject.key, subject.wording) not in said
        )
        for voter in voters
    }
    return {person_id: keys for person_id, keys in missing.items() if keys}


def waits_for(voters: Sequence[Voter], missing: Mapping[int, Sequence[str]]) -> tuple[int, ...]:
    """Whose answer the municipality waits for: those who are here, or everybody once the last one has left (AG-5)."""
    here = [voter for voter in voters if voter.is_here] or voters
    return tuple(voter.person_id for voter in here if voter.person_id in missing)


def standing(
    *,
    has_content: bool,
    is_asked: bool,
    is_released: bool,
    voters: Sequence[Voter],
    missing: Mapping[int, Sequence[str]],
) -> Standing:
    """Where the municipality stands. Ready is that everybody has answered, not that everybody agreed (rule AG-5)."""
    if is_asked and has_content and voters and not waits_for(voters, missing):
        return Standing.READY
    if is_released:
        return Standing.RELEASED
    if is_asked and has_content:
        return Standing.ASKED
    return Standing.DRAFT if has_content else Standing.NOTHING_YET


def may_go(where: Standing) -> bool:
    """Whether the municipality counts among those that are ready."""
    return where in (Standing.READY, Standing.RELEASED)


def is_open(ends_at: datetime, now: datetime) -> bool:
    """Whether it can still be changed and answered: on the day, and from the bus (rule AG-8)."""
    return now < ends_at + FROM_THE_BUS


def fingerprint(*parts: object) -> str:
    """SHA-256, in hex, of what was asked about: the same parts have the same (rule AG-4)."""
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()


def is_later(given: datetime, pressed: datetime) -> bool:
    """Whether an answer was given after another had been pressed, which came late (rule AG-11)."""
    return given > pressed + ON_ITS_WAY


def is_first_step_soon(day: date, gathering_day: date) -> bool:
    """Whether the first step is taken within 14 days of the gathering (rule AG-3)."""
    return gathering_day <= day <= gathering_day + timedelta(days=FIRST_STEP_DAYS)


def usual_dates(gathering_day: date) -> tuple[date, date]:
    """The first step's day and the deadline that the form begins with: two weeks and twelve."""
    return gathering_day + timedelta(days=FIRST_STEP_DAYS), gathering_day + timedelta(days=USUAL_DAYS)
