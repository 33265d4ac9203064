"""The evening's mail: when it goes, to whom, what stands in it, and that it goes once."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from network.actions.models import Answer, MarkKind, TakeHomeMark
from network.core import clock
from network.core.db import db, unit_of_work
from network.followup.rules.my_day import moment
from network.jobs import schedule
from network.jobs.models import OutgoingMail, ScheduledTask
from network.jobs.schedule import run_due
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.models import Attendance, GatheringRole, ItemKind, Material, ProgrammeItem
from network.sessions.gatherings.services import planning
from network.sessions.gatherings.services.door import check_in
from network.sessions.gatherings.services.members import admit
from network.sessions.stage.models import TalkLine
from tests.actions.going import LATE, WHAT, ClientFor, Going, go_home
from tests.cast import a_gathering
from tests.furnished import furnished
from tests.told import told_of

EVENING = datetime(2026, 11, 23, 17, tzinfo=UTC)
"""Six o'clock in Norway: the gathering ends at five."""
MY_LINE, ANOTHERS_LINE, REMARK = "Dette uroa meg om skulen", "Dette er berre Bo sitt", "Dette trur eg ikkje på"


@pytest.fixture
def going(app: Flask) -> Going:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, go_home, at=LATE)


def all_due() -> None:
    """What the jobs do until nothing is due any more."""
    while run_due():
        pass
    db.session.rollback()


def at(when: datetime) -> None:
    clock.set(when)
    all_due()


def mails() -> dict[str, OutgoingMail]:
    """Recipient's first name → her mail of this kind. That nobody has two is part of it."""
    found = db.session.query(OutgoingMail).filter_by(kind="your_day").all()
    named = {mail.recipient.partition("@")[0]: mail for mail in found}
    assert len(named) == len(found)
    return named


def talk(going: Going) -> ProgrammeItem:
    found = db.session.query(ProgrammeItem).first()
    if found is None:
        found = ProgrammeItem(
            public_id="talk-item",
            gathering_id=going.gathering.id,
            position=0,
            kind=ItemKind.TALK,
            title="Innleiing utanfrå",
            minutes=30,
        )
        db.session.add(found)
        db.session.flush()
    return found


def write_line(going: Going, person: Person, text: str) -> None:
    with unit_of_work():
        item = talk(going)
        db.session.add(TalkLine(item_id=item.id, person_id=person.id, key=f"line-{person.id}", text=text, at=LATE))


def mark(going: Going, person: Person, line: str) -> None:
    with unit_of_work():
        item = talk(going)
        made = TakeHomeMark(
            gathering_id=going.gathering.id,
            person_id=person.id,
            key=f"mark-{person.id}",
            kind=MarkKind.TALK,
            target=f"talk:{item.id}",
            item_id=item.id,
            line=line,
            at=LATE,
        )
        db.session.add(made)


@pytest.mark.parametrize(
    ("ends_at", "wanted"),
    [
        (datetime(2026, 11, 23, 14, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC)),
        (datetime(2026, 11, 23, 16, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC)),
        (datetime(2026, 11, 23, 19, tzinfo=UTC), datetime(2026, 11, 23, 20, tzinfo=UTC)),
    ],
)
def test_it_goes_at_six_by_the_gatherings_clocks_or_an_hour_after_the_end(ends_at: datetime, wanted: datetime) -> None:
    """RC-7"""
    assert moment(datetime(2026, 11, 23, 8, tzinfo=UTC), ends_at, "Europe/Oslo") == wanted


def test_six_in_the_evening_is_the_gatherings_own_in_summer_and_elsewhere() -> None:
    """RC-7"""
    begins, ends = datetime(2026, 6, 8, 7, tzinfo=UTC), datetime(2026, 6, 8, 13, tzinfo=UTC)

    hours = [moment(begins, ends, zone).astimezone(UTC).hour for zone in ("Europe/Oslo", "Europe/Helsinki")]

    assert hours == [16, 15]


def test_everybody_who_was_there_gets_one_mail_and_nobody_else(going: Going) -> None:
    """RC-7, RC-8: Siv of Sundby was absent while it agreed; Kai, Lea and Otto were not there either."""
    point = going.write(owner=going.siv)
    going.ask()
    for person in (going.hall.cast.bo, going.hall.cast.cy):
        going.answer(point, person)

    at(EVENING - timedelta(minutes=1))
    before = mails()
    at(EVENING)
    at(EVENING + timedelta(hours=1))

    assert (before, set(mails())) == ({}, {"anna", "bo", "cy"})


