"""EV-1 to EV-9: who answers when, what is kept of it, and what is shown."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from network.actions.models import TakeHomeAgreement
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid
from network.followup.models import EvaluationAnswer, EvaluationRemark
from network.followup.queries import evaluation as queries
from network.followup.services import evaluation
from network.privacy import retention
from network.sessions.gatherings.models import GatheringRole
from network.sessions.gatherings.services.members import admit
from tests.followup.evaluating import CLOSED, CLOSING, ENDS, Evaluating

MINUTE = timedelta(minutes=1)


def rows() -> list[tuple[str, str, int]]:
    db.session.rollback()
    return sorted((row.question, row.role, row.value) for row in db.session.scalars(select(EvaluationAnswer)))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [(CLOSING - MINUTE, False), (CLOSING, True), (CLOSED - MINUTE, True), (CLOSED, False)],
)
def test_it_is_open_from_the_last_part_until_48_hours_after(
    evaluating: Evaluating, moment: object, is_open: bool
) -> None:
    """EV-2"""
    clock.set(moment)  # type: ignore[arg-type]
    anna = evaluating.hall.cast.anna

    if is_open:
        evaluating.answer(anna, useful=4)
    else:
        with pytest.raises(Conflict):
            evaluating.answer(anna, useful=4)

    assert rows() == ([("useful", "D", 4)] if is_open else [])


def test_it_opens_sooner_for_those_whose_municipality_is_ready(evaluating: Evaluating) -> None:
    """EV-2"""
    clock.set(CLOSING - 30 * MINUTE)
    cast = evaluating.hall.cast
    with unit_of_work():
        ready = TakeHomeAgreement(
            public_id="ready",
            gathering_id=evaluating.hall.gathering.id,
            municipality_id=cast.bo.seats[0].municipality_id,
            ready_at=clock.now(),
            made_at=clock.now(),
            changed_at=clock.now(),
        )
        db.session.add(ready)

    evaluating.answer(cast.bo, useful=5)
    with pytest.raises(Conflict):
        evaluating.answer(cast.anna, useful=5)


def test_only_those_who_were_there_answer(evaluating: Evaluating) -> None:
    """EV-2"""
    otto = evaluating.hall.cast.otto
    with unit_of_work():
        admit(evaluating.gathering, otto.id, GatheringRole.GUEST)

    with pytest.raises(Conflict):
        evaluating.answer(otto, useful=1)

    assert rows() == []


def test_answering_twice_is_one_answer_that_can_be_changed(evaluating: Evaluating) -> None:
    """EV-3"""
    for value in (2, 2, 4):
        evaluating.answer(evaluating.hall.cast.anna, useful=value, will_happen=3)

    assert rows() == [("useful", "D", 4), ("will_happen", "D", 3)]


@pytest.mark.parametrize("values", [{}, {"heard": 1}, {"useful": 6}, {"useful": 0}, {"different": 1}, {"ballot": 1}])
def test_what_is_no_answer_to_what_is_asked_is_not_taken(evaluating: Evaluating, values: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        evaluating.answer(evaluating.hall.cast.anna, **values)

    assert rows() == []


def test_no_table_of_the_evaluation_names_anybody(evaluating: Evaluating) -> None:
    """EV-3: neither an id nor a key of hers; another key makes another ballot, and the same gives the same again."""
    anna = evaluating.hall.cast.anna
    evaluating.answer(anna, useful=4)
    evaluating.write(anna, "Meir tid")
    stored = [db.session.execute(text(f"SELECT * FROM {name}")).mappings().all() for name in TABLES]

    words = {str(value) for table in stored for row in table for value in row.values()}
    assert {anna.public_key, anna.name, anna.email} & words == set()
    assert {key for table in stored for row in table for key in row} & {"person_id", "at", "by_id"} == set()
    assert queries.ballot_of(anna.id) in words
    assert len({queries.ballot_of(one.id) for one in evaluating.delegates}) == len(evaluating.delegates)


TABLES = ("evaluation_answer", "evaluation_remark")


def test_with_another_key_the_ballots_are_others(
    app: Flask, evaluating: Evaluating, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    anna = evaluating.hall.cast.anna.id
    before = queries.ballot_of(anna)
    other = replace(app.extensions["settings"], secret_key="another key of another installation, as long")
    monkeypatch.setitem(app.extensions, "settings", other)

    assert queries.ballot_of(anna) != before


def test_the_order_of_the_rows_does_not_tell_whose_line_stands_beside_whose_answer(evaluating: Evaluating) -> None:
    """EV-4: nineteen write one after the other; what the database gives first is not who came first."""
    written = [f"Line {number}" for number in range(len(evaluating.delegates))]
    for person, line in zip(evaluating.delegates, written, strict=True):
        evaluating.write(person, line)

    if db.engine.dialect.name != "sqlite":
        pytest.skip(
            "PostgreSQL has no rowid; whoever reads its files and its log can tell the order in which rows came"
        )
    with pytest.raises(Exception, match="rowid"):
        db.session.execute(text("SELECT rowid FROM evaluation_remark"))
    db.session.rollback()
    with pytest.raises(Exception, match="rowid"):
        db.session.execute(text("SELECT rowid FROM evaluation_answer"))
    db.session.rollback()
    assert db.session.scalars(select(EvaluationRemark.text)).all() != written


def test_a_line_is_sent_once_and_the_same_words_again_are_the_same_line(evaluating: Evaluating) -> None:
    """EV-4"""
    anna = evaluating.hall.cast.anna
    for _twice in range(2):
        evaluating.write(anna, "Meir tid")
    with pytest.raises(Conflict):
        evaluating.write(anna, "Noko anna")

    assert db.session.scalars(select(EvaluationRemark.text)).all() == ["Meir tid"]


def test_three_questions_are_chosen_before_the_first_answer(evaluating: Evaluating) -> None:
    """EV-1"""
    three = ["next_step", "heard", "useful"]
    with unit_of_work():
        evaluation.choose(evaluating.gathering, three, by_id=None)
    evaluating.answer(evaluating.hall.cast.anna, heard=2)

    with pytest.raises(Conflict), unit_of_work():
        evaluation.choose(evaluating.gathering, ["useful", "will_happen", "different"], by_id=None)
    with pytest.raises(Invalid):
        evaluating.write(evaluating.hall.cast.anna, "Ingen har spurt")

    assert queries.questions_of(evaluating.hall.gathering.id) == ("useful", "heard", "next_step")


@pytest.mark.parametrize(
    "wanted", [[], ["useful"], ["useful", "heard"], ["useful", "useful", "heard"], ["useful", "heard", "x"]]
)
def test_fewer_or_others_than_three_are_not_chosen(evaluating: Evaluating, wanted: list[str]) -> None:
    with pytest.raises(Invalid), unit_of_work():
        evaluation.choose(evaluating.gathering, wanted, by_id=None)


@pytest.fixture
def answered(evaluating: Evaluating) -> Evaluating:
    """Nine delegates with 4 and 5, six others with 2; it is closed."""
    for number, person in enumerate(evaluating.delegates):
        evaluating.answer(person, useful=4 + number % 2)
    for person in evaluating.others:
        evaluating.answer(person, useful=2)
    clock.set(CLOSED)
    return evaluating


def test_figures_are_sums_of_five_or_more_with_roles_where_both_have_five(answered: Evaluating) -> None:
    """EV-6, EV-7"""
    useful, will_happen = queries.figures(answered.gathering)

    assert (useful.count, useful.average) == (15, 3.5)
    assert [(part.low, part.high, part.count) for part in useful.parts] == [(1, 2, 6), (3, 5, 9)]
    assert useful.by_role == {"D": (9, 4.4), "G": (6, 2.0)}
    assert (will_happen.count, will_happen.average, will_happen.parts, will_happen.by_role) == (0, None, (), {})


def test_four_answers_have_no_figures_and_five_have(evaluating: Evaluating) -> None:
    """EV-6"""
    for person in evaluating.delegates[:4]:
        evaluating.answer(person, useful=5)
    four = queries.figures(evaluating.gathering)[0]
    evaluating.answer(evaluating.delegates[4], useful=5)
    five = queries.figures(evaluating.gathering)[0]

    assert ((four.average, four.parts), five.average) == ((None, ()), 5.0)


def test_with_four_others_neither_role_is_shown(evaluating: Evaluating) -> None:
    """EV-7: the four would be all without the delegates."""
    for person in (*evaluating.delegates, *evaluating.others[:4]):
        evaluating.answer(person, useful=3)

    assert queries.figures(evaluating.gathering)[0].by_role == {}


def compared(evaluating: Evaluating, *, back: int, new: int = 0) -> queries.Trend:
    """Delegates answer at a first gathering; `back` of them answer at a later one as well."""
    for person in evaluating.delegates:
        evaluating.answer(person, useful=2)
    later = evaluating.again(12)
    clock.set(later.ends_at)
    for person in evaluating.delegates[:back]:
        evaluating.answer(person, later, useful=4)
    clock.set(later.ends_at + timedelta(hours=48))
    return queries.trends(evaluating.hall.cast.actor("lea"))[0]


def test_the_same_people_are_compared_when_all_of_them_came_back(evaluating: Evaluating) -> None:
    """EV-7"""
    trend = compared(evaluating, back=9)

    assert [average for _one, average in trend.averages] == [2.0, 4.0]
    assert trend.same == (9, 2.0, 4.0)


@pytest.mark.parametrize("back", [5, 8])
def test_they_are_not_compared_when_one_to_four_did_not_come_back(evaluating: Evaluating, back: int) -> None:
    """EV-7: the first day's figure without them would be theirs."""
    trend = compared(evaluating, back=back)

    assert ([average for _one, average in trend.averages], trend.same) == ([2.0, 4.0], None)


