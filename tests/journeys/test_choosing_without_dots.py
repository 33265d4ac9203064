"""A group that has set no dots finds what to choose from when it is to choose (BO-24), by keys as well as by taps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.hall import Hall, goes_on, open_hall, opens_board, writes
from tests.journeys.pages.looks import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.server]
NARROW = PHONE | {"viewport": {"width": 320, "height": 640}}
NOTHING = "Det er ingenting å velje mellom enno"


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.seven") as opened:
        yield opened


def tabs_to(page: Page, words: str) -> None:
    """Go on with Tab until the focus is on what says this."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if words in str(page.evaluate("document.activeElement.textContent")):
            return
    raise AssertionError(f"Tab never comes to {words!r}")


def test_whoever_chooses_finds_the_list_though_nobody_has_set_dots(hall: Hall) -> None:
    lead = hall.control("Lea", LAPTOP)
    anna, bo = hall.window("Anna", NARROW), hall.window("Bo", LAPTOP)
    for phone in (anna, bo):
        opens_board(phone)
    for label in ("Snakk", "Samle", "Prioriter"):
        goes_on(lead, label)
    expect(anna.locator("[data-part=set]")).to_be_visible()
    expect(anna.locator("[data-part=shown]")).to_be_hidden()

    goes_on(lead, "Vel")

    for phone in (anna, bo):
        expect(phone.locator("[data-part=shown]")).to_contain_text(NOTHING)
    for text in ("Bussen går ikkje", "Ungdomen flyttar"):
        writes(anna, text)
    for phone in (anna, bo):
        expect(phone.locator(".dots__order .dots__text")).to_have_text(["Bussen går ikkje", "Ungdomen flyttar"])
        expect(phone.locator("[data-part=shown]")).not_to_contain_text(NOTHING)
    assert anna.evaluate("document.documentElement.scrollWidth") <= 320
    anna.locator(".dots__item", has_text="Ungdomen").locator("[data-do=lift]").click()
    for phone in (anna, bo):
        expect(phone.locator(".dots__chosen")).to_have_text("Valde: 1 av 3.")
        expect(phone.locator(".dots__item", has_text="Ungdomen")).to_contain_text("Ta bort frå plenum")

    bo.locator("#content").focus()
    tabs_to(bo, "Til plenum: «Bussen")
    bo.keyboard.press("Enter")
    expect(bo.locator(".dots__chosen")).to_have_text("Valde: 2 av 3.")
    focused = bo.locator(":focus")
    expect(focused).to_contain_text("Bussen")
    bo.keyboard.press("Enter")
    for phone in (anna, bo):
        expect(phone.locator(".dots__chosen")).to_have_text("Valde: 1 av 3.")

    bo.reload()
    expect(bo.locator(".dots__order .dots__text")).to_have_text(["Bussen går ikkje", "Ungdomen flyttar"])
    goes_on(lead, "Rund av")
    expect(bo.locator(".strip__task")).to_contain_text("Skriv ferdig")
    expect(bo.locator(".dots__order [data-do=lift]:visible")).to_have_count(1)
    assert faults_of(bo) == []


def test_dots_are_asked_for_when_there_is_something_to_give_them_to(hall: Hall) -> None:
    lead, anna = hall.control("Lea", LAPTOP), hall.window("Anna", NARROW)
    opens_board(anna)
    for label in ("Snakk", "Samle", "Prioriter"):
        goes_on(lead, label)
    tray = anna.locator("[data-part=set]")

    expect(tray).to_contain_text(NOTHING)
    anna.reload()
    expect(anna.locator("board-app[data-live]")).to_be_attached()
    expect(tray).to_contain_text(NOTHING)
    expect(tray.locator("[data-left], [data-help]").locator("visible=true")).to_have_count(0)
    expect(anna.locator("[data-dots-left]")).to_be_hidden()

    writes(anna, "Bussen går ikkje")
    expect(tray.locator("[data-left]")).to_be_visible()
    expect(tray.locator("[data-nothing]")).to_be_hidden()
