"""Drafting a briefing, and what is chosen and fetched for it while it is written (BF-1 to BF-4)."""

import json
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from network.access.actor import Actor
from network.access.guard import authorize
from network.actions.links import path_of
from network.actions.queries import agreements
from network.core import clock
from network.core.audit import audit
from network.core.db import db, unit_of_work
from network.core.edits import mark
from network.core.errors import Conflict, Invalid
from network.core.language import LANGUAGES, speaking
from network.core.language import gettext as _
from network.followup.models import AgendaRoute, Briefing
from network.followup.queries import briefings as queries
from network.followup.rules import briefings as rules
from network.followup.services.drafting import composed
from network.people.models import Municipality, Person
from network.people.queries import people_of, person_by_key
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.members import day_of
from network.writing import services as writing

PUBLIC_ID_BYTES = 12


def draft(gathering_id: int, municipality_id: int, *, address: str = "") -> Briefing:
    """The municipality's briefing after this gathering, drafted from the facts if there is none (BF-1).

    `address`: where people reach us, for the link to the case; "" when nobody knows. Inside a unit of work.
    """
    already = queries.briefing_of(gathering_id, municipality_id)
    if already is not None:
        return already
    gathering = db.session.get_one(Gathering, gathering_id)
    municipality = db.session.get_one(Municipality, municipality_id)
    language = municipality.language if municipality.language in LANGUAGES else gathering.language
    with speaking(language, zone=gathering.zone):
        material = queries.material_of(gathering, municipality)
        contact = _first_contact(material)
        link = _case_address(material, address)
        texts = composed(material, route=AgendaRoute.INFORMATION, contact=contact, case_address=link)
        text = writing.begin(
            gathering_id=gathering_id,
            municipality_id=municipality_id,
            texts={key: (words, rules.SECTIONS[key]) for key, words in texts.items()},
        )
    agreement = material.sheet.agreement
    briefing = Briefing(
        public_id=secrets.token_urlsafe(PUBLIC_ID_BYTES),
        gathering_id=gathering_id,
        municipality_id=municipality_id,
        agreement_id=agreement.id if agreement else None,
        writing_id=text.id,
        language=language,
        route=AgendaRoute.INFORMATION,
        meeting_on=(agreement.brief_on if agreement else None) or _next_meeting(gathering, municipality),
        contact_id=contact.id if contact else None,
        drafted=json.dumps(texts, sort_keys=True),
        made_at=clock.now(),
        changed_at=clock.now(),
    )
    db.session.add(briefing)
    db.session.flush()
    return briefing


def _case_address(material: queries.Material, address: str) -> str:
    """Where the council can read the case: only a published one opens to them."""
    case = material.case
    if case is None or case.published_at is None or not address:
        return ""
    return address + path_of("cases.show", public_id=case.public_id)


def _first_contact(material: queries.Material) -> Person | None:
    """Who tells the council, else the first owner, else the first who was there."""
    agreement = material.sheet.agreement
    if agreement is not None and agreement.brief_by is not None:
        return agreement.brief_by
    owner = next((point.owner for point in material.points if point.owner is not None), None)
    first = next(iter(material.sheet.delegates), None)
    return owner or (db.session.get(Person, first.person_id) if first else None)


def _next_meeting(gathering: Gathering, municipality: Municipality) -> date | None:
    """The first meeting after the day whose papers can still get there."""
    now = clock.now()
    for meeting in queries.coming_meetings(municipality, today=day_of(gathering) + timedelta(days=1)):
        due = queries.deadline(municipality, meeting.on_date, gathering.zone)
        if due is None or due > now:
            return meeting.on_date
    return None


def facts_now(briefing: Briefing) -> dict[str, str]:
    """What the facts give for each section today."""
    with speaking(briefing.language, zone=briefing.gathering.zone):
        material = queries.material_of(briefing.gathering, briefing.municipality)
        return composed(material, route=briefing.route, contact=briefing.contact, case_address="")


def drafted(briefing: Briefing) -> dict[str, str]:
    found: dict[str, str] = json.loads(briefing.drafted)
    return found


