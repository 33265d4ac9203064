"""A hall after lunch, made before its server starts: `python -m tests.journeys.afternoon FOLDER`.

The morning of *Vanleg dag* is over, led by the same services as in the hall: a guest has spoken and answered Nordvik,
twelve people have worked in groups of three. Lunch has taken twelve minutes more than its time. Sundby's case lies
ready; Austfjord has one delegate there; Astrid has not come.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from network.cases.rules.boxes import BOXES
from network.cases.services import writing
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.edits import mark
from network.people.models import Municipality, Person
from network.people.services import register
from network.sessions.gatherings.models import Gathering, ItemKind, ProgrammeItem
from network.sessions.gatherings.services.door import check_in
from network.sessions.gatherings.services.planning import template_named
from network.sessions.groups.queries.rounds import groups_in
from network.sessions.groups.services.rounds import round_for
from network.sessions.stage.models import QuestionState
from network.sessions.stage.services import talks
from tests.furnishing import badge, delegates, home, move, on_disk, person, secret, usual_day

DELEGATES = {
    "Nordvik": ("Anna", "Arne", "Astrid", "Alf", "Agnes"),
    "Sundby": ("Bo", "Berit", "Bodil", "Birger"),
    "Vesterøy": ("Vilde", "Vegard", "Vera"),
    "Austfjord": ("Oddny",),
}
LEADERS = ("Lea", "Tor", "Hilde")
LATE = "Astrid"
GROUP_SIZE = 3
MORNING_MINUTES = 180
BEHIND_MINUTES = 12
A_PART = timedelta(minutes=4)
"""So long each part of the work takes: who has sat together for five minutes has met."""
WORK = ("deal", "gather", "start", *("phase",) * 4, "wrap_up", "close")


def lay() -> dict[str, object]:
    now = clock.now()
    began = now - timedelta(minutes=MORNING_MINUTES + BEHIND_MINUTES)
    with unit_of_work():
        register.found_network(name="Prøvenettverket", owner="Prøveregionen", language="nn")
        leaders = [person(name) for name in LEADERS]
        register.give_role(leaders[0], "project_lead")
        homes = [home(number, name) for number, name in enumerate(DELEGATES)]
        gathering = _gathering(leaders, began, homes[1])
        people = {name: one for place in homes for name, one in _delegates(place.name, homes, gathering).items()}
        case = writing.begin(homes[1], "Grendemøtet før saka", by_id=people["Bo"].id, item=_item(gathering, "case"))
        said = {name: f"Det vi skreiv om {name}" for name in BOXES}
        writing.save(case, said, {name: mark("") for name in BOXES}, by_id=people["Bo"].id)
        writing.mark_ready(case, by_id=people["Bo"].id)
        told = {
            "gathering": gathering.public_id,
            "case": case.public_id,
            "case_item": _item(gathering, "case").public_id,
            "secrets": {one.name: secret(one) for one in leaders},
            "badges": {one.name: badge(gathering, one) for one in people.values()},
        }
    _morning(gathering, leaders[0], [one for name, one in people.items() if name != LATE], began)
    clock.set(None)
    return {**told, "first_round": _tables(gathering)}


def _tables(gathering: Gathering) -> list[list[str]]:
    """Who sat together in the morning."""
    found = groups_in(round_for(_item(gathering, "mixed_round")).id)
    return [[member.person.name for member in group.members] for group in found]


def _gathering(leaders: list[Person], began: datetime, case_from: Municipality) -> Gathering:
    home_by = (began + timedelta(minutes=template_named("usual").minutes + 5)).astimezone(ZoneInfo("Europe/Oslo"))
    return usual_day(
        leaders,
        case_from,
        began,
        first_question="Kva utfordrar dette oss på?",
        second_question="Kva skal til hos oss?",
        last_departure=f"{home_by:%H:%M}",
    )


def _delegates(name: str, homes: list[Municipality], gathering: Gathering) -> dict[str, Person]:
    place = next(one for one in homes if one.name == name)
    return dict(zip(DELEGATES[name], delegates(place, DELEGATES[name], gathering), strict=True))


def _item(gathering: Gathering, kind: str) -> ProgrammeItem:
    return next(item for item in gathering.items if item.kind == ItemKind(kind))


def _morning(gathering: Gathering, lead: Person, people: list[Person], began: datetime) -> None:
    """All until lunch, each step at its planned time."""
    clock.set(began)
    with unit_of_work():
        for one in people:
            check_in(gathering, one.id, how="badge", by_id=None)
    at = began
    for item in list(gathering.items)[:6]:
        clock.set(at)
        move(gathering, lead, "begin", item_id=item.id)
        if item.kind == ItemKind.TALK:
            _nordvik_is_heard(item, people[0])
        if item.kind == ItemKind.MIXED_ROUND:
            with unit_of_work():
                round_for(item).size = GROUP_SIZE
            for number, act in enumerate(WORK):
                clock.set(at + number * A_PART)
                move(gathering, lead, act)
        at += timedelta(minutes=item.minutes)


def _nordvik_is_heard(item: ProgrammeItem, asker: Person) -> None:
    with unit_of_work():
        question = talks.ask(item, asker.id, key="asked-in-the-morning", text="Kven spurde de først?")
        talks.set_state(question, QuestionState.ANSWERED)
    db.session.rollback()


if __name__ == "__main__":
    on_disk(Path(sys.argv[1]), lay, into="hall.json")
