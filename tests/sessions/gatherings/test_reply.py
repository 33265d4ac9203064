"""GA-7, GA-8: an answer from the mail, by a link that no scanner can press and nobody can make."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.gatherings.models import GatheringMember, Invitation
from network.sessions.gatherings.rules.links import LinkKind, opened, sealed
from network.sessions.gatherings.services import planning
from tests.sessions.gatherings.conftest import STARTS_AT, Office

KEY = "a key for tests only, long enough to start"


@pytest.fixture
def link(office: Office) -> str:
    """Anna's link, as it stands in her mail."""
    office.invite()
    body = next(body for to, _subject, body in office.mails("invitation") if to.startswith("anna"))
    return next(urlsplit(word).path for word in body.split() if "/svar/" in word)


def state() -> list[tuple[object, ...]]:
    db.session.rollback()
    rows = select(Invitation.id, Invitation.reply, Invitation.food, Invitation.version, Invitation.substitute_id)
    return [tuple(row) for row in db.session.execute(rows.order_by(Invitation.id))]


def stranger(office: Office) -> FlaskClient:
    return office.browser(None)


def test_following_the_link_changes_nothing_however_often(office: Office, link: str) -> None:
    """GA-7: a POST of the same address does."""
    before = state()
    for _time in range(3):
        stranger(office).get(link)
        stranger(office).head(link)
    unchanged = state() == before

    answer = stranger(office).post(link, data={"reply": "yes"})

    assert (unchanged, answer.status_code, state() == before) == (True, 303, False)


def test_the_three_answers_are_stored_and_can_be_changed(office: Office, link: str) -> None:
    replies = []
    for reply in ("yes", "no", "substitute", "yes"):
        stranger(office).post(link, data={"reply": reply, "food": "Vegetar"})
        replies.append(str(office.invitation(office.cast.anna).reply))

    page = stranger(office).get(link, headers={"Accept-Language": "nn"}).text
    assert replies == ["yes", "no", "substitute", "yes"]
    assert ("Lagra: Kjem" in page, "Vegetar" in page) == (True, True)


def test_a_no_keeps_the_gathering_readable(office: Office, link: str) -> None:
    stranger(office).post(link, data={"reply": "no"})

    assert office.get(office.cast.anna).status_code == 200


@pytest.mark.parametrize("form", [{}, {"reply": "maybe"}, {"reply": "yes", "food": "x" * 201}])
def test_what_is_no_answer_is_said_and_not_stored(office: Office, link: str, form: dict[str, str]) -> None:
    before = state()

    answer = stranger(office).post(link, data={"transport": "Skyss", **form})

    assert (answer.status_code, "Skyss" in answer.text, state()) == (422, True, before)


