"""A hall with a case of Sundby on its programme: Bo writes it, Cy is his colleague, Kai coordinates Nordvik."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.cases.models import CaseStudy
from network.cases.rules.boxes import BOXES
from network.cases.services import writing
from network.core.db import db, unit_of_work
from network.core.edits import mark
from network.people.models import Municipality, Person
from network.people.services import register
from tests.conftest import browser_of
from tests.furnished import furnished
from tests.sessions.stage.talking import MEANWHILE, Talking, open_the_talk

FULL = {name: f"Tekst i {name}" for name in BOXES}


@dataclass(frozen=True)
class Told:
    """The hall, the case of Sundby that Bo began for it, and Sundby's coordinator Siv."""

    talking: Talking
    number: int
    public_id: str
    siv: Person

    def path(self, rest: str = "") -> str:
        return f"/cases/{self.public_id}{rest}"

    def again(self) -> CaseStudy:
        db.session.rollback()
        return db.session.get_one(CaseStudy, self.number, populate_existing=True)

    def form(self, **changed: str) -> dict[str, str]:
        """The editing form as the page gives it now, with some boxes changed."""
        said = self.again().said()
        return {**{f"mark_{name}": mark(text) for name, text in said.items()}, **said, **changed}

    def fill(self, **boxes: str) -> None:
        said = self.again().said()
        with unit_of_work():
            case = db.session.get_one(CaseStudy, self.number)
            marks = {name: mark(text) for name, text in said.items()}
            writing.save(case, {**said, **(boxes or FULL)}, marks, by_id=self.talking.hall.cast.bo.id)

    def make_ready(self) -> None:
        self.fill()
        with unit_of_work():
            writing.mark_ready(db.session.get_one(CaseStudy, self.number), by_id=None)

    def publish(self) -> None:
        self.make_ready()
        with unit_of_work():
            writing.publish(db.session.get_one(CaseStudy, self.number), by_id=None)


@pytest.fixture
def told(app: Flask) -> Told:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, begin_a_case, at=MEANWHILE)


def begin_a_case() -> Told:
    talking = open_the_talk()
    cast = talking.hall.cast
    with unit_of_work():
        sundby = db.session.get_one(Municipality, cast.bo.seats[0].municipality_id)
        siv = register.add_person(name="Siv", email="siv@prove.example")
        register.give_role(siv, "coordinator", municipality=sundby)
        case = writing.begin(sundby, "Grendeutval", by_id=cast.bo.id, item=talking.case)
    return Told(talking, case.id, case.public_id, siv)


ClientFor = Callable[[str], FlaskClient]


@pytest.fixture
def browse(app: Flask, told: Told) -> ClientFor:
    people = told.talking.hall.cast

    def make(name: str) -> FlaskClient:
        return browser_of(app, told.siv if name == "siv" else getattr(people, name, None))

    return make
