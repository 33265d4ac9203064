"""Sundby on its way home with something agreed: what the tests of the briefing begin in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from flask.testing import FlaskClient
from sqlalchemy import func, select

from network.access.actor import Actor, actor_for
from network.actions.models import Answer
from network.core import clock
from network.core.db import db, unit_of_work
from network.followup.models import Briefing
from network.followup.queries.briefings import approvals_of, briefing_by_public_id, briefing_of
from network.followup.rules.briefings import counting
from network.followup.services import briefings, posting, printing, sending
from network.jobs import schedule
from network.people.models import CouncilMeeting, Municipality, Person
from network.sessions.boards.models import Board, Note, NoteAuthor, PlenaryChoice
from network.sessions.gatherings.models import Gathering
from network.writing import services as writing
from tests.actions.going import LATE, WHAT, Going, go_home
from tests.cast import STARTS

EVENING = STARTS + timedelta(hours=10)
COUNCIL = date(2026, 12, 10)
SECRETARY = "sekretaer@sundby.example"
REMARK = "Vi har ikkje råd før neste år"
ClientFor = Callable[[Person | None], FlaskClient]


def number_of(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@dataclass(frozen=True)
class Council:
    """The going home of Sundby, and short ways to its briefing."""

    going: Going

    @property
    def bo(self) -> Person:
        return self.going.hall.cast.bo

    @property
    def gathering(self) -> Gathering:
        return self.going.gathering

    def settle(self, *, disagrees: bool = True) -> None:
        """Agreed by Bo, with a remark by Cy; the job drafts what the council shall know."""
        cast = self.going.hall.cast
        point = self.going.write()
        self.going.ask()
        self.going.answer(point, cast.bo)
        said = (Answer.DISAGREE, REMARK) if disagrees else (Answer.AGREE, "")
        self.going.answer(point, cast.cy, said[0], line=said[1])

    def drafted(self) -> Briefing:
        self.settle()
        schedule.run_due()
        return self.briefing()

    def briefing(self) -> Briefing:
        """As others have left it."""
        db.session.rollback()
        found = briefing_of(self.going.hall.gathering.id, self.going.sundby.id)
        assert found is not None
        whole = briefing_by_public_id(found.public_id)
        assert whole is not None
        return whole

    def briefing_in_work(self) -> Briefing:
        """The same inside a unit of work, which must not be undone."""
        found = briefing_of(self.going.hall.gathering.id, self.going.sundby.id)
        assert found is not None
        return found

    def choose(self, **changes: object) -> None:
        briefing = self.briefing()
        now = {"route": briefing.route, "meeting_on": briefing.meeting_on, "contact": briefing.contact}
        with unit_of_work():
            briefing = self.briefing_in_work()
            chosen = briefings.Settings(**{**now, **changes})  # type: ignore[arg-type]
            briefings.choose(briefing, chosen, seen=briefings.settings_mark(briefing), by_id=self.bo.id)
        briefings.follow(briefing.id, self.actor(self.bo))

    def approve(self, seen: str | None = None) -> None:
        seen = seen or self.seen()
        with unit_of_work():
            sending.approve(self.briefing_in_work(), self.bo.id, seen=seen)

    def send(self, seen: str | None = None) -> None:
        seen = seen or self.seen()
        with unit_of_work():
            sending.send(self.briefing_in_work(), seen=seen, by_id=self.bo.id)

    def is_approved(self) -> bool:
        given = [(one.person_id, one.fingerprint) for one in approvals_of(self.briefing().id)]
        return bool(counting(given, self.seen()))

    def mixed_note(self, text: str) -> tuple[Board, str]:
        """A note that Anna of Nordvik wrote in a mixed group."""
        board = db.session.get_one(Board, self.going.hall.board.id)
        note_id = "note-of-anna-012345678"
        with unit_of_work():
            person = self.going.hall.cast.anna.id
            db.session.add(NoteAuthor(board_id=board.id, note_id=note_id, person_id=person, is_late=0, at_ms=0))
            about = {"column_key": "why", "position": "a", "hue": "sand", "is_deleted": False, "version_of": None}
            db.session.add(Note(board_id=board.id, id=note_id, text=text, **about))
        return db.session.get_one(Board, board.id), note_id

    def choose_for_plenary(self, board: Board, note_id: str) -> None:
        with unit_of_work():
            db.session.add(PlenaryChoice(board_id=board.id, note_id=note_id, rank=1, at=clock.now()))

    def drafted_heard(self) -> str:
        self.drafted()
        return self.texts()["heard"]

    def heard_now(self) -> str:
        """What the section would say if it were drafted now."""
        return briefings.facts_now(self.briefing())["heard"]

    def texts(self) -> dict[str, str]:
        return writing.texts(self.briefing().writing)

    def put(self, key: str, words: str) -> None:
        writing.put(self.briefing().writing_id, key, words, self.actor(self.bo))

    def seen(self) -> str:
        """The fingerprint of the text as it stands."""
        return printing.printed(self.briefing()).fingerprint

    @property
    def path(self) -> str:
        return f"/briefings/{self.briefing().public_id}"

    @staticmethod
    def actor(person: Person) -> Actor:
        return actor_for(person.id)

    def work(self) -> None:
        """What the job does every five seconds; it begins with nothing read."""
        db.session.rollback()
        posting.look_after()


def sit_down() -> Council:
    """In the last hour of the day; the council meets on COUNCIL, with papers due eight days before at nine."""
    going = go_home()
    with unit_of_work():
        place = db.session.get_one(Municipality, going.sundby.id)
        place.papers_days_before, place.papers_clock, place.secretary_email = 8, "09:00", SECRETARY
        db.session.add(CouncilMeeting(municipality_id=place.id, on_date=COUNCIL))
    return Council(going)


__all__ = ["COUNCIL", "EVENING", "LATE", "REMARK", "SECRETARY", "WHAT", "Council", "sit_down"]
