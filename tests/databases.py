"""A migrated, empty database for each test: made once a run and copied, since migrating each time costs more than most
tests. SQLite is a file; PostgreSQL (where TEST_DATABASE_URL points to one) copies a template."""

import os
import shutil
from pathlib import Path

import psycopg
from flask_migrate import upgrade
from sqlalchemy import make_url

from network import create_app
from network.core.db import db
from network.core.settings import ROOT, Settings

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
NAME, TEMPLATE = f"samling_{WORKER}", f"samling_template_{WORKER}"


def url_for_tests() -> str:
    """What settings of a test get as DATABASE_URL: empty for a file of their own."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    return make_url(server).set(database=NAME).render_as_string(hide_password=False) if server else ""


class Template:
    """The migrated database that all others are copies of; made when the first is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_made = False

    def lay(self, settings: Settings) -> None:
        """Put a fresh copy where `settings` point."""
        if not self._is_made:
            self._make()
            self._is_made = True
        if settings.is_sqlite:
            shutil.copy(self._folder / "samling.sqlite", settings.database_url.removeprefix("sqlite:///"))
        else:
            _copy_postgres(NAME, TEMPLATE)

    def _make(self) -> None:
        environ = {"SAMLING_INSTANCE": str(self._folder), "SECRET_KEY": "a key for the template, never used again"}
        server = os.environ.get("TEST_DATABASE_URL")
        if server:
            _copy_postgres(TEMPLATE, "template0")
            environ["DATABASE_URL"] = make_url(server).set(database=TEMPLATE).render_as_string(hide_password=False)
        app = create_app(Settings.from_environment(environ))
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            db.session.remove()
            db.engine.dispose()
            app.extensions["journal_writer"].close()


def _copy_postgres(name: str, template: str) -> None:
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type]
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")  # type: ignore[arg-type]
