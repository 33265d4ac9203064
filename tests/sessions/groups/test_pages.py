"""The pages of rounds: what each shows, who gets it, what a refused or doubled form changes."""

from collections.abc import Callable

import pytest
from flask import current_app, g, url_for
from flask.testing import FlaskClient

from network.access.actor import actor_for
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.models import GatheringMember, GatheringRole
from network.sessions.groups.forms import seal_of
from network.sessions.groups.models import GroupRound, HallTable, RoundState
from network.sessions.groups.queries import rounds as queries
from network.sessions.groups.services.tables import save_tables
from network.web.panels import shown
from tests.sessions.groups.conftest import Day, groups_now, groups_of, memberships
from tests.statements import statements

ClientFor = Callable[[Person | None], FlaskClient]


def page_of(day: Day, round_: GroupRound, rest: str = "") -> str:
    return f"/gatherings/{day.gathering.public_id}/rounds/{round_.public_id}{rest}"


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.fixture
def round_(full_day: Day) -> GroupRound:
    """A round at work."""
    return full_day.moves(full_day.round(), RoundState.RUNNING)


def test_a_facilitator_makes_the_groups_by_one_button(full_day: Day, client_for: ClientFor) -> None:
    round_ = full_day.round()
    client = client_for(full_day.fia)

    answer = client.post(f"/rounds/{round_.public_id}/groups", data={"size": "4"})

    assert (answer.status_code, answer.location) == (303, page_of(full_day, round_))
    assert [len(group) for group in groups_of(round_)] == [4] * 8
    assert "8 grupper med 4 personar." in text_of(client, page_of(full_day, round_))


def test_a_size_that_no_table_has_comes_back_with_a_sentence(full_day: Day, client_for: ClientFor) -> None:
    round_ = full_day.dealt()
    before = memberships(round_)

    answer = client_for(full_day.fia).post(f"/rounds/{round_.public_id}/groups", data={"size": "99"})

    assert answer.status_code == 422
    assert "Vel grupper på 3 til 12 personar." in answer.get_data(as_text=True)
    assert memberships(round_) == before


@pytest.mark.parametrize(("who", "status"), [("delegate", 403), ("visitor", 404)])
def test_only_who_leads_makes_groups_or_sees_how_each_stands(
    full_day: Day, client_for: ClientFor, who: str, status: int
) -> None:
    round_ = full_day.dealt()
    before = memberships(round_)
    client = client_for(full_day.people[0] if who == "delegate" else None)

    answers = [
        client.post(f"/rounds/{round_.public_id}/groups"),
        client.post(f"/rounds/{round_.public_id}/moves", data={"person": full_day.people[1].public_key, "group": "1"}),
        client.post(f"/rounds/{round_.public_id}/merges", data={"group": "1", "into": "2"}),
        client.get(page_of(full_day, round_), headers={"Accept": "application/json"}),
    ]

    shut = {403: (403,), 404: (302, 303, 401, 404)}[status]
    assert all(answer.status_code in shut for answer in answers), [answer.status_code for answer in answers]
    assert memberships(round_) == before


def test_two_taps_move_a_person(full_day: Day, round_: GroupRound, client_for: ClientFor) -> None:
    """D6"""
    client = client_for(full_day.fia)
    first, second, *_rest = groups_now(round_)
    who = first.members[0].person
    moving = page_of(full_day, round_, f"/people/{who.public_key}")

    assert moving in text_of(client, page_of(full_day, round_))
    assert "alle er nye" in text_of(client, moving)
    answer = client.post(f"/rounds/{round_.public_id}/moves", data={"person": who.public_key, "group": second.id})

    assert (answer.status_code, who.id in groups_of(round_)[1]) == (303, True)
    assert f"{who.name} sit no her: Bord 2." in text_of(client, page_of(full_day, round_))


def test_groups_made_anew_by_two_taps_are_made_once_and_not_over_somebodys_move(
    full_day: Day, client_for: ClientFor
) -> None:
    """F10, C7: the same form again, and then another one from a page that is older than the last step."""
    round_ = full_day.dealt()
    client = client_for(full_day.fia)
    form = {"version": db.session.get_one(GroupRound, round_.id).version}
    twice = [client.post(f"/rounds/{round_.public_id}/groups", data=form).status_code for _each in range(2)]
    dealt = (groups_of(round_), db.session.get_one(GroupRound, round_.id).seed)
    full_day.moves(round_, RoundState.GATHER)

    late = client.post(f"/rounds/{round_.public_id}/groups", data={"version": form["version"] + 1})

    assert (twice, dealt[1], late.status_code) == ([303, 303], 2, 409)
    assert (groups_of(round_), "Nokon annan har" in late.text) == (dealt[0], True)


