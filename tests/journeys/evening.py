"""The evening after a gathering, made before its server starts: `python -m tests.journeys.evening FOLDER`.

As the last hour, and then: Sundby has agreed on one action, with a remark by Berit. Its council meets in ten weeks,
papers are due eight days before, and the secretary's address is known. The draft is left to the server's own job.
"""

import sys
from datetime import timedelta
from pathlib import Path

from network.actions.models import Answer
from network.actions.queries.agreements import sheet_of
from network.actions.services import agreements, answers
from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import CouncilMeeting, Municipality, Person
from network.sessions.gatherings.models import Gathering
from tests.furnishing import on_disk, secret
from tests.journeys import last_hour

WHAT, STEP = "Vi spør grendene før saka blir meld opp", "Ringe leiarane i grendeutvala"
REMARK = "Vi har ikkje råd før neste år"
SECRETARY = "sekretaer@sundby.example"


def lay() -> dict[str, object]:
    told = last_hour.lay()
    clock.set(clock.now() - timedelta(hours=1))
    place = db.session.query(Municipality).filter_by(name="Sundby").one()
    gathering = db.session.query(Gathering).one()
    people = {name: last_hour.one_of(name) for name in ("Bo", "Berit")}
    _agree(gathering, place, people["Bo"], people["Berit"])
    with unit_of_work():
        home = db.session.get_one(Municipality, place.id)
        home.papers_days_before, home.papers_clock, home.secretary_email = 8, "09:00", SECRETARY
        meets_on = clock.now().date() + timedelta(weeks=10)
        db.session.add(CouncilMeeting(municipality_id=home.id, on_date=meets_on))
        secrets = {one.name: secret(db.session.get_one(Person, one.id)) for one in people.values()}
    clock.set(None)
    return {**told, "secrets": {**told["secrets"], **secrets}}  # type: ignore[dict-item]


def _agree(gathering: Gathering, place: Municipality, bo: Person, berit: Person) -> None:
    """One action, asked about and answered: Bo agrees and takes it on, Berit disagrees with a line."""
    public_id = last_hour.ask_about(gathering, place, bo, WHAT, STEP)
    wording = sheet_of(gathering, place).subjects[0].wording
    for person, said, line in ((bo, Answer.AGREE, ""), (berit, Answer.DISAGREE, REMARK)):
        with unit_of_work():
            agreement = agreements.begun(gathering, place)
            answers.answer(agreement, public_id, person.id, said, line=line, wording=wording, by_id=person.id)


if __name__ == "__main__":
    on_disk(Path(sys.argv[1]), lay, into="hall.json")
