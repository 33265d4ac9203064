"""GA-6, GA-9, F10, F26: each letter leaves once, reminders reach only the silent, and without mail there is paper."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from network.core import clock
from network.core.db import db, unit_of_work
from network.jobs.models import FAILED, OutgoingMail
from network.people.models import Person, Seat
from network.people.services.seats import Newcomer, hand_over
from network.sessions.gatherings.models import GatheringMember, Invitation, Reply
from network.sessions.gatherings.routes import front
from network.sessions.gatherings.routes.editing import links_for
from network.sessions.gatherings.services import inviting
from network.sessions.gatherings.services.replies import Answer, give_answer
from tests.sessions.gatherings.conftest import NOW, Office

DELEGATES = ["anna@prove.example", "bo@prove.example", "cy@prove.example"]
LEADERS = ["fia@prove.example", "lea@prove.example"]


def answered(office: Office, person: Person, reply: Reply) -> None:
    with unit_of_work(), office.app.test_request_context():
        give_answer(office_invitation(person), Answer(reply), by_id=None, links_for=links_for)


def office_invitation(person: Person) -> Invitation:
    return db.session.scalars(select(Invitation).where(Invitation.person_id == person.id)).one()


def recipients(office: Office, kind: str) -> list[str]:
    return sorted(mail[0] for mail in office.mails(kind))


def test_everybody_with_a_seat_and_those_who_lead_are_asked_once(office: Office) -> None:
    """GA-6, F10"""
    office.invite()
    office.invite()

    assert recipients(office, "invitation") == DELEGATES + LEADERS


def test_a_seat_that_passes_on_after_the_invitation_takes_its_holder_off_the_list_and_asks_the_next(
    office: Office,
) -> None:
    """A2: the former delegate is neither reminded nor waited for at the door."""
    office.invite()
    seat = db.session.scalars(select(Seat).where(Seat.person_id == office.cast.anna.id)).one()
    with unit_of_work():
        newcomer = Newcomer("Nina Nydøme", "nina@prove.example")
        hand_over(
            db.session.get_one(Seat, seat.id),
            newcomer,
            from_date=NOW.date() + timedelta(days=2),
            today=NOW.date(),
            by=office.cast.actor("lea"),
        )
    clock.advance(timedelta(days=3).total_seconds())

    office.post(office.cast.lea, "/invitations/reminders")
    office.invite()

    rows = select(Person.name).join(GatheringMember, GatheringMember.person_id == Person.id)
    names = db.session.scalars(rows.where(GatheringMember.role == "participant").order_by(Person.name)).all()
    assert (recipients(office, "reminder"), names) == (DELEGATES[1:] + LEADERS, ["Bo", "Cy", "Nina Nydøme"])
    assert "nina@prove.example" in recipients(office, "invitation")


def test_somebody_without_an_address_is_put_on_the_list_once_by_two_taps(office: Office) -> None:
    """F10"""
    form = {"name": "Ola Innleiardøme", "email": "", "role": "speaker", "municipality": "", "key": "k" * 20}

    answers = [office.post(office.cast.lea, "/invitations/others", **form) for _each in range(2)]

    found = db.session.scalars(select(Person.id).where(Person.name == "Ola Innleiardøme")).all()
    assert ([answer.status_code for answer in answers], len(found)) == ([303, 303], 1)


def test_those_asked_are_admitted_with_their_municipality(office: Office) -> None:
    office.invite()

    rows = db.session.execute(
        select(Person.name, GatheringMember.municipality_id, GatheringMember.role)
        .join(GatheringMember.person)
        .where(GatheringMember.role == "participant")
        .order_by(Person.name)
    )
    assert [tuple(row) for row in rows] == [
        ("Anna", 1, "participant"),
        ("Bo", 2, "participant"),
        ("Cy", 2, "participant"),
    ]


def test_who_sits_in_a_municipality_that_has_left_is_not_asked(office: Office) -> None:
    with unit_of_work():
        db.session.execute(update(Invitation.metadata.tables["municipality"]).values(left_on=NOW.date()))

    office.invite()

    assert recipients(office, "invitation") == LEADERS


@pytest.mark.parametrize(("left_after", "asked"), [(0, LEADERS), (1, [*DELEGATES, *LEADERS])])
def test_the_day_on_which_a_municipality_leaves_is_its_first_outside(
    office: Office, left_after: int, asked: list[str]
) -> None:
    """As everywhere: rules.lifetimes.takes_part."""
    with unit_of_work():
        left = office.gathering_inside().starts_at.date() + timedelta(days=left_after)
        db.session.execute(update(Invitation.metadata.tables["municipality"]).values(left_on=left))

    office.invite()

    assert recipients(office, "invitation") == asked


def test_are_we_ready_asks_whether_people_are_invited_and_have_answered_in_time(office: Office) -> None:
    lines = [ready_lines(office)]
    office.invite()
    lines.append(ready_lines(office))
    with unit_of_work():
        office.gathering_inside().reply_by = NOW + timedelta(days=7)
    lines.append(ready_lines(office))
    for person in (office.cast.anna, office.cast.bo, office.cast.cy, office.cast.fia, office.cast.lea):
        answered(office, person, Reply.YES)
    lines.append(ready_lines(office))

    assert lines == [
        [("«Samling 5»: ingen er inviterte.", False)],
        [("«Samling 5»: folk er inviterte.", True), ("«Samling 5»: 5 personar har ikkje svara.", False)],
        [("«Samling 5»: folk er inviterte.", True), ("«Samling 5»: 5 personar har ikkje svara.", True)],
        [("«Samling 5»: folk er inviterte.", True), ("«Samling 5»: alle har svara.", True)],
    ]


def ready_lines(office: Office) -> list[tuple[str, bool]]:
    """What the page says of the invitations; the programme's line comes first."""
    db.session.rollback()
    with office.app.test_request_context("/"):
        office.app.preprocess_request()
        return [(line.text, line.is_good) for line in front.next_gathering_lines()[1:]]


