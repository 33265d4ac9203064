"""A phone loses its network while its group works: those who lead see it, wait for her no more, and see her come
back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, Locator, Page, Route, expect

from tests.journeys.conftest import LAPTOP, wait_until
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
    with lead.expect_response(lambda answer: answer.request.method == "POST"):
        lead.locator("button[aria-label^='+1 min']").click()
    asks(phone)  # with a new clock alone a phone would take up to half a minute
    expect(page).not_to_have_attribute("data-version", before)
    phone.mouse.up()


def asks(phone: Page) -> None:
    """Have the page fetch itself at once."""
    phone.locator("#ready").evaluate("(one) => one.dispatchEvent(new Event('hall-ask', { bubbles: true }))")


def takes_it_back_while_an_older_page_is_on_its_way(phone: Page) -> None:
    """Asked for before her press, answered after it: on a hall's network answers overtake each other."""
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if "samling-bare" in route.request.headers and not held:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    phone.route(phone.url, hold)
    asks(phone)
    wait_until(phone, lambda: held, "the older page is on its way")
    phone.get_by_role("button", name="Ikkje ferdig likevel").click()
    expect(phone.locator("#ready")).to_have_text("Ferdig")

    [(route, older)] = held
    with phone.expect_response(phone.url):
        route.fulfill(response=older)


NOT_AN_OLDER_ONE = """if (sent !== this.#sent) {
        this.#isMore = true
        this.#wanted ??= wanted
      } else """


def without(phone: Page, script: str, guard: str) -> None:
    """Have the page run without this part of a script."""

    def naive(route: Route) -> None:
        answer = route.fetch()
        assert guard in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(guard, ""))

    phone.context.route(f"**/js/{script}", naive)
    phone.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((one) => one.unregister())))"
    )
    with phone.expect_response(f"**/js/{script}"):
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
    names = [text.split(NAME)[0].strip() for text in row.locator("li").all_text_contents()]
    assert "Anna" in names
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
    """ST-8, ST-19, ST-21: four minutes pass twice, the first time with all on the net."""
    lead, row, phones = a_group_with_its_phones(hall)
    size = len(phones)
    hall.server.set_clock(passed=4 * 60)
    presses_while_the_hall_moves(phones["Anna"], lead)
    expect(row).to_contain_text(f"1 av {size} ferdige")
    expect(row).not_to_contain_text("på nett")
    takes_it_back_while_an_older_page_is_on_its_way(phones["Anna"])
    expect(row).to_contain_text(f"0 av {size} ferdige")
    phones["Anna"].wait_for_timeout(SOON_MS / 10)
    phones["Anna"].locator("#ready").get_by_text("Ferdig", exact=True).click()
    expect(row).to_contain_text(f"1 av {size} ferdige")
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
    """The control. A page that changed under a finger would lose the press, and one that took what was made before it
    would show it undone.
    """
    lead, row, phones = a_group_with_its_phones(naive_hall)
    without(phones["Anna"], "hall/asking.js", NOT_AN_OLDER_ONE)
    without(phones["Anna"], "hall/swap.js", 'if (region.matches(":active")) return true')
    presses_while_the_hall_moves(phones["Anna"], lead)
    with pytest.raises(AssertionError):
        expect(row).to_contain_text("1 av", timeout=SOON_MS / 5)
    phones["Anna"].locator("#ready").click()
    takes_it_back_while_an_older_page_is_on_its_way(phones["Anna"])
    expect(phones["Anna"].locator("#ready")).to_have_text("Ikkje ferdig likevel")

    with without_a_network(phones["Anna"]):
        naive_hall.server.set_clock(passed=4 * 60)
        with pytest.raises(AssertionError):
            expect(row).to_contain_text(OFF, timeout=SOON_MS)
