"""PO-5, PO-6: what was answered leads to nobody once it is closed, in the database's files or in an older backup."""

import hashlib
import hmac
import os
import sqlite3
import tarfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from network.core import clock
from network.core.db import db
from network.core.errors import Conflict
from network.core.settings import Settings
from network.jobs import backups
from network.privacy import erasing, passing_keys
from network.privacy.retention import purge_all
from network.sessions.polls.models import Poll
from network.sessions.polls.queries.answers import KEYS, answers_of, ballot_of
from network.sessions.polls.rules.asking import Kind, State
from network.sessions.polls.services import running
from tests.databases import url_for_tests
from tests.sessions.polls.conftest import Asking

pytestmark = pytest.mark.skipif(bool(url_for_tests()), reason="looks into SQLite's files; backups are SQLite's")

SIX = (0, 1, 2, 0, 1, 0)


@pytest.fixture
def folder(app: Flask) -> Path:
    settings: Settings = app.extensions["settings"]
    (settings.instance_dir / backups.KEYS[0]).write_text(settings.secret_key)
    return settings.instance_dir


def backed_up(app: Flask, into: Path) -> Path:
    """A backup of this moment, unpacked: the folder in which its files lie."""
    db.session.rollback()
    into.mkdir()
    manifest = backups.backup(app.extensions["settings"], into / "backup.tar.gz")
    assert not [name for name in manifest.files if passing_keys.FOLDER in name]
    with tarfile.open(into / "backup.tar.gz") as tar:
        tar.extractall(into, filter="data")
    return into


def linked(backup: Path, folder: Path, asking: Asking) -> dict[str, str]:
    """Name → what she chose, as somebody finds out who has this backup and all that the installation keeps."""
    with closing(sqlite3.connect(backup / backups.DATABASE)) as connection:
        join = "JOIN poll ON poll.id = poll_answer.poll_id"
        rows = connection.execute(f"SELECT series, ballot, choices FROM poll_answer {join}").fetchall()
    small = [path for where in (backup, folder) for path in where.rglob("*") if _may_be_a_key(path)]
    found = {}
    for key in {path.read_bytes().strip() for path in small} | {path.read_bytes() for path in small}:
        for person in asking.people:
            hers = _code(key, f"poll:{person.id}")
            codes = {hers, _code(key, f"poll-kept:{hers}")}
            codes |= {_code(key, f"poll-kept:{series}:{hers}") for series, _ballot, _choices in rows}
            found.update((person.name, choices) for _series, ballot, choices in rows if ballot in codes)
    return found


def _may_be_a_key(path: Path) -> bool:
    return path.is_file() and path.stat().st_size < 10_000


def _code(key: bytes, said: str) -> str:
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def test_an_older_backup_links_nobody_once_it_is_closed(
    app: Flask, asking: Asking, folder: Path, tmp_path: Path
) -> None:
    """With the question's key the same backup told everything: that is the moment before."""
    poll = asking.opened()
    asking.answers(poll, *SIX)
    backup = backed_up(app, tmp_path / "kept")
    before = linked(backup, folder, asking)

    asking.do("close", poll)

    assert (len(before), linked(backup, folder, asking), passing_keys.there(kind=KEYS)) == (len(SIX), {}, set())


