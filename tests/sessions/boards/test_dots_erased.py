"""BO-23: once dots are shown nothing leads from one to a person, in the database's files or in an older backup."""

import hashlib
import hmac
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

import network.core.db as core
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.db.connections import prepare_sqlite
from network.core.settings import Settings
from network.jobs import backups
from network.privacy import erasing, passing_keys
from network.privacy.retention import purge_all
from network.sessions.boards.dots import queries
from network.sessions.boards.dots.services import following
from network.sessions.groups.models import GroupRound
from network.sessions.groups.services.rounds import next_phase
from tests.databases import url_for_tests
from tests.sessions.boards.test_alone import at_work
from tests.sessions.boards.voting import Voting

pytestmark = pytest.mark.skipif(bool(url_for_tests()), reason="looks into SQLite's files; backups are SQLite's")

PHASES = '[["prioritise", 5], ["choose", 3]]'


@pytest.fixture
def folder(app: Flask) -> Path:
    settings: Settings = app.extensions["settings"]
    return settings.instance_dir


@pytest.fixture
def backup(app: Flask, voting: Voting, tmp_path: Path) -> Path:
    """Anna has set a dot on the first note, Bo on the second, in their round's part for it; the database out of a
    backup of that moment.
    """
    at_work(voting.hall, 0, phases=PHASES)
    voting.press(voting.hall.cast.anna, 0, key="press-of-anna")
    voting.press(voting.hall.cast.bo, 1, key="press-of-bo")
    packed = tmp_path / "kept" / "backup.tar.gz"
    manifest = backups.backup(app.extensions["settings"], packed)
    assert not [name for name in manifest.files if passing_keys.FOLDER in name]
    with tarfile.open(packed) as tar:
        tar.extract(backups.DATABASE, tmp_path / "kept", filter="data")
    return tmp_path / "kept" / backups.DATABASE


def links(database: Path, folder: Path, voting: Voting) -> set[tuple[str, int]]:
    """Who set a dot on which note, as somebody finds out who has this database and all that the installation keeps."""
    with closing(sqlite3.connect(database)) as connection:
        dots = connection.execute("SELECT voter, topic_id FROM dot").fetchall()
    keys = [path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.stat().st_size < 10_000]
    cast = {person.name: person.id for person in (voting.hall.cast.anna, voting.hall.cast.bo, voting.hall.cast.cy)}
    codes = {
        hmac.new(key, f"dot:{person_id}".encode(), hashlib.sha256).hexdigest(): name
        for key in keys
        for name, person_id in cast.items()
    }
    return {(codes[voter], voting.notes.index(topic)) for voter, topic in dots if voter in codes}


def traces(folder: Path, voters: set[str]) -> set[str]:
    """Those whose code stands anywhere in the database's files, freed places and the log with them."""
    bytes_ = b"".join(path.read_bytes() for path in sorted(folder.glob("samling.sqlite*")))
    return {voter for voter in voters if voter.encode() in bytes_}


def voters_now(voting: Voting) -> set[str]:
    db.session.rollback()
    dots = queries.latest(voting.hall.board.id)
    assert dots is not None
    return queries.voters_of(dots)


def shows(voting: Voting) -> None:
    """The group's round goes on to its next part, as those who lead take it there."""
    with unit_of_work():
        next_phase(db.session.get_one(GroupRound, voting.hall.board.group.round_id), 1, by_id=None)
    db.session.rollback()


def test_an_older_backup_links_nobody_once_they_are_shown(backup: Path, folder: Path, voting: Voting) -> None:
    """With its key the same backup told everything: that is the moment before."""
    before = links(backup, folder, voting)

    shows(voting)

    assert (before, links(backup, folder, voting)) == ({("Anna", 0), ("Bo", 1)}, set())
    assert voting.sums() == {0: 1, 1: 1}


def test_the_databases_files_hold_no_trace_of_who_set_a_dot(backup: Path, folder: Path, voting: Voting) -> None:
    voters = voters_now(voting)
    before = traces(folder, voters)

    shows(voting)

    assert (len(before), traces(folder, voters)) == (2, set())
    with closing(sqlite3.connect(folder / "samling.sqlite")) as connection:
        dump = "\n".join(connection.iterdump())
    assert not [word for word in (*voters, "press-of-anna", "press-of-bo") if word in dump]


def _without_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "fold_log_now", lambda: True)


def _without_overwriting(monkeypatch: pytest.MonkeyPatch) -> None:
    def prepare(raw: sqlite3.Connection, *, side_process: bool) -> None:
        prepare_sqlite(raw, side_process=side_process)
        raw.execute("PRAGMA secure_delete=OFF")

    monkeypatch.setattr(core, "prepare_sqlite", prepare)
    db.session.rollback()
    db.engine.dispose()


@pytest.mark.parametrize("weakened", [_without_log, _without_overwriting])
def test_without_the_overwriting_or_the_folding_there_would_be_traces(
    backup: Path,
    folder: Path,
    voting: Voting,
    monkeypatch: pytest.MonkeyPatch,
    weakened: Callable[[pytest.MonkeyPatch], None],
) -> None:
    voters = voters_now(voting)
    weakened(monkeypatch)

    shows(voting)

    assert traces(folder, voters) != set()


def test_a_reader_who_holds_the_log_back_holds_it_only_until_she_is_done(
    backup: Path,
    folder: Path,
    voting: Voting,
) -> None:
    voters, reader = voters_now(voting), sqlite3.connect(folder / "samling.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM dot").fetchall()
    shows(voting)
    while_read = traces(folder, voters)
    reader.close()

    erasing.fold_due()

    assert (while_read, traces(folder, voters)) == (voters, set())


def test_a_key_that_a_crash_kept_is_forgotten_by_the_next_tidying(
    backup: Path,
    folder: Path,
    voting: Voting,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(passing_keys, "forget", lambda _name: None)
        shows(voting)
    kept = links(backup, folder, voting)

    following.tidy()

    assert (len(kept), links(backup, folder, voting), passing_keys.there()) == (2, set(), set())


def test_dots_that_nobody_went_on_from_are_erased_a_day_after_the_gathering(
    backup: Path, folder: Path, voting: Voting
) -> None:
    """BO-22; and BO-23: in the database's files too."""
    voters, seen = voters_now(voting), []
    for hours in (23, 25):
        clock.set(voting.hall.gathering.ends_at + timedelta(hours=hours))
        purge_all()
        seen.append((len(links(backup, folder, voting)), len(traces(folder, voters)), voting.sums()))

    assert seen == [(2, 2, {}), (0, 0, {0: 1, 1: 1})]


def test_a_key_of_dots_that_are_being_set_is_not_tidied_away(backup: Path, voting: Voting) -> None:
    following.tidy()

    assert (passing_keys.there(), voting.of(voting.hall.cast.anna)) == ({voting.round}, {0: 1})


def test_dots_brought_back_without_their_key_are_set_anew(backup: Path, folder: Path, voting: Voting) -> None:
    """Else nobody could move hers, and whoever set some more would have had too many. Of the first no trace is left."""
    anna, before, voters = voting.hall.cast.anna, voting.round, voters_now(voting)
    passing_keys.forget(before)

    refused = voting.press(anna, 2, key="while-lost")
    following.tidy()

    assert (refused, voting.round != before, traces(folder, voters)) == (409, True, set())
    assert ([voting.press(anna, 2), voting.press(anna, 2)], voting.of(anna)) == ([200, 200], {2: 2})
    shows(voting)
    assert voting.sums() == {2: 2}
