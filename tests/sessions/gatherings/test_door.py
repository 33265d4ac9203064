"""DR-2, DR-9, DR-10, DR-11: coming and going, by whom it may be said, and what a second tap does."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from markupsafe import escape

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, NotAllowed
from network.core.signals import Signal, checked_in, checked_out, hall_changed
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.models import AttendanceChange, GatheringMember, GatheringRole, Invitation, Reply
from network.sessions.gatherings.queries import door as queries
from network.sessions.gatherings.queries.members import member
from network.sessions.gatherings.services import door as doors
from network.sessions.gatherings.services import members
from network.sessions.stage.queries.arrivals import arrivals
from tests.sessions.gatherings.door_world import MORNING, Door, open_the_door
from tests.statements import statements

MINUTE = timedelta(minutes=1)


@pytest.fixture
def door(app: Flask) -> Door:
    return open_the_door(app)


@pytest.fixture
def heard() -> object:
    """What the signals said: (name, person)."""
    said: list[tuple[str, object]] = []
    ears: list[tuple[Signal, Callable[..., None]]] = [
        (checked_in, lambda person_id, **_more: said.append(("in", person_id))),
        (checked_out, lambda person_id, **_more: said.append(("out", person_id))),
    ]
    for signal, ear in ears:
        signal.connect(ear)
    yield said
    for signal, ear in ears:
        signal.disconnect(ear)


def check_in(door: Door, person: Person, how: str = "host", **given: object) -> None:
    with unit_of_work():
        doors.check_in(door.gathering, person.id, how=how, by_id=door.cast.fia.id, **given)


def check_out(door: Door, person: Person, **given: object) -> None:
    with unit_of_work():
        doors.check_out(door.gathering, person.id, by_id=door.cast.fia.id, **given)


def reasons() -> list[str]:
    return [change.reason for change in db.session.query(AttendanceChange).order_by(AttendanceChange.id)]


def times(door: Door, person: Person) -> tuple[object, object]:
    row = door.attendance(person)
    assert row is not None
    return row.arrived_at, row.left_at


def test_a_second_scan_is_no_fault_and_changes_nothing(door: Door, heard: list[tuple[str, object]]) -> None:
    check_in(door, door.cast.anna)
    clock.advance(600)
    check_in(door, door.cast.anna, how="badge")

    assert (times(door, door.cast.anna), door.rows(), reasons()) == ((MORNING, None), [("Anna", "host")], [])
    assert heard == [("in", door.cast.anna.id)]


def test_the_municipality_is_whom_she_comes_for_that_day(door: Door) -> None:
    with unit_of_work():
        members.admit(door.gathering, door.cast.otto.id)
        members.stand_in(door.gathering, door.cast.kai.id, for_id=door.cast.cy.id)
    for person in (door.cast.anna, door.cast.kai, door.cast.otto):
        check_in(door, person)

    rows = {
        row.person.name: row.municipality.name if row.municipality else None
        for row in queries.present(door.gathering.id)
    }
    assert rows == {"Anna": "Nordvik", "Kai": "Sundby", "Otto": None}


def test_who_left_and_comes_back_has_been_there_all_the_time_with_a_note(
    door: Door, heard: list[tuple[str, object]]
) -> None:
    check_in(door, door.cast.anna)
    clock.advance(60)
    check_out(door, door.cast.anna)
    clock.advance(60)
    check_in(door, door.cast.anna)

    assert (times(door, door.cast.anna), reasons()) == ((MORNING, None), ["#returned"])
    assert [word for word, _person in heard] == ["in", "out", "in"]


def test_who_left_early_was_there(door: Door) -> None:
    check_in(door, door.cast.anna)
    clock.advance(60)
    check_out(door, door.cast.anna)

    assert queries.present_ids(door.gathering.id) == set()
    assert [row.person.name for row in queries.attendances(door.gathering.id)] == ["Anna"]


def test_nobody_leaves_who_never_came(door: Door) -> None:
    with pytest.raises(Conflict):
        check_out(door, door.cast.anna)

    assert door.attendance(door.cast.anna) is None


def test_a_tap_that_arrives_late_does_not_bring_back_who_has_left(door: Door) -> None:
    check_in(door, door.cast.anna)
    clock.advance(600)
    check_out(door, door.cast.anna)
    left = clock.now()
    clock.advance(600)
    check_in(door, door.cast.anna, at=MORNING - 5 * MINUTE)

    assert (times(door, door.cast.anna), reasons()) == ((MORNING - 5 * MINUTE, left), ["#earlier"])


def test_a_leaving_from_before_she_came_back_changes_nothing(door: Door) -> None:
    check_in(door, door.cast.anna)
    check_out(door, door.cast.anna, at=MORNING + MINUTE)
    clock.advance(1200)
    check_in(door, door.cast.anna)
    check_out(door, door.cast.anna, at=MORNING + 10 * MINUTE)

    assert times(door, door.cast.anna) == (MORNING, None)


def test_a_tap_by_mistake_is_taken_back_and_stays_readable(door: Door, heard: list[tuple[str, object]]) -> None:
    check_in(door, door.cast.anna)
    with unit_of_work():
        doors.take_back(door.gathering, door.cast.anna.id, by_id=door.cast.fia.id)

    assert (door.attendance(door.cast.anna), reasons()) == (None, ["#undone"])
    assert [word for word, _person in heard] == ["in", "out"]


def test_who_came_back_by_mistake_has_left_again_and_was_there(door: Door) -> None:
    check_in(door, door.cast.anna)
    check_out(door, door.cast.anna, at=MORNING + MINUTE)
    clock.advance(600)
    check_in(door, door.cast.anna)
    with unit_of_work():
        doors.take_back(door.gathering, door.cast.anna.id, by_id=door.cast.fia.id)

    assert (times(door, door.cast.anna), reasons()) == ((MORNING, MORNING + MINUTE), ["#returned", "#undone"])


def test_the_host_admits_whom_the_list_lacks_and_nobody_admits_herself(door: Door) -> None:
    with pytest.raises(NotAllowed):
        check_in(door, door.cast.otto, how="self")
    assert member(door.gathering.id, door.cast.otto.id) is None

    check_in(door, door.cast.otto)

    assert door.rows() == [("Otto", "host")]


# The host's page


def tap(door: Door, browser: object, person: Person, act: str = "in", **more: str) -> object:
    return browser.post(f"{door.path}/door/taps", person=person.public_key, act=act, **more)  # type: ignore[attr-defined]


def test_a_host_taps_and_is_told_the_time(door: Door) -> None:
    host = door.signed_in(door.cast.fia)

    tap(door, host, door.cast.anna)
    page = host.get(f"{door.path}/door").text

    assert door.rows() == [("Anna", "host")]
    assert "08:41" in page
    row = door.attendance(door.cast.anna)
    assert row is not None
    assert row.by_id == door.cast.fia.id


@pytest.mark.parametrize("who", ["bo", "kai", "otto"])
def test_others_cannot_tap_for_somebody_of_another_place(door: Door, who: str) -> None:
    browser = door.signed_in(getattr(door.cast, who))

    answer = tap(door, browser, door.cast.anna)

    assert (answer.status_code, door.rows()) == (404, [])


@pytest.mark.parametrize("who", ["anna", "kai", "otto"])
def test_the_list_is_for_hosts(door: Door, who: str) -> None:
    """Looked for by the key of a line: a name of two letters stands by chance in one of 150 form tokens."""
    line = f'data-who="{door.cast.cy.public_key}"'
    page = door.signed_in(getattr(door.cast, who)).get(f"{door.path}/door")
    hosts = door.signed_in(door.cast.fia).get(f"{door.path}/door")

    assert (page.status_code in (403, 404), line in page.text) == (True, False)
    assert (hosts.status_code, line in hosts.text) == (200, True)


@pytest.mark.parametrize("how", ["self", "badge", "colleague"])
def test_nobody_lengthens_her_own_hours_or_a_colleagues(door: Door, how: str) -> None:
    """DR-9: what a phone says of the time makes an arrival earlier for a host alone (the test of two hosts)."""
    check_in(door, door.cast.anna)

    check_in(door, door.cast.anna, how, at=MORNING - 5 * MINUTE)
    check_in(door, door.cast.bo, "colleague", at=MORNING - 5 * MINUTE)

    assert (times(door, door.cast.anna), times(door, door.cast.bo), reasons()) == (
        (MORNING, None),
        (MORNING, None),
        [],
    )


def test_a_colleague_checks_in_a_colleague_and_it_is_recorded(door: Door) -> None:
    """Bo and Cy are of one municipality; Anna is not."""
    browser = door.signed_in(door.cast.bo)

    page = browser.get(f"{door.path}/colleagues").text
    tap(door, browser, door.cast.cy)

    row = door.attendance(door.cast.cy)
    assert row is not None
    assert ("Cy" in page, "Anna" in page) == (True, False)
    assert (row.how, row.by_id) == ("colleague", door.cast.bo.id)


def test_only_the_host_opens_a_closed_door(door: Door) -> None:
    clock.set(MORNING - timedelta(hours=3))

    colleague = tap(door, door.signed_in(door.cast.bo), door.cast.cy)
    assert (colleague.status_code, door.rows()) == (409, [])
    tap(door, door.signed_in(door.cast.fia), door.cast.cy)

    assert door.rows() == [("Cy", "host")]


def test_a_delegate_cannot_take_back_that_somebody_was_there(door: Door) -> None:
    check_in(door, door.cast.cy)

    answer = tap(door, door.signed_in(door.cast.bo), door.cast.cy, act="undo")

    assert (answer.status_code in (403, 404), door.rows()) == (True, [("Cy", "host")])


def test_a_tap_sent_again_does_nothing(door: Door) -> None:
    """DR-10: in, out, and then the first once more."""
    host = door.signed_in(door.cast.fia)
    tap(door, host, door.cast.anna, key="k1")
    clock.advance(60)
    tap(door, host, door.cast.anna, act="out", key="k2")
    clock.advance(60)

    again = tap(door, host, door.cast.anna, key="k1")

    assert again.status_code == 303
    assert times(door, door.cast.anna) == (MORNING, MORNING + MINUTE)


def test_two_taps_take_back_one_thing(door: Door) -> None:
    """F10: the form says what it takes back. Undone twice, she who left would never have come."""
    host = door.signed_in(door.cast.fia)
    check_in(door, door.cast.anna)
    check_out(door, door.cast.anna, at=MORNING + MINUTE)
    seen = re.search(r'name="seen" value="(\w+)"', host.get(f"{door.path}/door").text)
    assert seen is not None

    answers = [tap(door, host, door.cast.anna, act="undo", seen=seen.group(1)) for _each in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (times(door, door.cast.anna), reasons()) == ((MORNING, None), ["#undone"])


def test_a_key_that_says_something_else_is_refused(door: Door) -> None:
    host = door.signed_in(door.cast.fia)
    tap(door, host, door.cast.anna, key="k1")

    answer = tap(door, host, door.cast.bo, key="k1")

    assert (answer.status_code, door.rows()) == (409, [("Anna", "host")])


def test_a_tap_from_an_hour_without_a_network_has_the_time_of_the_tap(door: Door) -> None:
    """The device's clock is five hours wrong."""
    clock.set(MORNING + 60 * MINUTE)
    wrong = (MORNING + timedelta(hours=5)).timestamp() * 1000

    tap(
        door,
        door.signed_in(door.cast.fia),
        door.cast.anna,
        key="k",
        tapped_at=str(int(wrong)),
        sent_at=str(int(wrong + 45 * 60_000)),
    )

    assert times(door, door.cast.anna) == (MORNING + 15 * MINUTE, None)


