"""GR-1 to GR-3: the engine as a pure thing, and what holds for every deal."""

import io
import json
import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.sessions.groups import engine
from network.sessions.groups.engine import Attendee, Past, Problem
from network.sessions.groups.engine.__main__ import main
from network.sessions.groups.engine.advice import fresh_rounds

EXPECTED = (((2, 4, 5, 11), (1, 3, 8, 10), (0, 6, 7, 9)),)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to forty people of up to nine municipalities, or of none, into any number of groups that they can fill."""
    places = draw(st.lists(st.sampled_from([None, *"abcdefgh"]), min_size=1, max_size=40))
    people = tuple(
        Attendee(number, place, role=draw(st.sampled_from([None, "G"]))) for number, place in enumerate(places)
    )
    count = draw(st.integers(1, len(people)))
    half = [tuple(range(at, min(at + 5, len(people)))) for at in range(0, len(people), 5)]
    return Problem.one_round(people, count, (Past(tuple(half), 1),))


@settings(max_examples=120, deadline=None)
@given(problems(), st.integers(0, 1000))
def test_everybody_sits_once_sizes_are_within_one_and_municipalities_meet_as_seldom_as_can_be(
    problem: Problem, seed: int
) -> None:
    """GR-2: the bound of same-municipality pairs is reached exactly."""
    plan = engine.draw(problem, seed, 3)
    [groups] = plan
    sizes = [len(group) for group in groups]
    place = {one.id: one.municipality for one in problem.people}
    same = sum(place[a] is not None and place[a] == place[b] for group in groups for a, b in combinations(group, 2))

    assert sorted(one for group in groups for one in group) == [one.id for one in problem.people]
    assert (len(groups), max(sizes) - min(sizes) <= 1) == (problem.group_count, True)
    assert same == least_pairs(problem)


def least_pairs(problem: Problem) -> int:
    """Of k people in G groups: as even as can be, counted by laying them out one by one."""
    places = [one.municipality for one in problem.people if one.municipality is not None]
    least = 0
    for place in set(places):
        laid = [0] * problem.group_count
        for number in range(places.count(place)):
            least += laid[number % problem.group_count]
            laid[number % problem.group_count] += 1
    return least


@settings(max_examples=60, deadline=None)
@given(problems(), st.integers(0, 1000))
def test_the_judge_finds_no_fault_and_counts_the_same(problem: Problem, seed: int) -> None:
    plan = engine.draw(problem, seed, 2)
    report = engine.judge(problem, plan)

    met = {frozenset(pair) for past in problem.history for group in past.groups for pair in combinations(group, 2)}
    pairs = [frozenset(pair) for group in plan[0] for pair in combinations(group, 2)]
    assert (report.faults, report.meetings, report.repeats) == ((), len(pairs), sum(pair in met for pair in pairs))
    assert report.same_municipality == report.least_same_municipality


@settings(max_examples=30, deadline=None)
@given(problems(), st.integers(0, 1000))
def test_the_same_seed_gives_the_same_answer(problem: Problem, seed: int) -> None:
    again = Problem.from_json(json.loads(json.dumps(problem.to_json())))

    assert engine.draw(again, seed, 3) == engine.draw(problem, seed, 3)


def test_the_answer_is_the_one_it_was_when_this_was_written() -> None:
    """A stored seed must give the same groups after an update of Python or of ours, else VERSION goes up."""
    problem = Problem.one_round(tuple(Attendee(n, "abcd"[n % 4]) for n in range(12)), 3)

    assert (engine.VERSION, engine.draw(problem, 7, 4)) == ("deal-1", EXPECTED)


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        (((((0, 1)), (2, 3, 4)),), "round 1: 5 has no group"),
        (((((0, 1, 2)), (2, 3, 4, 5)),), "round 1: 2 is placed 2 times"),
        (((((0, 1, 2)), (3, 4, 5, 9)),), "round 1: 9 is not there"),
        (((((0, 1)), (2, 3, 4, 5)),), "round 1: groups of 2 and of 4"),
        ((), "0 rounds instead of 1"),
    ],
)
def test_the_judge_sees_a_bad_plan(plan: engine.Plan, fault: str) -> None:
    problem = Problem.one_round(tuple(Attendee(n) for n in range(6)), 2)

    assert fault in engine.judge(problem, plan).faults


def test_officials_and_politicians_are_mixed_evenly() -> None:
    """A5"""
    people = tuple(Attendee(n, str(n % 8), role="G" if n % 4 == 0 else None) for n in range(32))

    [groups] = engine.draw(Problem.one_round(people, 8), 1)

    assert [sum(one % 4 == 0 for one in group) for group in groups] == [1] * 8


def test_later_rounds_of_one_plan_know_the_earlier_ones() -> None:
    people = tuple(Attendee(n, str(n % 7)) for n in range(28))
    problem = Problem(people, (tuple(range(28)),) * 2, 7)

    report = engine.judge(problem, engine.draw(problem, 3))

    assert report.repeats <= 2, "of 42 meetings in the second round; about 9 when nobody looks back"


def test_a_repair_moves_nobody_more_than_the_sizes_ask_for() -> None:
    """Two are gone from one group of five, and one is new: she takes a free chair, and nobody moves."""
    people = tuple(Attendee(n) for n in range(16))
    published = (((0, 1, 2, 3, 4), (5, 6, 7, 8, 9), (10, 11, 12, 13, 14)),)
    problem = Problem(people, (tuple(n for n in range(16) if n not in (0, 1)),), 3)

    [groups] = engine.repair(problem, published, frozenset())

    assert groups == ((2, 3, 4, 15), (5, 6, 7, 8, 9), (10, 11, 12, 13, 14))


def test_a_repair_evens_out_but_leaves_alone_whom_it_may_not_touch() -> None:
    published = (((0, 1, 2, 3), (4, 5)),)
    problem = Problem.one_round(tuple(Attendee(n) for n in range(6)), 2)

    moved = engine.repair(problem, published, frozenset({1, 2, 3}))
    stuck = engine.repair(problem, published, frozenset(range(6)))

    assert (moved, stuck) == ((((1, 2, 3), (0, 4, 5)),), published)


def test_a_repair_moves_people_for_others_sake_only_when_that_is_cheap() -> None:
    """λ in GROUPS: at a price of nothing two who met before are parted, at the usual price they stay."""
    published = (((0, 1), (2, 3)),)
    problem = Problem.one_round(tuple(Attendee(n) for n in range(4)), 2, (Past(((0, 1), (2, 3)), 1),))

    assert engine.repair(problem, published, frozenset()) == published
    assert engine.repair(problem, published, frozenset(), move_price=0) != published


def test_what_a_move_would_mean_is_told_before_it() -> None:
    people = (Attendee(0, "a"), Attendee(1, "b"), Attendee(2, "a"), Attendee(3, "c"))
    problem = Problem.one_round(people, 2, (Past(((0, 3),), 1),))

    change = engine.what_if(problem, (((0, 1), (2, 3)),), 0, 1)

    assert (change.from_group, change.size_before, change.again, change.same_municipality) == (0, 2, (3,), (2,))


def test_contradictions_are_told_in_words() -> None:
    problem = Problem((Attendee(1), Attendee(1), Attendee(2)), ((1, 2, 2, 7),), 5)

    assert engine.check(problem) == [
        "1 is listed 2 times",
        "round 1: 2 is there twice",
        "round 1: 7 is not in the list",
        "round 1: 3 people cannot fill 5 groups",
    ]


@pytest.mark.parametrize(
    ("count", "largest", "fresh"), [(7, 7, 7), (9, 7, 9), (8, 7, 8), (15, 8, 3), (6, 6, 2), (5, 6, 1), (1, 4, 1)]
)
def test_how_many_rounds_can_be_free_of_repeats(count: int, largest: int, fresh: int) -> None:
    assert fresh_rounds(count, largest) == fresh


@pytest.mark.parametrize(("count", "columns"), [(5, 5), (7, 6), (11, 5), (15, 8)])
def test_so_many_rounds_are_possible_since_here_they_are(count: int, columns: int) -> None:
    """The shift design itself, where the ring is that of the whole numbers."""
    seen: set[frozenset[tuple[int, int]]] = set()
    for turn in range(fresh_rounds(count, columns)):
        for group in range(count):
            people = [((group + turn * column) % count, column) for column in range(columns)]
            for pair in combinations(people, 2):
                assert frozenset(pair) not in seen
                seen.add(frozenset(pair))


def test_counts_with_enough_fresh_rounds_are_advised_first() -> None:
    advice = engine.advise(56, (6, 7, 8), 4)

    assert [(one.group_count, one.smallest, one.largest) for one in advice] == [(8, 7, 7), (9, 6, 7), (7, 8, 8)]


def test_the_engine_runs_without_the_web() -> None:
    """GR-1: neither importing it nor running its command takes Flask or the database along."""
    web = "('flask', 'sqlalchemy')"
    asks = f"import sys, network.sessions.groups.engine; print([m for m in sys.modules if m.startswith({web})])"
    imported = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    problem = Problem.one_round(tuple(Attendee(n) for n in range(6)), 2)
    command = [sys.executable, "-m", "network.sessions.groups.engine", "draw", "--seed", "3"]
    drawn = subprocess.run(command, input=json.dumps(problem.to_json()), capture_output=True, text=True, check=True)

    assert imported.stdout.strip() == "[]"
    assert json.loads(drawn.stdout) == [[list(group) for group in engine.draw(problem, 3)[0]]]


def test_the_command_says_no_by_its_status(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for text, status in (('{"people": [{"id": 1}], "group_count": 4}', 1), ("{}", 2), ("no json", 2)):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        assert main(["draw"]) == status

    assert main(["advise", "--people", "56", "--size", "7"]) == 0
