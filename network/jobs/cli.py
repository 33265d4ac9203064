"""What an operator does with planned work and backups from the command line."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from network.core import clock
from network.core.db import known_revisions
from network.core.language import gettext as _
from network.core.language import ngettext
from network.core.settings import Settings
from network.jobs import backups, schedule
from network.jobs.backups import BadBackup, Manifest
from network.jobs.models import FAILED


@click.command("due")
@with_appcontext
def due() -> None:
    """Do what is planned and due, and print a line for each."""
    has_failed = False
    while results := schedule.run_due():
        for result in results:
            print(" ".join((result.state, result.kind, result.key, result.outcome)).rstrip())
            has_failed = has_failed or result.state == FAILED
    sys.exit(1 if has_failed else 0)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--keep", type=click.IntRange(1), help="Delete all but the latest KEEP in the usual folder.")
@with_appcontext
def backup(file: Path | None, keep: int | None) -> None:
    """Copy all data, files and keys to FILE while the server runs; without FILE to the folder `backups`."""
    settings = _settings()
    target = file or backups.usual_target(settings, clock.now())
    with _in_words():
        _say(target, backups.backup(settings, target))
    for gone in backups.keep_latest(settings, keep) if keep else []:
        print(_("Deleted: %(path)s", path=gone))


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def verify(file: Path) -> None:
    """Look FILE through as if it were brought back, and change nothing."""
    with _in_words():
        _say(file, backups.verify(file))


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Bring FILE back into an installation that has no database. The server must not run."""
    with _in_words():
        manifest = backups.restore(file, _settings(), known_revisions=frozenset(known_revisions()))
    _say(file, manifest)
    if os.environ.get("SECRET_KEY"):
        print(_("SECRET_KEY is set: see to it that it is the one from when the backup was taken."))
    print(_("All is back. Start Samling."))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except BadBackup as fault:
        print(fault.message, file=sys.stderr)
        sys.exit(1)


def _say(path: Path, manifest: Manifest) -> None:
    files = sum(name.startswith("files/") for name in manifest.files)
    rows = ngettext("%(num)s row", "%(num)s rows", sum(manifest.rows.values()))
    kept = ngettext("%(num)s file", "%(num)s files", files)
    print(
        _("%(path)s is whole: %(rows)s and %(files)s, from %(at)s.", path=path, rows=rows, files=kept, at=manifest.at)
    )
