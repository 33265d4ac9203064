"""The engine's command, once for each hall and seed, and what the scorer says of each answer."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from itertools import combinations
from typing import Any

from bench.groups.instances import PLANS, REPAIRED, SEASONS, changed, season
from bench.groups.scoring import score
from bench.needs import ROOT

COMMAND = (sys.executable, "-m", "network.sessions.groups.engine")
SEASON_SEEDS = 3
SEASON_AFTER = (1, 2, 4, 8)
"""Gatherings after which is counted how many of all pairs have met."""
PATIENCE_SECONDS = 120.0
FILLING_SECONDS = 900.0

Figures = dict[str, Any]
Answer = Mapping[str, Any]


def carry_out(runs: int) -> Figures:
    """`halls`: name → one row of figures for each seed. `seasons`: name → the same. `failures` in words."""
    found: Figures = {"workload": "G", "halls": {}, "seasons": {}, "failures": []}
    found |= {"load": [round(one, 1) for one in os.getloadavg()], "cores": len(os.sched_getaffinity(0))}
    for name, make in PLANS.items():
        repaired = f"{name}, changed after the first"
        for seed in range(1, runs + 1):
            instance = make(seed)
            answer = _noted(found, name, instance)
            if answer is not None and name in REPAIRED:
                _noted(found, repaired, changed(seed, instance, answer["rounds"]))
    for people, of in SEASONS.items():
        found["seasons"][people] = [_season(seed, of) for seed in range(1, min(runs, SEASON_SEEDS) + 1)]
    found["beats"] = _told_by("heartbeat")
    found["pages"] = _told_by("pages")
    found["browser"] = _told_by("browser")
    return found


def _told_by(name: str) -> Figures:
    """What a program of its own measures. heartbeat: what gevent's loop notices of a draw; pages: what they cost the
    server; browser: what a laptop does with them.
    """
    asked = (sys.executable, "-m", f"bench.groups.{name}")
    done = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT, timeout=FILLING_SECONDS, check=True)
    answer: Figures = json.loads(done.stdout.splitlines()[-1])
    return answer


def _noted(found: Figures, name: str, instance: Mapping[str, Any]) -> Answer | None:
    """One row more, and the same asked again for the first seed: the answer must be the same."""
    answer, seconds = answered(instance)
    if answer is None:
        found["failures"].append(f"{name}, seed {instance['seed']}: no plan")
        return None
    row = {**score(instance, answer["rounds"]), "seconds": answer["seconds"], "cpu_seconds": round(seconds, 3)}
    found["halls"].setdefault(name, []).append(row)
    if instance["seed"] == 1:
        again, _seconds = answered(instance)
        if again is None or again["rounds"] != answer["rounds"]:
            found["failures"].append(f"{name}: the same seed gave another answer")
    return answer


def answered(instance: Mapping[str, Any]) -> tuple[Answer | None, float]:
    """What the command says, None when it refuses; and how long it worked, with its start and loading NumPy."""
    before = _worked()
    done = subprocess.run(
        COMMAND,
        input=json.dumps(instance),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=PATIENCE_SECONDS,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
    return (json.loads(done.stdout) if done.returncode == 0 else None), _worked() - before


def _worked() -> float:
    """Seconds of processor time of all commands so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _season(seed: int, of: tuple[int, int, int]) -> Figures:
    """Gathering after gathering, each knowing those before."""
    met: dict[tuple[str, ...], int] = {}
    sat: list[list[list[list[str]]]] = []
    shares, longest = {}, 0.0
    people: set[str] = set()
    places: dict[str, str] = {}
    for number, instance in enumerate(season(seed, *of), start=1):
        history = [{"age": number - at, "groups": groups} for at, plan in enumerate(sat, start=1) for groups in plan]
        answer, _seconds = answered({**instance, "history": history})
        if answer is None:
            return {"shares": {}, "broken": 1, "seconds": 0.0, "most": 0}
        sat.append(answer["rounds"])
        longest = max(longest, answer["seconds"])
        places = {one["id"]: one["municipality"] for one in instance["people"]}
        people |= set(instance["rounds"][0]["present"])
        for groups in answer["rounds"]:
            for group in groups:
                for pair in combinations(sorted(group), 2):
                    met[pair] = met.get(pair, 0) + 1
        if number in SEASON_AFTER:
            possible = sum(places[a] != places[b] for a, b in combinations(sorted(people), 2))
            shares[str(number)] = round(sum(places[a] != places[b] for a, b in met) / possible, 4)
    return {"shares": shares, "broken": 0, "seconds": longest, "most": max(met.values())}