@pytest.mark.parametrize("moment", ["-1", "x", "9" * 40, "٣", ""])
def test_a_time_that_is_none_counts_as_now(door: Door, moment: str) -> None:
    tap(door, door.signed_in(door.cast.fia), door.cast.anna, tapped_at=moment, sent_at=moment)

    assert times(door, door.cast.anna) == (MORNING, None)


def test_a_program_is_answered_in_words(door: Door) -> None:
    host = door.signed_in(door.cast.fia)
    fields = {"csrf_token": host.token(), "person": door.cast.anna.public_key, "act": "in"}

    answers = [
        host.send("POST", f"{door.path}/door/taps", data=fields, headers={"Accept": "application/json"}).json
        for _ in range(2)
    ]

    assert [answer["ok"] for answer in answers] == [True, True]
    assert ["08:41" in answer["message"] for answer in answers] == [True, True]


def test_the_list_finds_names_without_a_script(door: Door) -> None:
    page = door.signed_in(door.cast.fia).get(f"{door.path}/door?q=ann").text

    assert ('data-words="Anna' in page, 'data-words="Bo' in page) == (True, False)


@pytest.mark.parametrize("name", ["§time§ §from§ §key§", "<b>§name§</b>"])
def test_a_line_is_filled_in_with_what_a_person_is_called_whatever_that_is(door: Door, name: str) -> None:
    with unit_of_work():
        door.cast.bo.name = name
    check_in(door, door.cast.bo)

    page = door.signed_in(door.cast.fia).get(f"{door.path}/door").text

    assert f'<span class="guest-line__name">{escape(name)}</span>' in page
    assert f'id="p-{door.cast.bo.public_key}"' in page
    assert f'<input type="hidden" name="person" value="{door.cast.bo.public_key}">' in page


