"""What a device keeps: the home page and boards that were opened, for the one who opened them; what scripts say; and
what somebody sent or began on without a network, until the server has it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PATIENCE_MS, PHONE, Invite, Visitor, wait_until
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.server]
ANNA, ELI = "Anna Ålemåke", "Eli Vanylvnaust"
KEPT = """async () => {
  const pages = await caches.open("pages")
  return (await pages.keys()).map(({ url }) => new URL(url).pathname).sort()
}"""
KEPT_BOARDS = """async () => {
  const pages = await caches.open("pages")
  return (await pages.keys()).map(({ url }) => url).filter((url) => url.includes("/boards/"))
}"""
TEXTS = """async (isOver) => {
  const found = []
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const request of await cache.keys()) {
      if (!new URL(request.url).pathname.startsWith("/text/")) continue
      found.push(isOver ? await cache.delete(request) : request.url)
    }
  }
  return found.length
}"""
HOST = "Fia Prosessdøme"
IS_OURS = "Boolean(navigator.serviceWorker.controller)"
WORKER = "async () => Boolean((await navigator.serviceWorker.ready).active)"


@contextmanager
def no_server(server: Running) -> Iterator[None]:
    """The server is dead inside the block, and back on the same data after it."""
    server.kill()
    try:
        yield
    finally:
        server.start()


def kept_pages(page: Page) -> list[str]:
    page.evaluate(WORKER)
    return list(page.evaluate(KEPT))


def wait_until_kept(page: Page, *kinds: str) -> None:
    """Wait until the device keeps one page of each of these kinds ("home", "boards") and no other."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while (kept := [path.split("/")[1] or "home" for path in kept_pages(page)]) != sorted(kinds, reverse=True):
        assert time.monotonic() < deadline, f"kept: {kept}, not {kinds}"
        page.wait_for_timeout(50)


def keep_home(visitor: Visitor) -> None:
    """Wait until the worker has kept the page that was opened before there was a worker."""
    visitor.page.goto(visitor.server.address)
    wait_until_kept(visitor.page, "home")


def begin_the_talk(host: Visitor) -> None:
    """Lead the demo's day from its beginning to the guest's talk."""
    page = host.page
    page.locator("a[href$='/control']").first.click()
    for title in ("Kaffi", "Velkomen", "Innleiing"):
        page.locator(".control__next button").first.click()
        expect(page.locator(".control__title")).to_contain_text(title)


def test_the_home_page_opens_without_a_server(invite: Invite, server: Running) -> None:
    anna = invite(ANNA)
    keep_home(anna)
    heading = anna.page.locator("main h1, main h2").first.inner_text()

    with no_server(server):
        anna.page.reload()

        expect(anna.page.locator("main h1, main h2").first).to_have_text(heading)


def test_of_a_page_with_two_addresses_the_one_opened_last_is_kept(invite: Invite) -> None:
    """Else who loads her board again without a network reads the older of the two: an hour old, in another phase."""
    anna = invite(ANNA, PHONE)
    keep_home(anna)
    anna.open_board()
    wait_until_kept(anna.page, "home", "boards")
    board = anna.page.url

    for address in (f"{board}?show=board", board):
        anna.page.goto(address)
        wait_until(anna.page, lambda at=address: anna.page.evaluate(KEPT_BOARDS) == [at], f"{address} alone is kept")


def test_a_page_about_a_person_is_not_kept_and_the_reader_is_told_what_to_do(invite: Invite, server: Running) -> None:
    anna = invite(ANNA)
    keep_home(anna)
    anna.page.goto(f"{server.address}/me")
    kept = kept_pages(anna.page)

    with no_server(server):
        anna.page.reload()

        expect(anna.page.get_by_role("heading", level=1)).to_have_text("Du er utan nett no")
        expect(anna.page.get_by_text("anna.alemake@")).to_have_count(0)
    assert kept == ["/"]


def test_after_signing_out_nothing_of_the_person_is_left_on_the_device(invite: Invite, server: Running) -> None:
    anna = invite(ANNA)
    keep_home(anna)
    anna.open_board()
    wait_until_kept(anna.page, "home", "boards")
    anna.page.goto(f"{server.address}/me")

    anna.page.locator("form[action$='/sign-out'] button").first.click()
    anna.page.wait_for_url(lambda address: not address.endswith("/me"))

    assert [path for path in kept_pages(anna.page) if path.startswith("/boards/")] == []


