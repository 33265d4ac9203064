"""CA-8 to CA-10: slides on the big screen, moved from a phone, followed by the hall, and never from a laptop."""

import json

import pytest
from flask import Flask

from network.core.db import db, unit_of_work
from network.sessions.gatherings.models import ProgrammeItem
from network.sessions.stage import pictures
from network.sessions.stage.models import StageState
from network.sessions.stage.services import moves
from network.sessions.stage.services import standing as states
from tests.cases.conftest import ClientFor, Told


def begin(told: Told, item: ProgrammeItem) -> None:
    """The facilitator goes to an item."""
    with unit_of_work():
        state = states.state_of(told.talking.hall.gathering)
        moves.move(told.talking.hall.gathering, "begin", version=state.version, by_id=None, item_id=item.id)


def screen(told: Told) -> tuple[str, dict[str, object]]:
    """The picture on the big screen and its facts."""
    db.session.rollback()
    state = db.session.get(StageState, told.talking.hall.gathering.id, populate_existing=True)
    return (state.picture, json.loads(state.picture_facts)) if state else ("now", {})


def press(told: Told, browse: ClientFor, name: str, slide: int, rev: int) -> int:
    return browse(name).post(told.path("/slide"), data={"slide": str(slide), "rev": str(rev)}).status_code


@pytest.fixture
def on_stage(told: Told) -> Told:
    told.make_ready()
    begin(told, told.talking.case)
    return told


def test_the_presenter_shows_slides_and_goes_on(on_stage: Told, browse: ClientFor) -> None:
    statuses = [press(on_stage, browse, "bo", 1, 0), press(on_stage, browse, "bo", 2, 1)]

    assert statuses == [303, 303]
    assert screen(on_stage) == ("slides", {"case": on_stage.public_id, "slide": 2, "rev": 2})


def test_the_same_press_sent_twice_moves_once(on_stage: Told, browse: ClientFor) -> None:
    press(on_stage, browse, "bo", 1, 0)

    statuses = [press(on_stage, browse, "bo", 2, 1), press(on_stage, browse, "bo", 2, 1)]

    assert (statuses, screen(on_stage)[1]["slide"]) == ([303, 303], 2)


def test_two_remotes_never_jump_two(on_stage: Told, browse: ClientFor) -> None:
    """CA-8: the second presses from before the first one's move, and goes where the first one went."""
    press(on_stage, browse, "bo", 1, 0)

    both = [press(on_stage, browse, "bo", 2, 1), press(on_stage, browse, "fia", 2, 1)]
    back = press(on_stage, browse, "fia", 1, 1)

    assert (both, back, screen(on_stage)[1]["slide"]) == ([303, 303], 409, 2)


def test_a_remote_that_is_behind_is_told_where_the_slides_are(on_stage: Told, browse: ClientFor) -> None:
    for rev in (0, 1, 2):
        press(on_stage, browse, "bo", rev + 1, rev)

    page = browse("cy").post(
        on_stage.path("/slide"), data={"slide": "1", "rev": "1"}, headers={"Accept-Language": "en"}
    )

    assert (page.status_code, "moved from another phone" in page.text, "Slide 3 of 7" in page.text) == (409, True, True)


@pytest.mark.parametrize(
    ("name", "status"),
    [("bo", 303), ("cy", 303), ("siv", 303), ("fia", 303), ("lea", 303), ("anna", 404), ("kai", 404)],
)
def test_who_may_be_the_remote(on_stage: Told, browse: ClientFor, name: str, status: int) -> None:
    before = screen(on_stage)

    assert (press(on_stage, browse, name, 1, 0), screen(on_stage) == before) == (status, status != 303)


def test_nobody_takes_the_screen_before_her_turn_but_those_who_lead_may(told: Told, browse: ClientFor) -> None:
    """CA-9"""
    told.make_ready()
    begin(told, told.talking.talk)
    before = screen(told)

    early = press(told, browse, "bo", 1, 0)
    unchanged = screen(told) == before
    led = press(told, browse, "fia", 1, 0)

    assert (early, unchanged, led, screen(told)[0]) == (409, True, 303, "slides")


def test_slides_never_stand_in_a_facilitators_way(on_stage: Told, browse: ClientFor) -> None:
    version = states.state_of(on_stage.talking.hall.gathering).version

    press(on_stage, browse, "bo", 1, 0)

    db.session.rollback()
    assert states.state_of(on_stage.talking.hall.gathering).version == version


