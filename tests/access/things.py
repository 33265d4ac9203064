"""Everything that the rules protect, made once inside and once outside, with what is true of it."""

import json
from collections.abc import Mapping
from dataclasses import replace as replaced
from datetime import date, timedelta
from typing import Any

from network.access.actor import actor_for
from network.access.scopes import Facts
from network.actions.models import ActionPoint, ActionState, ActionUpdate, MarkKind, TakeHomeAgreement, TakeHomeMark
from network.actions.queries.agreements import sheet_of
from network.actions.services.agreements import begun
from network.cases.models import BOXES, CaseState, CaseStudy, CaseVersion
from network.core import files
from network.core.db import db
from network.documents.models import DocumentSnapshot
from network.followup.models import BriefingState
from network.followup.services import briefings
from network.jobs.models import WAITING, ScheduledTask
from network.people.models import CouncilMeeting, ImportDraft
from network.sessions.boards.models import Board, BoardPhoto, NoteAuthor
from network.sessions.boards.services.making import Column, create_board, first_update, note_step
from network.sessions.boards.services.opened import open_board
from network.sessions.gatherings.board_templates.models import OwnTemplate
from network.sessions.gatherings.models import (
    Attendance,
    Invitation,
    ItemKind,
    LobbyEntry,
    Material,
    PreparationAnswer,
    ProgrammeItem,
    Reply,
    StoredFile,
)
from network.sessions.groups.models import (
    BreakoutGroup,
    GroupKind,
    GroupMember,
    GroupRound,
    HallTable,
    RoundState,
)
from network.sessions.polls.models import Poll
from network.sessions.polls.rules.asking import State
from network.sessions.stage.models import HallMessage, HelpCall, Question, Screen, StageState, TalkLine
from network.writing import services as texts_together
from tests.access.meanings import Truth
from tests.access.world import HOLDERS, HOUR, LAST, NORDVIK, NOW, SUNDBY, TODAY, Thing, World, members_of

COLUMNS = (Column("why", "Utfordringar", "Kva er vanskeleg?"), Column("what", "Idear", "Kva kan vi gjere?"))
NOTE_IDS = {name: f"note-of-{name}-0123456789"[:22] for name in ("gro", "dag", "kari", "frode", "pia")}


def add_things(world: World) -> None:
    for name in (NORDVIK, SUNDBY):
        _of_municipality(world, name)
    for name in (TODAY, LAST):
        _of_gathering(world, name)
        _of_members(world, name)
    _agreements(world)
    _rounds(world)
    _boards(world)
    _own(world)
    _templates(world)
    world.things.append(Thing(Truth("anything"), Nothing()))


class Nothing:
    """What is not about one thing."""

    def facts(self) -> Facts:
        return Facts()


class OneNote:
    """A note as the board judges it, for whoever wrote it."""

    def __init__(self, board: Board, note_id: str) -> None:
        self._board, self._note_id = board, note_id

    def facts(self) -> Facts:
        return open_board(self._board).note_facts(self._note_id, 0)


def _of_municipality(world: World, name: str) -> None:
    place = world.municipalities[name].id
    by, leader = ("dag", "kari") if name == NORDVIK else ("dora", "knut")
    gathering = TODAY if name == NORDVIK else LAST
    task = ScheduledTask(
        key=f"task-{name}", kind="nothing", about="{}", state=WAITING, due_at=NOW + HOUR, next_try_at=NOW + HOUR
    )
    world.add(task, "task", municipality=name)
    meeting = CouncilMeeting(municipality_id=place, on_date=date(2026, 12, 10))
    world.add(meeting, "council_meeting", municipality=name)
    drafts = [(CaseState.DRAFT, owner, None) for owner in (by, leader, "dag")]
    others = ((CaseState.READY, leader, None), (CaseState.PRESENTED, by, NOW))
    for number, (state, owner, published_at) in enumerate((*drafts, *others)):
        case = CaseStudy(
            public_id=f"case-{name}-{number}",
            municipality_id=place,
            gathering_id=world.gatherings[gathering].id,
            language="nn",
            title=f"Døme {number}",
            ingress="Vi prøvde noko.",
            state=state,
            version=2,
            made_at=NOW,
            made_by_id=world.people[owner].id,
            changed_at=NOW,
            published_at=published_at,
        )
        _add_case(world, case, owner, name, gathering)
        kept = CaseVersion(
            case_id=case.id, version=1, boxes=json.dumps({"title": "Døme", **dict.fromkeys(BOXES, "Noko.")}), at=NOW
        )
        world.add(kept, "version", municipality=name)


