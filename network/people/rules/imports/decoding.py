"""From a file's bytes to its text, whatever a spreadsheet of the last thirty years has written."""

import codecs
import re

BROKEN = re.compile(r"�|[\x00-\x08\x0b-\x1f\x7f-\x9f]|[ÃÂ][^\w\s]|[¾¿®¯]")
"""What is left of æ, ø and å when a program before us read them wrongly."""
_TWICE = re.compile(r"[ÃÂ][^\w\s]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = (b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")


class Unreadable(Exception):
    """A file that is no list. `reason` is a word of network/people/import_words.py."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def text_of(body: bytes) -> str:
    """The text of a CSV or text file: UTF-8 and UTF-16 with or without a mark, else Windows' or Latin letters.

    Raises Unreadable for what is no text.
    """
    if body.startswith(_NOT_TEXT):
        raise Unreadable("old_workbook" if body.startswith(_NOT_TEXT[1]) else "not_a_list")
    try:
        text = body.decode(_encoding(body))
    except UnicodeDecodeError:
        text = body.decode("latin-1")
    if "\x00" in text:
        raise Unreadable("not_a_list")
    return text


def mended(text: str) -> str:
    """A text that some program has read as Windows' letters and written as UTF-8, as it was; any other as it is."""
    if not _TWICE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def is_broken(text: str) -> bool:
    """Whether letters were lost before the text came here."""
    return BROKEN.search(text) is not None


def _encoding(body: bytes) -> str:
    for mark, name in _MARKS:
        if body.startswith(mark):
            return name
    if zeros := body[:2000].count(0):
        if zeros * 4 < len(body[:2000]):
            raise Unreadable("not_a_list")
        return "utf-16-le" if body[1:2] == b"\x00" else "utf-16-be"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
