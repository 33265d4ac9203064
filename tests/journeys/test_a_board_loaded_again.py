"""A phone on a group's board loses the network: it stands where the group does, and the question to all is answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, wait_until
from tests.journeys.hall import Hall, goes_on, open_hall, opens_board, writes

pytestmark = [pytest.mark.browser, pytest.mark.server]

KEPT = """async (path) => {
  const kept = await (await caches.open("pages")).match(path, { ignoreSearch: true })
  return kept ? kept.text() : ""
}"""
AT_ONCE = "Math.random = () => 0"
"""A hall full of phones spreads what it asks for over most of a minute."""
FORGET = "async (path) => (await caches.open('pages')).delete(path, { ignoreSearch: true })"
PUT = """async ([path, html]) => {
  const pages = await caches.open("pages")
  const { headers } = await pages.match(path, { ignoreSearch: true })
  await pages.put(path, new Response(html, { headers }))
}"""


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.seven") as opened:
        yield opened


def kept(page: Page, path: str) -> str:
    return str(page.evaluate(KEPT, path))


def is_on(page: Page) -> str:
    return str(page.evaluate("location.pathname"))


def on_her_board(hall: Hall, name: str, *, has_seen_now: bool = True) -> Page:
    """Somebody's phone on her group's board. Who came straight there has not seen the page of what happens now."""
    phone = hall.window(name, PHONE)
    phone.add_init_script(AT_ONCE)
    opens_board(phone)
    hall.people[name].wait_until_page_is_kept()
    if not has_seen_now:
        phone.evaluate(FORGET, "/")
    return phone


def test_the_question_is_answered_from_a_board_without_a_network(hall: Hall) -> None:
    """PO-3. The control: with that page gone from the device the same taps lead nowhere."""
    lead = hall.control("Lea", LAPTOP)
    anna, bo = (on_her_board(hall, name, has_seen_now=False) for name in ("Anna", "Bo"))
    lead.locator("#poll-ready summary").click()
    lead.locator("#poll-ready-home").click()
    for phone in (anna, bo):
        question = phone.locator("poll-strip")
        expect(question).to_contain_text("ta med heim")
        place = question.get_attribute("data-place") or ""
        wait_until(phone, lambda at=phone, text=place: text in kept(at, "/"), "the page with the question is kept")
        wait_until(phone, lambda at=phone, text=place: text in kept(at, is_on(at)), "the board's page tells of it")
    bo.evaluate(FORGET, "/")
    for name, phone in (("Anna", anna), ("Bo", bo)):
        hall.people[name].context.set_offline(True)
        phone.get_by_role("link", name="Svar", exact=True).click()

    expect(bo.get_by_role("heading", level=1)).to_have_text("Du er utan nett no")
    expect(anna.locator("#poll-question")).to_contain_text("ta med heim")
    anna.locator("#poll .poll__tap", has_text="Ja").click()
    expect(anna.locator("[data-said]")).to_contain_text("blir sendt når det er nett")
    anna.go_back()
    expect(anna.locator("poll-strip [data-said]")).to_contain_text("Svaret ditt er lagra på denne eininga")
    anna.reload()
    expect(anna.locator("poll-strip [data-said]")).to_contain_text("Svaret ditt er lagra på denne eininga")
    assert hall.rows("SELECT count(*) FROM poll_answer") == [(0,)]

    hall.people["Anna"].context.set_offline(False)
    expect(anna.locator("poll-strip")).to_have_count(0)
    expect(lead.locator(".control__item")).to_contain_text("1 har svara.")
    assert hall.rows("SELECT count(*) FROM poll_answer") == [(1,)]


def test_loaded_again_without_a_network_a_board_stands_where_the_group_has_come(hall: Hall) -> None:
    """The control: with the page of the last navigation on the device she writes alone in a part long past."""
    lead = hall.control("Lea", LAPTOP)
    anna, bo = (on_her_board(hall, name) for name in ("Anna", "Bo"))
    for name, phone in (("Anna", anna), ("Bo", bo)):
        writes(phone, f"{name} meiner")
    board = is_on(anna)
    older = kept(anna, board)
    for label in ("Snakk", "Samle"):
        goes_on(lead, label)
    expect(anna.locator(".strip__where")).to_have_text("Samle")
    expect(anna.locator(".note")).to_have_count(2)
    wait_until(anna, lambda: 'data-phase="sort"' in kept(anna, board), "the device keeps the page as it is now")
    hall.people["Anna"].context.set_offline(True)

    anna.reload()

    expect(anna.locator(".strip__where")).to_have_text("Samle")
    expect(anna.locator("conn-status[link=offline]").first).to_be_visible()
    expect(anna.locator("[data-written]")).to_contain_text("Slik var det kl.")
    expect(anna.locator(".note")).to_have_count(2)
    expect(anna.locator(".board__notice")).to_be_hidden()

    anna.evaluate(PUT, [board, older])
    anna.reload()
    expect(anna.locator(".strip__where")).to_have_text("Skriv")
    expect(anna.locator(".note")).to_have_count(1)
