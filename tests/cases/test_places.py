"""CA-11: what is left to do stands where people look: the coordinator's card, the lead's list, "Are we ready"."""

from datetime import timedelta

from flask import Flask

from network.cases.queries.cases import has_invited_case
from network.cases.routes.places import cases_not_ready
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.language import speaking
from network.sessions.gatherings.models import ProgrammeItem
from tests.cases.conftest import ClientFor, Told

EN = {"Accept-Language": "en"}


def lines(app: Flask) -> list[tuple[bool, str, str]]:
    with app.test_request_context(), speaking("en"):
        return [(line.is_good, line.text, line.advice) for line in cases_not_ready()]


def test_the_coordinators_card_says_when_how_far_and_what_is_missing(told: Told, browse: ClientFor) -> None:
    told.fill(ingress="Kort", why="Difor", how="Slik")

    page = browse("siv").get("/municipalities/9902", headers=EN).text

    wanted = ("You are asked to present Monday, 23 November 2026", "Draft", "Result", f"{told.path('/edit')}")
    assert [text in page for text in wanted] == [True] * 4


def test_two_weeks_before_the_lead_is_told_which_cases_are_not_ready(app: Flask, told: Told) -> None:
    """CA-11"""
    starts = told.talking.hall.gathering.starts_at
    told.fill(why="Difor")

    clock.set(starts - timedelta(days=15))
    early = lines(app)
    clock.set(starts - timedelta(days=14))
    in_time = lines(app)

    assert early == []
    assert [(is_good, text) for is_good, text, _advice in in_time] == [
        (False, "Sundby is not ready with its case for 23 November 2026.")
    ]
    assert "Whom you can call" in in_time[0][2]


def test_a_ready_case_is_a_green_line(app: Flask, told: Told) -> None:
    told.make_ready()
    clock.set(told.talking.hall.gathering.starts_at - timedelta(days=1))

    assert lines(app) == [(True, "Sundby is ready with its case for 23 November 2026.", "")]


def test_the_lead_sees_the_cases_of_a_gathering(told: Told, browse: ClientFor) -> None:
    page = browse("lea").get(f"/gatherings/{told.talking.hall.gathering.public_id}", headers=EN).text

    assert ("Sundby" in page, "Missing: In short, Why, How" in page) == (True, True)


def test_the_step_is_done_when_a_municipality_is_asked(told: Told) -> None:
    before = has_invited_case()
    with unit_of_work():
        for item in db.session.query(ProgrammeItem):
            item.municipality_id = None

    assert (before, has_invited_case()) == (True, False)
