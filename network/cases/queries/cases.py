"""Reading cases: lists come narrowed to what the actor may see."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, false, or_, select, true
from sqlalchemy.orm import joinedload

from network.access.actor import Actor
from network.cases.models import CaseState, CaseStudy, CaseVersion
from network.cases.rules.boxes import FIELDS, missing
from network.core.db import db
from network.core.language import format_date
from network.people.models import Municipality, Person
from network.sessions.gatherings.models import Gathering, ItemKind, ProgrammeItem


@dataclass(frozen=True)
class Slot:
    """A place on a programme that a municipality is asked to fill, and the case that fills it, if there is one."""

    item: ProgrammeItem
    gathering: Gathering
    municipality: Municipality | None
    case: CaseStudy | None

    @property
    def name(self) -> str:
        """The day, for a list to choose from."""
        return f"{self.gathering.title}, {format_date(self.gathering.starts_at, zone=self.gathering.zone)}"

    @property
    def missing(self) -> list[str]:
        return missing(self.case.said()) if self.case else []

    @property
    def is_ready(self) -> bool:
        return self.case is not None and self.case.state != CaseState.DRAFT


def case_by_public_id(public_id: str) -> CaseStudy | None:
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    query = select(CaseStudy).where(CaseStudy.public_id == public_id)
    return db.session.scalar(query.options(joinedload(CaseStudy.municipality)))


def cases_for(actor: Actor) -> Sequence[CaseStudy]:
    """The cases that the actor may read, those changed last first."""
    query = select(CaseStudy).where(_may_read(*_terms(actor))).options(joinedload(CaseStudy.municipality))
    return db.session.scalars(query.order_by(CaseStudy.changed_at.desc(), CaseStudy.id.desc()), _asked(actor)).all()


def has_case_for(actor: Actor) -> bool:
    """Whether there is a case that the actor may read."""
    return db.session.scalar(_any_case(*_terms(actor)), _asked(actor)) is not None


@cache
def _any_case(roles: frozenset[str], is_limited: bool) -> Select[int]:
    return select(CaseStudy.id).where(_may_read(roles, is_limited)).limit(1)


def _terms(actor: Actor) -> tuple[frozenset[str], bool]:
    """What decides the shape of the condition: her letters, and whether a badge or a code limits her."""
    return actor.roles & frozenset("DKFP"), actor.only_gathering_id is not None


def _asked(actor: Actor) -> dict[str, object]:
    return {
        "person_id": actor.person_id,
        "only_id": actor.only_gathering_id,
        "municipality_ids": sorted(actor.municipality_ids),
        "facilitated_ids": sorted(actor.facilitated_ids),
    }


def _may_read(roles: frozenset[str], is_limited: bool) -> ColumnElement[bool]:
    """The row case.read of the matrix, for the database. Holds the parameters of `_asked`."""
    # a badge or a guest's code: what lies elsewhere is not hers (DR-4)
    is_here = CaseStudy.gathering_id == bindparam("only_id") if is_limited else true()
    is_shared = CaseStudy.state != CaseState.DRAFT
    is_ours = CaseStudy.municipality_id.in_(bindparam("municipality_ids", expanding=True))
    ours = is_ours & (is_here | CaseStudy.gathering_id.is_(None))
    led = CaseStudy.gathering_id.in_(bindparam("facilitated_ids", expanding=True))
    terms: list[ColumnElement[bool]] = [CaseStudy.published_at.is_not(None)]
    if "D" in roles:
        terms += [(CaseStudy.made_by_id == bindparam("person_id")) & is_here, ours & is_shared]
    if "K" in roles:
        terms += [ours]
    if "F" in roles:
        terms += [led & is_shared]
    if "P" in roles:
        terms += [is_shared]
    return or_(false(), *terms)


def case_of_item(item_id: int) -> CaseStudy | None:
    """The case that is presented at an item: the one that was changed last, if several were begun."""
    return db.session.scalar(_case_of_item(), {"item_id": item_id})


@cache
def _case_of_item() -> Select[CaseStudy]:
    query = select(CaseStudy).where(CaseStudy.item_id == bindparam("item_id"))
    latest = query.order_by(CaseStudy.changed_at.desc(), CaseStudy.id.desc()).limit(1)
    return latest.options(joinedload(CaseStudy.municipality))


def slots_of_gathering(gathering_id: int) -> list[Slot]:
    return _slots(ProgrammeItem.gathering_id == gathering_id)


def slots_of_municipality(municipality_id: int, *, since: datetime) -> list[Slot]:
    """Where this municipality is asked to present, on days that have not ended by `since`."""
    return _slots((ProgrammeItem.municipality_id == municipality_id) & (Gathering.ends_at >= since))


def slots_between(since: datetime, until: datetime) -> list[Slot]:
    """Those on days that begin between the two, whatever municipality."""
    named = ProgrammeItem.municipality_id.is_not(None)
    return _slots(named & (Gathering.starts_at >= since) & (Gathering.starts_at <= until))


def _slots(condition: ColumnElement[bool]) -> list[Slot]:
    query = (
        select(ProgrammeItem, Gathering, Municipality)
        .join(Gathering, Gathering.id == ProgrammeItem.gathering_id)
        .outerjoin(Municipality, Municipality.id == ProgrammeItem.municipality_id)
        .where(
            ProgrammeItem.kind == ItemKind.CASE, ProgrammeItem.removed_at.is_(None), Gathering.cancelled_at.is_(None)
        )
        .where(condition)
        .order_by(Gathering.starts_at, ProgrammeItem.position, ProgrammeItem.id)
    )
    rows = db.session.execute(query).all()
    cases = _cases_of_items([row[0].id for row in rows])
    return [Slot(row[0], row[1], row[2], cases.get(row[0].id)) for row in rows]


def _cases_of_items(item_ids: Sequence[int]) -> dict[int, CaseStudy]:
    query = select(CaseStudy).where(CaseStudy.item_id.in_(item_ids))
    found = db.session.scalars(query.order_by(CaseStudy.changed_at, CaseStudy.id))
    return {case.item_id: case for case in found if case.item_id is not None}


def versions_of(case: CaseStudy) -> list[tuple[CaseVersion, str]]:
    """What the case has said before, the latest first, each with the name of who wrote it."""
    query = (
        select(CaseVersion, Person.name)
        .outerjoin(Person, Person.id == CaseVersion.by_id)
        .where(CaseVersion.case_id == case.id)
        .order_by(CaseVersion.version.desc())
    )
    return [(row[0], row[1] or "") for row in db.session.execute(query)]


def latest_version(case_id: int) -> CaseVersion | None:
    query = select(CaseVersion).where(CaseVersion.case_id == case_id)
    return db.session.scalar(query.order_by(CaseVersion.version.desc()).limit(1))


def version_of(case: CaseStudy, number: int) -> CaseVersion | None:
    return db.session.get(CaseVersion, (case.id, number))


def said_in(version: CaseVersion) -> dict[str, str]:
    """Field → what the case said then."""
    kept = json.loads(version.boxes)
    return {name: str(kept.get(name, "")) for name in FIELDS}


def has_invited_case() -> bool:
    """Whether any gathering has asked a municipality to present."""
    query = select(ProgrammeItem.id).where(
        ProgrammeItem.kind == ItemKind.CASE,
        ProgrammeItem.municipality_id.is_not(None),
        ProgrammeItem.removed_at.is_(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def name_of(person_id: int | None) -> str:
    """Who changed a case last; nobody's name when that person is gone."""
    return db.session.scalar(select(Person.name).where(Person.id == person_id)) or "" if person_id else ""


def gathering_of(case: CaseStudy) -> Gathering | None:
    return db.session.get(Gathering, case.gathering_id) if case.gathering_id else None


def item_of(case: CaseStudy) -> ProgrammeItem | None:
    return db.session.get(ProgrammeItem, case.item_id) if case.item_id else None
