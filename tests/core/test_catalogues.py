"""A catalogue's file, and what is kept of it for the next start."""

import json
import os
from pathlib import Path

import pytest

from network.core import catalogues

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Close"
msgstr "{close}"

msgid "%(num)s note"
msgid_plural "%(num)s notes"
msgstr[0] "%(num)s lapp"
msgstr[1] "%(num)s lappar"

msgid "Not yet"
msgstr ""
"""
SAID = {"Close": ("Lukk",), "%(num)s note": ("%(num)s lapp", "%(num)s lappar")}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "messages.po"
    path.write_text(PO.format(close="Lukk"))
    return path


def test_what_is_kept_says_what_the_file_says(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = catalogues.read(file, "nn", "messages")
    monkeypatch.setattr(catalogues, "read_po", None)

    assert (first, catalogues.read(file, "nn", "messages")) == (SAID, SAID)


def test_a_changed_file_is_read_anew(file: Path) -> None:
    """Also one of the same size and time."""
    catalogues.read(file, "nn", "messages")
    then = file.stat().st_mtime_ns
    file.write_text(PO.format(close="Lokk"))
    os.utime(file, ns=(then, then))

    assert catalogues.read(file, "nn", "messages")["Close"] == ("Lokk",)


@pytest.mark.parametrize("left", [b"", b"{", b"null", b"[1, []]", json.dumps(["1 0", {"Close": ["No"]}]).encode()])
def test_half_a_kept_file_or_one_of_another_time_is_not_believed(file: Path, left: bytes) -> None:
    catalogues.read(file, "nn", "messages")
    [kept] = (file.parent / "__pycache__").iterdir()
    kept.write_bytes(left)

    assert catalogues.read(file, "nn", "messages") == SAID


def test_where_nothing_can_be_written_the_file_is_read(file: Path) -> None:
    (file.parent / "__pycache__").write_text("in the way")

    assert catalogues.read(file, "nn", "messages") == SAID


def test_a_language_without_a_file_says_nothing(tmp_path: Path) -> None:
    assert catalogues.read(tmp_path / "messages.po", "nn", "messages") == {}
