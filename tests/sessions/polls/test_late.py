"""PO-8, PO-9: what is answered after the figures were shown lets nobody be read off by subtraction when it closes."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from network.core import clock
from network.core.db import db
from network.people.models import Person
from network.sessions.polls.models import Poll
from network.sessions.polls.queries.answers import answers_of
from network.sessions.polls.rules.asking import Kind
from network.sessions.polls.rules.counting import Result
from network.sessions.polls.rules.stored import from_text
from tests.sessions.polls.conftest import Asking

Browser = Callable[[Person], FlaskClient]


def result(poll: Poll) -> Result:
    db.session.rollback()
    found = from_text(db.session.get_one(Poll, poll.id).result)
    assert found is not None
    return found


def answered(asking: Asking, poll: Poll, people: Sequence[Person], *choices: int) -> None:
    for person, choice in zip(people, choices, strict=True):
        asking.answer(poll, person, choice)


def by_role(asking: Asking) -> tuple[list[Person], list[Person]]:
    """Twelve delegates and sixteen others, in a hall where eight and six were."""
    more = asking.more(4, 10)
    return asking.people[:8] + more[:4], asking.people[8:] + more[4:]


def test_parts_that_were_shown_stand_when_one_delegate_and_four_others_come_late(asking: Asking) -> None:
    """Of delegates 6 and 5 were shown, then 7 and 5: that is what the one who came late chose. The control: all five
    are in the totals."""
    delegates, others = by_role(asking)
    poll = asking.opened()
    answered(asking, poll, delegates[:11], *[0] * 6, *[1] * 5)
    answered(asking, poll, others[:12], *[0] * 5, *[1] * 7)
    asking.do("reveal", poll)
    shown = result(poll)
    answered(asking, poll, [delegates[11], *others[12:]], 0, 1, 1, 1, 1)
    asking.do("close", poll)
    closed = result(poll)

    assert shown.splits is not None
    assert {label: part.counts for label, part in (shown.splits["role"] or {}).items()} == {
        "D": (6, 5, 0),
        "G": (5, 7, 0),
    }
    assert closed.splits == shown.splits
    assert (shown.counts, closed.counts, closed.answered) == ((11, 12, 0), (12, 16, 0), 28)


def test_no_part_is_shown_late_beside_totals_that_had_none(asking: Asking) -> None:
    """Eleven delegates' total was shown; with parts beside a new one it would say what the twelfth chose."""
    delegates, others = by_role(asking)
    poll = asking.opened()
    answered(asking, poll, delegates[:11], *[0] * 6, *[1] * 5)
    asking.do("reveal", poll)
    answered(asking, poll, [delegates[11], *others], 0, *[0] * 8, *[1] * 8)
    asking.do("close", poll)

    assert (result(poll).counts, result(poll).splits) == ((15, 13, 0), None)


def test_the_same_people_stay_those_that_were_shown(asking: Asking) -> None:
    """Of five who answered both times 5,0 was shown, then 4,3 of six: the sixth's answer would be 1."""
    first = asking.opened(Kind.SCALE, is_asked_again=True)
    asking.answers(first, *[2] * 11)
    asking.do("close", first)
    second = asking.do("open_to_all", asking.again(first))
    asking.answers(second, *[4] * 5)
    asking.do("reveal", second)
    shown = result(second)
    answered(asking, second, [asking.people[5], *asking.more(0, 5)], *[0] * 6)
    asking.do("close", second)
    closed = result(second)

    assert shown.same is not None
    assert [(part.count, part.average) for part in shown.same] == [(5, 3.0), (5, 5.0)]
    assert (closed.same, closed.answered, closed.counts) == (shown.same, 11, (6, 0, 0, 0, 5))


def test_the_next_time_is_compared_with_the_answers_that_the_parts_were_of(asking: Asking) -> None:
    """Else a part of the first time, which is weighed anew then, would be of other answers than the one shown."""
    poll = asking.opened(Kind.SCALE, is_asked_again=True)
    asking.answers(poll, *[0] * 9)
    asking.do("reveal", poll)
    asking.answers(poll, 4, 4, 4)
    asking.answers(poll, 4, 4, start=9)
    asking.do("close", poll)

    assert result(poll).counts == (6, 0, 0, 0, 5)
    assert [json.loads(row.choices) for row in answers_of(poll.id)] == [[0]] * 9


def test_too_few_that_were_shown_nothing_are_counted_with_all_who_come_late(asking: Asking) -> None:
    """Nothing stood, so nothing can be subtracted: parts and all are counted when it closes."""
    delegates, others = by_role(asking)
    poll = asking.opened(Kind.SCALE)
    answered(asking, poll, delegates[:4], 0, 0, 0, 0)
    asking.do("reveal", poll)
    answered(asking, poll, [delegates[4], *others[:5]], 0, *[4] * 5)
    asking.do("close", poll)

    splits = result(poll).splits
    assert splits is not None
    assert {label: part.average for label, part in (splits["role"] or {}).items()} == {"D": 1.0, "G": 5.0}


@pytest.mark.parametrize(("late", "is_said"), [(5, True), (4, False)])
def test_a_page_says_from_when_the_parts_are(asking: Asking, browser: Browser, late: int, is_said: bool) -> None:
    """The totals beside them are newer, so they do not add up to them."""
    delegates, others = by_role(asking)
    poll = asking.opened(Kind.SCALE)
    answered(asking, poll, delegates[:5], *[0] * 5)
    answered(asking, poll, others[:5], *[4] * 5)
    asking.do("reveal", poll)
    clock.advance(timedelta(minutes=5).total_seconds())
    answered(asking, poll, others[5 : 5 + late], *[4] * late)
    asking.do("close", poll)

    page = browser(asking.cast.anna).get(asking.path(f"/{poll.public_id}")).text

    assert ("Det som vart svara etter klokka" in page) is is_said