def test_the_screen_draws_the_slide_from_the_server_after_any_restart(
    app: Flask, on_stage: Told, browse: ClientFor
) -> None:
    """F3: nothing of a slide lies on a laptop: another machine that asks gets the same one."""
    press(on_stage, browse, "bo", 3, 0)
    name, facts = screen(on_stage)

    with app.test_request_context():
        first = pictures.drawn(name, on_stage.talking.hall.gathering, facts)
        again = pictures.drawn(name, on_stage.talking.hall.gathering, facts)

    assert (first, "Tekst i how" in first, "Tekst i why" in first) == (again, True, False)


def test_another_halls_case_is_not_drawn(app: Flask, on_stage: Told, browse: ClientFor) -> None:
    with app.test_request_context():
        drawn = pictures.drawn("slides", on_stage.talking.hall.gathering, {"case": "no-such", "slide": 1})

    assert "Tekst i" not in drawn


def test_the_remote_shows_this_slide_the_next_one_and_large_buttons(on_stage: Told, browse: ClientFor) -> None:
    press(on_stage, browse, "bo", 1, 0)

    page = browse("bo").get(on_stage.path("/remote"), headers={"Accept-Language": "en"}).text

    assert [text in page for text in ("Slide 1 of 7", "Tekst i why", 'name="rev" value="1"', ">Next</button>")] == [
        True
    ] * 4


def test_the_hall_follows_while_it_is_told_and_no_longer(told: Told, browse: ClientFor) -> None:
    """CA-10"""
    path = f"/gatherings/{told.talking.hall.gathering.public_id}/slides"
    told.make_ready()
    begin(told, told.talking.talk)
    before = "Tekst i why" in browse("anna").get(path).text
    begin(told, told.talking.case)
    press(told, browse, "bo", 2, 0)

    during = browse("anna").get(path).text
    outsider = browse("otto").get(path).status_code
    begin(told, told.talking.items[4])
    after = "Tekst i why" in browse("anna").get(path).text

    assert (before, "Tekst i why" in during, 'data-live="2"' in during, outsider, after) == (
        False,
        True,
        True,
        404,
        False,
    )


def test_a_draft_is_not_in_the_hall_until_its_municipality_shows_it(told: Told, browse: ClientFor) -> None:
    path = f"/gatherings/{told.talking.hall.gathering.public_id}/slides"
    told.fill()
    begin(told, told.talking.case)

    before = "Tekst i why" in browse("anna").get(path).text
    press(told, browse, "bo", 1, 0)

    assert (before, "Tekst i why" in browse("anna").get(path).text) == (False, True)


def test_the_end_gives_the_screen_back_and_the_case_is_presented(on_stage: Told, browse: ClientFor) -> None:
    press(on_stage, browse, "bo", 4, 0)

    answer = browse("bo").post(on_stage.path("/slide/end"))

    case = on_stage.again()
    assert (answer.status_code, screen(on_stage)[0], case.state, case.shown_slide) == (303, "now", "presented", 1)


def test_a_draft_that_was_told_is_a_draft_still(told: Told, browse: ClientFor) -> None:
    """CA-2: else it could be made public without its boxes. Pressed twice it is no fault."""
    begin(told, told.talking.case)
    press(told, browse, "bo", 1, 0)

    answers = [browse("bo").post(told.path("/slide/end")).status_code for _time in range(2)]

    assert (answers, screen(told)[0], told.again().state) == ([303, 303], "now", "draft")


def test_the_presenters_place_survives_another_picture(on_stage: Told, browse: ClientFor) -> None:
    press(on_stage, browse, "bo", 4, 0)
    with unit_of_work():
        moves.show_picture(on_stage.talking.hall.gathering, "now", {}, by_id=None)

    page = browse("bo").get(on_stage.path("/remote"), headers={"Accept-Language": "en"}).text

    assert ("Slide 4 of 7" in page, "Not on the big screen yet" in page) == (True, True)


def test_slides_scroll_without_a_script(on_stage: Told, browse: ClientFor) -> None:
    page = browse("bo").get(on_stage.path("/slides"), headers={"Accept-Language": "en"}).text

    shown = ('aria-label="Slide 3 of 7"', 'href="#slide-2"', 'id="slide-7"')
    assert ([text in page for text in shown], page.count("<h1"), 'href="#slide-8"' in page) == ([True] * 3, 1, False)
