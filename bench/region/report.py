"""The tables of workload R. Knows figures, nothing of how they were made."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Figures = Mapping[str, Any]

PAGE_GOAL_MS = 200
HEADINGS = ("count", "p50 ms", "p95 ms", "longest ms", "CPU ms", "queries", "kB", "kB, gzip")


def tables(run: Figures) -> str:
    """Markdown: the pages, then the files. Nothing of a run that does not count."""
    if run["failures"]:
        return ""
    load = " / ".join(f"{one:g}" for one in run["load"])
    pages, files = (
        _table([what, *HEADINGS], map(_row, run[key])) for what, key in (("page", "pages"), ("file", "files"))
    )
    noisy = (
        "\nNOISY RUN: others had the machine; only what the server itself worked says much." if is_noisy(run) else ""
    )
    return f"{pages}\n\n{files}\n\nThe machine's load when it began: {load} (over 1, 5 and 15 minutes).{noisy}"


def is_noisy(run: Figures) -> bool:
    """Whether more wanted to run than there are cores, before the run began: then a page waits for others."""
    return bool(run["load"][0] > run["cores"] / 2)


def failures(run: Figures) -> list[str]:
    """A line for everything that went wrong, and for each page that took too long."""
    if run["failures"]:
        return [f"FAILED RUN  R: {why}" for why in run["failures"]]
    return [
        f"GOAL MISSED  R: {page['title']}: p95 {page['ms']['p95']:.0f} ms, and {PAGE_GOAL_MS} are the most"
        for page in run["pages"]
        if page["ms"]["p95"] > PAGE_GOAL_MS
    ]


def _row(one: Figures) -> list[str]:
    times = [*(one["ms"][name] for name in ("p50", "p95", "max")), one["cpu"]]
    sizes = [f"{one['kb']:.0f}", f"{one['gzip']:.1f}"]
    return [one["title"], str(one["ms"]["count"]), *(f"{time:.0f}" for time in times), str(one["queries"]), *sizes]


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
