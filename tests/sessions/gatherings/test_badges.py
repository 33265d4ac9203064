"""DR-3 to DR-5: a badge signs in one person to one gathering, checks her in, and lends no power."""

from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from flask import Flask

from network.access.actor import actor_for
from network.access.guard import NOTHING, allows
from network.core import clock
from network.core.db import db, unit_of_work
from network.people import identity
from network.people.models import Person, SignInSession
from network.people.services import register
from network.people.services.sessions import forget_sessions
from network.sessions.gatherings.models import GatheringRole
from network.sessions.gatherings.queries.members import member
from network.sessions.gatherings.services import badges, guests, members
from tests.cast import a_gathering
from tests.sessions.gatherings.door_world import MORNING, Door, Phone, open_the_door

POWERS = ("door.edit", "badge.create", "pack.read", "gathering.create", "seat.edit", "audit.read", "job.read")


@pytest.fixture
def door(app: Flask) -> Door:
    return open_the_door(app)


def limited(person: Person) -> SignInSession:
    db.session.expire_all()
    rows = db.session.query(SignInSession).filter_by(person_id=person.id, ended_at=None)
    return rows.filter(SignInSession.only_gathering_id.is_not(None)).one()


def test_a_look_at_a_badge_shows_a_button_and_does_nothing(door: Door) -> None:
    phone = door.stranger()

    page = phone.get(f"/skilt/{door.token(door.cast.anna)}")

    assert ("Anna" in page.text, page.headers["Referrer-Policy"]) == (True, "no-referrer")
    assert (door.rows(), phone.cookie("session"), db.session.query(SignInSession).count()) == ([], None, 0)


def test_one_press_signs_in_and_checks_in(door: Door) -> None:
    phone = door.stranger()

    answer = phone.post(f"/skilt/{door.token(door.cast.anna)}")

    assert (answer.status_code, answer.location, door.rows()) == (303, "/", [("Anna", "badge")])
    assert phone.is_signed_in()


def test_a_badge_scanned_twice_keeps_its_sign_in(door: Door) -> None:
    phone = door.with_badge(door.cast.anna)
    before = limited(door.cast.anna).id

    phone.post(f"/skilt/{door.token(door.cast.anna)}")

    assert (limited(door.cast.anna).id, door.rows()) == (before, [("Anna", "badge")])


def test_a_full_sign_in_of_the_same_person_is_kept(door: Door) -> None:
    phone = door.signed_in(door.cast.anna)

    phone.post(f"/skilt/{door.token(door.cast.anna)}")

    kept = db.session.query(SignInSession).one()
    assert (kept.only_gathering_id, kept.ended_at, door.rows()) == (None, None, [("Anna", "badge")])


def test_on_anothers_device_nothing_is_pressed_by_itself(door: Door) -> None:
    phone = door.signed_in(door.cast.bo)

    page = phone.get(f"/skilt/{door.token(door.cast.anna)}").text

    assert ("<press-once>" in page, "Bo" in page) == (False, True)


def test_before_the_door_opens_one_is_in_but_not_checked_in(door: Door) -> None:
    clock.set(MORNING - timedelta(hours=2))

    phone = door.with_badge(door.cast.anna)

    assert (phone.is_signed_in(), door.rows()) == (True, [])


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("replaced", "eit nyare skilt"),
        ("early", "frå"),
        ("over", "over"),
        ("cancelled", "avlyst"),
        ("false", "bordet"),
    ],
)
def test_a_badge_that_is_not_good_says_why_and_lets_nobody_in(door: Door, case: str, words: str) -> None:
    token = door.token(door.cast.anna)
    if case == "replaced":
        with unit_of_work():
            found = member(door.gathering.id, door.cast.anna.id)
            assert found is not None
            badges.replace_badge(found, by_id=door.cast.fia.id)
    if case == "cancelled":
        with unit_of_work():
            door.gathering.cancelled_at = clock.now()
    if case in ("early", "over"):
        clock.set(MORNING + timedelta(days=-1 if case == "early" else 2))
    if case == "false":
        token = token[:-1] + ("0" if token[-1] != "0" else "1")
    phone = door.stranger()

    look, press = phone.get(f"/skilt/{token}"), phone.post(f"/skilt/{token}")

    assert (look.status_code, press.status_code, phone.cookie("session"), door.rows()) == (410, 410, None, [])
    assert words in look.text.lower()