def test_the_page_counts_those_who_are_here_and_names_the_missing(door: Door) -> None:
    check_in(door, door.cast.bo)
    page = door.signed_in(door.cast.fia).get(f"{door.path}/door").text

    assert '<strong class="door__here">1</strong>' in page
    assert page.count("Cy</span>") >= 1
    assert "Bo</strong>" not in page


def test_the_number_of_queries_does_not_grow_with_the_list(door: Door) -> None:
    host, path = door.signed_in(door.cast.fia), f"{door.path}/door"

    def count() -> list[str]:
        with statements() as seen:
            host.get(path)
        return sorted(statement for statement in seen if statement.startswith("SELECT"))

    few = count()
    with unit_of_work():
        for number in range(9):
            person = register.add_person(name=f"Nye Døme {number}", email=None)
            members.admit(door.gathering, person.id)
            doors.check_in(door.gathering, person.id, how="host", by_id=None)

    many = count()
    assert many == few


# Somebody whom the list lacks


def add(door: Door, **fields: str) -> object:
    return door.signed_in(door.cast.fia).post(f"{door.path}/door/people", **fields)


def role_of(name: str) -> tuple[GatheringRole, str | None]:
    found = db.session.query(GatheringMember).join(GatheringMember.person).filter(Person.name == name).one()
    return found.role, found.municipality.name if found.municipality else None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"place": "9902", "role": "participant"}, (GatheringRole.PARTICIPANT, "Sundby")),
        ({"place": "", "role": "participant"}, (GatheringRole.GUEST, None)),
        ({"place": "9901", "role": "official"}, (GatheringRole.OFFICIAL, "Nordvik")),
    ],
)
def test_a_person_is_added_and_checked_in_by_one_form(
    door: Door, fields: dict[str, str], expected: tuple[GatheringRole, str | None]
) -> None:
    add(door, name="  Nye   Døme ", **fields)

    assert role_of("Nye Døme") == expected
    assert door.rows() == [("Nye Døme", "host")]


