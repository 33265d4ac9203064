"""The few places that every page leads to: a row on top, a bar at the bottom of a phone."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, g, request

from network.core.language import LazyText, gettext

IN_THE_BAR = 5
SiteName = Callable[[], str | None]


@dataclass(frozen=True)
class Place:
    """`label` is one short word. `address` gives none when the person has no use of the place now."""

    label: LazyText
    icon: str
    address: Callable[[], str | None]
    order: int
    is_minor: bool


@dataclass(frozen=True)
class Link:
    label: str
    icon: str
    address: str
    is_here: bool
    is_minor: bool = False


def register(app: Flask) -> None:
    app.extensions["places"] = []
    app.extensions["site_name"] = None
    app.jinja_env.globals.update(navigation=links, bottom_bar=in_the_bar, site_name=site_name)


def add(
    app: Flask, label: LazyText, *, icon: str, address: Callable[[], str | None], order: int, is_minor: bool = False
) -> None:
    """Put a place in the bar. `icon` is a name in templates/macros/icons.html.

    A minor place stands only in the row on top: a phone's bar has room for five.
    """
    places: list[Place] = app.extensions["places"]
    places.append(Place(label, icon, address, order, is_minor))
    places.sort(key=lambda place: place.order)


def call_site(app: Flask, name: SiteName) -> None:
    """Say what this installation is called, on top of each page."""
    app.extensions["site_name"] = name


def site_name() -> str:
    name: SiteName | None = current_app.extensions["site_name"]
    return (name() if name else None) or gettext("Samling")


def links() -> list[Link]:
    """The places for this person now, found once a request: they stand on top of a page and at its bottom."""
    if "links" not in g:
        g.links = _links()
    found: list[Link] = g.links
    return found


def in_the_bar() -> list[Link]:
    """Those of a phone's bar: five have room. Of more, the last but one's own page stand on top alone."""
    major = [link for link in links() if not link.is_minor]
    return major if len(major) <= IN_THE_BAR else [*major[: IN_THE_BAR - 1], major[-1]]


def _links() -> list[Link]:
    places: list[Place] = current_app.extensions["places"]
    reachable = [(place, place.address()) for place in places]
    return [
        Link(str(place.label), place.icon, address, is_here=address == request.path, is_minor=place.is_minor)
        for place, address in reachable
        if address is not None
    ]