def test_with_a_key_that_is_not_forgotten_it_would(
    app: Flask, asking: Asking, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Positive control."""
    poll = asking.opened()
    asking.answers(poll, *SIX)
    backup = backed_up(app, tmp_path / "kept")
    monkeypatch.setattr(passing_keys, "forget", lambda _name: None)

    asking.do("close", poll)

    assert len(linked(backup, folder, asking)) == len(SIX)


def test_a_backup_alone_links_nobody_while_it_is_open_nor_while_it_is_kept(
    app: Flask, asking: Asking, folder: Path, tmp_path: Path
) -> None:
    """Whoever carries a backup away has the installation's key with it, and no question's."""
    poll = asking.opened(Kind.SCALE, is_asked_again=True)
    asking.answers(poll, *SIX)
    found = []
    for name in ("open", "kept"):
        backup = backed_up(app, tmp_path / name)
        found.append((linked(backup, backup, asking), len(linked(backup, folder, asking))))
        asking.do("close", poll)

    assert found == [({}, len(SIX)), ({}, len(SIX))]


def test_what_was_kept_for_the_next_time_leads_to_nobody_after_it(
    app: Flask, asking: Asking, folder: Path, tmp_path: Path
) -> None:
    first = asking.opened(Kind.SCALE, is_asked_again=True)
    asking.answers(first, *SIX)
    asking.do("close", first)
    backup = backed_up(app, tmp_path / "kept")
    second = asking.do("open_to_all", asking.again(first))
    asking.answers(second, *SIX)
    before = linked(backup, folder, asking)

    asking.do("close", second)

    assert (len(before), linked(backup, folder, asking), passing_keys.there(kind=KEYS)) == (len(SIX), {}, set())


def test_the_databases_files_hold_no_trace_of_who_answered(asking: Asking, folder: Path) -> None:
    poll = asking.opened()
    asking.answers(poll, *SIX)
    hers = {ballot_of(poll, person.id) or "" for person in asking.people[: len(SIX)]}
    before = _traces(folder, hers)

    asking.do("close", poll)

    assert (before, _traces(folder, hers)) == (hers, set())


def test_without_the_folding_there_would_be_traces(
    asking: Asking, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Positive control."""
    poll = asking.opened()
    asking.answers(poll, *SIX)
    hers = {ballot_of(poll, person.id) or "" for person in asking.people[: len(SIX)]}
    monkeypatch.setattr(erasing, "fold_log_now", lambda: True)

    asking.do("close", poll)

    assert _traces(folder, hers) != set()


def _traces(folder: Path, ballots: set[str]) -> set[str]:
    db.session.rollback()
    bytes_ = b"".join(path.read_bytes() for path in sorted(folder.glob("samling.sqlite*")))
    return {ballot for ballot in ballots if ballot.encode() in bytes_}


def test_a_key_that_a_crash_kept_is_forgotten_by_the_next_purge(
    app: Flask, asking: Asking, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is in use stays: of a question that is open, and of one that is asked again."""
    again = asking.opened(Kind.SCALE, is_asked_again=True)
    asking.answers(again, *SIX)
    asking.do("close", again)
    poll = asking.opened()
    asking.answers(poll, *SIX)
    with monkeypatch.context() as patch:
        patch.setattr(passing_keys, "forget", lambda _name: None)
        asking.do("close", poll)
    asking.opened()
    there = len(passing_keys.there(kind=KEYS))

    clock.set(clock.now() + running.UNDER_WAY + timedelta(minutes=1))
    _make_old(folder)
    purge_all()

    assert (there, len(passing_keys.there(kind=KEYS))) == (3, 2)


def _make_old(folder: Path) -> None:
    """The files' times are the machine's, not the clock's."""
    for path in (folder / passing_keys.FOLDER / KEYS).iterdir():
        at = (clock.now() - 2 * running.UNDER_WAY).timestamp()
        os.utime(path, (at, at))


def test_answers_brought_back_without_their_key_are_given_anew(asking: Asking) -> None:
    """Else whoever answers once more would be counted twice. What a host noted stays."""
    poll = asking.opened()
    asking.answers(poll, *SIX)
    asking.note(poll, 1)
    passing_keys.forget(f"{KEYS}/{poll.series}")

    asking.answers(poll, *SIX)
    asking.do("close", poll)

    assert db.session.get_one(Poll, poll.id).state == State.CLOSED
    assert '"counts": [3, 3, 1]' in db.session.get_one(Poll, poll.id).result


def test_figures_that_are_shown_stand_when_the_key_is_gone(asking: Asking) -> None:
    poll = asking.opened()
    asking.answers(poll, *SIX)
    asking.do("reveal", poll)
    passing_keys.forget(f"{KEYS}/{poll.series}")

    with pytest.raises(Conflict):
        asking.answer(poll, asking.cast.anna, 2)

    db.session.rollback()
    assert len(answers_of(poll.id)) == len(SIX)
