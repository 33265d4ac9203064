"""PE-7 to PE-9: the list of municipalities, and how they merge and split."""

from collections.abc import Callable
from datetime import date

import pytest

from network.access.actor import actor_for
from network.core.audit import AuditEntry
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid
from network.people import queries
from network.people.models import Municipality
from network.people.services import municipalities, register
from network.people.services.municipalities import Founding
from tests.cast import Cast
from tests.people.browsing import Browser
from tests.people.towns import asked, days, everything, fill, holders, nordvik, seat_of, sundby, take_part, today

SignIn = Callable[..., Browser]
NEW = Founding("9910", "Nysund")


def places() -> list[tuple[str, date | None]]:
    db.session.rollback()
    return [(one.number, one.ended_on) for one in queries.municipalities()]


def test_the_list_says_how_many_seats_are_held_and_where_they_are_too_few(signed_in: SignIn, cast: Cast) -> None:
    take_part()
    fill(nordvik(), 2)

    page = signed_in("lea").get("/municipalities").text

    assert "1 av 2 kommunar har minst 3 faste" in page
    assert [words in page for words in ("3 av 5 faste plassar", "2 av 5 faste plassar")] == [True, True]
    assert (page.count("Færre enn 3"), page.count("tag--amber")) == (1, 1)


def test_municipalities_stand_by_name_with_aa_last(signed_in: SignIn, cast: Cast) -> None:
    """GR-10. The lowest number has the last name."""
    with unit_of_work():
        for number, name in (("9800", "Åvik"), ("9950", "Øyvik"), ("9960", "Alvik")):
            register.add_municipality(number=number, name=name, language="nn", joined_on=date(2015, 10, 1))

    page = signed_in("lea").get("/municipalities").text

    stand = sorted(["Alvik", "Øyvik", "Åvik", nordvik().name], key=lambda name: page.index(f">{name}<"))
    assert stand == ["Alvik", nordvik().name, "Øyvik", "Åvik"]


def test_the_network_says_how_many_are_enough(signed_in: SignIn, cast: Cast) -> None:
    take_part()
    with unit_of_work():
        network = queries.the_network()
        assert network is not None
        network.min_seats, network.max_seats = 1, 2

    page = signed_in("lea").get("/municipalities").text

    assert "2 av 2 kommunar har minst 1 faste" in page
    assert ("1 av 2 faste plassar" in page, "tag--amber" in page) == (True, False)


def test_who_does_not_take_part_is_neither_counted_nor_warned_of(signed_in: SignIn, cast: Cast) -> None:
    page = signed_in("lea").get("/municipalities").text

    assert ("0 av 0 kommunar" in page, page.count("Tek ikkje del"), "tag--amber" in page) == (True, 2, False)


@pytest.mark.parametrize(
    ("name", "counts", "tools"), [("anna", 1, False), ("kai", 1, False), ("otto", 0, False), ("lea", 2, True)]
)
def test_each_sees_the_counts_that_the_table_allows(
    signed_in: SignIn, cast: Cast, name: str, counts: int, tools: bool
) -> None:
    take_part()

    page = signed_in(name).get("/municipalities").text

    assert (page.count("faste plassar"), "/municipalities/merge" in page) == (counts, tools)
    assert ("Nordvik" in page, "Sundby" in page) == (True, True)