def test_the_same_form_sent_twice_adds_one_person(door: Door) -> None:
    for _ in range(2):
        add(door, name="Nye Døme", place="", role="guest", key="once")

    assert door.rows() == [("Nye Døme", "host")]


def test_who_holds_a_seat_under_that_name_is_taken_for_herself(door: Door) -> None:
    """DR-11"""
    with unit_of_work():
        members.dismiss(db.session.get_one(GatheringMember, (door.gathering.id, door.cast.anna.id)))

    add(door, name="anna", place="9901", role="participant")

    row = door.attendance(door.cast.anna)
    assert row is not None
    assert row.municipality_id is not None


def test_somebody_on_the_list_is_not_added_once_more(door: Door) -> None:
    answer = add(door, name="Anna", place="9901", role="participant")

    assert (answer.status_code, 'value="Anna"' in answer.text, door.rows()) == (409, True, [])


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"name": "x" * 61}, {"name": "Ny", "place": "0000"}, {"name": "Ny", "role": "lead"}]
)
def test_what_cannot_be_used_comes_back_as_typed(door: Door, fields: dict[str, str]) -> None:
    answer = add(door, **{"place": "", "role": "guest", **fields})

    assert (answer.status_code, door.rows()) == (422, [])
    assert f'value="{fields["name"]}"' in answer.text


