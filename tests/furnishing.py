"""Laying a network's hall on the disk before a real server starts: people, where they belong, how each comes in."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from network import create_app
from network.core.db import bring_up_to_date, unit_of_work
from network.people.models import Municipality, Person
from network.people.services import register, sessions
from network.sessions.gatherings.models import Gathering, GatheringRole
from network.sessions.gatherings.queries.members import member
from network.sessions.gatherings.services import badges
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import Furnishing, Outline, plan_gathering, template_named
from network.sessions.stage.services import moves
from network.sessions.stage.services.standing import state_of
from tests.conftest import settings_for


def on_disk(folder: Path, lay: Callable[[], dict[str, object]], *, into: str, **given: str) -> None:
    """Have `lay` fill an empty, migrated database in `folder`. What it tells goes to the file `into` beside it."""
    app = create_app(settings_for(folder, SECRET_KEY="", **given))
    with app.app_context():
        bring_up_to_date()
        (folder / into).write_text(json.dumps(lay()))
        app.extensions["journal_writer"].close()


def person(name: str) -> Person:
    return register.add_person(name=f"{name} Prøvedøme", email=f"{name.lower()}@prove.example", language="nn")


def home(number: int, name: str) -> Municipality:
    joined = date(2020, 1, 1)
    return register.add_municipality(number=f"{9900 + number}", name=name, language="nn", joined_on=joined)


def usual_day(
    leaders: Sequence[Person], case_from: Municipality, began: datetime, *, title: str = "Samling 7", **more: str
) -> Gathering:
    """The programme *Vanleg dag*, planned by the first of the leaders; the others lead with her."""
    outline = Outline(
        title=title,
        theme="Korleis får vi fleire med?",
        place="Nordvik kulturhus",
        zone="Europe/Oslo",
        language="nn",
        starts_at=began,
        **more,
    )
    furnishing = Furnishing(template_named("usual"), guest="Gro Gjestedøme", municipality_id=case_from.id)
    gathering = plan_gathering(leaders[0].id, outline, furnishing)
    for leader in leaders[1:]:
        admit(gathering, leader.id, GatheringRole.FACILITATOR)
    return gathering


def move(gathering: Gathering, lead: Person, act: str, **facts: object) -> None:
    """One move of the day, in a unit of work of its own."""
    with unit_of_work():
        moves.move(gathering, act, version=state_of(gathering).version, by_id=lead.id, **facts)


def delegates(place: Municipality, names: Iterable[str], gathering: Gathering) -> list[Person]:
    """A municipality's delegates, admitted to the gathering."""
    people = [person(name) for name in names]
    for one in people:
        register.give_seat(one, place, from_date=date(2023, 10, 1), party="Prøvelista")
        admit(gathering, one.id)
    return people


def secret(one: Person) -> str:
    """The cookie of a sign-in of hers."""
    return sessions.begin_session(one.id, device="test")[1]


def badge(gathering: Gathering, one: Person) -> str:
    """The path that is printed on her badge."""
    found = member(gathering.id, one.id)
    assert found is not None
    return f"/skilt/{badges.token_of(found)}"
