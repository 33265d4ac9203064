"""The ground that every test stands on: a program with a database of its own, a clock, and nobody outside."""

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from network import create_app
from network.core import clock
from network.core.db import unit_of_work
from network.core.settings import Settings
from network.people.models import Person
from network.people.services.sessions import begin_session
from network.sessions.groups.services import drawing
from network.web import pdf
from tests.databases import Template, put_away, url_for_tests
from tests.furnished import Furniture
from tests.once import of_the_run
from tests.shared import CompiledOnce, settle_memory, share

# No test is judged by how long it takes: a busy machine is no fault of the program's.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")

LONGEST = (
    "test_every_page.py",
    "test_a_whole_afternoon.py",
    "test_one_live_board.py",
    "test_the_last_hour.py",
    "test_six_weeks_later.py",
    "test_sent_twice.py",
    "test_a_table_of_seven.py",
    "test_setup_without_a_shell.py",
    "test_pages_without_a_network.py",
    "test_take_home.py",
    "test_get_changes_nothing.py",
    "test_who_is_on_the_net.py",
    "test_cells_over_http.py",
    "test_a_whole_morning.py",
    "test_storms.py",
    "test_schedule_processes.py",
    "test_one_sentence_together.py",
    "test_nothing_is_lost.py",
    "test_three_tables.py",
    "test_migrations.py",
    "test_storm.py",
    "test_server.py",
    "test_two_processes.py",
    "test_hostile_requests.py",
    "test_kills.py",
)
"""Files of which a worker that took one last would keep the others waiting, the longest first."""
IN_MEMORY = Path("/dev/shm")
ROOM_BYTES = 3 * 2**30
OPENERS = {"settings", "template", "tmp_path", "tmp_path_factory"}
"""Fixtures by which a test comes to a database."""


def pytest_configure() -> None:
    """What tests store lies in memory where there is room: the program waits for it as ever, and a disk that others are
    at keeps nobody waiting. What a power cut leaves of a disk is told from the calls (tests/faults/test_power.py).
    """
    if IN_MEMORY.is_dir():
        kind = os.statvfs(IN_MEMORY)
        if kind.f_bavail * kind.f_frsize > ROOM_BYTES and not kind.f_flag & (os.ST_NOEXEC | os.ST_RDONLY):
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin, each before what is shorter; behind them the order is by lot, as it came.

    What opens no database says the same on each.
    """
    if url_for_tests():
        items[:] = [item for item in items if not OPENERS.isdisjoint(getattr(item, "fixturenames", ()))]
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def pytest_collection_finish() -> None:
    settle_memory()


def settings_for(folder: Path, **given: str) -> Settings:
    """Settings for a program that lives in `folder` and touches nothing else."""
    environ = {
        "SAMLING_INSTANCE": str(folder),
        "SECRET_KEY": "a key for tests only, long enough to start",
        "DATABASE_URL": url_for_tests(),
        **given,
    }
    return Settings.from_environment(environ)


class Browser(FlaskClient):
    """A test client whose requests share nothing with the test's own context: no `g`, no database session."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return Context().run(super().open, *args, **kwargs)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def furniture(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Furniture:
    return Furniture(template, tmp_path_factory.mktemp("furniture"))


@pytest.fixture(scope="session", autouse=True)
def _compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = of_the_run(tmp_path_factory) / "compiled-templates"
    folder.mkdir(exist_ok=True)
    CompiledOnce.folder = str(folder)


@pytest.fixture
def app(settings: Settings, template: Template, furniture: Furniture) -> Iterator[Flask]:
    """The program on an empty, migrated database, inside an application context."""
    template.lay(settings)
    made = create_app(settings)
    made.testing = True
    made.test_client_class = Browser
    with made.app_context():
        share(made)
        made.extensions["furniture"] = furniture
        yield made
        put_away(made)


@pytest.fixture
def client_for(app: Flask) -> Callable[[Person | None], FlaskClient]:
    """A browser in which this person is signed in; None is a visitor."""
    return lambda person: browser_of(app, person)


def browser_of(app: Flask, person: Person | None) -> FlaskClient:
    client = app.test_client()
    if person is not None:
        with unit_of_work():
            _, secret = begin_session(person.id, device="test")
        client.set_cookie("session", secret)
    return client


@pytest.fixture(autouse=True)
def _free_clock() -> Iterator[None]:
    yield
    clock.set(None)


@pytest.fixture(autouse=True)
def _nobody_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Traffic goes to this machine only."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in ("localhost", "::1") and not str(host).startswith("127."):
            raise OSError(f"a test tried to reach {address}")
        return real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def _patient_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups are drawn beside, and the machine that tests may be busy with other tests."""
    monkeypatch.setattr(drawing, "SECONDS", 60.0)


@pytest.fixture
def empty_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """For walks over every route: papers are asked for and made of nothing, not each in a process of its own."""
    monkeypatch.setattr(pdf, "_run", lambda command, _given: subprocess.CompletedProcess(command, 0, b"%PDF-", b""))
