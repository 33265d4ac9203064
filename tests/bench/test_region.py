"""The region of workload R: its rows are what the services would have written, and no page asks more of more rows."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from bench.region.counting import counted
from bench.region.furnish import SEED, Region, Size, furnish, hold, known
from bench.region.pages import FILES, PAGES
from bench.region.today import lay_today, named
from bench.world import Filled
from network.actions.models import (
    ActionAnswer,
    ActionPoint,
    ActionSource,
    ActionUpdate,
    OwnerState,
    TakeHomeAgreement,
)
from network.actions.services import agreements, answers, owners, points, updates
from network.actions.services.points import Chosen
from network.actions.services.settling import settle
from network.core import clock
from network.core.db import Base, db, unit_of_work
from network.core.edits import mark
from network.followup.queries.evaluation import figures
from network.people.models import Municipality
from network.sessions.gatherings.models import Attendance, Gathering
from network.sessions.gatherings.services.door import check_in
from network.sessions.gatherings.services.planning import Furnishing, Outline, plan_gathering, template_named
from network.writing.models import Writing, WritingText
from tests.furnished import furnished

NOW = datetime(2027, 3, 4, 12, tzinfo=UTC)
SMALL = Size(municipalities=6, seats=4, gatherings=3)
ASKED_FOR = (*PAGES, *FILES[:2])
"""The third file is made of what its page shows, and takes a second."""
OWN = ("id", "public_id", "key", "agreement_id", "action_point_id", "writing_id", "subject", "gathering_id", "case_id")
"""Columns that tell rows apart and say nothing of what is in them."""


def make_region() -> None:
    furnish(SMALL)


@pytest.fixture
def region(app: Flask) -> Region:
    app.config["WTF_CSRF_ENABLED"] = False
    furnished(app, make_region, at=NOW)
    return known()


def rows_of(table: type[Base], **where: object) -> list[dict[str, object]]:
    """What stands in each row, without what only tells it apart."""
    names = [column.key for column in table.__mapper__.columns if column.key not in OWN]
    found = db.session.query(table).filter_by(**where).order_by(*table.__mapper__.primary_key)
    return [{name: getattr(row, name) for name in names} for row in found]


def test_as_many_actions_as_was_said_in_a_region_that_is_drawn_again_alike(app: Flask, region: Region) -> None:
    agreed = select(func.count()).select_from(ActionPoint).where(ActionPoint.agreed_at.is_not(None))
    sentences = db.session.scalars(select(ActionPoint.what).order_by(ActionPoint.id)).all()

    assert db.session.scalar(agreed) == SMALL.actions
    assert len(region.places) == 6
    assert sentences[:1] == ["Vi prøver open spørjetime om biblioteket i 5 kommunestyremøte"]


def test_a_database_that_holds_anything_is_left_alone(region: Region) -> None:
    with pytest.raises(Filled):
        furnish(SMALL)


def test_services_that_did_the_same_would_have_written_the_same(region: Region) -> None:
    """Each agreement is gone through once more at another gathering, with the program's own services."""
    with unit_of_work():
        twins = {gathering.id: twin_of(gathering).id for gathering in db.session.scalars(select(Gathering)).all()}
    for agreement_id in db.session.scalars(select(TakeHomeAgreement.id)).all():
        with unit_of_work():
            done = db.session.get_one(TakeHomeAgreement, agreement_id)
            again_id = go_through_again(done, db.session.get_one(Gathering, twins[done.gathering_id]))
        kept, again = (all_of(one) for one in (agreement_id, again_id))
        assert again == kept


def all_of(agreement_id: int) -> list[list[dict[str, object]]]:
    """The agreement's rows in each table that belongs to it."""
    db.session.expire_all()
    found = [rows_of(TakeHomeAgreement, id=agreement_id), rows_of(ActionPoint, agreement_id=agreement_id)]
    found.append(sorted(rows_of(ActionAnswer, agreement_id=agreement_id), key=repr))
    for point in db.session.query(ActionPoint).filter_by(agreement_id=agreement_id).order_by(ActionPoint.position):
        found += [rows_of(ActionUpdate, action_point_id=point.id), rows_of(WritingText, writing_id=point.writing_id)]
        written = [{**row, "document_id": "", "copied_upto": 0} for row in rows_of(Writing, id=point.writing_id)]
        sources = [{**row, "target": ""} for row in rows_of(ActionSource, action_point_id=point.id)]
        found += [written, sources]
    return found


