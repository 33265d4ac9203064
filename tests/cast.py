"""The same six people in every test: Anna and Bo (delegates, Nordvik and Sundby), Kai (coordinator of Nordvik),
Fia (facilitator), Lea (project lead), Otto (belongs nowhere). Cy is a delegate of another group."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from network.access.actor import Actor, actor_for
from network.core.db import unit_of_work
from network.people.models import Person
from network.people.services import register
from network.sessions.boards.models import Board
from network.sessions.boards.services import making
from network.sessions.gatherings.models import Gathering, GatheringRole
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import create_gathering
from network.sessions.groups.models import BreakoutGroup, GroupKind
from network.sessions.groups.services.members import create_group

STARTS = datetime(2026, 11, 23, 8, tzinfo=UTC)
COLUMNS = (
    making.Column("why", "Utfordringar", "Kva er vanskeleg?"),
    making.Column("what", "Idear", "Kva kan vi gjere?"),
    making.Column("who", "Spørsmål", "Kva må vi finne ut?"),
)


@dataclass(frozen=True)
class Cast:
    anna: Person
    bo: Person
    cy: Person
    kai: Person
    fia: Person
    lea: Person
    otto: Person

    def actor(self, name: str) -> Actor:
        """The person's rights as they are now; "nobody" is a visitor."""
        return actor_for(getattr(self, name).id)


@dataclass(frozen=True)
class Hall:
    """One gathering with two groups and the board of the first: Anna and Bo are in it, Cy is in the other."""

    cast: Cast
    gathering: Gathering
    group: BreakoutGroup
    other_group: BreakoutGroup
    board: Board
    other_board: Board


def call_the_cast() -> Cast:
    """Seven people in a network with two municipalities."""
    with unit_of_work():
        register.found_network(name="Prøvenettverket", owner="Prøveregionen", language="nn")
        places = [
            register.add_municipality(number=number, name=name, language="nn")
            for number, name in (("9901", "Nordvik"), ("9902", "Sundby"))
        ]
        people = [_person(name) for name in ("Anna", "Bo", "Cy", "Kai", "Fia", "Lea", "Otto")]
        anna, bo, cy, kai, _fia, lea, _otto = people
        for person, place in ((anna, places[0]), (bo, places[1]), (cy, places[1])):
            register.give_seat(person, place, from_date=date(2023, 10, 1), party="Bygdelista")
        register.give_role(kai, "coordinator", municipality=places[0])
        register.give_role(lea, "project_lead")
    return Cast(*people)


def _person(name: str) -> Person:
    return register.add_person(name=name, email=f"{name.lower()}@prove.example")


def a_gathering(
    title: str = "Samling 5", *, starts_at: datetime = STARTS, hours: float = 8, place: str = "Sundby", theme: str = ""
) -> Gathering:
    """One more, to which nobody is admitted. Inside a unit of work."""
    return create_gathering(
        None,
        title=title,
        theme=theme,
        place=place,
        zone="Europe/Oslo",
        language="nn",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
    )


def open_the_hall() -> Hall:
    """The cast at a gathering in progress."""
    cast = call_the_cast()
    with unit_of_work():
        gathering = a_gathering("Samling 4", place="Nordvik kulturhus", theme="Korleis får vi fleire med?")
        for person in (cast.anna, cast.bo, cast.cy):
            admit(gathering, person.id)
        admit(gathering, cast.fia.id, GatheringRole.FACILITATOR)
        groups = [
            create_group(
                None, gathering, label=label, kind=GroupKind.MIXED, person_ids=[person.id for person in members]
            )
            for label, members in (("Bord 1", (cast.anna, cast.bo)), ("Bord 2", (cast.cy,)))
        ]
        boards = [
            making.create_board(None, group, title=group.label, question="Kva bør vi gjere?", columns=COLUMNS)
            for group in groups
        ]
    return Hall(cast, gathering, *groups, *boards)
