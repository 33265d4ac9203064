"""F18: the tab is closed, or the browser killed, while somebody types: her words are there when she opens it again."""

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.faults import sizes
from tests.journeys.conftest import ARGUMENTS, LAPTOP, PATIENCE_MS, Visitor
from tests.running import Running
from tools.test_needs import chromium

pytestmark = [pytest.mark.browser, pytest.mark.server]
ANNA = "Anna Ålemåke"
TYPED = """() => {
  window.strokes = []
  const field = document.querySelector("note-sheet [name=text]")
  field.addEventListener("input", () => window.strokes.push([Date.now(), field.value]))
}"""
FIELD = "note-sheet [name=text]"
SURE_MS = 1_000
LIKELY_MS = 200
LIKELY = 0.99


@dataclass
class Strokes:
    """How many keystrokes were older than so much when the page went, and how many of those came back."""

    likely: int = 0
    likely_back: int = 0
    sure: int = 0
    sure_back: int = 0

    def count(self, strokes: list[tuple[int, str]], gone_at: float, found: str) -> None:
        """`strokes`: when each was, and the field after it."""
        written = [text for _at, text in strokes]
        assert found == "" or found in written, f"{found!r} was never written"
        for at, text in strokes:
            is_back = len(found) >= len(text)
            self.likely += gone_at - at >= LIKELY_MS
            self.likely_back += is_back and gone_at - at >= LIKELY_MS
            self.sure += gone_at - at >= SURE_MS
            self.sure_back += is_back and gone_at - at >= SURE_MS


class Device:
    """A browser with a folder of its own, that can be killed and started again on it."""

    def __init__(self, browser: Browser, folder: Path, server: Running) -> None:
        self._chromium, self._folder, self._server = browser.browser_type, folder, server
        self.context: BrowserContext | None = None

    def start(self) -> Visitor:
        given = {"executable_path": chromium(), "args": ARGUMENTS, **LAPTOP}
        self.context = self._chromium.launch_persistent_context(self._folder, **given)
        self.context.set_default_timeout(PATIENCE_MS)
        return Visitor(self.context, self.context.pages[0], self._server)

    def kill(self) -> None:
        """-9 to each process that runs on the folder."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if f"--user-data-dir={self._folder}".encode() in words:
                try:
                    os.kill(int(process.name), signal.SIGKILL)
                except ProcessLookupError:
                    continue


def begin(visitor: Visitor) -> None:
    visitor.page.locator("[data-act=add]:visible").first.click()
    expect(visitor.page.locator(FIELD)).to_be_focused()


def types(visitor: Visitor, text: str, chance: random.Random) -> list[tuple[int, str]]:
    """Type it as people do, with a second somewhere in it; the strokes."""
    visitor.page.evaluate(TYPED)
    for number, key in enumerate(text):
        visitor.page.keyboard.type(key)
        visitor.page.wait_for_timeout(1_000 if number == len(text) // 2 else chance.uniform(10, 60))
    return [(at, words) for at, words in visitor.page.evaluate("window.strokes")]


def found_again(visitor: Visitor) -> str:
    """What the sheet has when the page is opened anew; it stays open, and is emptied."""
    visitor.page.goto(f"{visitor.server.address}/")
    visitor.open_board()
    begin(visitor)
    found = visitor.page.locator(FIELD).input_value()
    visitor.page.locator(FIELD).fill("")
    return found


def typed_and_gone(visitor: Visitor, gone: Callable[[Visitor], Visitor], rounds: int) -> tuple[Strokes, Visitor]:
    seed = random.SystemRandom().randrange(10**6)
    chance, strokes = random.Random(seed), Strokes()
    assert found_again(visitor) == ""
    for number in range(rounds):
        typed = types(visitor, f"Runde {number} er skriven", chance)
        visitor.page.wait_for_timeout(chance.uniform(0, 350))
        gone_at = time.time() * 1000
        visitor = gone(visitor)
        strokes.count(typed, gone_at, found_again(visitor))
    print(f"seed {seed}: {strokes}")
    return strokes, visitor


def test_words_outlive_a_closed_tab_and_a_killed_browser(browser: Browser, server: Running, tmp_path: Path) -> None:
    device = Device(browser, tmp_path / "device", server)

    def close_the_tab(visitor: Visitor) -> Visitor:
        page = visitor.context.new_page()
        visitor.page.close()
        visitor.page = page
        return visitor

    def kill_the_browser(_visitor: Visitor) -> Visitor:
        device.kill()
        return device.start()

    closed, _visitor = typed_and_gone(device.start().enter(ANNA), close_the_tab, sizes.of(3, 40))
    assert device.context is not None
    # A browser that ends by itself has written its cookies: a killed one may forget that she is signed in.
    device.context.close()
    killed, visitor = typed_and_gone(device.start(), kill_the_browser, sizes.of(2, 40))
    visitor.context.close()

    for strokes in (closed, killed):
        assert strokes.sure > 0
        assert strokes.sure_back == strokes.sure
        assert strokes.likely_back >= LIKELY * strokes.likely
