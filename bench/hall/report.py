"""The tables of workload H. Knows figures, nothing of how they were made."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Figures = Mapping[str, Any]

PAGE_GOAL_MS, LATE_GOAL_MS = 100, 1_000
BUSY_PERCENT, LATE_TIMER_MS = 75, 15
"""Beyond these the load generator measures itself."""
PARTS = {
    "scan": "the badge's page",
    "press": "its button",
    "page": "the first page",
    "follow": "the live line",
    "whole": "all of it",
}
MADE = {"deal": "make the groups", "boards": "send people to their tables (a board each)", "pack": "the print pack"}


def tables(runs: Sequence[Figures]) -> str:
    """Markdown: coming in, pages while the hall is live, and what takes a while."""
    counted = [run for run in runs if not run["failures"]]
    parts = [_coming(counted), *(_day(run) for run in counted if "live" in run)]
    return "\n\n".join(part for part in parts if part)


def failures(runs: Sequence[Figures]) -> list[str]:
    """A line for everything that went wrong or missed its goal, and what the server said last."""
    lines = []
    for run in runs:
        lines += [f"FAILED RUN  H {run['plan']} (seed {run['seed']}): {why}" for why in run["failures"]]
        if run["failures"] and run.get("log"):
            lines.append(f"The server's last words:\n{run['log']}")
        if not run["failures"]:
            lines += [f"GOAL MISSED  H {run['plan']}: {why}" for why in missed(run)]
    return lines


def missed(run: Figures) -> list[str]:
    """Goals of a run that counts: all late arrivals within a second, pages within 100 ms at the 95th percentile."""
    found = []
    if "late" in run and run["late"]["ms"]["press"]["max"] > LATE_GOAL_MS:
        found.append(f"a late arrival waited {run['late']['ms']['press']['max']:.0f} ms for a group")
    pages = run["live"]["pages"] if "live" in run else {}
    found += [
        f"the page {name}: p95 {page['p95']:.0f} ms"
        for name, page in pages.items()
        if page["count"] and page["p95"] > PAGE_GOAL_MS
    ]
    return found


def is_noisy(run: Figures) -> bool:
    """Whether the load generator was held up, so that its times say little about the server."""
    live = run.get("live")
    busy = live and (live["generator_cpu_percent"] > BUSY_PERCENT or live["generator_loop_p99_ms"] > LATE_TIMER_MS)
    return bool(busy)


def _coming(runs: Sequence[Figures]) -> str:
    rows = []
    for run in runs:
        groups = [(f"{run['joins']['people']} in {run['joins']['seconds']:g} s", run["joins"])]
        groups += [(f"{run['late']['people']} late, within a second", run["late"])] if "late" in run else []
        rows += [
            [name, PARTS[part], str(ms["count"]), *_spread(ms)]
            for name, joins in groups
            for part, ms in joins["ms"].items()
        ]
    return _table(["who comes", "what", "count", "p50 ms", "p95 ms", "longest ms"], rows) if rows else ""


def _day(run: Figures) -> str:
    live = run["live"]
    rows = [[name, str(ms["count"]), *_spread(ms)] for name, ms in live["pages"].items()]
    rows.append(["phones asking again", str(live["refetches"]["count"]), *_spread(live["refetches"])])
    rows.append(["the facilitator's move", str(live["moves"]["count"]), *_spread(live["moves"])])
    rows.append(["an edit until it is stored", str(live["stored_ms"]["count"]), *_spread(live["stored_ms"])])
    used = (
        f"{live['people']} people live, {live['writers']} of them writing; the server used {live['cpu_percent']} % "
        f"of its core and {live['memory_mb']} MB, the load generator {live['generator_cpu_percent']} % of its own "
        f"(its timers {live['generator_loop_p99_ms']} ms late at p99), others {live['others_percent']} %."
    )
    made = [[words, f"{run['ms'][name]:.0f}"] for name, words in MADE.items() if run["ms"].get(name) is not None]
    noisy = "\n\nNOISY RUN: the load generator was held up; do not quote these." if is_noisy(run) else ""
    return "\n\n".join(
        [
            _table(["page, while the hall is live", "count", "p50 ms", "p95 ms", "longest ms"], rows),
            used + noisy,
            _table(["takes a while", "ms"], made),
            _table(["weight of the first page, gzip", "kB"], _weights(run.get("weights", {}))),
        ]
    )


def _weights(weights: Mapping[str, float]) -> list[list[str]]:
    return [[name, f"{kilobytes:.1f}"] for name, kilobytes in weights.items()]


def _spread(ms: Mapping[str, float | None]) -> list[str]:
    return ["–" if ms[name] is None else f"{ms[name]:.0f}" for name in ("p50", "p95", "max")]


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
