"""A column of more notes than the page begins with: with script, without, and with one that is late."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from network.sessions.boards.drawn import FIRST
from tests.journeys.conftest import LAPTOP, PHONE, Invite, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server]

LINES = [f"Linje {at:02}" for at in range(FIRST + 6)]
FORGET_COPY = """async () => {
  const open = indexedDB.open(`samling-${document.documentElement.dataset.person}`)
  await new Promise((done) => { open.onsuccess = done })
  const change = open.result.transaction("boards", "readwrite")
  change.objectStore("boards").clear()
  await new Promise((done) => { change.oncomplete = done })
  open.result.close()
}"""
"""As a day without having it open does."""
FORM = "form[action$='/notes']"


def fill(plain: Visitor) -> str:
    """Write the lines into the first column, by the form of a browser without script; gives the board's address."""
    page = plain.page
    page.locator("main a[href*='/boards/']").first.click()
    address = page.url
    for line in LINES:
        page.locator(f"{FORM} [name=text]").fill(line)
        page.locator(f"{FORM} [name=column]").first.check()
        page.locator(f"{FORM} button[type=submit]").click()
        expect(page).to_have_url(re.compile("all=1#note-"))
    return address


def first_column(page: Page) -> list[str]:
    return page.locator(".column").first.locator(".note__text").all_text_contents()


def said(page: Page) -> str:
    return page.locator("#announce-polite").text_content() or ""


def test_a_long_column_is_whole_with_script_and_without(invite: Invite) -> None:
    plain = invite("Eli Vanylvnaust", PHONE, java_script_enabled=False)
    address = fill(plain)
    plain.page.goto(address)
    begun = first_column(plain.page)
    link = plain.page.locator(".column").first.locator(".column__rest a")
    expect(link).to_contain_text("Sjå alle lappane")
    link.click()
    whole = first_column(plain.page)
    anna = invite("Anna Ålemåke", PHONE)
    anna.page.goto(address)
    expect(anna.page.locator(".column__rest")).to_have_count(0)
    expect(anna.page.locator(".column").first.locator(".note[aria-labelledby^='note-text-']")).to_have_count(len(whole))

    assert (len(begun), whole[: len(begun)]) == (FIRST, begun)
    assert whole[-len(LINES) :] == LINES
    assert first_column(anna.page) == whole
    assert anna.page.locator(".column").first.locator(".column__count").text_content() == str(len(whole))
    assert "lapp" not in said(anna.page)  # those that stood there are no news …
    invite("Marit Herøylykt", LAPTOP).open_board().writes("Ei ny linje")
    expect(anna.page.locator("#announce-polite")).to_contain_text("1 ny lapp")  # … and one that comes now is


def test_whoever_is_on_the_link_when_the_script_comes_is_on_the_next_note(invite: Invite) -> None:
    address = fill(invite("Eli Vanylvnaust", PHONE, java_script_enabled=False))
    # A worker that has taken over meanwhile would give her the script out of its store, past what is held here.
    anna = invite(None, PHONE)
    anna.context.add_init_script("delete Navigator.prototype.serviceWorker")
    anna.enter("Anna Ålemåke")
    held: list[Route] = []
    anna.page.route("**/js/elements/board-app.js", lambda route: held.append(route))
    anna.page.goto(address, wait_until="commit")
    begun = anna.page.locator(".column").first.locator(".note__text")
    expect(begun).to_have_count(FIRST)
    anna.page.locator(".column__rest a").first.focus()
    for route in held:
        route.continue_()
    expect(anna.page.locator(".column__rest")).to_have_count(0)

    assert held
    expect(anna.page.locator(".column").first.locator(".note").nth(FIRST)).to_be_focused()


def test_on_a_device_that_kept_the_page_alone_the_others_come_with_the_network(invite: Invite) -> None:
    address = fill(invite("Eli Vanylvnaust", PHONE, java_script_enabled=False))
    anna = invite("Anna Ålemåke", PHONE)
    anna.page.goto(address)
    expect(anna.page.locator(".column__rest")).to_have_count(0)
    whole = first_column(anna.page)
    anna.wait_until_page_is_kept()
    anna.page.goto(anna.server.address)
    anna.page.evaluate(FORGET_COPY)
    anna.context.set_offline(True)
    anna.page.goto(address)
    rest = anna.page.locator(".column").first.locator(".column__rest")
    expect(rest).to_contain_text("Dei andre lappane kjem når det er nett.")
    expect(rest.locator(".column__unkept")).to_be_visible()
    expect(rest.locator("a")).to_be_hidden()
    assert first_column(anna.page) == whole[:FIRST]
    anna.context.set_offline(False)
    expect(rest).to_have_count(0)

    expect(anna.page.locator(".column").first.locator(".note")).to_have_count(len(whole))
