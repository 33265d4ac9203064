"""What a trace of Chromium says of a page's main thread. Times in milliseconds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Event = Mapping[str, Any]

SCRIPT = {
    "EvaluateScript",
    "EventDispatch",
    "FireAnimationFrame",
    "FireIdleCallback",
    "FunctionCall",
    "RunMicrotasks",
    "TimerFire",
    "v8.callFunction",
    "v8.evaluateModule",
    "v8.run",
}
TASKS = {"RunTask", "ThreadControllerImpl::RunTask"}
WORK = {
    **dict.fromkeys(SCRIPT, "script"),
    "ParseHTML": "parsing",
    "UpdateLayoutTree": "style",
    "Layout": "layout",
    **dict.fromkeys(("PrePaint", "Paint", "Layerize", "Commit", "UpdateLayer"), "paint"),
    **dict.fromkeys(("MinorGC", "MajorGC", "BlinkGC.AtomicPhase"), "memory"),
}


def script_ms(events: Sequence[Event]) -> float:
    """How long scripts ran in all, without the collecting of garbage; what runs inside another is counted once."""
    ran = list(_outermost(_of_main(events, SCRIPT)))
    return sum(stop - start - part for (start, stop), part in zip(ran, _collected(events, ran), strict=True)) / 1000


def longest_ms(events: Sequence[Event]) -> tuple[float, float]:
    """The longest time for which one task held the thread with the page's own work, and with collecting garbage.

    Raises ValueError when the trace has no task.
    """
    tasks = list(_of_main(events, TASKS))
    if not tasks:
        raise ValueError("the trace holds no tasks")
    held = [(stop - start, part) for (start, stop), part in zip(tasks, _collected(events, tasks), strict=True)]
    return max(whole - part for whole, part in held) / 1000, max(part for _whole, part in held) / 1000


def _collected(events: Sequence[Event], spans: Sequence[tuple[float, float]]) -> list[float]:
    """For each of these spans the microseconds that the collector of garbage took of it."""
    collected = list(_outermost(_of_main(events, {name for name, kind in WORK.items() if kind == "memory"})))
    return [sum(end - at for at, end in collected if start <= at < stop) for start, stop in spans]


def busiest_task(events: Sequence[Event], *, since: str = "") -> tuple[float, dict[str, float]]:
    """The longest task: how long it was, and for how long it did what, each thing without what ran inside it.

    `since`: the kind of the first event of the page's that counts, "" where all do.
    """
    began = min((_start(one) for one in events if _is_dispatch(one, since)), default=float("-inf"))
    tasks = [span for span in _of_main(events, TASKS) if span[1] >= began]
    if not tasks:
        raise ValueError("the trace holds no tasks")
    start, stop = max(tasks, key=lambda span: span[1] - span[0])
    inside = [one for one in _named_of_main(events, set(WORK)) if start <= one[0] and one[1] <= stop]
    return (stop - start) / 1000, {kind: spent / 1000 for kind, spent in _own_times(inside).items()}


def _own_times(spans: Sequence[tuple[float, float, str]]) -> dict[str, float]:
    """Kind of work → its microseconds, without those of what ran inside it."""
    spent: dict[str, float] = {}
    around: list[tuple[float, str]] = []
    for start, stop, name in sorted(spans, key=lambda span: (span[0], -span[1])):
        while around and around[-1][0] <= start:
            around.pop()
        kind = WORK[name]
        spent[kind] = spent.get(kind, 0.0) + stop - start
        if around:
            spent[around[-1][1]] -= stop - start
        around.append((stop, kind))
    return spent


def _start(event: Event) -> float:
    return float(event["ts"])


def _is_dispatch(event: Event, kind: str) -> bool:
    return event.get("name") == "EventDispatch" and event.get("args", {}).get("data", {}).get("type") == kind


def _of_main(events: Sequence[Event], names: set[str]) -> Iterator[tuple[float, float]]:
    return ((start, stop) for start, stop, _name in _named_of_main(events, names))


def _named_of_main(events: Sequence[Event], names: set[str]) -> Iterator[tuple[float, float, str]]:
    """Start and end, in microseconds, of the whole events with these names on the busiest renderer's main thread."""
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event.get("name") == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    own = [event for event in events if event.get("ph") == "X" and (event["pid"], event["tid"]) in threads]
    if not own:
        raise ValueError("the trace holds no page")
    worked: dict[tuple[int, int], float] = {}
    for event in own:
        where = (event["pid"], event["tid"])
        worked[where] = worked.get(where, 0) + (event.get("dur", 0) if event["name"] in TASKS else 0)
    busiest = max(worked, key=lambda where: worked[where])
    for event in own:
        if event["name"] in names and (event["pid"], event["tid"]) == busiest:
            yield event["ts"], event["ts"] + event.get("dur", 0), event["name"]


def _outermost(spans: Iterator[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    reached = float("-inf")
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            yield start, stop
            reached = stop
