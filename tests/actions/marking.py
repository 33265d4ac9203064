"""A day with something to take home: a talk, a mixed round with notes, the municipalities' own round in the afternoon.

Bo and Cy are delegates of Sundby, Anna of Nordvik."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from network.access.actor import Actor, actor_for
from network.actions.models import TakeHomeMark
from network.actions.queries import marks as queries
from network.actions.queries.marked import thing_of
from network.actions.rules.marks import Shared
from network.actions.services import marks
from network.core.db import db, unit_of_work
from network.people.models import Municipality, Person
from network.sessions.boards.models import Board
from network.sessions.boards.services import lifting, making, projection
from network.sessions.boards.services.opened import open_board
from network.sessions.gatherings.models import Gathering, GatheringRole, ItemKind, ProgrammeItem
from network.sessions.gatherings.services.door import check_in
from network.sessions.gatherings.services.members import admit
from network.sessions.groups.models import RoundState
from network.sessions.groups.services import rounds
from network.sessions.stage.models import Question
from network.sessions.stage.services import talks
from tests.cast import Hall, open_the_hall

ITEMS = (
    ("talk", ItemKind.TALK, "Innleiing utanfrå"),
    ("case", ItemKind.CASE, "Grendeutval på nytt"),
    ("mixed", ItemKind.MIXED_ROUND, "Blanda grupper"),
    ("home", ItemKind.GOING_HOME, "Dette tek vi med heim"),
)
STEPS = (RoundState.DRAWN, RoundState.GATHER, RoundState.RUNNING)


@dataclass(frozen=True)
class Marking:
    """The day, and short ways to mark and to look. `boards`: the table of Anna and Bo, and Cy's."""

    hall: Hall
    items: dict[str, ProgrammeItem]
    question: Question

    @property
    def gathering(self) -> Gathering:
        return self.hall.gathering

    def person(self, name: str) -> Person:
        found: Person = getattr(self.hall.cast, name)
        return found

    def actor(self, name: str) -> Actor:
        return actor_for(self.person(name).id)

    def municipality(self, number: str) -> Municipality:
        return db.session.scalars(select(Municipality).where(Municipality.number == number)).one()

    @property
    def talk(self) -> str:
        return f"talk:{self.items['talk'].id}"

    @property
    def asked(self) -> str:
        return f"question:{self.question.id}"

    def writes(self, name: str, board: Board, text: str, *, column: str = "why") -> str:
        """A note on a board; its target."""
        opened = open_board(board)
        note_id = making.note_step(opened, self.actor(name), text=text, column=column)
        projection.settle(opened)
        return f"note:{board.id}:{note_id}"

    def choose(self, board: Board, target: str) -> None:
        """The group wants this note shown to everybody."""
        with unit_of_work():
            lifting.lift(board, open_board(board), target.split(":")[2], is_wanted=True, by_id=None)

    def marks(self, name: str, target: str, line: str = "", *, key: str = "", is_told: bool = False) -> TakeHomeMark:
        with unit_of_work():
            thing = thing_of(self.gathering.id, target)
            assert thing is not None
            key = key or f"key-{name}-{target.replace(':', '-')}"[:32]
            return marks.mark(self.gathering, self.actor(name), thing, key=key, line=line, is_told=is_told)

    def own_round(self, *states: RoundState) -> None:
        """Take the municipalities' own round through these states."""
        for state in states or STEPS:
            with unit_of_work():
                round_ = rounds.round_for(self.items["home"])
                if state == RoundState.DRAWN and round_.state == RoundState.PLANNED:
                    rounds.deal(round_, by_id=None)
                else:
                    rounds.move_round(round_, state, by_id=None)

    def seen_by(self, name: str, number: str) -> list[Shared]:
        """What this person is shown of a municipality's marks."""
        db.session.rollback()
        return queries.shared_with(self.actor(name), self.gathering, self.municipality(number))

    def path(self, rest: str = "") -> str:
        return f"/gatherings/{self.gathering.public_id}/marks{rest}"


def open_the_marking() -> Marking:
    """Everybody is checked in; the hall's two boards are those of the morning's mixed groups."""
    hall = open_the_hall()
    with unit_of_work():
        items = {key: _item(hall, place, kind, title) for place, (key, kind, title) in enumerate(ITEMS)}
        for person in (hall.cast.anna, hall.cast.bo, hall.cast.cy):
            check_in(hall.gathering, person.id, how="badge", by_id=None)
        admit(hall.gathering, hall.cast.otto.id, GatheringRole.GUEST)
        question = talks.ask(items["talk"], hall.cast.anna.id, key="a-question-1", text="Kva kosta det?")
    return Marking(hall, items, question)


def _item(hall: Hall, place: int, kind: ItemKind, title: str) -> ProgrammeItem:
    item = ProgrammeItem(
        public_id=f"item-{place}",
        gathering_id=hall.gathering.id,
        position=place,
        kind=kind,
        title=title,
        minutes=30,
        groups="local" if kind == ItemKind.GOING_HOME else "new",
        board_template="take_home",
        phases=json.dumps([]),
    )
    db.session.add(item)
    db.session.flush()
    return item
