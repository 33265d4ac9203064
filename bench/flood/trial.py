"""Workload F: A on its 25 boards, with nobody else and with each kind of hostile client beside it, in turn."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.flood.hostile import KINDS
from bench.needs import ROOT, on_core
from bench.servers import OURS, DidNotStart, Running, running
from bench.trials import SIZES, Figures, load

CALM = "nobody"
EACH = 6
"""People on a board."""


def carry_out(*, runs: int, seconds: float) -> Iterator[Figures]:
    """All runs, calm ones and floods by turns, each on a fresh server. What goes wrong stands in `failures`."""
    return (_one(kind, turn, seconds) for turn in range(runs) for kind in (CALM, *KINDS))


def _one(kind: str, turn: int, seconds: float) -> Figures:
    size = SIZES["A"]
    about = {"workload": "F", "server": OURS, "seed": turn + 1, "beside": kind}
    try:
        with running(OURS, people=size.people + EACH, boards=size.boards + 1) as server, _flood(kind, server):
            return {**about, **load(server, OURS, "A", seed=turn + 1, seconds=seconds), **about}
    except (DidNotStart, subprocess.TimeoutExpired) as fault:
        return {**about, "failures": [str(fault)]}


@contextmanager
def _flood(kind: str, server: Running) -> Iterator[None]:
    if kind == CALM:
        yield
        return
    # The load generator goes first on its core: the hostile client takes what is left.
    command = [*on_core(1), "nice", "-n", "10", sys.executable, "-m", "bench.flood.hostile"]
    client = subprocess.Popen([*command, kind, str(server.world), str(server.port)], cwd=ROOT)
    try:
        yield
    finally:
        client.kill()
        client.wait()
