"""Somebody is dragged to another table: the page stays where it is, is asked for once, and the way back is as short."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.journeys.conftest import LAPTOP
from tests.journeys.hall import Hall, open_hall

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.three_tables") as opened:
        yield opened


def drag(lead: Page, name: str, to: int) -> None:
    lead.locator("li[data-person]", has_text=name).hover()
    lead.mouse.down()
    lead.locator("[data-group]").nth(to).locator("h2").hover()
    expect(lead.locator(".group-drag")).to_contain_text("·")
    lead.mouse.up()


def test_who_drags_somebody_to_another_table_stays_where_she_is(hall: Hall) -> None:
    lead = hall.goes(hall.window("Lea", LAPTOP), f"/rounds/{hall.told['round']}")
    expect(lead.locator("conn-status[link=online]")).to_be_attached()
    version = lead.locator("hall-page").get_attribute("data-version") or ""
    asked: list[Request] = []
    cards = lead.locator("[data-group]")
    name = cards.first.locator("[data-person] a").first.inner_text()
    lead.on("request", lambda one: asked.append(one))
    lead.evaluate("globalThis.isSamePage = true")

    cards.first.locator("h2").hover()
    lead.mouse.down()
    cards.nth(1).locator("h2").hover()
    assert lead.locator(".group-drag").count() == 0  # The heading is nobody, though the page itself is somebody's.
    lead.mouse.up()
    drag(lead, name, to=1)

    expect(cards.nth(1)).to_contain_text(name)
    expect(cards.first).not_to_contain_text(name)
    expect(lead.locator(".toast__message")).to_contain_text(name)
    expect(lead.locator("hall-page")).not_to_have_attribute("data-version", version)
    # What was told of the move meanwhile is on the page: the next that is asked for is what is asked for here.
    with lead.expect_response(lambda answer: answer.request.headers.get("samling-bare") == "1"):
        lead.locator("hall-page").dispatch_event("hall-ask")
    pages = [one for one in asked if one.method == "GET" and one.url == lead.url]
    assert (version.isdigit(), len(pages), lead.evaluate("globalThis.isSamePage")) == (True, 2, True)
