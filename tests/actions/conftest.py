"""What the tests of going home begin in."""

import pytest
from flask import Flask

from tests.actions.going import LATE, Going, go_home
from tests.furnished import furnished


@pytest.fixture
def going(app: Flask) -> Going:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, go_home, at=LATE)
