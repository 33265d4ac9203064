"""The morning of an ordinary day, nine people at once: who leads, who helps from a phone, the hall's screen, the host
at the door, four delegates of two municipalities, a guest. The server dies in the middle, and so does the laptop."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.conftest import LAPTOP, PATIENCE_MS, PHONE
from tests.journeys.hall import Hall, goes_on, goes_to, lifts, open_hall, opens_board, presses_on_until, writes

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def morning(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.morning") as hall:
        yield hall


def test_a_whole_morning(morning: Hall) -> None:
    lead = morning.control("Lea", LAPTOP)
    screen = morning.opens_the_screen(LAPTOP, lead)
    anna, berit = people_come(morning)
    helper = two_lead_and_neither_overwrites_the_other(morning, lead)
    somebody_speaks(lead, anna, screen)
    tables = groups_go_to_their_tables(lead, anna, berit, screen)
    somebody_comes_late(morning, tables)
    the_server_dies(morning, lead, screen, tables["anna"])
    the_laptop_dies_and_the_phone_leads_on(morning, helper, tables["anna"], screen)


def people_come(morning: Hall) -> tuple[Page, Page]:
    """Two scan their badges, the host taps two names, one comes in with the code."""
    anna, berit = morning.arrive("Anna"), morning.arrive("Berit")
    expect(anna.locator("h1").first).to_be_visible()
    host = morning.goes(morning.window("Hilde", PHONE), "/door")
    for name in ("Arne", "Bo"):
        host.locator("#q").fill(name)
        host.get_by_role("button", name=re.compile(rf"Kom.*{name} Prøvedøme")).click()
        host.locator("#q").fill("")
    expect(host.locator(".door__here")).to_have_text("4")
    guest = morning.window("guest", PHONE, f"/gjest?code={morning.told['code']}")
    guest.locator("[name=name]").fill("Gjest Prøvedøme")
    guest.locator("main button[type=submit]").click()
    guest.wait_for_url(f"{morning.server.address}/")
    expect(host.locator(".door__here")).to_have_text("5")
    return anna, berit


def two_lead_and_neither_overwrites_the_other(morning: Hall, lead: Page) -> Page:
    """The helper's phone has not heard that the lead has moved on: its press does nothing, and says why."""
    helper = morning.control("Tor", PHONE)
    helper.route("**/control*", lambda route: route.abort() if is_asked_by_script(route) else route.continue_())
    goes_on(lead, "Start dagen")
    expect(lead.locator(".control__title")).to_contain_text("Kaffi")

    helper.locator("#next-step").click()

    expect(helper.locator("body")).to_contain_text("Lea Prøvedøme har nettopp gått vidare")
    helper.unroute("**/control*")
    helper.goto(helper.url)
    expect(helper.locator(".control__title")).to_contain_text("Kaffi")
    return helper


def is_asked_by_script(route: Route) -> bool:
    return route.request.resource_type == "fetch" and route.request.method == "GET"


def somebody_speaks(lead: Page, anna: Page, screen: Page) -> None:
    """The guest speaks: the screen says so, Anna keeps a line for herself and asks, the lead sees the question."""
    goes_to(lead, "Velkomen")
    goes_to(lead, "Innleiing")
    expect(screen.locator("main.screen")).to_contain_text("Gro Gjestedøme")
    expect(anna.locator("body")).to_contain_text("Gro Gjestedøme")
    anna.locator("#talk-text").fill("Berre for meg sjølv")
    anna.locator("form[data-kind=line] button").click()
    expect(anna.locator("[data-lines]")).to_contain_text("Berre for meg sjølv")
    anna.locator(".talk__ask summary").click()
    anna.locator("#talk-question").fill("Kven var ikkje med?")
    anna.locator("form[data-kind=question] button").first.click()
    goes_to(lead, "Spørsmål")
    expect(lead.locator("body")).to_contain_text("Kven var ikkje med?")
    assert "Berre for meg sjølv" not in lead.content()


def groups_go_to_their_tables(lead: Page, anna: Page, berit: Page, screen: Page) -> dict[str, Page]:
    """Groups are made of those who are there; each phone says its table, and the board opens when work begins."""
    goes_to(lead, "Blanda grupper")
    goes_on(lead, "Lag grupper")
    goes_on(lead, "Gå til bordet")
    for phone in (anna, berit):
        expect(phone.locator(".now__table")).to_contain_text("Bord")
    lead.get_by_role("button", name="Bord", exact=True).click()
    expect(lead.get_by_role("button", name="Bord", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(screen.locator("main.screen")).to_contain_text("Anna Prøvedøme")
    opens_board(anna)
    goes_on(lead, "Start")
    berit.locator("main a[href*='/boards/']").first.click()
    writes(anna, "Vi spør for seint")
    return {"anna": anna, "berit": berit}


def somebody_comes_late(morning: Hall, tables: dict[str, Page]) -> None:
    """Whoever comes during the round has a place when the page is there, and can write at once."""
    late = morning.arrive("Astrid")

    expect(late.locator(".now__table")).to_contain_text("Bord")
    late.locator("main a[href*='/boards/']").first.click()
    writes(late, "Seint, men med")
    tables["astrid"] = late


def the_server_dies(morning: Hall, lead: Page, screen: Page, anna: Page) -> None:
    """Killed in the middle of a sentence: everybody writes on, the screen keeps its picture, and all comes back."""
    anna.locator("[data-act=add]:visible").first.click()
    anna.locator("note-sheet [name=text]").fill("Skriven medan tenaren låg nede")
    morning.server.kill()
    anna.locator("note-sheet button[value=add]").click()
    expect(screen.locator("[data-lost]")).to_be_visible()

    morning.server.start()

    saved = anna.locator(".note", has_text="Skriven medan tenaren låg nede").locator(".note__state--saved")
    expect(saved).to_be_visible(timeout=2 * PATIENCE_MS)
    expect(screen.locator("[data-lost]")).to_be_hidden(timeout=2 * PATIENCE_MS)
    lead.goto(lead.url)
    expect(lead.locator(".control__title")).to_contain_text("Blanda grupper")


def the_laptop_dies_and_the_phone_leads_on(morning: Hall, helper: Page, anna: Page, screen: Page) -> None:
    """The co-facilitator goes on from where the lead was: what each wrote alone is shown, and a note that a group chose
    stands on the screen.
    """
    morning.people["Lea"].context.close()
    expect(anna.locator(".board__notice")).to_contain_text("Skriv for deg sjølv")
    helper.goto(helper.url)
    expect(helper.locator(".control__title")).to_contain_text("Blanda grupper")
    goes_on(helper, "Snakk")
    goes_on(helper, "Samle")
    expect(anna.locator(".board__notice")).to_be_hidden()
    lifts(anna, "Vi spør for seint")
    presses_on_until(helper, "Lunsj")
    helper.get_by_role("button", name="Plenum", exact=True).click()
    expect(helper.get_by_role("button", name="Plenum", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(screen.locator("main.screen")).to_contain_text("Vi spør for seint")
    goes_to(helper, "Lunsj")
    expect(screen.locator("main.screen")).to_contain_text("Lunsj")
