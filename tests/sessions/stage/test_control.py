"""The control page: who leads, what it shows, and that it loses nothing (ST-1, ST-3, ST-9, ST-12)."""

import re
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from network.access.scopes import SCOPES
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.boards.queries import board_of_group
from network.sessions.gatherings.models import GatheringRole
from network.sessions.gatherings.services.members import admit
from network.sessions.groups.queries import rounds
from network.sessions.groups.services import dealing, drawing
from network.sessions.stage.models import StageMove
from network.sessions.stage.queries.control import desk_of
from network.sessions.stage.queries.standing import scene_of
from tests.sessions.stage.conftest import Day, after

ClientFor = Callable[[Person | None], FlaskClient]


def moves_made() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(StageMove)) or 0


def button(page: str) -> str:
    """What the one large button says."""
    found = re.search(r'id="next-step"[^>]*>([^<]*)<', page)
    return found[1].strip() if found else ""


@pytest.mark.parametrize(
    ("name", "status"),
    [("fia", 200), ("lea", 200), ("anna", 403), ("bo", 403), ("kai", 404), ("otto", 404)],
)
def test_those_who_lead_see_the_control_page_and_nobody_else(
    day: Day, client_for: ClientFor, name: str, status: int
) -> None:
    answer = client_for(getattr(day.cast, name)).get(day.path("/control"))

    assert (answer.status_code in ({status} if status == 200 else {403, 404}), "next-step" in answer.text) == (
        True,
        status == 200,
    )


@pytest.mark.parametrize("name", ["anna", "bo", "cy", "kai", "otto"])
@pytest.mark.parametrize("act", ["begin", "skip", "finish", "start_clock", "deal", "show", "darken", "shorten", "undo"])
def test_participants_can_never_move_anything(day: Day, client_for: ClientFor, name: str, act: str) -> None:
    """C7"""
    day.go_to("talk")
    form = {"act": act, "version": 2, "item": "item-lunch", "minutes": 5, "picture": "black"}

    answer = client_for(getattr(day.cast, name)).post(day.path("/moves"), data=form)

    assert (answer.status_code in (403, 404), moves_made(), day.state.version) == (True, 1, 2)


def test_any_number_of_co_facilitators_have_the_same_controls(day: Day, client_for: ClientFor) -> None:
    """C7"""
    with unit_of_work():
        for person in (day.cast.kai, day.cast.otto):
            admit(day.gathering, person.id, GatheringRole.FACILITATOR)
    form = {"act": "add_time", "minutes": 1}
    day.go_to("talk")

    answers = [
        client_for(person).post(day.path("/moves"), data={**form, "version": day.state.version}).status_code
        for person in (day.cast.kai, day.cast.otto, day.cast.fia)
    ]

    assert (answers, moves_made()) == ([303, 303, 303], 4)


def test_the_one_button_leads_through_the_whole_round_by_forms_alone(day: Day, client_for: ClientFor) -> None:
    day.go_to("mixed")
    fia = client_for(day.cast.fia)
    said = []
    for act in ("deal", "gather", "start", "phase", "phase", "wrap_up", "close"):
        said.append(button(fia.get(day.path("/control"), headers={"Accept-Language": "nn"}).text))
        fia.post(day.path("/moves"), data={"act": act, "version": day.state.version})
    said.append(button(fia.get(day.path("/control"), headers={"Accept-Language": "nn"}).text))

    assert said == [
        "Lag grupper",
        "Gå til bordet, 3 min",
        "Start: Skriv",
        "Gå til: Snakk saman",
        "Gå til: Vel",
        "Rund av",
        "Lukk runden",
        "Gå til: Lunsj",
    ]


