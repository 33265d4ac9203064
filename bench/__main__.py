"""`python -m bench`: the three servers side by side, a hall full of people, a region with ten years behind it, the
mixing of groups, a slow phone, and a loud end when anything was lost or took too long."""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

from bench import report, storms
from bench.flood import report as flood
from bench.flood import trial as disturbed
from bench.groups import report as groups
from bench.groups import trial as mixing
from bench.hall import report as hall
from bench.hall import trial
from bench.needs import ROOT, Missing, install_peers, on_core, require_node
from bench.phone import report as phone
from bench.phone import trial as slow_phone
from bench.region import report as region
from bench.region import trial as years
from bench.servers import SERVERS, WORK, title
from bench.trials import SIZES, Figures, carry_out, trials
from network.core import clock

HALL, REGION, GROUPS, PHONE, FLOOD = "H", "R", "G", "P", "F"
OF_ITS_OWN = (HALL, REGION, GROUPS, PHONE, FLOOD)
WITHOUT_NODE = {REGION, GROUPS, PHONE}
STARTED = clock.now()


def main() -> int:
    asked = _asked()
    node = ""
    if not set(asked.workloads) <= WITHOUT_NODE:
        try:
            node = require_node()
            install_peers()
        except Missing as lack:
            print(lack, file=sys.stderr)
            return 2
    if not on_core(0):
        print("Cores cannot be kept apart here (taskset or a second core is missing): expect uneven figures.")
    boards = [name for name in asked.workloads if name not in OF_ITS_OWN]
    faults = _compare(boards, asked, node) if boards else 0
    if HALL in asked.workloads:
        faults = max(faults, _fill_hall(asked.hall_secs, node))
    if REGION in asked.workloads:
        faults = max(faults, _follow_up())
    if FLOOD in asked.workloads:
        faults = max(faults, _disturb(asked, node))
    if PHONE in asked.workloads:
        faults = max(faults, _read_on_a_phone())
    return max(faults, _mix(asked.seeds)) if GROUPS in asked.workloads else faults


def _compare(workloads: Sequence[str], asked: argparse.Namespace, node: str) -> int:
    runs = _carry_out_all(workloads, asked.servers, runs=asked.runs, seconds=asked.secs)
    print(f"\n{_surroundings(node)}; {asked.runs} runs of {asked.secs:g} s\n")
    return _say(runs, {name: title(name) for name in asked.servers})


def _fill_hall(seconds: float, node: str) -> int:
    """Workload H: our server alone."""
    runs = []
    for plan in trial.plans(seconds):
        print(f"H {plan.name}: {plan.people} people in {plan.seconds:g} s", flush=True)
        runs.append(trial.carry_out(plan))
    _keep(runs)
    print(f"\n{_surroundings(node)}\n\n{hall.tables(runs)}\n")
    lost = hall.failures(runs)
    print("\n".join(lost or ["Everybody came in, everybody has a place, and every edit was stored."]))
    return 1 if lost else 0


def _disturb(asked: argparse.Namespace, node: str) -> int:
    """Workload F: our server alone, with a hostile client beside the others."""
    runs = []
    for figures in disturbed.carry_out(runs=asked.runs, seconds=asked.secs):
        _keep([figures])
        print(f"F beside {figures['beside']}", flush=True)
        runs.append(figures)
    print(f"\n{_surroundings(node)}; {asked.runs} runs of {asked.secs:g} s\n\n{flood.tables(runs)}\n")
    missed = report.noise(runs) + flood.failures(runs)
    print("\n".join(missed or ["Nobody was disturbed, and every edit was stored."]))
    return 1 if flood.failures(runs) else 0


def _follow_up() -> int:
    """Workload R: our server alone, and nothing of Node."""
    run = years.carry_out()
    _keep([run])
    print(f"\n{_surroundings()}\n\n{region.tables(run)}\n")
    missed = region.failures(run)
    print("\n".join(missed or [f"Every page came within {region.PAGE_GOAL_MS} ms, 95 times of 100."]))
    return 1 if missed else 0


