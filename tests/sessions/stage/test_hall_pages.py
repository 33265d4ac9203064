"""The phone's "Now", done, help and messages: who may, what is shown, what it costs (ST-8, ST-9, ST-15)."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from network.core.db import db, unit_of_work
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.models import GatheringRole
from network.sessions.gatherings.services.door import check_in, check_out
from network.sessions.gatherings.services.members import admit
from network.sessions.groups.models import GroupMember, GroupRound
from network.sessions.stage.models import HallMessage, HelpCall, MessageSeen, Readiness
from network.sessions.stage.queries.groups import rows_of
from network.sessions.stage.services import messages
from tests.sessions.stage.conftest import Day, after, queries_of

ClientFor = Callable[[Person | None], FlaskClient]


def the_round() -> GroupRound:
    db.session.rollback()
    return db.session.scalars(select(GroupRound)).one()


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_front_page_says_what_happens_now_where_one_sits_and_how_long(day: Day, client_for: ClientFor) -> None:
    day.to_work()

    page = client_for(day.cast.anna).get("/").text

    wanted = ["Blanda grupper", "att · sluttar kl. 09:03", "Opne gruppetavla", "Treng hjelp", "Ferdig"]
    assert [word for word in wanted if word not in page] == []


def test_while_people_talk_the_phone_shows_the_question_and_the_clock(day: Day, client_for: ClientFor) -> None:
    """ST-26. Help and the board are one tap away, the rest of the page lies under one fold that needs no script."""
    day.to_work()
    phone = client_for(day.cast.anna)
    before = phone.get("/").text
    day.move("phase")

    page = phone.get("/").text

    seen, folded = (
        page[page.index("<h1") : page.index("<details")],
        page[page.index("<details") : page.index("</details>")],
    )
    wanted = ["Legg ned telefonen", day.items["mixed"].question, "round-clock", "Treng hjelp", "Opne gruppetavla"]
    assert [word for word in wanted if word not in seen] == []
    assert [word for word in ("Sjå kven som sit der", "Lunsj") if word in seen or word not in folded] == []
    filled = 'data-variant="primary"'
    assert (filled in before, filled in page, "<details" in before) == (True, False, False)


def test_who_sits_in_no_group_is_told_where_to_go_also_while_people_talk(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    day.move("phase")

    page = client_for(day.cast.fia).get("/").text

    assert ("Du har ikkje bord i denne runden" in page, "Legg ned telefonen" in page) == (True, False)


def test_help_is_called_while_people_talk_and_the_page_says_so(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    day.move("phase")
    phone = client_for(day.cast.anna)

    phone.post(f"/rounds/{the_round().public_id}/help", follow_redirects=True)

    page = phone.get("/").text
    assert "De har bede om hjelp" in page[: page.index("<details")]


@pytest.mark.parametrize(
    ("act", "said"), [(None, "Vi startar snart"), ("talk", "Innleiing"), ("finish", "Takk for i dag")]
)
def test_before_and_after_the_day_the_page_says_so(day: Day, client_for: ClientFor, act: str | None, said: str) -> None:
    if act is not None:
        day.go_to("talk")
    if act == "finish":
        day.move("finish", is_confirmed=True)

    assert said in client_for(day.cast.anna).get("/").text


def test_the_page_asks_the_database_no_more_often_for_a_full_hall_than_for_three(
    day: Day, client_for: ClientFor
) -> None:
    day.to_work()
    anna = client_for(day.cast.anna)
    few = queries_of(anna, "/")
    with unit_of_work():
        for number in range(20):
            person = register.add_person(name=f"Per {number}", email=f"per{number}@prove.example")
            admit(day.gathering, person.id)
            check_in(day.gathering, person.id, how="badge", by_id=None)

    assert queries_of(anna, "/") == few


def test_done_is_a_row_for_each_person_and_phase_and_said_twice_is_said_once(day: Day, client_for: ClientFor) -> None:
    """ST-8"""
    day.to_work()
    anna = client_for(day.cast.anna)

    answers = [anna.post(f"/rounds/{the_round().public_id}/readiness").status_code for _time in range(2)]
    day.move("phase")

    rows = [(row.phase, row.person_id) for row in db.session.scalars(select(Readiness))]
    assert (answers, rows) == ([303, 303], [(0, day.cast.anna.id)])


def test_done_sent_once_more_after_a_move_is_not_done_with_the_next_phase(day: Day, client_for: ClientFor) -> None:
    """ST-8: the page says which phase it showed."""
    day.to_work()
    anna, path = client_for(day.cast.anna), f"/rounds/{the_round().public_id}/readiness"
    anna.post(path, data={"phase": "0"})
    day.move("phase")

    anna.post(path, data={"phase": "0"})
    ahead = anna.post(path, data={"phase": "99"})
    db.session.rollback()

    rows = sorted((row.phase, row.person_id) for row in db.session.scalars(select(Readiness)))
    assert (ahead.status_code, rows) == (303, [(0, day.cast.anna.id), (1, day.cast.anna.id)])


def test_done_can_be_taken_back(day: Day, client_for: ClientFor) -> None:
    """ST-8"""
    day.to_work()
    anna = client_for(day.cast.anna)
    anna.post(f"/rounds/{the_round().public_id}/readiness")

    anna.post(f"/rounds/{the_round().public_id}/readiness/end")

    assert count(Readiness) == 0


@pytest.mark.parametrize(("name", "status"), [("otto", 404), ("kai", 404), ("fia", 404), ("lea", 404)])
@pytest.mark.parametrize("what", ["readiness", "readiness/end", "help"])
def test_only_members_of_a_group_are_done_or_ask_for_help(
    day: Day, client_for: ClientFor, name: str, status: int, what: str
) -> None:
    day.to_work()

    answer = client_for(getattr(day.cast, name)).post(f"/rounds/{the_round().public_id}/{what}")

    assert (answer.status_code, count(Readiness), count(HelpCall)) == (status, 0, 0)


def test_in_a_closed_round_nobody_is_done_any_more(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    for act in ("phase", "phase", "wrap_up", "close"):
        day.move(act)

    answer = client_for(day.cast.anna).post(f"/rounds/{the_round().public_id}/readiness")

    assert (answer.status_code, count(Readiness)) == (409, 0)


def test_who_has_left_is_away_and_not_waited_for(day: Day, client_for: ClientFor) -> None:
    """ST-8, C5"""
    day.to_work()
    client_for(day.cast.anna).post(f"/rounds/{the_round().public_id}/readiness")
    with unit_of_work():
        check_out(day.gathering, day.cast.bo.id, by_id=None)

    rows = rows_of(the_round())

    seated = db.session.scalar(select(func.count()).select_from(GroupMember).where(GroupMember.seen_at.is_(None)))
    assert seated is not None
    assert (sum(row.ready for row in rows), sum(row.here for row in rows), sum(row.away for row in rows)) == (1, 2, 1)


def test_help_is_one_call_for_the_group_and_is_answered_by_name(day: Day, client_for: ClientFor) -> None:
    """ST-9"""
    day.to_work()
    anna, fia = client_for(day.cast.anna), client_for(day.cast.fia)
    for _time in range(2):
        anna.post(f"/rounds/{the_round().public_id}/help")
    after(minutes=4)
    control = fia.get(day.path("/control")).text

    call = db.session.scalars(select(HelpCall)).one()
    fia.post(day.path(f"/help/{call.id}/answer"))

    assert ("har venta 4 minutt" in control, "Fia kjem" in anna.get("/").text) == (True, True)


@pytest.mark.parametrize("name", ["anna", "cy", "otto", "kai"])
def test_nobody_but_those_who_lead_answers_help(day: Day, client_for: ClientFor, name: str) -> None:
    day.to_work()
    client_for(day.cast.anna).post(f"/rounds/{the_round().public_id}/help")
    db.session.rollback()
    call_id = db.session.scalars(select(HelpCall.id)).one()

    answer = client_for(getattr(day.cast, name)).post(day.path(f"/help/{call_id}/answer"))

    db.session.rollback()
    assert answer.status_code in (403, 404)
    assert db.session.scalars(select(HelpCall.answered_at)).one() is None


def test_a_line_stands_until_it_is_put_away_also_for_those_who_come_within_ten_minutes(
    day: Day, client_for: ClientFor
) -> None:
    """ST-15"""
    with unit_of_work():
        said = messages.send_message(day.gathering, "Fem minutt", [], by_id=day.cast.fia.id)
        message_id = said.id
    anna, bo = client_for(day.cast.anna), client_for(day.cast.bo)
    after(minutes=9)
    before = "Fem minutt" in anna.get("/").text

    anna.post(day.path(f"/messages/{message_id}/seen"))

    gone, for_others = "Fem minutt" in anna.get("/").text, "Fem minutt" in bo.get("/").text
    after(minutes=2)
    assert (before, gone, for_others, "Fem minutt" in bo.get("/").text) == (True, False, True, False)


@pytest.mark.parametrize(("text", "said"), [("   ", "Skriv først"), ("x" * 201, "Skriv kortare")])
def test_a_line_that_cannot_be_sent_comes_back_as_it_was_typed(
    day: Day, client_for: ClientFor, text: str, said: str
) -> None:
    answer = client_for(day.cast.fia).post(
        day.path("/messages"), data={"text": text}, headers={"Accept-Language": "nn"}
    )

    assert (answer.status_code, said in answer.text, text in answer.text, count(HallMessage)) == (422, True, True, 0)


def test_a_line_that_is_sent_twice_is_one_line(day: Day, client_for: ClientFor) -> None:
    """F10"""
    fia = client_for(day.cast.fia)

    for _time in range(2):
        fia.post(day.path("/messages"), data={"text": "Fem minutt"})

    assert count(HallMessage) == 1


def test_a_line_whose_answer_was_lost_is_one_line_however_late_it_is_sent_again(
    day: Day, client_for: ClientFor
) -> None:
    """F10: the form says which line was the newest on its page. From a page made since, it is said once more."""
    fia = client_for(day.cast.fia)
    form = {"text": "Fem minutt", "after": after_on(fia.get(day.path("/control")).text)}

    for minutes in (0, 5):
        after(minutes=minutes)
        fia.post(day.path("/messages"), data=form)
    pressed_again = count(HallMessage)
    fia.post(day.path("/messages"), data={**form, "after": after_on(fia.get(day.path("/control")).text)})

    assert (pressed_again, count(HallMessage)) == (1, 2)


def after_on(page: str) -> str:
    found = re.search(r'name="after" value="(\d+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("after", ["", "-1", "x", "9" * 30])
def test_a_form_that_says_nothing_of_use_about_its_page_is_taken_all_the_same(
    day: Day, client_for: ClientFor, after: str
) -> None:
    fia = client_for(day.cast.fia)

    answers = [
        fia.post(day.path("/messages"), data={"text": "Fem minutt", "after": after}).status_code for _time in range(2)
    ]

    assert (answers, count(HallMessage)) == ([303, 303], 1)


@pytest.mark.parametrize("name", ["anna", "otto"])
def test_a_line_that_is_not_hers_to_read_is_not_hers_to_put_away(day: Day, client_for: ClientFor, name: str) -> None:
    with unit_of_work():
        messages.send_message(day.gathering, "Fem minutt", [], by_id=day.cast.fia.id)

    answer = client_for(getattr(day.cast, name)).post(day.path("/messages/999/seen"))

    assert (answer.status_code, count(MessageSeen)) == (404, 0)


def test_on_the_day_what_happens_now_comes_before_what_a_lead_has_left_to_set_up(
    day: Day, client_for: ClientFor
) -> None:
    day.go_to("talk")

    page = client_for(day.cast.lea).get("/").text

    assert 0 < page.index("Innleiing") < page.index("Kom i gang")


def test_in_the_local_round_only_who_has_no_municipality_is_free_to_help(day: Day, client_for: ClientFor) -> None:
    with unit_of_work():
        check_out(day.gathering, day.cast.bo.id, by_id=None)
        guest = register.add_person(name="Gro Gjest-Døme", email=None)
        admit(day.gathering, guest.id, GatheringRole.GUEST)
    day.go_to("home")
    for act in ("deal", "gather"):
        day.move(act)

    said = {who.name: client_for(who).get("/").text for who in (day.cast.bo, guest)}

    free, seatless = "Du er fri til å hjelpe", "Du har ikkje bord i denne runden"
    assert [(free in page, seatless in page) for page in said.values()] == [(False, True), (True, False)]


def test_who_has_not_been_at_the_door_is_told_so_and_nobody_else_is(day: Day, client_for: ClientFor) -> None:
    """ST-15"""
    with unit_of_work():
        late = register.add_person(name="Sein Døme", email=None)
        admit(day.gathering, late.id)
    day.go_to("talk")

    told = {name: "Du er ikkje sjekka inn enno." in client_for(who).get("/").text for name, who in _three(day, late)}

    assert told == {"late": True, "anna": False, "fia": False}


def _three(day: Day, late: Person) -> list[tuple[str, Person]]:
    return [("late", late), ("anna", day.cast.anna), ("fia", day.cast.fia)]
