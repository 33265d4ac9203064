"""When a council meets, as people write it, and when its papers must be in (rules PE-10 and PE-11)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MONTHS = (
    ("jan", "januar", "januari", "january"),
    ("feb", "februar", "februari", "february"),
    ("mar", "mars", "marts", "march"),
    ("apr", "april"),
    ("mai", "maj", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "august", "augusti"),
    ("sep", "sept", "september"),
    ("okt", "oct", "oktober", "october"),
    ("nov", "november"),
    ("des", "dec", "desember", "december"),
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}
_WEEKDAYS = (
    r"(?:m[åa]ndag|monday|tysdag|tirsdag|tisdag|tuesday|onsdag|wednesday|torsdag|thursday|fredag|friday"
    r"|laurdag|l[øö]rdag|saturday|s[uøö]ndag|sunday|man|tys|tirs?|ons|tors?|fre|laur?|l[øö]r|s[uøö]n)\b\.?"
)
_CLOCK = r"(?:\b(?:kl|klokka|klokken|klockan|at)\b\.?\s*)\d{1,2}(?:[.:]\d{2})?(?:\s*[-–]\s*\d{1,2}(?:[.:]\d{2})?)?"
_NOISE = re.compile(rf"{_CLOCK}|{_WEEKDAYS}|\bden\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\n|;|,|\s(?:og|och|and)\s")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./\s]\s*(\d{4}|\d{2})\.?|(\d{1,2})\s*[./]\s*(\d{1,2})\.?")
_WORDS = re.compile(r"(\d{1,2})\.?\s*([^\W\d_]+)\.?\s*(\d{4}|\d{2})?")
_CLOCK_TIME = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")
MOST_DAYS = 60


@dataclass(frozen=True)
class Dates:
    """What a pasted list says: its days, sorted, each once, and the pieces that are no day, as they stood."""

    days: tuple[date, ...]
    unknown: tuple[str, ...]


def read_dates(text: str, *, today: date) -> Dates:
    """Days in any usual Nordic way of writing, one a line or with commas between. Without a year it is the next one."""
    days: set[date] = set()
    unknown: list[str] = []
    for piece in _BETWEEN.split(text.replace("\r", "\n")):
        bare = " ".join(_NOISE.sub(" ", piece).split()).strip(" .:–-")
        if not bare:
            continue
        day = read_day(bare, today=today)
        if day is None:
            unknown.append(piece.strip())
        else:
            days.add(day)
    return Dates(tuple(sorted(days)), tuple(unknown))


def read_day(text: str, *, today: date) -> date | None:
    """One day, with nothing else around it; None if it is none, such as 31. april."""
    if iso := _ISO.fullmatch(text):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if numbers := _NUMBERS.fullmatch(text):
        year = _year(numbers[3]) if numbers[3] else None
        return _from_parts(int(numbers[1] or numbers[4]), int(numbers[2] or numbers[5]), year, today)
    words = _WORDS.fullmatch(text)
    month = MONTHS.get(words[2].casefold()) if words else None
    if words is None or month is None:
        return None
    return _from_parts(int(words[1]), month, _year(words[3]) if words[3] else None, today)


def next_meeting(days: Iterable[date], *, today: date) -> date | None:
    """The first of `days` that is not over; the day itself counts."""
    return min((day for day in days if day >= today), default=None)


def read_clock(text: str) -> str | None:
    """`9`, `09.00` or `9:00` as `09:00`; None if it is no time of day."""
    found = _CLOCK_TIME.fullmatch(re.sub(r"^kl\.?\s*", "", text.strip(), flags=re.IGNORECASE))
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return f"{int(found[1]):02}:{int(found[2] or 0):02}"


def papers_due(meeting: date, *, days_before: int, at: str, zone: str) -> datetime:
    """When papers must be in: so many days before the meeting, when the clock on the wall of `zone` shows `at`.

    Shape: an aware moment in UTC. Days are counted on the calendar, so a change to summer time moves nothing. A time
    that the wall skips is the one an hour later; one that it shows twice is the first.
    """
    wall = datetime.combine(meeting - timedelta(days=days_before), time.fromisoformat(at), tzinfo=ZoneInfo(zone))
    return wall.astimezone(UTC)


def _from_parts(day: int, month: int, year: int | None, today: date) -> date | None:
    if year is not None:
        return _day(year, month, day)
    this = _day(today.year, month, day)
    return this if this is not None and this >= today else _day(today.year + 1, month, day)


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 2000 <= year < 2100 else None
