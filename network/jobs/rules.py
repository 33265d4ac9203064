"""When a mail is tried again, and when it is given up; what a file in it may be called."""

import re
import unicodedata
from datetime import datetime, timedelta
from pathlib import PurePath

GIVE_UP_AFTER = timedelta(hours=24)
FIRST_WAIT_SECONDS = 5
LONGEST_WAIT_SECONDS = 4 * 3600
MOST_ATTACHED_BYTES = 10_000_000
"""In one mail. It grows by a third on its way, and many servers take no more than 20 MB."""
LONGEST_NAME = 80
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')


def wait_after(attempts: int) -> timedelta:
    """How long to wait after this many failed attempts: 5 s, 15 s, 45 s … and never more than four hours."""
    return timedelta(seconds=min(FIRST_WAIT_SECONDS * 3 ** min(attempts - 1, 12), LONGEST_WAIT_SECONDS))


def next_try(attempts: int, *, queued_at: datetime, useless_after: datetime | None, now: datetime) -> datetime | None:
    """The moment of the next attempt; None when there shall be no more, after a day or when nobody has use for it."""
    moment = now + wait_after(attempts)
    end = queued_at + GIVE_UP_AFTER
    if useless_after is not None:
        end = min(end, useless_after)
    return moment if moment < end else None


def safe_file_name(name: str) -> str:
    """A name under which any machine can keep the file: no folder, nothing that hides or turns letters, not too long.

    The ending stays, since it says what opens the file.
    """
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    text = "".join(" " if letter.isspace() else letter for letter in text)
    text = "".join(letter for letter in text if not unicodedata.category(letter).startswith("C"))
    text = " ".join(_NOT_IN_NAMES.sub("-", text).split()).strip(". ")
    ending = PurePath(text).suffix[:10]
    return text.removesuffix(ending)[: LONGEST_NAME - len(ending)].rstrip() + ending or "samling"