def test_a_badge_for_another_gathering_opens_that_one_alone(door: Door) -> None:
    with unit_of_work():
        other = a_gathering()
        token = badges.token_of(members.admit(other, door.cast.anna.id))
    phone = door.stranger()

    phone.post(f"/skilt/{token}")

    assert limited(door.cast.anna).only_gathering_id == other.id
    assert phone.get(f"{door.path}/colleagues").status_code == 404


def test_a_new_badge_signs_out_who_came_in_by_the_old_one(door: Door) -> None:
    finder = door.with_badge(door.cast.anna)
    old = door.token(door.cast.anna)
    host = door.signed_in(door.cast.fia)

    host.post(f"{door.path}/door/people/{door.cast.anna.public_key}/badge")

    assert (finder.is_signed_in(), door.token(door.cast.anna) != old) == (False, True)
    assert door.stranger().post(f"/skilt/{old}").status_code == 410


@pytest.mark.parametrize("who", ["bo", "kai", "otto"])
def test_nobody_but_a_host_sees_or_makes_badges(door: Door, who: str) -> None:
    browser = door.signed_in(getattr(door.cast, who))
    path = f"{door.path}/door/people/{door.cast.anna.public_key}/badge"

    answers = [browser.get(path), browser.post(path)]

    found = member(door.gathering.id, door.cast.anna.id)
    assert [answer.status_code in (403, 404) for answer in answers] == [True, True]
    assert found is not None
    assert found.badge_serial == 1


# What a badge does not lend


def enlist(door: Door) -> dict[str, Person]:
    """People with power, all admitted to the gathering: lead, administrator, coordinator, facilitator."""
    with unit_of_work():
        register.give_role(door.cast.otto, "administrator")
        for person in (door.cast.lea, door.cast.kai, door.cast.otto):
            members.admit(door.gathering, person.id)
    return {"P": door.cast.lea, "A": door.cast.otto, "K": door.cast.kai, "F": door.cast.fia}


@pytest.mark.parametrize("letter", ["P", "A", "K", "F"])
def test_a_badge_takes_the_power_away_and_leaves_a_guest_of_that_day(door: Door, letter: str) -> None:
    person = enlist(door)[letter]

    whole = actor_for(person.id)
    by_badge = actor_for(person.id, only_gathering_id=door.gathering.id)

    assert letter in whole.roles
    assert by_badge.roles == frozenset("VG")
    assert (by_badge.facilitated_ids, by_badge.gathering_ids) == (frozenset(), frozenset({door.gathering.id}))
    lent = [
        action
        for action in (
            "door.edit",
            "badge.create",
            "pack.read",
            "gathering.create",
            "seat.edit",
            "audit.read",
            "job.read",
        )
        if allows(by_badge, action, door.gathering.facts()) or allows(by_badge, action, NOTHING)
    ]
    assert lent == []


@pytest.mark.parametrize(
    ("letter", "path"),
    [
        ("P", "/operations/queue"),
        ("A", "/operations/queue"),
        ("F", "{door}/door"),
        ("P", "{door}/door"),
        ("F", "{door}/pack"),
    ],
)
def test_pages_of_power_are_closed_to_a_badge_and_open_to_the_person(door: Door, letter: str, path: str) -> None:
    person = enlist(door)[letter]
    address = path.format(door=door.path)

    whole, by_badge = door.signed_in(person).get(address), door.with_badge(person).get(address)

    assert (whole.status_code, by_badge.status_code in (403, 404)) == (200, True)


def test_a_delegates_badge_leaves_her_a_delegate_in_that_gathering_alone(door: Door) -> None:
    with unit_of_work():
        other = a_gathering()
        members.admit(other, door.cast.anna.id, GatheringRole.FACILITATOR)

    by_badge = actor_for(door.cast.anna.id, only_gathering_id=door.gathering.id)

    assert by_badge.roles == frozenset("VGD")
    assert by_badge.gathering_ids == frozenset({door.gathering.id})
    assert by_badge.group_ids == frozenset({door.hall.group.id})


def test_groups_of_other_gatherings_are_out_of_a_badges_reach(door: Door) -> None:
    with unit_of_work():
        other = a_gathering()
        members.admit(other, door.cast.anna.id)

    by_badge = actor_for(door.cast.anna.id, only_gathering_id=other.id)

    assert actor_for(door.cast.anna.id).group_ids == frozenset({door.hall.group.id})
    assert by_badge.group_ids == frozenset()


