"""The table of workload F. Knows figures, nothing of how they were made."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from bench.report import at, good

Figures = Mapping[str, Any]

CALM = "nobody"
MOST = 1.2
"""An edit's 95th percentile with a hostile client beside it, divided by that without."""
LEAST_MS = 1.0
"""Less than this is noise, whatever it is of what there was."""
HEADINGS = (
    "beside them",
    "runs",
    "edit p50 / p95 / p99 ms",
    "p95 / calm",
    "stored p95 ms",
    "server CPU %",
    "memory MB",
)


def tables(runs: Sequence[Figures]) -> str:
    """Markdown: a row for each kind of client beside, medians of the runs that count."""
    rows = [_row(kind, found, runs) for kind, found in _by_kind(runs).items()]
    return "\n".join("| " + " | ".join(line) + " |" for line in (HEADINGS, ["---"] * len(HEADINGS), *rows))


def failures(runs: Sequence[Figures]) -> list[str]:
    """A line for everything that went wrong, and for each kind that disturbs the others."""
    lines = [f"FAILED RUN  F beside {run['beside']}: {why}" for run in runs for why in run["failures"]]
    calm = _p95(runs, CALM)
    for kind in _by_kind(runs):
        p95 = _p95(runs, kind)
        if calm and p95 and p95 > MOST * calm and p95 - calm > LEAST_MS:
            lines.append(f"GOAL MISSED  F: beside {kind} an edit takes {p95:.2f} ms, and {calm:.2f} without")
    return lines


def _row(kind: str, found: Sequence[Figures], runs: Sequence[Figures]) -> list[str]:
    counted, calm, p95 = good(found), _p95(runs, CALM), _p95(runs, kind)
    if not counted:
        return [kind, f"0 of {len(found)}", *["FAILED"] * (len(HEADINGS) - 2)]
    edit = " / ".join(f"{_middle(counted, f'edit_ms.{part}'):.2f}" for part in ("p50", "p95", "p99"))
    ratio = f"{p95 / calm:.2f}" if calm and p95 else "–"
    rest = [f"{_middle(counted, path):.1f}" for path in ("stored_ms.p95", "cpu_percent", "memory_mb")]
    return [kind, str(len(counted)), edit, ratio, *rest]


def _by_kind(runs: Sequence[Figures]) -> dict[str, list[Figures]]:
    kinds = dict.fromkeys(run["beside"] for run in runs)
    return {kind: [run for run in runs if run["beside"] == kind] for kind in kinds}


def _p95(runs: Sequence[Figures], kind: str) -> float | None:
    counted = good(run for run in runs if run["beside"] == kind)
    return _middle(counted, "edit_ms.p95") if counted else None


def _middle(runs: Sequence[Figures], path: str) -> float:
    return float(median(at(run, path) for run in runs))
