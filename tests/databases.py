"""A migrated, empty database for each test: made once a run, since migrating each time costs more than most tests.
SQLite is a file that is copied; PostgreSQL (where TEST_DATABASE_URL points to one) is emptied."""

import shutil
from pathlib import Path

from flask import Flask

from network import create_app
from network.core.db import bring_up_to_date, db
from network.core.settings import Settings
from tests import postgres


def url_for_tests() -> str:
    """What settings of a test get as DATABASE_URL: empty for a file of their own."""
    return postgres.address_of(postgres.NAME)


class Template:
    """The migrated database that all others are copies of; made when the first is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_made = False
        self._postgres = postgres.Emptied()

    def lay(self, settings: Settings) -> None:
        """Put a fresh copy where `settings` point."""
        if not self._is_made:
            self._make()
            self._is_made = True
        if settings.is_sqlite:
            shutil.copy(self._folder / "samling.sqlite", settings.database_url.removeprefix("sqlite:///"))
        else:
            self._postgres.lay()

    def _make(self) -> None:
        environ = {"SAMLING_INSTANCE": str(self._folder), "SECRET_KEY": "a key for the template, never used again"}
        if url_for_tests():
            postgres.copy("template0", postgres.TEMPLATE)
            environ["DATABASE_URL"] = postgres.address_of(postgres.TEMPLATE)
        app = create_app(Settings.from_environment(environ))
        with app.app_context():
            bring_up_to_date()
            put_away(app)


def put_away(app: Flask) -> None:
    """Let go of the database, inside the context of `app`: no connection of it is left open."""
    db.session.remove()
    app.extensions["journal_writer"].close()
    db.engine.dispose()
