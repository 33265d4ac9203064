"""Reading agreements: one municipality's sheet, and where all those present stand."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from network.access.scopes import Facts
from network.actions.models import ActionAnswer, ActionPoint, TakeHomeAgreement
from network.actions.rules import agreements as rules
from network.cases.models import CaseState, CaseStudy
from network.core import clock
from network.core.db import db
from network.core.names import name_key
from network.core.reading import once
from network.people.models import Municipality, Person, Seat
from network.people.queries import held_on
from network.sessions.gatherings.models import Attendance, Gathering, GatheringMember, GatheringRole
from network.sessions.gatherings.queries.members import day_of
from network.writing.models import Writing


@dataclass(frozen=True)
class Delegate:
    """A municipality's delegate, or substitute, who came today."""

    person_id: int
    public_key: str
    name: str
    left_at: datetime | None

    @property
    def is_here(self) -> bool:
        return self.left_at is None

    @property
    def voter(self) -> rules.Voter:
        return rules.Voter(self.person_id, self.is_here)


@dataclass(frozen=True)
class Sheet:
    """One municipality at one gathering: what it has, who came, how they answered. `agreement` None: not begun."""

    gathering: Gathering
    municipality: Municipality
    agreement: TakeHomeAgreement | None
    points: Sequence[ActionPoint]
    delegates: Sequence[Delegate]
    answers: Sequence[ActionAnswer]

    @cached_property
    def subjects(self) -> list[rules.Subject]:
        """What is asked about: the points, or that it is nothing this time."""
        if self.points:
            return [rules.Subject(point.public_id, point.wording) for point in self.points]
        if self.agreement is not None and self.agreement.nothing_because:
            return [rules.Subject(rules.NOTHING, self.agreement.wording)]
        return []

    @cached_property
    def missing(self) -> dict[int, tuple[str, ...]]:
        given = {rules.Given(one.person_id, one.subject, one.wording) for one in self.answers}
        return rules.unanswered([one.voter for one in self.delegates], self.subjects, given)

    @cached_property
    def waits_for(self) -> list[Delegate]:
        """Whose answers the municipality waits for, by name."""
        awaited = rules.waits_for([one.voter for one in self.delegates], self.missing) if self.is_asked else ()
        return [one for one in self.delegates if one.person_id in awaited]

    @cached_property
    def owing(self) -> list[Delegate]:
        """Those who left and can still answer from where they are."""
        return [one for one in self.delegates if self.is_asked and one.person_id in self.missing and not one.is_here]

    @property
    def is_open(self) -> bool:
        return rules.is_open(self.gathering.ends_at, clock.now())

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering.id, municipality_id=self.municipality.id, is_open=self.is_open)

    @property
    def is_asked(self) -> bool:
        return self.agreement is not None and self.agreement.asked_at is not None

    @cached_property
    def standing(self) -> rules.Standing:
        return rules.standing(
            has_content=bool(self.subjects),
            is_asked=self.is_asked,
            is_released=self.agreement is not None and self.agreement.released_at is not None,
            voters=[one.voter for one in self.delegates],
            missing=self.missing,
        )

    @cached_property
    def counting(self) -> dict[tuple[int, str], ActionAnswer]:
        """(person, subject) → her answer to it as it is worded now."""
        wordings = {subject.key: subject.wording for subject in self.subjects}
        return {(one.person_id, one.subject): one for one in self.answers if wordings.get(one.subject) == one.wording}

    def is_settled(self, subject: str) -> bool:
        """Whether it can be said of a sentence that the delegates agreed on it: the municipality is ready, or all of
        them have answered this one (AG-5).
        """
        answers = self.answers_to(subject)
        return self.standing == rules.Standing.READY or (bool(answers) and all(given for _one, given in answers))

    def answers_to(self, subject: str) -> list[tuple[Delegate, ActionAnswer | None]]:
        """Each delegate with what she says to one sentence, by name."""
        return [(one, self.counting.get((one.person_id, subject))) for one in self.delegates]

    def lacking(self, subject: str) -> list[Delegate]:
        """Who is here and has not answered a sentence that is asked about, by name."""
        here = [one for one in self.delegates if self.is_asked and one.is_here]
        return [one for one in here if (one.person_id, subject) not in self.counting]

    def colleagues_of(self, person_id: int | None, subject: str) -> list[Delegate]:
        """Whose answer to a sentence this person can note: first those who have not answered it, then those for whom
        somebody has. Who has answered for herself is not among them: no word is put into her mouth.
        """
        given = {one.person_id: self.counting.get((one.person_id, subject)) for one in self.delegates}
        others = [one for one in self.delegates if one.person_id != person_id]
        open_ones = [one for one in others if (answer := given[one.person_id]) is None or answer.by_id is not None]
        return sorted(open_ones, key=lambda one: given[one.person_id] is not None)


