"""A day that is followed for weeks, made before its server starts: `python -m tests.journeys.weeks FOLDER`.

Two municipalities of four at two in the afternoon: as the last hour, and each sits with its own. What they take home is
written. Nordvik has agreed; in Sundby nobody has been asked, and Siv has not come. There is another day in six weeks.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from network.actions.models import Answer
from network.actions.queries.agreements import sheet_of
from network.actions.services import agreements, answers
from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Municipality, Person
from network.sessions.gatherings.models import Gathering, ItemKind
from tests.furnishing import move, on_disk, usual_day
from tests.journeys import last_hour
from tests.journeys.last_hour import one_of

ZONE = ZoneInfo("Europe/Oslo")
DELEGATES = {"Nordvik": ("Anna", "Arne", "Agnes", "Alf"), "Sundby": ("Bo", "Berit", "Birger", "Siv")}
ABSENT = "Siv"
STEP = "Ringe leiarane i grendeutvala"
SOONER, PLAINER, YOUNGER, CLOSER, WARMER = ACTIONS = (
    "Når ei sak blir meld opp, spør vi grendene først",
    "Vi skriv saksframlegga på éi side som alle forstår",
    "Vi inviterer ungdomsrådet til neste møte",
    "Vi held eit ope møte i kvar grend før jul",
    "Vi møter folk på butikken fyrste laurdag i månaden",
)
OWNERS = ("Anna", "Anna", "Arne", "Siv", "Bo")
BETWEEN = timedelta(weeks=6)


def lay() -> dict[str, object]:
    tomorrow = datetime.now(ZONE) + timedelta(days=1)
    now = tomorrow.replace(hour=14, minute=0, second=0, microsecond=0)
    clock.set(now)
    told = last_hour.lay(DELEGATES, absent=ABSENT)
    clock.set(now)
    gathering = db.session.query(Gathering).one()
    _write(gathering)
    _agree(gathering, "Nordvik")
    lead = one_of("Lea")
    home = next(item for item in gathering.items if item.kind == ItemKind.GOING_HOME)
    move(gathering, lead, "begin", item_id=home.id)
    for act in ("deal", "gather", "start", "phase", "phase"):
        move(gathering, lead, act)
    with unit_of_work():
        began = gathering.starts_at.astimezone(ZONE)
        after = usual_day([db.session.get_one(Person, lead.id)], _place("Nordvik"), began + BETWEEN, title="Samling 8")
        told |= {"now": now.astimezone(UTC).isoformat(), "next": after.public_id}
    clock.set(None)
    return told


def _write(gathering: Gathering) -> None:
    for what, owner in zip(ACTIONS, OWNERS, strict=True):
        place = next(name for name, people in DELEGATES.items() if owner in people)
        last_hour.write(gathering, _place(place), one_of(DELEGATES[place][0]), what, STEP, owner=one_of(owner))


def _agree(gathering: Gathering, place: str) -> None:
    """Everybody in the municipality is asked, and agrees to all of it."""
    with unit_of_work():
        agreements.ask(agreements.begun(gathering, _place(place)), by_id=one_of(DELEGATES[place][0]).id)
    for subject in sheet_of(gathering, _place(place)).subjects:
        for name in DELEGATES[place]:
            with unit_of_work():
                agreement, her = agreements.begun(gathering, _place(place)), one_of(name).id
                wording = subject.wording
                answers.answer(agreement, subject.key, her, Answer.AGREE, line="", wording=wording, by_id=her)


def _place(name: str) -> Municipality:
    return db.session.query(Municipality).filter_by(name=name).one()


if __name__ == "__main__":
    on_disk(Path(sys.argv[1]), lay, into="hall.json")
