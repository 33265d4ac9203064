"""The ground that every test stands on: a program with a database of its own, a clock, and nobody outside."""

import socket
from collections.abc import Callable, Iterator
from contextvars import Context
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from network import create_app
from network.core import clock
from network.core.db import db as database
from network.core.settings import Settings
from tests.databases import Template, url_for_tests

_compile_builder = Rule._compile_builder


def _compile_when_asked(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    """An address's builder, compiled when a test builds that address. Compiling those of all 200 routes took five
    sixths of putting the program together, which nearly every test does.
    """
    made: list[Callable[..., Any]] = []

    def build(self: Rule, **values: Any) -> Any:
        if not made:
            made.append(_compile_builder(rule, append_unknown))
        return made[0](self, **values)

    return build


Rule._compile_builder = _compile_when_asked  # type: ignore[method-assign, assignment]


class CompiledOnce(BytecodeCache):
    """Templates compiled by one test serve all others: each program has an environment of its own, and compiling was
    a quarter of what a page cost in a test. A bucket's own check sees a template that has changed.
    """

    _compiled: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


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


@pytest.fixture
def app(settings: Settings, template: Template) -> Iterator[Flask]:
    """The program on an empty, migrated database, inside an application context."""
    template.lay(settings)
    made = create_app(settings)
    made.testing = True
    made.jinja_env.bytecode_cache = CompiledOnce()
    made.test_client_class = Browser
    with made.app_context():
        yield made
        database.session.remove()
        made.extensions["journal_writer"].close()
        database.engine.dispose()


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