def agreement_of(gathering_id: int, municipality_id: int) -> TakeHomeAgreement | None:
    rows = select(TakeHomeAgreement).where(
        TakeHomeAgreement.gathering_id == gathering_id, TakeHomeAgreement.municipality_id == municipality_id
    )
    return db.session.scalar(rows)


def point_by_public_id(public_id: str) -> ActionPoint | None:
    """An action point, also one that was taken away."""
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(select(ActionPoint).where(ActionPoint.public_id == public_id))


@once
def sheet_of(gathering: Gathering, municipality: Municipality) -> Sheet:
    """Four questions to the database, however many points and people there are."""
    agreement = agreement_of(gathering.id, municipality.id)
    return Sheet(
        gathering,
        municipality,
        agreement,
        points_of([agreement.id])[agreement.id] if agreement else (),
        delegates_of(gathering, municipality.id).get(municipality.id, ()),
        answers_of([agreement.id])[agreement.id] if agreement else (),
    )


def sheet_about(agreement: TakeHomeAgreement) -> Sheet:
    return sheet_of(agreement.gathering, agreement.municipality)


@once
def sheets_of(gathering: Gathering) -> list[Sheet]:
    """Those municipalities that have a delegate present today, by name: the gate's denominator. Five questions."""
    present = delegates_of(gathering)
    rows = select(TakeHomeAgreement).where(TakeHomeAgreement.gathering_id == gathering.id)
    agreements = {one.municipality_id: one for one in db.session.scalars(rows)}
    ids = [one.id for one in agreements.values()]
    points, answers = points_of(ids), answers_of(ids)
    places = db.session.scalars(select(Municipality).where(Municipality.id.in_(present))).all()
    return [
        Sheet(
            gathering,
            place,
            agreement := agreements.get(place.id),
            points[agreement.id] if agreement else (),
            present[place.id],
            answers[agreement.id] if agreement else (),
        )
        for place in sorted(places, key=lambda one: name_key(one.name, gathering.language))
    ]


def lately_asked(municipality_ids: Collection[int]) -> list[Sheet]:
    """The sheets of these municipalities that are asked about and can still be answered, after their day."""
    now = clock.now()
    rows = (
        select(TakeHomeAgreement)
        .join(Gathering, Gathering.id == TakeHomeAgreement.gathering_id)
        .where(
            TakeHomeAgreement.municipality_id.in_(sorted(municipality_ids)),
            TakeHomeAgreement.asked_at.is_not(None),
            Gathering.ends_at > now - rules.FROM_THE_BUS,
            Gathering.starts_at <= now,
        )
        .options(joinedload(TakeHomeAgreement.gathering), joinedload(TakeHomeAgreement.municipality))
    )
    return [sheet_about(one) for one in db.session.scalars(rows)]


def written_too_long() -> Sequence[int]:
    """The ids of the texts of actions, also of those taken away, that are open when they can be changed no more."""
    rows = (
        select(Writing.id)
        .join(ActionPoint, ActionPoint.writing_id == Writing.id)
        .join(Gathering, Gathering.id == ActionPoint.gathering_id)
        .where(Writing.closed_at.is_(None), Gathering.ends_at <= clock.now() - rules.FROM_THE_BUS)
    )
    return db.session.scalars(rows).all()


def municipalities_with(ids: Collection[int]) -> Sequence[Municipality]:
    rows = select(Municipality).where(Municipality.id.in_(sorted(ids)))
    return db.session.scalars(rows.order_by(Municipality.name)).all() if ids else ()


def gathering_with(gathering_id: int) -> Gathering:
    return db.session.get_one(Gathering, gathering_id)