def _add_case(world: World, case: CaseStudy, owner: str, name: str, gathering: str) -> None:
    world.add(
        case,
        "case",
        owner=owner,
        municipality=name,
        gathering=gathering,
        is_open=case.published_at is None,
        is_shared=case.state != CaseState.DRAFT,
        is_public=case.published_at is not None,
    )


def _item(world: World, name: str, number: int, kind: ItemKind, **more: Any) -> ProgrammeItem:
    item = ProgrammeItem(
        public_id=f"item-{name}-{number}",
        gathering_id=world.gatherings[name].id,
        position=number,
        kind=kind,
        title=f"Post {number}",
        minutes=30,
        **more,
    )
    found: ProgrammeItem = world.add(item, "item", gathering=name)
    return found


def _of_gathering(world: World, name: str) -> None:
    gathering_id = world.gatherings[name].id
    talk = _item(world, name, 0, ItemKind.TALK, speaker="Ola Innleiar", speaker_contact="ola@prove.example")
    place = world.municipalities[NORDVIK if name == TODAY else SUNDBY]
    _item(world, name, 1, ItemKind.CASE, municipality_id=place.id)
    for number, kind in enumerate((ItemKind.MIXED_ROUND, ItemKind.MIXED_ROUND, ItemKind.LOCAL_ROUND), 2):
        _item(world, name, number, kind)
    kept = StoredFile(sha256=files.store(b"Lysark"), name="lysark.txt", mimetype="text/plain", size_bytes=6, at=NOW)
    slides = Material(public_id=f"slides-{name}", gathering_id=gathering_id, item_id=talk.id, title="Lysark", file=kept)
    world.add(slides, "material", gathering=name)
    world.add(HallTable(gathering_id=gathering_id, number=1), "table", gathering=name)
    state = StageState(gathering_id=gathering_id, item_id=talk.id, changed_at=NOW)
    world.add(state, "stage", gathering=name)
    screen = Screen(
        secret_hash=f"{name:0>64}", code=f"{7000 + len(name)}", asked_at=NOW, gathering_id=gathering_id, paired_at=NOW
    )
    world.add(screen, "screen", gathering=name)
    if name == TODAY:
        db.session.add(Screen(secret_hash=f"{2:0>64}", code="1234", asked_at=NOW))
    waiting = LobbyEntry(gathering_id=gathering_id, name="Gjest Døme", token_hash=f"{name:1>64}", asked_at=NOW)
    world.add(waiting, "lobby", gathering=name)
    message = HallMessage(gathering_id=gathering_id, text="Fem minutt att.", at=NOW)
    world.add(message, "message", gathering=name)
    for state_of_poll in (State.OPEN, State.DRAFT, State.CLOSED):
        _poll(world, name, state_of_poll)


def _poll(world: World, name: str, state: State) -> None:
    """A question to everybody: prepared, asked now, or closed."""
    public_id = f"{name}-{state}"[:16]
    poll = Poll(public_id=public_id, series=public_id, gathering_id=world.gatherings[name].id, key=public_id)
    poll.kind, poll.question, poll.options, poll.state, poll.made_at = "choice", "Ja?", '["Ja", "Nei"]', state, NOW
    poll.closed_at = NOW if state == State.CLOSED else None
    world.add(poll, "poll", gathering=name, is_open=state == State.OPEN, is_shared=state != State.DRAFT)


def _of_members(world: World, name: str) -> None:
    """Those who are admitted come for their municipality; last time two of Nordvik came for nobody but themselves."""
    came = [(holder.name, holder.municipality) for holder in members_of(name)]
    for owner, place in [*came, *((("dag", ""), ("kari", "")) if name == LAST else ())]:
        _came(world, name, owner, place)


def _came(world: World, name: str, owner: str, place: str) -> None:
    about = {"owner": owner, "gathering": name, "municipality": place}
    common = {
        "gathering_id": world.gatherings[name].id,
        "person_id": world.people[owner].id,
        "municipality_id": world.municipalities[place].id if place else None,
    }
    invitation = Invitation(public_id=f"ask-{name}-{owner}", **common, reply=Reply.YES, sent_at=NOW)
    world.add(invitation, "invitation", **about)
    world.add(Attendance(**common, arrived_at=NOW - HOUR, how="badge"), "attendance", **about)
    of_the_case = NORDVIK if name == TODAY else SUNDBY
    talk, case = [thing.object for thing in world.of("item") if thing.truth.gathering == name][:2]
    for item, asked_of in ((talk, ""), (case, of_the_case)):
        question = Question(**common, item_id=item.id, key=f"key-{item.id}-{owner}", text="Kva kosta det?", at=NOW)
        world.add(question, "question", owner=owner, gathering=name, municipality=asked_of)


