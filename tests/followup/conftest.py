"""What the tests of what follows a gathering begin in."""

import pytest
from flask import Flask

from tests.followup.briefing import LATE, Council, sit_down
from tests.followup.evaluating import CLOSING, Evaluating, end_the_day
from tests.furnished import furnished


@pytest.fixture
def evaluating(app: Flask) -> Evaluating:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, end_the_day, at=CLOSING)


@pytest.fixture
def council(app: Flask) -> Council:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, sit_down, at=LATE)
