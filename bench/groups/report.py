"""The tables of workload G, and what it must reach. Knows figures, nothing of how they were made."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

Figures = Mapping[str, Any]
Row = Mapping[str, Any]

SECONDS = {"56": 1.0, "80": 1.0, "100": 1.0, "150": 0.3, "500": 3.0, "golfers": 5.0}
"""By the first word of a hall's name: a plan takes no longer, 95 times of 100."""
REPAIR_SECONDS = {"56": 0.5, "100": 0.5, "500": 1.5}
LEAST_NEW = 0.99
LONGEST_STOP_MS = 200
"""For which the server's loop may stand still while groups are drawn beside it."""
MET_AFTER_FOUR = {"56": 0.955, "100": 0.79}
HALLS = ("hall", "seeds", "broken", "pairs from home beyond the fewest", "repeats", "new pairs", "party pairs ÷ fewest")
TIMES = ("moved / fewest", "p50 s", "p95 s", "CPU s, whole command")
PAGES = (
    "500 people, sixty gatherings behind them",
    "CPU ms of the server",
    "÷ smallest page",
    "questions to the database",
)
SMALLEST = "the smallest page"
PAGE_MS, WITH_BOARDS = 100, "with their boards"
"""A step about groups costs the server no more, on a machine that others leave alone; sixty boards come on top."""
BROWSER = (
    "500 people, 63 tables, in Chromium",
    "turns",
    "longest task, ms",
    "… the worst turn",
    "what it did, ms",
    "press to painted, ms",
    "… the worst turn",
    "its goal",
)
TASK_MS, HERE_MS, SERVED_MS = 100, 100, 1000
"""For which a step may hold the page's main thread at once; until what a press leads to is painted, where the page does
it alone; and where the server is asked first."""
ALONE = ("finding somebody at the door", "… seeing everybody again")
DRAWN = ("making the groups", "evening out, three ways", "… doing one")
"""Steps in which the search itself is waited for: only the longest task has a goal."""
SEASON = ("eight gatherings of", "seeds", "met after 1", "after 2", "after 4", "after 8", "most of a pair", "longest s")


def tables(run: Figures) -> str:
    """Markdown: halls, then seasons. Counts are the worst of all seeds, shares of seasons their mean."""
    halls = _table((*HALLS, *TIMES), (_hall(name, rows) for name, rows in run["halls"].items()))
    seasons = _table(SEASON, (_season(name, rows) for name, rows in run["seasons"].items()))
    load = " / ".join(f"{one:g}" for one in run["load"])
    noisy = "\nNOISY RUN: others had the machine; its times say little." if is_noisy(run) else ""
    machine = f"The machine's load when it began: {load} (over 1, 5 and 15 minutes).{noisy}"
    pages = _table(PAGES, (_page(name, step, run["pages"]) for name, step in run["pages"].items()))
    browser = _table(BROWSER, (_step(name, turns) for name, turns in run["browser"].items()))
    return "\n\n".join((halls, seasons, _beats(run["beats"]), pages, browser, machine))


def _page(name: str, step: Figures, pages: Figures) -> list[str]:
    ratio = step["ms"] / pages[SMALLEST]["ms"]
    return [name, f"{step['ms']:.0f}", f"{ratio:.0f}", str(step["questions"])]


def _step(name: str, turns: Sequence[Row]) -> list[str]:
    worst = max(turns, key=lambda one: one["task"])
    did = ", ".join(f"{kind} {ms:.0f}" for kind, ms in worst["did"].items() if ms >= 1)
    task, took = ([f"{percentile(turns, share, key):.0f}" for share in (50, 100)] for key in ("task", "took"))
    return [name, str(len(turns)), *task, did, *took, str(_took_goal(name) or "–")]


def _took_goal(name: str) -> int | None:
    return None if name in DRAWN else HERE_MS if name in ALONE else SERVED_MS


def slow_steps(browser: Mapping[str, Sequence[Row]]) -> Iterable[str]:
    """A sentence for each step whose page stood still too long, or which took too long in all, in its middle turn."""
    for name, turns in browser.items():
        task, took = (percentile(turns, 50, key) for key in ("task", "took"))
        goal = _took_goal(name)
        if task > TASK_MS:
            yield f"{name}: the page stood still for {task:.0f} ms, and {TASK_MS} are the most"
        if goal and took > goal:
            yield f"{name}: painted {took:.0f} ms after the press, and {goal} are the most"


