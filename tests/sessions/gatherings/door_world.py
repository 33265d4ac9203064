"""A gathering on the morning of its day, and browsers for those who come."""

import re
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from network.core.db import db, unit_of_work
from network.people.models import Person
from network.people.services.sessions import begin_session
from network.sessions.gatherings.models import Attendance, Gathering
from network.sessions.gatherings.queries.members import member
from network.sessions.gatherings.services import badges
from tests.cast import STARTS, Cast, Hall, open_the_hall
from tests.furnished import furnished
from tests.people.browsing import Browser

MORNING = STARTS - timedelta(minutes=19)
"""The door is open, the gathering has not begun: 08.41 in Nordvik."""


class Phone(Browser):
    """A browser that takes its form token from the guests' page, which shows anybody the same."""

    def token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/gjest").text)
        assert found is not None
        return found.group(1)


@dataclass
class Door:
    """The hall of the cast, its door, and ways to come to it."""

    app: Flask
    hall: Hall

    @property
    def cast(self) -> Cast:
        return self.hall.cast

    @property
    def gathering(self) -> Gathering:
        return self.hall.gathering

    @property
    def path(self) -> str:
        return f"/gatherings/{self.gathering.public_id}"

    def stranger(self, **given: str) -> Phone:
        return Phone(self.app, **given)

    def signed_in(self, person: Person) -> Phone:
        """A browser with this person's full sign-in."""
        with unit_of_work():
            _id, secret = begin_session(person.id, device="Firefox, Linux")
        browser = Phone(self.app)
        browser.set_cookie("session", secret)
        return browser

    def token(self, person: Person) -> str:
        found = member(self.gathering.id, person.id)
        assert found is not None
        return badges.token_of(found)

    def with_badge(self, person: Person) -> Phone:
        """A browser that has used this person's badge."""
        browser = self.stranger()
        browser.post(f"/skilt/{self.token(person)}")
        return browser

    def attendance(self, person: Person) -> Attendance | None:
        db.session.expire_all()
        return db.session.get(Attendance, (self.gathering.id, person.id))

    def rows(self) -> list[tuple[str, str]]:
        """Who is written down, and how."""
        found = db.session.query(Attendance).order_by(Attendance.person_id).all()
        return [(row.person.name, row.how) for row in found]


def open_the_door(app: Flask) -> Door:
    return Door(app, furnished(app, open_the_hall, at=MORNING))
