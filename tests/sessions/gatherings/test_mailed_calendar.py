"""GA-15: the day travels with the mail, and a calendar puts it in, moves it or takes it away."""

from datetime import timedelta

import pytest
from icalendar import Calendar, Component
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.jobs.models import MailAttachment, OutgoingMail
from network.people.models import Person
from network.sessions.gatherings.models import Reply
from network.sessions.gatherings.routes.editing import links_for
from network.sessions.gatherings.services import planning
from network.sessions.gatherings.services.replies import Answer, give_answer
from tests.sessions.gatherings.conftest import Office

ANNA = "anna@prove.example"


def carried(kind: str, recipient: str = ANNA) -> list[tuple[str | None, Component]]:
    """What a calendar is told by each mail of a kind: method and day."""
    db.session.rollback()
    rows = select(MailAttachment).join(OutgoingMail, OutgoingMail.id == MailAttachment.mail_id)
    rows = rows.where(OutgoingMail.kind == kind, OutgoingMail.recipient == recipient).order_by(MailAttachment.id)
    return [(file.method, Calendar.from_ical(file.body or b"").walk("VEVENT")[0]) for file in db.session.scalars(rows)]


def cancel(office: Office) -> None:
    """By the form that the lead has before her, which also tells those who were asked."""
    office.post(office.cast.lea, "/cancellation", tell="y", is_sure="y")


def test_an_invitation_is_put_in_the_readers_calendar_in_her_own_name(office: Office) -> None:
    office.invite()

    ((method, event),) = carried("invitation")

    people = (str(event["ATTENDEE"]), event["ATTENDEE"].params["RSVP"], str(event["ORGANIZER"]))
    assert (method, people) == ("REQUEST", (f"mailto:{ANNA}", "FALSE", "mailto:samling@localhost"))
    assert (event.decoded("dtstart"), str(event["STATUS"])) == (office.gathering_inside().starts_at, "CONFIRMED")
    assert "Svar med lenkja i e-posten." in str(event["DESCRIPTION"])


def test_a_change_and_a_calling_off_speak_of_the_same_day_with_a_higher_number(office: Office) -> None:
    """B3, GA-11"""
    office.invite()
    with unit_of_work():
        gathering = office.gathering_inside()
        lasts = gathering.ends_at - gathering.starts_at
        planning.reschedule(gathering, starts_at=gathering.starts_at + lasts, ends_at=gathering.ends_at + lasts)
    office.post(office.cast.lea, "/invitations/changes")
    cancel(office)

    told = [carried(kind)[0] for kind in ("invitation", "changed", "cancelled")]

    assert [method for method, _ in told] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["UID"]) for _, event in told}) == 1
    numbers = [int(event["SEQUENCE"]) for _, event in told]
    assert numbers == sorted(set(numbers)), numbers
    assert str(told[2][1]["STATUS"]) == "CANCELLED"


def test_a_substitute_gets_the_day_too_and_a_reminder_brings_it_to_nobody(office: Office) -> None:
    office.invite()
    with unit_of_work(), office.app.test_request_context():
        answer = Answer(Reply.SUBSTITUTE, substitute_name="Vår Vara", substitute_email="vara@prove.example")
        give_answer(office.invitation(office.cast.anna), answer, by_id=None, links_for=links_for)
    clock.advance(timedelta(days=2).total_seconds())
    office.post(office.cast.lea, "/invitations/reminders")

    assert [method for method, _ in carried("substitute", "vara@prove.example")] == ["REQUEST"]
    assert (len(office.mails("reminder")) > 0, carried("reminder", "bo@prove.example")) == (True, [])


@pytest.mark.parametrize("name", ['Kari "Kaia" Ås', "Ås; X-EVIL:1, Kari", "Kari\\nATTENDEE:mailto:x@y.example"])
def test_no_name_becomes_a_line_of_its_own(office: Office, name: str) -> None:
    with unit_of_work():
        db.session.get_one(Person, office.cast.anna.id).name = name
    office.invite()

    ((_method, event),) = carried("invitation")

    assert (str(event["ATTENDEE"]), "X-EVIL" in event) == (f"mailto:{ANNA}", False)
