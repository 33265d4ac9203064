"""What municipalities took home from a gathering and what became of it, as rows: see bench/region/furnish.py."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.region import words
from bench.region.day import Came, Day, Present, key
from bench.region.rows import Rows
from network.actions.models import (
    ActionAnswer,
    ActionPoint,
    ActionSource,
    ActionState,
    ActionUpdate,
    Answer,
    OwnerState,
    TakeHomeAgreement,
)
from network.actions.rules.agreements import NOTHING, SENTENCE_LIMIT, fingerprint, usual_dates
from network.actions.services.updates import NAMES_KEPT
from network.core import clock
from network.documents.gate import parse
from network.documents.models import DocumentClient, DocumentRecord, DocumentSnapshot, DocumentUpdate
from network.followup.models import AgendaRoute, Briefing, BriefingApproval, BriefingSending, BriefingState
from network.followup.rules import briefings
from network.sessions.gatherings.models import ItemKind
from network.sessions.gatherings.queries.members import day_of
from network.writing.models import Writing, WritingText
from network.writing.services.making import first_update

ASK, ANSWER, RELEASE = (timedelta(minutes=minutes) for minutes in (8, 11, 22))
NEXT_DAY = timedelta(hours=24)
NOTHING_SHARE, RELEASED_SHARE, ABSENT_OWNER = 0.08, 0.02, 0.1
FROM_TALK, FROM_CASE, FOR_COUNCIL, BRIEFING_SENT = 0.15, 0.1, 0.25, 0.7
WHOLE_TIME = timedelta(days=3650)
SHOWN, LONG_HISTORY = timedelta(days=90), 40
"""The first municipality's pages are looked at: at the newest gathering it has an action of which so much was told, and
a draft that is not sent."""
FINAL_NOW = {"agreed": 35, "under_way": 35, "stuck": 10, "done": 15, "dropped": 5}
FINAL_LONG_AGO = {"agreed": 3, "under_way": 7, "stuck": 4, "done": 64, "dropped": 22}
LINES = {
    ActionState.UNDER_WAY: words.UNDER_WAY,
    ActionState.STUCK: words.STUCK,
    ActionState.DONE: words.DONE,
    ActionState.DROPPED: words.DROPPED,
}


@dataclass(frozen=True)
class Home:
    """What one municipality does: so many points, or nothing, or it is released before all have answered."""

    place: Came
    here: Sequence[int]
    points: int
    is_released: bool = False


def go_home(day: Day, present: Present, rows: Rows, lot: random.Random, *, agreed: int, goals: Sequence[int]) -> None:
    """So many actions are agreed on, among those who came. The first municipality always agrees on something."""
    goal = goals[day.gathering.id % len(goals)]
    for home in homes(day, present, lot, agreed):
        Going(day, home, rows, lot, goal).go()


def homes(day: Day, present: Present, lot: random.Random, agreed: int) -> Iterator[Home]:
    came = [place for place in day.places if place.municipality in present]
    later = came[1:]
    lot.shuffle(later)
    released = later[: round(RELEASED_SHARE * len(came))]
    nothing = later[len(released) : len(released) + round(NOTHING_SHARE * len(came))]
    writers = [came[0], *later[len(released) + len(nothing) :]]
    points = dict.fromkeys(writers, 1)
    for place in lot.choices(writers, k=agreed - len(writers)) if agreed > len(writers) else ():
        points[place] += 1
    for place in came:
        count = 1 if place in released else points.get(place, 0)
        yield Home(place, present[place.municipality], count, place in released)


class Going:
    """One municipality in its last hour."""

    def __init__(self, day: Day, home: Home, rows: Rows, lot: random.Random, goal: int) -> None:
        self.day, self.home, self.rows, self.lot, self.goal = day, home, rows, lot, goal
        self.wrote_at = day.begins(ItemKind.GOING_HOME)
        self.is_shown = home.place is day.places[0] and self.wrote_at > clock.now() - SHOWN
        self.about = {"gathering_id": day.gathering.id, "municipality_id": home.place.municipality}

    def go(self) -> None:
        agreement, told = self._agreement(), []
        if not self.home.points:
            self._answer(agreement, None, NOTHING, self.home.here)
        for position in range(1, self.home.points + 1):
            told.append(self._point(agreement, position))
        self._brief(agreement, told)

    def _agreement(self) -> int:
        """As begun, written in, asked about, answered and perhaps released: `version` counts each of these."""
        home, first = self.home, self.home.here[0]
        because = "" if home.points else self.lot.choice(words.NOTHING)
        asked_at, changes = self.wrote_at + ASK, 2 * home.points + (1 if home.points else 0)
        released_at = self.wrote_at + RELEASE if home.is_released else None
        return self.rows.add(
            TakeHomeAgreement,
            **self.about,
            public_id=key(self.lot, 16),
            nothing_because=because,
            asked_as=fingerprint(because),
            version=2 + (changes or 1) + home.is_released,
            asked_at=asked_at,
            asked_by_id=first,
            ready_at=None if home.is_released else self.wrote_at + ANSWER,
            released_at=released_at,
            released_by_id=self.day.lead if home.is_released else None,
            release_reason=words.RELEASED if home.is_released else "",
            brief_by_id=first if home.points else None,
            brief_on=day_of(self.day.gathering) + timedelta(days=18) if home.points else None,
            made_at=self.wrote_at,
            changed_at=released_at or asked_at,
        )

    def _point(self, agreement: int, position: int) -> str:
        """One action with its texts, answers and history; its sentence."""
        lot, home = self.lot, self.home
        what = lot.choice(words.DEEDS).format(subject=lot.choice(words.SUBJECTS), count=lot.randrange(2, 9))
        step = lot.choice(words.FIRST_STEPS)
        first, due = usual_dates(day_of(self.day.gathering))
        absent = [one for one in home.place.delegates if one not in home.here]
        is_absent = bool(absent) and not home.is_released and lot.random() < ABSENT_OWNER
        owner = lot.choice(absent if is_absent else home.here)
        public_id = key(lot, 16)
        agreed_at = None if home.is_released else self.wrote_at + ANSWER + is_absent * NEXT_DAY
        told = list(self._history(agreed_at, is_shown=self.is_shown and position == 1))
        heard_at = told[-1][0] if told else agreed_at
        answering = home.here[:1] if home.is_released else home.here
        has_accepted = is_absent or owner in answering
        source = lot.choices(("talk", "case", ""), (FROM_TALK, FROM_CASE, 1 - FROM_TALK - FROM_CASE))[0]
        number = self.rows.add(
            ActionPoint,
            **self.about,
            public_id=public_id,
            agreement_id=agreement,
            position=position,
            writing_id=self._texts(
                {"what": what, "first_step": step}, dict.fromkeys(("what", "first_step"), SENTENCE_LIMIT)
            ),
            what=what,
            first_step=step,
            first_step_on=first,
            due_on=due,
            goal_id=self.goal,
            owner_id=owner,
            owner_state=OwnerState.ACCEPTED if has_accepted else OwnerState.NONE,
            is_for_council=lot.random() < FOR_COUNCIL,
            case_id=self.day.case if source == "case" else None,
            state=told[-1][1] if told else ActionState.AGREED if agreed_at else ActionState.PROPOSED,
            asked_as=fingerprint(what, step, first, due, owner),
            version=2 + len(told),
            made_at=self.wrote_at,
            made_by_id=home.here[0],
            changed_at=told[-1][0] if told else self.wrote_at,
            agreed_at=agreed_at,
            heard_at=heard_at,
        )
        self._source(number, source)
        self._answer(agreement, number, public_id, answering, owner)
        if agreed_at is not None:
            self._updates(number, agreed_at, told, owner)
        return what

    def _history(self, agreed_at: datetime | None, *, is_shown: bool) -> Iterator[tuple[datetime, ActionState]]:
        """When it was told and how it stood then, up to where actions of that age mostly stand today."""
        now, lot = clock.now(), self.lot
        if agreed_at is None:
            return
        share = min(1.0, (now - agreed_at) / WHOLE_TIME)
        weights = [FINAL_NOW[one] * (1 - share) + FINAL_LONG_AGO[one] * share for one in FINAL_NOW]
        final = ActionState(lot.choices(list(FINAL_NOW), weights)[0])
        if final == ActionState.AGREED and not is_shown:
            return
        turns = LONG_HISTORY if is_shown else lot.randrange(1, 5)
        before = [ActionState.UNDER_WAY if lot.random() < 0.8 else ActionState.STUCK for _turn in range(turns - 1)]
        last = ActionState.UNDER_WAY if final == ActionState.AGREED else final
        span = min(now - agreed_at, timedelta(days=300))
        moments = sorted(agreed_at + span * lot.uniform(0.05, 0.99) for _turn in range(turns))
        yield from zip(moments, [*before, last], strict=True)

    def _updates(
        self, point: int, agreed_at: datetime, told: Sequence[tuple[datetime, ActionState]], owner: int
    ) -> None:
        lot, forgotten = self.lot, clock.now() - NAMES_KEPT
        about = {"action_point_id": point}
        self.rows.add(
            ActionUpdate, **about, key=key(lot, 22), at=agreed_at, person_id=None, state=ActionState.AGREED, via="day"
        )
        for at, state in told:
            via = lot.choices(("mail", "page", "lead"), (6, 3, 1))[0]
            kind = lot.choice(("", "link", "resolution")) if state == ActionState.DONE else ""
            self.rows.add(
                ActionUpdate,
                **about,
                key=key(lot, 16),
                at=at,
                person_id=(self.day.lead if via == "lead" else owner) if at > forgotten else None,
                state=state,
                line=lot.choice(LINES[state]),
                evidence_kind=kind,
                evidence={"": "", "link": "https://kommune.example/sak", "resolution": f"{at:%j/%Y}"}[kind],
                via=via,
            )

    def _source(self, point: int, kind: str) -> None:
        if kind:
            item = self.day.item(ItemKind.TALK if kind == "talk" else ItemKind.CASE)
            about = {"action_point_id": point, "kind": kind, "target": f"{kind}:{item.id}"}
            self.rows.add(ActionSource, **about, title=item.title)

    def _answer(
        self, agreement: int, point: int | None, subject: str, people: Sequence[int], owner: int | None = None
    ) -> None:
        """Most agree. Who answers for it never disagrees: then it would be nobody's."""
        for person in people:
            said = Answer(self.lot.choices(list(Answer), (80, 17, 0 if person == owner else 3))[0])
            self.rows.add(
                ActionAnswer,
                agreement_id=agreement,
                action_point_id=point,
                subject=subject,
                person_id=person,
                wording=1,
                answer=said,
                line=self.lot.choice(words.DISSENT) if said == Answer.DISAGREE else "",
                at=self.wrote_at + ANSWER,
            )

    def _brief(self, agreement: int, sentences: Sequence[str]) -> None:
        """The draft for the council; most are vouched for and sent."""
        at = self.day.gathering.ends_at + timedelta(hours=30)
        texts = self._briefing_texts(sentences)
        is_sent = self.lot.random() < BRIEFING_SENT and not self.is_shown
        public_id, first = key(self.lot, 16), self.home.here[0]
        number = self.rows.add(
            Briefing,
            **self.about,
            public_id=public_id,
            agreement_id=agreement,
            writing_id=self._texts(texts, briefings.SECTIONS, at=at, closed_at=at if is_sent else None),
            language=self.day.gathering.language,
            route=AgendaRoute.INFORMATION,
            meeting_on=day_of(self.day.gathering) + timedelta(days=18),
            contact_id=first,
            state=BriefingState.SENT if is_sent else BriefingState.DRAFT,
            drafted=json.dumps(texts, sort_keys=True),
            made_at=at,
            changed_at=at,
        )
        if is_sent:
            seen = briefings.fingerprint(texts)
            self.rows.put(BriefingApproval, briefing_id=number, person_id=first, fingerprint=seen, at=at)
            self.rows.add(
                BriefingSending,
                briefing_id=number,
                at=at,
                by_id=first,
                recipient="sekretariat@regionen.example",
                subject="Orientering til kommunestyret",
                mail_key=f"briefing-{public_id}-1",
                version=1,
                fingerprint=seen,
                outcome="sent",
            )

    def _briefing_texts(self, sentences: Sequence[str]) -> dict[str, str]:
        said = {
            briefings.SUMMARY: f"Vi var på {self.day.gathering.title} saman med grannekommunane.",
            briefings.WHY: "Kommunestyret har vedteke at vi skal vere med.",
            briefings.HEARD: "Mange kommunar spør først når saka er skriven.",
            briefings.AGREED: "\n".join(f"– {sentence}" for sentence in sentences),
            briefings.PEOPLE: f"{len(self.home.here)} delegatar var med.",
            briefings.PROPOSAL: "Kommunestyret tek saka til orientering.",
        }
        return {name: said.get(name, "")[:most] for name, most in briefings.SECTIONS.items()}

    def _texts(
        self,
        texts: dict[str, str],
        limits: "dict[str, int]",
        *,
        at: datetime | None = None,
        closed_at: datetime | None = None,
    ) -> int:
        """A writing with its document, as it is begun, and closed with a snapshot when it is asked about."""
        at, closed_at = (at, closed_at) if at is not None else (self.wrote_at, self.wrote_at + ASK)
        public_id = f"w.{key(self.lot, 14)}"
        document, update = f"writing:{public_id}", first_update(texts)
        at_ms = int(at.timestamp() * 1000)
        client = parse(update, limit=len(update)).client
        self.rows.put(DocumentRecord, id=document, history_id=key(self.lot, 22), created_at_ms=at_ms)
        first = self.rows.add(
            DocumentUpdate, document_id=document, client_id=client, person_id=None, update=update, at_ms=at_ms
        )
        self.rows.put(DocumentClient, document_id=document, client_id=client, person_id=None)
        if closed_at is not None:
            closed_ms = int(closed_at.timestamp() * 1000)
            about = {"document_id": document, "upto_id": first, "reason": "close"}
            self.rows.add(DocumentSnapshot, **about, state=update, at_ms=closed_ms)
        number = self.rows.add(
            Writing,
            **self.about,
            public_id=public_id,
            document_id=document,
            made_at=at,
            closed_at=closed_at,
            copied_upto=first,
        )
        for position, (name, text) in enumerate(texts.items()):
            about = {"writing_id": number, "key": name, "position": position, "limit": limits[name]}
            self.rows.put(WritingText, **about, text=text, changed_at=at)
        return number
