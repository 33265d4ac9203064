"""The demo from the command line, also beside a running server."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from network import create_app
from network.core.audit import AuditEntry
from network.core.db import db
from network.core.settings import ROOT
from network.demo import services
from tests.conftest import settings_for
from tests.databases import Template
from tests.people.browsing import Browser


@pytest.fixture(scope="module")
def beside(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation for all tests of this file: on PostgreSQL none of them may take a database of its own."""
    folder = tmp_path_factory.mktemp("beside")
    settings = settings_for(folder, SAMLING_DEMO="1")
    template.lay(settings)
    app = create_app(settings)
    with app.app_context():
        services.build_demo()
        _close(app)
    return folder


@pytest.mark.server
def test_the_list_can_be_had_as_json_beside_a_running_server(beside: Path) -> None:
    answers = [_command(beside, "demo", "--json") for _ in range(2)]

    listed = json.loads(answers[0].stdout)
    assert answers[0].stdout == answers[1].stdout
    assert listed[0].keys() == {"name", "email", "role", "municipality"}
    assert listed[0]["municipality"] == "Ålesund"
    assert list(dict.fromkeys(person["role"] for person in listed)) == [
        "delegate",
        "facilitator",
        "project_lead",
        "coordinator",
        "administrator",
    ]


@pytest.mark.server
def test_the_operator_can_make_a_link_that_signs_in_once(beside: Path) -> None:
    made = _command(beside, "link", "anna.alemake@alesund.example", "--minutes", "5")
    refused = _command(beside, "link", "nobody@prove.example")
    path = re.findall(r"http://localhost:5000(/sign-in/link/\S+)", made.stdout)[0]

    app = create_app(settings_for(beside))
    with app.app_context():
        first, second = Browser(app), Browser(app)
        first.post(path)
        second.post(path)
        signed_in = (first.is_signed_in(), second.is_signed_in())
        logged = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "sign_in.link")).all()
        _close(app)

    assert signed_in == (True, False)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert logged == ['{"minutes": 5}']


def _close(app: Flask) -> None:
    db.session.remove()
    app.extensions["journal_writer"].close()
    db.engine.dispose()


def _command(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    settings = settings_for(folder)
    environ = {
        "SAMLING_INSTANCE": str(folder),
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
        "PATH": str(Path(sys.executable).parent),
    }
    command = [sys.executable, "-m", "flask", "--app", "app", "network", *words]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False)
