"""What a device keeps of the pages: the home page and boards that were opened, for the one who opened them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PATIENCE_MS, Invite, Visitor
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.server]
ANNA, ELI = "Anna Ålemåke", "Eli Vanylvnaust"
KEPT = """async () => {
  const pages = await caches.open("pages")
  return (await pages.keys()).map(({ url }) => new URL(url).pathname).sort()
}"""
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


def test_the_home_page_opens_without_a_server(invite: Invite, server: Running) -> None:
    anna = invite(ANNA)
    keep_home(anna)
    heading = anna.page.locator("main h1, main h2").first.inner_text()

    with no_server(server):
        anna.page.reload()

        expect(anna.page.locator("main h1, main h2").first).to_have_text(heading)


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
