"""PO-1 to PO-4: the pages, seen by those who answer, by who leads, and by the big screen; nothing tells too early."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.polls.models import Poll, PollAnswer
from network.sessions.polls.queries import answers as queries
from network.sessions.polls.rules.asking import Kind, State
from network.sessions.stage.services import screens
from tests.cast import STARTS
from tests.sessions.polls.conftest import Asking
from tests.sessions.stage.conftest import Listener, queries_of

Browser = Callable[[Person], FlaskClient]
FIGURES = {
    Kind.CHOICE: ("chart__bar", "5 · 83 %</text>", r">5( · 83 %)?</td>"),
    Kind.SCALE: ("chart__bar", "5 · 83 %</text>", r">5( · 83 %)?</td>", "I snitt 1,2"),
    Kind.WORDS: ("poll__drawing", ">tillit</text>", ">tillit</th>", ">5</td>"),
}
"""Patterns on a page when five chose the first answer, or wrote “tillit”, and Anna the second, or “mot”."""
JSON = {"Accept": "application/json"}


@pytest.fixture
def screen(asking: Asking, app: Flask) -> FlaskClient:
    """The big screen of the hall."""
    client = app.test_client()
    client.post("/skjerm")
    with unit_of_work():
        digits = db.session.execute(db.text("SELECT code FROM screen")).scalar_one()
        screens.pair_screen(asking.gathering, digits, by_id=asking.by_id)
    return client


def polls() -> list[Poll]:
    db.session.rollback()
    return list(db.session.scalars(select(Poll).order_by(Poll.id)))


def answered(poll_id: int) -> int:
    db.session.rollback()
    return queries.answered(poll_id)


def answers_of(poll_id: int) -> list[PollAnswer]:
    db.session.rollback()
    return list(queries.answers_of(poll_id))


def stored(poll: Poll) -> Poll:
    db.session.rollback()
    return db.session.get_one(Poll, poll.id)


def test_who_leads_asks_one_that_is_ready_in_one_press_from_the_control_page(asking: Asking, browser: Browser) -> None:
    fia = browser(asking.cast.fia)
    page = fia.get(f"/gatherings/{asking.gathering.public_id}/control").text
    fields = {"ready": "hope", "then": "open", "back": "control", "key": "a-key-of-the-page"}

    answers = [fia.post(asking.path(), data=fields) for _each in range(2)]

    [poll] = polls()
    assert "Tre ferdige spørsmål" in page
    assert [answer.location.endswith("/control") for answer in answers] == [True, True]
    assert (poll.kind, poll.state, poll.option_list) == ("scale", State.OPEN, ["Ikkje i det heile", "Heilt trygg"])


def test_one_is_written_ahead_changed_and_taken_away(asking: Asking, browser: Browser) -> None:
    fia = browser(asking.cast.fia)
    form = {"kind": "choice", "question": "Kva no?", "options": "Dette\nHint", "then": "keep", "key": "first-key"}
    made = fia.post(asking.path(), data=form)
    for _each in range(2):
        fia.post(made.location, data={**form, "question": "Kva så?", "is_several": "y"})
    [poll] = polls()
    after_change = (poll.question, poll.is_several, poll.state)
    fia.post(f"{made.location}/moves", data={"act": "remove"})

    assert after_change == ("Kva så?", True, State.DRAFT)
    assert polls() == []


def test_what_is_wrong_is_said_and_what_was_written_stays(asking: Asking, browser: Browser) -> None:
    form = {"kind": "choice", "question": "Kva no?", "options": "Berre eitt", "then": "open", "key": "first-key"}

    answer = browser(asking.cast.fia).post(asking.path(), data=form)

    assert (answer.status_code, "To til seks svar" in answer.text, "Berre eitt" in answer.text) == (422, True, True)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_question_stands_first_on_the_phone_and_is_answered_there(
    asking: Asking, browser: Browser, kind: Kind
) -> None:
    poll = asking.opened(kind)
    anna = browser(asking.cast.anna)
    page = anna.get("/").text
    given = {"word_1": "mot"} if kind == Kind.WORDS else {"choice": "1"}

    anna.post(asking.path(f"/{poll.public_id}/answers"), data={**given, "key": "her-press", "back": "now"})

    assert page.index("Blir det gjort hos dykk?") < page.index('data-region="now"')
    assert "Svaret ditt er inne" in anna.get("/").text
    assert answered(poll.id) == 1


def test_several_ticks_are_one_answer(asking: Asking, browser: Browser) -> None:
    poll = asking.opened(is_several=True)
    browser(asking.cast.anna).post(
        asking.path(f"/{poll.public_id}/answers"), data={"choice_0": "1", "choice_2": "1", "key": "her-press"}
    )

    [row] = answers_of(poll.id)

    assert row.current == [0, 2]


def six_answered(asking: Asking, kind: Kind) -> Poll:
    """Anna the second answer, or “mot”; five others the first, or “tillit”."""
    poll = asking.opened(kind)
    hers, theirs = ("mot", "tillit") if kind == Kind.WORDS else (1, 0)
    for person in asking.people[:6]:
        asking.answer(poll, person, hers if person is asking.cast.anna else theirs)
    return poll


def seen_of(kind: Kind, page: str) -> list[str]:
    """Which figures stand on this page, and the words wherever they stand on it."""
    return [trace for trace in (*FIGURES[kind], "tillit") if re.search(trace, page)]


@pytest.mark.parametrize("kind", list(Kind))
def test_nobody_reads_the_figures_before_they_are_shown(
    asking: Asking, browser: Browser, screen: FlaskClient, kind: Kind
) -> None:
    """PO-4: on no page that there is, by nobody; the control: all of them are there when they are shown, to her who has
    answered, first on "Now" as well, to the hall, and to who leads, whose control page shows the hall's screen."""
    poll = six_answered(asking, kind)
    anna, late, fia = (browser(one) for one in (asking.cast.anna, asking.people[-1], asking.cast.fia))
    own = asking.path(f"/{poll.public_id}")
    pages = ["/", asking.path(), own, f"/gatherings/{asking.gathering.public_id}/control"]

    def seen() -> list[list[list[str]]]:
        hall = [seen_of(kind, screen.get("/skjerm").text)]
        return [*([seen_of(kind, who.get(page).text) for page in pages] for who in (anna, late, fia)), hall]

    before = seen()
    asking.do("reveal", poll)

    everything = [*FIGURES[kind], *(["tillit"] if kind == Kind.WORDS else [])]
    assert before == [[[]] * 4, [[]] * 4, [[]] * 4, [[]]]
    assert seen() == [
        [everything, everything, everything, []],
        [[]] * 4,
        [[], everything, everything, everything],
        [everything],
    ]


