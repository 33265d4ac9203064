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


def script_ms(events: Sequence[Event]) -> float:
    """How long scripts ran in all; what runs inside another is counted once."""
    return sum(stop - start for start, stop in _outermost(_of_main(events, SCRIPT))) / 1000


def longest_ms(events: Sequence[Event]) -> float:
    """The longest time for which one task held the thread. Raises ValueError when the trace has no task."""
    tasks = list(_of_main(events, TASKS))
    if not tasks:
        raise ValueError("the trace holds no tasks")
    return max(stop - start for start, stop in tasks) / 1000


def _of_main(events: Sequence[Event], names: set[str]) -> Iterator[tuple[float, float]]:
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
            yield event["ts"], event["ts"] + event.get("dur", 0)


def _outermost(spans: Iterator[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    reached = float("-inf")
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= reached:
            yield start, stop
            reached = stop
