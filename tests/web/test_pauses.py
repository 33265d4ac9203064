"""A page that is read pauses for those on the boards; one that writes does not, and neither is another for it."""

from collections.abc import Iterator
from contextvars import Context

import pytest
from flask import Flask
from sqlalchemy import func, select

from network.core.db import between_questions, db, fold_log_now, unit_of_work
from network.core.turn import TURN
from network.people.models import Municipality
from network.web.pauses import PIECES
from tests.web.turns import CountedTurn

NAMES = select(Municipality.name)


@pytest.fixture
def turn() -> CountedTurn:
    return CountedTurn(always_long=True)


@pytest.fixture
def reading(app: Flask, turn: CountedTurn) -> Iterator[None]:
    """Inside a request that reads, and has begun to."""
    with app.test_request_context(environ_overrides={TURN: turn}):
        app.preprocess_request()
        db.session.execute(NAMES)
        turn.paused = 0
        yield


def test_a_page_pauses_between_its_questions_and_between_pieces_of_its_text(app: Flask, turn: CountedTurn) -> None:
    browser, quick = app.test_client(), CountedTurn()

    paused = browser.get("/sign-in", environ_overrides={TURN: turn})
    at_once = browser.get("/sign-in", environ_overrides={TURN: quick})

    assert paused.status_code == at_once.status_code == 200
    assert len(paused.text) == len(at_once.text)
    assert (turn.paused > 3, quick.paused) == (True, 0)


@pytest.mark.usefixtures("reading")
def test_each_question_is_a_chance_to_pause(turn: CountedTurn) -> None:
    for _question in range(3):
        db.session.execute(NAMES)

    assert turn.paused == 3


@pytest.mark.usefixtures("reading")
def test_a_long_text_pauses_in_the_middle_and_is_whole(app: Flask, turn: CountedTurn) -> None:
    template = app.jinja_env.from_string("{% for one in numbers %}{{ one }} {% endfor %}")

    text = template.render(numbers=range(PIECES * 4))

    assert text.split() == [str(number) for number in range(PIECES * 4)]
    assert turn.paused >= 4


def test_a_page_pauses_before_it_is_packed(app: Flask, turn: CountedTurn) -> None:
    answer = app.test_client().get("/healthz", environ_overrides={TURN: turn})  # asks nothing, and has no template

    assert (answer.status_code, turn.paused) == (200, 1)


def test_a_form_does_not_pause(app: Flask, turn: CountedTurn) -> None:
    answer = app.test_client().post("/sign-in", data={"email": "ingen@dome.example"}, environ_overrides={TURN: turn})

    assert (answer.status_code < 500, turn.paused) == (True, 0)


@pytest.mark.usefixtures("reading")
def test_nothing_pauses_inside_a_unit_of_work(app: Flask, turn: CountedTurn) -> None:
    template = app.jinja_env.from_string("{% for one in numbers %}{{ one }}{% endfor %}")
    with unit_of_work():
        db.session.execute(NAMES)
        template.render(numbers=range(PIECES * 2))

    assert turn.paused == 0
    db.session.execute(NAMES)
    assert turn.paused > 0


@pytest.mark.usefixtures("reading")
def test_after_a_pause_the_page_reads_on_from_that_moment_as_with_postgresql(app: Flask, turn: CountedTurn) -> None:
    """What it reads then belongs to what others have in memory then, and no page keeps the log from being emptied."""
    count, was_folded = select(func.count()).select_from(Municipality), []

    def add() -> None:
        with app.app_context():
            with unit_of_work():
                db.session.add(Municipality(number="0000", name="Dømekommune", language="nn"))
            was_folded.append(fold_log_now())

    before = db.session.scalar(count)
    turn.meanwhile = lambda: Context().run(add)

    while_it_is_read = db.session.scalar(count)

    assert (while_it_is_read, was_folded) == ((before or 0) + 1, [True])


def test_nobody_is_let_in_between_in_a_unit_of_work(app: Flask) -> None:
    with pytest.raises(RuntimeError), unit_of_work(), between_questions():
        pass


def test_where_a_context_of_its_own_is_open_nothing_pauses(app: Flask, turn: CountedTurn) -> None:
    with app.test_request_context(environ_overrides={TURN: turn}):
        app.preprocess_request()
        with app.app_context():
            db.session.execute(NAMES)
        assert turn.paused == 0
        db.session.execute(NAMES)
        assert turn.paused == 1
