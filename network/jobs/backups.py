"""A copy of all that an installation has: taken while it runs, looked through, and brought back (rules BU-1 to BU-5).

A backup is one compressed tar file: `manifest.json`, `samling.sqlite`, the keys, and `files/`. Source: SQLite's online
backup (sqlite.org/backup.html), one step of which is one moment of the database.
"""

import hashlib
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from network.core import clock
from network.core.language import gettext as _
from network.core.settings import Settings

DATABASE = "samling.sqlite"
MANIFEST = "manifest.json"
FOLDER = "backups"
KEYS = ("secret_key", "ca.pem", "ca-key.pem")
"""What the installation has made for itself: without them open forms, stored passwords and phones' trust are lost."""
FORMAT = 1
NAMED = "samling-%Y%m%dT%H%M%SZ.tar.gz"
"""What one is called in the usual folder, by its moment (UTC)."""


class BadBackup(Exception):
    """It cannot be taken, read or brought back. `message` says why, and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: when it was taken (UTC), the database's form, rows by table, SHA-256 in hex by file."""

    format: int
    at: str
    revision: str
    rows: Mapping[str, int]
    files: Mapping[str, str]

    @property
    def taken_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


def backup(settings: Settings, target: Path) -> Manifest:
    """Take one, beside a server that goes on writing; `target` is there whole or not at all.

    Raises BadBackup on PostgreSQL, without a database, or when the copy is not whole.
    """
    source = _database(settings)
    if not source.exists():
        raise BadBackup(_("There is no database in %(folder)s.", folder=source.parent))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".half-") as half:
        copy = Path(half) / DATABASE
        _copy(source, copy)  # before the files: each that a row names is stored before its row
        parts = {DATABASE: copy, **_parts(settings.instance_dir)}
        sums = {name: _sum(path) for name, path in parts.items()}
        at = clock.now().isoformat(timespec="seconds")
        revision, rows = _looked_through(copy)
        manifest = Manifest(FORMAT, at, revision, rows, sums)
        told, packed = Path(half) / MANIFEST, Path(half) / "packed"
        told.write_text(json.dumps(asdict(manifest), indent=1))
        with open(packed, "wb", opener=_private) as file:
            with tarfile.open(fileobj=file, mode="w:gz") as tar:
                for name, path in {MANIFEST: told, **parts}.items():
                    tar.add(path, name)
            file.flush()
            os.fsync(file.fileno())
        packed.replace(target)
    return manifest


def verify(path: Path) -> Manifest:
    """Look a backup through as if it were brought back. Raises BadBackup when anything is missing or otherwise."""
    with _unpacked(path, None) as (manifest, _folder):
        return manifest


def restore(path: Path, settings: Settings, *, known_revisions: frozenset[str]) -> Manifest:
    """Bring one back into an installation without a database; the database comes last, when all else is there.

    Each document gets a new history: a browser that has seen later words than these offers them as a draft, and does
    not mix them in unseen. Raises BadBackup, and has then changed nothing.
    """
    target = _database(settings)
    if target.exists():
        said = _("There is a database already: %(path)s. Move it away first; nothing is written over.", path=target)
        raise BadBackup(said)
    with _unpacked(path, settings.instance_dir) as (manifest, folder):
        if manifest.revision not in known_revisions:
            raise BadBackup(_("A newer Samling took this backup. Install that version, or a newer one, and try again."))
        _begin_new_histories(folder / DATABASE)
        for name in sorted(manifest.files, key=lambda one: one == DATABASE):
            place = target if name == DATABASE else settings.instance_dir / name
            place.parent.mkdir(parents=True, exist_ok=True)
            (folder / name).replace(place)
    return manifest


def usual_target(settings: Settings, at: datetime) -> Path:
    """Where a backup of this moment goes when nothing else is said."""
    return settings.instance_dir / FOLDER / at.strftime(NAMED)


def taken(settings: Settings) -> list[Path]:
    """The backups in the usual folder, the oldest first."""
    return sorted((settings.instance_dir / FOLDER).glob("samling-????????T??????Z.tar.gz"))


def latest_at(settings: Settings) -> datetime | None:
    """When the latest in the usual folder was taken (UTC)."""
    there = taken(settings)
    return datetime.strptime(there[-1].name, NAMED).replace(tzinfo=UTC) if there else None


def keep_latest(settings: Settings, count: int) -> list[Path]:
    """Delete all but the latest `count` in the usual folder. Returns those that went."""
    gone = taken(settings)[:-count]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _database(settings: Settings) -> Path:
    if not settings.is_sqlite:
        said = _("This installation is on PostgreSQL: pg_dump copies it. docs/operate/backup.md has the commands.")
        raise BadBackup(said)
    return Path(settings.database_url.removeprefix("sqlite:///"))


def _copy(source: Path, copy: Path) -> None:
    """All of the database as it is in one moment; writers do not wait for it."""
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(copy)) as there:
        here.execute("PRAGMA wal_autocheckpoint=0")  # only the server folds its log in
        here.execute("PRAGMA query_only=1")
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")


def _parts(instance: Path) -> dict[str, Path]:
    kept = {name: instance / name for name in KEYS if (instance / name).exists()}
    files = sorted(path for path in instance.glob("files/*/*") if path.suffix != ".half")
    return {**kept, **{path.relative_to(instance).as_posix(): path for path in files}}


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _looked_through(database: Path) -> tuple[str, dict[str, int]]:
    """Its form, and its rows by table. Raises BadBackup when it is not whole."""
    with closing(sqlite3.connect(database)) as connection:
        told = [line for (line,) in connection.execute("PRAGMA integrity_check")]
        loose = connection.execute("PRAGMA foreign_key_check").fetchall()
        if told != ["ok"] or loose:
            raise BadBackup(_("The database in it is damaged: %(what)s", what=(told if told != ["ok"] else loose)[0]))
        [revision] = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        names = sorted(name for (name,) in tables)
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
        return str(revision), counts


@contextmanager
def _unpacked(path: Path, beside: Path | None) -> Iterator[tuple[Manifest, Path]]:
    """Its parts in a folder of their own for a while, each as the manifest says. Raises BadBackup."""
    if beside is not None:
        beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=beside, prefix=".half-") as half:
        folder = Path(half)
        try:
            with tarfile.open(path, "r:gz") as tar:
                tar.extractall(folder, filter="data")
            manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
        except FileNotFoundError as fault:
            raise BadBackup(_("There is no backup in %(path)s.", path=path)) from fault
        except (tarfile.TarError, EOFError, OSError, ValueError, TypeError) as fault:
            raise BadBackup(_("This file cannot be read: it is cut short, damaged or no backup of Samling.")) from fault
        _check_parts(manifest, folder)
        yield manifest, folder


def _check_parts(manifest: Manifest, folder: Path) -> None:
    if manifest.format != FORMAT:
        raise BadBackup(_("A newer Samling took this backup. Install that version, or a newer one, and try again."))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    if there != manifest.files.keys() or DATABASE not in there:
        raise BadBackup(_("Something in this backup is missing, or does not belong there."))
    for name, wanted in manifest.files.items():
        if _sum(folder / name) != wanted:
            raise BadBackup(_("%(name)s is not what it was when the backup was taken.", name=name))
    if _looked_through(folder / DATABASE) != (manifest.revision, manifest.rows):
        raise BadBackup(_("%(name)s is not what it was when the backup was taken.", name=DATABASE))


def _begin_new_histories(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE document SET history_id = lower(hex(randomblob(16)))")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