def test_a_substitute_takes_a_delegates_place_for_the_day(door: Door) -> None:
    host = door.signed_in(door.cast.fia)

    host.post(f"{door.path}/door/substitutes", absent=door.cast.cy.public_key, stand_in="Vara Døme")

    assert role_of("Vara Døme") == (GatheringRole.PARTICIPANT, "Sundby")
    assert door.rows() == [("Vara Døme", "host")]
    sundby = next(one for one in arrivals(door.gathering).municipalities if one.name == "Sundby")
    assert (sundby.here, sundby.missing) == (1, ["Bo"])


def test_who_has_said_no_is_not_among_those_waited_for(door: Door) -> None:
    """As on the control page."""
    with unit_of_work():
        invitation = Invitation(public_id="i" * 16, gathering_id=door.gathering.id, person_id=door.cast.cy.id)
        invitation.reply = Reply.NO
        db.session.add(invitation)

    page = door.signed_in(door.cast.fia).get(f"{door.path}/door").text

    # Without the tags: in some token any two letters stand side by side.
    places = re.findall(r"\w+", re.sub(r"<[^>]*>", " ", page[page.index('data-region="door-places"') :]))
    assert ("Bo" in places, "Cy" in places) == (True, False)
    assert [one.missing for one in arrivals(door.gathering).municipalities] == [["Anna"], ["Bo"]]


def test_nobody_stands_in_for_one_who_has_come(door: Door) -> None:
    check_in(door, door.cast.cy)
    host = door.signed_in(door.cast.fia)

    answer = host.post(f"{door.path}/door/substitutes", absent=door.cast.cy.public_key, stand_in="Vara Døme")

    assert (answer.status_code, door.rows()) == (409, [("Cy", "host")])
    assert db.session.query(Person).filter_by(name="Vara Døme").count() == 0


def test_who_is_admitted_or_dismissed_is_a_change_of_the_hall(door: Door) -> None:
    """A page says after which change it was drawn, and is not asked for anew when there was none."""
    said: list[int] = []

    def hear(gathering_id: int, **_more: object) -> None:
        said.append(gathering_id)

    hall_changed.connect(hear)
    try:
        with unit_of_work():
            admitted = members.admit(door.gathering, register.add_person(name="Nina Nydøme", email=None).id)
        with unit_of_work():
            members.dismiss(admitted)
    finally:
        hall_changed.disconnect(hear)

    assert said == [door.gathering.id, door.gathering.id]