def delegates_of(gathering: Gathering, municipality_id: int | None = None) -> Mapping[int, list[Delegate]]:
    """Municipality → its delegates and substitutes who came, by name. Officials and guests do not answer."""
    rows = (
        select(Attendance.municipality_id, Person.id, Person.public_key, Person.name, Attendance.left_at)
        .join(Person, Person.id == Attendance.person_id)
        .outerjoin(
            GatheringMember,
            (GatheringMember.gathering_id == Attendance.gathering_id)
            & (GatheringMember.person_id == Attendance.person_id),
        )
        .where(
            Attendance.gathering_id == gathering.id,
            Attendance.municipality_id.is_not(None),
            or_(GatheringMember.role == GatheringRole.PARTICIPANT, GatheringMember.role.is_(None)),
        )
    )
    if municipality_id is not None:
        rows = rows.where(Attendance.municipality_id == municipality_id)
    found: defaultdict[int, list[Delegate]] = defaultdict(list)
    for place, person_id, public_key, name, left_at in db.session.execute(rows):
        found[place or 0].append(Delegate(person_id, public_key, name, left_at))
    for people in found.values():
        people.sort(key=lambda one: (name_key(one.name, gathering.language), one.person_id))
    return found


def points_of(agreement_ids: Sequence[int]) -> Mapping[int, list[ActionPoint]]:
    """Agreement → its action points that were not taken away, in order, with owner, goal and sources."""
    rows = select(ActionPoint).where(ActionPoint.agreement_id.in_(agreement_ids), ActionPoint.removed_at.is_(None))
    rows = rows.order_by(ActionPoint.position, ActionPoint.id).options(
        joinedload(ActionPoint.owner), joinedload(ActionPoint.goal), selectinload(ActionPoint.sources)
    )
    found: defaultdict[int, list[ActionPoint]] = defaultdict(list)
    for point in db.session.scalars(rows) if agreement_ids else ():
        found[point.agreement_id].append(point)
    return found


def removed_points_of(agreement_id: int) -> Sequence[ActionPoint]:
    """What was taken away and can be put back, the latest first."""
    rows = select(ActionPoint).where(ActionPoint.agreement_id == agreement_id, ActionPoint.removed_at.is_not(None))
    return db.session.scalars(rows.order_by(ActionPoint.removed_at.desc())).all()


def answers_of(agreement_ids: Sequence[int]) -> Mapping[int, list[ActionAnswer]]:
    """Agreement → all answers ever given, oldest first."""
    rows = select(ActionAnswer).where(ActionAnswer.agreement_id.in_(agreement_ids)).order_by(ActionAnswer.id)
    found: defaultdict[int, list[ActionAnswer]] = defaultdict(list)
    for answer in db.session.scalars(rows.options(joinedload(ActionAnswer.by))) if agreement_ids else ():
        found[answer.agreement_id].append(answer)
    return found


def possible_owners(sheet: Sheet) -> tuple[list[Delegate], list[Person]]:
    """Who can take an action on: those present, and the municipality's other delegates, who are asked by mail."""
    present = [one.person_id for one in sheet.delegates]
    rows = select(Person).join(Seat, Seat.person_id == Person.id)
    rows = rows.where(Seat.municipality_id == sheet.municipality.id, held_on(day_of(sheet.gathering)))
    rows = rows.where(Person.id.not_in(present)).distinct()
    others = sorted(db.session.scalars(rows), key=lambda one: (name_key(one.name, sheet.gathering.language), one.id))
    return list(sheet.delegates), others


def shown_cases(gathering_id: int) -> Sequence[CaseStudy]:
    """The cases of a gathering that an action can build on, by title."""
    rows = select(CaseStudy).where(CaseStudy.gathering_id == gathering_id, CaseStudy.state != CaseState.DRAFT)
    return db.session.scalars(rows.order_by(CaseStudy.title, CaseStudy.id)).all()


def owner_with(sheet: Sheet, public_key: str | None) -> Person | None:
    """The person with this key, if this municipality can make her responsible."""
    present, others = possible_owners(sheet)
    keys = [one.public_key for one in present] + [one.public_key for one in others]
    return db.session.scalar(select(Person).where(Person.public_key == public_key)) if public_key in keys else None
