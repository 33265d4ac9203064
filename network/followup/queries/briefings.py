"""Reading briefings, and the facts that a draft is made of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from network.access.actor import Actor
from network.access.guard import can
from network.actions.models import ActionPoint, TakeHomeAgreement
from network.actions.queries import agreements, marks
from network.actions.queries.agreements import Sheet
from network.actions.queries.marked import things_of
from network.actions.rules.marks import CASE, NOTE, TALK
from network.cases.models import CaseState, CaseStudy
from network.core import clock
from network.core.db import db
from network.followup.models import Briefing, BriefingApproval, BriefingFile, BriefingSending
from network.followup.rules import briefings as rules
from network.people.models import CouncilMeeting, Goal, Municipality, Person
from network.people.queries import council_meetings
from network.people.rules import meetings
from network.sessions.boards.models import Board, BoardColumn, Note
from network.sessions.gatherings.models import Gathering, GatheringGoal
from network.sessions.groups.models import BreakoutGroup, GroupKind
from network.sessions.stage.models import ItemRun
from network.writing.models import Writing

COUNCIL_COLUMN = "council"
"""The third column of the board “This we take home”."""
LOOK_BACK = timedelta(days=7)


@dataclass(frozen=True)
class Heard:
    """Something that the municipality's delegates want to take home: where it was said, and words that may be told."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Material:
    """All that a draft is made of; what is left out of it on purpose is what others said in a mixed group (BF-3)."""

    gathering: Gathering
    municipality: Municipality
    sheet: Sheet
    heard: Sequence[Heard]
    case: CaseStudy | None
    for_council: Sequence[str]
    goals: Sequence[str]
    places: int

    @property
    def points(self) -> Sequence[ActionPoint]:
        """What somebody was asked about: a sentence that is only being written is no agreement."""
        return [point for point in self.sheet.points if point.asked_as and point.what.strip()]

    @property
    def nothing_because(self) -> str:
        """Why it is nothing this time; "" where there is an action, be it only being written."""
        agreement = self.sheet.agreement
        return agreement.nothing_because if agreement is not None and not self.sheet.points else ""


def material_of(gathering: Gathering, municipality: Municipality) -> Material:
    """About fifteen questions to the database. Words come in the language now spoken."""
    sheet = agreements.sheet_of(gathering, municipality)
    return Material(
        gathering,
        municipality,
        sheet,
        _heard(gathering, municipality),
        _neighbours_case(gathering, municipality, sheet.points),
        _for_council(gathering.id, municipality.id),
        _goals(gathering.id),
        len(agreements.delegates_of(gathering)),
    )


def _heard(gathering: Gathering, municipality: Municipality) -> list[Heard]:
    """The shared marks by source, in the markers' own words (BF-3).

    Word for word only what was said to everybody: a talk and a case by their titles, a note that its group chose for
    plenary, and what the municipality wrote on its own board.
    """
    shared = marks.shared_rows(gathering.id, municipality.id)
    things = things_of(gathering.id, [one.target for one in shared])
    found: dict[str, list[str]] = {}
    left = rules.MOST_HEARD
    for one in shared:
        thing = things.get(one.target)
        quote = one.text if one.kind == NOTE and thing and thing.shows_its_text_to(municipality.id) else ""
        words = [f"«{quote}»" if quote else "", *one.lines]
        kept = [word for word in (" ".join(word.split()) for word in words) if word][:left]
        if not one.title or (not kept and one.kind not in (TALK, CASE)):
            continue
        found.setdefault(one.title, []).extend(kept)
        left -= max(1, len(kept))
        if left <= 0:
            break
    return [Heard(title, tuple(words)) for title, words in found.items()]


def _neighbours_case(
    gathering: Gathering, municipality: Municipality, points: Sequence[ActionPoint]
) -> CaseStudy | None:
    """The case that an action builds on, else the first that was told; never the municipality's own.

    One that was neither told to the hall nor published is still its municipality's own (BF-3).
    """
    told = select(ItemRun.item_id).where(ItemRun.gathering_id == gathering.id, ItemRun.is_skipped.is_(False))
    was_told = CaseStudy.item_id.in_(told)
    is_ready = CaseStudy.state != CaseState.DRAFT
    rows = select(CaseStudy).where(
        CaseStudy.gathering_id == gathering.id,
        (CaseStudy.state == CaseState.PRESENTED) | CaseStudy.published_at.is_not(None) | (is_ready & was_told),
        CaseStudy.municipality_id != municipality.id,
    )
    first = (CaseStudy.presented_at.is_(None), CaseStudy.presented_at, CaseStudy.id)
    cases = db.session.scalars(rows.order_by(*first)).all()
    wanted = {point.case_id for point in points}
    return next((case for case in cases if case.id in wanted), next(iter(cases), None))


def _for_council(gathering_id: int, municipality_id: int) -> list[str]:
    """What stands in the third column of the municipality's own board, in its order, without who wrote it."""
    rows = (
        select(Note.text)
        .join(Board, Board.id == Note.board_id)
        .join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
        .join(BoardColumn, (BoardColumn.board_id == Board.id) & (BoardColumn.key == Note.column_key))
        .where(
            Board.gathering_id == gathering_id,
            BreakoutGroup.kind == GroupKind.LOCAL,
            BreakoutGroup.municipality_id == municipality_id,
            BoardColumn.key == COUNCIL_COLUMN,
            Note.is_deleted.is_(False),
        )
        .order_by(Board.id, Note.position, Note.id)
    )
    texts = [" ".join(text.split()) for text in db.session.scalars(rows)]
    return list(dict.fromkeys(text for text in texts if text))[: rules.MOST_FROM_BOARD]