def test_the_letter_is_in_its_readers_language_and_clock(office: Office) -> None:
    with unit_of_work():
        db.session.get_one(Person, office.cast.bo.id).language = "en"
    office.invite()

    letters = {recipient: (subject, body) for recipient, subject, body in office.mails("invitation")}

    assert letters["anna@prove.example"][0] == "Invitasjon: Samling 5, 25. november 2026"
    assert letters["bo@prove.example"][0] == "Invitation: Samling 5, 25 November 2026"
    assert "onsdag 25. november 2026, 09:30–15:00" in letters["anna@prove.example"][1]


def test_looking_at_the_letter_and_trying_it_invite_nobody(office: Office) -> None:
    page = office.get(office.cast.lea, f"/invitations/preview?person={office.cast.anna.public_key}").text
    office.post(office.cast.lea, "/invitations/trial")
    office.post(office.cast.lea, "/invitations/trial")

    assert ("Hei Anna," in page, "/svar/sample" in page) == (True, True)
    assert recipients(office, "invitation") == ["lea@prove.example"]
    assert db.session.scalar(select(func.count()).select_from(Invitation)) == 0


def test_only_the_silent_are_reminded_and_at_most_once_a_day(office: Office) -> None:
    """GA-9"""
    office.invite()
    answered(office, office.cast.anna, Reply.NO)
    office.post(office.cast.lea, "/invitations/reminders")
    same_day = recipients(office, "reminder")
    clock.set(NOW + timedelta(days=2))
    office.post(office.cast.lea, "/invitations/reminders")
    office.post(office.cast.lea, "/invitations/reminders")

    assert (same_day, recipients(office, "reminder")) == ([], [*DELEGATES[1:], *LEADERS])


def test_the_list_says_who_answered_whose_mail_failed_and_who_is_silent(office: Office) -> None:
    office.invite()
    answered(office, office.cast.anna, Reply.YES)
    with unit_of_work():
        db.session.execute(
            update(OutgoingMail).where(OutgoingMail.recipient == "bo@prove.example").values(state=FAILED)
        )

    page = office.get(office.cast.lea, "/invitations").text

    assert "5 inviterte · 1 har svara · 1 kjem · 4 har ikkje svara · 1 e-post kom ikkje fram" in page
    assert "Kom ikkje fram" in page


def test_the_practical_letter_goes_to_those_who_come_and_once_for_each_programme(office: Office) -> None:
    office.invite()
    answered(office, office.cast.anna, Reply.YES)
    answered(office, office.cast.bo, Reply.NO)

    for _twice in range(2):
        office.post(office.cast.lea, "/invitations/practical")

    assert recipients(office, "practical") == ["anna@prove.example"]
    assert "10:15  Innleiing utanfrå (Gjest Gjestesen)" in office.mails("practical")[0][2]