def test_groups_from_the_control_page_are_drawn_beside_and_when_that_fails_the_hall_stands(
    day: Day, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GR-12. The same form afterwards is the control: it was the process that failed."""
    day.go_to("mixed")
    fia, form = client_for(day.cast.fia), {"act": "deal", "version": day.state.version}
    monkeypatch.setattr(dealing, "drawn_here", None)
    monkeypatch.setattr(drawing, "COMMAND", (sys.executable, "-c", "raise SystemExit(3)"))

    failed = fia.post(day.path("/moves"), data=form)
    stood = (failed.status_code, "Det som stod her frå før, står." in failed.text, moves_made())
    monkeypatch.setattr(drawing, "COMMAND", (sys.executable, "-m", "network.sessions.groups.engine"))
    twice = [fia.post(day.path("/moves"), data=form).status_code for _each in range(2)]

    assert (stood, twice, moves_made()) == ((503, True, 1), [303, 303], 2)
    assert len(rounds.groups_in(rounds.rounds_of(day.gathering.id)[0].id)) == 1


def test_who_comes_second_gets_the_page_as_it_is_now_and_the_name_of_who_was_first(
    day: Day, client_for: ClientFor
) -> None:
    """ST-1, F16"""
    lea = client_for(day.cast.lea)
    day.go_to("talk")

    answer = lea.post(day.path("/moves"), data={"act": "begin", "version": 1, "item": "item-lunch"})

    assert (answer.status_code, "Fia har nettopp gått vidare til «Innleiing»" in answer.text) == (409, True)
    assert (button(answer.text), day.state.item_id) == ("Gå til: Spørsmål", day.items["talk"].id)


def test_a_double_click_is_one_move(day: Day, client_for: ClientFor) -> None:
    """ST-3, F10"""
    fia = client_for(day.cast.fia)
    form = {"act": "begin", "version": 1, "item": "item-talk"}

    answers = [fia.post(day.path("/moves"), data=form).status_code for _time in range(2)]

    assert (answers, moves_made()) == ([303, 303], 1)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"act": "begin"},
        {"act": "explode", "version": 1},
        {"act": "begin", "version": 1},
        {"act": "start_clock", "version": 1, "minutes": 0},
        {"act": "add_time", "version": 1, "minutes": 9999},
        {"act": "add_time", "version": 1, "minutes": "fem"},
        {"act": "show", "version": 1, "picture": "nothing"},
        {"act": "begin", "version": 10**12, "item": "item-talk"},
    ],
)
def test_a_move_that_makes_no_sense_moves_nothing(day: Day, client_for: ClientFor, form: dict[str, object]) -> None:
    answer = client_for(day.cast.fia).post(day.path("/moves"), data=form)

    assert (answer.status_code, moves_made(), button(answer.text) != "") == (422, 0, True)


def test_cutting_the_way_home_asks_and_goes_on_after_a_yes(day: Day, client_for: ClientFor) -> None:
    """ST-12"""
    fia = client_for(day.cast.fia)
    form = {"act": "shorten", "version": 1, "item": "item-home", "minutes": 20}

    asked = fia.post(day.path("/moves"), data=form)
    fia.post(day.path("/moves"), data={**form, "is_confirmed": "y"})

    db.session.rollback()
    assert (asked.status_code, 'name="is_confirmed" value="y"' in asked.text, day.items["home"].minutes) == (
        422,
        True,
        20,
    )


def test_a_day_that_is_late_is_said_with_the_last_one_home_and_what_to_cut(day: Day, client_for: ClientFor) -> None:
    """C10"""
    with unit_of_work():
        day.gathering.ends_at = day.gathering.starts_at + timedelta(minutes=182)
        day.gathering.last_departure = "12:05"
    day.go_to("mixed")
    after(minutes=12)
    day.go_to("lunch")
    after(minutes=98)

    drift = desk_of(day.gathering).drift

    assert (drift.behind, drift.is_tight, [cut.title for cut in drift.cuts]) == (-37, False, [])


def test_a_cut_that_makes_up_for_a_late_morning_does_not_call_people_too_early(day: Day, client_for: ClientFor) -> None:
    """ST-16: ten minutes late, and lunch ten minutes shorter: the last round begins when it was planned."""
    planned = scene_of(day.gathering).times[day.items["home"].id]
    day.go_to("coffee")
    after(minutes=40)
    day.go_to("talk")
    late = scene_of(day.gathering).times[day.items["home"].id]

    day.move("shorten", item_id=day.items["lunch"].id, minutes=35)

    assert (late - planned, scene_of(day.gathering).times[day.items["home"].id]) == (timedelta(minutes=10), planned)
    assert '<time class="programme__time">11:27</time>' in client_for(day.cast.anna).get("/").text


def test_a_day_behind_offers_breaks_before_the_work_and_never_the_way_home(day: Day) -> None:
    """C10, ST-12"""
    with unit_of_work():
        day.gathering.ends_at = day.gathering.starts_at + timedelta(minutes=182)
        day.gathering.last_departure = "12:10"
    day.go_to("talk")
    after(minutes=42)

    drift = desk_of(day.gathering).drift

    assert (drift.behind, [(cut.title, cut.minutes) for cut in drift.cuts]) == (-23, [])
    after(minutes=35)
    drift = desk_of(day.gathering).drift
    assert (drift.behind, [(cut.title, cut.minutes) for cut in drift.cuts]) == (12, [("Lunsj", 12)])


def test_a_local_group_shows_counts_alone_until_it_asks_for_help(day: Day, client_for: ClientFor) -> None:
    """ST-9"""
    day.go_to("home")
    for act in ("deal", "gather", "start"):
        day.move(act)
    fia = client_for(day.cast.fia)

    rows = desk_of(day.gathering).rows
    page = fia.get(day.path("/control")).text

    assert [(row.names, row.board_id) for row in rows] == [((), None)] * len(rows)
    assert ("Kven?" in page, len(rows) > 0) == (False, True)


def test_a_local_groups_board_opens_to_those_who_lead_when_it_asks(day: Day, client_for: ClientFor) -> None:
    """ST-9: until then neither by its address nor in a list."""
    board, help_page = local_board(day)
    fia, anna = client_for(day.cast.fia), client_for(day.cast.anna)

    own = anna.get(board).status_code
    before = (fia.get(board).status_code, board in fia.get("/").text, fia.post(f"{board}/closure").status_code)
    anna.post(help_page)
    after = (fia.get(board).status_code, board in fia.get("/").text)

    assert (own, before, after) == (200, (404, False, 404), (200, True))


def test_without_the_mark_of_a_local_group_its_board_is_open_to_those_who_lead(
    day: Day, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    board, _help = local_board(day)
    monkeypatch.setitem(SCOPES, "fac", lambda actor, facts: facts.gathering_id in actor.facilitated_ids)

    assert client_for(day.cast.fia).get(board).status_code == 200


def test_who_leads_does_not_seat_herself_in_a_municipalitys_own_group(day: Day, client_for: ClientFor) -> None:
    """ST-9: it would open its board to her unasked. A delegate may still be seated there: that is the control."""
    board, _help = local_board(day)
    round_ = rounds.open_round(day.gathering.id)
    assert round_ is not None
    group = rounds.group_of(round_.id, day.cast.anna.id)
    assert group is not None
    fia = client_for(day.cast.fia)

    form = {"group": group.id, "anyway": "1"}
    answers = [
        fia.post(f"/rounds/{round_.public_id}/moves", data={**form, "person": person.public_key}).status_code
        for person in (day.cast.fia, day.cast.bo)
    ]

    assert (answers, fia.get(board).status_code) == ([409, 303], 404)


def local_board(day: Day) -> tuple[str, str]:
    """The addresses of the board of Anna's own municipality, which is at work, and of its call for help."""
    day.go_to("home")
    for act in ("deal", "gather", "start"):
        day.move(act)
    round_ = rounds.open_round(day.gathering.id)
    assert round_ is not None
    group = rounds.group_of(round_.id, day.cast.anna.id)
    board = board_of_group(group.id) if group else None
    assert board is not None
    return f"/boards/{board.public_id}", f"/rounds/{round_.public_id}/help"


def test_missing_delegates_are_named_by_municipality(day: Day, client_for: ClientFor) -> None:
    with unit_of_work():
        admit(day.gathering, day.cast.kai.id)

    page = client_for(day.cast.fia).get(day.path("/control")).text

    assert ("Ikkje her enno: Kai" in page, "Ikkje her enno: Anna" in page) == (True, False)


def test_on_the_day_those_who_lead_have_the_control_page_one_tap_away(day: Day, client_for: ClientFor) -> None:
    address = f'href="{day.path("/control")}"'

    found = {name: address in client_for(getattr(day.cast, name)).get("/").text for name in ("fia", "lea", "anna")}

    assert found == {"fia": True, "lea": True, "anna": False}


def test_a_round_that_the_hall_has_left_is_said_until_somebody_closes_it(day: Day, client_for: ClientFor) -> None:
    """ST-20: it does not close by itself, and closing it does not move the hall."""
    day.to_work()
    fia = client_for(day.cast.fia)
    during = fia.get(day.path("/control")).text
    day.go_to("lunch")
    left = fia.get(day.path("/control")).text
    state = day.state

    form = {"act": "close_left", "version": state.version, "item": day.items["mixed"].public_id}
    answers = [fia.post(day.path("/moves"), data=form).status_code for _time in range(2)]

    closed = fia.get(day.path("/control")).text
    assert ["Runde 1 går enno" in page for page in (during, left, closed)] == [False, True, False]
    assert (answers, day.state.item_id, round_state(day)) == ([303, 303], day.items["lunch"].id, "closed")


def test_a_round_that_was_closed_behind_the_hall_is_at_work_again_when_that_is_taken_back(day: Day) -> None:
    """ST-2, ST-20"""
    day.to_work()
    day.go_to("lunch")
    day.move("close_left", item_id=day.items["mixed"].id)

    day.move("undo")

    assert (round_state(day), day.state.item_id) == ("running", day.items["lunch"].id)


@pytest.mark.parametrize("key", ["mixed", "lunch"])
def test_only_a_round_that_was_left_is_closed_so(day: Day, client_for: ClientFor, key: str) -> None:
    """ST-20: the round under way has a step of its own, which asks when it is protected."""
    day.to_work()
    form = {"act": "close_left", "version": day.state.version, "item": day.items[key].public_id}

    answer = client_for(day.cast.fia).post(day.path("/moves"), data=form)

    assert (answer.status_code, round_state(day)) == (409, "running")


def round_state(day: Day) -> str:
    db.session.rollback()
    found = rounds.round_of_item(day.items["mixed"].id)
    return str(found.state) if found else ""
