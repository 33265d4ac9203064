"""What is said of the runs that are no plain writing: many who come at once, a server that is killed, pages beside.

Knows figures, nothing of how they were made.
"""

from collections.abc import Mapping, Sequence
from statistics import median

from bench.report import Figures, at, good, grouped, plain, table

STORM, KILLS, PAGES = ("D", "SD"), ("E", "E6", "SE"), ("L",)
ALL = (*STORM, *KILLS, *PAGES)
OURS_ALONE = PAGES

Columns = Mapping[str, tuple[str, int]]
"""Heading → the figure's dotted name and its decimals."""

_COLUMNS: dict[tuple[str, ...], Columns] = {
    STORM: {
        "join p50 ms": ("join_ms.p50", 1),
        "join p95 ms": ("join_ms.p95", 1),
        "longest ms": ("join_ms.max", 1),
        "CPU s": ("cpu_s", 2),
        "memory MB": ("memory_mb", 0),
    },
    KILLS: {
        "listens again ms": ("start_ms", 0),
        "all back ms": ("back_ms", 0),
        "CPU s of coming back": ("cpu_s", 2),
        "acknowledged before": ("promised", 0),
        "of these lost, if nobody comes back": ("lost", 0),
        "same boards": ("converged", 0),
    },
    PAGES: {
        "edits alone p95 ms": ("edits_alone_ms.p95", 2),
        "edits beside pages p95 ms": ("edits_beside_ms.p95", 2),
        "pages alone p95 ms": ("pages_alone_ms.p95", 1),
        "pages beside edits p95 ms": ("pages_beside_ms.p95", 1),
        "pages a second alone": ("pages_alone_per_s", 0),
        "beside": ("pages_beside_per_s", 0),
    },
}


def tables(runs: Sequence[Figures], titles: Mapping[str, str]) -> str:
    """Markdown: for each kind of these workloads that was run, medians of the runs that count."""
    found = []
    for workloads, columns in _COLUMNS.items():
        rows = [
            [workload, titles[server], *_figures(several, columns)]
            for workload, server, several in grouped([run for run in runs if run["workload"] in workloads])
        ]
        if rows:
            found.append(table(["workload", "server", "runs", *columns], rows))
    return "\n\n".join(found)


def _figures(runs: Sequence[Figures], columns: Columns) -> list[str]:
    counted = good(runs)
    if not counted:
        return [f"0 of {len(runs)}", *["FAILED"] * len(columns)]
    count = str(len(counted)) if len(counted) == len(runs) else f"{len(counted)} of {len(runs)}"
    return [count, *(_middle(counted, path, digits) for path, digits in columns.values())]


def _middle(runs: Sequence[Figures], path: str, digits: int) -> str:
    return plain(median(at(run, path) for run in runs), digits=digits)