def test_who_has_just_been_moved_by_another_is_asked_about_first(
    full_day: Day, round_: GroupRound, client_for: ClientFor
) -> None:
    """C7"""
    first, second, third = groups_now(round_)[:3]
    who, client, address = first.members[0].person, client_for(full_day.fia), f"/rounds/{round_.public_id}/moves"
    form = {"person": who.public_key, "seen": first.id}
    client.post(address, data={**form, "group": second.id})

    asked = client.post(address, data={**form, "group": third.id}).status_code
    stayed = who.id in groups_of(round_)[1]
    client.post(address, data={**form, "group": third.id, "anyway": "y"})

    assert (asked, stayed, who.id in groups_of(round_)[2]) == (409, True, True)


def test_a_full_table_asks_on_a_page_of_its_own(full_day: Day, client_for: ClientFor) -> None:
    """GR-7"""
    round_ = full_day.deal(full_day.round(), size=3)
    first, second, *_rest = groups_now(round_)
    data = {"person": first.members[0].person.public_key, "group": second.id}
    client = client_for(full_day.fia)
    client.post(f"/rounds/{round_.public_id}/moves", data={**data, "person": first.members[1].person.public_key})

    asked = client.post(f"/rounds/{round_.public_id}/moves", data=data)
    sizes = [len(group) for group in groups_of(round_)][:2]
    client.post(f"/rounds/{round_.public_id}/moves", data={**data, "anyway": "y"})

    assert (asked.status_code, "Flytt likevel" in asked.get_data(as_text=True)) == (409, True)
    assert (sizes, [len(group) for group in groups_of(round_)][1]) == ([sizes[0], 4], 5)


def test_a_small_group_is_merged_by_one_tap(full_day: Day, round_: GroupRound, client_for: ClientFor) -> None:
    """GR-6"""
    first = groups_now(round_)[0]
    full_day.leaves(*[one.person for one in first.members[:-2]])
    client = client_for(full_day.fia)
    into = queries.merges(round_, queries.overview(round_))[first.id]
    assert into is not None
    assert f"Slå saman med {into.label}" in text_of(client, page_of(full_day, round_))

    for _sent_twice in range(2):
        client.post(f"/rounds/{round_.public_id}/merges", data={"group": first.id, "into": into.id})

    assert len(groups_of(round_)) == 6


def test_a_delegate_sees_her_own_table_and_nobody_elses(
    full_day: Day, round_: GroupRound, client_for: ClientFor
) -> None:
    """A5, D8"""
    group = groups_now(round_)[6]
    with unit_of_work():
        db.session.get_one(HallTable, group.table_id).place = "ved vindauget"
    inside = {one.person.name for one in group.members}

    page = text_of(client_for(group.members[0].person), f"/rounds/{round_.public_id}/mine")

    assert "Bord 7, ved vindauget" in page
    assert {person.name for person in full_day.people if person.name in page} == inside
    assert f"Du har ikkje arbeidd med {len(inside) - 1} av {len(inside) - 1} før." in page


def test_a_member_takes_a_role_and_a_stranger_does_not(
    full_day: Day, round_: GroupRound, client_for: ClientFor
) -> None:
    """GR-8"""
    group = groups_now(round_)[0]
    taker = next(one.person for one in group.members if one.role is None)
    stranger = groups_now(round_)[1].members[0].person

    refused = client_for(stranger).post(f"/groups/{group.id}/roles", data={"role": "scribe"})
    taken = client_for(taker).post(f"/groups/{group.id}/roles", data={"role": "scribe"})

    holders = [one.person_id for one in groups_now(round_)[0].members if one.role == "scribe"]
    assert (refused.status_code, taken.status_code, holders) == (403, 303, [taker.id])


def test_a_role_that_does_not_exist_is_refused(full_day: Day, round_: GroupRound, client_for: ClientFor) -> None:
    group = groups_now(round_)[0]
    before = [(one.person_id, one.role) for one in group.members]

    answer = client_for(group.members[0].person).post(f"/groups/{group.id}/roles", data={"role": "king"})

    assert (answer.status_code, [(one.person_id, one.role) for one in groups_now(round_)[0].members]) == (
        422,
        before,
    )


