"""PE-1, PE-2, PE-5: seats are given, corrected, handed over and ended; an election changes many at once."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from network.access.actor import actor_for
from network.access.guard import can
from network.core.audit import AuditEntry
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid
from network.people import queries
from network.people.models import ImportDraft, Person, Seat
from network.people.services import seats
from network.people.services.seats import Newcomer
from tests.cast import Cast
from tests.people.browsing import Browser
from tests.people.towns import CANARY, days, everything, fill, holders, nordvik, seat_of, sundby, today

SignIn = Callable[..., Browser]


def test_a_seat_that_is_handed_over_passes_on_the_day_and_keeps_the_old_holders_name(cast: Cast) -> None:
    """PE-5"""
    old = seat_of(cast.anna)
    start = today() + days(10)

    with unit_of_work():
        seats.hand_over(seat_of(cast.anna), Newcomer("Ny Ny"), from_date=start, today=today(), by=cast.actor("kai"))

    new = db.session.query(Seat).filter_by(follows_id=old.id).one()
    assert (holders(nordvik(), on=start - days(1)), holders(nordvik(), on=start)) == (["Anna"], ["Ny Ny"])
    assert (seat_of(cast.anna).to_date, new.from_date, new.to_date) == (start - days(1), start, None)


def test_a_full_municipality_can_hand_over_but_not_add(cast: Cast) -> None:
    """PE-1"""
    fill(nordvik(), 4)
    kai = cast.actor("kai")

    with pytest.raises(Conflict) as refusal, unit_of_work():
        seats.fill_seat(nordvik(), Newcomer("Nr Seks"), from_date=today(), today=today(), by=kai)
    with unit_of_work():
        seats.hand_over(seat_of(cast.anna), Newcomer("Ny Ny"), from_date=today(), today=today(), by=kai)

    assert "5" in refusal.value.message
    assert len(holders(nordvik())) == 5


def test_the_network_says_how_many_seats_there_are(cast: Cast) -> None:
    """PE-1"""
    with unit_of_work():
        network = queries.the_network()
        assert network is not None
        network.max_seats = 1

    with pytest.raises(Conflict, match="1"), unit_of_work():
        seats.fill_seat(nordvik(), Newcomer("Nr To"), from_date=today(), today=today(), by=cast.actor("lea"))


def test_a_seat_that_begins_later_counts_on_the_days_it_is_held(cast: Cast) -> None:
    """PE-1"""
    fill(nordvik(), 3)
    lea = cast.actor("lea")
    with unit_of_work():
        seats.fill_seat(nordvik(), Newcomer("Seinare"), from_date=today() + days(30), today=today(), by=lea)

    with pytest.raises(Conflict), unit_of_work():
        seats.fill_seat(nordvik(), Newcomer("For Mykje"), from_date=today(), today=today(), by=lea)

    assert len(holders(nordvik(), on=today() + days(30))) == 5


def test_a_form_that_is_sent_twice_hands_over_once(signed_in: SignIn, cast: Cast) -> None:
    kai = signed_in("kai")
    path = f"/seats/{seat_of(cast.anna).id}/successor"
    form = {"name": "Ny Ny", "email": "ny@prove.example", "from_date": today().isoformat()}

    answers = [kai.post(path, **form) for _time in range(2)]

    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (303, "/municipalities/9901")
    ] * 2
    assert holders(nordvik()) == ["Ny Ny"]


def test_somebody_elses_taking_over_is_not_overwritten(signed_in: SignIn, cast: Cast) -> None:
    kai = signed_in("kai")
    path = f"/seats/{seat_of(cast.anna).id}/successor"
    kai.post(path, name="Ny Ny", from_date=today().isoformat())
    before = everything()

    answer = kai.post(path, name="Annan Ny", from_date=today().isoformat())

    assert (answer.status_code, everything()) == (409, before)
    assert ("Ny Ny har alt teke over" in answer.text, 'value="Annan Ny"' in answer.text) == (True, True)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": " ", "from_date": "2027-01-01"}, "Skriv eit namn"),
        ({"name": "Ny", "from_date": "i morgon"}, "12.3.2026"),
        ({"name": "Ny", "email": "ny@", "from_date": "2027-01-01"}, "e-postadresse"),
        ({"name": "Bo", "email": "bo@prove.example", "from_date": "2027-01-01"}, "annan kommune"),
        ({"name": "Ny", "from_date": "2020-01-01"}, "etter at Anna"),
    ],
)
def test_what_cannot_be_handed_over_comes_back_as_typed_and_changes_nothing(
    signed_in: SignIn, cast: Cast, form: dict[str, str], said: str
) -> None:
    kai = signed_in("kai")
    before = everything()

    answer = kai.post(f"/seats/{seat_of(cast.anna).id}/successor", **form)

    assert (answer.status_code, said in answer.text, f'value="{form["from_date"]}"' in answer.text) == (422, True, True)
    assert everything() == before


@pytest.mark.parametrize(("name", "status"), [("anna", 403), ("bo", 404), ("otto", 404), ("fia", 404), ("kai", 303)])
def test_a_seat_is_ended_by_its_coordinator_and_by_nobody_else(
    signed_in: SignIn, cast: Cast, name: str, status: int
) -> None:
    browser = signed_in(name)
    before = everything()

    answer = browser.post(f"/seats/{seat_of(cast.anna).id}/ending", last_day=today().isoformat())

    assert (answer.status_code, everything() == before) == (status, status != 303)


def test_a_correction_may_not_make_a_sixth(cast: Cast) -> None:
    """PE-1"""
    fill(nordvik(), 4)
    with unit_of_work():
        seats.end_seat(seat_of(cast.anna), last_day=today() - days(5), by=None)
    with unit_of_work():
        seats.fill_seat(nordvik(), Newcomer("Nr Fem"), from_date=today(), today=today(), by=cast.actor("lea"))

    with pytest.raises(Conflict), unit_of_work():
        seats.correct_seat(seat_of(cast.anna), from_date=date(2023, 10, 1), to_date=None, party=None, by=None)

    assert "Anna" not in holders(nordvik())


def test_a_withdrawn_party_is_gone_and_stays_gone(signed_in: SignIn, cast: Cast) -> None:
    """PE-2"""
    anna, kai = signed_in("anna"), signed_in("kai")
    shown = "Bygdelista" in anna.get("/me").text

    anna.post("/me/party/withdrawal")
    kai.post(f"/seats/{seat_of(cast.anna).id}", from_date="2023-10-01", to_date="", party=CANARY)

    assert (shown, seat_of(cast.anna).party, seat_of(cast.anna).is_party_withdrawn) == (True, None, True)
    assert "Bygdelista" not in anna.get("/me").text


def test_a_party_is_seen_by_its_delegate_and_by_who_may_change_the_seat_alone(
    app: Flask, signed_in: SignIn, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    """PE-2"""
    with unit_of_work():
        seat_of(cast.anna).party = CANARY
    seat = seat_of(cast.anna).id
    browsers = {name: signed_in(name) for name in ("anna", "bo", "kai", "lea", "fia")}
    pages = ["/", "/me", "/municipalities", "/municipalities/9901", "/people", f"/people/{cast.anna.public_key}"]

    seen = {
        (name, page)
        for name, browser in browsers.items()
        for page in [*pages, f"/seats/{seat}", "/seats/election", "/people/import", "/operations/queue"]
        if CANARY in browser.get(page).text
    }

    assert seen == {("anna", "/me"), ("kai", f"/seats/{seat}"), ("lea", f"/seats/{seat}")}
    assert CANARY not in caplog.text


def test_no_log_of_acts_holds_a_party(signed_in: SignIn, cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    """PE-2"""
    kai = signed_in("kai")
    kai.post("/municipalities/9901/seats", name="Ny", party=CANARY, from_date=today().isoformat())
    kai.post(f"/seats/{seat_of(cast.anna).id}", from_date="2023-10-01", to_date="", party=CANARY)
    given = seat_of(cast.anna).party
    signed_in("anna").post("/me/party/withdrawal")

    logged = [json.dumps([entry.facts, entry.action, entry.object_id]) for entry in db.session.query(AuditEntry)]

    assert (given, [line for line in logged if CANARY in line], CANARY in caplog.text) == (CANARY, [], False)


def test_a_list_that_is_taken_in_forgets_its_parties(signed_in: SignIn, cast: Cast) -> None:
    """PE-2"""
    kai = signed_in("kai")
    where = kai.post("/people/import", people=f"Namn\tParti\nNy Ny\t{CANARY}").headers["Location"]
    held = db.session.query(ImportDraft).one().rows

    kai.post(where, version="1", apply="yes")

    assert (CANARY in held, CANARY in db.session.query(ImportDraft).one().rows) == (True, False)
    assert seat_of(db.session.query(Person).filter_by(name="Ny Ny").one()).party == CANARY


def election(cast: Cast, **more: str) -> dict[str, str]:
    anna = seat_of(cast.anna).id
    return {
        "municipality": "9901",
        "on": (today() + days(7)).isoformat(),
        f"act-{anna}": "passes",
        f"name-{anna}": "Ny Ny",
        f"email-{anna}": "ny@prove.example",
        **more,
    }


def test_an_election_is_looked_at_before_it_is_done(signed_in: SignIn, cast: Cast) -> None:
    kai = signed_in("kai")
    before = everything()

    preview = kai.post("/seats/election", **election(cast))

    assert (preview.status_code, everything()) == (200, before)
    assert "Ny Ny tek over etter Anna" in preview.text


def test_an_election_changes_all_its_seats_at_once_and_twice_is_once(signed_in: SignIn, cast: Cast) -> None:
    first, second = fill(nordvik(), 2)
    kai = signed_in("kai")
    form = election(cast, **{f"act-{seat_of(first).id}": "ends", f"act-{seat_of(second).id}": "stays"})

    answers = [kai.post("/seats/elections", **form) for _time in range(2)]

    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(303, "/municipalities/9901")] * 2
    assert holders(nordvik(), on=today() + days(6)) == sorted(["Anna", first.name, second.name])
    assert holders(nordvik(), on=today() + days(7)) == sorted(["Ny Ny", second.name])


def test_an_election_with_one_fault_changes_nothing(signed_in: SignIn, cast: Cast) -> None:
    other = fill(nordvik(), 1)[0]
    kai = signed_in("kai")
    seat = seat_of(other).id
    before = everything()

    answer = kai.post(
        "/seats/elections",
        **election(cast, **{f"act-{seat}": "passes", f"name-{seat}": "Bo", f"email-{seat}": "bo@prove.example"}),
    )

    assert (answer.status_code, everything()) == (422, before)
    assert f'id="email-{seat}-error"' in answer.text
    assert 'value="Ny Ny"' in answer.text


def test_a_coordinator_changes_no_seat_of_another_municipality(signed_in: SignIn, cast: Cast) -> None:
    kai = signed_in("kai")
    bo = seat_of(cast.bo).id
    before = everything()

    answers = [
        kai.post("/seats/elections", on=today().isoformat(), **{f"act-{bo}": "ends"}).status_code,
        kai.get("/seats/election?municipality=9902").status_code,
        signed_in("anna").get("/seats/election").status_code,
    ]

    assert (answers, everything()) == ([422, 404, 403], before)


@pytest.mark.parametrize("path", ["/seats/election", "/seats/election?municipality=9901"])
def test_a_visitor_is_led_to_sign_in_before_an_election(app: Flask, cast: Cast, path: str) -> None:
    answer = Browser(app).get(path)

    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/sign-in")


def test_the_usual_day_of_a_change_is_the_first_known_council_meeting(signed_in: SignIn, cast: Cast) -> None:
    kai = signed_in("kai")
    meeting = today() + days(20)
    seen = (
        kai.get("/municipalities/9901")
        .text.partition('/council-meetings"')[2]
        .partition('name="seen" value="')[2]
        .partition('"')[0]
    )
    kai.post("/municipalities/9901/council-meetings", dates=meeting.isoformat(), days_before="", clock="", seen=seen)

    page = kai.get("/seats/election?municipality=9901").text

    assert f'value="{meeting.isoformat()}"' in page


@pytest.mark.parametrize(("name", "expected"), [("lea", 3), ("kai", 1), ("anna", 0), ("otto", 0)])
def test_the_list_of_seats_is_what_the_table_allows(cast: Cast, name: str, expected: int) -> None:
    asker = cast.actor(name)

    listed = {seat.id for seat in queries.seats_for(asker, today=today())}

    allowed = {seat.id for seat in db.session.query(Seat) if can(asker, "seat.edit", seat)}
    assert (listed, len(listed)) == (allowed, expected)


def test_a_new_delegate_has_her_rights_from_the_day_and_the_old_one_has_none(cast: Cast) -> None:
    with unit_of_work():
        heir = seats.hand_over(
            seat_of(cast.anna), Newcomer("Ny Ny"), from_date=today(), today=today(), by=cast.actor("kai")
        )
        new = heir.person_id

    assert (actor_for(new).roles, cast.actor("anna").roles) == (frozenset("VD"), frozenset("V"))


def test_a_seat_ends_no_earlier_than_it_began(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal, unit_of_work():
        seats.end_seat(seat_of(cast.anna), last_day=date(2020, 1, 1), by=None)

    assert (refusal.value.field, seat_of(cast.anna).to_date, sundby().name) == ("last_day", None, "Sundby")