def test_a_server_that_was_off_sends_it_late_and_once(going: Going) -> None:
    """RC-7: the next morning, since it is night when it is started; after two days nobody has use for it."""
    at(EVENING + timedelta(hours=5))
    at_night = mails()
    at(EVENING + timedelta(hours=14))
    at(EVENING + timedelta(hours=15))

    assert (at_night, set(mails())) == ({}, {"anna", "bo", "cy"})


def test_after_two_days_it_is_let_go(going: Going) -> None:
    """RC-7"""
    at(EVENING + timedelta(days=2, hours=15))

    assert mails() == {}


def test_a_fault_in_one_mail_keeps_nobody_elses(going: Going, monkeypatch: pytest.MonkeyPatch) -> None:
    """RC-7: and hers goes with the next attempt."""
    kind = schedule.kinds()["your_day"]

    def stumble(due: schedule.Due) -> str:
        if due.about["person_id"] == going.hall.cast.bo.id:
            raise OSError("torn")
        return kind.handler(due)

    monkeypatch.setitem(schedule.kinds(), "your_day", schedule.Kind(stumble, kind.words, kind.useful_for))
    at(EVENING)
    first = set(mails())
    monkeypatch.undo()
    at(EVENING + timedelta(minutes=5))

    assert (first, set(mails())) == ({"anna", "cy"}, {"anna", "bo", "cy"})


def test_a_day_that_lasts_longer_sends_it_later(going: Going) -> None:
    """RC-7"""
    with unit_of_work():
        gathering = going.gathering
        planning.reschedule(gathering, starts_at=gathering.starts_at, ends_at=EVENING + timedelta(minutes=30))

    at(EVENING + timedelta(minutes=1))
    before = mails()
    at(EVENING + timedelta(minutes=90))

    assert (before, set(mails())) == ({}, {"anna", "bo", "cy"})


def test_a_day_that_is_called_off_sends_none(going: Going) -> None:
    """RC-7: the control is the day that is not, above."""
    with unit_of_work():
        planning.cancel(None, going.gathering)

    at(EVENING)

    assert mails() == {}
    assert [task.state for task in db.session.query(ScheduledTask).filter_by(kind="your_days")] == ["dropped"]


def test_who_was_checked_in_by_mistake_gets_none_and_who_is_written_down_later_hers(going: Going) -> None:
    """RC-8"""
    with unit_of_work():
        db.session.delete(db.session.get_one(Attendance, (going.gathering.id, going.hall.cast.cy.id)))
    at(EVENING)
    with unit_of_work():
        check_in(going.gathering, going.hall.cast.fia.id, how="host", by_id=None)
    all_due()

    assert set(mails()) == {"anna", "bo", "fia"}


def test_her_own_stands_in_it_and_nobody_elses(going: Going) -> None:
    """RC-9: neither another's line, nor how anybody answered."""
    cast = going.hall.cast
    point = going.write(owner=cast.cy)
    going.ask()
    going.answer(point, cast.bo, Answer.DISAGREE, line=REMARK)
    write_line(going, cast.cy, MY_LINE)
    write_line(going, cast.bo, ANOTHERS_LINE)
    mark(going, cast.cy, "Prøve dette i vår")

    at(EVENING)
    body = mails()["cy"].body

    for words in (MY_LINE, "Prøve dette i vår", "Innleiing utanfrå", WHAT, "DU HAR ANSVAR FOR", "Du har ikkje svara"):
        assert words in body
    assert told_of((ANOTHERS_LINE, REMARK, "Usamd", "Bo"), body) == []
    assert MY_LINE not in mails()["bo"].body + mails()["anna"].body
    assert WHAT not in mails()["anna"].body


def test_ones_own_actions_come_before_the_others(going: Going) -> None:
    """RC-9"""
    cast = going.hall.cast
    going.write("Vi inviterer ungdomsrådet", owner=cast.cy)
    going.write("Vi spør eldrerådet", owner=cast.bo)
    going.ask()

    at(EVENING)
    body = mails()["bo"].body

    assert body.index("Vi spør eldrerådet") < body.index("DETTE TEK Sundby MED HEIM") < body.index("ungdomsrådet")


def test_a_guest_gets_her_own_part_without_the_agreement(going: Going) -> None:
    """RC-9"""
    with unit_of_work():
        guest = register.add_person(name="Gro", email="gro@prove.example")
        admit(going.gathering, guest.id, GatheringRole.GUEST)
        check_in(going.gathering, guest.id, how="code", by_id=None)
        item = talk(going)
        slides = Material(
            public_id="slides-1",
            gathering_id=going.gathering.id,
            item_id=item.id,
            title="Lysarka",
            address="https://lysark.example/a",
        )
        db.session.add(slides)
    going.write()
    going.ask()
    write_line(going, guest, MY_LINE)

    at(EVENING)
    body = mails()["gro"].body

    assert (MY_LINE in body, "Lysarka (Innleiing utanfrå): https://lysark.example/a" in body) == (True, True)
    assert [words for words in (WHAT, "MED HEIM", "DU HAR ANSVAR", "agreements") if words in body] == []