def environ_with(phone: Phone) -> dict[str, str]:
    cookie = SimpleCookie()
    cookie["session"] = phone.cookie("session") or ""
    return {
        "HTTP_COOKIE": cookie.output(header="").strip(),
        "REQUEST_METHOD": "GET",
        "SERVER_NAME": "x",
        "SERVER_PORT": "1",
    }


def test_a_socket_of_a_badge_is_as_narrow_as_its_pages(door: Door) -> None:
    by_badge = identity.identify(environ_with(door.with_badge(door.cast.fia)))
    whole = identity.identify(environ_with(door.signed_in(door.cast.fia)))

    assert by_badge is not None
    assert whole is not None
    assert (by_badge.only_gathering_id, whole.only_gathering_id) == (door.gathering.id, None)


def test_a_badges_sign_in_ends_twelve_hours_after_the_gathering_on_page_and_socket(door: Door) -> None:
    phone = door.with_badge(door.cast.anna)
    session_id = limited(door.cast.anna).id
    ends = door.gathering.ends_at + timedelta(hours=12)

    states = []
    for moment in (ends - timedelta(seconds=1), ends):
        clock.set(moment)
        states.append((phone.is_signed_in(), identity.still_signed_in([session_id]) == {session_id}))

    assert states == [(True, True), (False, False)]


def test_a_leads_badge_holds_the_whole_day_as_it_holds_no_power(door: Door) -> None:
    """A lead's full sign-in ends after two hours unused; this one must not, in the middle of the day."""
    phone = door.with_badge(enlist(door)["P"])

    clock.advance(7 * 3600)

    assert phone.is_signed_in()


def test_sign_ins_by_badge_that_ran_out_are_forgotten(door: Door) -> None:
    door.with_badge(door.cast.anna)
    door.signed_in(door.cast.bo)
    clock.set(door.gathering.ends_at + timedelta(days=9))

    with unit_of_work():
        gone = guests.forget_limited_sessions(clock.now() - timedelta(days=7))
        kept = forget_sessions(clock.now() - timedelta(days=7))

    assert (gone, kept, db.session.query(SignInSession).one().person_id) == (1, 0, door.cast.bo.id)


# The code on the wall


def test_one_who_is_in_checks_herself_in_by_the_wall(door: Door) -> None:
    phone = door.signed_in(door.cast.anna)
    path = f"/inn/{door.gathering.join_code}"

    look = phone.get(path)
    before = door.rows()
    press = phone.post(path)

    assert ("<press-once>" in look.text, before) == (True, [])
    assert (press.location, door.rows()) == (path, [("Anna", "self")])
    assert "08:41" in phone.get(path).text


def test_a_stranger_at_the_wall_is_told_the_same_of_a_right_code_as_of_a_wrong_one(door: Door) -> None:
    right = door.gathering.join_code or ""
    pages = [door.stranger().get(f"/inn/{code}") for code in (right, "2" * 8)]
    otto = door.signed_in(door.cast.otto).get(f"/inn/{right}")

    texts = [page.text.replace(f"{right[:4]}+{right[4:]}", "").replace("2222+2222", "") for page in pages]
    assert [page.status_code for page in pages] == [200, 200]
    assert door.gathering.title not in texts[0] + otto.text
    assert texts[0].replace(right, "") == texts[1].replace("2" * 8, "")


def test_the_wall_checks_nobody_in_while_the_door_is_closed(door: Door) -> None:
    clock.set(MORNING - timedelta(hours=4))
    phone = door.signed_in(door.cast.anna)

    phone.post(f"/inn/{door.gathering.join_code}")

    assert door.rows() == []


def test_a_strangers_press_at_the_wall_does_nothing(door: Door) -> None:
    for browser in (door.stranger(), door.signed_in(door.cast.otto)):
        browser.post(f"/inn/{door.gathering.join_code}")

    assert door.rows() == []


def test_the_picture_on_the_wall_is_dark_on_white_without_styles(door: Door) -> None:
    page = door.signed_in(door.cast.fia).get(f"{door.path}/door/wall").text

    code = door.gathering.join_code or ""
    assert ('stroke="#000"' in page, 'fill="#fff"' in page, "style=" in page) == (True, True, False)
    assert f"{code[:4]} {code[4:]}" in page
