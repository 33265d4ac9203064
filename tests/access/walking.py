"""Every route of the program, with its address filled in from the made world, asked as anybody of it.

A route whose address this file cannot fill fails the tests that walk: nobody adds one that nobody tries.
"""

import re
from collections.abc import Iterator, Mapping
from contextvars import Context
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from flask import Flask, url_for
from werkzeug.test import TestResponse

from network.core.db import db
from tests.access.meanings import Holder, Truth
from tests.access.world import LAST, NORDVIK, SUNDBY, TODAY, World

REFUSALS = (401, 403, 404)
INSIDERS = ("dag", "kari", "gro", "frode", "pia", "rita", "arne")
SEGMENTS: Mapping[str, tuple[str, str]] = {
    "actions": ("point", "public_id"),
    "agreements": ("sheet", "municipality.number"),
    "answers": ("municipality", "number"),
    "attendance": ("attendance", "person.public_key"),
    "board-templates": ("board_template", "public_id"),
    "boards": ("board", "public_id"),
    "briefings": ("briefing", "public_id"),
    "cases": ("case", "public_id"),
    "evidence": ("update", "id"),
    "gate": ("municipality", "number"),
    "gatherings": ("gathering", "public_id"),
    "groups": ("group", "id"),
    "help": ("help", "id"),
    "history": ("snapshot", "id"),
    "import": ("import", "public_id"),
    "inn": ("gathering", "join_code"),
    "items": ("item", "public_id"),
    "lines": ("talk_line", "id"),
    "lobby": ("lobby", "id"),
    "marks": ("mark", "target"),
    "materials": ("material", "public_id"),
    "messages": ("message", "id"),
    "municipalities": ("municipality", "number"),
    "others": ("seat", "person.public_key"),
    "parts": ("part", "id"),
    "people": ("seat", "person.public_key"),
    "photos": ("photo", "public_id"),
    "planned": ("task", "id"),
    "points": ("point", "public_id"),
    "polls": ("poll", "public_id"),
    "programme": ("item", "public_id"),
    "questions": ("question", "id"),
    "rounds": ("round", "public_id"),
    "screens": ("screen", "id"),
    "seats": ("seat", "id"),
    "sentences": ("point", "public_id"),
    "sign-ins": ("sign_in", "id"),
    "stand-ins": ("seat", "person.public_key"),
    "versions": ("version", "version"),
}
"""The part of an address before an argument → the kind of thing that the argument names, and which of its values."""

TOGETHER: Mapping[str, tuple[str, str]] = {"people": ("part", "person.public_key")}
"""As SEGMENTS, where the address goes on to something that only these have: a part is a coordinator's."""

FIXED: Mapping[str, str] = {
    "token": "no-such-token",
    "filename": "css/base.css",
    "old_revision": "000000000000",
    "language_code": "nn",
    "digest": "000000000000",
    "state": "done",
    "kind": "docx",
    "section": "agreed",
}
"""Arguments that name nothing of the world, by their name."""


class Unfilled(Exception):
    """An argument of an address for which this file has nothing: add its segment to SEGMENTS."""


@dataclass(frozen=True)
class Route:
    endpoint: str
    path: str
    method: str
    action: str
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.action})"


def routes(app: Flask) -> list[Route]:
    """Every address and method of the program, but HEAD and OPTIONS."""
    return [
        Route(rule.endpoint, rule.rule, method, app.view_functions[rule.endpoint].matrix_action, names)
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        for names in (tuple(sorted(rule.arguments)),)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def address(app: Flask, world: World, route: Route, side: str) -> str:
    """The route's address with the things of one side.

    Raises Unfilled.
    """
    filled = {name: _argument(world, route, name, side) for name in route.arguments}
    with app.test_request_context():
        return url_for(route.endpoint, **filled)


def unfilled(app: Flask, world: World) -> list[str]:
    """Arguments of addresses that SEGMENTS and FIXED lack."""
    return sorted(
        {
            f"{route.path}: {name}"
            for route in routes(app)
            for name in route.arguments
            for side in both_sides()
            if not _can_be_filled(world, route, name, side)
        }
    )


def _can_be_filled(world: World, route: Route, name: str, side: str) -> bool:
    try:
        _argument(world, route, name, side)
    except Unfilled:
        return False
    return True


def _argument(world: World, route: Route, name: str, side: str) -> Any:
    segment = re.search(rf"([\w-]+)/<(?:\w+:)?{name}>", route.path)
    known = {**SEGMENTS, **TOGETHER} if "/parts/" in route.path else SEGMENTS
    if segment and segment[1] in known:
        kind, column = known[segment[1]]
        return attrgetter(column)(thing_at(world, kind, side))
    if name in FIXED:
        return FIXED[name]
    raise Unfilled(f"{route}: {name}")


def thing_at(world: World, kind: str, side: str) -> Any:
    """The first thing of this kind that stands inside (TODAY, NORDVIK, its people) or outside."""
    found = [thing.object for thing in world.of(kind) if _stands(thing.truth, side)]
    if not found:
        raise Unfilled(f"no {kind} of {side}")
    return found[0]


def _stands(truth: Truth, side: str) -> bool:
    place = NORDVIK if side == TODAY else SUNDBY
    is_theirs = (truth.owner in INSIDERS) == (side == TODAY)
    if truth.gathering:
        return truth.gathering == side and (not truth.owner or is_theirs)
    return truth.municipality == place if truth.municipality else is_theirs


def named_fields(world: World, side: str) -> dict[str, str]:
    """What forms name by themselves rather than in their address: a person, two groups of a round, what is marked."""
    groups = [thing.object.id for thing in world.of("group") if thing.truth.gathering == side]
    return {
        "person": str(thing_at(world, "seat", side).person.public_key),
        "group": str(groups[0]),
        "into": str(groups[1]),
        "state": "ready",
        "target": str(thing_at(world, "mark", side).target),
    }


class Walker:
    """One browser for each of the world's people; each request shares nothing with the test."""

    def __init__(self, app: Flask, world: World) -> None:
        app.config["WTF_CSRF_ENABLED"] = False
        self._app = app
        self._world = world
        self._clients: dict[str, Any] = {}

    def ask(
        self,
        holder: Holder,
        method: str,
        path: str,
        fields: Mapping[str, str | list[str]] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """The answer, as it comes, to a form with these fields."""
        client = self._clients.get(holder.name) or self._clients.setdefault(holder.name, self._client(holder))
        data = dict(fields) if fields and method not in ("GET", "HEAD") else None
        answer: TestResponse = Context().run(
            client.open, path, method=method, data=data, headers=headers, buffered=True
        )
        db.session.rollback()
        return answer

    def _client(self, holder: Holder) -> Any:
        client = self._app.test_client()
        if holder.is_person:
            client.set_cookie("session", self._world.cookies[holder.name])
        return client


def is_refused(answer: TestResponse) -> bool:
    """A no: or, to a visitor, the way to sign in."""
    return answer.status_code in REFUSALS or (
        answer.status_code in (302, 303) and answer.headers.get("Location", "").startswith("/sign-in")
    )


def both_sides() -> Iterator[str]:
    yield TODAY
    yield LAST