def test_the_list_of_seats_stands_from_a_to_å(full_day: Day, round_: GroupRound, client_for: ClientFor) -> None:
    """GR-10, D8"""
    with unit_of_work():
        for person, name in zip(full_day.people, ("Åse Ådøme", "Ævar Ædøme", "Øyvind Ødøme"), strict=False):
            person.name = name

    page = text_of(client_for(full_day.people[9]), page_of(full_day, round_, "/seating"))

    places = [page.index(name) for name in ("Ann Lunddøme", "Ævar", "Øyvind", "Åse")]
    assert places == sorted(places)


def test_a_round_is_a_file_for_a_spreadsheet_and_rooms_for_a_meeting_tool(
    full_day: Day, round_: GroupRound, client_for: ClientFor
) -> None:
    """GR-20, D8: groups with tables and names; addresses only for who leads the network, a party for nobody."""
    who_id = groups_now(round_)[0].members[0].person_id
    with unit_of_work():
        db.session.get_one(Person, who_id).name = "=HYPERLINK(1)"
        lead = register.add_person(name="Lea Prosjektdøme", email="lea@prove.example")
        register.give_role(lead, "project_lead")
    facilitator, rooms = client_for(full_day.fia), page_of(full_day, round_, "/rooms.csv")

    told = facilitator.get(page_of(full_day, round_, "/groups.csv")).data.decode()
    lines = [line.split(";") for line in told.removeprefix("\ufeff").splitlines()]
    taken = client_for(lead).get(rooms).data.decode()

    assert (told[0], lines[0][:4], len(lines)) == ("\ufeff", ["Gruppe", "Bord", "Namn", "Kommune"], 33)
    assert {line[0] for line in lines[1:]} == {str(group.number) for group in groups_now(round_)}
    assert [line[2] for line in lines if "HYPERLINK" in line[2]] == ["'=HYPERLINK(1)"]
    assert ("@" in told, facilitator.get(rooms).status_code, taken.count("@")) == (False, 404, 32)
    assert taken.splitlines()[0] == "\ufeffPre-assign Room Name,Email Address"
    assert client_for(full_day.people[0]).get(page_of(full_day, round_, "/groups.csv")).status_code == 403


def test_an_official_in_a_local_round_sees_where_help_may_be_wanted(day: Day, client_for: ClientFor) -> None:
    """D2"""
    with unit_of_work():
        db.session.get_one(GatheringMember, (day.gathering.id, day.people[0].id)).role = GatheringRole.OFFICIAL
    guest = day.people[0]
    day.comes(*day.people[:8])
    round_ = day.moves(day.round("local_round", groups="local"), RoundState.RUNNING)

    page = text_of(client_for(guest), f"/rounds/{round_.public_id}/mine")

    assert "Du er fri til å hjelpe" in page
    assert all(place.name in page for place in day.places[:2])


def test_tables_get_numbers_and_places(full_day: Day, client_for: ClientFor) -> None:
    round_ = full_day.dealt()
    tables = queries.hall_tables(full_day.gathering.id)
    typed = {
        f"{name}-{n}": value
        for n, table in enumerate(tables, 1)
        for name, value in (("id", table.id), ("number", table.number), ("place", ""))
    }
    typed |= {"number-1": 2, "number-2": 1, "place-1": "ved scena", "number-8": "40", "place-8": "i gangen"}
    typed["seal"] = seal_of(tables)

    answers = [
        client_for(full_day.fia).post(f"/gatherings/{full_day.gathering.public_id}/tables", data=typed)
        for _time in range(2)
    ]

    db.session.rollback()
    assert [answer.status_code for answer in answers] == [303, 303]
    assert [queries.where(group) for group in groups_now(round_)][:2] == ["Bord 2, ved scena", "Bord 1"]
    assert [table.number for table in queries.hall_tables(full_day.gathering.id)] == [1, 2, 3, 4, 5, 6, 7, 40]


@pytest.mark.parametrize(
    ("number", "place"), [("", "ved døra"), ("0", ""), ("1000", ""), ("²", ""), ("to", ""), ("2", "")]
)
def test_a_wrong_number_comes_back_as_typed(full_day: Day, client_for: ClientFor, number: str, place: str) -> None:
    full_day.dealt()
    tables = queries.hall_tables(full_day.gathering.id)
    before = [(table.id, table.number, table.place) for table in tables]
    typed = {
        "id-1": tables[0].id,
        "number-1": number,
        "place-1": place,
        "id-2": tables[1].id,
        "number-2": "2",
        "place-2": "ved scena",
    }

    answer = client_for(full_day.fia).post(f"/gatherings/{full_day.gathering.public_id}/tables", data=typed)

    db.session.rollback()
    assert (answer.status_code, "ved scena" in answer.get_data(as_text=True)) == (422, True)
    assert [(table.id, table.number, table.place) for table in queries.hall_tables(full_day.gathering.id)] == before


