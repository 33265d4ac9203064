"""GA-1, GA-4, GA-5: a gathering in eight fields, changed, done once more, called off."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from network.access.guard import can
from network.core.db import db, unit_of_work
from network.people.models import Goal
from network.sessions.gatherings.models import Gathering, GatheringMember, ProgrammeItem
from network.sessions.gatherings.queries.gatherings import gatherings_for
from network.sessions.gatherings.services import planning
from tests.sessions.gatherings.conftest import OUTLINE, STARTS_AT, Office

HOUR = timedelta(hours=1)
EIGHT = {
    "title": "Samling 6",
    "date": "2027-01-14",
    "place": "Tinghuset",
    "theme": "Kven manglar her?",
    "guest": "Gro Gjest",
    "municipality": "0",
    "first_question": "Kva ser vi?",
    "second_question": "Kva gjer vi?",
    "starts": "09:30",
    "zone": "Europe/Oslo",
    "language": "nn",
    "template": "usual",
    "key": "abcdefghijklmno1",
}


def gatherings() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Gathering.title).order_by(Gathering.id)))


def make(office: Office, **other: str) -> tuple[int, str]:
    answer = office.browser(office.cast.lea).post("/gatherings", data={**EIGHT, **other})
    return answer.status_code, answer.headers.get("Location", answer.text)


def test_eight_fields_make_a_whole_day(office: Office) -> None:
    """DAY 1, DAY 3"""
    status, address = make(office)

    db.session.rollback()
    made = db.session.scalars(select(Gathering).where(Gathering.title == "Samling 6")).one()
    assert (status, address) == (303, f"/gatherings/{EIGHT['key']}")
    assert (made.starts_at.isoformat(), made.ends_at.isoformat()) == (
        "2027-01-14T08:30:00+00:00",
        "2027-01-14T14:00:00+00:00",
    )
    assert [(item.title, item.minutes) for item in made.items][:3] == [
        ("Kaffi, innsjekk, finn bordet", 30),
        ("Velkomen; kva vart det av det vi tok med heim sist?", 15),
        ("Innleiing utanfrå", 35),
    ]
    assert [item.question for item in made.items if item.kind == "mixed_round"] == ["Kva ser vi?", "Kva gjer vi?"]
    assert [item.speaker for item in made.items if item.kind == "talk"] == ["Gro Gjest"]


def test_whoever_makes_it_leads_it_and_sees_what_is_missing(office: Office) -> None:
    make(office)

    page = office.browser(office.cast.lea).get(f"/gatherings/{EIGHT['key']}", headers={"Accept-Language": "nn"}).text

    assert "Ingen er inviterte enno." in page
    assert "Case frå ein kommune" in page


@pytest.mark.parametrize("kind", ["half", "digital", "masterclass"])
def test_each_other_template_makes_a_day_too(office: Office, kind: str) -> None:
    status, _address = make(office, template=kind)

    made = db.session.scalars(select(Gathering).where(Gathering.template == kind)).one()
    assert (status, made.ends_at - made.starts_at == timedelta(minutes=sum(i.minutes for i in made.items))) == (
        303,
        True,
    )


def test_the_programme_speaks_the_gatherings_language(office: Office) -> None:
    make(office, language="en")

    db.session.rollback()
    made = db.session.scalars(select(Gathering).where(Gathering.title == "Samling 6")).one()
    assert made.items[5].title == "Lunch"


def test_a_form_that_is_sent_twice_makes_one_gathering(office: Office) -> None:
    """F10"""
    first, again = make(office), make(office)

    assert (first, again, gatherings()) == (first, first, ["Samling 5", "Samling 6"])


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", " ", "Gi samlinga ein tittel."),
        ("date", "i morgon", "Skriv datoen som dag, månad og år"),
        ("date", "9999-01-01", "Det året er for langt unna."),
        ("starts", "halv ti", "Skriv tida som timar og minutt"),
        ("zone", "Europe/Atlantis", "Vel ei av tidssonene."),
        ("theme", "x" * 401, "Gjer det kortare."),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_typed_is_lost(
    office: Office, field: str, value: str, said: str
) -> None:
    status, page = make(office, **{field: value})

    assert (status, said in page, "Kven manglar her?" in page or field == "theme") == (422, True, True)
    assert gatherings() == ["Samling 5"]


def test_a_time_that_the_clocks_skip_is_refused_in_words(office: Office) -> None:
    """GA-1, F21"""
    status, page = make(office, date="2026-03-29", starts="02:30")

    assert (status, "Klokka blir stilt den natta" in page, gatherings()) == (422, True, ["Samling 5"])


@pytest.mark.parametrize(("name", "status"), [("anna", 403), ("kai", 403), ("fia", 403), ("otto", 403)])
def test_only_the_lead_makes_gatherings(office: Office, name: str, status: int) -> None:
    browser = office.browser(getattr(office.cast, name))

    answers = [browser.get("/gatherings/new").status_code, browser.post("/gatherings", data=EIGHT).status_code]

    assert (answers, gatherings()) == ([status, status], ["Samling 5"])


def sealed(page: str) -> str:
    found = re.search(r'name="seal" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_change_moves_the_whole_programme_and_raises_the_calendars_number(office: Office) -> None:
    """GA-11"""
    seal = sealed(office.get(office.cast.fia, "/edit").text)

    answer = office.post(office.cast.fia, **{**EIGHT, "title": "Samling 5", "seal": seal})

    after = office.gathering
    assert answer.status_code == 303
    assert (after.starts_at.isoformat(), after.calendar_sequence) == ("2027-01-14T08:30:00+00:00", 1)
    assert after.ends_at - after.starts_at == timedelta(minutes=330)


def test_a_change_sent_twice_is_no_clash_with_oneself(office: Office) -> None:
    """F10"""
    form = {**EIGHT, "seal": sealed(office.get(office.cast.fia, "/edit").text)}

    answers = [office.post(office.cast.fia, **form).status_code for _each in range(2)]

    assert (answers, office.gathering.version) == ([303, 303], 2)


def test_a_change_of_the_theme_alone_is_no_news_for_calendars(office: Office) -> None:
    with unit_of_work():
        planning.edit_gathering(None, office.gathering, replace(OUTLINE, theme="Ei ny problemstilling"))

    assert (office.gathering.theme, office.gathering.calendar_sequence) == ("Ei ny problemstilling", 0)


def test_two_leads_who_edit_at_once_see_both_texts_and_lose_none(office: Office) -> None:
    """F16"""
    seal = sealed(office.get(office.cast.lea, "/edit").text)
    typed = {**EIGHT, "title": "Samling 5", "date": "2026-11-25", "seal": seal}
    office.post(office.cast.fia, **{**typed, "place": "Det fyrste huset"})

    answer = office.post(office.cast.lea, **{**typed, "place": "Det andre huset"})
    again = office.post(office.cast.lea, **{**typed, "place": "Det andre huset", "seal": sealed(answer.text)})

    assert answer.status_code == 409
    assert ("<dd>Det fyrste huset</dd>" in answer.text, "<dd>Det andre huset</dd>" in answer.text) == (True, True)
    assert 'value="Det andre huset"' in answer.text
    assert (again.status_code, office.gathering.place) == (303, "Det andre huset")


def test_a_stale_form_changes_nothing(office: Office) -> None:
    """F16: with the seal of what stands there the same form would be taken."""
    fresh = sealed(office.get(office.cast.lea, "/edit").text)

    stale = office.post(office.cast.lea, **{**EIGHT, "seal": "0" * 16})
    unchanged = office.gathering.title
    taken = office.post(office.cast.lea, **{**EIGHT, "seal": fresh})

    assert (stale.status_code, unchanged) == (409, "Samling 5")
    assert (taken.status_code, office.gathering.title) == (303, "Samling 6")


def test_once_more_is_the_same_programme_with_open_questions(office: Office) -> None:
    """GA-5"""
    with unit_of_work():
        db.session.add(Goal(id=1, number="1", text="Fritidspolitikaren", position=1, from_date=STARTS_AT.date()))
    form = {**EIGHT, "first_question": "", "second_question": "", "starts": "10:00", "goals": "1"}

    with_goal = office.post(office.cast.lea, "/twins", **form)

    db.session.rollback()
    twin = db.session.scalars(select(Gathering).where(Gathering.public_id == EIGHT["key"])).one()
    leaders = db.session.scalars(select(GatheringMember.person_id).where(GatheringMember.gathering_id == twin.id))
    assert (with_goal.status_code, twin.cloned_from_id) == (303, office.gathering.id)
    assert [item.title for item in twin.items] == [item.title for item in office.items()]
    assert {item.question for item in twin.items if item.kind == "mixed_round"} == {""}
    assert {item.speaker for item in twin.items} == {""}
    assert set(leaders) == {office.cast.lea.id, office.cast.fia.id}


def test_once_more_takes_two_taps_and_a_date(office: Office) -> None:
    """The form comes with everything but the date."""
    page = office.get(office.cast.lea, "/twins/new").text

    assert ('value="Samling 5"' in page, 'value="Prøvehuset"' in page, 'value="09:30"' in page) == (True, True, True)
    assert re.search(r'name="date" type="date" value=""', page)


def test_calling_off_is_asked_first_and_kept_readable(office: Office) -> None:
    asked = office.post(office.cast.fia, "/cancellation")
    still_on = office.gathering.cancelled_at
    done = office.post(office.cast.fia, "/cancellation", is_sure="1")
    again = office.post(office.cast.fia, "/cancellation", is_sure="1")

    assert (asked.headers["Location"], still_on) == (f"{office.path}/cancellation", None)
    assert (done.status_code, again.status_code, office.gathering.calendar_sequence) == (303, 303, 1)
    assert "Denne samlinga er avlyst." in office.get(office.cast.fia).text


@pytest.mark.parametrize(
    ("name", "rest"),
    [("otto", ""), ("anna", ""), ("otto", "/edit"), ("otto", "/calendar.ics"), ("otto", "/preparation")],
)
def test_a_gathering_that_one_is_not_admitted_to_is_not_there(office: Office, name: str, rest: str) -> None:
    assert office.get(getattr(office.cast, name), rest).status_code == 404


@pytest.mark.parametrize("rest", ["/edit", "/programme", "/invitations", "/twins/new", "/cancellation", "/catering"])
def test_a_delegate_reads_the_gathering_and_may_not_lead_it(office: Office, rest: str) -> None:
    office.invite()

    assert [office.get(office.cast.anna, path).status_code for path in ("", rest)] in ([200, 403], [200, 404])


def test_the_list_and_the_table_agree_both_ways(office: Office) -> None:
    """AC-1"""
    office.invite()
    everything = list(db.session.scalars(select(Gathering)))

    for name in ("anna", "bo", "kai", "fia", "lea", "otto"):
        actor = office.cast.actor(name)

        listed = {one.id for one in gatherings_for(actor)}

        assert listed == {one.id for one in everything if can(actor, "gathering.read", one)}, name


def test_the_list_costs_the_same_for_one_gathering_and_for_three(office: Office) -> None:
    one = office.statements(office.cast.lea, "/gatherings")
    for number in (2, 3):
        make(office, key=f"abcdefghijklmno{number}", title=f"Samling {4 + number}")
    three = office.statements(office.cast.lea, "/gatherings")

    assert (one, len(gatherings())) == (three, 3)


def test_the_programme_costs_the_same_with_one_item_and_with_fourteen(office: Office) -> None:
    many = office.statements(office.cast.fia, office.path)
    with unit_of_work():
        items = list(db.session.scalars(select(ProgrammeItem)))
        for item in items[1:]:
            item.removed_at = STARTS_AT
    one = office.statements(office.cast.fia, office.path)

    assert (len(items), many) == (14, one)


def test_moving_a_gathering_is_news_for_calendars(office: Office) -> None:
    """GA-11"""
    with unit_of_work():
        gathering = office.gathering
        planning.reschedule(gathering, starts_at=gathering.starts_at, ends_at=gathering.ends_at)
        unmoved = gathering.calendar_sequence
        planning.reschedule(gathering, starts_at=gathering.starts_at, ends_at=gathering.ends_at + HOUR)

    assert (unmoved, office.gathering.calendar_sequence) == (0, 1)
