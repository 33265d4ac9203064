"""BU-1 to BU-4: a backup is an installation in one moment, and what is damaged is refused before anything moves."""

import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from network.core import files
from network.core.db import unit_of_work
from network.core.settings import Settings
from network.jobs import backups
from network.jobs.backups import BadBackup
from network.people.services import register
from tests.databases import url_for_tests

pytestmark = pytest.mark.skipif(bool(url_for_tests()), reason="backups of PostgreSQL are pg_dump's")

BODY = b"%PDF-1.7 a file that somebody handed in"
Spoils = Callable[[Path], None]


@pytest.fixture
def here(app: Flask) -> Settings:
    settings: Settings = app.extensions["settings"]
    with unit_of_work():
        register.add_person(name="Anna Prøvedøme", email="anna@prove.example")
    files.store(BODY)
    (settings.instance_dir / "secret_key").write_text("k" * 40)
    return settings


@pytest.fixture
def there(here: Settings, tmp_path: Path) -> Settings:
    """Another machine, on which nothing lies."""
    folder = tmp_path / "there"
    return replace(here, instance_dir=folder, database_url=f"sqlite:///{folder / 'samling.sqlite'}")


@pytest.fixture
def taken(here: Settings, tmp_path: Path) -> Path:
    target = tmp_path / "kept" / "backup.tar.gz"
    backups.backup(here, target)
    return target


def rows(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))) as connection:
        return connection.execute(sql).fetchall()


def revisions(path: Path) -> frozenset[str]:
    return frozenset({backups.verify(path).revision})


def test_all_comes_back_on_another_machine(here: Settings, there: Settings, taken: Path) -> None:
    manifest = backups.restore(taken, there, known_revisions=revisions(taken))

    assert rows(there, "SELECT name, email FROM person") == rows(here, "SELECT name, email FROM person")
    assert manifest.rows["person"] == 1
    assert (there.instance_dir / "secret_key").read_text() == "k" * 40
    kept = [path.read_bytes() for path in there.instance_dir.glob("files/*/*")]
    assert kept == [BODY]
    assert sorted(path.name for path in there.instance_dir.iterdir()) == ["files", "samling.sqlite", "secret_key"]


def test_only_its_owner_reads_it(taken: Path) -> None:
    assert taken.stat().st_mode & 0o077 == 0


