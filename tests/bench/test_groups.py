"""Workload G: its halls are instances, its scorer sees what is wrong, and what it says of its figures."""

import copy
from typing import Any

import pytest

from bench.groups import report
from bench.groups.fewest_moves import least_alike
from bench.groups.instances import PLANS, changed, season
from bench.groups.scoring import score
from network.sessions.groups import engine
from network.sessions.groups.engine.reading import read_instance

WISHED = "80 people with hard wishes, 11 groups, 4 rounds"
HALL: dict[str, Any] = {
    "people": [{"id": name, "municipality": name.upper() if name < "c" else "C"} for name in "abcdef"],
    "rounds": [{"groups": 3}, {"groups": 3}],
}
PLAN = [[["a", "c"], ["b", "d"], ["e", "f"]], [["a", "d"], ["b", "c"], ["e", "f"]]]


@pytest.mark.parametrize("name", PLANS)
def test_every_hall_is_an_instance_without_a_contradiction(name: str) -> None:
    made = PLANS[name](3)

    assert engine.check(read_instance(made).problem) == []
    assert made == PLANS[name](3) != PLANS[name](4)


def test_a_plan_is_counted() -> None:
    found = score(HALL, PLAN)

    assert found == {
        "broken": [],
        "meetings": 6,
        "same_excess": 0,
        "repeats": 1,
        "party": 0,
        "party_least": 0,
        "new": 4,
        "new_most": 4,
    }


def test_the_scorer_and_the_engines_judge_agree() -> None:
    """Two that share no code, on a hall with everything in it."""
    made = PLANS[WISHED](1)
    instance = read_instance(made)
    plan = engine.draw(instance.problem, 1, 30)
    report_ = engine.judge(instance.problem, plan)

    found = score(made, instance.named(plan))

    assert (found["broken"], report_.faults, found["meetings"]) == ([], (), report_.meetings)
    assert found["same_excess"] == report_.same_municipality - report_.least_same_municipality
    assert (found["party"], found["repeats"] + 3) == (report_.same_party, report_.repeats_in_plan)


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"together": [["a", "b"]]}, "together ['a', 'b']"),
        ({"apart": [["a", "c"]]}, "apart ['a', 'c']"),
        ({"pinned": [{"person": "a", "group": 2, "rounds": [0]}]}, "pinned a"),
        ({"facilitators": ["e", "f"]}, "facilitators [2]"),
        ({"max_per_municipality": 1}, "2 of one municipality"),
    ],
)
def test_a_broken_wish_is_seen(wishes: dict[str, Any], said: str) -> None:
    assert f"round 0: {said}" in score({**HALL, "constraints": wishes}, PLAN)["broken"]


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([["a", "c"], ["b", "d"], ["e", "e"]], "round 0: not everybody once"),
        ([["a", "c", "e"], ["b", "d"], ["f"]], "round 0: sizes [3, 2, 1]"),
    ],
)
def test_a_plan_that_is_none_is_seen(groups: list[list[str]], said: str) -> None:
    assert said in score(HALL, [groups, PLAN[1]])["broken"]


def test_moves_are_counted_and_what_is_over_is_over() -> None:
    asked = {**HALL, "published": PLAN, "frozen_rounds": 1}
    second = [["d", "b"], ["a", "c"], ["e", "f"]]

    found = score(asked, [PLAN[0], second])
    undone = score(asked, [second, PLAN[1]])

    assert (found["moved"], found["moved_least"], found["broken"]) == (2, 0, [])
    assert undone["broken"] == ["round 0 is over and was changed"]


PLACES = {"a1": "a", "a2": "a", "b1": "b", "b2": "b", "c1": "c", "c2": "c", "d": "d"}