def test_remarks_come_when_there_are_five_in_an_order_that_is_no_order(
    evaluating: Evaluating, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EV-6, EV-8"""
    for number, person in enumerate(evaluating.delegates[:4]):
        evaluating.write(person, f"Line {number}")
    four = queries.remarks(evaluating.hall.gathering.id)
    for number, person in enumerate(evaluating.delegates[4:], 4):
        evaluating.write(person, f"Line {number}")
    orders = {tuple(queries.remarks(evaluating.hall.gathering.id)) for _look in range(8)}

    assert (four, len(orders) > 1) == ([], True)
    assert {tuple(sorted(order)) for order in orders} == {tuple(f"Line {number}" for number in range(9))}


def test_answers_and_lines_are_let_go_after_five_years(answered: Evaluating) -> None:
    """EV-9"""
    for years, left in ((4, 15), (6, 0)):
        clock.set(ENDS + timedelta(days=365 * years))
        retention.purge_all()
        assert len(rows()) == left


def test_ballots_cannot_be_read_off_the_numbers_of_people(evaluating: Evaluating) -> None:
    """A hash without a key would be found by counting to a thousand."""
    import hashlib

    evaluating.answer(evaluating.hall.cast.anna, useful=4)
    ballot = db.session.scalars(select(EvaluationAnswer.ballot)).one()
    guesses = {hashlib.sha256(f"evaluation:1:{number}".encode()).hexdigest() for number in range(1000)}

    assert ballot not in guesses
    assert re.fullmatch(r"[0-9a-f]{64}", ballot)
