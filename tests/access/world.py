"""The world in which each cell of the matrix is tried: two municipalities, two gatherings, and people of one role each.

*Today* goes on now, in *last* everything is over. Of each role somebody stands inside (Nordvik, today, table 1) and
somebody outside (Sundby, last); the project lead and the administrator have no outside. What is true of everybody and
everything is written down in plain words as it is made: tests/access/meanings.py judges by those.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask

from network.access.actor import VISITOR, Actor, actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Municipality, Network, Person
from network.people.services import register
from network.people.services.sessions import begin_session
from network.sessions.gatherings.models import Gathering, GatheringMember, GatheringRole
from tests.access.meanings import Holder, Truth

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY, LAST, NORDVIK, SUNDBY = "today", "last", "nordvik", "sundby"

HOLDERS = (
    Holder("nobody", "V", is_person=False),
    Holder("rita", "R"),
    Holder("gro", "G", gatherings=(TODAY,), groups=("table 1", "table 3", "table 4"), left_groups=("table 2",)),
    Holder("gry", "G", gatherings=(LAST,)),
    Holder("dag", "D", True, NORDVIK, (TODAY,), (), ("table 1", "table 3", "table 4"), ("table 2",)),
    Holder("dora", "D", True, SUNDBY, (LAST,)),
    Holder("kari", "K", True, NORDVIK, (TODAY,), (), ("table 1", "table 3", "table 4"), ("table 2",)),
    Holder("knut", "K", True, SUNDBY, (LAST,)),
    Holder("frode", "F", gatherings=(TODAY,), leads=(TODAY,)),
    Holder("frida", "F", gatherings=(LAST,), leads=(LAST,)),
    Holder("pia", "P", gatherings=(TODAY,), groups=("table 1", "table 3", "table 4"), left_groups=("table 2",)),
    Holder("arne", "A"),
)
"""A resident's link, and a screen, make actors that no table holds: see `actor_of`."""


@dataclass(frozen=True)
class Thing:
    """Something that the rules protect, and what is true of it."""

    truth: Truth
    object: Any


@dataclass
class World:
    """What was made. `things` are looked up by the kind in their truth; `named` by a name of this file."""

    people: dict[str, Person] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    municipalities: dict[str, Municipality] = field(default_factory=dict)
    gatherings: dict[str, Gathering] = field(default_factory=dict)
    groups: dict[str, Any] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)

    def add(self, thing: Any, kind: str, **truth: Any) -> Any:
        """Store a row and write down what is true of it."""
        db.session.add(thing)
        db.session.flush()
        self.things.append(Thing(Truth(kind, **truth), thing))
        return thing

    def of(self, *kinds: str) -> list[Thing]:
        return [thing for thing in self.things if thing.truth.kind in kinds]

    def one(self, kind: str, **wanted: Any) -> Any:
        """The first thing of this kind of which all that is true."""
        return next(
            thing.object
            for thing in self.of(kind)
            if all(getattr(thing.truth, name) == value for name, value in wanted.items())
        )

    def actor_of(self, holder: Holder) -> Actor:
        """What the program makes of her: from its own tables, but for the two that no table holds."""
        badge = self.gatherings[holder.badge_of].id if holder.badge_of else None
        actor = actor_for(self.people[holder.name].id, only_gathering_id=badge) if holder.is_person else VISITOR
        if holder.role == "R":
            actor = replace(actor, roles=frozenset("VR"))
        if holder.screen_of:
            actor = replace(actor, screen_ids=frozenset({self.gatherings[holder.screen_of].id}))
        return actor


def everybody() -> list[Holder]:
    """The people, a big screen that each of them sits at, and each of them come in with her badge alone."""
    screens = [replace(holder, screen_of=TODAY) for holder in HOLDERS]
    return [*HOLDERS, *screens, *(with_badge(holder) for holder in HOLDERS if holder.is_person)]


