"""A phone whose owner reads text twice as large: nothing that stays in sight lies over what she works at (1.4.4)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import ARGUMENTS, LAPTOP, PHONE, Invite
from tests.journeys.hall import goes_on, open_hall, opens_board, writes
from tools.test_needs import chromium

pytestmark = [pytest.mark.browser, pytest.mark.server]
ANNA = "Anna Ålemåke"
TWICE = "--blink-settings=defaultFontSize=32"
UNCOVERED = """(element) => {
  const box = element.getBoundingClientRect()
  const at = [0.1, 0.5, 0.9].map((part) => [box.left + box.width / 2, box.top + box.height * part])
  return at.map(([x, y]) => element.contains(document.elementFromPoint(x, y)))
}"""
"""Whether this element is what one sees, and taps, at its head, its middle and its foot."""
CUT = "(element) => [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight]"
"""Pixels of its text that are out of sight."""
STICKS_OUT = (
    "(element) => element.getBoundingClientRect().right > element.closest('.note').getBoundingClientRect().right"
)
MOST_OF_WINDOW = 0.5


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    """One more, that is asked for text twice as large, as a phone's settings ask."""
    launched = browser.browser_type.launch(executable_path=chromium(), args=[*ARGUMENTS, TWICE])
    yield launched
    launched.close()


@pytest.fixture
def page(invite: Invite) -> Page:
    opened = invite(ANNA, PHONE).open_board().page
    assert opened.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    return opened


def test_what_is_being_written_is_seen(page: Page) -> None:
    page.locator("[data-act=add]:visible").first.click()
    field = page.locator("note-sheet [name=text]")
    field.press_sequentially("Stor skrift")

    assert field.evaluate(UNCOVERED) == [True, True, True]


def test_notes_are_chosen_and_gathered_by_taps(page: Page) -> None:
    page.locator(".board__sort").click()
    for place in range(2):
        page.locator(".note .note__text").nth(place).click()

    bar = page.locator("sort-bar")
    expect(bar.locator("[data-chosen]")).to_have_text("2 lappar valde")
    assert height(bar) <= MOST_OF_WINDOW * PHONE["viewport"]["height"]
    bar.locator("[data-sort=new]").click()
    page.locator("cluster-name .cluster-name__acts button").click()
    expect(page.locator(".cluster .note")).to_have_count(2)
    bar.locator("[data-sort=undo]").click()
    expect(page.locator(".cluster .note")).to_have_count(0)


def test_the_menu_of_a_note_lies_in_the_window(page: Page) -> None:
    page.locator(".note [data-act=more]").first.click()
    menu = page.locator("#note-menu")
    expect(menu).to_be_visible()

    box = menu.bounding_box()

    assert box is not None
    assert (box["x"] >= 0, box["x"] + box["width"] <= PHONE["viewport"]["width"]) == (True, True)
    assert (box["y"] >= 0, box["y"] + box["height"] <= PHONE["viewport"]["height"]) == (True, True)


def test_the_part_of_the_round_and_the_dots_are_read_whole_on_a_narrow_phone(browser: Browser, tmp_path: Path) -> None:
    """The clock's line and the buttons on a note, at 390 and at 320 pixels, in each part of a round."""
    with open_hall(browser, tmp_path, "tests.journeys.seven") as hall:
        lead, phone = hall.control("Lea", LAPTOP), hall.window("Anna", PHONE)
        opens_board(phone)
        writes(phone, "Anna meiner")
        for part in ("Skriv", "Snakk saman", "Samle", "Prioriter"):
            if part != "Skriv":
                goes_on(lead, part.split()[0])
            where = phone.locator(".strip__where")
            expect(where).to_have_text(part)
            for width in (390, 320):
                phone.set_viewport_size({"width": width, "height": 844})
                assert (part, width, where.evaluate(CUT)) == (part, width, [0, 0])
        give = phone.locator(".note [data-act=dot]").first
        expect(give).to_be_visible()
        for width in (390, 320):
            phone.set_viewport_size({"width": width, "height": 844})
            assert (width, give.evaluate(CUT), give.evaluate(STICKS_OUT)) == (width, [0, 0], False)


def test_while_people_talk_the_question_and_the_clock_are_on_the_first_screen(browser: Browser, tmp_path: Path) -> None:
    """ST-26"""
    with open_hall(browser, tmp_path, "tests.journeys.seven") as hall:
        goes_on(hall.control("Lea", LAPTOP), "Snakk")
        phone = hall.window("Anna", PHONE)
        expect(phone.locator("h1")).to_have_text("Legg ned telefonen")

        for part in ("h1", ".now__question", ".round-clock__time"):
            assert (part, phone.locator(part).evaluate(UNCOVERED)) == (part, [True, True, True])


def height(one: Locator) -> float:
    box = one.bounding_box()
    assert box is not None
    return box["height"]
