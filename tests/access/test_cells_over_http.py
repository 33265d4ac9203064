"""AC-1, AC-2: every route, asked by everybody whose cell of the matrix says no: refused, and nothing has changed."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from network.access import guard
from tests.access.changes import changed, sums
from tests.access.harvest import Filled, forms_on, harvest
from tests.access.meanings import ROLES, Holder, read_matrix, terms_of
from tests.access.walking import (
    FIXED,
    Route,
    Walker,
    address,
    both_sides,
    is_refused,
    named_fields,
    routes,
    unfilled,
)
from tests.access.world import HOLDERS, LAST, TODAY, World, build_world

pytestmark = pytest.mark.usefixtures("empty_papers")

CELLS = read_matrix()
FAULTS: Mapping[str, str] = {}
"""Known ones. Who mends one takes it away here."""

NARROWED = ("gatherings.all",)
"""Lists that are narrowed to what somebody may see."""

Asked = tuple[Route, Holder]


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(app)


def no_by_the_matrix(app: Flask) -> Iterator[Asked]:
    """Each route with today's things, and whoever the matrix refuses them to: by an empty cell, or as a stranger."""
    for route in routes(app):
        for role in ROLES:
            terms = {term for one in {role, "V"} for term in terms_of(CELLS[route.action][one])}
            inside, *outside = [holder for holder in HOLDERS if holder.role == role]
            if not terms:
                yield route, inside
            elif route.arguments and not any(is_for_all(term) for term in terms):
                yield from ((route, holder) for holder in outside)


def is_for_all(term: str) -> bool:
    """Whether the term asks for something else than where somebody belongs."""
    return set(term.replace("@", "+").split("+")) <= {"all", "pub", "shared", "open", "late"}


def faults(app: Flask, world: World, asked: list[Asked], walker: Walker, forms: dict[str, Filled]) -> list[str]:
    """Requests that were not refused, and routes that changed something though everybody was."""
    found = []
    before = sums()
    for route, those in groupby(asked, key=lambda one: one[0]):
        path, fields = sent(app, world, route, forms)
        for _, holder in those:
            answer = walker.ask(holder, route.method, path, fields)
            if not is_refused(answer) and not shows_nothing(route, answer):
                found.append(f"{route} as {holder.name}: {answer.status}")
        if tables := changed(before, after := sums()):
            found.append(f"{route}: changed {tables}")
            before = after
    return found


def sent(app: Flask, world: World, route: Route, forms: dict[str, Filled]) -> tuple[str, Mapping[str, str | list[str]]]:
    """Where and what is sent: the form as it stands on a page for those who may, else what a form may name."""
    form = forms.get(route.endpoint) if route.method == "POST" else None
    if form is not None:
        return form.path, form.body()
    return address(app, world, route, TODAY), named_fields(world, TODAY)


def shows_nothing(route: Route, answer: TestResponse) -> bool:
    """A list that is narrowed to what she may see, which is nothing: it may say so."""
    is_list = route.endpoint in NARROWED and answer.status_code == 200
    return is_list and not any(name in answer.text for name in ("Samling today", "Samling last"))


@pytest.fixture
def walker(app: Flask, world: World) -> Walker:
    return Walker(app, world)


@pytest.fixture
def forms(app: Flask, world: World, walker: Walker) -> dict[str, Filled]:
    """Endpoint → a good form for it."""
    return {form.endpoint: form for form in harvest(app, world, walker)}


def test_every_address_can_be_filled_in(app: Flask, world: World) -> None:
    assert "\n".join(unfilled(app, world)) == ""


def test_whoever_the_matrix_says_no_to_is_refused_everywhere_and_changes_nothing(
    app: Flask, world: World, walker: Walker, forms: dict[str, Filled]
) -> None:
    asked = list(no_by_the_matrix(app))

    assert faults(app, world, asked, walker, forms) == list(FAULTS)
    assert {holder.role for _, holder in asked} == set("VRGDKFPA")


def test_a_stranger_cannot_tell_what_is_there_from_what_is_not(app: Flask, world: World, walker: Walker) -> None:
    """AC-3: one answer for both, also where the address is found wanting before any right is asked for."""
    closed = [route for route in routes(app) if route.arguments and CELLS[route.action]["V"] == "-"]

    told = {
        str(route): answers
        for route in closed
        if len(answers := {walker.ask(HOLDERS[0], route.method, path).status for path in _both(app, world, route)}) > 1
    }

    assert (told, len(closed) > 50) == ({}, True)


def _both(app: Flask, world: World, route: Route) -> tuple[str, str]:
    """The route's address of something that is there, and of nothing."""
    nowhere = re.sub(r"<(int:)?[^>]+>", lambda found: "999999" if found[1] else "x" * 16, route.path)
    return address(app, world, route, TODAY), nowhere


def test_without_the_guard_they_would_get_in(
    app: Flask, world: World, walker: Walker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: pages are shown, and forms change rows."""
    page = f"/gatherings/{world.gatherings[TODAY].public_id}/control"
    lead = next(holder for holder in HOLDERS if holder.name == "pia")
    forms = {form.endpoint: form for form in forms_on(app, walker, lead, page)}
    monkeypatch.setattr(guard, "allows", lambda *_asked: True)
    tried = ("operations.queue", "boards.close", "stage.send_message")
    asked = [one for one in no_by_the_matrix(app) if one[0].endpoint in tried and one[1].is_person]

    found = faults(app, world, asked, walker, forms)

    assert any(fault.startswith("GET /operations/queue") and "200" in fault for fault in found)
    assert {fault.partition(":")[0].split()[1] for fault in found if "changed" in fault} == {
        "/boards/<public_id>/closure",
        "/gatherings/<public_id>/messages",
    }


def test_somebody_reaches_what_each_address_names(app: Flask, world: World, walker: Walker) -> None:
    """The other control: an address that nobody can reach would be refused to all for the wrong reason."""
    of_the_world = [route for route in routes(app) if route.arguments and not FIXED.keys() & set(route.arguments)]
    paths = {(route, side): address(app, world, route, side) for route in of_the_world for side in both_sides()}
    unreached = []
    for route in sorted(of_the_world, key=lambda route: (route.method != "GET", ends_something(route))):
        if not any(reaches(paths, world, walker, route, holder) for holder in allowed(route)):
            unreached.append(str(route))

    assert "\n".join(unreached) == ""
    assert len(of_the_world) > 50


def ends_something(route: Route) -> bool:
    """Whether what the route names may be gone afterwards."""
    return any(word in route.path for word in ("removal", "end", "division", "cancellation", "return", "closure"))


def allowed(route: Route) -> list[Holder]:
    return [holder for holder in HOLDERS if any(CELLS[route.action][role] != "-" for role in (holder.role, "V"))]


def reaches(paths: Mapping[tuple[Route, str], str], world: World, walker: Walker, route: Route, holder: Holder) -> bool:
    """Whether she gets an answer about the thing: it may still ask for a field that the form lacks."""
    side = LAST if LAST in holder.gatherings else TODAY
    answer = walker.ask(holder, route.method, paths[route, side], named_fields(world, side))
    return not is_refused(answer) and answer.status_code != 405 and answer.status_code < 500
