"""A gathering that is over, as rows: who came, how the day went, the case, questions, marks, how people found it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.region import words
from bench.region.rows import Rows
from network.actions.models import MarkKind, TakeHomeMark
from network.actions.services.marks import KEPT as MARKS_KEPT
from network.cases.models import CaseState, CaseStudy
from network.core import clock
from network.followup.models import EvaluationAnswer, EvaluationRemark
from network.followup.queries.evaluation import ballot_of
from network.followup.routes.evaluation import KEPT as EVALUATION_KEPT
from network.sessions.gatherings.models import (
    Attendance,
    Gathering,
    GatheringMember,
    GatheringRole,
    ItemKind,
    ProgrammeItem,
)
from network.sessions.gatherings.rules.programme import item_times
from network.sessions.stage.models import ItemRun, Question, QuestionState
from network.sessions.stage.services.standing import state_of

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
COMES, OFFICIAL_COMES, LEAVES_EARLY, ANSWERS = 0.85, 0.3, 0.06, 0.66
QUESTIONS_EACH_DAY, MARKS_EACH = 12, 0.5


@dataclass(frozen=True)
class Came:
    """A municipality on its way to a gathering: its delegates and its coordinator."""

    municipality: int
    delegates: tuple[int, ...]
    coordinator: int


@dataclass
class Day:
    """A gathering, who leads it, who is asked to it, and the case that is told there, once it is."""

    gathering: Gathering
    lead: int
    places: Sequence[Came]
    case: int | None = None

    def at(self, minutes: float) -> datetime:
        return self.gathering.starts_at + timedelta(minutes=minutes)

    def item(self, kind: ItemKind) -> ProgrammeItem:
        return next(item for item in self.gathering.items if item.kind == kind)

    def begins(self, kind: ItemKind) -> datetime:
        """When the first item of this kind should begin."""
        times = item_times(self.gathering.starts_at, [(item.id, item.minutes) for item in self.gathering.items])
        return times[self.item(kind).id][0]


Present = Mapping[int, Sequence[int]]
"""Municipality → those of its delegates who came, by number. Nobody is in it who sent nobody."""


def key(lot: random.Random, length: int) -> str:
    """As secrets.token_urlsafe makes them, but the same again from the same seed."""
    return "".join(lot.choices(LETTERS, k=length))


def go_through(day: Day, rows: Rows, lot: random.Random) -> Present:
    present = _arrive(day, rows, lot)
    _pass(day, rows, lot)
    day.case = _tell_case(day, rows, lot)
    came = [(place, person) for place, people in present.items() for person in people]
    _ask(day, rows, came, lot)
    if day.gathering.starts_at > clock.now() - MARKS_KEPT:
        _mark(day, rows, came, lot)
    if day.gathering.ends_at > clock.now() - EVALUATION_KEPT:
        _find_it(day, rows, came, lot)
    return present


def admit(day: Day, rows: Rows) -> None:
    """All delegates, and the coordinators beside them."""
    about = {"gathering_id": day.gathering.id}
    for place in day.places:
        about["municipality_id"] = place.municipality
        for person in place.delegates:
            rows.put(GatheringMember, **about, person_id=person, role=GatheringRole.PARTICIPANT)
        rows.put(GatheringMember, **about, person_id=place.coordinator, role=GatheringRole.OFFICIAL)


def _arrive(day: Day, rows: Rows, lot: random.Random) -> Present:
    """The first municipality's first delegate and its coordinator always come: their pages are looked at."""
    admit(day, rows)
    present: dict[int, list[int]] = {}
    for place in day.places:
        is_first = place is day.places[0]
        came = [one for one in place.delegates if lot.random() < COMES or (is_first and one == place.delegates[0])]
        if came:
            present[place.municipality] = came
        also = [place.coordinator] if is_first or lot.random() < OFFICIAL_COMES else []
        for person in (*came, *also):
            _check_in(day, rows, place, person, lot)
    return present


def _check_in(day: Day, rows: Rows, place: Came, person: int, lot: random.Random) -> None:
    how = lot.choice(("badge", "self", "host"))
    left = day.gathering.ends_at - timedelta(minutes=lot.randrange(1, 15)) if lot.random() < LEAVES_EARLY else None
    rows.put(
        Attendance,
        gathering_id=day.gathering.id,
        person_id=person,
        municipality_id=place.municipality,
        arrived_at=day.at(lot.randrange(-20, 20)),
        left_at=left,
        how=how,
        by_id=day.lead if how == "host" else None,
    )