def news(briefing: Briefing) -> list[rules.News]:
    """The sections for which the agreement, the route or the people say something new (BF-4)."""
    return rules.news(drafted(briefing), writing.texts(briefing.writing), facts_now(briefing))


@dataclass(frozen=True)
class Settings:
    """What is chosen for a briefing besides its text."""

    route: AgendaRoute
    meeting_on: date | None
    contact: Person | None


def settings_mark(briefing: Briefing) -> str:
    """A sign for what is chosen now: a form says with it what it was made from (F16)."""
    return rules.fingerprint([briefing.route, str(briefing.meeting_on), briefing.contact_id])[:16]


def choose(briefing: Briefing, chosen: Settings, *, seen: str, by_id: int | None) -> None:
    """Inside a unit of work. Raises Conflict when somebody else has chosen otherwise since."""
    wanted = (chosen.route, chosen.meeting_on, chosen.contact.id if chosen.contact else None)
    if wanted == (briefing.route, briefing.meeting_on, briefing.contact_id):
        return
    if seen != settings_mark(briefing):
        raise Conflict(_("Somebody else has changed this since you opened the page. Compare, and save again."))
    briefing.route, briefing.meeting_on, briefing.contact = wanted[0], wanted[1], chosen.contact
    briefing.changed_at = clock.now()
    db.session.flush()
    audit(by_id, "briefing.edit", "briefing", briefing.id, route=str(chosen.route))


def contact_with(briefing: Briefing, key: str | None) -> Person | None:
    """The person with this key, if she can be asked about this briefing. Raises Invalid for anybody else's."""
    if not key:
        return None
    if key not in dict(possible_contacts(briefing)):
        raise Invalid("contact", _("Choose somebody from the list."))
    return person_by_key(key)


def possible_contacts(briefing: Briefing) -> list[tuple[str, str]]:
    sheet = agreements.sheet_of(briefing.gathering, briefing.municipality)
    found = queries.possible_contacts(sheet, people_of(briefing.municipality_id, "coordinator"))
    now = briefing.contact
    return found if now is None or now.public_key in dict(found) else [(now.public_key, now.name), *found]


def follow(briefing_id: int, by: Actor) -> None:
    """After a choice: the sections that nobody has written in say what the facts say now. Outside a unit of work."""
    briefing = authorize(by, "briefing.edit", queries.with_texts(briefing_id))
    before = drafted(briefing)
    for one in news(briefing):
        if not one.is_written_in and one.key in (rules.PEOPLE, rules.PROPOSAL):
            fetch(briefing_id, one.key, by, base=mark(before.get(one.key, "")))


def fetch(briefing_id: int, key: str, by: Actor, *, base: str) -> None:
    """Write what the facts say now into a section. Outside a unit of work.

    `base` is the mark of the text that she saw, and that is replaced: if it is another by now nothing is (BF-4).
    Raises Invalid for a section that is not made of the facts, writing.Contested, NotAllowed.
    """
    briefing = authorize(by, "briefing.edit", queries.with_texts(briefing_id))
    if key not in rules.FOLLOWING:
        raise Invalid("key", _("This section is not made of the agreement."))
    words = facts_now(briefing)[key]
    writing.put(briefing.writing_id, key, words, by, base=base)
    _note_as_fetched(briefing_id, key, words, by)


def keep(briefing_id: int, key: str, by: Actor) -> None:
    """Let stand what people wrote: the news is known and shown no more. Outside a unit of work.

    Raises Invalid for a section that is not made of the facts.
    """
    briefing = authorize(by, "briefing.edit", queries.with_texts(briefing_id))
    if key not in rules.FOLLOWING:
        raise Invalid("key", _("This section is not made of the agreement."))
    _note_as_fetched(briefing_id, key, facts_now(briefing)[key], by)


def _note_as_fetched(briefing_id: int, key: str, words: str, by: Actor) -> None:
    with unit_of_work():
        briefing = authorize(by, "briefing.edit", queries.with_texts(briefing_id))
        briefing.drafted = json.dumps({**drafted(briefing), key: words}, sort_keys=True)
        db.session.flush()
