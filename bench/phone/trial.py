"""One run of workload P: Chromium as a phone whose processor is slowed, and another person who writes meanwhile.

The phone opens the board (the first time, and once more with what it has kept), hears edits one at a time, and is
scrolled from end to end. What its main thread did is read from Chromium's own trace.
"""

import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

from bench.chromium import open_chromium
from bench.phone.traces import longest_ms, script_ms
from bench.region.trial import spread
from bench.servers import OURS, DidNotStart, Running, running

NOTES, PEOPLE, SLOWED, TURNS, OPENINGS, SWEEPS = 300, 7, 6, 20, 5, 5
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_MS = 60_000
SETTLE_MS = 700
"""Longer than anything an edit sets going: what is counted between two edits belongs to the first."""
ASKED_EVERY_S = 0.1
CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "v8.execute"]
OTHER = (Path(__file__).parent / "other.js").read_text()
WATCH = """
globalThis.seen = {}
function look() {
  // What stands in one frame is on the screen in the next.
  const app = document.querySelector("board-app")
  const last = document.elementFromPoint(innerWidth / 2, innerHeight * 0.7)
  const now = { read: Boolean(last?.closest(".note, .column__item")), live: Boolean(app?.hasAttribute("data-live")) }
  // What the server drew and no script has made live yet is named by the text that stands on the page without it.
  now.saved = now.live && document.querySelector("conn-status")?.getAttribute("link") === "online"
    && app.querySelectorAll(".note[aria-labelledby^='note-text-']").length >= NOTES
  requestAnimationFrame((at) => {
    for (const [what, is] of Object.entries(now)) if (is) seen[what] ??= at
    if (!("saved" in seen)) look()
  })
}
look()
"""
LAID = "() => document.querySelector('.column__item:not(.laid-ahead)') === null"
YARDSTICK = """() => {
  const began = performance.now()
  let at = 1
  Array.from({ length: 4000 }, () => (at = (at * 48271) % 2147483647)).sort((one, other) => one - other)
  return performance.now() - began
}"""
"""What a phone of this speed always does in the same time: how long it takes says how fast the machine is."""
Figures = dict[str, Any]


def carry_out(notes: int = NOTES, turns: int = TURNS) -> Figures:
    """One run. What goes wrong stands in `failures`."""
    about: Figures = {
        "workload": "P",
        "notes": notes,
        "slowed": SLOWED,
        "load": [round(one, 1) for one in os.getloadavg()],
    }
    about["cores"] = len(os.sched_getaffinity(0))
    try:
        with running(OURS, people=PEOPLE, boards=1, notes=notes) as server, open_chromium() as browser:
            return {**about, **_carried_out(server, browser, notes, turns), "failures": []}
    except (DidNotStart, OSError, ValueError) as fault:
        return {**about, "failures": [str(fault)]}


def _carried_out(server: Running, browser: Browser, notes: int, turns: int) -> Figures:
    assert server.world is not None
    world = json.loads(server.world.read_text())
    address = f"http://127.0.0.1:{server.port}"
    board = f"{address}/boards/{world['boards'][0]['id']}"
    other = _page(browser, address, world["people"][1]["cookie"])
    other.goto(board)
    who = {"board": world["boards"][0]["id"], **{key: world["people"][1][key] for key in ("key", "name")}}
    acts = other.evaluate(OTHER, who)

    phone = _page(browser, address, world["people"][0]["cookie"])
    devtools = phone.context.new_cdp_session(phone)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    phone.add_init_script(WATCH.replace("NOTES", str(notes)))
    first = _opened(phone, devtools, board)
    again = [_opened(phone, devtools, board) for _ in range(OPENINGS)]
    # What is left of the opening is done when the page has nothing else to do: none of it belongs to an edit.
    phone.wait_for_function(LAID)
    edits = {act: [_heard(browser, phone, other, act, turn) for turn in range(turns)] for act in acts}
    yardstick = [float(phone.evaluate(YARDSTICK)) for _turn in range(turns)]
    return {
        "opening": {what: {"first": first[what], "again": spread([one[what] for one in again])} for what in first},
        "yardstick": spread(yardstick),
        "edits": {act: spread(times) for act, times in edits.items()},
        "scrolling": _swept(browser, phone, devtools),
    }


def _page(browser: Browser, address: str, cookie: str) -> Page:
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="nn-NO")
    context.set_default_timeout(PATIENCE_MS)
    name, value = cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": address}])
    return context.new_page()


def _opened(phone: Page, devtools: CDPSession, board: str) -> dict[str, float]:
    """Milliseconds until notes fill the screen (`read`), one can write (`live`), and all notes are live (`saved`).

    The page is asked by a bare expression until it is there: the first question that Playwright itself puts to a page
    brings 80 ms of script of its own onto a thread slowed six times, in the middle of what is measured.
    """
    phone.goto(board, wait_until="commit")
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline:
        time.sleep(ASKED_EVERY_S)
        seen = devtools.send("Runtime.evaluate", {"expression": "globalThis.seen", "returnByValue": True})["result"]
        if "saved" in seen.get("value", {}):
            phone.wait_for_timeout(SETTLE_MS)
            # The page's own clock begins when it is asked for: the wait for its first byte is in it.
            return {what: float(seen["value"][what]) for what in ("read", "live", "saved")}
    raise ValueError(f"the board was not live with all its notes within {PATIENCE_MS // 1000} s")


def _heard(browser: Browser, phone: Page, other: Page, act: str, turn: int) -> float:
    """Milliseconds of script that the phone spends on one edit of another's."""
    browser.start_tracing(page=phone, categories=CATEGORIES)
    other.evaluate("([act, turn]) => { globalThis.acts[act](turn) }", [act, turn])
    phone.wait_for_timeout(SETTLE_MS)
    return script_ms(_events(browser))


def _swept(browser: Browser, phone: Page, devtools: CDPSession) -> Figures:
    """From top to bottom, some times: how long the main thread was held at most, and by the collecting of garbage."""
    held = [_scrolled(browser, phone, devtools) for _sweep in range(SWEEPS)]
    return {"page": spread([page for page, _memory in held]), "memory": spread([memory for _page, memory in held])}


def _scrolled(browser: Browser, phone: Page, devtools: CDPSession) -> tuple[float, float]:
    """One sweep: milliseconds that a task of the main thread took at most, the page's own work and the collector's."""
    phone.evaluate("scrollTo(0, 0)")
    phone.wait_for_timeout(SETTLE_MS)
    browser.start_tracing(page=phone, categories=CATEGORIES)
    height = phone.evaluate("document.documentElement.scrollHeight - innerHeight")
    sweep = {"x": 195, "y": 600, "yDistance": -height, "speed": 2500, "gestureSourceType": "mouse"}
    devtools.send("Input.synthesizeScrollGesture", sweep)
    reached = phone.evaluate("scrollY")
    longest = longest_ms(_events(browser))
    if reached < height / 2:
        raise ValueError(f"the page was scrolled {reached} of {height} pixels")
    return longest


def _events(browser: Browser) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = json.loads(browser.stop_tracing())["traceEvents"]
    return found
