"""A program that is set to show the demo."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from network import create_app
from network.core import clock
from network.core.settings import Settings
from network.demo import services
from tests.conftest import settings_for
from tests.databases import Template, put_away
from tests.once import once
from tests.shared import share

NOW = datetime(2026, 3, 12, 9, 40, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path, SAMLING_DEMO="1")


@pytest.fixture(scope="session")
def demo_folder(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose demo was built at NOW. (A worker with PostgreSQL has it there, and an empty folder.)"""

    def build(folder: Path) -> None:
        settings = settings_for(folder, SAMLING_DEMO="1")
        template.lay(settings)
        clock.set(NOW)
        app = create_app(settings)
        with app.app_context():
            share(app)
            services.build_demo()
            put_away(app)
        clock.set(None)

    return once(tmp_path_factory, "demo-built", build)


@pytest.fixture
def demo_app(app: Flask, demo_folder: Path) -> Flask:
    """A program that is set to show the demo, on a built demo network."""
    clock.set(NOW)
    put_away(app)
    shutil.copytree(demo_folder, app.extensions["settings"].instance_dir, dirs_exist_ok=True)
    return app
