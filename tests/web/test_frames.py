"""The frame that a page stands in, and templates that are compiled once."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask
from jinja2 import Environment

from network.core.turn import TURN
from network.web import frames
from tests.web.turns import CountedTurn


@pytest.fixture
def render(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """A start of the program that shows its first page: gives how many templates it compiled."""

    def show() -> int:
        compiled: list[str | None] = []
        compile_ = Environment.compile

        def note(self: Environment, source: str, name: str | None = None, *more: object, **facts: object) -> object:
            compiled.append(name)
            return compile_(self, source, name, *more, **facts)  # type: ignore[call-overload]

        app.jinja_env.cache.clear()  # type: ignore[union-attr]
        with monkeypatch.context() as patch, app.test_request_context():
            patch.setattr(Environment, "compile", note)
            app.jinja_env.get_template("people/welcome.html")
        return len(compiled)

    return show


def test_a_template_is_compiled_at_the_first_start_alone(app: Flask, render: Callable[[], int]) -> None:
    frames.keep_compiled(app)

    first, second = render(), render()

    assert (first > 0, second) == (True, 0)


def test_without_the_folder_each_start_compiles_it(app: Flask, render: Callable[[], int]) -> None:
    """The control."""
    app.jinja_env.bytecode_cache = None

    first, second = render(), render()

    assert first == second > 0


@pytest.fixture
def naps(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """How many naps a request takes when each lasts `seconds`."""

    def count(seconds: float, *, turn: CountedTurn | None = None, **headers: str) -> int:
        at = [0.0]
        taken: list[float] = []

        def sleep(_asked: float) -> None:
            taken.append(seconds)
            at[0] += seconds

        with monkeypatch.context() as patch:
            patch.setattr(frames, "time", SimpleNamespace(sleep=sleep, monotonic=lambda: at[0]))
            given = {TURN: turn} if turn is not None else {}
            app.test_client().get("/sign-in", headers=headers, environ_overrides=given)
        return len(taken)

    return count


@pytest.mark.parametrize("header", [frames.HEADER, frames.LATER])
def test_what_is_said_once_is_not_said_to_a_page_that_nobody_looks_at(app: Flask, header: str) -> None:
    browser = app.test_client()
    with browser.session_transaction() as kept:
        kept["_flashes"] = [("success", "Det er gjort.")]

    background = browser.get("/sign-in", headers={header: "1"})
    seen, later = browser.get("/sign-in").text, browser.get("/sign-in").text

    assert ["Det er gjort." in text for text in (background.text, seen, later)] == [False, True, False]
    # What a press has left in the cookie meanwhile stays: this answer sets none.
    assert [one for one in background.headers.getlist("Set-Cookie") if one.startswith("session=")] == []


@pytest.mark.parametrize("header", [frames.HEADER, frames.LATER])
def test_a_page_that_asks_again_lets_others_go_first_but_not_for_ever(naps: Callable[..., int], header: str) -> None:
    quiet, busy = naps(0.005, **{header: "1"}), naps(0.5, **{header: "1"})

    assert (quiet, busy, naps(0.5)) == (1, frames.MOST_NAPS, 0)


def test_a_page_that_asks_again_naps_while_another_waits_for_its_turn(naps: Callable[..., int]) -> None:
    """Pages that pause make no nap long."""
    waited_for = naps(0.005, turn=CountedTurn(waiting=True), **{frames.HEADER: "1"})
    alone = naps(0.005, turn=CountedTurn(), **{frames.HEADER: "1"})

    assert (waited_for, alone) == (frames.MOST_NAPS, 1)


def test_after_its_naps_such_a_page_takes_a_turn_and_another_page_none(app: Flask) -> None:
    bare, whole = CountedTurn(), CountedTurn()

    app.test_client().get("/sign-in", headers={frames.HEADER: "1"}, environ_overrides={TURN: bare})
    app.test_client().get("/sign-in", environ_overrides={TURN: whole})

    assert (bare.taken, whole.taken) == (1, 0)
