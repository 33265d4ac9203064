"""GA-10, GA-12, A2: the coordinator's one screen, a substitute for one day, counts without names."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Person, Seat
from network.sessions.gatherings.models import GatheringMember, Invitation, Reply
from network.sessions.gatherings.rules.answers import Wish, counted
from network.sessions.gatherings.rules.cells import plain_cell
from network.sessions.gatherings.services.members import stand_in
from tests.cast import a_gathering
from tests.sessions.gatherings.conftest import NOW, STARTS_AT, Office

NORDVIK = "/answers/9901"


@pytest.fixture
def invited(office: Office) -> Office:
    office.invite()
    return office


def row(office: Office, person: Person, **fields: str) -> dict[str, str]:
    invitation = office.invitation(person)
    return {
        f"{invitation.public_id}-{name}": value
        for name, value in {"version": str(invitation.version), **fields}.items()
    }


def test_a_coordinator_answers_for_all_of_hers_on_one_screen(invited: Office) -> None:
    """B2"""
    form = row(invited, invited.cast.anna, reply="yes", food="Laktosefri", transport="Skyss frå ferja")

    answer = invited.post(invited.cast.kai, NORDVIK, **form)

    anna = invited.invitation(invited.cast.anna)
    assert (answer.status_code, anna.reply, anna.food, anna.by_id) == (
        303,
        Reply.YES,
        "Laktosefri",
        invited.cast.kai.id,
    )


def test_a_row_that_is_left_empty_is_left_alone(invited: Office) -> None:
    answer = invited.post(invited.cast.kai, NORDVIK, **row(invited, invited.cast.anna))

    assert (answer.status_code, invited.invitation(invited.cast.anna).reply) == (303, None)


def test_a_wish_without_an_answer_is_asked_about_and_kept(invited: Office) -> None:
    answer = invited.post(invited.cast.kai, NORDVIK, **row(invited, invited.cast.anna, food="Vegetar"))

    assert (answer.status_code, "Vel eitt av dei tre svara." in answer.text, "Vegetar" in answer.text) == (
        422,
        True,
        True,
    )
    assert invited.invitation(invited.cast.anna).food == ""


def test_an_answer_of_her_own_meanwhile_is_shown_beside_the_coordinators(invited: Office) -> None:
    """F16"""
    form = row(invited, invited.cast.anna, reply="yes", food="Fisk")
    with unit_of_work():
        db.session.execute(
            update(Invitation)
            .where(Invitation.person_id == invited.cast.anna.id)
            .values(reply=Reply.NO, version=Invitation.version + 1)
        )

    answer = invited.post(invited.cast.kai, NORDVIK, **form)

    anna = invited.invitation(invited.cast.anna)
    assert (answer.status_code, "Nokon har svara i mellomtida: Kan ikkje." in answer.text) == (409, True)
    assert ('value="Fisk"' in answer.text, anna.reply, anna.food) == (True, Reply.NO, "")


@pytest.mark.parametrize(("name", "status"), [("anna", 403), ("bo", 404), ("otto", 404)])
def test_nobody_else_answers_for_a_municipality(invited: Office, name: str, status: int) -> None:
    who = getattr(invited.cast, name)
    form = row(invited, invited.cast.anna, reply="no")

    answers = [invited.get(who, NORDVIK).status_code, invited.post(who, NORDVIK, **form).status_code]

    assert (answers, invited.invitation(invited.cast.anna).reply) == ([status, status], None)


def test_a_coordinator_answers_for_no_other_municipality(invited: Office) -> None:
    """A row of another municipality in the form of her own is no row of it."""
    form = row(invited, invited.cast.bo, reply="no")

    answers = [invited.post(invited.cast.kai, rest, **form).status_code for rest in ("/answers/9902", NORDVIK)]

    assert (answers, invited.invitation(invited.cast.bo).reply) == ([404, 303], None)


def test_a_substitute_known_from_before_takes_two_taps(invited: Office) -> None:
    """A2"""
    with unit_of_work():
        earlier = _earlier_gathering(invited)
        stand_in(earlier, invited.cast.otto.id, for_id=invited.cast.anna.id)
    page = invited.get(invited.cast.kai, f"/stand-ins/{invited.cast.anna.public_key}").text

    answer = invited.post(
        invited.cast.fia, f"/stand-ins/{invited.cast.anna.public_key}", person=invited.cast.otto.public_key
    )

    anna = invited.invitation(invited.cast.anna)
    assert ("Otto" in page, answer.status_code) == (True, 303)
    assert (anna.reply, anna.substitute_id) == (Reply.SUBSTITUTE, invited.cast.otto.id)


def _earlier_gathering(office: Office):  # type: ignore[no-untyped-def]
    from network.sessions.gatherings.services.members import admit

    made = a_gathering("Samling 4", starts_at=NOW - timedelta(days=60), hours=6)
    admit(made, office.cast.anna.id)
    return made


@pytest.mark.parametrize(
    ("hours", "is_delegate"), [(-12.1, False), (-11.9, True), (2, True), (17.4, True), (17.6, False)]
)
def test_a_substitute_is_a_delegate_around_the_day_and_holds_no_seat(
    invited: Office, hours: float, is_delegate: bool
) -> None:
    """GA-12"""
    with unit_of_work():
        stand_in(invited.gathering_inside(), invited.cast.otto.id, for_id=invited.cast.anna.id)
    clock.set(STARTS_AT + timedelta(hours=hours))

    otto = invited.cast.actor("otto")

    assert ("D" in otto.roles, 1 in otto.municipality_ids) == (is_delegate, is_delegate)
    assert db.session.scalars(select(Seat.person_id).where(Seat.person_id == invited.cast.otto.id)).all() == []


def test_without_standing_in_the_day_makes_nobody_a_delegate(invited: Office) -> None:
    """GA-12: the control of the test before."""
    clock.set(STARTS_AT)

    assert "D" not in invited.cast.actor("otto").roles


def test_a_new_substitute_replaces_the_one_before(invited: Office) -> None:
    key = invited.cast.anna.public_key
    for name in ("Vera Vara", "Vigdis Vara"):
        invited.post(invited.cast.kai, f"/stand-ins/{key}", substitute_name=name)

    rows = select(Person.name).join(GatheringMember, GatheringMember.person_id == Person.id)
    names = db.session.scalars(rows.where(GatheringMember.stands_in_for_id == invited.cast.anna.id)).all()
    assert names == ["Vigdis Vara"]


@pytest.mark.parametrize("address", ["", "otto@prove.example"])
def test_the_same_substitute_named_again_changes_nothing(invited: Office, address: str) -> None:
    """F10: neither the answer, nor who stands in, nor the list of persons."""
    key = invited.cast.anna.public_key
    stood = []

    for _time in range(2):
        named = {"substitute_name": "Vera Vara", "substitute_email": address}
        invited.post(invited.cast.kai, f"/stand-ins/{key}", **named)
        anna = invited.invitation(invited.cast.anna)
        people = db.session.scalar(select(func.count()).select_from(Person))
        stood.append((anna.version, anna.replied_at, anna.substitute_id, people))
        clock.set(clock.now() + timedelta(minutes=1))

    assert (stood[0], stood[0][0]) == (stood[1], 2)


def test_the_kitchen_gets_counts_without_names(invited: Office) -> None:
    """GA-10"""
    for person, fields in (
        (invited.cast.anna, {"reply": "yes", "food": "Vegetar"}),
        (invited.cast.bo, {"reply": "substitute", "food": " vegetar. "}),
        (invited.cast.cy, {"reply": "no", "food": "Nøtter"}),
    ):
        number = "9901" if person is invited.cast.anna else "9902"
        invited.post(invited.cast.lea, f"/answers/{number}", **row(invited, person, **fields))

    text = invited.get(
        invited.cast.lea,
        "/catering.csv",
    ).text
    page = invited.get(invited.cast.lea, "/catering").text

    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert rows[1:] == [["Personar som kjem", "", "2"], ["Mat", "Vegetar", "2"]]
    assert [name for name in ("Anna", "Bo<", "Cy") if name in text or f">{name}" in page] == []


def test_wishes_are_counted_by_what_they_say() -> None:
    """GA-10"""
    counts = counted([Wish("Vegetar"), Wish("vegetar."), Wish("Fisk", transport="Skyss"), Wish()])

    assert (counts.persons, counts.food, counts.transport) == (4, (("Vegetar", 2), ("Fisk", 1)), (("Skyss", 1),))


def test_a_cell_never_runs_in_a_spreadsheet() -> None:
    assert [plain_cell(text) for text in ("=1+1", "@SUM", "-2", "Fisk")] == ["'=1+1", "'@SUM", "'-2", "Fisk"]


def test_the_coordinator_sees_the_count_on_her_page(invited: Office) -> None:
    page = invited.browser(invited.cast.kai).get("/municipalities/9901").text

    assert "0 av 1 har svara, 0 kjem" in page
