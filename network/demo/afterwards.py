"""What came after the gathering that is over: how people found it, and how each action goes, week by week."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from network.actions.queries.agreements import sheets_of
from network.actions.queries.points import update_by_key
from network.actions.rules.points import WEEKS_AFTER
from network.actions.services import updates
from network.core import clock
from network.core.db import db, unit_of_work
from network.demo import content_past, going_home
from network.demo.content_actions import HOMES, Home, Told
from network.demo.hall import at
from network.demo.past import Delegates, came
from network.followup.services import briefings, evaluation, printing, sending
from network.jobs import schedule
from network.jobs.models import QUEUED, SENT, OutgoingMail
from network.jobs.services import end_mail, forget_mail
from network.sessions.gatherings.models import Gathering

ADDRESS = "https://demo.example"
"""Where mails that were sent before anybody came lead to; who reads them is told her own address instead."""
MAILS_KEPT = timedelta(days=7)
SOON = timedelta(minutes=10)
MOST_ASKED = 200
ONE_IN_THREE_IS_SILENT = 3
THE_NEXT_DAY = timedelta(hours=30)
VOUCHED_FOR, SENT_ON = ("1504", "1519"), "1532"
SECRETARY = "politisk.sekretaer@giske.example"


def find_it(gathering: Gathering, delegates: Delegates) -> None:
    """How people found the day: two in three answer, some in words."""
    with at(gathering, 325):
        answering = [person for number, person in came(delegates) if number % ONE_IN_THREE_IS_SILENT]
        for number, person in enumerate(answering):
            rating = content_past.RATINGS[number % len(content_past.RATINGS)]
            belief = content_past.BELIEFS[number % len(content_past.BELIEFS)]
            evaluation.answer(gathering, person.id, {"useful": rating, "will_happen": belief})
        for person, text in zip(answering[::4], content_past.REMARKS, strict=False):
            evaluation.write_remark(gathering, person.id, text)


def is_told(gathering: Gathering) -> bool:
    """Whether how it goes has been told to the end."""
    home, place, number = _all_told()[-1]
    points = going_home.points_of(gathering, home)
    return len(points) > place and update_by_key(points[place].id, _key(number)) is not None


def tell(gathering: Gathering) -> None:
    """Ask each owner after two weeks and after eight, as the schedule does it, and let them answer. No unit of work is
    open. What is interrupted goes on where it was: mails and answers have keys.
    """
    with unit_of_work(), clock.stopped_at(gathering.ends_at + THE_NEXT_DAY):
        tell_councils(gathering)
    since = timedelta()
    for after in (*WEEKS_AFTER.values(), None):
        until = after + SOON if after is not None else timedelta.max
        with unit_of_work():
            _tell_between(gathering, since, until)
        if after is not None:
            with clock.stopped_at(gathering.ends_at + until), current_app.test_request_context(base_url=ADDRESS):
                schedule.run_due(limit=MOST_ASKED)
        since = until
    with unit_of_work():
        put_mail_away()


def tell_councils(gathering: Gathering) -> None:
    """Each municipality has its draft for the council; some vouch for theirs, and one has sent it."""
    for sheet in sheets_of(gathering):
        briefing = briefings.draft(gathering.id, sheet.municipality.id)
        if sheet.municipality.number in (*VOUCHED_FOR, SENT_ON):
            teller, seen = sheet.delegates[0].person_id, printing.printed(briefing).fingerprint
            sending.approve(briefing, teller, seen=seen)
        if sheet.municipality.number == SENT_ON:
            sending.set_secretary(sheet.municipality, SECRETARY, by_id=teller)
            sending.send(briefing, seen=seen, by_id=teller).outcome = SENT  # long ago: its mail is forgotten as well


def put_mail_away() -> None:
    """What was queued until now has left, and is forgotten after a week, as elsewhere."""
    for mail in db.session.scalars(select(OutgoingMail).where(OutgoingMail.state == QUEUED)).all():
        with clock.stopped_at(mail.queued_at):
            end_mail(mail, SENT, fault=None, keep_body=True)
    db.session.flush()
    forget_mail(clock.now() - MAILS_KEPT)


def _tell_between(gathering: Gathering, since: timedelta, until: timedelta) -> None:
    for home, place, number in _all_told():
        told = home.points[place].told[number]
        after = timedelta(days=told.days, hours=3)
        if since <= after < until:
            point = going_home.points_of(gathering, home)[place]
            with clock.stopped_at(min(gathering.ends_at + after, clock.now())):
                updates.tell(point, _saying(told), key=_key(number), person_id=point.owner_id, via=told.via)


def _all_told() -> list[tuple[Home, int, int]]:
    """Municipality, place of the point, number of the update: in the order of their days."""
    found = [
        (home, place, number)
        for home in HOMES
        for place, point in enumerate(home.points)
        for number, _told in enumerate(point.told)
    ]
    return sorted(found, key=lambda one: (one[0].points[one[1]].told[one[2]].days, one[0].number))


def _saying(told: Told) -> updates.Saying:
    return updates.Saying(told.state, told.line, told.evidence_kind, told.evidence)


def _key(number: int) -> str:
    return f"the-demo-tells-{number}"
