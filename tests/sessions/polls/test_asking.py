"""PO-1 to PO-6, PO-8: asked, answered once a person, shown, closed, and what is left of it then."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid
from network.privacy.retention import purge_all
from network.sessions.polls.models import Poll, PollAnswer
from network.sessions.polls.queries import results
from network.sessions.polls.queries.answers import answered, answers_of, ballot_of
from network.sessions.polls.rules.asking import Kind, State
from network.sessions.polls.services import answering, making, running
from network.sessions.stage.queries.standing import standing
from tests.cast import STARTS
from tests.sessions.polls.conftest import Asking


def counts(poll: Poll) -> object:
    db.session.rollback()
    return json.loads(db.session.get_one(Poll, poll.id).result or "{}").get("counts")


def test_one_answer_a_person_however_often_and_in_whichever_order_it_comes(asking: Asking) -> None:
    """PO-3: a press that comes once more after a newer one is the old one still."""
    poll, anna = asking.opened(), asking.cast.anna
    for choice, key in ((0, "first-press"), (2, "second-press"), (0, "first-press"), (2, "second-press")):
        asking.answer(poll, anna, choice, key=key)

    [row] = answers_of(poll.id)

    assert (row.current, answered(poll.id)) == ([2], 1)


def test_a_key_that_comes_with_another_answer_is_refused(asking: Asking) -> None:
    """F10"""
    poll = asking.opened()
    asking.answer(poll, asking.cast.anna, 0, key="only-press")

    with pytest.raises(Invalid):
        asking.answer(poll, asking.cast.anna, 1, key="only-press")


def test_the_table_itself_takes_no_second_answer_of_a_person(asking: Asking) -> None:
    """PO-3: what no service checks, the index does."""
    poll = asking.opened()
    asking.answer(poll, asking.cast.anna, 0)
    columns = "poll_id, ballot, choices, late, keys, role, place, is_noted, was_before"
    again = f"INSERT INTO poll_answer SELECT 'other', {columns} FROM poll_answer"

    with pytest.raises(Exception, match=r"(?i)unique"), unit_of_work():
        db.session.execute(text(again))


def test_nothing_is_taken_before_it_is_asked_nor_when_it_is_closed(asking: Asking) -> None:
    draft = asking.made()
    with pytest.raises(Conflict):
        asking.answer(draft, asking.cast.anna, 0)
    asking.do("open_to_all", draft)
    asking.answer(draft, asking.cast.anna, 0)
    asking.do("close", draft)

    with pytest.raises(Conflict):
        asking.answer(draft, asking.cast.bo, 0)


def test_one_question_at_a_time_and_one_that_is_shown_gives_way(asking: Asking) -> None:
    """PO-2"""
    first, second = asking.opened(), asking.made()
    with pytest.raises(Conflict):
        asking.do("open_to_all", second)
    asking.do("reveal", first)

    asking.do("open_to_all", second)

    states = [db.session.get_one(Poll, one.id).state for one in (first, second)]
    assert states == [State.CLOSED, State.OPEN]


def test_opening_and_showing_put_it_on_the_big_screen(asking: Asking) -> None:
    poll = asking.opened()

    assert (standing(asking.gathering.id).picture, standing(asking.gathering.id).picture_facts) == (
        "poll",
        json.dumps({"poll": poll.id}),
    )


def test_what_is_closed_leads_to_nobody_and_the_figures_stand(asking: Asking) -> None:
    """PO-5: while it was open its key did lead to her. What older backups say: test_answers_erased."""
    poll = asking.opened()
    asking.answers(poll, 0, 0, 0, 1, 1, 2)
    hers = ballot_of(poll, asking.cast.anna.id)
    before = db.session.execute(text("SELECT ballot FROM poll_answer")).scalars().all()

    asking.do("close", poll)

    after = db.session.execute(text("SELECT count(*) FROM poll_answer")).scalar_one()
    assert (hers in before, after, counts(poll)) == (True, 0, [3, 2, 1])


def test_what_is_asked_again_is_kept_under_another_code_and_gone_after_the_next_time(asking: Asking) -> None:
    """PO-6"""
    first = asking.opened(Kind.SCALE, is_asked_again=True)
    asking.answers(first, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1)
    asking.do("close", first)
    kept = [(row.ballot, row.keys) for row in answers_of(first.id)]
    known = {ballot_of(first, person.id) for person in asking.people}

    second = asking.do("open_to_all", asking.again(first, at=asking.gathering))
    asking.answers(second, 4, 4, 4, 4, 4)
    asking.do("reveal", second)
    shown = results.view_of(db.session.get_one(Poll, second.id))
    asking.do("close", second)

    assert (len(kept), known & {ballot for ballot, _keys in kept}, {keys for _ballot, keys in kept}) == (
        10,
        set(),
        {"{}"},
    )
    assert shown is not None
    assert shown.same is not None
    assert shown.before is not None
    assert ([part.average for part in shown.same], shown.before.average, shown.average) == ([1.0, 5.0], 1.5, 5.0)
    assert (len(answers_of(first.id)), len(answers_of(second.id))) == (0, 0)


def test_without_that_only_the_totals_stand_side_by_side(asking: Asking) -> None:
    first = asking.opened(Kind.SCALE)
    asking.answers(first, 0, 0, 0, 0, 0)
    asking.do("close", first)
    clock.advance(timedelta(days=56).total_seconds())
    second = asking.again(first, at=asking.later)
    asking.do("open_to_all", second)
    asking.answers(second, 4, 4, 4, 4, 4)
    asking.do("reveal", second)

    view = results.view_of(db.session.get_one(Poll, second.id))

    assert view is not None
    assert view.before is not None
    assert ((view.before.average, view.average), view.same) == ((1.0, 5.0), None)


def test_the_same_is_asked_once_more_once(asking: Asking) -> None:
    first = asking.opened()
    with pytest.raises(Conflict):
        asking.again(first)
    asking.do("close", first)

    second = asking.again(first)

    assert asking.again(first).id == second.id
    with pytest.raises(Conflict):
        asking.again(first, at=asking.later)
    with pytest.raises(Conflict), unit_of_work():
        making.change(db.session.get_one(Poll, second.id), making.Draft(Kind.WORDS, "Anna?", ()), by_id=None)


def test_the_answer_of_one_to_four_late_people_changes_no_shown_figure(asking: Asking) -> None:
    """PO-8: the control: a fifth, and all five count."""
    for late, expected in ((4, [5, 0, 0]), (5, [5, 5, 0])):
        poll = asking.opened()
        asking.answers(poll, 0, 0, 0, 0, 0)
        asking.do("reveal", poll)
        asking.answers(poll, *([1] * late), start=5)
        shown = counts(poll)
        asking.do("close", poll)

        assert (shown, counts(poll)) == ([5, 0, 0], expected)


def test_whoever_changes_after_it_was_shown_counts_as_she_did_then(asking: Asking) -> None:
    poll = asking.opened()
    asking.answers(poll, 0, 0, 0, 0, 0)
    asking.do("reveal", poll)
    asking.answer(poll, asking.cast.anna, 2)
    asking.do("close", poll)

    assert counts(poll) == [5, 0, 0]


def test_a_host_notes_an_answer_once_and_takes_it_back(asking: Asking) -> None:
    """PO-11"""
    poll = asking.opened()
    asking.answers(poll, 0, 0, 0, 0, 0)
    for key in ("noted-one", "noted-one", "noted-two"):
        asking.note(poll, 1, key=key)
    before = answered(poll.id)
    with unit_of_work():
        answering.take_back(db.session.get_one(Poll, poll.id), key="noted-two")
    asking.do("close", poll)

    view = results.view_of(db.session.get_one(Poll, poll.id))

    assert view is not None
    assert (before, view.answered, view.noted, [row.count for row in view.rows]) == (7, 6, 1, [5, 1, 0])
    assert [split.parts for split in view.splits if "host" in split.title or "vert" in split.title] == [[]]


def test_a_word_is_hidden_before_and_after_it_is_shown(asking: Asking) -> None:
    """PO-12"""
    poll = asking.opened(Kind.WORDS)
    for person, words in zip(asking.people, (("mot",), ("Mot", "tull"), ("mot",), ("håp",), ("håp",)), strict=False):
        asking.answer(poll, person, *words)
    with unit_of_work():
        running.hide_word(db.session.get_one(Poll, poll.id), "TULL", is_hidden=True)
    asking.do("reveal", poll)
    first = results.view_of(db.session.get_one(Poll, poll.id))
    with unit_of_work():
        running.hide_word(db.session.get_one(Poll, poll.id), "håp", is_hidden=True)
    second = results.view_of(db.session.get_one(Poll, poll.id))
    with unit_of_work():
        running.hide_word(db.session.get_one(Poll, poll.id), "tull", is_hidden=False)
    third = results.view_of(db.session.get_one(Poll, poll.id))

    assert first is not None
    assert second is not None
    assert third is not None
    assert [list(view.words) for view in (first, second, third)] == [
        [("mot", 3), ("håp", 2)],
        [("mot", 3)],
        [("mot", 3), ("tull", 1)],
    ]


def test_words_to_hide_are_those_of_five_at_least_that_have_been_counted_and_by_the_alphabet(asking: Asking) -> None:
    """PO-4, PO-12"""
    poll = asking.opened(Kind.WORDS)
    wrote(asking, poll, "mot", "mot", "mot", "mot")
    with pytest.raises(Conflict):
        asking.do("count_words", poll)
    wrote(asking, poll, "håp", start=4)
    before = written(poll)
    asking.do("count_words", poll)

    assert (before, written(poll), counts(poll)) == ([], ["håp", "mot"], [])


def test_no_word_is_seen_coming_by_those_who_lead(asking: Asking) -> None:
    """PO-12: the sixth would be known by her word. With five new ones they are taken in, and then no less is shown."""
    poll = asking.opened(Kind.WORDS)
    wrote(asking, poll, "mot", "mot", "mot", "mot", "mot")
    asking.do("count_words", poll)
    wrote(asking, poll, "tvil", "sorg", "sinne", "tvil", start=5)
    with pytest.raises(Conflict):
        asking.do("count_words", poll)
    four = written(poll)
    wrote(asking, poll, "tvil", start=9)
    asking.do("count_words", poll)
    five = written(poll)
    wrote(asking, poll, "frykt", start=10)
    asking.do("reveal", poll)
    shown = results.view_of(db.session.get_one(Poll, poll.id))
    asking.do("close", poll)
    closed = results.view_of(db.session.get_one(Poll, poll.id))

    assert (four, five) == (["mot"], ["mot", "sinne", "sorg", "tvil"])
    assert shown is not None
    assert closed is not None
    assert list(shown.words) == [("mot", 5), ("tvil", 3), ("sinne", 1), ("sorg", 1)]
    assert closed.words == shown.words


def test_words_that_were_counted_and_never_shown_are_not_on_the_big_screen_when_it_closes(asking: Asking) -> None:
    poll = asking.opened(Kind.WORDS)
    wrote(asking, poll, "mot", "mot", "mot", "mot", "mot")
    asking.do("count_words", poll)
    asking.do("close", poll)

    assert db.session.get_one(Poll, poll.id).revealed_at is None


def wrote(asking: Asking, poll: Poll, *words: str, start: int = 0) -> None:
    """A word each."""
    for person, word in zip(asking.people[start:], words, strict=False):
        asking.answer(poll, person, word)


def written(poll: Poll) -> list[str]:
    db.session.rollback()
    return results.written_words(db.session.get_one(Poll, poll.id))


def test_what_nobody_closed_is_closed_a_day_after_and_what_was_kept_goes_after_a_year(asking: Asking) -> None:
    """PO-6"""
    poll = asking.opened(Kind.SCALE, is_asked_again=True)
    asking.answers(poll, 0, 0, 0, 0, 0)
    clock.set(STARTS + timedelta(hours=31))
    purge_all()
    early = db.session.get_one(Poll, poll.id).state
    clock.set(STARTS + timedelta(hours=33))
    purge_all()
    kept = len(answers_of(poll.id))
    clock.advance(timedelta(days=366).total_seconds())
    purge_all()

    db.session.expire_all()
    assert (early, db.session.get_one(Poll, poll.id).state, kept, answers_of(poll.id)) == (
        State.OPEN,
        State.CLOSED,
        5,
        [],
    )
    assert counts(poll) == [5, 0, 0, 0, 0]


def test_a_form_that_makes_a_question_twice_makes_one(asking: Asking) -> None:
    draft = making.Draft(Kind.CHOICE, "Ja?", ("Ja", "Nei"))
    made = []
    for _each in range(2):
        with unit_of_work():
            made.append(making.make(asking.gathering, draft, key="form-key-1", by_id=asking.by_id).id)

    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (making.Draft(Kind.CHOICE, " ", ("Ja", "Nei")), "question"),
        (making.Draft(Kind.CHOICE, "Kva?", ("Ja",)), "options"),
        (making.Draft(Kind.CHOICE, "Kva?", ("Ja", "N" * 61)), "options"),
        (making.Draft(Kind.CHOICE, "Kva?", tuple("abcdefg")), "options"),
        (making.Draft(Kind.SCALE, "Kva?", ("", "Mykje")), "low"),
    ],
)
def test_what_is_no_question_is_not_made(asking: Asking, draft: making.Draft, field: str) -> None:
    with pytest.raises(Invalid) as refused, unit_of_work():
        making.make(asking.gathering, draft, key="form-key-1", by_id=asking.by_id)

    assert refused.value.field == field


def test_no_row_says_when_an_answer_came_nor_in_which_order(asking: Asking) -> None:
    """PO-5: a dump in the order of the table is not the order in which people answered."""
    poll = asking.opened()
    asking.answers(poll, *([0] * 14))

    stored = db.session.execute(text("SELECT ballot FROM poll_answer")).scalars().all()

    came = [ballot_of(poll, person.id) for person in asking.people]
    assert (set(stored), stored == came) == (set(came), False)
    assert not {column.name for column in PollAnswer.__table__.columns} & {"at", "person_id", "created_at"}
