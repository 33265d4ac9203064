"""The evening mail "Your day": planned when the first one comes, moved with the day, one to each who was there (RC-7).

Two steps, so that the door never waits: one task a gathering, which in the evening finds everybody who was there and
plans a task for each; and each of those writes one mail in a unit of work of its own.
"""

from network.access.actor import actor_for
from network.actions.links import base_address, path_of
from network.core import clock
from network.core.db import db
from network.core.language import gettext as _
from network.followup.my_day_letter import letter
from network.followup.queries import my_day as queries
from network.followup.rules.my_day import moment
from network.jobs import schedule
from network.jobs.schedule import About, Drop, Due
from network.jobs.services import queue_mail
from network.people.models import Person
from network.sessions.gatherings.models import Gathering

DAY, MAIL = "your_days", "your_day"


def plan_for(*, gathering_id: int, person_id: int) -> None:
    """Somebody is there: the evening is planned. Who is written down after it gets hers at once. In a unit of work."""
    gathering = db.session.get_one(Gathering, gathering_id)
    at = moment(gathering.starts_at, gathering.ends_at, gathering.zone)
    about: About = {"gathering_id": gathering_id, "address": base_address()}
    if clock.now() < at:
        if schedule.planned_for(_key(gathering_id)) != at:
            schedule.plan(_key(gathering_id), DAY, at, about)
    else:
        schedule.plan(f"{_key(gathering_id)}-{person_id}", MAIL, clock.now(), {**about, "person_id": person_id})


def move(*, gathering_id: int) -> None:
    """The day may have been moved, or made longer: what is planned goes with it. In a unit of work."""
    planned = schedule.planned_for(_key(gathering_id))
    if planned is None:
        return
    gathering = db.session.get_one(Gathering, gathering_id)
    at = moment(gathering.starts_at, gathering.ends_at, gathering.zone)
    if planned != at:
        schedule.plan(_key(gathering_id), DAY, at, {"gathering_id": gathering_id, "address": base_address()})


def plan_mails(due: Due) -> str:
    """Everybody who was there and has an address gets hers. Lets go when the day was called off."""
    gathering = db.session.get(Gathering, int(due.about["gathering_id"]))
    if gathering is None or gathering.cancelled_at is not None:
        raise Drop(_("the gathering was called off"))
    people = queries.came(gathering.id)
    for person_id in people:
        schedule.plan(f"{due.key}-{person_id}", MAIL, due.now, {**due.about, "person_id": person_id})
    return _("%(count)s people were there", count=len(people))


def send(due: Due) -> str:
    """One mail to one person. Lets go when she was not there after all, or has no address."""
    gathering = db.session.get(Gathering, int(due.about["gathering_id"]))
    person = db.session.get(Person, int(due.about["person_id"]))
    row = queries.presence_of(gathering, person.id if person else None)
    if person is None or gathering is None or row is None:
        raise Drop(_("she was not there"))
    if person.email is None:
        raise Drop(_("she has no e-mail address"))
    base = base_address() or str(due.about.get("address", ""))
    day = queries.my_day(actor_for(person.id), row, gathering)
    text = letter(day, person, lambda endpoint, **values: base + path_of(endpoint, **values))
    queue_mail(
        key=due.key,
        kind=MAIL,
        recipient=person.email,
        language=text.language,
        subject=text.subject,
        body=text.body,
        useless_after=due.useless_after,
    )
    return _("sent")


def _key(gathering_id: int) -> str:
    return f"your-day-{gathering_id}"