ROUNDS = (
    (TODAY, RoundState.RUNNING, ("table 1", "table 2")),
    (TODAY, RoundState.CLOSED, ("table 3", "table 4")),
    (LAST, RoundState.CLOSED, ("table 5", "table 6")),
    (TODAY, RoundState.RUNNING, ("table 7", "table 8")),
    (LAST, RoundState.CLOSED, ("table 9",)),
)
LOCAL: Mapping[str, str] = {"table 7": NORDVIK, "table 8": SUNDBY, "table 9": NORDVIK}
"""Groups of a municipality's own people, and whose."""
SILENT = "table 7"
"""One of them that has asked nobody for help."""


def _agreements(world: World) -> None:
    """What each municipality takes home from each gathering: of today's still open, of the last closed for good."""
    for name in (TODAY, LAST):
        for place in (NORDVIK, SUNDBY):
            gathering, municipality = world.gatherings[name], world.municipalities[place]
            agreement = begun(gathering, municipality)
            facts = {"municipality": place, "gathering": name, "is_open": name == TODAY}
            owner = {NORDVIK: "dag", SUNDBY: "dora"}[place] if name == TODAY else ""
            point = ActionPoint(
                public_id=f"point-{name}-{place}"[:16],
                agreement_id=agreement.id,
                gathering_id=gathering.id,
                municipality_id=municipality.id,
                position=1,
                what="Vi spør grendene",
                made_at=NOW,
                changed_at=NOW,
                owner_id=world.people[owner].id if owner else None,
            )
            if name == LAST:
                point.state, point.agreed_at, point.heard_at = ActionState.UNDER_WAY, NOW - HOUR, NOW - HOUR
            world.add(point, "point", owner=owner, **facts, is_shared=name == LAST)
            _told(world, point, {**facts, "owner": owner})
            world.things.append(Thing(Truth("sheet", **facts), sheet_of(gathering, municipality)))
            _writings(world, place, name)
            _briefing(world, place, name)
            for owner in [one for at, where, those in OWNERS if (at, where) == (name, place) for one in those]:
                _owned(world, agreement, name, place, owner)


OWNERS = (
    (TODAY, SUNDBY, ("dag", "kari", "gro", "frode", "pia")),
    (LAST, NORDVIK, ("dora", "knut", "gry", "frida")),
)
"""Who answers for an action that is not of her municipality, and that is not agreed yet."""


def _owned(world: World, agreement: TakeHomeAgreement, name: str, place: str, owner: str) -> None:
    point = ActionPoint(
        public_id=f"own-{owner}",
        agreement_id=agreement.id,
        gathering_id=agreement.gathering_id,
        municipality_id=agreement.municipality_id,
        position=2,
        what="Vi prøver spørjetime",
        owner_id=world.people[owner].id,
        made_at=NOW,
        changed_at=NOW,
    )
    world.add(point, "point", owner=owner, municipality=place, gathering=name, is_open=name == TODAY)


def _told(world: World, point: ActionPoint, facts: dict[str, Any]) -> None:
    """How it goes, with a file that shows it."""
    kept = StoredFile(sha256=files.store(b"Vedtak"), name="vedtak.txt", mimetype="text/plain", size_bytes=6, at=NOW)
    update = ActionUpdate(
        action_point_id=point.id,
        key=f"told-{point.id}",
        at=NOW - HOUR,
        state=ActionState.UNDER_WAY,
        evidence_kind="file",
        file=kept,
    )
    world.add(update, "update", **facts)


def _briefing(world: World, place: str, name: str) -> None:
    """What its council is told: of two it is being written, the others are sent."""
    briefing = briefings.draft(world.gatherings[name].id, world.municipalities[place].id)
    is_sent = (name == TODAY) == (place == SUNDBY)
    if is_sent:
        briefing.state = BriefingState.SENT
        texts_together.close(briefing.writing)
    truth = Truth("briefing", municipality=place, gathering=name, is_open=not is_sent, is_shared=is_sent)
    world.things.append(Thing(truth, briefing))


def _writings(world: World, place: str, name: str) -> None:
    """Two texts that the municipality's people write together, one of them closed."""
    for is_open in (True, False):
        writing = texts_together.begin(
            gathering_id=world.gatherings[name].id,
            municipality_id=world.municipalities[place].id,
            texts={"what": ("Vi spør grendene", 100)},
        )
        if not is_open:
            texts_together.close(writing)
        truth = Truth("writing", municipality=place, gathering=name, is_open=is_open)
        world.things.append(Thing(truth, writing))


