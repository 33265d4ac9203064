"""The order of the runs, and one run of the load generator."""

import json
import subprocess
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.needs import BENCH, on_core
from bench.servers import OURS, DidNotStart, Running, running
from bench.storms import OURS_ALONE

PATIENCE_SECONDS = 240.0

Figures = dict[str, Any]
"""One run as bench/load/main.mjs prints it; `failures` is a list of sentences, empty when the run counts.

A failed run has the server's last words beside, as `log`.
"""


@dataclass(frozen=True)
class Size:
    """How many people share how many boards, and the notes that lie there already."""

    people: int
    boards: int


SIZES = {"S": Size(6, 2), "A": Size(150, 25), "B": Size(150, 1), "B4": Size(150, 1), "C": Size(300, 1)} | {
    "A50": Size(300, 50),
    "A100": Size(600, 100),
    "A200": Size(1200, 200),
    "D": Size(150, 25),
    "E": Size(150, 25),
    "E6": Size(300, 6),
    "L": Size(150, 25),
    "SD": Size(6, 2),
    "SE": Size(6, 2),
}
"""The same numbers as in bench/load/workloads.mjs."""
KILL = "KILL"
"""What the load generator says when the server shall be killed; it is told the new process id."""


@dataclass(frozen=True)
class Trial:
    workload: str
    server: str
    seed: int


def trials(workloads: Sequence[str], servers: Sequence[str], runs: int) -> Iterator[Trial]:
    """Every server once in each round, a different one first each time, so that a change in the machine hits all."""
    for workload in workloads:
        for turn in range(runs):
            first = turn % len(servers)
            for server in (*servers[first:], *servers[:first]):
                if server != OURS and workload in OURS_ALONE:
                    continue
                yield Trial(workload, server, seed=turn + 1)


def carry_out(trial: Trial, *, seconds: float) -> Figures:
    """Run one trial on a fresh server. What goes wrong stands in `failures`."""
    size = SIZES[trial.workload]
    about = {"server": trial.server, "workload": trial.workload, "seed": trial.seed}
    try:
        with running(trial.server, people=size.people, boards=size.boards) as server:
            return load(server, trial.server, trial.workload, seed=trial.seed, seconds=seconds)
    except DidNotStart as fault:
        return {**about, "failures": [str(fault)]}
    except subprocess.TimeoutExpired:
        return {**about, "failures": [f"no result {PATIENCE_SECONDS:.0f} s after the time for writing"]}


def load(server: Running, name: str, workload: str, *, seed: int, seconds: float) -> Figures:
    """Have the load generator do this workload on a server that runs. Raises TimeoutExpired, DidNotStart."""
    command = [*on_core(1), "node", str(BENCH / "load/main.mjs")]
    command += [f"--server={name}", f"--workload={workload}", f"--seed={seed}"]
    command += [f"--port={server.port}", f"--pid={server.pid}", f"--seconds={seconds}"]
    command += [f"--world={server.world}"] if server.world else []
    about = {"server": name, "workload": workload, "seed": seed}
    figures = generate(command, seconds, server) or {**about, "failures": ["the load generator said nothing"]}
    return {**figures, "log": server.last_words()} if figures["failures"] else figures


def generate(command: Sequence[str], seconds: float, server: Running) -> Figures | None:
    """The last line that the load generator says. Raises TimeoutExpired, and DidNotStart after a kill."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    watchdog = threading.Timer(seconds + PATIENCE_SECONDS, process.kill)
    watchdog.start()
    last = ""
    try:
        for line in process.stdout or ():
            last = line
            if line.strip() == KILL and process.stdin:
                print(server.kill_and_start(), file=process.stdin, flush=True)
    finally:
        is_late = not watchdog.is_alive()
        watchdog.cancel()
        process.kill()
        process.communicate()
    if is_late:
        raise subprocess.TimeoutExpired(list(command), seconds + PATIENCE_SECONDS)
    return json.loads(last) if last.startswith("{") else None
