"""Where an action can stand, what each state needs, and how long it has been silent. Plain values in and out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

PROPOSED, AGREED, UNDER_WAY, STUCK, DONE, DROPPED = (
    "proposed",
    "agreed",
    "under_way",
    "stuck",
    "done",
    "dropped",
)
TOLD = (DONE, UNDER_WAY, STUCK, DROPPED)
"""What somebody can say of how it goes. That it is agreed is never said: it follows from the answers (AG-5)."""
NEEDS_A_LINE = (STUCK, DROPPED)
ENDED = (DONE, DROPPED)
LINE_LIMIT = 400
EVIDENCE_LIMIT = 500
UNDO = timedelta(minutes=15)
KINDS = ("link", "resolution", "file")
"""What can show that something is done."""
WEEKS_AFTER = {"1": timedelta(weeks=2), "2": timedelta(weeks=8)}
"""Round of asking → how long after the gathering each owner is asked by mail."""
LINK_LIVES = timedelta(weeks=12)
"""So long after the gathering is a link in such a mail good for something."""


def may_follow(before: str, after: str) -> bool:
    """Whether an action that stands so can be told to stand so (rule AP-1).

    Any of what can be told follows any other: what was done turns out not to be, what was laid aside is taken up.
    What is only proposed leaves that by the agreement alone.
    """
    return before != PROPOSED and after in TOLD


def lacks_line(after: str, line: str) -> bool:
    """Stuck says what is needed, dropped says why (rule AP-2)."""
    return after in NEEDS_A_LINE and not line.strip()


def may_undo(at: datetime, now: datetime) -> bool:
    """Whether one's own latest update of that moment can be taken back: for a quarter of an hour (rule AP-5)."""
    return timedelta(0) <= now - at <= UNDO


def web_address(text: str) -> str | None:
    """A whole address of the web, or none: nothing that starts something else on a phone (rule AP-3)."""
    address = text.strip()
    if len(address) > EVIDENCE_LIMIT or any(letter.isspace() or not letter.isprintable() for letter in address):
        return None
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return address if is_web else None


def host_of(address: str) -> str:
    """Where a link leads, to be read before it is followed."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def days_over(due_on: date | None, state: str, today: date) -> int:
    """How many days ago the deadline of something open went out; 0 when it has not."""
    if due_on is None or state in (*ENDED, PROPOSED):
        return 0
    return max(0, (today - due_on).days)


def is_open(state: str) -> bool:
    """Whether somebody still has something to do."""
    return state not in (*ENDED, PROPOSED)


@dataclass(frozen=True)
class Asking:
    """When an owner is asked by mail how it goes."""

    round: str
    at: datetime


def askings(ended_at: datetime, now: datetime) -> list[Asking]:
    """The rounds of asking that are still to come after a gathering (rule FU-1)."""
    all_of_them = [Asking(round_, ended_at + after) for round_, after in WEEKS_AFTER.items()]
    return [one for one in all_of_them if one.at > now]


def is_link_alive(ended_at: datetime, now: datetime) -> bool:
    return now < ended_at + LINK_LIVES


def belongs_to_mail(state: str, heard_at: datetime | None, asked_at: datetime) -> bool:
    """Whether an action was one of those asked about in a mail: it is open, or was answered since."""
    return is_open(state) or (state in ENDED and heard_at is not None and heard_at >= asked_at)


def three_to_tell(rows: Iterable[tuple[str, str, bool]]) -> list[str]:
    """Of (key, state, builds on a case): one done, one stuck, one copied, each once; then what else there is."""
    listed = list(rows)
    wanted = (
        [key for key, state, is_copied in listed if state == DONE and not is_copied],
        [key for key, state, _ in listed if state == STUCK],
        [key for key, _, is_copied in listed if is_copied],
        [key for key, state, _ in listed if state in (DONE, UNDER_WAY)],
    )
    found: list[str] = []
    for keys in wanted:
        found += [key for key in keys if key not in found][:1]
    return found[:3]