def test_what_is_stored_while_it_is_taken_is_in_it_whole_or_not_at_all(
    here: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer in the middle: her file is there before her row, and the rows are those of one moment."""
    copied = backups._copy

    def copy(source: Path, target: Path) -> None:
        copied(source, target)
        with unit_of_work():
            register.add_person(name="Sein Prøvedøme", email=None)

    monkeypatch.setattr(backups, "_copy", copy)

    manifest = backups.backup(here, tmp_path / "b.tar.gz")

    assert (manifest.rows["person"], backups.verify(tmp_path / "b.tar.gz").rows["person"]) == (1, 1)


def test_one_of_a_damaged_database_leaves_nothing(here: Settings, tmp_path: Path) -> None:
    tear_a_row_off(Path(here.database_url.removeprefix("sqlite:///")))

    with pytest.raises(BadBackup) as refusal:
        backups.backup(here, tmp_path / "kept" / "b.tar.gz")

    assert "skadd" in refusal.value.message
    assert list((tmp_path / "kept").iterdir()) == []


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def repacked(change: Callable[[Path], None]) -> Spoils:
    """The same archive with something changed inside, packed as if nothing were."""

    def spoil(path: Path) -> None:
        folder = path.with_suffix(".open")
        with tarfile.open(path) as tar:
            tar.extractall(folder, filter="data")
        change(folder)
        with tarfile.open(path, "w:gz") as tar:
            for part in sorted(folder.rglob("*")):
                if part.is_file():
                    tar.add(part, part.relative_to(folder).as_posix())
        shutil.rmtree(folder)

    return spoil


def another_byte(folder: Path) -> None:
    (path,) = folder.glob("files/*/*")
    path.write_bytes(BODY[:-1] + b"X")


def without_a_file(folder: Path) -> None:
    next(folder.glob("files/*/*")).unlink()


def with_one_more(folder: Path) -> None:
    (folder / "files" / "more").write_text("x")


def with_another_database(change: Callable[[Path], None]) -> Callable[[Path], None]:
    """And its right fingerprint beside it."""

    def spoil(folder: Path) -> None:
        database, told = folder / "samling.sqlite", json.loads((folder / "manifest.json").read_text())
        change(database)
        told["files"]["samling.sqlite"] = hashlib.sha256(database.read_bytes()).hexdigest()
        (folder / "manifest.json").write_text(json.dumps(told))

    return spoil


def run(sql: str) -> Callable[[Path], None]:
    def change(database: Path) -> None:
        with closing(sqlite3.connect(database)) as connection:
            connection.execute(sql)
            connection.commit()

    return change


tear_a_row_off = run("INSERT INTO board_column (board_id, key, title, prompt, position) VALUES (9, 'x', '', '', 0)")
"""A row that names another which is not there: what a damaged disk leaves behind."""


def of_another_format(folder: Path) -> None:
    told = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**told, "format": 2}))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (cut_short, "avkorta"),
        (lambda path: path.write_bytes(b"not a backup"), "avkorta"),
        (lambda path: path.unlink(), "Det er ingen"),
        (repacked(another_byte), "ikkje det ho var"),
        (repacked(without_a_file), "manglar"),
        (repacked(with_one_more), "manglar"),
        (repacked(with_another_database(run("DELETE FROM person"))), "ikkje det ho var"),
        (repacked(with_another_database(run("UPDATE alembic_version SET version_num = '0001'"))), "ikkje det ho var"),
        (repacked(with_another_database(tear_a_row_off)), "skadd"),
        (repacked(of_another_format), "nyare Samling"),
    ],
)
def test_what_is_damaged_is_refused_and_nothing_moves(there: Settings, taken: Path, spoil: Spoils, said: str) -> None:
    """BU-2"""
    known = revisions(taken)
    spoil(taken)

    with pytest.raises(BadBackup) as refusal:
        backups.restore(taken, there, known_revisions=known)

    assert said in refusal.value.message
    assert list(there.instance_dir.iterdir()) == []


def test_control_repacked_without_a_change_it_comes_back(there: Settings, taken: Path) -> None:
    repacked(lambda _folder: None)(taken)

    assert backups.restore(taken, there, known_revisions=revisions(taken)).rows["person"] == 1


def test_what_a_newer_program_took_is_refused(there: Settings, taken: Path) -> None:
    """BU-2"""
    with pytest.raises(BadBackup, match="nyare Samling"):
        backups.restore(taken, there, known_revisions=frozenset({"0001"}))

    assert list(there.instance_dir.iterdir()) == []


def test_nothing_is_written_over(here: Settings, taken: Path) -> None:
    """BU-3"""
    with pytest.raises(BadBackup, match="frå før"):
        backups.restore(taken, here, known_revisions=revisions(taken))

    assert rows(here, "SELECT count(*) FROM person") == [(1,)]


def test_without_a_database_and_on_postgresql_it_says_what_to_do(here: Settings, there: Settings) -> None:
    with pytest.raises(BadBackup, match="ingen database"):
        backups.backup(there, there.instance_dir / "b.tar.gz")
    with pytest.raises(BadBackup, match="pg_dump"):
        backups.backup(replace(here, database_url="postgresql+psycopg://x"), there.instance_dir / "b.tar.gz")


def test_the_latest_are_kept(here: Settings) -> None:
    """BU-4"""
    folder = here.instance_dir / backups.FOLDER
    folder.mkdir()
    names = [f"samling-2027010{day}T030000Z.tar.gz" for day in range(1, 5)]
    for name in (*names, "my-own.tar.gz"):
        (folder / name).touch()

    gone = backups.keep_latest(here, 2)

    assert [path.name for path in gone] == names[:2]
    assert sorted(path.name for path in folder.iterdir()) == ["my-own.tar.gz", *names[2:]]


def test_the_latest_says_its_moment_and_a_stranger_none(here: Settings) -> None:
    assert backups.latest_at(here) is None
    at = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
    backups.backup(here, backups.usual_target(here, at))

    assert backups.latest_at(here) == at