def _beats(beats: Figures) -> str:
    """One sentence on what the hall notices."""
    beside, here = beats["beside"], beats["here"]
    return (
        f"While 500 people are drawn beside ({beside['took_ms']} ms with the process's start) the server's loop stands "
        f"still for {beside['longest_ms']} ms at most; drawn in the loop itself it stands for {here['longest_ms']} ms."
    )


def is_noisy(run: Figures) -> bool:
    return bool(run["load"][0] > run["cores"] / 2)


def failures(run: Figures) -> list[str]:
    """A line for all that went wrong, and for each goal that was missed."""
    lines = [f"FAILED RUN  G: {why}" for why in run["failures"]]
    for name, rows in run["halls"].items():
        lines += [f"GOAL MISSED  G: {name}: {why}" for why in _missed(name, rows)]
    for people, seasons in run["seasons"].items():
        met = _met(seasons, "4")
        if met < MET_AFTER_FOUR.get(people, 0):
            lines.append(f"GOAL MISSED  G: eight gatherings of {people}: {met:.1%} met after four")
    beats = run["beats"]
    if beats["beside"]["longest_ms"] > LONGEST_STOP_MS:
        lines.append(
            f"GOAL MISSED  G: the hall stood still for {beats['beside']['longest_ms']} ms while groups were drawn"
        )
    lines += [
        f"GOAL MISSED  G: {name}: {step['ms']:.0f} ms of the server's, and {PAGE_MS} are the most"
        for name, step in run["pages"].items()
        if step["ms"] > PAGE_MS and WITH_BOARDS not in name and not is_noisy(run)
    ]
    lines += [f"GOAL MISSED  G: {why}" for why in slow_steps(run["browser"]) if not is_noisy(run)]
    if not beats["alike"]:
        lines.append("FAILED RUN  G: drawn beside and drawn here are not the same groups")
    return lines


def _missed(name: str, rows: Sequence[Row]) -> Iterable[str]:
    worst = {key: max(row[key] for row in rows) for key in ("same_excess", "repeats")}
    is_repair = "moved" in rows[0]
    if any(row["broken"] for row in rows):
        yield f"broken: {next(row['broken'] for row in rows if row['broken'])}"
    if worst["same_excess"]:
        yield f"{worst['same_excess']} pairs from one municipality that need not be"
    if worst["repeats"] and not is_repair:
        yield f"{worst['repeats']} repeated meetings"
    if is_repair and any(row["moved"] != row["moved_least"] for row in rows):
        yield "more people moved than must"
    # Who moves as few as must cannot choose whom they meet.
    if _least_new(rows) < LEAST_NEW and not is_repair:
        yield f"{_least_new(rows):.3f} of the new pairs that can be"
    first = name.split()[0]
    limit = (REPAIR_SECONDS if is_repair else SECONDS)[first]
    if percentile(rows, 95) > limit:
        yield f"p95 {percentile(rows, 95):.2f} s, and {limit:g} are the most"


def percentile(rows: Sequence[Row], share: int, key: str = "seconds") -> float:
    values = sorted(float(row[key]) for row in rows)
    return values[ceil(len(values) * share / 100) - 1]


def _least_new(rows: Sequence[Row]) -> float:
    return min(row["new"] / row["new_most"] if row["new_most"] else 1.0 for row in rows)


def _hall(name: str, rows: Sequence[Row]) -> list[str]:
    party = sum(row["party"] for row in rows), sum(row["party_least"] for row in rows)
    moved = (
        f"{max(row['moved'] for row in rows)} / {max(row['moved_least'] for row in rows)}"
        if "moved" in rows[0]
        else "–"
    )
    return [
        name,
        str(len(rows)),
        str(sum(len(row["broken"]) for row in rows)),
        str(max(row["same_excess"] for row in rows)),
        str(max(row["repeats"] for row in rows)),
        f"{_least_new(rows):.3f}",
        f"{party[0] / party[1]:.2f}" if party[1] else "–",
        moved,
        *(f"{percentile(rows, share):.2f}" for share in (50, 95)),
        f"{percentile(rows, 50, 'cpu_seconds'):.2f}",
    ]


def _met(seasons: Sequence[Row], after: str) -> float:
    """The share of pairs that have met after so many gatherings, the mean of the seasons; one that failed has 0."""
    return sum(one["shares"].get(after, 0.0) for one in seasons) / len(seasons)


def _season(name: str, rows: Sequence[Row]) -> list[str]:
    shares = [f"{_met(rows, after):.1%}" for after in ("1", "2", "4", "8")]
    most, longest = (max(row[key] for row in rows) for key in ("most", "seconds"))
    return [f"{name} people", str(len(rows)), *shares, str(most), f"{longest:.2f}"]


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
