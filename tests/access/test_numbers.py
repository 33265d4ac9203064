"""A number that no database holds, or that has no end, is no page and no table of ours: never a fault."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound
from werkzeug.routing import IntegerConverter

from network.core.db import db, unit_of_work
from network.people.services.sessions import begin_session
from network.sessions.groups.forms import TablesForm
from network.sessions.groups.queries.rounds import open_round
from network.sessions.stage.models import HallMessage
from tests.sessions.stage.conftest import Day, day

__all__ = ["day"]

HUGE, ENDLESS = "99999999999999999999", "9" * 5_000


@pytest.fixture
def lead(app: Flask, day: Day) -> FlaskClient:
    """Fia's browser, while the groups of a round are at work."""
    day.to_work()
    with unit_of_work():
        _, secret = begin_session(day.cast.fia.id, device="test")
    browser = app.test_client()
    browser.set_cookie("session", secret)
    return browser


@pytest.mark.parametrize("number", [HUGE, ENDLESS])
def test_an_address_with_such_a_number_is_no_page(app: Flask, number: str) -> None:
    with pytest.raises(NotFound):
        app.url_map.bind("localhost").match(f"/groups/{number}/roles", method="POST")


def test_the_frameworks_own_numbers_would_be_asked_for(app: Flask) -> None:
    """The control."""
    assert IntegerConverter(app.url_map).to_python(HUGE) > 2**63


@pytest.mark.parametrize("number", [HUGE, ENDLESS])
def test_nobody_is_moved_to_such_a_group(lead: FlaskClient, day: Day, number: str) -> None:
    round_ = open_round(day.gathering.id)
    assert round_ is not None

    form = {"person": day.cast.anna.public_key, "group": number, "into": number}

    assert [lead.post(f"/rounds/{round_.public_id}/{act}", data=form).status_code for act in ("moves", "merges")] == [
        404,
        404,
    ]


@pytest.mark.parametrize("group", [HUGE, ENDLESS, "²", "bord 1"])
def test_a_line_for_such_a_group_goes_to_nobody_else(lead: FlaskClient, day: Day, group: str) -> None:
    answer = lead.post(day.path("/messages"), data={"text": "Fem minutt att.", "groups": group})

    sent = db.session.scalar(select(func.count()).select_from(HallMessage))
    assert (answer.status_code, sent) == (422, 0)


def test_a_table_with_such_a_number_is_asked_for_again() -> None:
    form = TablesForm.read({"id-1": ENDLESS, "number-1": ENDLESS, "place-1": "ved døra"})

    assert (form.is_good, form.rows[0].place) == (False, "ved døra")
