"""The gathering that is over: what was done and agreed there, and what became of it."""

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from network.actions.models import ActionPoint, ActionState, ActionUpdate, OwnerState, TakeHomeMark
from network.actions.queries.agreements import sheets_of
from network.actions.rules.agreements import Standing
from network.core import clock
from network.core.db import db
from network.demo import content_actions, content_past, services
from network.followup.models import Briefing, BriefingApproval, BriefingSending, BriefingState
from network.followup.queries import evaluation
from network.jobs.models import SENT, OutgoingMail
from network.people.models import Person
from network.sessions.boards.models import Board, Note, NoteAuthor, PlenaryChoice
from network.sessions.gatherings.models import Attendance, Gathering
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRound, RoundState
from network.sessions.groups.queries.attending import met_before
from network.sessions.stage.models import Question, QuestionState


@pytest.fixture
def over(demo_app: Flask) -> Gathering:
    found = services.past_gathering()
    assert found is not None
    return found


def test_some_were_not_there_some_came_late_and_some_left_early(over: Gathering) -> None:
    came = db.session.scalars(select(Attendance).where(Attendance.gathering_id == over.id)).all()

    late = [one for one in came if one.arrived_at > over.starts_at + timedelta(hours=1)]
    assert (len(came), len(late), sum(one.left_at is not None for one in came)) == (63, 5, 4)


def test_everybody_who_worked_has_met_people_of_other_municipalities(over: Gathering) -> None:
    rounds = db.session.scalars(select(GroupRound).where(GroupRound.gathering_id == over.id)).all()
    seen = (
        select(func.count()).select_from(GroupMember).join(BreakoutGroup).where(BreakoutGroup.gathering_id == over.id)
    )
    anna = db.session.scalars(select(Person).where(Person.name == "Anna Ålemåke")).one()

    assert [(one.kind, one.state) for one in rounds] == [
        (GroupKind.MIXED, RoundState.CLOSED),
        (GroupKind.MIXED, RoundState.CLOSED),
        (GroupKind.LOCAL, RoundState.CLOSED),
    ]
    assert db.session.scalar(seen.where(GroupMember.seen_at.is_(None), GroupMember.is_late.is_(False))) == 0
    assert len(met_before(anna.id, without_round_id=0)) >= 6


def test_each_table_wrote_and_chose_one_note_for_everybody(over: Gathering) -> None:
    rows = select(Board.id).join(BreakoutGroup, BreakoutGroup.id == Board.group_id)
    mixed = set(db.session.scalars(rows.where(Board.gathering_id == over.id, BreakoutGroup.kind == GroupKind.MIXED)))

    assert set(db.session.scalars(select(Note.board_id))) >= mixed
    assert sorted(db.session.scalars(select(PlenaryChoice.board_id))) == sorted(mixed)
    assert db.session.scalars(select(NoteAuthor).where(NoteAuthor.is_late == 1)).all() == []


def test_questions_are_answered_kept_for_later_and_unanswered(over: Gathering) -> None:
    asked = db.session.scalars(select(Question).where(Question.gathering_id == over.id, Question.text != "")).all()

    assert Counter(question.state for question in asked) == {
        QuestionState.ANSWERED: 3,
        QuestionState.LATER: 1,
        QuestionState.WAITING: 2,
    }


def test_all_municipalities_are_ready_but_one_that_was_released(over: Gathering) -> None:
    sheets = {sheet.municipality.number: sheet for sheet in sheets_of(over)}
    standings = Counter(sheet.standing for sheet in sheets.values())
    nothing = [number for number, sheet in sheets.items() if sheet.agreement and sheet.agreement.nothing_because]

    assert standings == {Standing.READY: 16, Standing.RELEASED: 1}
    assert nothing == ["1526"]
    assert sheets["1534"].agreement is not None
    assert sheets["1534"].agreement.release_reason


def test_an_owner_who_was_not_there_has_said_yes_and_another_has_not_answered(over: Gathering) -> None:
    owners = {
        point.municipality.number: point.owner_state
        for point in db.session.scalars(select(ActionPoint).order_by(ActionPoint.position.desc()))
        if point.owner_id not in {row.person_id for sheet in sheets_of(over) for row in sheet.delegates}
    }

    assert owners == {content_actions.ABSENT_WHO_SAYS_YES: OwnerState.ACCEPTED, "1531": OwnerState.ASKED}


def test_actions_stand_in_every_state_with_a_history_and_what_shows_it(over: Gathering) -> None:
    points = db.session.scalars(select(ActionPoint)).all()
    evidence = set(db.session.scalars(select(ActionUpdate.evidence_kind)))

    assert Counter(point.state for point in points).keys() == set(ActionState)
    assert evidence == {"", "link", "resolution"}
    for point in points:
        assert [one.at for one in point.updates] == sorted(one.at for one in point.updates)
        assert all(one.at <= clock.now() for one in point.updates)
        assert point.state == (point.updates[-1].state if point.updates else ActionState.PROPOSED)
        assert all(one.line for one in point.updates if one.state in (ActionState.STUCK, ActionState.DROPPED))


def test_owners_were_asked_yesterday_how_it_goes_and_can_still_answer(over: Gathering) -> None:
    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "how_it_goes")).all()

    assert len(mails) >= 5
    assert all(timedelta() < clock.now() - mail.queued_at < timedelta(days=2) for mail in mails)


def test_marks_and_how_people_found_the_day_are_there(over: Gathering) -> None:
    kinds = set(db.session.scalars(select(TakeHomeMark.kind).where(TakeHomeMark.gathering_id == over.id)))
    figures = evaluation.figures(over)

    assert kinds == {"talk", "case", "question", "note"}
    assert [one.question for one in figures if one.count >= 5] == ["useful", "will_happen"]
    assert sorted(evaluation.remarks(over.id)) == sorted(content_past.REMARKS)


def test_each_municipality_has_its_draft_for_the_council_and_one_has_sent_it(over: Gathering) -> None:
    made = db.session.scalars(select(Briefing).where(Briefing.gathering_id == over.id)).all()
    vouched = set(db.session.scalars(select(BriefingApproval.briefing_id)))

    assert len(made) == 17
    assert [one.municipality.number for one in made if one.state == BriefingState.SENT] == ["1532"]
    assert {one.municipality.number for one in made if one.id in vouched} == {"1504", "1519", "1532"}
    assert list(db.session.scalars(select(BriefingSending.outcome))) == [SENT]
