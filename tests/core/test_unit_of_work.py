"""CO-1 to CO-5: one writer, all or nothing, nothing waits inside, and what others hear leaves after the commit."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import gevent
import pytest
from flask import Flask
from sqlalchemy import String, bindparam, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from network.core import db as core
from network.core.db import Model, after_commit, append_batch, db, unit_of_work, work
from tests.conftest import settings_for


class Line(Model):
    __tablename__ = "test_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(20))


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Flask]:
    """A program that has only a database with one table."""
    app = Flask("bare")
    app.extensions["settings"] = settings_for(tmp_path, DATABASE_URL="")
    core.register(app)
    with app.app_context():
        Model.metadata.tables["test_line"].create(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()
        app.extensions["journal_writer"].close()


def lines() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Line.text).order_by(Line.id)))


def test_a_unit_of_work_that_fails_leaves_nothing_and_tells_nobody(bare: Flask) -> None:
    """CO-1"""
    told: list[str] = []

    with pytest.raises(ZeroDivisionError), unit_of_work():
        db.session.add(Line(text="half"))
        after_commit(lambda: told.append("stored"))
        db.session.flush()
        _ = 1 / 0

    assert (lines(), told) == ([], [])


def test_what_waits_for_the_result_is_told_when_others_can_read_it(bare: Flask) -> None:
    told: list[list[str]] = []

    with unit_of_work():
        db.session.add(Line(text="whole"))
        after_commit(lambda: told.append(lines()))

    assert told == [["whole"]]


def test_a_listener_that_fails_neither_undoes_what_is_stored_nor_silences_the_next(bare: Flask) -> None:
    told: list[str] = []

    with unit_of_work():
        db.session.add(Line(text="whole"))
        after_commit(lambda: [][0])
        after_commit(lambda: told.append("second"))

    assert (lines(), told) == (["whole"], ["second"])


def test_two_units_of_work_never_lie_inside_each_other(bare: Flask) -> None:
    with unit_of_work(), pytest.raises(RuntimeError, match="already open"), unit_of_work():
        pass


def test_nothing_is_promised_outside_a_unit_of_work(bare: Flask) -> None:
    with pytest.raises(RuntimeError, match="no unit of work"):
        after_commit(lambda: None)


def test_a_writer_that_has_read_before_does_not_meet_a_stale_snapshot(bare: Flask) -> None:
    assert lines() == []
    append_batch([(insert(Line), {"text": "from elsewhere"})])

    with unit_of_work():
        db.session.add(Line(text="after"))

    assert lines() == ["from elsewhere", "after"]


def test_a_unit_of_work_that_lets_another_greenlet_run_is_undone(bare: Flask) -> None:
    """CO-3"""
    with pytest.raises(core.YieldedWhileWriting), unit_of_work():
        db.session.add(Line(text="torn"))
        db.session.flush()
        gevent.sleep(0)

    assert lines() == []


def test_without_the_guard_such_a_unit_of_work_is_stored(bare: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Positive control."""
    monkeypatch.setattr(work, "no_yield", lambda: nullcontext(lambda: None))

    with unit_of_work():
        db.session.add(Line(text="torn"))
        gevent.sleep(0)

    assert lines() == ["torn"]


def test_somebody_else_who_holds_the_database_gives_a_clear_error(bare: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "PATIENCE_SECONDS", 0.05)
    other = sqlite3.connect(str(db.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(core.DatabaseBusy), unit_of_work():
        db.session.add(Line(text="never"))
    other.execute("ROLLBACK")

    assert lines() == []


def test_a_batch_is_stored_whole_or_not_at_all(bare: Flask) -> None:
    rows = [(insert(Line), {"id": 1, "text": "one"}), (insert(Line), {"id": 1, "text": "again"})]

    with pytest.raises(sqlite3.IntegrityError):
        append_batch(rows)

    assert lines() == []


def test_a_batch_may_change_rows_as_well(bare: Flask) -> None:
    append_batch([(insert(Line), {"id": 1, "text": "before"}), (insert(Line), {"id": 2, "text": "other"})])

    append_batch([(update(Line).where(Line.id == bindparam("which")).values(text="after"), {"which": 1})])

    assert lines() == ["after", "other"]


def test_the_journal_works_on_after_a_batch_that_failed(bare: Flask) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        append_batch([(insert(Line), {"id": 1, "text": "a"}), (insert(Line), {"id": 1, "text": "b"})])

    append_batch([(insert(Line), {"text": "after"})])

    assert lines() == ["after"]


def test_every_connection_survives_a_power_cut_and_keeps_its_keys(bare: Flask) -> None:
    asked = ("journal_mode", "synchronous", "foreign_keys")

    found = [db.session.connection().exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]

    assert found == ["wal", 2, 1]


def test_at_the_end_the_log_goes_into_the_file_and_a_reader_loses_nothing(bare: Flask) -> None:
    """CO-8"""
    with unit_of_work():
        db.session.add(Line(text="stored"))
    log = Path(f"{db.engine.url.database}-wal")
    reader = db.engine.raw_connection()
    cursor = reader.cursor()
    cursor.execute("BEGIN")
    cursor.execute("SELECT text FROM test_line").fetchall()
    with unit_of_work():
        db.session.add(Line(text="while somebody reads"))
    while_read = core.fold_log(bare), log.stat().st_size > 0
    cursor.execute("ROLLBACK")
    reader.close()

    folded = core.fold_log(bare), log.stat().st_size

    assert (while_read, folded, lines()) == ((False, True), (True, 0), ["stored", "while somebody reads"])


def test_only_the_unit_of_work_and_the_journal_commit() -> None:
    """CO-4"""
    root = Path(core.__file__).parents[2]

    committing = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(r"(session|connection|raw|cursor)\.commit\(|execute\(\"COMMIT", path.read_text())
    }

    assert committing == {"core/db/journal.py", "core/db/work.py"}
