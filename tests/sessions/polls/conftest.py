"""A hall of fourteen that can be asked: Anna, Bo and Cy, and eleven more; Fia leads it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.core.db import db, unit_of_work
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.models import Gathering, GatheringRole
from network.sessions.gatherings.services.door import check_in
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import create_gathering
from network.sessions.polls.models import Poll
from network.sessions.polls.rules.asking import Kind
from network.sessions.polls.services import answering, making, running
from network.sessions.polls.services.making import Draft
from network.sessions.stage.services import telling, watching
from tests.cast import STARTS, Cast, open_the_hall
from tests.furnished import furnished

YES_NO = ("Ja", "Litt", "Nei")
MORE = 11
NORDVIK = 1


@dataclass
class Asking:
    """The hall, and short ways to ask it. Each act is a unit of work of its own."""

    cast: Cast
    gathering: Gathering
    later: Gathering
    """A gathering two months on, with the same people."""
    people: list[Person]
    _number: int = field(default=0)

    @property
    def by_id(self) -> int:
        return self.cast.fia.id

    def key(self) -> str:
        self._number += 1
        return f"key-{self._number:08}"

    def made(self, kind: Kind = Kind.CHOICE, *, at: Gathering | None = None, **more: object) -> Poll:
        options = {Kind.CHOICE: YES_NO, Kind.SCALE: ("Inga", "Stor")}.get(kind, ())
        draft = Draft(kind, "Blir det gjort hos dykk?", **{"options": options, **more})  # type: ignore[arg-type]
        with unit_of_work():
            return making.make(at or self.gathering, draft, key=self.key(), by_id=self.by_id)

    def opened(self, kind: Kind = Kind.CHOICE, **more: object) -> Poll:
        poll = self.made(kind, **more)  # type: ignore[arg-type]
        return self.do("open_to_all", poll)

    def do(self, act: str, poll: Poll) -> Poll:
        with unit_of_work():
            again = db.session.get_one(Poll, poll.id)
            getattr(running, act)(again, by_id=self.by_id)
        return again

    def answer(self, poll: Poll, person: Person, *choices: int | str, key: str = "") -> None:
        with unit_of_work():
            again = db.session.get_one(Poll, poll.id)
            answering.answer(again, person.id, choices, key=key or self.key())

    def answers(self, poll: Poll, *choices: int, start: int = 0) -> None:
        """The first of the hall answer so, one each."""
        for person, choice in zip(self.people[start:], choices, strict=False):
            self.answer(poll, person, choice)

    def note(self, poll: Poll, choice: int, *, key: str = "") -> None:
        with unit_of_work():
            answering.note(db.session.get_one(Poll, poll.id), [choice], key=key or self.key())

    def again(self, poll: Poll, *, at: Gathering | None = None) -> Poll:
        with unit_of_work():
            before = db.session.get_one(Poll, poll.id)
            return making.repeat(before, at or self.gathering, key=self.key(), by_id=self.by_id)

    def more(self, delegates: int, guests: int) -> list[Person]:
        """So many more come to the hall."""
        roles = [GatheringRole.PARTICIPANT] * delegates + [GatheringRole.GUEST] * guests
        with unit_of_work():
            return [_admitted(self.gathering, f"Nina Døme {number}", role) for number, role in enumerate(roles)]

    def path(self, rest: str = "") -> str:
        return f"/gatherings/{self.gathering.public_id}/polls{rest}"


@pytest.fixture
def asking(app: Flask) -> Asking:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, _open, at=STARTS)


def _open() -> Asking:
    """Eight of the fourteen are delegates, six are guests."""
    hall = open_the_hall()
    with unit_of_work():
        later = create_gathering(
            None,
            title="Samling 5",
            theme="Kva vart det av det?",
            place="Sundby",
            zone="Europe/Oslo",
            language="nn",
            starts_at=STARTS + timedelta(days=56),
            ends_at=STARTS + timedelta(days=56, hours=8),
        )
        people = [hall.cast.anna, hall.cast.bo, hall.cast.cy]
        for number in range(MORE):
            role = GatheringRole.PARTICIPANT if number < 5 else GatheringRole.GUEST
            people.append(_admitted(hall.gathering, f"Nils Døme {number}", role))
        for person in people:
            check_in(hall.gathering, person.id, how="badge", by_id=None)
            if person.id > hall.cast.otto.id:
                admit(later, person.id)
        admit(later, hall.cast.fia.id, GatheringRole.FACILITATOR)
    return Asking(hall.cast, hall.gathering, later, people)


def _admitted(gathering: Gathering, name: str, role: GatheringRole) -> Person:
    person = register.add_person(name=name, email=None)
    admit(gathering, person.id, role, municipality_id=NORDVIK if role == GatheringRole.PARTICIPANT else None)
    return person


@pytest.fixture
def browser(client_for: Callable[[Person | None], FlaskClient]) -> Callable[[Person], FlaskClient]:
    made: dict[int, FlaskClient] = {}
    return lambda person: made.setdefault(person.id, client_for(person))


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    telling.forget()
    watching.forget()
