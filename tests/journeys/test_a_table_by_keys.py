"""One of a group has no mouse and no touch: from a question to three chosen notes by keys alone (E1, E4, E5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, wait_until
from tests.journeys.hall import Hall, goes_on, open_hall, opens_board, writes

pytestmark = [pytest.mark.browser, pytest.mark.server]

WORDS = ["Anna ein", "Anna to", "Anna tre"]
LIFTED = ".note .note__lifted:visible"
MOST = 80
"""Presses of one key on the way to something: more than there are places on the page."""
HAS_FOCUS = "(element) => element === document.activeElement"


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.seven") as opened:
        yield opened


def goes_to(page: Page, place: Locator, key: str = "Tab") -> None:
    """Press the key until the place has the focus."""
    expect(place).to_be_visible()
    for _press in range(MOST):
        if place.evaluate(HAS_FOCUS):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{MOST} presses of {key} do not lead to {place}")


def presses(page: Page, place: Locator) -> None:
    goes_to(page, place)
    page.keyboard.press("Enter")


def walks_to(page: Page, place: Locator) -> None:
    """Into the board by Tab, and from its top down."""
    goes_to(page, page.locator(".board__columns [tabindex='0']").first)
    page.keyboard.press("Home")
    goes_to(page, place, "ArrowDown")


def note(page: Page, text: str) -> Locator:
    return page.locator(".note", has_text=text)


def test_from_a_question_to_three_chosen_notes_by_keys_alone(hall: Hall) -> None:
    lead = hall.control("Lea", LAPTOP)
    anna, bo = hall.window("Anna", LAPTOP), hall.window("Bo", PHONE)
    opens_board(bo)
    writes(bo, "Bo meiner")

    writes_alone(anna)
    goes_on(lead, "Snakk")
    expect(bo.locator(".note")).to_have_count(len(WORDS) + 1)
    goes_on(lead, "Samle")
    lays_two_together(anna, "Saman")
    expect(bo.locator(".cluster", has_text="Saman").locator(".note")).to_have_count(2)
    goes_on(lead, "Prioriter")
    gives_dots(anna)
    # What is still on its way when the dots are shown is refused, with a sentence.
    wait_until(lead, lambda: hall.rows("SELECT sum(dots) FROM dot") == [(2,)], "both dots are stored")
    goes_on(lead, "Vel")
    chooses_three(anna)

    expect(bo.locator(LIFTED)).to_have_count(3)
    expect(bo.locator(f".cluster {LIFTED}")).to_have_count(1)
    for text in ("Anna tre", "Bo meiner"):
        expect(note(bo, text).locator(".note__lifted")).to_be_visible()


def writes_alone(anna: Page) -> None:
    presses(anna, anna.locator("main a[href*='/boards/']").first)
    expect(anna.locator("conn-status[link=online]").first).to_be_visible()
    for text in WORDS:
        presses(anna, anna.locator(".board__new"))
        expect(anna.locator("note-sheet [name=text]")).to_be_focused()
        anna.keyboard.type(text)
        presses(anna, anna.locator("note-sheet button[value=add]"))
        expect(note(anna, text).locator(".note__state--saved")).to_be_visible()


def lays_two_together(anna: Page, name: str) -> None:
    presses(anna, anna.locator(".board__sort"))
    for text in WORDS[:2]:
        walks_to(anna, note(anna, text))
        anna.keyboard.press("Space")
    expect(anna.locator("sort-bar [data-chosen]")).to_have_text("2 lappar valde")
    presses(anna, anna.locator("sort-bar [data-sort=new]"))
    expect(anna.locator("#cluster-name-field")).to_be_focused()
    anna.keyboard.type(name)
    presses(anna, anna.locator("cluster-name .cluster-name__acts button"))
    presses(anna, anna.locator("sort-bar [data-sort=close]"))


def gives_dots(anna: Page) -> None:
    """Three topics: two dots each."""
    expect(anna.locator(".dots__left")).to_contain_text("2 av 2")
    walks_to(anna, anna.locator(".cluster__fold"))
    anna.keyboard.press("+")
    expect(anna.locator(".dots__left")).to_contain_text("1 av 2")
    walks_to(anna, note(anna, "Anna tre"))
    presses(anna, note(anna, "Anna tre").locator("[data-act=dot]"))
    expect(anna.locator(".dots__left")).to_contain_text("0 av 2")


def chooses_three(anna: Page) -> None:
    """Two from the list of what has most, the third on the board."""
    for at in range(2):
        presses(anna, anna.locator(".dots__order li").nth(at).locator("[data-do=lift]"))
        expect(anna.locator(LIFTED)).to_have_count(at + 1)
    walks_to(anna, note(anna, "Bo meiner"))
    presses(anna, note(anna, "Bo meiner").locator("[data-act=more]"))
    presses(anna, anna.locator("#note-menu [data-do=lift]"))