def _rounds(world: World) -> None:
    for number, (name, state, labels) in enumerate(ROUNDS, 1):
        items = [thing.object for thing in world.of("item") if thing.truth.gathering == name]
        round_ = GroupRound(
            public_id=f"round-{number}",
            gathering_id=world.gatherings[name].id,
            item_id=items[4 if labels[0] in LOCAL else 2 if state == RoundState.RUNNING or name == LAST else 3].id,
            number=number,
            kind=GroupKind.LOCAL if labels[0] in LOCAL else GroupKind.MIXED,
            state=state,
            drawn_at=NOW - HOUR,
            started_at=NOW - HOUR,
        )
        is_open = state != RoundState.CLOSED
        world.add(round_, "round", gathering=name, is_open=is_open)
        for place, label in enumerate(labels, 1):
            _group(world, round_, place, label, name, is_open=is_open)


def _group(world: World, round_: GroupRound, number: int, label: str, name: str, *, is_open: bool) -> None:
    group = BreakoutGroup(
        gathering_id=round_.gathering_id,
        round_id=round_.id,
        number=number,
        label=label,
        kind=round_.kind,
        municipality_id=world.municipalities[LOCAL[label]].id if label in LOCAL else None,
    )
    world.groups[label] = world.add(group, "group", gathering=name, group=label, is_open=is_open)
    for holder in HOLDERS:
        if label in (*holder.groups, *holder.left_groups):
            moved_at = NOW if label in holder.left_groups else None
            member = GroupMember(group_id=group.id, person_id=world.people[holder.name].id, moved_at=moved_at)
            db.session.add(member)
    asker = world.people["dag" if name == TODAY else "dora"].id
    for answered_at in (None, NOW) if label != SILENT else ():
        call = HelpCall(
            gathering_id=group.gathering_id,
            group_id=group.id,
            asked_at=NOW,
            asked_by_id=asker,
            answered_at=answered_at,
        )
        world.add(call, "help", gathering=name, group=label, is_open=answered_at is None)
    db.session.flush()


BOARDS = (
    ("table 1", None, False),
    ("table 2", None, False),
    ("table 3", timedelta(minutes=10), False),
    ("table 4", timedelta(hours=2), True),
    ("table 5", timedelta(hours=2), True),
    ("table 6", timedelta(minutes=10), False),
    ("table 7", None, False),
    ("table 8", None, False),
    ("table 9", timedelta(hours=2), False),
)
"""The group, how long ago its board was closed, and whether it is shared with the network."""
PHOTOS: Mapping[str, tuple[str, ...]] = {
    "table 1": ("dag", "kari", "gro", "frode", "pia"),
    "table 5": ("dora", "knut", "gry", "frida"),
}
"""Who has put up a photo on which board."""


def _boards(world: World) -> None:
    for label, closed_for, is_shared in BOARDS:
        group = world.groups[label]
        board = create_board(None, group, title=label, question="Kva bør vi gjere?", columns=COLUMNS)
        board.opened_at = NOW - 3 * HOUR
        board.closed_at = NOW - closed_for if closed_for else None
        board.shared_at = NOW if is_shared else None
        truth = Truth(
            "board",
            gathering=LAST if label in ("table 5", "table 6", "table 9") else TODAY,
            municipality=LOCAL.get(label, ""),
            group=label,
            is_open=closed_for is None,
            was_open_lately=closed_for is not None and closed_for < HOUR / 2,
            is_shared=is_shared,
            is_kept=label == SILENT,
        )
        world.things.append(Thing(truth, board))
        _snapshot(world, board, truth)
        for owner in PHOTOS.get(label, ()):
            _photo(world, board, truth, owner)
        for writer, note_id in NOTE_IDS.items():
            _note(world, board, truth, writer, note_id)
    db.session.flush()


def _photo(world: World, board: Board, truth: Truth, owner: str) -> None:
    """Of a paper sheet that this person has put up."""
    kept = StoredFile(sha256=files.store(b"Ark"), name="ark.jpg", mimetype="image/jpeg", size_bytes=3, at=NOW)
    photo = BoardPhoto(
        public_id=f"photo-of-{owner}", board=board, file=kept, alt="Tre ord", by_id=world.people[owner].id, at=NOW
    )
    db.session.add(photo)
    db.session.flush()
    world.things.append(Thing(replaced(truth, kind="photo", owner=owner), photo))


