"""A hall in its last hour: Bo and Cy of Sundby and Anna of Nordvik are there; Siv of Sundby is not; Kai coordinates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from flask.testing import FlaskClient

from network.access.actor import actor_for
from network.actions.models import ActionPoint, Answer, TakeHomeAgreement
from network.actions.queries.agreements import Sheet, sheet_of
from network.actions.services import agreements, answers, points
from network.actions.services.points import Chosen
from network.core.db import db, unit_of_work
from network.core.edits import mark
from network.people.models import Municipality, Person
from network.people.services import register
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.services.door import check_in
from network.writing import services as writing
from tests.cast import STARTS, Hall, open_the_hall

LATE = STARTS + timedelta(hours=6)
WHAT = "Når saka blir meld opp, spør vi grendene først"
STEP = "Ringe leiarane i grendeutvala"
ClientFor = Callable[[Person | None], FlaskClient]


@dataclass(frozen=True)
class Going:
    """The hall and Sundby's own; short ways to what its delegates do."""

    hall: Hall
    sundby: Municipality
    siv: Person

    @property
    def gathering(self) -> Gathering:
        return db.session.get_one(Gathering, self.hall.gathering.id)

    @property
    def path(self) -> str:
        return f"/gatherings/{self.hall.gathering.public_id}/agreements/9902"

    def sheet(self) -> Sheet:
        db.session.rollback()
        return sheet_of(self.gathering, db.session.get_one(Municipality, self.sundby.id))

    def agreement(self) -> TakeHomeAgreement:
        """Begun if it is not. Inside a unit of work."""
        return agreements.begun(self.gathering, db.session.get_one(Municipality, self.sundby.id))

    def write(self, what: str = WHAT, *, owner: Person | None = None) -> str:
        """A whole action point; gives its public id."""
        cast = self.hall.cast
        with unit_of_work():
            point = points.add_point(self.agreement(), by_id=cast.bo.id)
            public_id, text = point.public_id, point.writing_id
        self.choose(public_id, owner or cast.bo)
        self.reword(text, what=what, first_step=STEP)
        return public_id

    def reword(self, writing_id: int | None, **texts: str) -> None:
        assert writing_id is not None
        for key, words in texts.items():
            writing.put(writing_id, key, words, actor_for(self.hall.cast.bo.id))

    def choose(self, public_id: str, owner: Person | None) -> None:
        with unit_of_work():
            point = self.point(public_id)
            now = points.stored(point)
            chosen = Chosen(
                owner=db.session.get_one(Person, owner.id) if owner else None,
                goal=None,
                case=None,
                first_step_on=date.fromisoformat(now["first_step_on"]),
                due_on=date.fromisoformat(now["due_on"]),
                is_for_council=False,
            )
            points.save_point(point, chosen, marks={name: mark(text) for name, text in now.items()}, by_id=None)

    def stored(self, public_id: str) -> ActionPoint:
        """The point as others have left it."""
        db.session.rollback()
        return self.point(public_id)

    def point(self, public_id: str) -> ActionPoint:
        return db.session.query(ActionPoint).filter_by(public_id=public_id).one()

    def ask(self) -> None:
        with unit_of_work():
            agreements.ask(self.agreement(), by_id=self.hall.cast.bo.id)

    def change(self) -> None:
        with unit_of_work():
            agreements.change(self.agreement(), by_id=self.hall.cast.bo.id)

    def answer(
        self,
        subject: str,
        person: Person,
        said: Answer = Answer.AGREE,
        *,
        line: str = "",
        by: Person | None = None,
        waited: timedelta = timedelta(0),
    ) -> None:
        wording = next((one.wording for one in self.sheet().subjects if one.key == subject), 0)
        with unit_of_work():
            answers.answer(
                self.agreement(),
                subject,
                person.id,
                said,
                line=line,
                wording=wording,
                by_id=(by or person).id,
                waited=waited,
            )


def go_home() -> Going:
    hall = open_the_hall()
    with unit_of_work():
        sundby = db.session.get_one(Municipality, hall.cast.bo.seats[0].municipality_id)
        siv = register.add_person(name="Siv", email="siv@prove.example")
        register.give_seat(siv, sundby, from_date=date(2023, 10, 1), party="Bygdelista")
        for person in (hall.cast.anna, hall.cast.bo, hall.cast.cy):
            check_in(hall.gathering, person.id, how="badge", by_id=None)
    return Going(hall, sundby, siv)
