"""Anna of Nordvik has said something in a mixed group and it goes the whole way. Who wrote it is looked for everywhere.

She has a name, and her municipality one, that stand nowhere else, and so have her words. Her group shows them to
everybody, Bo of Sundby takes them home, and they stand on the paper to his council.
"""

import html
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from io import BytesIO

from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from network.actions.models import MarkKind
from network.core import clock
from network.core.db import db, unit_of_work
from network.jobs import schedule
from network.jobs.models import OutgoingMail
from network.people.models import Municipality, Person
from network.people.services import register
from network.sessions.boards.models import Board
from network.sessions.boards.services import lifting, projection, revealing
from network.sessions.boards.services.naming import set_names
from network.sessions.boards.services.opened import open_board
from network.sessions.gatherings.models import ItemKind, ProgrammeItem
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.groups.models import RoundState
from network.sessions.groups.services import rounds
from tests.followup.briefing import Council
from tests.followup.test_briefings import marked
from tests.sessions.boards.test_alone import Alone

NAME, PLACE, WORDS = "Kanari Fuglesang", "Kanarivik", "Her er det ein som vil noko"
NOTE = "note-of-anna-aaaaaaaaa"
WEEKS = 12
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def overhear(app: Flask, council: Council, level: NamesLevel) -> None:
    """What she wrote is on the board, on the stage, in Bo's marks and in the draft to his council."""
    hall, anna = council.going.hall, council.going.hall.cast.anna
    with unit_of_work():
        db.session.merge(anna).name = NAME
        place = db.session.get_one(Municipality, anna.seats[0].municipality_id)
        place.name = PLACE
        register.give_role(db.session.merge(hall.cast.otto), "administrator")
        item = ProgrammeItem(
            public_id="item-of-groups", gathering_id=hall.gathering.id, position=80, kind=ItemKind.MIXED_ROUND
        )
        item.title, item.minutes, item.names = "Blanda grupper", 45, level
        db.session.add(item)
        db.session.flush()
        round_ = rounds.round_for(item)
        round_.state, round_.started_at = RoundState.RUNNING, clock.now()
        hall.group.round_id, hall.group.number = round_.id, 1
        set_names(db.session.merge(hall.board), level)
    revealing.show_due()
    board = db.session.get_one(Board, hall.board.id)
    her = Alone(app, anna, board).join()
    her.send(her.writes(NOTE, WORDS))
    revealing.bring_over(board)
    opened = open_board(board)
    projection.settle(opened)
    with unit_of_work():
        lifting.lift(db.session.merge(board), opened, NOTE, is_wanted=True, by_id=hall.cast.bo.id)
    marked(council, MarkKind.NOTE, f"note:{hall.board.id}:{NOTE}", "Ungdomsråd hos oss?")
    db.session.rollback()


def names_her(council: Council, text: str) -> bool:
    return NAME in text or council.going.hall.cast.anna.public_key in text


# What is mailed


def weeks_go_by(until: datetime) -> None:
    """Everything that is planned is done on its day."""
    while clock.now() < until:
        clock.set(clock.now() + timedelta(hours=6))
        while schedule.run_due():
            pass
        db.session.rollback()


def mails_to_others(council: Council) -> list[tuple[str, str]]:
    """(kind, all that can be read in it, its files too) of each mail that is not to Anna herself."""
    hers = council.going.hall.cast.anna.email
    rows = db.session.query(OutgoingMail).filter(OutgoingMail.recipient != hers)
    return [(mail.kind, "\n".join(_parts(mail))) for mail in rows]


def _parts(mail: OutgoingMail) -> Iterator[str]:
    yield from (mail.recipient, mail.reply_to, mail.subject, mail.body)
    for one in mail.attachments:
        body = one.body or b""
        yield one.name
        yield "\n".join(words_of_docx(body)) if one.mimetype == DOCX else body.decode()


def words_of_docx(body: bytes) -> Iterable[str]:
    paper = Document(BytesIO(body))
    yield from (one.text for one in paper.paragraphs)
    yield from (cell.text for table in paper.tables for row in table.rows for cell in row.cells)


# What is found

_LINK = re.compile(r'href="(/[^"#]*)')
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_SEARCH = re.compile(r'<input\b[^>]*type="search"[^>]*>')
READ = ("text/html", "text/plain", "application/json", "text/csv")
LOOKED_FOR = ("Fuglesang", "anna@prove.example", PLACE, "vil noko", "")
"""Parts of her name and her words: what one has typed stands on the page too."""
MOST_PAGES = 400


class Reader:
    """Somebody who follows every link from the start, and searches for her and for her words wherever one can."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self.read: dict[str, str] = {}
        """Address → what stood there."""
        self.searches: set[str] = set()

    def look_everywhere(self, *starts: str) -> "Reader":
        waiting = ["/", *starts]
        while waiting:
            address = waiting.pop(0)
            if address in self.read or len(self.read) >= MOST_PAGES:
                continue
            page = self._get(address)
            waiting += [html.unescape(link) for link in _LINK.findall(page) if _leads_on(link)]
            for about, inside in _FORM.findall(page):
                self._search(address, about, inside)
        return self

    def ties(self, council: Council, *, also: str = "") -> set[str]:
        """Addresses at which her words stand, and she by name or key, or what else nobody is to read beside them."""
        return {
            address
            for address, text in self.read.items()
            if WORDS in text and (names_her(council, text) or (also and also in text))
        }

    def _search(self, page: str, about: str, inside: str) -> None:
        fields = [re.search(r'name="([^"]+)"', field) for field in _SEARCH.findall(inside)]
        action = re.search(r'action="([^"]+)"', about)
        if 'method="get"' not in about:
            return
        path = html.unescape(action[1]) if action else page.partition("?")[0]
        for name in (found[1] for found in fields if found is not None):
            self.searches.add(f"{path} {name}")
            for words in LOOKED_FOR:
                self._get(f"{path}?{name}={words.replace(' ', '+')}")

    def _get(self, address: str) -> str:
        if address not in self.read:
            answer = self._client.get(address, headers={"Accept-Language": "nn"})
            self.read[address] = html.unescape(answer.text) if answer.mimetype in READ else ""
        return self.read[address]


def _leads_on(link: str) -> bool:
    return not link.startswith("/static/") and not link.endswith((".pdf", ".docx", "/pdf", "/docx"))


def everybody_else(council: Council) -> dict[str, Person]:
    """A member of her group, a delegate of another, a coordinator, who leads the day, who leads all, who runs it."""
    cast = council.going.hall.cast
    return {name: getattr(cast, name) for name in ("bo", "cy", "kai", "fia", "lea", "otto")}