@pytest.mark.parametrize(
    ("published", "here", "least"),
    [
        ([["a1", "b1"], ["a2", "c1"]], ["a1", "b1", "a2", "c1"], 0),
        # b2 comes, and a chair is free in either group.
        ([["a1", "b1"], ["a2", "c1"]], ["a1", "b1", "a2", "c1", "b2"], 0),
        # The one chair that is free stands beside her neighbour, and nobody need move.
        ([["a1", "b1", "c1"], ["a2", "c2"]], ["a1", "b1", "c1", "a2", "c2", "b2"], 0),
        ([["a1", "b1", "d"], ["a2", "c1"]], ["a1", "b1", "d", "a2", "c1", "c2"], 1),
        # One of the three must move, and only d finds nobody from home.
        ([["a1", "c1", "d"], ["a2"]], ["a1", "c1", "d", "a2"], 0),
        ([["a1", "a2", "d"], ["b1"]], ["a1", "a2", "d", "b1"], 0),
        # Nobody moves, and those who were dealt together stay so.
        ([["a1", "a2"], ["b1", "b2"]], ["a1", "a2", "b1", "b2"], 2),
    ],
)
def test_the_fewest_pairs_from_home_with_the_fewest_moves(
    published: list[list[str]], here: list[str], least: int
) -> None:
    assert least_alike(published, here, PLACES) == least


def test_of_a_repair_a_pair_from_home_counts_when_the_fewest_moves_could_do_without() -> None:
    people = [{"id": one, "municipality": place} for one, place in PLACES.items()]
    told = [["a1", "b1", "d"], ["a2", "c1"]]
    present = ["a1", "b1", "d", "a2", "c1", "c2"]
    asked = {
        "people": people,
        "rounds": [{"groups": 2, "present": present}],
        "published": [told],
        "frozen_rounds": 0,
    }

    must = score(asked, [[["a1", "b1", "d"], ["a2", "c1", "c2"]]])
    need_not = score(asked, [[["a1", "a2", "d"], ["b1", "c1", "c2"]]])

    assert (must["same_excess"], need_not["same_excess"]) == (0, 1)


def test_a_changed_hall_and_a_season_are_instances() -> None:
    name = "56 people, 9 groups, 4 rounds"
    before = PLANS[name](1)
    instance = read_instance(before)
    published = instance.named(engine.draw(instance.problem, 1, 0))

    after = read_instance(changed(1, before, published))

    assert (after.frozen, len(after.problem.people), len(after.problem.rounds[1].present)) == (1, 59, 53)
    assert all(engine.check(read_instance(one).problem) == [] for one in season(1, 14, 4, 6))


def row(**other: Any) -> dict[str, Any]:
    return {
        "broken": [],
        "same_excess": 0,
        "repeats": 0,
        "party": 30,
        "party_least": 20,
        "new": 588,
        "new_most": 588,
        "seconds": 0.2,
        "cpu_seconds": 0.4,
        **other,
    }


def run(hall: str = "56 people, 9 groups", *rows: dict[str, Any]) -> dict[str, Any]:
    shares = {"1": 0.45, "2": 0.7, "4": 0.96, "8": 1.0}
    seasons = {"56": [{"shares": shares, "most": 5, "seconds": 0.5}]}
    beats = {"beside": {"longest_ms": 57, "took_ms": 2169}, "here": {"longest_ms": 1226}, "alike": True}
    pages = {"evening out": {"ms": 80, "questions": 18}, "the smallest page": {"ms": 2, "questions": 1}}
    turn = {"task": 40.0, "took": 180.0, "did": {"layout": 22.0, "style": 11.0}}
    browser = {"dropping her": [turn, {**turn, "task": 90.0}, turn]}
    rest = {"beats": beats, "pages": pages, "browser": browser, "load": [0.1, 0, 0], "cores": 2, "failures": []}
    return {"halls": {hall: rows or [row()]}, "seasons": seasons, **rest}


