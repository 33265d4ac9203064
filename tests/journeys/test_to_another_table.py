"""Somebody is dragged to another table: the page stays where it is, is asked for once, and the way back is as short."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect

from tests.journeys.conftest import LAPTOP, wait_until
from tests.journeys.hall import Hall, open_hall

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.three_tables") as opened:
        yield opened


@pytest.fixture
def lead(hall: Hall) -> Page:
    """The round's page of the one who leads, which is never loaded anew in these tests."""
    page = hall.goes(hall.window("Lea", LAPTOP), f"/rounds/{hall.told['round']}")
    expect(page.locator("conn-status[link=online]")).to_be_attached()
    page.evaluate("globalThis.isSamePage = true")
    return page


def first_name(card: Locator) -> str:
    return (card.locator("[data-person] a").first.text_content() or "").strip()


def take_up(lead: Page, name: str, to: int) -> None:
    lead.locator("li[data-person]", has_text=name).hover()
    lead.mouse.down()
    lead.locator("[data-group]").nth(to).locator("h2").hover()
    expect(lead.locator(".group-drag")).to_contain_text("·")


def drag(lead: Page, name: str, to: int) -> None:
    take_up(lead, name, to)
    lead.mouse.up()


def test_who_drags_somebody_to_another_table_stays_where_she_is(lead: Page) -> None:
    version = lead.locator("hall-page").get_attribute("data-version") or ""
    asked: list[Request] = []
    cards = lead.locator("[data-group]")
    name = first_name(cards.first)
    lead.on("request", lambda one: asked.append(one))

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


def test_a_drop_that_is_refused_says_why_and_what_can_be_done_and_nothing_written_is_lost(lead: Page) -> None:
    cards = lead.locator("[data-group]")
    name = first_name(cards.first)
    link = cards.nth(2).locator("[name=video_link]")
    cards.nth(2).locator("summary").click()
    link.fill("https://half.wri")
    take_up(lead, name, to=1)
    other = lead.context.new_page()
    other.goto(lead.locator("[data-person] a", has_text=name).evaluate("(link) => link.href"))
    other.locator("[data-target] button").last.click()
    expect(other.locator("[data-group]").nth(2)).to_contain_text(name)
    other.close()
    lead.mouse.up()

    refusal = lead.locator(".hall-refusal")
    expect(refusal).to_contain_text("Nokon annan har nettopp gjeve henne ein annan plass.")
    expect(refusal).to_be_focused()
    expect(refusal.get_by_role("link", name="Vel ein annan plass")).to_be_visible()
    expect(link).to_have_value("https://half.wri")
    refusal.get_by_role("button", name="Flytt likevel").click()
    expect(cards.nth(1)).to_contain_text(name)
    expect(refusal).to_have_count(0)
    assert (link.input_value(), lead.evaluate("globalThis.isSamePage")) == ("https://half.wri", True)


def test_tables_come_and_go_and_the_page_stays(lead: Page) -> None:
    cards = lead.locator("[data-group]")
    ids = cards.evaluate_all("(cards) => cards.map((card) => card.dataset.group)")
    gone = f'data-region="group-{ids[1]}"'

    def other_tables(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(gone, 'data-region="group-new"'))

    cards.nth(1).locator("a").first.focus()
    lead.route("**/rounds/*", other_tables)
    lead.locator("hall-page").dispatch_event("hall-ask")

    expect(lead.locator("[data-region=group-new]")).to_have_count(1)
    names = lead.locator(".groups > li").evaluate_all("(cards) => cards.map((card) => card.dataset.region)")
    focused = lead.evaluate("document.activeElement.closest('[data-region]')?.dataset.region")
    assert names == [f"group-{ids[0]}", "group-new", f"group-{ids[2]}"]
    assert (focused, lead.evaluate("globalThis.isSamePage")) == (f"group-{ids[2]}", True)


def test_two_quick_drops_are_sent_in_their_order_and_both_stand(lead: Page) -> None:
    cards, held = lead.locator("[data-group]"), list[Route]()
    names = [first_name(cards.first), first_name(cards.nth(1))]
    lead.route("**/moves", lambda route: held.append(route))
    drag(lead, names[0], to=2)
    wait_until(lead, lambda: len(held) == 1, "the first drop is on its way")
    drag(lead, names[1], to=0)
    with lead.expect_response("**/rounds/*"):
        assert len(held) == 1  # The second waits for the answer to the first.
        held[0].continue_()
    wait_until(lead, lambda: len(held) == 2, "the second drop is on its way")
    held[1].continue_()

    expect(cards.nth(2)).to_contain_text(names[0])
    expect(cards.first).to_contain_text(names[1])
    assert lead.evaluate("globalThis.isSamePage") is True


def test_a_card_that_changes_stays_as_high_as_it_was_and_what_is_looked_at_stays_where_it_is(lead: Page) -> None:
    """Also where the browser itself does not hold the page still, as in Safari."""
    lead.evaluate("CSS.supports = () => false; document.documentElement.style.overflowAnchor = 'none'")
    lead.set_viewport_size({"width": 390, "height": 500})
    cards = lead.locator("[data-group]")
    name = first_name(cards.first)
    cards.nth(2).locator("h2").evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    before = (cards.nth(2).bounding_box() or {}).get("y")
    other = lead.context.new_page()
    other.goto(lead.locator("[data-person] a", has_text=name).evaluate("(link) => link.href"))
    other.locator("[data-target] button").last.click()
    expect(other.locator("[data-group]").nth(2)).to_contain_text(name)
    other.close()

    expect(cards.nth(2)).to_contain_text(name)
    assert (cards.nth(2).bounding_box() or {}).get("y") == pytest.approx(before, abs=1)


def test_a_key_right_after_a_drag_is_a_press(lead: Page) -> None:
    card = lead.locator("[data-group]").first
    name = first_name(card)
    lead.locator("li[data-person]", has_text=name).hover()
    lead.mouse.down()
    lead.locator("h1").hover()
    expect(lead.locator(".group-drag")).to_have_text(name)
    lead.mouse.up()
    lead.locator("[data-person] a", has_text=name).focus()
    lead.keyboard.press("Enter")

    expect(lead.locator("h1")).to_contain_text(name)
