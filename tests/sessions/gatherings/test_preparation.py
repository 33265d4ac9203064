"""B6: what somebody writes beforehand is hers alone; B3: calendars of one's own."""

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import CouncilMeeting
from network.sessions.gatherings.models import PreparationAnswer
from network.sessions.gatherings.routes.editing import feed_token
from tests.sessions.gatherings.conftest import Office


@pytest.fixture
def invited(office: Office) -> Office:
    office.invite()
    return office


def stored() -> list[tuple[object, ...]]:
    db.session.rollback()
    rows = select(PreparationAnswer.person_id, PreparationAnswer.question, PreparationAnswer.text)
    return [tuple(row) for row in db.session.execute(rows.order_by(PreparationAnswer.person_id))]


def test_what_she_writes_is_kept_and_shown_to_her(invited: Office) -> None:
    invited.post(invited.cast.anna, "/preparation", answer_1="Ungdomsrådet", answer_2="")

    page = invited.get(invited.cast.anna, "/preparation").text

    assert (stored(), "Ungdomsrådet" in page) == ([(invited.cast.anna.id, 1, "Ungdomsrådet")], True)


@pytest.mark.parametrize("name", ["bo", "kai", "fia", "lea"])
def test_nobody_else_reads_it_also_not_who_leads(invited: Office, name: str) -> None:
    """The control: Anna's own page has it."""
    invited.post(invited.cast.anna, "/preparation", answer_1="Berre mitt")
    who = getattr(invited.cast, name)

    pages = [invited.get(who, rest).text for rest in ("/preparation", "")]

    assert ("Berre mitt" in invited.get(invited.cast.anna, "/preparation").text, "Berre mitt" in "".join(pages)) == (
        True,
        False,
    )


def test_a_script_keeps_one_answer_while_she_writes(invited: Office) -> None:
    anna = invited.browser(invited.cast.anna)
    anna.post(f"{invited.path}/preparation", data={"answer_1": "Ein", "answer_2": "To"})

    answer = anna.post(f"{invited.path}/preparation", data={"answer_2": "Tre"}, headers={"Accept": "application/json"})

    assert (answer.json, [text for _person, _question, text in stored()]) == ({"ok": True}, ["Ein", "Tre"])


def test_what_a_phone_tells_late_does_not_overwrite_what_she_has_written_since(invited: Office) -> None:
    """The control: what was written after that is taken, however late it comes."""
    anna = invited.browser(invited.cast.anna)
    anna.post(f"{invited.path}/preparation", data={"answer_1": "På berbaren"})
    clock.set(clock.now() + timedelta(minutes=10))

    answers = [
        anna.post(
            f"{invited.path}/preparation",
            data={"answer_1": text, "tapped_at": "1000", "sent_at": str(1000 + minutes * 60_000)},
            headers={"Accept": "application/json"},
        ).status_code
        for text, minutes in (("På ferja i går", 999_999_999), ("På ferja", 11), ("I bussen", 9))
    ]

    assert (answers, [text for *_who, text in stored()]) == ([409, 409, 200], ["I bussen"])


def test_an_empty_answer_takes_the_stored_one_away(invited: Office) -> None:
    invited.post(invited.cast.anna, "/preparation", answer_1="Ein")
    invited.post(invited.cast.anna, "/preparation", answer_1="  ")

    assert stored() == []


def test_a_text_that_is_too_long_comes_back_whole(invited: Office) -> None:
    answer = invited.post(invited.cast.anna, "/preparation", answer_1="å" * 4001)

    assert (answer.status_code, "å" * 4001 in answer.text, stored()) == (422, True, [])


def test_otto_prepares_for_nothing(invited: Office) -> None:
    answer = invited.post(invited.cast.otto, "/preparation", answer_1="x")

    assert (answer.status_code, stored()) == (404, [])


def test_the_mails_calendar_link_works_without_signing_in(invited: Office) -> None:
    body = invited.mails("invitation")[0][2]
    path = next(word for word in body.split() if "/kalender/" in word).split("localhost")[1]

    answer = invited.browser(None).get(path)

    event = Calendar.from_ical(answer.data).walk("VEVENT")[0]
    assert (answer.content_type, str(event["summary"])) == ("text/calendar; charset=utf-8", "Samling 5")
    assert str(event["uid"]) == f"{invited.public_id}@samling"


def test_calling_off_makes_the_same_link_take_it_away(invited: Office) -> None:
    """GA-11"""
    body = invited.mails("invitation")[0][2]
    path = next(word for word in body.split() if "/kalender/" in word).split("localhost")[1]
    invited.post(invited.cast.lea, "/cancellation", is_sure="1")

    calendar = Calendar.from_ical(invited.browser(None).get(path).data)

    event = calendar.walk("VEVENT")[0]
    assert (str(calendar["method"]), str(event["status"]), event["sequence"]) == ("CANCEL", "CANCELLED", 1)


def test_the_own_feed_has_own_council_days_beside_gatherings(invited: Office) -> None:
    """B3"""
    with unit_of_work():
        for place, day in ((1, 10), (2, 11)):
            db.session.add(CouncilMeeting(municipality_id=place, on_date=date(2026, 12, day)))
    token = feed_token(invited.cast.anna.public_key, 0)

    events = Calendar.from_ical(invited.browser(None).get(f"/kalender/{token}.ics").data).walk("VEVENT")

    assert [str(one["summary"]) for one in events] == ["Samling 5", "Kommunestyremøte, Nordvik"]


def test_nobody_makes_anothers_feed_from_what_she_can_see(invited: Office) -> None:
    """GA-8: public keys stand in others' browsers; the mark does not."""
    mark = feed_token(invited.cast.anna.public_key, 0).rsplit(".", 1)[1]

    answer = invited.browser(None).get(f"/kalender/{invited.cast.bo.public_key}.0.{mark}.ics")

    assert (answer.status_code, b"VEVENT" in answer.data) == (404, False)


def test_a_new_address_makes_the_old_one_show_nothing_and_twice_is_once(invited: Office) -> None:
    """GA-14"""
    anna = invited.browser(invited.cast.anna)
    old = address_on(anna)
    before = anna.get(old).status_code

    for _twice in range(2):
        anna.post("/me/calendar/addresses", data={"seen": "0"})

    new = address_on(anna)
    stranger = invited.browser(None)
    assert (before, stranger.get(old).status_code, stranger.get(new).status_code) == (200, 404, 200)
    assert new == f"/kalender/{feed_token(invited.cast.anna.public_key, 1)}.ics"


def test_one_address_is_made_anew_and_nobody_elses(invited: Office) -> None:
    bo = invited.browser(invited.cast.bo)

    invited.browser(invited.cast.anna).post("/me/calendar/addresses", data={"seen": "0"})

    assert bo.get(address_on(bo)).status_code == 200


def address_on(browser: FlaskClient) -> str:
    found = re.search(r"/kalender/[^\"]+\.ics", browser.get("/me").text)
    assert found is not None
    return found.group()
