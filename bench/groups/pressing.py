"""One press in Chromium: how long until what it leads to is painted, and how long it holds the page's main thread."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from bench.phone.traces import busiest_task

SETTLE_MS = 900
"""Longer than anything a press sets going: what comes after it belongs to the next."""
LOOK_MS = 50
PATIENCE_MS = 30_000
CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "v8.execute"]
WATCH = f"(() => {{ {(Path(__file__).parent / 'watch.js').read_text()} }})()"


@dataclass(frozen=True)
class Step:
    """`selector` and `text`: what stands when it is done. `ready` goes where it is done, and gives the press itself.

    `press`: the event that it begins with, "" when it begins outside of the page.
    """

    name: str
    selector: str
    ready: Callable[[Page], Callable[[], object]]
    text: str = ""
    press: str = ""


def measure(page: Page, step: Step) -> dict[str, Any]:
    """One turn: `took` and `task` in milliseconds, `did` what the longest task spent them on.

    Raises ValueError when nothing comes of the press, or stood there before it.
    """
    press = step.ready(page)
    page.wait_for_timeout(LOOK_MS)
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=CATEGORIES)
    is_new = page.evaluate(
        "(step) => benchArm(step)", {"press": step.press, "selector": step.selector, "text": step.text}
    )
    if not is_new:
        raise ValueError(f"{step.name}: {step.selector} stood there already")
    press()
    took = _took(page, step)
    page.wait_for_timeout(SETTLE_MS)
    task, did = busiest_task(json.loads(browser.stop_tracing())["traceEvents"], since=step.press)
    return {"took": took, "task": task, "did": did}


def _took(page: Page, step: Step) -> float:
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline:
        page.wait_for_timeout(LOOK_MS)
        try:
            took = page.evaluate("globalThis.benchTook?.() ?? null")
        except Error:  # Between two pages there is nobody to ask.
            continue
        if took is not None:
            return float(took)
    raise ValueError(f"{step.name}: {step.selector} never stood")


def clicks(selector: str, at: str = "") -> Callable[[Page], Callable[[], object]]:
    """The mouse on something, on the page `at` an address when one is given."""

    def ready(page: Page) -> Callable[[], object]:
        go(page, at)
        over(page, selector)
        return lambda: (page.mouse.down(), page.mouse.up())

    return ready


def keys(selector: str, key: str = "Enter", at: str = "") -> Callable[[Page], Callable[[], object]]:
    """A key, with the focus on something."""

    def ready(page: Page) -> Callable[[], object]:
        go(page, at)
        page.locator(selector).first.focus()
        return lambda: page.keyboard.press(key)

    return ready


def opens(address: str) -> Callable[[Page], Callable[[], object]]:
    """Another page, from a small one."""

    def ready(page: Page) -> Callable[[], object]:
        go(page, "/me")
        return lambda: page.evaluate("(address) => benchGo(address)", address)

    return ready


def over(page: Page, selector: str) -> None:
    """Moves the mouse there, with everything open around it and in sight."""
    found = page.locator(selector).first
    found.evaluate(
        "(one) => { for (let up = one; up; up = up.parentElement) if (up.localName === 'details') up.open = true }"
    )
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + min(40, box["width"] / 2), box["y"] + box["height"] / 2)


def go(page: Page, at: str) -> None:
    if at and not page.url.endswith(at):
        page.goto(at)
        page.wait_for_timeout(SETTLE_MS)  # A hall's page asks once more when it has found its line.
