"""The tables of workload P. Knows figures, nothing of how they were made."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.region.report import is_noisy

Figures = Mapping[str, Any]

SCRIPT_GOAL_MS, OPENING_GOAL_MS, JANK_MS = 50, 1000, 50
"""For another's edit; for opening a board that the device has seen before; and the longest that a task may hold a
page that is scrolled."""


def tables(run: Figures) -> str:
    """Markdown. Nothing of a run that does not count."""
    if run["failures"]:
        return ""
    rows = [
        ["opening it for the first time, ms", "1", *[f"{run['opening']['first']:.0f}"] * 3, ""],
        _row("opening it once more, ms", run["opening"]["again"], OPENING_GOAL_MS),
        *(_row(f"script for {act}, ms", times, SCRIPT_GOAL_MS) for act, times in run["edits"].items()),
        ["longest task while scrolling, ms", "1", *[f"{run['scrolling']['longest_ms']:.0f}"] * 3, str(JANK_MS)],
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
    found["opening once more"] = (run["opening"]["again"]["p95"], OPENING_GOAL_MS)
    found["longest task while scrolling"] = (run["scrolling"]["longest_ms"], JANK_MS)
    return [
        f"GOAL MISSED  P: {what}: {ms:.0f} ms, and {goal} are the most"
        for what, (ms, goal) in found.items()
        if ms > goal
    ]


def _row(what: str, times: Figures, goal: int) -> Sequence[str]:
    return [what, str(times["count"]), *(f"{times[name]:.0f}" for name in ("p50", "p95", "max")), str(goal)]
