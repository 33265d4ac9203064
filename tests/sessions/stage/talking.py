"""A hall in which somebody speaks: a talk, a case of Sundby, time for questions; browsers for the cast."""

from dataclasses import dataclass
from datetime import timedelta

from network.core.db import db, unit_of_work
from network.sessions.gatherings.models import ItemKind, ProgrammeItem
from network.sessions.stage.models import Question, TalkLine
from tests.cast import STARTS, Hall, open_the_hall

PROGRAMME = (
    (ItemKind.WELCOME, "Velkomen", None),
    (ItemKind.TALK, "Innleiing utanfrå", None),
    (ItemKind.QUESTIONS, "Spørsmål", None),
    (ItemKind.CASE, "Case frå Sundby", "9902"),
    (ItemKind.QUESTIONS, "Spørsmål til casen", None),
)
KEY = "a-key-of-her-device-"
MEANWHILE = STARTS + timedelta(hours=1)


@dataclass(frozen=True)
class Talking:
    hall: Hall
    items: tuple[ProgrammeItem, ...]

    @property
    def talk(self) -> ProgrammeItem:
        return self.items[1]

    @property
    def case(self) -> ProgrammeItem:
        return self.items[3]

    def path(self, item: ProgrammeItem | None = None, rest: str = "") -> str:
        return f"/gatherings/{self.hall.gathering.public_id}/items/{(item or self.talk).public_id}{rest}"


def open_the_talk() -> Talking:
    hall = open_the_hall()
    with unit_of_work():
        items = tuple(_item(hall, place, *row) for place, row in enumerate(PROGRAMME))
    return Talking(hall, items)


def _item(hall: Hall, position: int, kind: ItemKind, title: str, number: str | None) -> ProgrammeItem:
    seat = {"9902": hall.cast.bo.seats[0].municipality_id}.get(number or "")
    item = ProgrammeItem(
        public_id=f"item-{position}", gathering_id=hall.gathering.id, position=position, kind=kind, title=title
    )
    item.minutes, item.municipality_id, item.speaker_contact = 20, seat, "talar@example.org"
    db.session.add(item)
    db.session.flush()
    return item


def stored_lines() -> list[tuple[int, str]]:
    db.session.rollback()
    return [(row.person_id, row.text) for row in db.session.query(TalkLine).order_by(TalkLine.id)]


def stored_questions() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(row.text, str(row.state)) for row in db.session.query(Question).order_by(Question.id)]