def test_two_who_move_tables_at_once_see_both(full_day: Day, client_for: ClientFor) -> None:
    """GR-11, F16: as in two windows. The second one's rows stay in the form, and stored again they are taken."""
    full_day.dealt()
    address = f"/gatherings/{full_day.gathering.public_id}/tables"
    first, second = queries.hall_tables(full_day.gathering.id)[:2]
    shown = seal_in(client_for(full_day.fia).get(address).text)
    rows = {"id-1": first.id, "number-1": first.number, "id-2": second.id, "number-2": second.number}
    client_for(full_day.fia).post(address, data={**rows, "place-1": "ved scena", "number-3": 40, "seal": shown})

    clashed = client_for(full_day.fia).post(address, data={**rows, "place-1": "ved døra", "seal": shown})
    again = seal_in(clashed.text)
    between = places(full_day)
    client_for(full_day.fia).post(address, data={**rows, "place-1": "ved døra", "seal": again})

    assert (clashed.status_code, between[first.id], places(full_day)[first.id]) == (409, "ved scena", "ved døra")
    assert (">1, ved scena</dd>" in clashed.text, ">1, ved døra</dd>" in clashed.text) == (True, True)
    assert ('value="ved døra"' in clashed.text, 'value="40"' in clashed.text) == (True, True)


def seal_in(page: str) -> str:
    return page.partition('name="seal" value="')[2].partition('"')[0]


def places(day: Day) -> dict[int, str]:
    db.session.rollback()
    return {table.id: table.place for table in queries.hall_tables(day.gathering.id)}


def test_a_delegate_does_not_move_tables(full_day: Day, client_for: ClientFor) -> None:
    answer = client_for(full_day.people[0]).post(
        f"/gatherings/{full_day.gathering.public_id}/tables", data={"number-1": 4}
    )

    assert (answer.status_code, queries.hall_tables(full_day.gathering.id)) == (404, [])


def test_groups_already_made_are_called_by_their_tables_new_number(full_day: Day) -> None:
    round_ = full_day.moves(full_day.round(), RoundState.GATHER)
    table = queries.hall_tables(full_day.gathering.id)[0]

    with unit_of_work():
        save_tables(full_day.gathering, [(table.id, 41, "")], by_id=None)

    assert groups_now(round_)[0].label == "Bord 41"


@pytest.mark.parametrize("rest", ["", "/seating"])
def test_questions_to_the_database_do_not_grow_with_the_groups(
    app: object, full_day: Day, client_for: ClientFor, rest: str
) -> None:
    few, many = full_day.deal(full_day.round(), size=12), full_day.deal(full_day.round(), size=4)
    client = client_for(full_day.fia)
    counts = []
    for address in [page_of(full_day, round_, rest) for round_ in (few, few, many)]:
        with statements() as asked:
            text_of(client, address)
        counts.append(len(asked))

    assert counts[2] <= counts[1]


def test_the_parts_for_others_pages_show_the_way_and_the_table(
    full_day: Day, round_: GroupRound, client_for: ClientFor, app: object
) -> None:

    with current_app.test_request_context("/"):
        g.actor = actor_for(full_day.fia.id)
        tools = "".join(shown("gathering_tools", gathering=full_day.gathering))
        papers = "".join(shown("pack", gathering=full_day.gathering))
        scribe = next(one.person for one in groups_now(round_)[0].members if one.role == "scribe")
        g.actor = actor_for(scribe.id)
        own = "".join(shown("checked_in", gathering=full_day.gathering))
        not_hers = "".join(shown("gathering_tools", gathering=full_day.gathering))
        address = url_for("rounds.show", public_id=full_day.gathering.public_id, round_id=round_.public_id)

    assert (address in tools, address in not_hers, full_day.people[3].name in papers) == (True, False, True)
    assert ("Bord 1" in own, "Di rolle i gruppa: Referent" in own) == (True, True)


def test_a_round_of_another_gathering_is_not_found_under_this_address(full_day: Day, client_for: ClientFor) -> None:
    round_ = full_day.dealt()

    answer = client_for(full_day.fia).get(f"/gatherings/elsewhere/rounds/{round_.public_id}")

    assert answer.status_code == 404
