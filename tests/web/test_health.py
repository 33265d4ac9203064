"""Alive and ready."""

from pathlib import Path

import pytest
from flask import Flask

from network.core import clock
from network.core.db import db
from network.web import health


def test_it_is_alive_without_touching_the_database(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.session, "execute", _forbidden)

    answer = app.test_client().get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"alive": True})


def test_it_is_ready_when_a_row_can_be_written_and_the_database_is_at_the_newest_migration(app: Flask) -> None:
    answer = app.test_client().get("/readyz")

    assert (answer.status_code, answer.json) == (200, {"ready": True, "reasons": []})
    assert db.session.query(health.ReadinessCheck).count() == 1


def test_it_is_not_ready_before_the_migrations(house: Flask) -> None:
    answer = house.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {"ready": False, "reasons": ["the database is not at the newest migration"]}


def test_it_is_not_ready_when_nothing_can_be_written(house: Flask, tmp_path: Path) -> None:
    with house.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE readiness_check")

    answer = house.test_client().get("/readyz")

    assert answer.json is not None
    assert answer.json["reasons"][0] == "the database takes no writing"


def test_it_is_not_ready_when_writing_is_slow(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(1000))
    monkeypatch.setattr(clock, "monotonic", lambda: float(next(ticks)))

    answer = app.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["reasons"][0].startswith("writing takes")


def _forbidden(*_: object, **__: object) -> None:
    raise AssertionError("no database here")
