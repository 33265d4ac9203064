"""The order of the runs, and what the two halves of the bench must agree on."""

import re
from pathlib import Path

from bench.servers import OURS
from bench.trials import SIZES, Size, Trial, trials
from bench.world import COLUMNS

LOAD = Path(__file__).parents[2] / "bench/load"


def test_servers_take_turns_and_each_is_first_once() -> None:
    order = [(trial.seed, trial.server) for trial in trials(["A"], ["a", "b", "c"], runs=3)]

    assert order == [
        (1, "a"), (1, "b"), (1, "c"),
        (2, "b"), (2, "c"), (2, "a"),
        (3, "c"), (3, "a"), (3, "b"),
    ]  # fmt: skip


def test_every_server_gets_the_same_seeds() -> None:
    made = list(trials(["A", "B"], ["a", "b"], runs=2))

    seeds = {server: [(one.workload, one.seed) for one in made if one.server == server] for server in ("a", "b")}
    assert seeds["a"] == seeds["b"] == [("A", 1), ("A", 2), ("B", 1), ("B", 2)]
    assert Trial("A", "a", 1) in made


def test_what_the_peers_do_not_have_is_ours_alone() -> None:
    assert [trial.server for trial in trials(["L"], [OURS, "b"], runs=2)] == [OURS, OURS]


def test_world_and_load_generator_speak_of_the_same_numbers() -> None:
    rows = re.findall(r"^  (\w+): .*boards: (\d+), each: (\d+)", (LOAD / "workloads.mjs").read_text(), re.M)

    assert {name: Size(people=int(boards) * int(each), boards=int(boards)) for name, boards, each in rows} == SIZES


def test_world_and_load_generator_name_the_same_columns() -> None:
    named = re.search(r"const COLUMNS = \[(.*)\]", (LOAD / "run.mjs").read_text())

    assert named is not None
    assert re.findall(r'"(\w+)"', named[1]) == [column.key for column in COLUMNS]
