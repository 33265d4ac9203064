"""Contradictions are told before the search, in words, with names."""

import pytest
from hypothesis import given, settings

from network.sessions.groups import engine
from network.sessions.groups.engine import Attendee, Pin, Plan, Problem, Round, Wishes
from tests.sessions.groups.engine.instances import problems, wished

NAMES = ("Anna", "Bo", "Kai", "Fia", "Lea", "Otto")
SIX = tuple(Attendee(n, "aaabbc"[n]) for n in range(6))


def told(wishes: Wishes, groups: int = 3) -> list[str]:
    problem = Problem(SIX, (Round(groups, tuple(range(6))),), wishes=wishes)
    return [engine.in_english(fact, NAMES.__getitem__) for fact in engine.check(problem)]


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (
            Wishes(apart=((0, 1),), pinned=(Pin(0, 2), Pin(1, 2))),
            "Anna is pinned to group 3 and kept apart from Bo, who is pinned there too",
        ),
        (Wishes(together=((0, 1),), apart=((1, 0),)), "Bo is kept together with Anna and kept apart from Anna"),
        (
            Wishes(together=((0, 1), (1, 2))),
            "Anna, Bo and Kai are kept together, 3 people, and no group has more than 2",
        ),
        (Wishes(apart=((0, 1, 2, 3),)), "Anna, Bo, Kai and Fia are kept apart, 4 people, and there are only 3 groups"),
        (Wishes(pinned=(Pin(0, 3),)), "Anna is pinned to group 4, and there are only 3 groups"),
        (Wishes(pinned=(Pin(0, 1), Pin(0, 2))), "Anna is pinned to group 2 and to another"),
        (
            Wishes(together=((0, 1),), pinned=(Pin(0, 1), Pin(1, 2))),
            "Anna and Bo are kept together and pinned to different groups",
        ),
        (
            Wishes(pinned=(Pin(0, 1), Pin(3, 1), Pin(5, 1))),
            "Anna, Fia and Otto sit in group 2 by what is pinned, 3 people, and it has room for 2",
        ),
        (
            Wishes(together=((0, 3), (4, 5)), pinned=(Pin(0, 1), Pin(4, 1))),
            "Anna, Fia, Lea and Otto sit in group 2 by what is pinned, 4 people, and it has room for 2",
        ),
        (
            Wishes(together=((0, 1),), max_per_municipality=1),
            "Anna and Bo are kept together, 2 from one municipality, and a group may have 1 at most",
        ),
        (
            Wishes(pinned=(Pin(0, 1), Pin(1, 1)), max_per_municipality=1),
            "Anna and Bo are pinned to group 2, 2 from one municipality, and it may have 1",
        ),
        (
            Wishes(together=((0, 3),), facilitators=(0, 3)),
            "Anna and Fia are kept together, 2 facilitators, and spread evenly a group has 1 at most",
        ),
        (
            Wishes(pinned=(Pin(0, 0), Pin(3, 0)), facilitators=(0, 3)),
            "Anna and Fia are pinned to group 1, 2 facilitators, and spread evenly it has 1",
        ),
    ],
)
def test_each_contradiction_has_its_words(wishes: Wishes, words: str) -> None:
    assert f"round 1: {words}" in told(wishes)


def test_more_of_one_municipality_than_the_groups_may_take() -> None:
    said = told(Wishes(max_per_municipality=1), groups=2)

    assert said == [
        "round 1: Anna, Bo and Kai are 3 from one municipality: with 1 in a group at most, the groups are too few"
    ]


def test_one_group_more_than_there_may_be_is_too_full() -> None:
    """Seven people in three groups: one of three, two of two; two groups of three cannot be."""
    people = tuple(Attendee(n) for n in range(7))
    pins = tuple(Pin(n, n // 3) for n in range(6))
    problem = Problem(people, (Round(3, tuple(range(7))),), wishes=Wishes(pinned=pins))

    assert [engine.in_english(fact) for fact in engine.check(problem)] == [
        "round 1: 3, 4 and 5 sit in group 2 by what is pinned, 3 people, and it has room for 2"
    ]


def test_a_list_that_is_none_is_told_first() -> None:
    problem = Problem((Attendee(1), Attendee(1), Attendee(2)), (Round(5, (1, 2, 2, 7)), Round(0, ())))

    assert [engine.in_english(fact) for fact in engine.check(problem)] == [
        "1 is listed 2 times",
        "round 1: 2 is there twice",
        "round 1: 7 is not in the list",
        "round 1: 3 people cannot fill 5 groups",
        "round 2: 0 groups: there must be one at least",
    ]


def test_what_stands_in_every_round_is_told_once() -> None:
    wishes = Wishes(apart=((0, 1),), pinned=(Pin(0, 2), Pin(1, 2)))
    problem = Problem(SIX, (Round(3, tuple(range(6))),) * 3, wishes=wishes)

    assert len(engine.check(problem)) == 1


@settings(max_examples=100, deadline=None)
@given(wished())
def test_wishes_that_a_plan_keeps_are_never_called_a_contradiction(asked: tuple[Problem, Plan]) -> None:
    assert engine.check(asked[0]) == []


@settings(max_examples=30, deadline=None)
@given(problems())
def test_who_wishes_nothing_contradicts_nothing(problem: Problem) -> None:
    assert engine.check(problem) == []
