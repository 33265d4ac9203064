"""Planning a gathering: making it, changing it, doing it once more, calling it off."""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.core.language import speaking
from network.core.signals import hall_changed
from network.sessions.gatherings.models import Gathering, GatheringGoal, GatheringRole, ItemKind, ProgrammeItem
from network.sessions.gatherings.rules.templates import TEMPLATES, ItemTemplate, ProgrammeTemplate
from network.sessions.gatherings.services.members import admit

PUBLIC_ID_BYTES = 12


@dataclass(frozen=True)
class Outline:
    """What a lead says about a gathering. `practical` is for the mail before the day; `last_departure` is HH:MM."""

    title: str
    theme: str
    place: str
    zone: str
    language: str
    starts_at: datetime
    first_question: str = ""
    second_question: str = ""
    practical: str = ""
    last_departure: str = ""
    reply_by: datetime | None = None


@dataclass(frozen=True)
class Furnishing:
    """What fills a new programme from its template: the guest of the first talk, the municipality of the case."""

    template: ProgrammeTemplate
    guest: str = ""
    municipality_id: int | None = None


def create_gathering(
    actor_id: int | None,
    *,
    title: str,
    theme: str,
    place: str,
    zone: str,
    language: str,
    starts_at: datetime,
    ends_at: datetime,
    public_id: str | None = None,
) -> Gathering:
    """A new gathering, nobody admitted yet and nothing on its programme.

    Raises Invalid when it ends before it starts.
    """
    if ends_at <= starts_at:
        raise Invalid("ends_at")
    gathering = Gathering(
        public_id=public_id or secrets.token_urlsafe(PUBLIC_ID_BYTES),
        title=title,
        theme=theme,
        place=place,
        zone=zone,
        language=language,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    db.session.add(gathering)
    db.session.flush()
    audit(actor_id, "gathering.create", "gathering", gathering.id)
    return gathering


def plan_gathering(
    actor_id: int | None,
    outline: Outline,
    furnishing: Furnishing,
    *,
    goal_ids: Iterable[int] = (),
    public_id: str | None = None,
) -> Gathering:
    """A gathering with a whole programme; whoever makes it leads it."""
    gathering = _outlined(actor_id, outline, minutes=furnishing.template.minutes, public_id=public_id)
    gathering.template = furnishing.template.key
    with speaking(outline.language, zone=outline.zone):
        _lay(gathering, furnishing)
    _serve(gathering, goal_ids)
    if actor_id is not None:
        admit(gathering, actor_id, GatheringRole.FACILITATOR)
    return gathering


def clone_gathering(
    actor_id: int | None, model: Gathering, outline: Outline, *, goal_ids: Iterable[int], public_id: str | None = None
) -> Gathering:
    """The same programme on another day (rule GA-5): the same goals and leaders, guests and questions left open."""
    minutes = sum(item.minutes for item in model.items) or _whole_minutes(model.ends_at - model.starts_at)
    gathering = _outlined(actor_id, outline, minutes=minutes, public_id=public_id)
    gathering.template, gathering.cloned_from_id = model.template, model.id
    places: dict[int, ProgrammeItem] = {}
    for item in model.items:
        places[item.id] = _copy(item, gathering)
    for item in model.items:
        if item.same_as_id in places:
            places[item.id].same_as_id = places[item.same_as_id].id
    _ask_again(gathering, list(places.values()))
    _serve(gathering, goal_ids)
    leaders = {member.person_id for member in model.members if member.role == GatheringRole.FACILITATOR}
    for person_id in sorted(leaders | ({actor_id} if actor_id is not None else set())):
        admit(gathering, person_id, GatheringRole.FACILITATOR)
    db.session.flush()
    return gathering


def edit_gathering(
    actor_id: int | None, gathering: Gathering, outline: Outline, *, goal_ids: Iterable[int] | None = None
) -> None:
    """Change what is said about a gathering. The programme keeps its minutes and moves with the start."""
    lasts = gathering.ends_at - gathering.starts_at
    before = (gathering.title, gathering.place, gathering.zone, gathering.starts_at)
    for name, value in asdict(outline).items():
        setattr(gathering, name, value)
    gathering.ends_at = outline.starts_at + lasts
    if goal_ids is not None:
        _serve(gathering, goal_ids)
    if before != (gathering.title, gathering.place, gathering.zone, gathering.starts_at):
        gathering.calendar_sequence += 1
    changed(gathering)
    audit(actor_id, "gathering.edit", "gathering", gathering.id)


def says(gathering: Gathering, outline: Outline) -> bool:
    """Whether the gathering is as the form wants it already, as when that is sent for the second time (F10)."""
    return all(getattr(gathering, name) == value for name, value in asdict(outline).items())


def reschedule(gathering: Gathering, *, starts_at: datetime, ends_at: datetime) -> None:
    """Move the gathering to another time.

    Raises Invalid when it ends before it starts.
    """
    if ends_at <= starts_at:
        raise Invalid("ends_at")
    if (gathering.starts_at, gathering.ends_at) != (starts_at, ends_at):
        gathering.calendar_sequence += 1
    gathering.starts_at, gathering.ends_at = starts_at, ends_at
    changed(gathering)


def cancel(actor_id: int | None, gathering: Gathering) -> None:
    """Call the gathering off. It stays readable; calendars take it away (rule GA-11)."""
    if gathering.cancelled_at is not None:
        return
    gathering.cancelled_at = clock.now()
    gathering.calendar_sequence += 1
    changed(gathering)
    audit(actor_id, "gathering.cancel", "gathering", gathering.id)


def changed(gathering: Gathering) -> None:
    """The day or its programme is another one than before: whoever edits an older one is told, and the hall too."""
    gathering.version += 1
    db.session.flush()
    hall_changed.send(gathering_id=gathering.id)


def settle_end(gathering: Gathering) -> None:
    """A gathering ends when its programme does. A new end is a change for everybody's calendar."""
    ends_at = gathering.starts_at + timedelta(minutes=sum(item.minutes for item in gathering.items))
    if ends_at > gathering.starts_at and ends_at != gathering.ends_at:
        gathering.ends_at = ends_at
        gathering.calendar_sequence += 1


def _outlined(actor_id: int | None, outline: Outline, *, minutes: int, public_id: str | None) -> Gathering:
    gathering = create_gathering(
        actor_id,
        title=outline.title,
        theme=outline.theme,
        place=outline.place,
        zone=outline.zone,
        language=outline.language,
        starts_at=outline.starts_at,
        ends_at=outline.starts_at + timedelta(minutes=minutes),
        public_id=public_id,
    )
    for name, value in asdict(outline).items():
        setattr(gathering, name, value)
    return gathering


def _lay(gathering: Gathering, furnishing: Furnishing) -> None:
    """Make the template's items, in the language now spoken."""
    made: list[ProgrammeItem] = []
    for position, template in enumerate(furnishing.template.items):
        item = _from_template(gathering, template, position)
        item.same_as_id = made[template.same_as].id if template.same_as is not None else None
        db.session.add(item)
        db.session.flush()
        made.append(item)
    _furnish(made, furnishing)
    db.session.flush()


def _furnish(items: Sequence[ProgrammeItem], furnishing: Furnishing) -> None:
    talk = next((item for item in items if item.kind == ItemKind.TALK), None)
    if talk is not None:
        talk.speaker = furnishing.guest
    for item in items:
        if item.kind == ItemKind.CASE:
            item.municipality_id = furnishing.municipality_id


def _from_template(gathering: Gathering, template: ItemTemplate, position: int) -> ProgrammeItem:
    own = {1: gathering.first_question, 2: gathering.second_question}.get(template.prompt or 0, "")
    return ProgrammeItem(
        public_id=secrets.token_urlsafe(PUBLIC_ID_BYTES),
        gathering_id=gathering.id,
        position=position,
        kind=ItemKind(template.kind),
        title=str(template.title),
        question=own or (str(template.question) if template.question is not None else ""),
        minutes=template.minutes,
        least_minutes=template.least_minutes,
        script=str(template.script),
        groups=template.groups,
        board_template=template.board_template,
        phases=json.dumps(template.phases),
    )


def _copy(item: ProgrammeItem, gathering: Gathering) -> ProgrammeItem:
    """The item as it was planned, without what belonged to that day: its speaker, its municipality, its question."""
    twin = ProgrammeItem(
        public_id=secrets.token_urlsafe(PUBLIC_ID_BYTES),
        gathering_id=gathering.id,
        position=item.position,
        kind=item.kind,
        title=item.title,
        question=item.question if item.kind == ItemKind.GOING_HOME else "",
        minutes=item.minutes,
        least_minutes=item.least_minutes,
        script=item.script,
        groups=item.groups,
        board_template=item.board_template,
        phases=item.phases,
        dots=item.dots,
        names=item.names,
    )
    db.session.add(twin)
    db.session.flush()
    return twin


def _ask_again(gathering: Gathering, items: Sequence[ProgrammeItem]) -> None:
    """The two prompts, if they are there already, are what the first two mixed rounds ask."""
    mixed = [item for item in items if item.kind == ItemKind.MIXED_ROUND]
    for item, question in zip(mixed, (gathering.first_question, gathering.second_question), strict=False):
        item.question = question


def _serve(gathering: Gathering, goal_ids: Iterable[int]) -> None:
    """The gathering serves these goals and no others."""
    db.session.execute(delete(GatheringGoal).where(GatheringGoal.gathering_id == gathering.id))
    db.session.add_all(GatheringGoal(gathering_id=gathering.id, goal_id=goal_id) for goal_id in sorted(set(goal_ids)))
    db.session.flush()


def _whole_minutes(lasts: timedelta) -> int:
    return int(lasts.total_seconds() // 60)


def template_named(key: str) -> ProgrammeTemplate:
    """Raises Invalid for a template that we do not have."""
    if key not in TEMPLATES:
        raise Invalid("template", _("Choose one of the programmes."))
    return TEMPLATES[key]
