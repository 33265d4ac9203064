"""PO-1 to PO-4 in a hall: who leads asks, three phones answer, one of them without a network; the screen shows it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, Invite, Visitor
from tests.journeys.test_pages_without_a_network import ANNA, ELI, HOST, begin_the_talk
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.server]
THIRD = "Knut Suleskarv"
WORRY = "Dette uroa meg"


def taps(page: Page, answer: str) -> None:
    page.locator("#poll .poll__tap", has_text=answer).click()


def count_is(lead: Visitor, number: int) -> None:
    expect(lead.page.locator(".control__item")).to_contain_text(f"{number} har svara.")


def opens_the_screen(invite: Invite, lead: Visitor) -> Page:
    screen = invite(None, LAPTOP).page
    screen.goto(f"{lead.server.address}/skjerm")
    digits = screen.locator(".screen__digits")
    expect(digits).to_have_text(re.compile(r"\d{4}"))
    lead.page.locator("#screen-code").fill(digits.inner_text())
    lead.page.locator(".control__pair button").click()
    expect(screen.locator("main.screen")).to_have_attribute("data-picture", "now")
    return screen


def test_a_question_goes_through_the_hall(invite: Invite, server: Running) -> None:
    fia = invite(HOST)
    begin_the_talk(fia)
    screen = opens_the_screen(invite, fia)
    anna, eli, third = (invite(name, PHONE) for name in (ANNA, ELI, THIRD))
    anna.page.locator("#talk-text").fill(WORRY)

    fia.page.locator("#poll-ready summary").click()
    fia.page.locator("#poll-ready-home").click()

    for one in (anna, eli, third):
        expect(one.page.locator("#poll-question")).to_contain_text("ta med heim")
    expect(screen.locator(".screen__question")).to_contain_text("ta med heim")
    eli.context.set_offline(True)
    taps(eli.page, "Litt")
    expect(eli.page.locator("[data-said]")).to_contain_text("nett")
    taps(anna.page, "Ja")
    taps(third.page, "Ikkje enno")
    expect(third.page.locator("[data-said]")).to_contain_text("inne")
    taps(third.page, "Ja")
    count_is(fia, 2)
    eli.context.set_offline(False)
    count_is(fia, 3)

    fia.page.get_by_role("link", name="Noter svar for nokon").click()
    for noted in (4, 5):
        fia.page.locator("#noting ~ form .poll__tap", has_text="Ja").click()
        expect(fia.page.locator("[data-region=lead]")).to_contain_text(f"{noted} har svara.")
    expect(fia.page.get_by_role("button", name="Angre det siste")).to_be_visible()
    expect(anna.page.locator("#poll svg.chart__drawing")).to_have_count(0)
    fia.page.get_by_role("button", name="Vis svara").click()

    expect(screen.locator(".screen__chart")).to_contain_text("4 · 80 %")
    for one in (anna, eli, third):
        expect(one.page.locator("#poll svg.chart__drawing")).to_contain_text("4 · 80 %")
    fia.page.get_by_role("button", name="Steng spørsmålet").click()
    expect(anna.page.locator("#poll")).to_have_count(0)
    expect(anna.page.locator("#talk-text")).to_have_value(WORRY)
