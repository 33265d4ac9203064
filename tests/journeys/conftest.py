"""Real people at a real server: Chromium in several windows, a phone among them."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.jobs.smtp_server import MailServer, mail_server
from tests.once import once
from tests.running import Running, running
from tools.test_needs import chromium

# What unfolds does so at once: on a busy machine a press that comes meanwhile begins on a button and ends beside it.
STILL: dict[str, Any] = {"reduced_motion": "reduce"}
PHONE = STILL | {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAPTOP = STILL | {"viewport": {"width": 1280, "height": 800}}
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
PATIENCE_MS = 30_000
"""For what takes well under one second on a machine with nothing else to do."""
BEGUN = """async (text) => {
  const open = indexedDB.open(`samling-${document.documentElement.dataset.person}`)
  await new Promise((done) => { open.onsuccess = done })
  const all = open.result.transaction("drafts").objectStore("drafts").getAll()
  await new Promise((done) => { all.onsuccess = done })
  open.result.close()
  return all.result.some((draft) => draft.text === text)
}"""
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with its demo, as its first start has left it."""

    def start(folder: Path) -> None:
        with running(folder, is_new=True):
            pass

    return once(tmp_path_factory, "demo-started", start)


@pytest.fixture(scope="module")
def server(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One program with its demo for all journeys of a file."""
    folder = tmp_path_factory.mktemp("program")
    shutil.copytree(demo_folder, folder, symlinks=True, dirs_exist_ok=True)
    with running(folder) as started:
        yield started


@pytest.fixture
def mails() -> Iterator[MailServer]:
    """A mail server that takes what it is given."""
    with mail_server() as running:
        yield running


@dataclass
class Visitor:
    """Somebody in a browser window, and all that the window complained of."""

    context: BrowserContext
    page: Page
    server: Running
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> "Visitor":
        self.page.on("pageerror", lambda fault: self.complaints.append(f"error: {fault}"))
        self.page.on("console", self._hear)
        return self

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning") and not self.is_offline(message.text):
            self.complaints.append(f"{message.type}: {message.text}")

    @staticmethod
    def is_offline(text: str) -> bool:
        """What the browser itself says when the network is gone, or when somebody leaves a page while its socket still
        opens, as on a busy machine, is no fault of the page.
        """
        left_early = "WebSocket is closed before the connection is established"
        return "net::ERR_" in text or "Failed to load resource" in text or left_early in text

    def enter(self, name: str) -> "Visitor":
        """Sign in as one of the demo's people."""
        self.page.goto(f"{self.server.address}/sign-in")
        self.page.select_option("#person", label=name)
        self.page.locator("form[action='/demo/people'] button[type=submit]").last.click()
        self.page.wait_for_url(f"{self.server.address}/")
        return self

    def open_board(self) -> "Visitor":
        self.page.locator("main a[href*='/boards/']").first.click()
        self.page.wait_for_url("**/boards/*")
        expect(self.page.locator("conn-status")).to_have_attribute("link", "online")
        # Until then the notes past a column's first dozen are not on the page, and no count of them is the board's.
        expect(self.page.locator(".column__rest")).to_have_count(0)
        return self

    def note(self, text: str) -> Locator:
        return self.page.locator(".note", has_text=text)

    def writes(self, text: str, column: int = 0) -> "Visitor":
        """Write a note with taps alone."""
        self.page.locator("[data-act=add]:visible").first.click()
        sheet = self.page.locator("note-sheet dialog")
        sheet.locator("[name=text]").fill(text)
        sheet.locator("[name=column]").nth(column).check()
        sheet.locator("button[value=add]").click()
        expect(sheet).to_be_hidden()
        return self

    def expect_state(self, text: str, state: str) -> None:
        """The state that a note shows: waiting, device or saved."""
        expect(self.note(text).locator(f".note__state--{state}")).to_be_visible()

    def wait_until_begun(self, text: str) -> None:
        """Wait until the device keeps what was only begun: of that the page says nothing."""
        wait_until(self.page, lambda: self.page.evaluate(BEGUN, text), f"{text!r} lies on the device")

    def wait_until_page_is_kept(self) -> None:
        """Wait until the device could show this page without a network."""
        # Not `wait_for_function`: a promise is something, whatever comes of it.
        kept = "caches.match(location.pathname, { ignoreSearch: true }).then(Boolean)"
        wait_until(self.page, lambda: self.page.evaluate(kept), "this page lies on the device")

    def texts(self) -> list[str]:
        """The board's notes, sorted; also those out of sight, which are not drawn and have no inner text."""
        return sorted(self.page.locator(".note .note__text").all_text_contents())


Invite = Callable[..., Visitor]


@pytest.fixture
def invite(browser: Browser, server: Running) -> Iterator[Invite]:
    """A new window: `invite("Anna Ålemåke", PHONE)`. At the end no window may have complained."""
    visitors: list[Visitor] = []

    def open_window(name: str | None, device: dict[str, Any] = LAPTOP, **more: Any) -> Visitor:
        context = browser.new_context(locale="nn-NO", **device, **more)
        context.set_default_timeout(PATIENCE_MS)
        visitor = Visitor(context, context.new_page(), server).watch()
        visitors.append(visitor)
        return visitor.enter(name) if name else visitor

    yield open_window
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    for visitor in visitors:
        visitor.context.close()
    assert complaints == []


def settle(*visitors: Visitor, count: int | None = None) -> None:
    """Wait until all see the same board, of `count` notes when that is known."""
    for visitor in visitors:
        if count is not None:
            expect(visitor.page.locator(".note")).to_have_count(count)
    boards: list[list[str]] = []

    def are_equal() -> bool:
        boards[:] = [visitor.texts() for visitor in visitors]
        return all(texts == boards[0] for texts in boards)

    try:
        wait_until(visitors[0].page, are_equal, "all see the same board")
    except AssertionError as late:
        raise AssertionError(f"{late}: {boards}") from None


def wait_until(page: Page, holds: Callable[[], object], what: str) -> None:
    """Ask again and again, while the page lives on. Fails when it takes too long."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not holds():
        assert time.monotonic() < deadline, f"not in time: {what}"
        page.wait_for_timeout(50)


SHOTS = Path(__file__).parents[1] / "shots"
