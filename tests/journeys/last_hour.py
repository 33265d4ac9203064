"""A hall in its last hour, made before its server starts: `python -m tests.journeys.last_hour FOLDER`.

The day *Vanleg dag* has been led to the coffee before the municipalities go to their own. Nordvik and Sundby have two
delegates each there, Vesterøy one; Siv of Sundby has a seat and has not come.
"""

import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from network.access.actor import actor_for
from network.actions.services import agreements, points
from network.actions.services.points import Chosen
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.edits import mark
from network.people.models import Municipality, Person
from network.people.services import register
from network.sessions.gatherings.models import Gathering, ItemKind
from network.sessions.gatherings.rules.programme import item_times
from network.sessions.gatherings.services.door import check_in
from network.sessions.stage.services import talks
from network.writing import services as writing
from tests.furnishing import badge, delegates, home, move, on_disk, person, secret, usual_day

DELEGATES = {
    "Nordvik": ("Anna", "Arne"),
    "Sundby": ("Bo", "Berit", "Siv"),
    "Vesterøy": ("Vilde",),
}
LEADERS = ("Lea", "Tor")
ABSENT = "Siv"
UNANSWERED = "Kven betalte for dette?"
BEFORE_MINUTES = 270
"""How far into the programme the coffee before the local round is."""


def lay(seats: Mapping[str, tuple[str, ...]] = DELEGATES, *, absent: str = ABSENT) -> dict[str, object]:
    now = clock.now()
    began = now - timedelta(minutes=BEFORE_MINUTES)
    with unit_of_work():
        register.found_network(name="Prøvenettverket", owner="Prøveregionen", language="nn")
        leaders = [person(name) for name in LEADERS]
        register.give_role(leaders[0], "project_lead")
        homes = [home(number, name) for number, name in enumerate(seats)]
        gathering = usual_day(leaders, homes[1], began)
        people = {
            name: one
            for place in homes
            for name, one in zip(seats[place.name], delegates(place, seats[place.name], gathering), strict=True)
        }
        told = {
            "gathering": gathering.public_id,
            "secrets": {one.name: secret(one) for one in leaders},
            "badges": {one.name: badge(gathering, one) for one in people.values()},
        }
    _until_coffee(gathering, leaders[0], [one for name, one in people.items() if name != absent])
    clock.set(None)
    return told


def _until_coffee(gathering: Gathering, lead: Person, people: list[Person]) -> None:
    """Everybody is checked in; each item begins at its planned time. A question to the guest is left unanswered."""
    times = item_times(gathering.starts_at, [(item.id, item.minutes) for item in gathering.items])
    home_at = next(item.position for item in gathering.items if item.kind == ItemKind.GOING_HOME)
    clock.set(gathering.starts_at)
    with unit_of_work():
        for one in people:
            check_in(gathering, one.id, how="badge", by_id=None)
    for item in [one for one in gathering.items if one.position < home_at]:
        clock.set(times[item.id][0])
        move(gathering, lead, "begin", item_id=item.id)
        if item.kind == ItemKind.TALK:
            with unit_of_work():
                talks.ask(item, people[0].id, key="asked-in-the-morning", text=UNANSWERED)


def one_of(name: str) -> Person:
    return db.session.query(Person).filter(Person.name.startswith(f"{name} ")).one()


def write(gathering: Gathering, place: Municipality, by: Person, what: str, step: str, *, owner: Person) -> str:
    """One action of which nobody has been asked yet; gives its public id."""
    with unit_of_work():
        point = points.add_point(agreements.begun(gathering, place), by_id=by.id)
        public_id, writing_id = point.public_id, point.writing_id or 0
        now = points.stored(point)
        days = {"first_step_on": gathering.ends_at.date(), "due_on": gathering.ends_at.date() + timedelta(weeks=12)}
        whose = db.session.get_one(Person, owner.id)
        chosen = Chosen(owner=whose, goal=None, case=None, is_for_council=True, **days)
        points.save_point(point, chosen, marks={name: mark(text) for name, text in now.items()}, by_id=by.id)
    for key, words in (("what", what), ("first_step", step)):
        writing.put(writing_id, key, words, actor_for(by.id))
    return public_id


def ask_about(gathering: Gathering, place: Municipality, by: Person, what: str, step: str) -> str:
    """One action that `by` writes, takes on and asks her colleagues about; gives its public id."""
    public_id = write(gathering, place, by, what, step, owner=by)
    with unit_of_work():
        agreements.ask(agreements.begun(gathering, place), by_id=by.id)
    return public_id


if __name__ == "__main__":
    on_disk(Path(sys.argv[1]), lay, into="hall.json")
