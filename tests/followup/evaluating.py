"""A hall whose day ends: nine delegates and six others were there, Otto was not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from network.core.db import db, unit_of_work
from network.followup.services import evaluation
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.models import Gathering, GatheringRole, ItemKind, ProgrammeItem
from network.sessions.gatherings.services.door import check_in
from network.sessions.gatherings.services.members import admit
from tests.cast import STARTS, Hall, a_gathering, open_the_hall

ENDS = STARTS + timedelta(hours=8)
CLOSING = ENDS - timedelta(minutes=30)
CLOSED = ENDS + timedelta(hours=48)
MINUTES = (60, 390, 30)


@dataclass(frozen=True)
class Evaluating:
    hall: Hall
    delegates: Sequence[Person]
    others: Sequence[Person]

    @property
    def gathering(self) -> Gathering:
        return db.session.get_one(Gathering, self.hall.gathering.id)

    @property
    def path(self) -> str:
        return f"/gatherings/{self.hall.gathering.public_id}/evaluation"

    def answer(self, person: Person, gathering: Gathering | None = None, **values: int) -> None:
        with unit_of_work():
            evaluation.answer(gathering or self.gathering, person.id, values)

    def write(self, person: Person, text: str) -> None:
        with unit_of_work():
            evaluation.write_remark(self.gathering, person.id, text)

    def again(self, weeks: int) -> Gathering:
        """The same people at a gathering so many weeks later. Without a programme: it opens at its end."""
        with unit_of_work():
            later = a_gathering(f"Samling om {weeks} veker", starts_at=STARTS + timedelta(weeks=weeks))
            for person in self.delegates:
                admit(later, person.id)
                check_in(later, person.id, how="badge", by_id=None)
            return later


def end_the_day() -> Evaluating:
    hall = open_the_hall()
    cast = hall.cast
    with unit_of_work():
        for place, (kind, minutes) in enumerate(
            zip((ItemKind.WELCOME, ItemKind.TALK, ItemKind.CLOSING), MINUTES, strict=True)
        ):
            db.session.add(
                ProgrammeItem(
                    public_id=f"item-{place}",
                    gathering_id=hall.gathering.id,
                    position=place,
                    kind=kind,
                    title=kind.value,
                    minutes=minutes,
                )
            )
        more = [_person(f"Del{number}") for number in range(6)]
        for number, person in enumerate(more):
            place = (cast.anna, cast.bo)[number % 2].seats[0].municipality
            register.give_seat(person, place, from_date=date(2023, 10, 1), party="Bygdelista")
            admit(hall.gathering, person.id)
        guests = [_person(f"Gjest{number}") for number in range(5)]
        for person in guests:
            admit(hall.gathering, person.id, GatheringRole.GUEST)
        delegates, others = [cast.anna, cast.bo, cast.cy, *more], [cast.fia, *guests]
        for person in (*delegates, *others):
            check_in(hall.gathering, person.id, how="badge", by_id=None)
    return Evaluating(hall, delegates, others)


def _person(name: str) -> Person:
    return register.add_person(name=name, email=f"{name.lower()}@prove.example")