def test_a_change_and_the_calling_off_reach_all_who_have_not_said_no(office: Office) -> None:
    office.invite()
    answered(office, office.cast.anna, Reply.YES)
    answered(office, office.cast.bo, Reply.NO)

    office.post(office.cast.lea, "/invitations/changes")
    office.post(office.cast.lea, "/cancellation", is_sure="1", tell="1")

    concerned = ["anna@prove.example", "cy@prove.example", *LEADERS]
    assert (recipients(office, "changed"), recipients(office, "cancelled")) == (concerned, concerned)


def test_after_the_calling_off_nothing_more_is_sent(office: Office) -> None:
    office.post(office.cast.lea, "/cancellation", is_sure="1")

    answer = office.post(office.cast.lea, "/invitations")

    assert (answer.status_code, office.mails("invitation")) == (409, [])


def test_a_speaker_is_asked_by_name_and_taken_off_again(office: Office) -> None:
    form = {"name": "Siri Døme", "email": "siri@prove.example", "role": "speaker", "municipality": ""}
    office.post(office.cast.lea, "/invitations/others", **form)
    office.post(office.cast.lea, "/invitations/others", **form)
    siri = db.session.scalars(select(Person).where(Person.email == "siri@prove.example")).one()
    member = db.session.get_one(GatheringMember, (office.gathering.id, siri.id)).role
    key = siri.public_key

    answers = [office.post(office.cast.lea, f"/invitations/others/{key}/removal").status_code for _twice in range(2)]

    db.session.rollback()
    assert answers == [303, 303]
    assert (member, db.session.get(GatheringMember, (office.gathering.id, siri.id))) == ("speaker", None)


def test_the_last_facilitator_stays(office: Office) -> None:
    first = office.post(office.cast.lea, f"/invitations/others/{office.cast.fia.public_key}/removal")
    last = office.post(office.cast.lea, f"/invitations/others/{office.cast.lea.public_key}/removal")

    assert (first.status_code, last.status_code) == (303, 409)
    assert office.cast.actor("lea").facilitated_ids == {office.gathering.id}


@pytest.mark.parametrize(("form", "said"), [({"name": ""}, "Skriv eit namn."), ({"email": "x"}, "e-postadresse")])
def test_a_bad_name_or_address_is_said(office: Office, form: dict[str, str], said: str) -> None:
    typed = {"name": "Siri Døme", "email": "siri@prove.example", "role": "speaker", "municipality": "", **form}

    answer = office.post(office.cast.lea, "/invitations/others", **typed)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert db.session.scalar(select(func.count()).select_from(Person).where(Person.name == "Siri Døme")) == 0


def test_without_mail_everybody_gets_a_letter_with_her_own_code(office: Office) -> None:
    """F26"""
    with unit_of_work():
        db.session.get_one(Person, office.cast.bo.id).email = None
    office.invite()

    for_all = office.get(office.cast.lea, "/invitations/letters?who=all").text
    for_mailless = office.get(office.cast.lea, "/invitations/letters").text

    assert (for_all.count("<article"), for_all.count("<svg")) == (5, for_all.count('class="qr"') + _icons(for_all))
    assert (for_mailless.count("<article"), "Bo" in for_mailless) == (1, True)


def _icons(page: str) -> int:
    return page.count('class="icon"')


@pytest.mark.parametrize("rest", ["", "/reminders", "/practical", "/changes", "/trial", "/others"])
@pytest.mark.parametrize("name", ["anna", "kai", "otto"])
def test_who_does_not_lead_sends_nothing(office: Office, name: str, rest: str) -> None:
    answer = office.post(getattr(office.cast, name), f"/invitations{rest}")

    assert (answer.status_code, db.session.scalar(select(func.count()).select_from(OutgoingMail))) == (404, 0)


def test_the_list_costs_the_same_for_one_and_for_many(office: Office) -> None:
    with unit_of_work(), office.app.test_request_context():
        db.session.execute(update(Invitation.metadata.tables["municipality"]).values(left_on=NOW.date()))
        inviting.invite_all(None, office.gathering_inside(), links_for=links_for)
    few = office.statements(office.cast.lea, f"{office.path}/invitations")
    with unit_of_work():
        db.session.execute(update(Invitation.metadata.tables["municipality"]).values(left_on=None))
    office.invite()

    assert few == office.statements(office.cast.lea, f"{office.path}/invitations")
