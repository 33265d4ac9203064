"""CA-1, CA-6: who reads a case, lists that agree with the table, the public page without a cookie."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from network.access.actor import VISITOR
from network.access.guard import can
from network.cases.models import CaseStudy
from network.cases.queries.cases import cases_for
from network.cases.services import writing
from network.core.db import db, unit_of_work
from network.people.models import Municipality
from tests.cases.conftest import ClientFor, Told
from tests.statements import statements

EVERYBODY = ("bo", "cy", "anna", "siv", "kai", "fia", "lea", "otto", "nobody")


def readers(told: Told, browse: ClientFor) -> list[str]:
    return [name for name in EVERYBODY if browse(name).get(told.path()).status_code == 200]


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("draft", ["bo", "siv"]),
        ("ready", ["bo", "cy", "siv", "fia", "lea"]),
        ("public", list(EVERYBODY)),
    ],
)
def test_who_reads_a_case(told: Told, browse: ClientFor, state: str, who: list[str]) -> None:
    """CA-1"""
    {"draft": told.fill, "ready": told.make_ready, "public": told.publish}[state]()

    assert readers(told, browse) == who


@pytest.mark.parametrize("state", ["draft", "ready", "public"])
def test_the_list_and_the_table_agree_for_everybody(told: Told, state: str) -> None:
    {"draft": told.fill, "ready": told.make_ready, "public": told.publish}[state]()
    with unit_of_work():
        nordvik = db.session.scalars(select(Municipality).where(Municipality.number == "9901")).one()
        writing.begin(nordvik, "Nordviks", by_id=told.talking.hall.cast.anna.id, item=None)
    everything = db.session.scalars(select(CaseStudy)).all()
    cast = told.talking.hall.cast

    for actor in [VISITOR, *(cast.actor(name) for name in EVERYBODY if name not in ("siv", "nobody"))]:
        listed = {case.id for case in cases_for(actor)}
        assert listed == {case.id for case in everything if can(actor, "case.read", case)}


def test_the_list_costs_the_same_with_one_and_with_three(told: Told, browse: ClientFor) -> None:
    bo = browse("bo")
    bo.get("/cases")
    one = queries_of(bo)
    with unit_of_work():
        sundby = db.session.scalars(select(Municipality).where(Municipality.number == "9902")).one()
        for title in ("To", "Tre"):
            writing.begin(sundby, title, by_id=told.talking.hall.cast.bo.id, item=None)

    assert queries_of(bo) == one


def queries_of(client: FlaskClient) -> int:
    with statements() as seen:
        client.get("/cases")
    return len(seen)


def test_a_public_page_sets_no_cookie_and_may_be_found(told: Told, browse: ClientFor) -> None:
    """CA-6"""
    told.publish()

    answers = [browse("nobody").get(told.path(rest)) for rest in ("", "/slides")]

    assert [(one.status_code, "Set-Cookie" in one.headers, "X-Robots-Tag" in one.headers) for one in answers] == [
        (200, False, False),
        (200, False, False),
    ]


def test_what_is_not_public_is_not_for_search_engines(told: Told, browse: ClientFor) -> None:
    assert browse("bo").get(told.path()).headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_public_page_names_nobody_but_the_contact(told: Told, browse: ClientFor) -> None:
    """CA-6: the names of writers, askers and those who want to hear more stay inside."""
    told.publish()
    item = told.talking.case
    anna = browse("anna")
    anna.post(told.talking.path(item, "/more"), data={"wanted": "1"})
    anna.post(told.talking.path(item, "/questions"), data={"text": "Kva kosta det?", "key": "a-key-of-hers"})

    page = browse("nobody").get(told.path()).text
    inside = browse("siv").get(told.path()).text

    assert [name in page for name in ("Anna", "Bo ", "Siv", "Kva kosta det?")] == [False] * 4
    assert ("Anna" in inside, "Kva kosta det?" in inside) == (True, True)


def test_who_wants_to_hear_more_is_named_for_the_municipality_alone(told: Told, browse: ClientFor) -> None:
    told.make_ready()
    browse("anna").post(told.talking.path(told.talking.case, "/more"), data={"wanted": "1"})

    named = {name: "Anna" in browse(name).get(told.path()).text for name in ("siv", "bo", "fia", "lea")}

    assert named == {"siv": True, "bo": True, "fia": False, "lea": False}


def test_the_municipalitys_coordinator_answers_later_without_having_been_there(told: Told, browse: ClientFor) -> None:
    item = told.talking.case
    browse("anna").post(told.talking.path(item, "/questions"), data={"text": "Kva kosta det?", "key": "a-key-of-hers"})

    page = browse("siv").get(told.talking.path(item, "/questions/1/answer"))
    answer = browse("siv").post(told.talking.path(item, "/questions/1/answer"), data={"text": "Lite"})
    refused = browse("kai").post(told.talking.path(item, "/questions/1/answer"), data={"text": "Mykje"})

    assert (page.status_code, answer.status_code, refused.status_code) == (200, 303, 404)
    assert "Lite" in browse("siv").get(told.path()).text


def test_a_version_is_read_by_those_who_write_and_nobody_else(told: Told, browse: ClientFor) -> None:
    told.publish()

    statuses = {name: browse(name).get(told.path("/versions")).status_code for name in ("bo", "siv", "cy", "lea")}

    assert statuses == {"bo": 200, "siv": 200, "cy": 403, "lea": 403}
