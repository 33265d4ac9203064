"""The small house, and somebody at its door."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.core.db import db
from tests.web.house import build_house, settings_in


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Flask]:
    """Outside any application context, since requests inside one share what belongs to one request."""
    app = build_house(settings_in(tmp_path))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visitor(house: Flask) -> FlaskClient:
    return house.test_client()
