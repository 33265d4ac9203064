"""What a file is called: letters that every disk, mail and case system takes."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

LONGEST = 60
_SPELLED = str.maketrans(
    {"æ": "ae", "Æ": "Ae", "ø": "oe", "Ø": "Oe", "å": "aa", "Å": "Aa", "ß": "ss", "đ": "d", "Đ": "D"}
)


def file_name(day: date, parts: Iterable[str], ending: str) -> str:
    """`2026-02-12_Bord-7_Kva-utfordrar-dette-oss-paa.docx`; a part of which no letter can be kept is left out."""
    kept = [day.isoformat(), *(word for word in map(_plain, parts) if word)]
    return f"{'_'.join(kept)}.{ending}"


def _plain(words: str) -> str:
    """ASCII letters and digits with dashes between, cut behind a whole word."""
    spelled = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", words).translate(_SPELLED))
    found = re.findall(r"[A-Za-z0-9]+", "".join(one for one in spelled if not unicodedata.combining(one)))
    while len(found) > 1 and len("-".join(found)) > LONGEST:
        found.pop()
    return "-".join(found)[:LONGEST]
