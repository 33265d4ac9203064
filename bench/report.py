"""Medians, ratios and the table. Knows figures, nothing of how they were made."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

Figures = Mapping[str, Any]

OURS = "samling"
BUSY_PERCENT, LATE_MS, OTHERS_PERCENT = 75, 15, 20
"""Beyond these a run measures the generator, or what else goes on in the machine."""
HEADINGS = (
    "workload",
    "server",
    "runs",
    "edit p50 / p95 / p99 ms",
    "stored p50 / p95 / p99 ms",
    "presence p50 / p95 / p99 ms",
    "CPU ms per 1,000",
    "lowest to highest",
    "CPU %",
    "memory MB",
    "undelivered",
    "same boards",
    "generator CPU % / loop p99 ms",
    "others CPU %",
)
RATIO_HEADINGS = ("workload", "against", "CPU per delivery", "edit p50", "edit p95", "edit p99", "memory")
COMPARED = ("cpu_ms_per_1000", "edit_ms.p50", "edit_ms.p95", "edit_ms.p99", "memory_mb")


def at(figures: Figures, path: str) -> Any:
    """A figure by its dotted name, such as `edit_ms.p95`."""
    found: Any = figures
    for name in path.split("."):
        found = found[name]
    return found


def middle(runs: Sequence[Figures], path: str) -> float | None:
    """The median over the runs; None when no run has the figure."""
    values = [value for run in runs if (value := at(run, path)) is not None]
    return median(values) if values else None


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """Ours divided by theirs: below 1 we are better. None when there is nothing to divide by."""
    return ours / theirs if ours is not None and theirs else None


def good(runs: Iterable[Figures]) -> list[Figures]:
    """The runs that count. Speed bought with a lost edit is no speed."""
    return [run for run in runs if not run["failures"]]


def figures_table(runs: Sequence[Figures], titles: Mapping[str, str]) -> str:
    """Markdown: one row for each workload and server, medians of the runs that count."""
    return table(HEADINGS, [_row(workload, titles[server], found) for workload, server, found in grouped(runs)])


def ratio_table(runs: Sequence[Figures], titles: Mapping[str, str]) -> str:
    """Markdown: ours against each peer, ratio of the medians. Empty without ours or without peers."""
    groups = {(workload, server): found for workload, server, found in grouped(runs)}
    rows = [
        _ratios(workload, titles[server], groups[workload, OURS], found)
        for (workload, server), found in groups.items()
        if server != OURS and (workload, OURS) in groups
    ]
    return table(RATIO_HEADINGS, rows) if rows else ""


def failures(runs: Sequence[Figures]) -> list[str]:
    """A line for everything that went wrong in any run, and what the server said last."""
    lines = []
    for run in runs:
        name = f"{run['workload']} {run['server']} (seed {run['seed']})"
        lines += [f"FAILED RUN  {name}: {why}" for why in run["failures"]]
        if run["failures"] and run.get("log"):
            lines.append(f"The server's last words:\n{run['log']}")
    return lines


def noise(runs: Sequence[Figures]) -> list[str]:
    """A line for every run that should not be quoted: the load generator was held up, or others used the machine.

    Not only times suffer: a server that has to wait finds more to merge, and looks cheaper than it is.
    """
    held_up = [run for run in good(runs) if _is_noisy(run)]
    return [
        f"NOISY RUN  {run['workload']} {run['server']} (seed {run['seed']}): the generator used "
        f"{run['generator']['cpu_percent']:.0f} % of its core, its timers were "
        f"{run['generator']['loop_p99_ms']:.0f} ms late, and others used {run['others_percent']:.0f} % of a core"
        for run in held_up
    ]


def _is_noisy(run: Figures) -> bool:
    own = run["generator"]
    is_held_up = own["cpu_percent"] > BUSY_PERCENT or own["loop_p99_ms"] > LATE_MS
    return bool(is_held_up or run["others_percent"] > OTHERS_PERCENT)


def grouped(runs: Sequence[Figures]) -> list[tuple[str, str, list[Figures]]]:
    """The runs of each workload and server."""
    names = dict.fromkeys((run["workload"], run["server"]) for run in runs)
    return [
        (workload, server, [run for run in runs if (run["workload"], run["server"]) == (workload, server)])
        for workload, server in names
    ]


def _row(workload: str, title: str, runs: Sequence[Figures]) -> list[str]:
    counted = good(runs)
    if not counted:
        return [workload, title, f"0 of {len(runs)}", *["FAILED"] * (len(HEADINGS) - 3)]
    cpu = [run["cpu_ms_per_1000"] for run in counted]
    return [
        workload,
        title,
        str(len(counted)) if len(counted) == len(runs) else f"{len(counted)} of {len(runs)}",
        _three(counted, "edit_ms"),
        _three(counted, "stored_ms"),
        _three(counted, "presence_ms"),
        plain(middle(counted, "cpu_ms_per_1000")),
        f"{plain(min(cpu))} to {plain(max(cpu))}",
        plain(middle(counted, "cpu_percent")),
        plain(middle(counted, "memory_mb"), digits=0),
        str(sum(run["undelivered"] for run in counted)),
        f"{sum(run['converged'] for run in counted)}/{sum(run['boards'] for run in counted)}",
        f"{plain(middle(counted, 'generator.cpu_percent'))} / {plain(middle(counted, 'generator.loop_p99_ms'))}",
        plain(middle(counted, "others_percent"), digits=0),
    ]


def _ratios(workload: str, title: str, ours: Sequence[Figures], theirs: Sequence[Figures]) -> list[str]:
    pairs = [(middle(good(ours), path), middle(good(theirs), path)) for path in COMPARED]
    return [workload, title, *(plain(ratio(*pair), digits=2) for pair in pairs)]


def _three(runs: Sequence[Figures], name: str) -> str:
    return " / ".join(plain(middle(runs, f"{name}.{part}"), digits=2) for part in ("p50", "p95", "p99"))


def plain(value: float | None, *, digits: int = 1) -> str:
    """A figure as it stands in a table."""
    return "–" if value is None else f"{value:.{digits}f}"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
