"""F3: killed with -9 at each point of a snapshot, a compaction, an unloading and a commit: nothing stored is lost."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pycrdt import Doc, Map

from network import create_app, documents
from network.core.db import unit_of_work
from network.documents.snapshots import LONG_JOURNAL
from tests.conftest import settings_for
from tests.databases import Template, put_away
from tests.documents.people import ANNA, Browser
from tests.faults.dying import DOCUMENT, POINTS
from tests.preloaded import Forked

NOTES = LONG_JOURNAL + 5
PATIENCE = 300.0


@pytest.fixture(scope="module")
def laid(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose database has a document with a long journal, each row of it told to be stored."""
    folder = tmp_path_factory.mktemp("dying") / "laid"
    folder.mkdir()
    template.lay(settings_for(folder))
    app = create_app(settings_for(folder))
    with app.app_context():
        with unit_of_work():
            documents.registry().create(DOCUMENT, b"\0\0")
        anna = Browser()
        for number in range(NOTES):
            _take(anna.add(f"note-note-note-note-{number:03}", f"lapp {number}"))
        put_away(app)
    return folder


def _take(update: bytes) -> None:
    given: dict[str, Any] = {"author_id": ANNA, "check": lambda _changes: (), "rejoining": False}
    documents.registry().take(DOCUMENT, update, stored=lambda: None, **given)


def killed(laid: Path, folder: Path, name: str, point: str, *controls: str) -> int:
    """Do this to a copy of what was laid, until the point. How the program ended."""
    shutil.copytree(laid, folder)
    log = folder / "dying.log"
    words = ("-m", "tests.faults.dying", str(folder), name, point, *controls)
    ended = Forked(words, {"SAMLING_INSTANCE": str(folder)}, log).wait(PATIENCE)
    assert ended in (0, -9), log.read_text(errors="replace")[-3000:]
    return ended


def stored(folder: Path) -> dict[str, str]:
    """The notes as the disk has them."""
    with closing(sqlite3.connect(folder / "samling.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        rows = connection.execute('SELECT "update" FROM document_update ORDER BY id').fetchall()
    doc: Doc[Any] = Doc()
    for (update,) in rows:
        doc.apply_update(update)
    return {key: note["text"] for key, note in (doc.get("notes", type=Map).to_py() or {}).items()}


def goes_on(folder: Path) -> dict[str, str]:
    """The next program opens it, somebody writes, it is closed; the notes then."""
    app: Flask = create_app(settings_for(folder))
    with app.app_context():
        registry = documents.registry()
        anna = Browser()
        anna.hear(registry.open(DOCUMENT).full())
        _take(anna.add("after-after-after-after", "skriven etterpå"))
        assert registry.close(DOCUMENT)
        assert all(registry.states.contents(DOCUMENT, one.id)["notes"] for one in registry.states.of(DOCUMENT))
        put_away(app)
    return stored(folder)


@pytest.mark.parametrize(("name", "point"), POINTS)
def test_what_is_killed_there_has_lost_nothing_and_goes_on(laid: Path, tmp_path: Path, name: str, point: str) -> None:
    before, folder = stored(laid), tmp_path / "copy"

    ended = killed(laid, folder, name, point)

    new = {"bo-bo-bo-bo-bo-bo-bo-1": "skriven sist"} if (name, point) == ("write", "after COMMIT") else {}
    assert (ended, stored(folder)) == (-9, before | new)
    assert goes_on(folder) == before | new | {"after-after-after-after": "skriven etterpå"}


def test_control_what_is_stored_a_row_at_a_time_is_lost_between_two_rows(laid: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"

    killed(laid, folder, "open", "before UPDATE document_update", "one by one")

    assert stored(folder).items() < stored(laid).items()