def _read_on_a_phone() -> int:
    """Workload P: our pages in Chromium."""
    run = slow_phone.carry_out()
    _keep([run])
    print(f"\n{_surroundings()}\n\n{phone.tables(run)}\n")
    missed = phone.failures(run)
    print("\n".join(missed or ["The board opened, heard and scrolled within its goals."]))
    return 1 if missed else 0


def _mix(seeds: int) -> int:
    """Workload G: the engine's command alone."""
    run = mixing.carry_out(seeds)
    _keep([run])
    print(f"\n{_surroundings()}\n\n{groups.tables(run)}\n")
    missed = groups.failures(run)
    print("\n".join(missed or ["Every plan kept every hard wish and reached what is asked of it."]))
    return 1 if missed else 0


def _say(runs: Sequence[Figures], titles: Mapping[str, str]) -> int:
    writing = [run for run in runs if run["workload"] not in storms.ALL]
    if writing:
        print(report.figures_table(writing, titles))
        print("\nOurs divided by theirs, medians; below 1 ours is better.\n\n" + report.ratio_table(writing, titles))
    print("\n" + storms.tables(runs, titles) + "\n")
    lost = report.failures(runs)
    for line in report.noise(writing) + lost:
        print(line)
    if not lost:
        print("Every edit of every run arrived, was stored, and left equal boards.")
    return 1 if lost else 0


def _asked() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    known = [*SIZES, *OF_ITS_OWN]
    reader.add_argument(
        "--workloads", type=_some_of(known), default=["A", "B", HALL, GROUPS, PHONE], help=", ".join(known)
    )
    reader.add_argument("--servers", type=_some_of(SERVERS), default=list(SERVERS), help=", ".join(SERVERS))
    reader.add_argument("--runs", type=int, default=3)
    reader.add_argument("--secs", type=float, default=12, help="that are measured in each run")
    reader.add_argument("--hall-secs", type=float, default=180, help="in which 120 people come (H)")
    reader.add_argument("--seeds", type=int, default=20, help="halls of each kind (G)")
    return reader.parse_args()


def _some_of(known: Iterable[str]) -> Callable[[str], list[str]]:
    """Reads names with commas between them, all of which must be known."""

    def names(text: str) -> list[str]:
        found = [name.strip() for name in text.split(",")]
        if not set(found) <= set(known):
            raise argparse.ArgumentTypeError(f"choose from {', '.join(known)}")
        return found

    return names


def _carry_out_all(workloads: Sequence[str], servers: Sequence[str], *, runs: int, seconds: float) -> list[Figures]:
    """All runs; each is kept as a line of JSON at once, so that an interrupted bench leaves what it found."""
    done = []
    for one in trials(workloads, servers, runs):
        figures = carry_out(one, seconds=seconds)
        _keep([figures])
        print(_line(figures), flush=True)
        done.append(figures)
    return done


def _keep(runs: Sequence[Figures]) -> None:
    WORK.mkdir(parents=True, exist_ok=True)
    path = WORK / f"{STARTED:%Y%m%d-%H%M%S}-{os.getpid()}.jsonl"
    if not path.exists():
        print(f"Every run: {path.relative_to(ROOT)}", flush=True)
    with path.open("a") as kept:
        for figures in runs:
            print(json.dumps(figures), file=kept)


def _line(figures: Figures) -> str:
    head = f"{figures['workload']:<3} {figures['server']:<12}"
    if figures["failures"]:
        return f"{head} FAILED: {figures['failures'][0]}"
    if figures["workload"] in storms.ALL:
        return head
    edit = figures["edit_ms"]
    return f"{head} {figures['cpu_ms_per_1000']:6.1f} ms CPU per 1,000   edit p50 {edit['p50']} p95 {edit['p95']} ms"


def _surroundings(node: str = "") -> str:
    cores = len(os.sched_getaffinity(0))
    said = f"{clock.now():%Y-%m-%d}, {cores} cores, Python {platform.python_version()}"
    if not node:
        return said
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{said}, Node {version}"


if __name__ == "__main__":
    sys.exit(main())
