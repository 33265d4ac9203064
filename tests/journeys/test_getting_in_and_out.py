"""A sign-in that is ended elsewhere ends the board at once; a network without WebSocket still carries one."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Invite

pytestmark = [pytest.mark.browser, pytest.mark.server]
ANNA, ELI = "Anna Ålemåke", "Eli Vanylvnaust"
REFUSED = """window.WebSocket = class {
  constructor() { setTimeout(() => { this.onerror?.(new Event("error")); this.onclose?.({ code: 1006 }) }) }
  close() {}
}"""
"""As behind a proxy that lets no WebSocket through."""
KEPT = """async () => {
  const addresses = []
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) addresses.push(request.url)
  }
  return addresses
}"""


def test_a_lost_phone_is_signed_out_from_the_laptop_and_its_board_goes_silent(invite: Invite) -> None:
    """AC-5"""
    phone = invite(ANNA, PHONE).open_board()
    laptop = invite(ANNA)
    laptop.page.goto(f"{laptop.server.address}/me")

    laptop.page.locator("form[action*='/me/sign-ins/'] button[type=submit]").first.click()

    expect(phone.page.locator("conn-status")).not_to_have_attribute("link", "online")
    phone.page.goto(f"{phone.server.address}/me")
    expect(phone.page).to_have_url(f"{phone.server.address}/sign-in?next=/me")


def test_two_write_together_where_no_websocket_passes(invite: Invite) -> None:
    anna, eli = invite(None, PHONE), invite(ELI).open_board()
    anna.context.add_init_script(REFUSED)
    anna.enter(ANNA).open_board()

    anna.writes("Den treige vegen")
    eli.writes("Den raske vegen")

    expect(anna.page.locator("conn-status")).to_have_attribute("transport", "polling")
    anna.expect_state("Den treige vegen", "saved")
    expect(eli.note("Den treige vegen")).to_have_count(1)
    expect(anna.note("Den raske vegen")).to_have_count(1)


def test_nothing_of_a_person_is_left_in_the_browser_after_she_signs_out(invite: Invite) -> None:
    anna = invite(ANNA).open_board()
    anna.writes("Før eg gjekk")
    anna.expect_state("Før eg gjekk", "saved")
    board = anna.page.url
    anna.page.goto(f"{anna.server.address}/")

    anna.page.locator("form[action='/sign-out'] button").first.click()
    expect(anna.page.locator("html")).to_have_attribute("data-person", "")
    anna.page.go_back()
    anna.page.goto(board)

    expect(anna.page).to_have_url(f"{anna.server.address}/sign-in?next={board.removeprefix(anna.server.address)}")
    kept = anna.page.evaluate(KEPT)
    assert [address for address in kept if "/boards/" in address] == []