@pytest.mark.parametrize("end", ["x", "", ".", "x" * 500, "%00"])
def test_a_link_that_was_not_made_here_opens_nothing(office: Office, link: str, end: str) -> None:
    """GA-8"""
    before = state()
    broken = link[:-3] + end

    answers = [stranger(office).get(broken), stranger(office).post(broken, data={"reply": "no"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert state() == before


def test_a_link_for_one_is_no_link_for_another_nor_for_something_else(office: Office, link: str) -> None:
    """GA-8: the same id, sealed for a calendar; the right seal under another's id."""
    token = link.rsplit("/", 1)[1]
    public_id, mark = token.rsplit(".", 1)
    others = office.invitation(office.cast.bo).public_id
    before = state()

    wrong = [f"/svar/{sealed(KEY, LinkKind.EVENT, public_id)}", f"/svar/{others}.{mark}"]

    assert [stranger(office).post(path, data={"reply": "no"}).status_code for path in wrong] == [404, 404]
    assert (state(), stranger(office).get(link).status_code) == (before, 200)


def test_only_the_installations_own_key_makes_a_link() -> None:
    token = sealed("one key", LinkKind.REPLY, "abc")

    assert (opened("one key", LinkKind.REPLY, token), opened("another", LinkKind.REPLY, token)) == ("abc", None)


@pytest.mark.parametrize(("hours", "status"), [(5.4, 200), (5.6, 410)])
def test_the_link_lives_until_the_gathering_ends(office: Office, link: str, hours: float, status: int) -> None:
    clock.set(STARTS_AT + timedelta(hours=hours))
    before = state()

    seen = stranger(office).get(link).status_code
    sent = stranger(office).post(link, data={"reply": "no"}).status_code

    assert (seen, sent == 303, state() == before) == (status, status == 200, status == 410)


def test_an_answer_to_what_is_called_off_is_refused_in_words(office: Office, link: str) -> None:
    with unit_of_work():
        planning.cancel(None, office.gathering_inside())

    answer = stranger(office).get(link, headers={"Accept-Language": "nn"})

    assert (answer.status_code, "Samlinga er avlyst" in answer.text) == (410, True)


def test_the_page_says_nothing_about_others_and_stays_out_of_indexes(office: Office, link: str) -> None:
    answer = stranger(office).get(link)

    assert [name for name in ("Bo", "Cy", "Kai", "Lea", "Bygdelista", "@prove") if f"{name}<" in answer.text] == []
    assert "bo@prove.example" not in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_named_substitute_is_admitted_in_annas_place_and_told(office: Office, link: str) -> None:
    """GA-12"""
    form = {"reply": "substitute", "substitute_name": "Vera Vara", "substitute_email": "vera@prove.example"}

    stranger(office).post(link, data=form)
    stranger(office).post(link, data=form)

    db.session.rollback()
    vera = db.session.scalars(select(Person).where(Person.name == "Vera Vara")).one()
    member = db.session.get_one(GatheringMember, (office.gathering.id, vera.id))
    assert (member.stands_in_for_id, member.municipality_id) == (office.cast.anna.id, 1)
    assert [to for to, _subject, _body in office.mails("substitute")] == ["vera@prove.example"]


def test_who_comes_after_all_lets_the_substitute_go(office: Office, link: str) -> None:
    stranger(office).post(link, data={"reply": "substitute", "substitute_name": "Vera Vara"})
    stranger(office).post(link, data={"reply": "yes"})

    db.session.rollback()
    vera = db.session.scalars(select(Person).where(Person.name == "Vera Vara")).one()
    assert db.session.get(GatheringMember, (office.gathering.id, vera.id)) is None
    assert office.invitation(office.cast.anna).substitute_id is None


@pytest.mark.parametrize("address", ["fia@prove.example", "anna@prove.example", "bo@prove.example"])
def test_nobody_who_comes_herself_is_made_a_substitute(office: Office, link: str, address: str) -> None:
    """A facilitator who is named so stays one."""
    form = {"reply": "substitute", "substitute_name": "Vera Vara", "substitute_email": address}
    before = state()

    answer = stranger(office).post(link, data=form)

    assert (answer.status_code, state()) == (409, before)
    assert office.cast.actor("fia").facilitated_ids == {office.gathering.id}


def test_whose_an_address_is_stays_unsaid(office: Office, link: str) -> None:
    """Otto is known to the network; Anna's link must not tell his name to whoever types his address."""
    form = {"reply": "substitute", "substitute_name": "Vera Vara", "substitute_email": "otto@prove.example"}

    stranger(office).post(link, data=form)

    page = stranger(office).get(link).text
    assert (office.invitation(office.cast.anna).substitute_id, "Otto" in page) == (office.cast.otto.id, False)


@pytest.mark.parametrize("address", ["otto@prove.example", "nobody@prove.example"])
def test_whether_an_address_is_known_stays_unsaid(office: Office, link: str, address: str) -> None:
    """C12: without a name both are asked for one, by the same words, and nothing is stored."""
    before = state()

    answer = stranger(office).post(link, data={"reply": "substitute", "substitute_email": address})

    assert (answer.status_code, "Skriv namnet" in answer.text, state()) == (422, True, before)


def test_a_link_that_changes_its_mind_without_end_is_stopped(office: Office, link: str) -> None:
    answers = [
        stranger(office).post(link, data={"reply": "substitute", "substitute_name": f"Vera {n}"}) for n in range(42)
    ]

    db.session.rollback()
    assert (answers[39].status_code, answers[41].status_code) == (303, 409)
    assert db.session.scalar(select(func.count()).select_from(Person).where(Person.name.startswith("Vera"))) == 40


def test_the_trials_link_says_that_it_was_one(office: Office) -> None:
    answer = stranger(office).get("/svar/sample", headers={"Accept-Language": "nn"})

    assert (answer.status_code, "Dette var berre ei prøve" in answer.text) == (404, True)