def _snapshot(world: World, board: Board, truth: Truth) -> None:
    """The empty board, to go back to."""
    kept = DocumentSnapshot(document_id=board.document_id, upto_id=0, state=first_update(), reason="active", at_ms=0)
    db.session.add(kept)
    db.session.flush()
    world.things.append(Thing(replaced(truth, kind="snapshot"), kept))


def _note(world: World, board: Board, truth: Truth, writer: str, note_id: str) -> None:
    person_id = world.people[writer].id
    db.session.add(NoteAuthor(board_id=board.id, note_id=note_id, person_id=person_id, is_late=0, at_ms=0))
    world.things.append(Thing(replaced(truth, kind="note", owner=writer), OneNote(board, note_id)))


def _own(world: World) -> None:
    """What is somebody's alone: thoughts, and import drafts, taken in or not, of those who may make them."""
    for name in ("gro", "gry", "dag", "dora", "kari", "knut", "frode", "frida", "pia", "arne"):
        _thoughts(world, name, LAST if name in ("gry", "dora", "knut", "frida") else TODAY)
    _thoughts(world, "dag", LAST)
    _marks(world)
    for owner, place in (("kari", NORDVIK), ("knut", SUNDBY), ("pia", ""), ("arne", "")):
        for applied_at in (None, NOW):
            draft = ImportDraft(
                public_id=f"draft-{owner}-{'new' if applied_at is None else 'old'}",
                person_id=world.people[owner].id,
                municipality_id=world.municipalities[place].id if place else None,
                rows="[]",
                made_at=NOW,
                applied_at=applied_at,
            )
            world.add(draft, "import", owner=owner, municipality=place, is_open=applied_at is None)


def _templates(world: World) -> None:
    """Templates for boards: one that Pia has made, one that nobody is said to have, one that is taken away."""
    for owner, removed_at in (("pia", None), ("", None), ("", NOW)):
        template = OwnTemplate(
            public_id=f"template-{owner or removed_at is None}"[:16],
            title="Vår tavle",
            columns='[["c1", "Mål", "Kva vil vi?"]]',
            keys_made=1,
            phases='[["write", 3]]',
            changed_at=NOW,
            removed_at=removed_at,
        )
        world.add(template, "board_template", owner=owner)


def _thoughts(world: World, owner: str, name: str) -> None:
    person_id = world.people[owner].id
    talk = world.one("item", gathering=name)
    answer = PreparationAnswer(
        gathering_id=world.gatherings[name].id, person_id=person_id, question=1, text="Mykje.", at=NOW
    )
    world.add(answer, "preparation", owner=owner, gathering=name)
    line = TalkLine(item_id=talk.id, person_id=person_id, key=f"line-{owner}-{name}", text="Uroa meg.", at=NOW)
    world.add(line, "talk_line", owner=owner, gathering=name)


def _marks(world: World) -> None:
    """What people want to take home; of delegates and coordinators one that is theirs alone, and one that is shared."""
    for name in ("gro", "gry", "dag", "dora", "kari", "knut", "frode", "frida", "pia"):
        place = {"dag": NORDVIK, "kari": NORDVIK, "dora": SUNDBY, "knut": SUNDBY}.get(name, "")
        gathering = LAST if name in ("gry", "dora", "knut", "frida") else TODAY
        for item in range(2 if place else 1):
            _mark(world, name, gathering, place, item)
    _mark(world, "dag", LAST, NORDVIK, 0)
    _mark(world, "dag", LAST, NORDVIK, 1)


def _mark(world: World, owner: str, name: str, place: str, number: int) -> None:
    """On the talk (0), which is its owner's alone, or on the case (1), which is shared."""
    item = [thing.object for thing in world.of("item") if thing.truth.gathering == name][number]
    kind = MarkKind.TALK if number == 0 else MarkKind.CASE
    mark = TakeHomeMark(
        gathering_id=world.gatherings[name].id,
        person_id=world.people[owner].id,
        municipality_id=world.municipalities[place].id if place else None,
        key=f"mark-{owner}-{item.id}",
        kind=kind,
        target=f"{kind}:{item.id}",
        item_id=item.id,
        line="Grendeutval hos oss?",
        at=NOW,
        shared_at=NOW if number else None,
    )
    about = {"owner": owner, "gathering": name, "municipality": place}
    world.add(mark, "mark", **about, is_open=True, is_shared=number == 1)


def write_notes(world: World) -> None:
    """A note of each who sits at table 1, in its board's document. Opens units of work of its own."""
    board = world.one("board", group="table 1")
    for name in ("dag", "gro"):
        note_step(open_board(board), actor_for(world.people[name].id), text="Meir tid saman", column="why")