def _pass(day: Day, rows: Rows, lot: random.Random) -> None:
    """Each part begins some minutes late, and the day ends."""
    items = day.gathering.items
    planned = item_times(day.gathering.starts_at, [(item.id, item.minutes) for item in items])
    began = [planned[item.id][0] + timedelta(minutes=lot.randrange(4)) for item in items]
    ended = [*began[1:], day.gathering.ends_at]
    for item, start, end in zip(items, began, ended, strict=True):
        rows.add(ItemRun, gathering_id=day.gathering.id, item_id=item.id, started_at=start, ended_at=end)
    state = state_of(day.gathering)
    state.version = state.revision = 1 + len(items)
    state.item_id, state.changed_by_id = items[-1].id, day.lead
    state.finished_at = state.changed_at = day.gathering.ends_at


def _tell_case(day: Day, rows: Rows, lot: random.Random) -> int:
    item, told = day.item(ItemKind.CASE), day.begins(ItemKind.CASE)
    writer = next(place.coordinator for place in day.places if place.municipality == item.municipality_id)
    subject = lot.choice(words.SUBJECTS)
    return rows.add(
        CaseStudy,
        public_id=key(lot, 16),
        municipality_id=item.municipality_id,
        gathering_id=day.gathering.id,
        item_id=item.id,
        language=day.gathering.language,
        title=f"Korleis vi spurde om {subject}",
        ingress=f"Før saka om {subject} vart skriven, møtte vi dei ho gjaldt.",
        why="Høyringane fekk tre svar, alle frå same kant.",
        how="Fire kveldar, fire stader, same spørsmål.",
        result="Saka vart skriven om.",
        contact="Ordføraren",
        state=CaseState.PRESENTED,
        version=2,
        made_at=day.at(-14 * 24 * 60),
        made_by_id=writer,
        changed_at=day.at(-7 * 24 * 60),
        changed_by_id=writer,
        ready_at=day.at(-7 * 24 * 60),
        presented_at=told,
        published_at=told,
    )


def _ask(day: Day, rows: Rows, came: Sequence[tuple[int, int]], lot: random.Random) -> None:
    """Half of the questions are answered on the day; the others stand in the record."""
    asked_at = day.begins(ItemKind.TALK) + timedelta(minutes=25)
    for place, person in lot.sample(came, min(len(came), QUESTIONS_EACH_DAY)):
        is_answered = lot.random() < 0.5
        rows.add(
            Question,
            gathering_id=day.gathering.id,
            item_id=day.item(ItemKind.TALK).id,
            person_id=person,
            municipality_id=place,
            key=key(lot, 22),
            text=lot.choice(words.QUESTIONS),
            state=QuestionState.ANSWERED if is_answered else QuestionState.WAITING,
            answer="Vi ringer laget der dei allereie er." if is_answered else "",
            at=asked_at,
            changed_at=asked_at + timedelta(minutes=10) if is_answered else None,
        )


def _mark(day: Day, rows: Rows, came: Sequence[tuple[int, int]], lot: random.Random) -> None:
    """Marks on the talk and on the case, shown to colleagues when their own round began."""
    for kind, item_kind in ((MarkKind.TALK, ItemKind.TALK), (MarkKind.CASE, ItemKind.CASE)):
        item = day.item(item_kind)
        for place, person in (one for one in came if lot.random() < MARKS_EACH):
            rows.add(
                TakeHomeMark,
                gathering_id=day.gathering.id,
                person_id=person,
                municipality_id=place,
                key=key(lot, 22),
                kind=kind,
                target=f"{kind}:{item.id}",
                item_id=item.id,
                line=lot.choice(words.MARKS),
                at=day.begins(item_kind) + timedelta(minutes=lot.randrange(1, 15)),
                shared_at=day.begins(ItemKind.GOING_HOME),
            )


def _find_it(day: Day, rows: Rows, came: Sequence[tuple[int, int]], lot: random.Random) -> None:
    """Two in three answer, one in ten in words."""
    about = {"gathering_id": day.gathering.id}
    for _place, person in (one for one in came if lot.random() < ANSWERS):
        answers = {"useful": lot.choice((3, 4, 4, 5, 5)), "will_happen": lot.choice((2, 3, 3, 4, 5))}
        if lot.random() < 0.1:
            answers["different"] = 1
            rows.put(EvaluationRemark, **about, id=key(lot, 16), text=lot.choice(words.REMARKS))
        for question, value in answers.items():
            rows.put(
                EvaluationAnswer,
                **about,
                id=key(lot, 16),
                question=question,
                ballot=ballot_of(person),
                role="D",
                value=value,
            )