def test_a_good_run_misses_nothing_and_has_a_line_for_each_hall() -> None:
    said = report.tables(run())

    assert report.failures(run()) == []
    assert "| 56 people, 9 groups | 1 | 0 | 0 | 0 | 1.000 | 1.50 | – | 0.20 | 0.20 | 0.40 |" in said
    assert "| 56 people | 1 | 45.0% | 70.0% | 96.0% | 100.0% | 5 | 0.50 |" in said


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (row(broken=["round 1: apart"]), "broken: ['round 1: apart']"),
        (row(same_excess=2), "2 pairs from one municipality that need not be"),
        (row(repeats=3), "3 repeated meetings"),
        (row(new=500), "0.850 of the new pairs that can be"),
        (row(seconds=1.2), "p95 1.20 s, and 1 are the most"),
        (row(moved=3, moved_least=2), "more people moved than must"),
        (row(moved=2, moved_least=2, same_excess=1), "1 pairs from one municipality that need not be"),
        (row(moved=2, moved_least=2, seconds=0.6), "p95 0.60 s, and 0.5 are the most"),
    ],
)
def test_each_goal_that_is_missed_is_said(bad: dict[str, Any], why: str) -> None:
    assert report.failures(run("56 people, 9 groups", bad)) == [f"GOAL MISSED  G: 56 people, 9 groups: {why}"]


def test_a_repair_may_repeat_and_golfers_may_not() -> None:
    golfers, repaired = (
        run("golfers 8-4-10", row(repeats=24)),
        run("56 people, changed", row(repeats=1, moved=2, moved_least=2)),
    )

    assert report.failures(golfers) == ["GOAL MISSED  G: golfers 8-4-10: 24 repeated meetings"]
    assert report.failures(repaired) == []


def test_a_season_in_which_too_few_meet_and_a_noisy_machine_are_said() -> None:
    few = copy.deepcopy(run())
    few["seasons"]["56"][0]["shares"]["4"] = 0.9

    still = copy.deepcopy(run())
    still["beats"]["beside"]["longest_ms"], still["beats"]["alike"] = 400, False

    assert [line.partition(":")[0] for line in report.failures(still)] == ["GOAL MISSED  G", "FAILED RUN  G"]
    assert "stands still for 57 ms at most; drawn in the loop itself it stands for 1226 ms." in report.tables(run())
    assert report.failures(few) == ["GOAL MISSED  G: eight gatherings of 56: 90.0% met after four"]
    assert ["NOISY" in report.tables({**run(), "load": [load, 0, 0]}) for load in (0.9, 1.1)] == [False, True]


def test_a_page_that_costs_too_much_is_said_unless_others_had_the_machine_or_boards_were_made() -> None:
    slow = copy.deepcopy(run())
    slow["pages"] |= {name: {"ms": 300, "questions": 9} for name in ("publishing", f"closing, {report.WITH_BOARDS}")}

    assert "| evening out | 80 | 40 | 18 |" in report.tables(run())
    assert report.failures(slow) == ["GOAL MISSED  G: publishing: 300 ms of the server's, and 100 are the most"]
    assert report.failures({**slow, "load": [2.0, 0, 0]}) == []


def test_a_page_that_stands_still_is_said_and_a_wait_for_the_search_is_none() -> None:
    slow = copy.deepcopy(run())
    turn = {"task": 140.0, "took": 1500.0, "did": {"layout": 100.0}}
    slow["browser"] |= {"dropping her": [turn], "making the groups": [turn], report.ALONE[0]: [{**turn, "task": 9.0}]}

    line = "| dropping her | 3 | 40 | 90 | layout 22, style 11 | 180 | 180 | 1000 |"
    assert line in report.tables(run())
    assert report.failures(slow) == [
        "GOAL MISSED  G: dropping her: the page stood still for 140 ms, and 100 are the most",
        "GOAL MISSED  G: dropping her: painted 1500 ms after the press, and 1000 are the most",
        "GOAL MISSED  G: making the groups: the page stood still for 140 ms, and 100 are the most",
        f"GOAL MISSED  G: {report.ALONE[0]}: painted 1500 ms after the press, and 100 are the most",
    ]
    assert report.failures({**slow, "load": [2.0, 0, 0]}) == []