def test_pages_kept_for_one_person_go_when_another_signs_in_on_the_device(invite: Invite, server: Running) -> None:
    anna = invite(ANNA)
    keep_home(anna)
    anna.open_board()
    wait_until_kept(anna.page, "home", "boards")
    anna.context.clear_cookies()

    anna.enter(ELI)

    wait_until_kept(anna.page, "home")


def test_on_the_very_first_page_texts_are_kept_and_a_form_without_an_answer_leaves_what_was_typed(
    invite: Invite, server: Running
) -> None:
    """LI-5"""
    page = invite(None, PHONE).page
    page.goto(f"{server.address}/sign-in")
    page.evaluate(WORKER)
    wait_until(page, lambda: page.evaluate(IS_OURS), "the page has a worker")
    came_from_a_worker = page.evaluate("performance.getEntriesByType('navigation')[0].workerStart > 0")

    with no_server(server):
        page.fill("input[type=email]", "anna@nordvik.example")
        page.locator("form:has(input[type=email]) button[type=submit]").click()

        expect(page.locator("#toasts")).to_contain_text("Nettet svarar ikkje")
        expect(page.locator("input[type=email]")).to_have_value("anna@nordvik.example")
    assert (came_from_a_worker, page.evaluate(TEXTS, False)) == (False, 1)


def test_scripts_speak_ones_language_without_a_network(invite: Invite) -> None:
    """The control: with the kept texts gone they speak English."""
    anna = invite(ANNA, PHONE)
    keep_home(anna)
    anna.context.set_offline(True)

    said = []
    for words in ("Utan nett", "Offline"):
        anna.page.reload()
        expect(anna.page.locator("#connection conn-status")).to_have_text(words)
        said.append(words)
        anna.page.evaluate(TEXTS, True)
        anna.context.new_cdp_session(anna.page).send("Network.clearBrowserCache")  # its own store

    assert said == ["Utan nett", "Offline"]


def test_a_line_from_a_talk_is_sent_from_another_page_and_what_was_begun_stands_there_again(
    invite: Invite, server: Running
) -> None:
    """TA-9"""
    begin_the_talk(invite(HOST))
    anna = invite(ANNA, PHONE)
    keep_home(anna)
    anna.context.set_offline(True)
    anna.page.fill("#talk-text", "Skrive utan nett")
    anna.page.locator("form[data-kind=line] button").click()
    expect(anna.page.locator(".talk__waiting")).to_have_text("1 ventar")
    anna.page.locator("#talk-text").press_sequentially("Berre byrja")
    anna.wait_until_begun("Berre byrja")

    anna.page.reload()
    expect(anna.page.locator("#talk-text")).to_have_value("Berre byrja")
    anna.page.goto("about:blank")
    anna.context.set_offline(False)
    anna.page.goto(f"{server.address}/me")
    expect(anna.page.locator(".unsent__sent")).to_be_visible()
    anna.page.goto(server.address)

    expect(anna.page.locator("[data-lines] .talk__text", has_text="Skrive utan nett")).to_have_count(1)
    expect(anna.page.locator("#talk-text")).to_have_value("Berre byrja")


def test_at_the_door_without_a_network_a_phone_says_that_she_is_here_and_tells_later(
    invite: Invite, server: Running
) -> None:
    """DR-9"""
    host = invite(HOST).page
    host.goto(f"{server.address}/gatherings")
    host.locator("main a[href*='/gatherings/']").first.click()
    host.locator("a[href$='/door']").first.click()
    code = host.locator(".door__code").inner_text().replace(" ", "")
    eli = invite(ELI, PHONE)
    keep_home(eli)

    with no_server(server):
        eli.page.goto(f"{server.address}/inn/{code}")
        eli.page.get_by_role("button", name="Eg er her").click()
        expect(eli.page.get_by_text("Notert på telefonen: du er her.")).to_be_visible()
        eli.page.reload()
        expect(eli.page.get_by_text("Notert på telefonen: du er her.")).to_be_visible()

    expect(eli.page.get_by_text("Du er sjekka inn, kl.")).to_be_visible(timeout=2 * PATIENCE_MS)
