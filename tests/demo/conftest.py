"""A program that is set to show the demo."""

from pathlib import Path

import pytest
from flask import Flask

from network.core.db import db
from network.core.settings import Settings
from network.demo import services
from tests.conftest import settings_for
from tests.furnished import furnished


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path, SAMLING_DEMO="1")


@pytest.fixture
def demo_app(app: Flask) -> Flask:
    """A program that is set to show the demo, on a built demo network."""
    furnished(app, services.build_demo)
    db.session.rollback()
    return app