def test_the_answers_page_says_how_many_and_no_more_to_who_leads(asking: Asking, browser: Browser) -> None:
    poll = asking.opened()
    asking.answers(poll, 0, 0, 0, 0, 0, 0)

    page = browser(asking.cast.fia).get(asking.path(f"/{poll.public_id}")).text

    assert ("6 har svara." in page, "(6)" in page, 'aria-pressed="true"' in page) == (True, False, False)


def test_who_leads_sees_the_words_when_she_has_had_them_counted(
    asking: Asking, browser: Browser, screen: FlaskClient
) -> None:
    """PO-12: nobody else does, and the hall goes on answering."""
    poll = asking.opened(Kind.WORDS)
    for person in asking.people[:5]:
        asking.answer(poll, person, "tillit")
    fia, late, place = browser(asking.cast.fia), browser(asking.people[-1]), asking.path(f"/{poll.public_id}")
    before = fia.get(place).text
    fia.post(f"{place}/moves", data={"act": "count"})
    asking.answer(poll, asking.people[5], "sinne")
    page = fia.get(place).text
    again = fia.post(f"{place}/moves", data={"act": "count"}, follow_redirects=True).text

    assert ("Sjå orda først" in before, "tillit" in before) == (True, False)
    assert ("Gøym: tillit" in page, "Dette er orda som kjem fram" in page, "sinne" in page) == (True, True, False)
    assert ("Vent til fem personar har skrive noko nytt." in again, "sinne" in again) == (True, False)
    assert ("6 har svara" in page, "tillit" in late.get("/").text + late.get(place).text) == (True, False)
    assert "tillit" not in screen.get("/skjerm").text


