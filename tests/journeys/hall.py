"""A hall with a real server, a window for each who takes part, and what a journey does there again and again."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PATIENCE_MS, PHONE, Visitor
from tests.preloaded import run_module
from tests.running import Running


@dataclass
class Hall:
    """The hall and everybody in it. `told` is what was told when it was furnished."""

    browser: Browser
    server: Running
    told: dict[str, Any]
    people: dict[str, Visitor] = field(default_factory=dict)

    def window(self, name: str, device: dict[str, Any], path: str | None = None, **more: Any) -> Page:
        """A new window for somebody. With a sign-in of old unless `path` is another way in."""
        context = self.browser.new_context(locale="nn-NO", **device, **more)
        context.set_default_timeout(PATIENCE_MS)
        if path is None:
            secret = self.told["secrets"][f"{name} Prøvedøme"]
            context.add_cookies([{"name": "session", "value": secret, "url": self.server.address}])
        visitor = Visitor(context, context.new_page(), self.server).watch()
        self.people[name] = visitor
        visitor.page.goto(self.server.address + (path or "/"))
        return visitor.page

    def is_now(self, moment: datetime) -> None:
        """Have it be this moment where a CLOCKED server lives, at once or from its next start on."""
        self.server.set_clock(passed=(moment - datetime.now(UTC)).total_seconds())

    def rows(self, sql: str, *given: object) -> list[tuple[Any, ...]]:
        """What the database says to a question in SQL, past all of the program's own reading."""
        with closing(sqlite3.connect(f"file:{self.server.folder / 'samling.sqlite'}?mode=ro", uri=True)) as stored:
            return stored.execute(sql, given).fetchall()

    def goes(self, page: Page, rest: str) -> Page:
        """Open a page of the gathering's."""
        page.goto(f"{self.server.address}/gatherings/{self.told['gathering']}{rest}")
        return page

    def control(self, name: str, device: dict[str, Any]) -> Page:
        return self.goes(self.window(name, device), "/control")

    def arrive(self, name: str, **more: Any) -> Page:
        """Scan one's own badge: signed in, checked in, and on the page that says what happens now."""
        page = self.window(name, PHONE, self.told["badges"][f"{name} Prøvedøme"], **more)
        page.wait_for_url(f"{self.server.address}/")
        return page

    def opens_the_screen(self, device: dict[str, Any], lead: Page) -> Page:
        """The hall's machine shows four digits; who leads types them."""
        screen = self.window("screen", device, "/skjerm")
        digits = screen.locator(".screen__digits")
        expect(digits).to_have_text(re.compile(r"\d{4}"))

        lead.locator("#screen-code").fill(digits.inner_text())
        lead.locator(".control__pair button").click()

        expect(screen.locator("main.screen")).to_have_attribute("data-picture", "now")
        return screen


def furnish(folder: Path, furniture: str) -> None:
    """Have the module `furniture` lay a hall in this folder."""
    run_module(furniture, str(folder), log=folder / "furnish.log")


@contextmanager
def open_hall(
    browser: Browser, folder: Path, furniture: str | None, *, program: tuple[str, ...] = ("app.py",), mails: str = ""
) -> Iterator[Hall]:
    """The hall that the module `furniture` lays, or one that lies there. At its end no window may have complained.

    `mails` is the address of a mail server. What was told when it was furnished may say what the time is (`now`).
    """
    if furniture is not None:
        furnish(folder, furniture)
    server = Running(folder, environ={"SAMLING_DEMO": "0"}, program=program)
    if mails:
        server.environ |= {"SAMLING_SMTP": mails, "SAMLING_PUBLIC_URL": server.address}
    hall = Hall(browser, server, json.loads((folder / "hall.json").read_text()))
    if "now" in hall.told:
        hall.is_now(datetime.fromisoformat(hall.told["now"]))
    try:
        server.start()
        yield hall
        complaints = [complaint for visitor in hall.people.values() for complaint in visitor.complaints]
    finally:
        for visitor in hall.people.values():
            visitor.context.close()
        server.stop()
    assert complaints == [], complaints  # in words: pytest rewrites no helper's assertion


def goes_on(page: Page, label: str) -> None:
    """Press the one large button, which must say this."""
    button = page.locator("#next-step")
    expect(button).to_contain_text(label)
    button.click()


def goes_to(page: Page, title: str) -> None:
    """Press on until this item is the one that goes on."""
    goes_on(page, "Gå til:")
    expect(page.locator(".control__title")).to_contain_text(title)


def presses_on_until(page: Page, label: str, *, most: int = 8) -> None:
    """Press through the steps of a round until the large button says this."""
    button = page.locator("#next-step")
    for _step in range(most):
        if label in (button.text_content() or ""):
            return
        version = page.locator("form:has(#next-step) [name=version]").get_attribute("value")
        button.click()
        expect(page.locator(f"form:has(#next-step) [name=version][value='{version}']")).to_have_count(0)
    expect(button).to_contain_text(label)


def opens_board(page: Page) -> None:
    """To her group's board from the page that says what happens now."""
    page.locator("main a[href*='/boards/']").first.click()
    expect(page.locator("conn-status[link=online]").first).to_be_visible()


def writes(page: Page, text: str) -> None:
    page.locator("[data-act=add]:visible").first.click()
    page.locator("note-sheet [name=text]").fill(text)
    page.locator("note-sheet button[value=add]").click()
    expect(page.locator(".note", has_text=text).locator(".note__state--saved")).to_be_visible()


def lifts(page: Page, text: str) -> None:
    """Show a note to everybody."""
    page.locator(".note", has_text=text).locator("[data-act=more]").click()
    page.locator("#note-menu [data-do=lift]").click()
    expect(page.locator(".note", has_text=text)).to_contain_text("plenum", ignore_case=True)
