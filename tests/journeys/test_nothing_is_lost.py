"""The server dies, the network goes, the page is reloaded: what was typed is there, once, and the page is truthful."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Invite, settle
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.server]
ANNA, ELI, MARIT = "Anna Ålemåke", "Eli Vanylvnaust", "Marit Herøylykt"


def test_the_server_is_killed_in_the_middle(invite: Invite, server: Running) -> None:
    anna, eli = invite(ANNA).open_board(), invite(ELI, PHONE).open_board()
    anna.writes("Før straumen gjekk")
    anna.expect_state("Før straumen gjekk", "saved")
    before = anna.page.locator(".note").count()

    server.kill()
    expect(anna.page.locator("conn-status")).not_to_have_attribute("link", "online")
    anna.writes("Medan straumen var borte")
    eli.writes("Frå telefonen i mørkret")
    anna.expect_state("Medan straumen var borte", "device")
    eli.expect_state("Frå telefonen i mørkret", "device")
    server.start()

    anna.expect_state("Medan straumen var borte", "saved")
    eli.expect_state("Frå telefonen i mørkret", "saved")
    late = invite(MARIT).open_board()
    settle(anna, eli, late, count=before + 2)


def test_a_phone_without_network_is_reloaded_and_loses_nothing(invite: Invite) -> None:
    eli = invite(ELI, PHONE).open_board()
    anna = invite(ANNA).open_board()
    eli.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    eli.page.reload()
    expect(eli.page.locator("conn-status")).to_have_attribute("link", "online")
    eli.wait_until_page_is_kept()
    before = anna.page.locator(".note").count()

    eli.context.set_offline(True)
    expect(eli.page.locator("conn-status")).not_to_have_attribute("link", "online")
    eli.writes("Skrive i tunnelen")
    eli.expect_state("Skrive i tunnelen", "device")
    eli.page.reload()
    eli.expect_state("Skrive i tunnelen", "device")
    eli.writes("Og ein til i tunnelen")
    eli.context.set_offline(False)

    eli.expect_state("Skrive i tunnelen", "saved")
    settle(anna, eli, count=before + 2)
    expect(anna.note("Skrive i tunnelen")).to_have_count(1)
    expect(anna.note("Skrive i tunnelen").locator(".note__author")).to_contain_text(ELI)


def test_the_page_opens_from_the_device_while_the_server_is_dead(invite: Invite, server: Running) -> None:
    eli = invite(ELI, PHONE).open_board()
    eli.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    eli.page.reload()
    expect(eli.page.locator("conn-status")).to_have_attribute("link", "online")
    eli.wait_until_page_is_kept()
    seen = eli.texts()

    server.kill()
    eli.page.reload()

    expect(eli.page.locator(".note")).to_have_count(len(seen))
    assert eli.texts() == seen
    server.start()
    expect(eli.page.locator("conn-status")).to_have_attribute("link", "online")


@pytest.mark.parametrize("is_kept", [True, False], ids=["", "control"])
def test_what_another_wrote_a_moment_ago_is_there_when_the_page_comes_back_without_a_network(
    invite: Invite, is_kept: bool
) -> None:
    """What others write is kept on the device when a page is left. The control's waits for the disk's answers."""
    eli, anna = invite(ELI, PHONE), invite(ANNA).open_board()
    if not is_kept:
        eli.page.add_init_script("delete IDBTransaction.prototype.commit")
    eli.open_board()
    eli.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    eli.page.reload()
    expect(eli.page.locator("conn-status")).to_have_attribute("link", "online")
    eli.wait_until_page_is_kept()
    words = f"Sagt i siste liten {is_kept}"
    anna.writes(words)
    expect(eli.note(words)).to_have_count(1)

    eli.context.set_offline(True)
    eli.page.reload()

    expect(eli.page.locator("board-app[data-live]")).to_have_count(1)
    expect(eli.note(words)).to_have_count(int(is_kept))


def test_an_unfinished_note_is_offered_again_after_the_tab_was_closed(invite: Invite) -> None:
    eli = invite(ELI, PHONE).open_board()
    eli.page.locator("[data-act=add]:visible").first.click()
    eli.page.locator("note-sheet [name=text]").press_sequentially("Ein halv tank")
    eli.wait_until_begun("Ein halv tank")

    eli.page.close()
    eli.page = eli.context.new_page()
    eli.page.goto(f"{eli.server.address}/")
    eli.open_board()
    eli.page.locator("[data-act=add]:visible").first.click()

    expect(eli.page.locator("note-sheet [name=text]")).to_have_value("Ein halv tank")


def test_an_edit_made_offline_stands_beside_what_the_others_did_meanwhile(invite: Invite) -> None:
    eli, anna = invite(ELI, PHONE).open_board(), invite(ANNA).open_board()
    eli.writes("Felles lapp")
    expect(anna.note("Felles lapp")).to_have_count(1)
    eli.expect_state("Felles lapp", "saved")

    eli.context.set_offline(True)
    eli.note("Felles lapp").locator("[data-act=more]").click()
    eli.page.locator("#note-menu [data-do=edit]").click()
    eli.page.locator("note-sheet [name=text]").fill("Eli endra utan nett")
    eli.page.locator("note-sheet button[value=save]").click()
    anna.note("Felles lapp").locator("[data-act=more]").click()
    anna.page.locator("#note-menu [data-do=edit]").click()
    anna.page.locator("note-sheet [name=text]").fill("Anna endra med nett")
    anna.page.locator("note-sheet button[value=save]").click()
    anna.expect_state("Anna endra med nett", "saved")
    eli.context.set_offline(False)

    for visitor in (anna, eli):
        expect(visitor.note("Eli endra utan nett")).to_have_count(1)
        expect(visitor.note("Anna endra med nett")).to_have_count(1)