def _goals(gathering_id: int) -> list[str]:
    rows = select(Goal.text).join(GatheringGoal, GatheringGoal.goal_id == Goal.id)
    return list(db.session.scalars(rows.where(GatheringGoal.gathering_id == gathering_id).order_by(Goal.number)))


def briefing_by_public_id(public_id: str) -> Briefing | None:
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    rows = select(Briefing).where(Briefing.public_id == public_id)
    return db.session.scalar(
        rows.options(
            joinedload(Briefing.gathering),
            joinedload(Briefing.municipality),
            joinedload(Briefing.contact),
            joinedload(Briefing.writing).selectinload(Writing.texts),
        )
    )


def briefing_of(gathering_id: int, municipality_id: int) -> Briefing | None:
    rows = select(Briefing).where(Briefing.gathering_id == gathering_id, Briefing.municipality_id == municipality_id)
    return db.session.scalar(rows)


def briefings_of_gathering(gathering_id: int) -> Sequence[Briefing]:
    rows = select(Briefing).join(Briefing.municipality).where(Briefing.gathering_id == gathering_id)
    return db.session.scalars(rows.order_by(Municipality.name).options(joinedload(Briefing.municipality))).all()


def briefings_for(actor: Actor, *, municipality_ids: Collection[int] | None = None) -> list[Briefing]:
    """Those that the actor may read, the newest gathering first."""
    rows = select(Briefing).join(Briefing.gathering)
    if municipality_ids is not None:
        rows = rows.where(Briefing.municipality_id.in_(sorted(municipality_ids)))
    loaded = rows.options(joinedload(Briefing.gathering), joinedload(Briefing.municipality))
    found = db.session.scalars(loaded.order_by(Gathering.starts_at.desc(), Briefing.id))
    return [briefing for briefing in found if can(actor, "briefing.read", briefing)]


def approvals_of(briefing_id: int) -> Sequence[BriefingApproval]:
    """All that were ever given, oldest first; which of them count depends on the text."""
    rows = select(BriefingApproval).where(BriefingApproval.briefing_id == briefing_id)
    return db.session.scalars(rows.order_by(BriefingApproval.at).options(joinedload(BriefingApproval.person))).all()


def sendings_of(briefing_id: int) -> Sequence[BriefingSending]:
    """Newest first."""
    rows = select(BriefingSending).where(BriefingSending.briefing_id == briefing_id)
    return db.session.scalars(rows.order_by(BriefingSending.id.desc()).options(joinedload(BriefingSending.by))).all()


def waiting_sendings() -> Sequence[BriefingSending]:
    return db.session.scalars(select(BriefingSending).where(BriefingSending.outcome == "")).all()


def file_of(briefing_id: int, kind: str, fingerprint: str) -> BriefingFile | None:
    return db.session.get(BriefingFile, (briefing_id, kind, fingerprint))


def wanted_files() -> list[tuple[int, str, str]]:
    """(briefing, kind, fingerprint) of the papers that somebody waits for, who asked first first."""
    rows = select(BriefingFile.briefing_id, BriefingFile.kind, BriefingFile.fingerprint).where(
        BriefingFile.file_id.is_(None), BriefingFile.fault == ""
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(rows.order_by(BriefingFile.at))]


def with_texts(briefing_id: int) -> Briefing:
    rows = select(Briefing).where(Briefing.id == briefing_id).options(selectinload(Briefing.writing))
    return db.session.scalars(rows).one()


def without_briefing() -> list[tuple[int, int]]:
    """(gathering, municipality) of those that were at a gathering which is over and have no draft yet (BF-1)."""
    now = clock.now()
    over = select(Gathering).where(
        Gathering.ends_at <= now, Gathering.ends_at > now - LOOK_BACK, Gathering.cancelled_at.is_(None)
    )
    found: list[tuple[int, int]] = []
    for gathering in db.session.scalars(over.order_by(Gathering.id)).all():
        rows = select(Briefing.municipality_id).where(Briefing.gathering_id == gathering.id)
        had = set(db.session.scalars(rows))
        found += [(gathering.id, place) for place in sorted(agreements.delegates_of(gathering)) if place not in had]
    return found


def agreement_with(agreement_id: int) -> TakeHomeAgreement:
    return db.session.get_one(TakeHomeAgreement, agreement_id)


def coming_meetings(municipality: Municipality, *, today: date) -> Sequence[CouncilMeeting]:
    return council_meetings(municipality.id, from_date=today)


def deadline_of(briefing: Briefing) -> datetime | None:
    """When the papers for its meeting must be in; None where the day or the council's rule is not known."""
    return deadline(briefing.municipality, briefing.meeting_on, briefing.gathering.zone)


def deadline(municipality: Municipality, meeting_on: date | None, zone: str) -> datetime | None:
    days, at = municipality.papers_days_before, municipality.papers_clock
    if meeting_on is None or days is None or at is None:
        return None
    return meetings.papers_due(meeting_on, days_before=days, at=at, zone=zone)


def possible_contacts(sheet: Sheet, municipality_coordinators: Sequence[Person]) -> list[tuple[str, str]]:
    """Who can answer questions: those who were there, other delegates, coordinators. Key and name, each once."""
    present, others = agreements.possible_owners(sheet)
    found = [(one.public_key, one.name) for one in present]
    found += [(one.public_key, one.name) for one in (*others, *municipality_coordinators)]
    return list(dict(found).items())