def test_a_socket_hears_nothing_of_the_answers(asking: Asking, app: Flask) -> None:
    """PO-4: neither a phone nor who leads; the control: both hear that something has changed."""
    ears = [Listener(app, one).join(asking.gathering.public_id) for one in (asking.cast.cy, asking.cast.fia)]
    try:
        poll = asking.opened()
        asking.answers(poll, 2, 2)
        asking.do("reveal", poll)
        said = [repr(ear.wire.said) for ear in ears]
    finally:
        for ear in ears:
            ear.connection.leave()

    assert [one.count("hall:changed") >= 2 for one in said] == [True, True]
    assert [word in one for one in said for word in ("Litt", "dykk", "counts", "poll")] == [False] * 8


def test_a_raw_client_reads_and_answers_nothing_that_is_not_hers(asking: Asking, browser: Browser) -> None:
    draft, poll = asking.made(), asking.opened()
    anna, otto, fia = (browser(one) for one in (asking.cast.anna, asking.cast.otto, asking.cast.fia))
    answers, moves, noted = (asking.path(f"/{poll.public_id}/{rest}") for rest in ("answers", "moves", "noted"))
    given = {"choice": "0", "key": "some-press"}

    assert [
        anna.get(asking.path(f"/{draft.public_id}")).status_code,
        anna.post(moves, data={"act": "reveal"}).status_code,
        anna.post(noted, data=given).status_code,
        anna.post(asking.path(), data={"ready": "hope", "key": "some-press"}).status_code,
        otto.get(asking.path(f"/{poll.public_id}")).status_code,
        otto.post(answers, data=given).status_code,
        fia.post(answers, data=given).status_code,
        anna.post(answers, data={"choice": "9", "key": "some-press"}, headers=JSON).status_code,
        anna.post(answers, data={"choice": "0", "key": ""}, headers=JSON).status_code,
        anna.post(answers, data=given, headers=JSON).status_code,
    ] == [404, 403, 403, 404, 404, 404, 403, 422, 422, 200]
    assert (stored(poll).state, answered(poll.id)) == (State.OPEN, 1)


def test_an_answer_that_comes_when_it_is_closed_comes_back_with_why(asking: Asking, browser: Browser) -> None:
    poll = asking.opened()
    asking.do("close", poll)

    answer = browser(asking.cast.anna).post(
        asking.path(f"/{poll.public_id}/answers"), data={"choice": "0", "key": "late-press"}, headers=JSON
    )

    assert (answer.status_code, "stengt" in answer.json["message"]) == (409, True)


def test_a_host_notes_and_takes_back(asking: Asking, browser: Browser) -> None:
    poll = asking.opened()
    fia, place = browser(asking.cast.fia), asking.path(f"/{poll.public_id}/noted")
    noted = fia.post(place, data={"choice": "1", "key": "noted-key-1"})
    page = fia.get(noted.location).text
    one = answered(poll.id)
    for _each in range(2):
        fia.post(place, data={"act": "take_back", "key": "noted-key-1"})
        db.session.rollback()

    assert (one, "Angre det siste" in page, answered(poll.id)) == (1, True, 0)


