"""AC-2: looking changes nothing. Every page, asked by GET and by HEAD, leaves every row of every table as it was."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask

from network.access.guard import acts
from network.core.audit import audit
from network.core.db import unit_of_work
from tests.access.changes import changed, sums
from tests.access.walking import Route, Walker, address, both_sides, routes
from tests.access.world import HOLDERS, World, build_world

pytestmark = pytest.mark.usefixtures("empty_papers")

LOOKERS = [holder for holder in HOLDERS if holder.name in ("nobody", "dag", "gro", "kari", "frode", "pia")]
"""A visitor, a delegate, a guest, a coordinator, a facilitator and the lead."""


FAULTS: Mapping[str, str] = {}
"""Known ones. Who mends one takes it away here."""


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(app)


def looked_at(app: Flask, world: World, pages: list[Route]) -> list[str]:
    """Pages that changed something, and pages that broke, when all the lookers asked for them."""
    walker = Walker(app, world)
    faults = []
    before = sums()
    for page in pages:
        for side in both_sides() if page.arguments else ["today"]:
            path = address(app, world, page, side)
            answers = [walker.ask(looker, "GET", path) for looker in LOOKERS]
            answers.append(walker.ask(LOOKERS[-1], "HEAD", path))
            faults += [f"{page}, {side}: {answer.status}" for answer in answers if is_broken(page, answer.status_code)]
        if tables := changed(before, after := sums()):
            faults.append(f"{page}: changed {tables}")
            before = after
    return faults


def is_broken(page: Route, status: int) -> bool:
    """A server's fault; the page for watchers may say that this server is not ready (503)."""
    return status >= 500 and (page.endpoint, status) != ("ready", 503)


def pages_of(app: Flask) -> list[Route]:
    return [route for route in routes(app) if route.method == "GET"]


def test_no_page_changes_anything_and_none_breaks(app: Flask, world: World) -> None:
    pages = pages_of(app)

    assert set(looked_at(app, world, pages)) == FAULTS.keys()
    assert len(pages) > 20


def writing(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, with a row written on the way."""

    @acts(view.matrix_action)  # type: ignore[attr-defined]
    def writes(**arguments: Any) -> Any:
        with unit_of_work():
            audit(None, "person.read", "person", 1)
        return view(**arguments)

    return writes


def test_a_page_that_writes_one_row_is_found(app: Flask, world: World) -> None:
    """The control."""
    app.view_functions["help.rights"] = writing(app.view_functions["help.rights"])
    pages = [page for page in pages_of(app) if page.endpoint in ("help.rights", "home.now")]

    assert looked_at(app, world, pages) == ["GET /help/rights (network.read): changed ['audit_entry']"]
