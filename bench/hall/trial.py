"""Workload H: the program on one core, the load on another, and a look at what is stored afterwards."""

import gzip
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from bench.hall.weight import Sent, weights
from bench.needs import BENCH, ROOT, on_core
from bench.servers import OURS, DidNotStart, Running, serving

PATIENCE_SECONDS = 180.0
MUNICIPALITIES = 17
PEOPLE, LATE = 120, 15
LEAST_LIVE_SECONDS = 10.0

Figures = dict[str, Any]
"""Joins, late arrivals, pages and times, as bench/hall/load prints them; `failures` is empty when the run counts."""


@dataclass(frozen=True)
class Plan:
    """What is done with a fresh hall. `seconds` is how long people take to come, `live_seconds` how long they work."""

    name: str
    seconds: float
    people: int = PEOPLE
    late: int = LATE
    municipalities: int = MUNICIPALITIES
    live_seconds: float | None = None
    is_printed: bool = True

    @property
    def works_for(self) -> float:
        """A third of the time it took to come, unless it is said; less than ten seconds would say little."""
        return max(self.seconds / 3, LEAST_LIVE_SECONDS) if self.live_seconds is None else self.live_seconds


def plans(seconds: float) -> list[Plan]:
    """The day at its own pace, and everybody in a third of that time."""
    return [Plan("day", seconds), Plan("rush", seconds / 3)]


def carry_out(plan: Plan, *, seed: int = 1) -> Figures:
    """Run one plan on a fresh server with a hall of its own. What goes wrong stands in `failures`."""
    about = {"workload": "H", "plan": plan.name, "seed": seed}
    try:
        with serving(OURS, lambda folder, environ: furnish_for(plan, folder, environ)) as server:
            return {**about, **carried_out(plan, server, seed=seed)}
    except DidNotStart as fault:
        return {**about, "failures": [str(fault)]}
    except subprocess.TimeoutExpired:
        return {**about, "failures": [f"no result {PATIENCE_SECONDS:.0f} s after the time for coming"]}


def carried_out(plan: Plan, server: Running, *, seed: int = 1) -> Figures:
    """The same in a hall that stands already. Raises DidNotStart, TimeoutExpired."""
    figures = _load(plan, server, seed)
    if plan.name == "day" and not figures["failures"]:
        hall = _hall(server)
        figures["seen"] = look(server, hall["gathering"])
        figures["weights"] = {
            "/ (a delegate)": weighed(server.port, "/", hall["delegate"]),
            "/sign-in": weighed(server.port, "/sign-in", ""),
        }
        figures["failures"] = judged(figures)
    return {**figures, "log": server.last_words()} if figures["failures"] else figures


def judged(figures: Figures) -> list[str]:
    """What must be true of the rows that a day leaves."""
    seen = figures["seen"]
    faults = [f"nobody found a place for {name}" for name in seen["without_group"]]
    if seen["largest"] - seen["smallest"] > 1:
        faults.append(f"groups of {seen['smallest']} to {seen['largest']} people")
    if seen["pairs_dealt"]:
        faults.append(f"{seen['pairs_dealt']} neighbours sit together that need not")
    if seen["late"] != figures["late"]["people"]:
        faults.append(f"{seen['late']} of {figures['late']['people']} late arrivals have a place")
    return faults + list(seen["late_faults"])


def weighed(port: int, page: str, cookie: str) -> float:
    """Kilobytes on the wire of a page and all that it needs, with nothing kept from before."""

    def fetch(address: str) -> Sent:
        asked = Request(f"http://127.0.0.1:{port}{address}", headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        with urlopen(asked, timeout=30) as answer:
            body = answer.read()
            is_packed = answer.headers.get("Content-Encoding") == "gzip"
        return Sent(len(body), (gzip.decompress(body) if is_packed else body).decode(errors="replace"))

    return round(sum(weights(fetch, page).values()) / 1000, 1)


def look(server: Running, gathering: str) -> Figures:
    command = [sys.executable, "-m", "bench.hall.look", f"--gathering={gathering}"]
    done = subprocess.run(command, cwd=ROOT, env=dict(server.environ), capture_output=True, text=True)
    if done.returncode:
        raise DidNotStart(f"What is stored could not be looked at:\n{done.stderr[-2000:]}")
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def furnish_for(plan: Plan, folder: Path, environ: Mapping[str, str]) -> Path:
    command = [sys.executable, "-m", "bench.hall.furnish"]
    command += [f"--people={plan.people + plan.late}", f"--municipalities={plan.municipalities}"]
    made = subprocess.run(command, cwd=ROOT, env=dict(environ), capture_output=True, text=True)
    if made.returncode:
        raise DidNotStart(f"The hall could not be furnished:\n{made.stderr[-2000:]}")
    path = folder / "hall.json"
    path.write_text(made.stdout.splitlines()[-1])
    return path


def _hall(server: Running) -> Figures:
    assert server.world is not None
    found: Figures = json.loads(server.world.read_text())
    return found


def _load(plan: Plan, server: Running, seed: int) -> Figures:
    command: Sequence[str] = [*on_core(1), "node", str(BENCH / "hall/load/main.mjs"), f"--hall={server.world}"]
    command = [*command, f"--port={server.port}", f"--pid={server.pid}", f"--plan={plan.name}"]
    command = [
        *command,
        f"--seconds={plan.seconds}",
        f"--late={plan.late}",
        f"--seed={seed}",
        f"--live={plan.works_for}",
    ]
    command = [*command, *([] if plan.is_printed else ["--unprinted"])]
    patience = 2 * plan.seconds + PATIENCE_SECONDS
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=patience)
    lines = done.stdout.splitlines()
    return dict(json.loads(lines[-1])) if lines else {"failures": ["the load generator said nothing"]}