def test_the_big_screen_shows_the_question_and_how_many_first(asking: Asking, screen: FlaskClient) -> None:
    poll = asking.opened()
    asking.answers(poll, 0, 0, 0, 0, 0)

    page = screen.get("/skjerm").text

    assert ("<strong>5</strong> har svara" in page, "Blir det gjort hos dykk?" in page) == (True, True)


@pytest.mark.parametrize(
    ("kind", "moved"),
    [
        (Kind.CHOICE, ("83 % → 0 %", "0 % → 100 %", "chart__bar--before")),
        (Kind.SCALE, ("83 % → 0 %", "I snitt 1,2 då, 3 no", "chart__bar--before")),
        (
            Kind.WORDS,
            ("<caption>Før, 23. nov.</caption>", ">håp</text>", ">tillit</th><td>5</td>", ">håp</th><td>5</td>"),
        ),
    ],
)
def test_the_hall_sees_what_was_answered_the_time_before(
    asking: Asking, screen: FlaskClient, kind: Kind, moved: tuple[str, ...]
) -> None:
    """PO-10: the control: when it is asked the first time nothing of the kind stands there."""
    first = six_answered(asking, kind)
    asking.do("reveal", first)
    before = screen.get("/skjerm").text
    asking.do("close", first)
    second = asking.do("open_to_all", asking.again(first))
    for person in asking.people[:5]:
        asking.answer(second, person, "håp" if kind == Kind.WORDS else 2)
    asking.do("reveal", second)
    page = screen.get("/skjerm").text

    assert [trace for trace in moved if trace not in page] == []
    assert [trace in before for trace in moved[:1]] == [False]


def test_the_cloud_is_drawn_with_a_table_beside_it(asking: Asking, browser: Browser) -> None:
    poll = asking.opened(Kind.WORDS)
    for person in asking.people[:6]:
        asking.answer(poll, person, "tillit", "mot")
    asking.do("close", poll)

    page = browser(asking.cast.anna).get(asking.path(f"/{poll.public_id}")).text

    assert page.count(">tillit<") == 2
    assert ("poll__drawing" in page, '<th scope="row">tillit</th><td class="number">6</td>' in page) == (True, True)


def test_before_and_now_stand_side_by_side(asking: Asking, browser: Browser) -> None:
    first = asking.opened()
    asking.answers(first, 0, 0, 0, 0, 0)
    asking.do("close", first)
    fia = browser(asking.cast.fia)
    again = fia.post(asking.path(), data={"again": first.public_id, "then": "open", "key": "again-key-1"})
    [_first, second] = polls()
    asking.answers(second, 1, 1, 1, 1, 1)
    asking.do("close", second)

    page = fia.get(again.location).text

    assert ("100 % → 0 %" in page, "0 % → 100 %" in page) == (True, True)


def test_the_front_page_asks_once_more_while_something_is_asked_than_before(asking: Asking, browser: Browser) -> None:
    """Her answer, to which only its key leads: with ten answers as with none."""
    anna = browser(asking.cast.anna)
    anna.get("/")
    quiet = queries_of(anna, "/")
    poll = asking.opened()
    asked = queries_of(anna, "/")
    asking.answers(poll, *([0] * 10))

    assert (asked - quiet, queries_of(anna, "/") - asked) == (1, 0)


def test_the_same_number_of_questions_with_three_as_with_one(asking: Asking, browser: Browser) -> None:
    anna = browser(asking.cast.anna)
    asking.do("close", asking.opened())
    one = queries_of(anna, asking.path())
    for _each in range(2):
        asking.do("close", asking.opened())

    assert queries_of(anna, asking.path()) == one


def test_a_day_that_is_over_takes_no_question(asking: Asking, browser: Browser) -> None:
    draft = asking.made()
    clock.set(STARTS.replace(hour=17))
    answer = browser(asking.cast.fia).post(asking.path(f"/{draft.public_id}/moves"), data={"act": "open"})

    assert (answer.status_code, stored(draft).state) == (303, State.DRAFT)
