"""BO-20, BO-22: how many dots each has, when one more can be set, and when a round's dots are set."""

import pytest

from network.sessions.boards.dots.rules import (
    Limits,
    Refusal,
    Stage,
    Topic,
    is_choosing,
    limits_for,
    lying_on,
    most_first,
    refusal_of,
    stage_of,
    topics_of,
)
from network.sessions.boards.rules.notes import PlainCluster, PlainNote
from network.sessions.boards.rules.topics import Topic as Standing
from network.sessions.boards.rules.topics import topics
from network.sessions.groups.rules.rounds import Phase, RoundState

PHASES = [Phase(key, 3) for key in ("write", "sort", "prioritise", "choose")]


def test_the_budget_is_the_square_root_of_the_topics_and_half_of_it_may_lie_on_one() -> None:
    """BO-20"""
    found = {topics: (limits_for(topics).budget, limits_for(topics).most) for topics in (0, 1, 2, 3, 6, 7, 12, 25, 30)}

    assert found == {
        0: (1, 1),
        1: (1, 1),
        2: (1, 1),
        3: (2, 1),
        6: (2, 1),
        7: (3, 2),
        12: (3, 2),
        25: (5, 3),
        30: (5, 3),
    }


@pytest.mark.parametrize(
    ("mine", "refusal"),
    [
        ({}, None),
        ({"a": 1}, None),
        ({"a": 2}, Refusal.MOST),
        ({"b": 2}, None),
        ({"b": 2, "c": 1}, Refusal.SPENT),
        ({"a": 2, "b": 1}, Refusal.SPENT),
    ],
)
def test_one_more_is_refused_when_all_are_set_or_so_many_lie_there(
    mine: dict[str, int], refusal: Refusal | None
) -> None:
    assert refusal_of(mine, "a", Limits(budget=3, most=2)) == refusal


def test_dots_are_set_while_the_round_is_at_work_in_their_phase() -> None:
    """BO-22: what follows wrap-up is the close; until then nothing ends by itself."""
    at_work = [stage_of(RoundState.RUNNING, phase, PHASES) for phase in range(4)]
    others = [stage_of(state, 2, PHASES) for state in (RoundState.GATHER, RoundState.WRAP_UP, RoundState.CLOSED)]

    assert at_work == [Stage.BEFORE, Stage.BEFORE, Stage.NOW, Stage.PAST]
    assert others == [Stage.BEFORE, Stage.NOW, Stage.PAST]
    assert stage_of(RoundState.RUNNING, 0, [Phase("talk", 5)]) == Stage.PAST


def test_a_topic_is_a_cluster_or_a_note_that_lies_in_none() -> None:
    """A deleted note is none; of a cluster its first note is the one that can be shown to everybody."""
    notes = [
        PlainNote(name, f"Lapp {name}", "why", name, "sun", name == "b", None, cluster="k" if name in "cd" else None)
        for name in "abcd"
    ]
    clusters = {"k": PlainCluster("k", "Møteplassar", "why", "c")}

    found = topics_of(topics(notes, clusters))

    assert found == [Topic("a", "Lapp a", "a"), Topic("k", "Møteplassar", "c")]


@pytest.mark.parametrize(
    ("now", "lies"),
    [
        ({"k": "ab", "m": "c", "d": ""}, ({"k": 4, "m": 2, "d": 1}, 0)),
        ({"k": "ab", "m": "cd"}, ({"k": 4, "m": 3}, 0)),
        ({"m": "abcd"}, ({"m": 7}, 0)),
        ({"new": "ab", "m": "c", "d": ""}, ({"new": 4, "m": 2, "d": 1}, 0)),
        ({"a": "", "m": "c", "d": ""}, ({"a": 4, "m": 2, "d": 1}, 0)),
        ({"a": "", "b": "", "m": "c", "d": ""}, ({"m": 2, "d": 1}, 4)),
        ({"k": "ab", "m": "c"}, ({"k": 4, "m": 2}, 1)),
        ({}, ({}, 7)),
    ],
)
def test_shown_dots_lie_where_what_got_them_is_now(now: dict[str, str], lies: tuple[dict[str, int], int]) -> None:
    """BO-24: in a cluster, in one that was laid in another or has one note left; else on what is not there any more."""
    standing = [
        Standing(name, name, "why", name, bool(notes), tuple(_note(one) for one in notes or name))
        for name, notes in now.items()
    ]

    found = lying_on(standing, {"k": 4, "m": 2, "d": 1}, {"k": ["a", "b"], "m": ["c"]})

    assert (dict(found.sums), found.gone) == lies


def _note(name: str) -> PlainNote:
    return PlainNote(name, name, "why", name, "sun", False, None)


def test_most_dots_come_first_and_none_come_not_at_all() -> None:
    standing = [Topic(name, name, name) for name in "abcd"]

    assert [(topic.id, dots) for topic, dots in most_first(standing, {"a": 1, "c": 4, "d": 1, "gone": 9})] == [
        ("c", 4),
        ("a", 1),
        ("d", 1),
    ]


def test_a_group_chooses_in_the_phase_for_it_and_while_it_wraps_up() -> None:
    """BO-24: gone on beyond its last phase, a round is in that one still."""
    running = [is_choosing(RoundState.RUNNING, phase, PHASES) for phase in (0, 2, 3, 4)]
    others = [is_choosing(state, 3, PHASES) for state in (RoundState.GATHER, RoundState.WRAP_UP, RoundState.CLOSED)]

    assert (running, others) == ([False, False, True, True], [False, True, False])
    assert not is_choosing(RoundState.RUNNING, 0, [])