def test_the_list_asks_the_database_as_often_for_three_as_for_one(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    two = asked(lambda: lea.get("/municipalities"))
    with unit_of_work():
        for number in range(9920, 9923):
            register.add_municipality(number=str(number), name=f"Vik {number}", language="nn", joined_on=today())

    assert asked(lambda: lea.get("/municipalities")) == two


def test_two_become_one_and_the_old_names_keep_what_was(cast: Cast) -> None:
    """PE-8"""
    on = today() + days(30)
    carried = [seat_of(cast.anna).id, seat_of(cast.bo).id]

    with unit_of_work():
        heir = municipalities.merge([nordvik(), sundby()], NEW, on=on, carried=carried, by=cast.lea.id)
        heir_id = heir.id

    assert (nordvik().ended_on, nordvik().successor_id, sundby().successor_id) == (on, heir_id, heir_id)
    new = db.session.get_one(Municipality, heir_id)
    assert (holders(nordvik(), on=on - days(1)), holders(nordvik(), on=on)) == (["Anna"], [])
    assert (holders(new, on=on - days(1)), holders(new, on=on)) == ([], ["Anna", "Bo"])
    assert seat_of(cast.anna).party == "Bygdelista"
    assert [one.number for one in queries.municipalities_on(on)] == ["9910"]


def test_a_contact_goes_on_in_the_heir_and_keeps_the_old(cast: Cast) -> None:
    """PE-8"""
    with unit_of_work():
        heir = municipalities.merge([nordvik()], sundby(), on=today(), carried=[], by=cast.lea.id)
        heir_id = heir.id

    assert actor_for(cast.kai.id).municipality_ids == frozenset({nordvik().id, heir_id})


def test_a_merger_that_carries_too_many_is_undone_whole(cast: Cast) -> None:
    """PE-1"""
    people = [*fill(nordvik(), 3), *fill(sundby(), 1)]
    carried = [seat_of(one).id for one in [*people, cast.anna, cast.bo]]
    before = (places(), everything())

    with pytest.raises(Conflict), unit_of_work():
        municipalities.merge([nordvik(), sundby()], NEW, on=today(), carried=carried, by=cast.lea.id)

    assert (places(), everything()) == before


@pytest.mark.parametrize(
    ("founding", "field"),
    [(Founding("9902", "Nysund"), "number"), (Founding("", "Nysund"), "number"), (Founding("9910", " "), "name")],
)
def test_a_new_municipality_needs_a_number_and_a_name_of_its_own(cast: Cast, founding: Founding, field: str) -> None:
    with pytest.raises(Invalid) as refusal, unit_of_work():
        municipalities.merge([nordvik(), sundby()], founding, on=today(), carried=[], by=cast.lea.id)

    assert (refusal.value.field, len(places())) == (field, 2)


def test_one_becomes_several_and_the_first_takes_over(cast: Cast) -> None:
    """PE-8"""
    into = [Founding("9911", "Aust"), Founding("9912", "Vest")]
    goes_to = {seat_of(cast.bo).id: 1}

    with unit_of_work():
        municipalities.split(sundby(), into, on=today(), goes_to=goes_to, by=cast.lea.id)

    east, west = (queries.municipality_by_number(number) for number in ("9911", "9912"))
    assert east is not None
    assert west is not None
    assert (sundby().successor_id, east.predecessor_id, west.predecessor_id) == (east.id, sundby().id, sundby().id)
    assert (holders(east), holders(west), holders(sundby())) == ([], ["Bo"], [])
    assert holders(sundby(), on=today() - days(1)) == ["Bo", "Cy"]


def test_what_has_ended_ends_once(cast: Cast) -> None:
    with unit_of_work():
        municipalities.merge([nordvik(), sundby()], NEW, on=today(), carried=[], by=cast.lea.id)

    with pytest.raises(Conflict), unit_of_work():
        municipalities.merge([nordvik(), sundby()], Founding("9913", "Ny"), on=today(), carried=[], by=cast.lea.id)

    assert len(places()) == 3


def test_a_merger_is_looked_at_then_done_and_written_down(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    form = {"heir": "9902", "number": "", "name": "", "on": today().isoformat(), "sources": "9901"}
    before = (places(), everything())

    preview = lea.post("/municipalities/merge", **form)
    untouched = (places(), everything()) == before
    lea.post("/municipalities/mergers", carried=str(seat_of(cast.anna).id), **form)

    assert (preview.status_code, untouched, "Anna, Nordvik" in preview.text) == (200, True, True)
    assert (holders(sundby()), nordvik().ended_on) == (["Anna", "Bo", "Cy"], today())
    acts = [(one.action, one.object_id) for one in db.session.query(AuditEntry).filter_by(actor_id=cast.lea.id)]
    assert ("municipality.edit", str(nordvik().id)) in acts


def test_a_split_is_looked_at_then_done(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    form = {"into": "9911 Aust\n9912 Vest", "on": today().isoformat(), f"seat-{seat_of(cast.bo).id}": "9912"}
    before = places()

    preview = lea.post("/municipalities/9902/split", **form)
    untouched = places() == before
    lea.post("/municipalities/9902/division", **form)

    west = queries.municipality_by_number("9912")
    assert (preview.status_code, untouched) == (200, True)
    assert west is not None
    assert holders(west) == ["Bo"]


@pytest.mark.parametrize(
    ("path", "form", "said"),
    [
        ("/municipalities/merge", {"heir": "new", "on": "2027-01-01", "sources": "9901"}, "minst to"),
        ("/municipalities/merge", {"heir": "9902", "on": "ein dag", "sources": "9901"}, "12.3.2026"),
        ("/municipalities/9902/split", {"into": "9911 Aust", "on": "2027-01-01"}, "minst to linjer"),
        ("/municipalities/9902/division", {"into": "Aust\nVest", "on": "2027-01-01"}, "minst to linjer"),
    ],
)
def test_what_is_missing_is_said_and_nothing_changes(
    signed_in: SignIn, cast: Cast, path: str, form: dict[str, str], said: str
) -> None:
    lea = signed_in("lea")
    before = (places(), everything())

    answer = lea.post(path, **form)

    assert (answer.status_code, said in answer.text, (places(), everything()) == before) == (422, True, True)


@pytest.mark.parametrize("name", ["anna", "kai", "fia", "otto"])
def test_only_who_leads_the_network_merges_and_splits(signed_in: SignIn, cast: Cast, name: str) -> None:
    browser = signed_in(name)
    before = (places(), everything())

    answers = [
        browser.get("/municipalities/merge").status_code,
        browser.post("/municipalities/mergers", heir="9902", on="2027-01-01", sources="9901").status_code,
        browser.get("/municipalities/9902/split").status_code,
        browser.post("/municipalities/9902/division", into="9911 A\n9912 V", on="2027-01-01").status_code,
    ]

    assert (answers, (places(), everything())) == ([403] * 4, before)
