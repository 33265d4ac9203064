"""Several people in one sentence: typing at once, without a network, over a killed server, into a closed text."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PHONE, Invite, Visitor, wait_until
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.server]
ADDRESS = "/boards/prove-tekst"
"""The page of tests/journeys/writing_page.py, which is a program and cannot be imported here."""
PROGRAM = ("-m", "tests.journeys.writing_page")
LIES_UNSENT = """async (address) => {
  const { openStore } = await import("network/offline/store.js")
  const { sender } = await import("network/offline/sender.js")
  const store = await openStore({ person: document.documentElement.dataset.person })
  const row = { at: Date.now() - 60_000, tab: "gone", client: 1, clock: 0, end: 1, number: 1 }
  await store.writeRows([
    { ...row, key: "note", board: "a-board", touches: ["one"], act: { kind: "add" } },
    { ...row, key: "text", board: "w.text", touches: ["what"], address, act: { kind: "write", id: "what", text: "x" } },
  ])
  await sender.flush()
}"""
"""A note and a text are left on the device by pages that are gone."""
ANNA, BJORN = "Anna Ålemåke", "Bjørn Åleskarv"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    started = Running(tmp_path_factory.mktemp("program"), program=PROGRAM)
    try:
        yield started.start()
    finally:
        started.stop()


def field(page: Page) -> Locator:
    return page.get_by_label("Kva gjer vi?")


def state(page: Page) -> Locator:
    return page.locator("shared-text").first.locator("[data-state]")


def at_the_sentence(visitor: Visitor) -> Visitor:
    visitor.page.goto(f"{visitor.server.address}{ADDRESS}")
    expect(state(visitor.page)).to_have_text("Lagra")
    return visitor


def all_see(*visitors: Visitor, holds: Any) -> str:
    """Wait until all fields say the same, and that `holds`."""
    texts: list[str] = []

    def same() -> bool:
        texts[:] = [field(one.page).input_value() for one in visitors]
        return len(set(texts)) == 1 and bool(holds(texts[0]))

    wait_until(visitors[0].page, same, f"all see the same: {texts}")
    return texts[0]


def empty(visitor: Visitor) -> None:
    field(visitor.page).fill("")
    expect(state(visitor.page)).to_have_text("Lagra")


def test_two_type_at_once_and_both_see_all_letters(invite: Invite) -> None:
    """WR-3, WR-7"""
    anna, bjorn = at_the_sentence(invite(ANNA)), at_the_sentence(invite(BJORN, PHONE))
    empty(anna)
    all_see(anna, bjorn, holds=lambda text: text == "")

    field(anna.page).focus()
    field(bjorn.page).focus()
    for one, other in zip("abcdefghijklm", "ABCDEFGHIJKLM", strict=True):
        anna.page.keyboard.type(one)
        bjorn.page.keyboard.type(other)

    text = all_see(anna, bjorn, holds=lambda said: len(said) == 26)
    assert ("".join(filter(str.islower, text)), "".join(filter(str.isupper, text))) == (
        "abcdefghijklm",
        "ABCDEFGHIJKLM",
    )
    expect(anna.page.locator("[data-people]").first).to_contain_text(BJORN)


def test_the_caret_stays_where_she_put_it_when_the_network_goes(invite: Invite) -> None:
    """In a field that she has not written in yet: each word on how it stands could put the caret first."""
    anna = at_the_sentence(invite(ANNA, PHONE))
    field(anna.page).fill("Vi spør")
    expect(state(anna.page)).to_have_text("Lagra")
    at_the_sentence(anna)
    field(anna.page).evaluate("(it) => { it.focus(); it.setSelectionRange(it.value.length, it.value.length) }")

    anna.context.set_offline(True)
    expect(state(anna.page)).to_contain_text("Utan nett")
    anna.page.keyboard.type(" grendene")

    expect(field(anna.page)).to_have_value("Vi spør grendene")
    anna.context.set_offline(False)
    expect(state(anna.page)).to_have_text("Lagra")


def test_words_left_in_a_text_are_told_of_on_other_pages_with_the_way_there(invite: Invite) -> None:
    """WR-7: beside notes that lie on the way to a board, which have another way."""
    anna = invite(ANNA)

    anna.page.evaluate(LIES_UNSENT, ADDRESS)

    lines = anna.page.locator("unsent-posts .unsent__notes .unsent__line")
    expect(lines).to_have_count(2)
    expect(lines.nth(0).locator("a")).to_have_attribute("href", "/boards/a-board")
    expect(lines.nth(1)).to_contain_text("Noko du har skrive i ein tekst, ligg usendt på denne eininga.")
    lines.nth(1).locator("a").click()
    expect(state(anna.page)).to_have_text("Lagra")


def test_one_without_a_network_is_reloaded_the_server_is_killed_and_no_letter_is_lost(
    invite: Invite, server: Running
) -> None:
    """WR-3, WR-7"""
    anna, bjorn = at_the_sentence(invite(ANNA)), at_the_sentence(invite(BJORN, PHONE))
    bjorn.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    at_the_sentence(bjorn)
    empty(anna)
    all_see(anna, bjorn, holds=lambda text: text == "")
    bjorn.wait_until_page_is_kept()

    bjorn.context.set_offline(True)
    expect(state(bjorn.page)).to_contain_text("Utan nett")
    field(bjorn.page).press_sequentially("Bjørn skreiv i tunnelen. ")
    expect(state(bjorn.page)).to_have_text("Ventar på nett. Ligg på denne eininga.")
    field(anna.page).press_sequentially("Anna skreiv inne.")
    expect(state(anna.page)).to_have_text("Lagra")
    server.kill()
    field(anna.page).press_sequentially(" Og i mørkret.")
    expect(state(anna.page)).to_have_text("Ventar på nett. Ligg på denne eininga.")
    bjorn.page.reload()
    expect(field(bjorn.page)).to_have_value("Bjørn skreiv i tunnelen. ")
    server.start()
    bjorn.context.set_offline(False)

    text = all_see(anna, bjorn, holds=lambda said: "tunnelen" in said and "inne" in said)
    assert ("Bjørn skreiv i tunnelen. " in text, "Anna skreiv inne. Og i mørkret." in text) == (True, True)
    expect(state(anna.page)).to_have_text("Lagra")
    expect(state(bjorn.page)).to_have_text("Lagra")


def test_the_caret_and_the_undo_are_ones_own(invite: Invite) -> None:
    """WR-8"""
    anna, bjorn = at_the_sentence(invite(ANNA)), at_the_sentence(invite(BJORN))
    empty(bjorn)
    all_see(anna, bjorn, holds=lambda text: text == "")
    field(anna.page).press_sequentially("Heimover.")
    all_see(anna, bjorn, holds=lambda text: text == "Heimover.")

    field(bjorn.page).evaluate("(field) => { field.focus(); field.setSelectionRange(0, 0) }")
    bjorn.page.keyboard.type("Vi dreg. ")
    all_see(anna, bjorn, holds=lambda text: text == "Vi dreg. Heimover.")
    caret = field(anna.page).evaluate("(field) => field.selectionStart")
    anna.page.keyboard.press("Control+z")

    text = all_see(anna, bjorn, holds=lambda said: "Heimover" not in said)
    assert (caret, text) == (len("Vi dreg. Heimover."), "Vi dreg. ")


def test_a_closed_text_is_read_only_and_late_words_are_kept_for_their_writer(invite: Invite) -> None:
    """WR-6"""
    anna, bjorn = at_the_sentence(invite(ANNA)), at_the_sentence(invite(BJORN, PHONE))
    empty(anna)
    field(anna.page).press_sequentially("Avtalt.")
    all_see(anna, bjorn, holds=lambda text: text == "Avtalt.")

    bjorn.context.set_offline(True)
    expect(state(bjorn.page)).to_contain_text("Utan nett")
    field(bjorn.page).press_sequentially(" For seint.")
    expect(state(bjorn.page)).to_have_text("Ventar på nett. Ligg på denne eininga.")
    turn(anna, "closed")
    expect(field(anna.page)).to_have_js_property("readOnly", True)
    bjorn.context.set_offline(False)

    draft = bjorn.page.locator(".shared-text__words")
    expect(draft).to_have_text("Avtalt. For seint.")
    expect(field(bjorn.page)).to_have_js_property("readOnly", True)
    expect(field(bjorn.page)).to_have_value("Avtalt.")
    turn(anna, "open")
    expect(field(bjorn.page)).to_have_js_property("readOnly", False)
    bjorn.page.get_by_role("button", name="Kast det").click()
    expect(draft).to_have_count(0)


def turn(visitor: Visitor, to: str) -> None:
    """Closed or open, as a form of the page would do it, without leaving the page."""
    visitor.page.evaluate(
        """async (address) => {
          const body = new URLSearchParams({ csrf_token: document.querySelector("[name=csrf_token]").value })
          await fetch(address, { method: "POST", body })
        }""",
        f"{ADDRESS}/{to}",
    )


def test_without_a_script_the_form_works_and_shows_both_texts_when_they_clash(invite: Invite) -> None:
    """WR-9"""
    anna, plain = at_the_sentence(invite(ANNA)), invite(BJORN, java_script_enabled=False)
    plain.page.goto(f"{plain.server.address}{ADDRESS}")
    empty(anna)
    field(anna.page).press_sequentially("Frå Anna")
    expect(state(anna.page)).to_have_text("Lagra")

    field(plain.page).fill("Frå Bjørn")
    plain.page.get_by_role("button", name="Lagre").click()
    expect(plain.page.locator("[data-theirs]")).to_have_text("Frå Anna")
    expect(plain.page.locator("[data-yours]")).to_have_text("Frå Bjørn")
    field(plain.page).fill("Frå Anna og Bjørn")
    plain.page.get_by_role("button", name="Lagre").click()

    expect(field(anna.page)).to_have_value("Frå Anna og Bjørn")