def test_it_comes_in_the_readers_language(going: Going) -> None:
    """RC-9"""
    with unit_of_work():
        db.session.get_one(Person, going.hall.cast.anna.id).language = "en"

    at(EVENING)

    assert (mails()["anna"].subject, mails()["bo"].subject) == ("Your day: Samling 4", "Dagen din: Samling 4")


def test_the_seventh_mail_in_twelve_weeks_is_held_back(going: Going) -> None:
    """RC-7, SC-7: the control is the sixth."""
    from network.jobs import budget

    with unit_of_work():
        for person, sent in ((going.hall.cast.bo, 6), (going.hall.cast.cy, 5)):
            for _each in range(sent):
                budget.count(str(person.email), "how_it_goes")

    at(EVENING)

    assert {name: mail.last_fault for name, mail in mails().items() if name != "anna"} == {"bo": "budget", "cy": None}


def test_the_page_says_the_same_and_only_to_who_was_there(going: Going, client_for: ClientFor) -> None:
    """RC-8, RC-9"""
    cast = going.hall.cast
    point = going.write(owner=cast.cy)
    going.ask()
    going.answer(point, cast.bo, Answer.DISAGREE, line=REMARK)
    write_line(going, cast.cy, MY_LINE)
    path = f"/gatherings/{going.gathering.public_id}/mine"

    pages = {name: client_for(getattr(cast, name)).get(path) for name in ("anna", "bo", "cy", "kai", "lea", "otto")}
    absent = client_for(going.siv).get(path).status_code

    codes = {name: answer.status_code for name, answer in pages.items()}
    assert codes == {"anna": 200, "bo": 200, "cy": 200, "kai": 404, "lea": 404, "otto": 404}
    assert absent == 404
    assert [words in pages["cy"].text for words in (MY_LINE, WHAT, REMARK)] == [True, True, False]
    assert [words in pages["bo"].text for words in (MY_LINE, WHAT)] == [False, True]
    assert [words in pages["anna"].text for words in (MY_LINE, WHAT)] == [False, False]


def test_a_coordinator_who_was_there_reads_hers(going: Going, client_for: ClientFor) -> None:
    """RC-8: her link leads there; her seat is no delegate's."""
    kai = going.hall.cast.kai
    with unit_of_work():
        admit(going.gathering, kai.id)
        check_in(going.gathering, kai.id, how="code", by_id=None)
    path = f"/gatherings/{going.gathering.public_id}/mine"

    shown = client_for(kai).get(f"/gatherings/{going.gathering.public_id}").text
    answer = client_for(kai).get(path)

    assert (f'href="{path}"' in shown, answer.status_code) == (True, 200)


def test_the_way_to_ones_day_stands_on_the_front_page_of_the_days_after(going: Going, client_for: ClientFor) -> None:
    """RC-8"""
    path = f'href="/gatherings/{going.gathering.public_id}/mine"'

    clock.set(EVENING + timedelta(days=1))
    shown = {name: path in client_for(getattr(going.hall.cast, name)).get("/").text for name in ("bo", "fia")}
    clock.set(EVENING + timedelta(days=9))

    assert shown == {"bo": True, "fia": False}
    assert path not in client_for(going.hall.cast.bo).get("/").text


def test_what_people_write_breaks_no_line_of_the_mail(going: Going) -> None:
    """RC-9: words stay words, also in a title that is made a subject."""
    write_line(going, going.hall.cast.cy, "{{ 7*7 }} <b>&amp;")
    with unit_of_work():
        going.gathering.title = "Samling\r\nBcc: alle@prove.example"

    at(EVENING)
    mail = mails()["cy"]

    assert "{{ 7*7 }} <b>&amp;" in mail.body
    assert mail.subject == "Dagen din: Samling Bcc: alle@prove.example"


def test_the_next_gathering_is_named_to_who_is_asked_to_it(going: Going) -> None:
    """RC-9"""
    with unit_of_work():
        later = a_gathering(starts_at=EVENING.replace(year=2027, month=2, day=10), hours=3)
        admit(later, going.hall.cast.bo.id)

    at(EVENING)

    assert ["Samling 5" in mails()[name].body for name in ("bo", "cy")] == [True, False]
