"""Many at once, and a server that is killed: the bench says what came of it, and what was lost."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import servers, storms
from bench.needs import ROOT
from bench.servers import OURS, Server, running
from bench.trials import SIZES, Figures, generate

Generate = Callable[[str], Figures]
NODE = shutil.which("node") or "node"


@pytest.fixture
def carried_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generate:
    """Carries out a small workload against the real program; outside modules are those in tests/vendor."""
    monkeypatch.setattr(servers, "WORK", tmp_path)
    monkeypatch.chdir(ROOT)

    def carry_out(workload: str) -> Figures:
        size = SIZES[workload]
        with running(OURS, people=size.people, boards=size.boards) as server:
            command = [NODE, "--import", "./tests/js/resolve.mjs", "bench/load/main.mjs", f"--server={OURS}"]
            command += [f"--workload={workload}", f"--port={server.port}", f"--pid={server.pid}", "--seconds=1"]
            return generate([*command, f"--world={server.world}"], 1, server) or {}

    return carry_out


@pytest.mark.server
@pytest.mark.node
def test_all_who_come_at_once_get_the_whole_board(carried_out: Generate) -> None:
    figures = carried_out("SD")

    assert (figures["failures"], figures["join_ms"]["count"]) == ([], 6)


@pytest.mark.server
@pytest.mark.node
def test_a_killed_server_has_all_that_it_acknowledged_and_everybody_comes_back(carried_out: Generate) -> None:
    figures = carried_out("SE")

    told = {name: figures[name] for name in ("failures", "lost", "undelivered", "unstored", "converged")}
    assert told == {"failures": [], "lost": 0, "undelivered": 0, "unstored": 0, "converged": 2}
    assert figures["promised"] > 0


@pytest.mark.server
@pytest.mark.node
def test_one_that_acknowledges_too_early_is_seen_to_lose(
    carried_out: Generate, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-m", "tests.faults.program", "acknowledge_before_the_commit"]
    hasty = Server(OURS, "hasty", lambda: command, servers.SERVERS[OURS].settings)
    monkeypatch.setitem(servers.SERVERS, OURS, hasty)

    assert carried_out("SE")["lost"] > 0


def test_the_table_has_the_medians_of_the_runs_that_count() -> None:
    def run(p95: float, failures: list[str]) -> Figures:
        times = {"p50": 1.0, "p95": p95, "max": 9.0}
        return {"workload": "D", "server": "x", "join_ms": times, "cpu_s": 0.5, "memory_mb": 80, "failures": failures}

    said = storms.tables([run(3.0, []), run(5.0, []), run(99.0, ["cut"])], {"x": "X"})

    assert said.splitlines()[2] == "| D | X | 2 of 3 | 1.0 | 4.0 | 9.0 | 0.50 | 80 |"


def test_a_workload_that_always_failed_says_so() -> None:
    run = {"workload": "E", "server": "x", "failures": ["no answer"]}

    assert "0 of 1 | FAILED" in storms.tables([run], {"x": "X"})
