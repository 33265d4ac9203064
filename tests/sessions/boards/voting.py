"""Seven notes on the hall's board, and a group that sets dots on them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask.testing import FlaskClient

from network.access.actor import actor_for
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.boards.dots import queries
from network.sessions.boards.dots.rules import Stage
from network.sessions.boards.dots.services import following
from network.sessions.boards.services import making
from network.sessions.boards.services.opened import open_board
from tests.cast import Hall

JSON = {"Accept": "application/json"}


@dataclass
class Voting:
    """Seven notes on the hall's board, so three dots each and two on one note; Anna and Bo set them."""

    hall: Hall
    client_for: Callable[[Person | None], FlaskClient]
    notes: list[str]
    clients: dict[int, FlaskClient] = field(default_factory=dict)
    presses: int = 0

    def press(self, person: Person, note: int | str, step: str = "more", *, key: str = "", of: str = "") -> int:
        """The answer's status."""
        self.presses += 1
        said = {"topic": self.notes[note] if isinstance(note, int) else note, "step": step}
        said |= {"round": of or self.round, "key": key or f"press-{self.presses:04}"}
        client = self.clients.setdefault(person.id, self.client_for(person))
        return client.post(f"/boards/{self.hall.board.public_id}/dots", data=said, headers=JSON).status_code

    @property
    def round(self) -> str:
        db.session.rollback()
        dots = queries.latest(self.hall.board.id)
        return dots.public_id if dots is not None else ""

    def of(self, person: Person) -> dict[int, int]:
        """Place of the note → her dots on it."""
        db.session.rollback()
        told = queries.told_to(self.hall.board.id, actor_for(person.id))
        assert told is not None
        return {self.notes.index(note): dots for note, dots in (told.mine or {}).items()}

    def goes(self, stage: Stage) -> None:
        with unit_of_work():
            following.follow(self.hall.board, stage)

    def sums(self) -> dict[int, int]:
        db.session.rollback()
        found = queries.shown_on(self.hall.board.id, open_board(self.hall.board).topics())
        return {self.notes.index(note): dots for note, dots in found.sums.items()}


def begin_voting(hall: Hall, client_for: Callable[[Person | None], FlaskClient]) -> Voting:
    board, anna = open_board(hall.board), actor_for(hall.cast.anna.id)
    made = Voting(hall, client_for, [making.note_step(board, anna, text=f"lapp {n}", column="why") for n in range(7)])
    made.goes(Stage.NOW)
    return made
