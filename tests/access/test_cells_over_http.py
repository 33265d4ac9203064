"""AC-1, AC-2: every route, asked by everybody whose cell of the matrix says no: refused, and nothing has changed."""

from collections.abc import Iterator

import pytest
from flask import Flask

from network.access import guard
from tests.access.changes import changed, sums
from tests.access.meanings import ROLES, Holder, read_matrix, terms_of
from tests.access.walking import (
    FIXED,
    Route,
    Walker,
    address,
    is_refused,
    named_fields,
    routes,
    unfilled,
)
from tests.access.world import HOLDERS, LAST, TODAY, World, build_world

CELLS = read_matrix()
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


def faults(app: Flask, world: World, asked: list[Asked]) -> list[str]:
    """Requests that were not refused, and routes that changed something though everybody was."""
    walker = Walker(app, world)
    found = []
    before = sums()
    for place, (route, holder) in enumerate(asked):
        answer = walker.ask(holder, route.method, address(app, world, route, TODAY))
        if not is_refused(answer):
            found.append(f"{route} as {holder.name}: {answer.status}")
        is_last_of_route = place + 1 == len(asked) or asked[place + 1][0] != route
        if is_last_of_route and (tables := changed(before, after := sums())):
            found.append(f"{route}: changed {tables}")
            before = after
    return found


def test_every_address_can_be_filled_in(app: Flask, world: World) -> None:
    assert "\n".join(unfilled(app, world)) == ""


def test_whoever_the_matrix_says_no_to_is_refused_everywhere_and_changes_nothing(app: Flask, world: World) -> None:
    asked = list(no_by_the_matrix(app))

    assert "\n".join(faults(app, world, asked)) == ""
    assert {holder.role for _, holder in asked} == set("VRGDKFPA")


def test_without_the_guard_they_would_get_in(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(guard, "allows", lambda *_asked: True)
    asked = [one for one in no_by_the_matrix(app) if one[0].endpoint in ("boards.close", "operations.queue")]

    found = faults(app, world, asked)

    assert any(fault.startswith("GET /operations/queue") and "200" in fault for fault in found)
    assert any(fault.startswith("POST /boards/") and "changed" in fault for fault in found)


def test_somebody_reaches_what_each_address_names(app: Flask, world: World) -> None:
    """The other control: an address that nobody can reach would be refused to all for the wrong reason."""
    walker = Walker(app, world)
    unreached = []
    for route in sorted(routes(app), key=lambda route: (route.method != "GET", "removal" in route.path)):
        is_of_the_world = route.arguments and not FIXED.keys() & set(route.arguments)
        if is_of_the_world and not any(reaches(app, world, walker, route, holder) for holder in allowed(route)):
            unreached.append(str(route))

    assert "\n".join(unreached) == ""


def allowed(route: Route) -> list[Holder]:
    return [holder for holder in HOLDERS if any(CELLS[route.action][role] != "-" for role in (holder.role, "V"))]


def reaches(app: Flask, world: World, walker: Walker, route: Route, holder: Holder) -> bool:
    """Whether she gets an answer about the thing: it may still ask for a field that the form lacks."""
    side = LAST if LAST in holder.gatherings else TODAY
    fields = named_fields(world, side)
    answer = walker.ask(holder, route.method, address(app, world, route, side), **fields)
    return not is_refused(answer) and answer.status_code != 405 and answer.status_code < 500
