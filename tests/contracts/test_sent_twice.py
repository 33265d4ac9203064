"""F10: a form that is sent twice, as by an impatient thumb or a browser that goes back, has one effect.

The forms are those that stand on the program's pages: each is fetched, filled in as a person would, and sent twice with
the very same fields. The second time no row of any table may change. What is left out stands here with its reason.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from network.access.guard import acts
from network.core.db import db, unit_of_work
from network.sessions.stage.models import HallMessage
from tests.access.changes import changed, sums
from tests.access.harvest import Filled, forms_on, harvest
from tests.access.meanings import Holder
from tests.access.walking import Walker, routes
from tests.access.world import HOLDERS, World, build_world

TWICE_IS_MEANT: Mapping[str, str] = {}
"""Endpoint → why the same form sent again does something again."""

NOT_ON_A_PAGE: Mapping[str, str] = {}
"""Endpoint → why no page of this world shows its form, or why it does nothing here; and where else it is sent twice."""

ONLY_TOLD = ("audit_entry", "stage_state")
"""A line in the log that it was asked for again, and the count that makes open pages look again, are no effect."""

LAST = (
    "removal",
    "rotate",
    "cancel",
    "end",
    "close",
    "sign_out",
    "stand_in",
    "refuse",
    "drop",
    "remove",
    "withdraw",
    "finish",
)
"""Forms that take something away come after those that need it."""


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(app)


@pytest.fixture
def walker(app: Flask, world: World) -> Walker:
    return Walker(app, world)


@dataclass(frozen=True)
class Result:
    """The tables that changed when a form was sent, and those that changed when it was sent again."""

    form: Filled
    status: int
    once: list[str]
    again: list[str]


def sent_twice(app: Flask, walker: Walker, forms: list[Filled]) -> Iterator[Result]:
    """Each form fetched anew from its page, and sent twice with the same fields."""
    for known in sorted(forms, key=lambda form: (any(word in form.endpoint for word in LAST), form.kind)):
        fresh = [one for one in forms_on(app, walker, known.who, known.page) if one.kind == known.kind]
        if fresh:
            before = sums()
            answer = walker.ask(fresh[0].who, "POST", fresh[0].path, fresh[0].body())
            once = sums()
            walker.ask(fresh[0].who, "POST", fresh[0].path, fresh[0].body())
            yield Result(fresh[0], answer.status_code, effects(before, once), effects(once, sums()))


def effects(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [table for table in changed(before, after) if table not in ONLY_TOLD]


def test_the_second_time_changes_nothing(app: Flask, world: World, walker: Walker) -> None:
    forms = [form for form in harvest(app, world, walker) if not form.has_file]

    results = list(sent_twice(app, walker, forms))

    again = [f"{result.form.kind} on {result.form.page}: {result.again}" for result in results if result.again]
    assert "\n".join(one for one in again if one.split()[0] not in TWICE_IS_MEANT) == ""
    effective = {result.form.endpoint for result in results if result.once}
    posts = {route.endpoint for route in routes(app) if route.method == "POST"}
    assert sorted(posts - effective - NOT_ON_A_PAGE.keys()) == []


def doing_it_again(view: Callable[..., Any]) -> Callable[..., Any]:
    @acts(view.matrix_action)  # type: ignore[attr-defined]
    def does(**arguments: Any) -> Any:
        answer = view(**arguments)
        with unit_of_work():
            db.session.execute(update(HallMessage).values(text=HallMessage.text + "!"))
        return answer

    return does


def test_a_form_that_does_something_twice_is_found(app: Flask, world: World, walker: Walker) -> None:
    """The control."""
    app.view_functions["stage.send_message"] = doing_it_again(app.view_functions["stage.send_message"])
    page = f"/gatherings/{world.gatherings['today'].public_id}/control"
    lead = next(form for form in forms_on(app, walker, _lead(), page) if form.endpoint == "stage.send_message")

    [result] = sent_twice(app, walker, [lead])

    assert result.again == ["hall_message"]


def _lead() -> Holder:
    return next(holder for holder in HOLDERS if holder.name == "pia")
