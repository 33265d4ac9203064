"""The tables of workload P. Knows figures, nothing of how they were made."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.region.report import is_noisy

Figures = Mapping[str, Any]

SCRIPT_GOAL_MS, OPENING_GOAL_MS, JANK_MS = 50, 1000, 50
"""For another's edit; until a board that the device has seen before can be read; and the longest that a task may hold a
page that is scrolled, with what the page asks of it: the browser's collector of garbage comes when it comes, and is
reported beside it."""
OPENING = {"read": "can be read", "live": "can be written on", "saved": "is live with all its notes"}


def tables(run: Figures) -> str:
    """Markdown. Nothing of a run that does not count."""
    if run["failures"]:
        return ""
    firsts = [(OPENING[what], times["first"]) for what, times in run["opening"].items()]
    rows = [
        *(["until it " + words + ", the first time, ms", "1", *[f"{first:.0f}"] * 3, ""] for words, first in firsts),
        *(_row(f"until it {OPENING[what]}, ms", times["again"], _goal(what)) for what, times in run["opening"].items()),
        *(_row(f"script for {act}, ms", times, SCRIPT_GOAL_MS) for act, times in run["edits"].items()),
        _row("longest task of a sweep, ms", run["scrolling"]["page"], JANK_MS),
        _row("… and of collecting garbage meanwhile, ms", run["scrolling"]["memory"], None),
        _row("yardstick: sorting 4,000 numbers, ms", run["yardstick"], None),
    ]
    lines = [["what", "count", "p50", "p95", "longest", "goal"], ["---"] * 6, *rows]
    load = " / ".join(f"{one:g}" for one in run["load"])
    noisy = "\nNOISY RUN: others had the machine." if is_noisy(run) else ""
    about = (
        f"{run['notes']} notes, the processor slowed {run['slowed']} times. The machine's load when it began: {load}."
    )
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + f"\n\n{about}{noisy}"


def failures(run: Figures) -> list[str]:
    """A line for everything that went wrong, and for each goal that was missed."""
    if run["failures"]:
        return [f"FAILED RUN  P: {why}" for why in run["failures"]]
    found = {f"script for {act}": (times["p95"], SCRIPT_GOAL_MS) for act, times in run["edits"].items()}
    found["until it can be read"] = (run["opening"]["read"]["again"]["p95"], OPENING_GOAL_MS)
    found["longest task of a sweep"] = (run["scrolling"]["page"]["p95"], JANK_MS)
    return [
        f"GOAL MISSED  P: {what}: {ms:.0f} ms, and {goal} are the most"
        for what, (ms, goal) in found.items()
        if ms > goal
    ]


def _goal(what: str) -> int | None:
    return OPENING_GOAL_MS if what == "read" else None


def _row(what: str, times: Figures, goal: int | None) -> Sequence[str]:
    return [what, str(times["count"]), *(f"{times[name]:.0f}" for name in ("p50", "p95", "max")), str(goal or "")]