def with_badge(holder: Holder) -> Holder:
    """What a badge for today's gathering leaves of her: no power, that gathering alone, and a guest there."""
    is_admitted = TODAY in holder.gatherings
    role = "".join(letter for letter in holder.role if letter not in "PAKF")
    role += "G" if is_admitted and "G" not in role else ""
    kept = {name: getattr(holder, name) if is_admitted else () for name in ("gatherings", "groups", "left_groups")}
    return replace(holder, role=role, leads=(), badge_of=TODAY, **kept)


def holders_of(role: str) -> list[Holder]:
    """Those who hold this role, alone or beside a guest's."""
    return [holder for holder in everybody() if role in (holder.role or "V")]


def build_world(app: Flask) -> World:
    """Make it, on an empty database, at NOW."""
    from tests.access.things import add_things, write_notes  # the two files need each other's names

    clock.set(NOW)
    world = World()
    db.create_all()  # TEMPORARY
    with unit_of_work():
        _people(world)
        _gatherings(world)
        add_things(world)
    write_notes(world)
    return world


def _people(world: World) -> None:
    register.found_network(name="Prøvenettverket", owner="Prøveregionen", language="nn")
    for number, name in (("9901", NORDVIK), ("9902", SUNDBY)):
        place = register.add_municipality(number=number, name=name.title(), language="nn", joined_on=date(2023, 10, 1))
        world.municipalities[name] = world.add(place, "municipality", municipality=name, is_public=True)
    for holder in HOLDERS:
        if holder.is_person:
            _person(world, holder)
    network = db.session.query(Network).one()
    world.add(network, "network", is_public=True)


def _person(world: World, holder: Holder) -> None:
    person = register.add_person(name=holder.name.title(), email=f"{holder.name}@prove.example", language="nn")
    world.people[holder.name] = world.add(person, "person", owner=holder.name)
    if holder.role == "D":
        place = world.municipalities[holder.municipality]
        seat = register.give_seat(person, place, from_date=date(2023, 10, 1), party="Bygdelista")
        world.add(seat, "seat", owner=holder.name, municipality=holder.municipality)
    if holder.role == "K":
        register.give_role(person, "coordinator", municipality=world.municipalities[holder.municipality])
        world.add(person.roles[0], "part", owner=holder.name, municipality=holder.municipality)
    if holder.role in "PA":
        register.give_role(person, "project_lead" if holder.role == "P" else "administrator")
    session_id, world.cookies[holder.name] = begin_session(person.id, device="test")
    session = _session(session_id)
    world.add(session, "sign_in", owner=holder.name, is_open=True)


def _session(session_id: int) -> Any:
    from network.people.models import SignInSession

    return db.session.get_one(SignInSession, session_id)


def _gatherings(world: World) -> None:
    for name, starts_at, code in ((TODAY, NOW - 2 * HOUR, "23456789"), (LAST, NOW - timedelta(days=70), "98765432")):
        gathering = Gathering(
            public_id=f"gathering-{name}"[:16],
            title=f"Samling {name}",
            theme="Korleis får vi fleire med?",
            place="Nordvik kulturhus",
            zone="Europe/Oslo",
            language="nn",
            starts_at=starts_at,
            ends_at=starts_at + 7 * HOUR,
            first_question="Kva vil du ha svar på?",
            second_question="Kva kan de lære frå dykk?",
            doors_open_at=starts_at - HOUR,
            doors_close_at=starts_at + 7 * HOUR,
            join_code=code,
        )
        world.gatherings[name] = world.add(gathering, "gathering", gathering=name)
        for holder in HOLDERS:
            if name in holder.gatherings:
                _member(world, holder, name)


def _member(world: World, holder: Holder, name: str) -> None:
    roles = {"F": GatheringRole.FACILITATOR, "G": GatheringRole.GUEST}
    place = world.municipalities.get(holder.municipality)
    member = GatheringMember(
        gathering_id=world.gatherings[name].id,
        person_id=world.people[holder.name].id,
        role=roles.get(holder.role, GatheringRole.PARTICIPANT),
        municipality_id=place.id if place else None,
    )
    world.add(member, "member", owner=holder.name, gathering=name, municipality=holder.municipality)


def members_of(name: str) -> Iterator[Holder]:
    """Those who were admitted to this gathering."""
    return (holder for holder in HOLDERS if name in holder.gatherings)
