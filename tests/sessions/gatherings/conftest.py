"""The office three weeks before a gathering: it is planned, nobody is invited, and each of the cast has a browser."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from network.core.db import db, unit_of_work
from network.jobs.models import OutgoingMail
from network.people.models import Municipality, Person
from network.sessions.gatherings.models import Gathering, GatheringRole, Invitation, ProgrammeItem
from network.sessions.gatherings.rules.templates import USUAL
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import Furnishing, Outline, plan_gathering
from tests.cast import Cast, call_the_cast
from tests.conftest import browser_of
from tests.furnished import furnished
from tests.statements import statements

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
STARTS_AT = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
OUTLINE = Outline(
    title="Samling 5",
    theme="Korleis får vi unge med?",
    place="Prøvehuset",
    zone="Europe/Oslo",
    language="nn",
    starts_at=STARTS_AT,
    first_question="Kva utfordrar det oss på?",
    second_question="Kva skal til?",
)


@dataclass
class Office:
    app: Flask
    cast: Cast
    public_id: str

    @property
    def gathering(self) -> Gathering:
        """As it is stored now."""
        db.session.rollback()
        return db.session.scalars(select(Gathering).where(Gathering.public_id == self.public_id)).one()

    @property
    def path(self) -> str:
        return f"/gatherings/{self.public_id}"

    def gathering_inside(self) -> Gathering:
        """The same, inside a unit of work."""
        return db.session.scalars(select(Gathering).where(Gathering.public_id == self.public_id)).one()

    def browser(self, person: Person | None) -> FlaskClient:
        return browser_of(self.app, person)

    def get(self, person: Person | None, rest: str = "") -> TestResponse:
        return self.browser(person).get(self.path + rest)

    def post(self, who: Person | None, rest: str = "", /, **form: object) -> TestResponse:
        return self.browser(who).post(self.path + rest, data=form)

    def items(self) -> list[ProgrammeItem]:
        return list(self.gathering.items)

    def invite(self) -> None:
        assert self.post(self.cast.lea, "/invitations").status_code == 303

    def invitation(self, person: Person) -> Invitation:
        db.session.rollback()
        return db.session.scalars(select(Invitation).where(Invitation.person_id == person.id)).one()

    def mails(self, kind: str) -> list[tuple[str, str, str]]:
        """Recipient, subject and body of the mails of this kind, in the order in which they were written."""
        db.session.rollback()
        rows = select(OutgoingMail).where(OutgoingMail.kind == kind).order_by(OutgoingMail.id)
        return [(mail.recipient, mail.subject, mail.body) for mail in db.session.scalars(rows)]

    def statements(self, person: Person, path: str) -> int:
        """How many statements a page costs, when it has been asked for once before."""
        browser = self.browser(person)
        browser.get(path)
        with statements() as counted:
            browser.get(path)
        return len(counted)


@pytest.fixture
def office(app: Flask) -> Office:
    app.config["WTF_CSRF_ENABLED"] = False
    return Office(app, *furnished(app, plan_it, at=NOW))


def plan_it() -> tuple[Cast, str]:
    """The cast, and the public id of the gathering."""
    cast = call_the_cast()
    with unit_of_work():
        for place in db.session.scalars(select(Municipality)):
            place.joined_on = date(2023, 10, 1)
        gathering = plan_gathering(cast.lea.id, OUTLINE, Furnishing(USUAL, guest="Gjest Gjestesen"))
        admit(gathering, cast.fia.id, GatheringRole.FACILITATOR)
        return cast, gathering.public_id