def go_through_again(done: TakeHomeAgreement, twin: Gathering) -> int:
    """The same municipality, people, words, answers and updates, at the same moments."""
    municipality = db.session.get_one(Municipality, done.municipality_id)
    first = done.asked_by_id or 0
    with clock.stopped_at(done.made_at):
        for one in db.session.query(Attendance).filter_by(
            gathering_id=done.gathering_id, municipality_id=done.municipality_id
        ):
            check_in(twin, one.person_id, how="host", by_id=None)
        made = agreements.begun(twin, municipality)
        if done.nothing_because:
            agreements.say_nothing(made, done.nothing_because, by_id=first)
        pairs = [(point, written_again(point, made)) for point in points_of(done)]
        if pairs:
            agreements.choose_briefer(made, done.brief_by, on=done.brief_on, is_unknown=False)
    assert done.asked_at is not None
    with clock.stopped_at(done.asked_at):
        agreements.ask(made, by_id=first)
    keys = {point.public_id: again.public_id for point, again in pairs}
    for answer in db.session.query(ActionAnswer).filter_by(agreement_id=done.id).order_by(ActionAnswer.id):
        with clock.stopped_at(answer.at):
            subject, who = keys.get(answer.subject, answer.subject), answer.person_id
            answers.answer(made, subject, who, answer.answer, line=answer.line, wording=1, by_id=who)
    if done.released_at is not None:
        with clock.stopped_at(done.released_at):
            agreements.release(made, done.release_reason, by_id=done.released_by_id)
    for point, again in pairs:
        tell_again(point, again)
    return made.id


def twin_of(gathering: Gathering) -> Gathering:
    outline = Outline(
        title="Twin", theme="", place="", zone=gathering.zone, language="nn", starts_at=gathering.starts_at
    )
    with clock.stopped_at(gathering.starts_at - timedelta(days=30)):
        return plan_gathering(None, outline, Furnishing(template_named("usual")))


def points_of(done: TakeHomeAgreement) -> list[ActionPoint]:
    return list(db.session.query(ActionPoint).filter_by(agreement_id=done.id).order_by(ActionPoint.position))


def written_again(point: ActionPoint, made: TakeHomeAgreement) -> ActionPoint:
    again = points.add_point(made, by_id=point.made_by_id, what=point.what, first_step=point.first_step)
    chosen = Chosen(point.owner, point.goal, None, point.first_step_on, point.due_on, point.is_for_council)
    marks = {name: mark(text) for name, text in points.stored(again).items()}
    points.save_point(again, chosen, marks=marks, by_id=point.made_by_id)
    for source in point.sources:
        points.add_source(again, kind=source.kind, target="talk:0", title=source.title, line=source.line)
    return again


def tell_again(point: ActionPoint, again: ActionPoint) -> None:
    if again.owner_state == OwnerState.ASKED and point.agreed_at is not None:
        with clock.stopped_at(point.agreed_at):
            owners.accept(again, again.owner_id or 0, is_yes=True)
    told = db.session.query(ActionUpdate).filter_by(action_point_id=point.id).order_by(ActionUpdate.id)
    for number, one in enumerate(update for update in told if update.via != "day"):
        with clock.stopped_at(one.at):
            saying = updates.Saying(str(one.state), one.line, one.evidence_kind, one.evidence)
            updates.tell(again, saying, key=f"again-{number}", person_id=one.person_id, via=one.via)


def test_nothing_is_left_to_settle(region: Region) -> None:
    """AG-5: what the answers amount to stands in the rows already."""
    with unit_of_work():
        for agreement in db.session.scalars(select(TakeHomeAgreement)).all():
            settle(agreement)
            assert not db.session.dirty


def test_the_newest_days_evaluation_has_its_figures(region: Region) -> None:
    newest = db.session.scalars(select(Gathering).order_by(Gathering.starts_at.desc())).first()
    assert newest is not None

    assert [(one.question, one.count >= 5, one.average is not None) for one in figures(newest)] == [
        ("useful", True, True),
        ("will_happen", True, True),
    ]


def test_no_page_asks_more_when_there_is_more(app: Flask, region: Region) -> None:
    """Twice the gatherings, and at the newest twice the municipalities, with twice the actions: a page that asked for
    each of them would ask three times more at least. One that has found something may ask about it, once.
    """
    lot = random.Random(SEED + 1)
    few = replace(region, places=region.places[:3])
    hold_in_a_unit(few, NOW.date() - timedelta(days=20), 7, lot)
    today = lay_today()
    before = counted(app, ASKED_FOR, today.cookies, today.names)
    for number in range(4):
        hold_in_a_unit(region, NOW.date() - timedelta(days=19 - number), 8 + number, lot)

    after = counted(app, ASKED_FOR, today.cookies, {**today.names, **named()})

    assert {title: (before[title], count) for title, count in after.items() if count > before[title] + 2} == {}


def hold_in_a_unit(region: Region, day: date, number: int, lot: random.Random) -> None:
    with unit_of_work():
        hold(region, day, number, lot)
