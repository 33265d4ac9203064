"""A phone loses its network while its group works: those who lead see it, wait for her no more, and see her come
back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.journeys.conftest import LAPTOP
from tests.journeys.hall import Hall, goes_on, open_hall
from tests.running import CLOCKED

pytestmark = [pytest.mark.browser, pytest.mark.server]
NAME = " Prøvedøme"
SECOND_ROUND = "Blanda grupper, nye folk"
OFF = "1 ikkje på nett"
SOON_MS = 10_000


def presses_while_the_hall_moves(phone: Page, lead: Page) -> None:
    """A slow finger on *Ferdig*: the part of the page that the button stands in changes before the finger is lifted."""
    page = phone.locator("hall-page.now")
    before = page.get_attribute("data-version") or ""
    phone.locator("#ready").hover()
    phone.mouse.down()
    lead.locator("button[aria-label^='+1 min']").click()
    expect(page).not_to_have_attribute("data-version", before)
    phone.mouse.up()


def without_the_guard(phone: Page) -> None:
    """Have the page change also what is being pressed."""
    guard = 'if (region.matches(":active")) return true'

    def naive(route: Route) -> None:
        answer = route.fetch()
        assert guard in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(guard, ""))

    phone.context.route("**/js/hall/swap.js", naive)
    phone.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((one) => one.unregister())))"
    )
    with phone.expect_response("**/js/hall/swap.js"):
        phone.reload()


def a_group_with_its_phones(hall: Hall) -> tuple[Page, Locator, dict[str, Page]]:
    """Those who lead, the row of Anna's group at work, and the phones of all who sit in it."""
    lead = hall.control("Lea", LAPTOP)
    lead.locator(".sheet-row", has_text=SECOND_ROUND).locator("summary").click()
    lead.locator(".sheet-row", has_text=SECOND_ROUND).get_by_role("button", name="Gå hit no").click()
    for label in ("Lag grupper", "Gå til bordet", "Start"):
        goes_on(lead, label)
    row = lead.locator(".group-row", has_text=f"Anna{NAME}")
    row.locator("summary").click()
    names = [text.split(NAME)[0].strip() for text in row.locator("li").all_inner_texts()]
    return lead, row, {name: hall.arrive(name) for name in names}


@contextmanager
def without_a_network(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    try:
        yield
    finally:
        page.context.set_offline(False)


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.afternoon", program=CLOCKED) as opened:
        yield opened


@pytest.fixture
def naive_hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    program = (*CLOCKED, "wait_for_everybody")
    with open_hall(browser, tmp_path, "tests.journeys.afternoon", program=program) as opened:
        yield opened


def test_a_phone_without_a_network_is_away_until_it_is_back(hall: Hall) -> None:
    """ST-8, ST-19: four minutes pass twice, the first time with all on the net."""
    lead, row, phones = a_group_with_its_phones(hall)
    size = len(phones)
    hall.server.set_clock(passed=4 * 60)
    presses_while_the_hall_moves(phones["Anna"], lead)
    expect(row).to_contain_text(f"1 av {size} ferdige")
    expect(row).not_to_contain_text("på nett")
    name = next(one for one in phones if one != "Anna")

    with without_a_network(phones[name]):
        hall.server.set_clock(passed=8 * 60)
        expect(row).to_contain_text(OFF)
        expect(row).to_contain_text(f"1 av {size - 1} ferdige")
        expect(row.locator("li", has_text=f"{name}{NAME}")).to_contain_text("ikkje på nett")

    expect(row).not_to_contain_text("på nett")
    expect(row).to_contain_text(f"1 av {size} ferdige")
    expect(row.locator("li", has_text=f"{name}{NAME}")).to_contain_text("i arbeid")


def test_a_program_that_waited_for_everybody_would_not_say_so(naive_hall: Hall) -> None:
    """The control; and a page that changed under a finger would lose the press."""
    lead, row, phones = a_group_with_its_phones(naive_hall)
    without_the_guard(phones["Anna"])
    presses_while_the_hall_moves(phones["Anna"], lead)
    with pytest.raises(AssertionError):
        expect(row).to_contain_text("1 av", timeout=SOON_MS / 5)

    with without_a_network(phones["Anna"]):
        naive_hall.server.set_clock(passed=4 * 60)
        with pytest.raises(AssertionError):
            expect(row).to_contain_text(OFF, timeout=SOON_MS)
