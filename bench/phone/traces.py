"""What a trace of Chromium says of a page's main thread. Times in milliseconds.

How long something took is how long the thread had a core for it. Server, load and another's browser share the bench's
two cores with the page, and while one of them has the core the thread stands still: no phone does that for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

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


class Span(NamedTuple):
    """Something that the thread did. Microseconds: from when, until when, and for how much of it it had a core."""

    start: float
    stop: float
    took: float
    name: str


def script_ms(events: Sequence[Event]) -> float:
    """How long scripts ran in all, without the collecting of garbage; what runs inside another is counted once."""
    ran = list(_outermost(_of_main(events, SCRIPT)))
    return sum(span.took - part for span, part in zip(ran, _collected(events, ran), strict=True)) / 1000


def longest_ms(events: Sequence[Event]) -> tuple[float, float]:
    """The longest time for which one task held the thread with the page's own work, and with collecting garbage.

    Raises ValueError when the trace has no task.
    """
    tasks = list(_of_main(events, TASKS))
    if not tasks:
        raise ValueError("the trace holds no tasks")
    held = [(span.took, part) for span, part in zip(tasks, _collected(events, tasks), strict=True)]
    return max(whole - part for whole, part in held) / 1000, max(part for _whole, part in held) / 1000


def _collected(events: Sequence[Event], spans: Sequence[Span]) -> list[float]:
    """For each of these spans the microseconds that the collector of garbage took of it."""
    collected = list(_outermost(_of_main(events, {name for name, kind in WORK.items() if kind == "memory"})))
    return [sum(one.took for one in collected if span.start <= one.start < span.stop) for span in spans]


def busiest_task(events: Sequence[Event], *, since: str = "") -> tuple[float, dict[str, float]]:
    """The longest task: how long it was, and for how long it did what, each thing without what ran inside it.

    `since`: the kind of the first event of the page's that counts, "" where all do.
    """
    began = min((_start(one) for one in events if _is_dispatch(one, since)), default=float("-inf"))
    tasks = [span for span in _of_main(events, TASKS) if span.stop >= began]
    if not tasks:
        raise ValueError("the trace holds no tasks")
    longest = max(tasks, key=lambda span: span.took)
    inside = [one for one in _of_main(events, set(WORK)) if longest.start <= one.start and one.stop <= longest.stop]
    return longest.took / 1000, {kind: spent / 1000 for kind, spent in _own_times(inside).items()}


def _own_times(spans: Sequence[Span]) -> dict[str, float]:
    """Kind of work → its microseconds, without those of what ran inside it."""
    spent: dict[str, float] = {}
    around: list[tuple[float, str]] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.stop)):
        while around and around[-1][0] <= span.start:
            around.pop()
        kind = WORK[span.name]
        spent[kind] = spent.get(kind, 0.0) + span.took
        if around:
            spent[around[-1][1]] -= span.took
        around.append((span.stop, kind))
    return spent


def _start(event: Event) -> float:
    return float(event["ts"])


def _is_dispatch(event: Event, kind: str) -> bool:
    return event.get("name") == "EventDispatch" and event.get("args", {}).get("data", {}).get("type") == kind


def _of_main(events: Sequence[Event], names: set[str]) -> Iterator[Span]:
    """The whole events with these names on the busiest renderer's main thread."""
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
            lasted = event.get("dur", 0)
            yield Span(event["ts"], event["ts"] + lasted, event.get("tdur", lasted), event["name"])


def _outermost(spans: Iterator[Span]) -> Iterator[Span]:
    reached = float("-inf")
    for span in sorted(spans, key=lambda span: (span.start, -span.stop)):
        if span.start >= reached:
            yield span
            reached = span.stop
