"""F2: the power goes. What a trace of the system calls shows to be on the disk has all that was said to be stored.

A kill leaves what the kernel has; a power cut leaves what was waited for. So each file is rebuilt as of its last fsync
before a commit was told, without all later writes, and SQLite opens that. In the long form alone, and with strace.
"""

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from network import create_app, documents
from network.core.db import unit_of_work
from tests.conftest import settings_for
from tests.databases import Template, put_away
from tests.faults import sizes
from tests.faults.storing import DOCUMENT
from tests.running import ROOT

pytestmark = [
    pytest.mark.skipif(sizes.of(1, 0) == 1, reason="in the long form alone: a trace of some hundred commits"),
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace"),
]

COMMITS, CUTS = 400, 200
CALL = re.compile(r"^(?:\d+ +)?(openat|pwrite64|write|fsync|fdatasync|ftruncate)\((.*)\) += (-?\d+)")
OPENED = re.compile(r'AT_FDCWD, "((?:\\x[0-9a-f]{2})*)"')
WRITTEN = re.compile(r'^(\d+), "((?:\\x[0-9a-f]{2})*)", \d+(?:, (\d+))?$')


@pytest.fixture
def laid(template: Template, tmp_path: Path) -> Path:
    folder = tmp_path / "power"
    folder.mkdir()
    template.lay(settings_for(folder))
    app = create_app(settings_for(folder))
    with app.app_context():
        with unit_of_work():
            documents.registry().create(DOCUMENT, b"\0\0")
        put_away(app)
    return folder


def traced(folder: Path, *more: str) -> list[str]:
    """The system calls of so many commits, in their order."""
    trace = folder.parent / "trace"
    command = ["strace", "-f", "-xx", "-s", "100000", "-o", str(trace)]
    command += ["-e", "trace=openat,pwrite64,write,fsync,fdatasync,ftruncate"]
    command += [sys.executable, "-m", "tests.faults.storing", str(folder), str(COMMITS), *more]
    subprocess.run(command, cwd=ROOT, env={**os.environ}, check=True, capture_output=True, timeout=600)
    return trace.read_text().splitlines()


def plain(hexed: str) -> bytes:
    return bytes.fromhex(hexed.replace("\\x", ""))


def cuts(folder: Path, before: dict[str, bytes], lines: list[str]) -> Iterator[tuple[int, dict[str, bytes]]]:
    """At each commit that was told: its number, and what of each file was waited for until then."""
    written = {name: bytearray(content) for name, content in before.items()}
    kept, names = dict(before), dict[int, str]()
    for line in lines:
        if (found := CALL.match(line)) is None or found[3].startswith("-"):
            continue
        call, given = found[1], found[2]
        if call == "openat" and (path := OPENED.search(given)):
            opened = Path(plain(path[1]).decode())
            names[int(found[3])] = opened.name if opened.parent == folder else ""
            continue
        number = int(given.split(",")[0])
        name = names.get(number, "")
        if call == "write" and number == 1 and (said := WRITTEN.match(given)):
            for told in re.findall(rb"stored (\d+)", plain(said[2])):
                yield int(told), kept
        elif not name.startswith("samling.sqlite") or name.endswith("-shm"):
            continue
        elif call == "pwrite64" and (wrote := WRITTEN.match(given)):
            data, at = plain(wrote[2]), int(wrote[3])
            content = written.setdefault(name, bytearray())
            content.extend(bytes(max(0, at + len(data) - len(content))))
            content[at : at + len(data)] = data
        elif call == "ftruncate":
            size = int(given.split(",")[1])
            del written.setdefault(name, bytearray())[size:]
        elif call in ("fsync", "fdatasync"):
            kept = {**kept, name: bytes(written.get(name, b""))}


def lost(folder: Path, *more: str) -> tuple[int, int]:
    """At how many of the cuts something told was not there, of how many."""
    before = {"samling.sqlite": (folder / "samling.sqlite").read_bytes()}
    points = list(cuts(folder, before, traced(folder, *more)))
    chosen = random.sample(points, min(CUTS, len(points)))
    return sum(_is_lost(folder.parent / "cut", *point) for point in chosen), len(chosen)


def _is_lost(folder: Path, number: int, files: dict[str, bytes]) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    with closing(sqlite3.connect(folder / "samling.sqlite")) as connection:
        is_whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        rows = connection.execute('SELECT "update" FROM document_update WHERE document_id = ?', (DOCUMENT,)).fetchall()
    there = {row[0] for row in rows}
    return not is_whole or any(b"%d" % one not in there for one in range(number + 1))


def test_what_was_told_to_be_stored_was_waited_for(laid: Path) -> None:
    assert lost(laid) == (0, CUTS)


def test_control_a_disk_that_nobody_waits_for_has_less(laid: Path) -> None:
    missing, points = lost(laid, "hasty")

    assert (missing > points // 2, points) == (True, CUTS)
