"""Reading what stands in somebody's calendar because of the network."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy import func, select

from network.access.actor import Actor
from network.core import clock
from network.core.audit import AuditEntry
from network.core.db import db
from network.core.language import gettext as _
from network.core.language import speaking
from network.jobs import mail_server
from network.jobs.smtp import Attachment
from network.people.models import CouncilMeeting, Municipality, Person
from network.people.queries import the_network
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.rules.calendar import CalendarDay, CouncilDay, Guest, mailed_file, method_of

RENEWED = "calendar.renew"


def day_of(gathering: Gathering, address: str) -> CalendarDay:
    """A gathering as calendars take it. `address` is where its page is."""
    return CalendarDay(
        uid=f"{gathering.public_id}@samling",
        title=gathering.title,
        place=gathering.place,
        description=gathering.theme,
        address=address,
        zone=gathering.zone,
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        sequence=gathering.calendar_sequence,
        stamped_at=clock.now(),
        is_cancelled=gathering.cancelled_at is not None,
    )


def calendar_attachment(gathering: Gathering, person: Person, address: str) -> Attachment:
    """The gathering for the calendar of whoever gets a mail about it, in her language (rule GA-15)."""
    network = the_network()
    guest = Guest(person.name, person.email or "", network.name if network else "Samling", mail_server.sender_address())
    with speaking(person.language or gathering.language, zone=gathering.zone):
        note = _("Answer with the link in the e-mail. An answer given in the calendar reaches nobody.")
    day = day_of(gathering, address)
    if not day.is_cancelled:
        day = replace(day, description=f"{day.description}\n\n{note}".strip())
    return Attachment("samling.ics", "text/calendar", mailed_file(day, guest), method_of(day))


def own_days(actor: Actor, address_of: Callable[[Gathering], str]) -> list[CalendarDay]:
    """The gatherings to which the person is admitted. A lead may read all of them, but goes only to her own."""
    rows = select(Gathering).where(Gathering.id.in_(actor.gathering_ids)).order_by(Gathering.starts_at)
    return [day_of(one, address_of(one)) for one in db.session.scalars(rows)]


def council_days(municipality_ids: Iterable[int]) -> list[CouncilDay]:
    """The meetings of these municipalities' councils."""
    rows = (
        select(CouncilMeeting, Municipality.name)
        .join(Municipality, Municipality.id == CouncilMeeting.municipality_id)
        .where(CouncilMeeting.municipality_id.in_(sorted(municipality_ids)))
        .order_by(CouncilMeeting.on_date)
    )
    return [
        CouncilDay(
            uid=f"council-{meeting.id}@samling",
            title=_("Council meeting, %(municipality)s", municipality=name),
            day=meeting.on_date,
            stamped_at=clock.now(),
        )
        for meeting, name in db.session.execute(rows)
    ]


def feed_serial(person_id: int) -> int:
    """How often somebody has had a new address made for her calendar, as the log has it. The older ones are void."""
    rows = select(func.count()).select_from(AuditEntry)
    return int(db.session.scalar(rows.where(AuditEntry.action == RENEWED, AuditEntry.object_id == str(person_id))) or 0)


def person_by_key(public_key: str) -> Person | None:
    if "\x00" in public_key:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(select(Person).where(Person.public_key == public_key))
