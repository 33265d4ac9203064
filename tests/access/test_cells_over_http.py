"""AC-1, AC-2: every route, asked by everybody whose cell of the matrix says no: refused, and nothing has changed."""

from collections.abc import Iterator

import pytest
from flask import Flask

from network.access import guard
from tests.access.changes import changed, sums
from tests.access.meanings import Holder, read_matrix, terms_of
from tests.access.walking import Route, Walker, address, both_sides, is_refused, routes
from tests.access.world import HOLDERS, LAST, TODAY, World, build_world

CELLS = read_matrix()
FOR_ALL = ("all", "pub", "shared", "pub|all")
"""Words that do not ask where somebody belongs."""

Asked = tuple[Route, Holder, str]


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(app)


def refused(route: Route, holder: Holder, side: str) -> bool:
    """Whether the matrix says no whatever the rest of the address: an empty cell, or a stranger to that side."""
    terms = {term for role in {holder.role, "V"} for term in terms_of(CELLS[route.action][role])}
    if not terms:
        return True
    is_stranger = bool(route.arguments) and side not in holder.gatherings and holder.role not in "VRPA"
    return is_stranger and not any(
        set(term.replace("@", "+").split("+")) <= {*FOR_ALL, "open", "late"} for term in terms
    )


def no_by_the_matrix(app: Flask) -> Iterator[Asked]:
    for route in routes(app):
        for side in both_sides():
            yield from ((route, holder, side) for holder in HOLDERS if refused(route, holder, side))


def faults(app: Flask, world: World, asked: list[Asked]) -> list[str]:
    """Requests that were not refused, and routes that changed something though everybody was."""
    walker = Walker(app, world)
    found = []
    before = sums()
    for place, (route, holder, side) in enumerate(asked):
        answer = walker.ask(holder, route.method, address(app, world, route, side))
        if not is_refused(answer):
            found.append(f"{route} as {holder.name}, {side}: {answer.status}")
        is_last_of_route = place + 1 == len(asked) or asked[place + 1][0] != route
        if is_last_of_route and (tables := changed(before, after := sums())):
            found.append(f"{route}: changed {tables}")
            before = after
    return found


def test_whoever_the_matrix_says_no_to_is_refused_everywhere_and_changes_nothing(app: Flask, world: World) -> None:
    asked = list(no_by_the_matrix(app))

    assert "\n".join(faults(app, world, asked)) == ""
    assert {holder.role for _, holder, _ in asked} == set("VRGDKFPA")


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
    for route in sorted(routes(app), key=lambda route: (route.method != "GET", "delet" in str(route))):
        if route.arguments and not any(reaches(app, world, walker, route, holder) for holder in allowed(route)):
            unreached.append(str(route))

    assert "\n".join(unreached) == ""


def allowed(route: Route) -> list[Holder]:
    return [holder for holder in HOLDERS if any(CELLS[route.action][role] != "-" for role in (holder.role, "V"))]


def reaches(app: Flask, world: World, walker: Walker, route: Route, holder: Holder) -> bool:
    """Whether she gets an answer about the thing: it may still ask for a field that the form lacks."""
    side = LAST if LAST in holder.gatherings else TODAY
    answer = walker.ask(holder, route.method, address(app, world, route, side))
    return not is_refused(answer) and answer.status_code != 405 and answer.status_code < 500
