"""Several people write on one board at once: on a laptop, on a phone, and without a mouse."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import LAPTOP, PHONE, Invite, settle

pytestmark = [pytest.mark.browser, pytest.mark.server]
MANY = 40
ANNA, ELI, INGRID = "Anna Ålemåke", "Eli Vanylvnaust", "Ingrid Sandefjære"


def test_three_people_write_at_once_and_see_the_same(invite: Invite) -> None:
    laptop, phone = invite(ANNA).open_board(), invite(ELI, PHONE).open_board()
    keys = invite(INGRID).open_board()
    before = keys.page.locator(".note").count()

    laptop.writes("Frå ein berbar")
    phone.writes("Frå ein telefon", column=1)
    keys.page.locator(".note").first.focus()
    keys.page.keyboard.press("n")
    keys.page.keyboard.type("Utan mus")
    keys.page.keyboard.press("Tab")
    keys.page.keyboard.press("Tab")
    keys.page.keyboard.press("Enter")

    settle(laptop, phone, keys, count=before + 3)
    for visitor in (laptop, phone, keys):
        for text in ("Frå ein berbar", "Frå ein telefon", "Utan mus"):
            visitor.expect_state(text, "saved")


def test_the_name_of_the_writer_stands_on_the_note_for_everybody(invite: Invite) -> None:
    anna, eli = invite(ANNA).open_board(), invite(ELI, PHONE).open_board()

    anna.writes("Kven skreiv dette?")

    expect(eli.note("Kven skreiv dette?").locator(".note__author")).to_contain_text(ANNA)


def test_a_note_is_moved_with_taps_alone(invite: Invite) -> None:
    phone = invite(ELI, PHONE).open_board()
    anna = invite(ANNA).open_board()
    phone.writes("Trykk flytter meg")

    phone.note("Trykk flytter meg").locator("[data-act=move]").click()
    dialog = phone.page.locator("move-dialog dialog")
    dialog.locator("[name=column]").select_option(index=2)
    dialog.locator("button[value=move]").click()

    third = anna.page.locator(".column").nth(2)
    expect(third.locator(".note", has_text="Trykk flytter meg")).to_be_visible()


def test_a_note_is_moved_with_keys_alone(invite: Invite) -> None:
    ingrid, anna = invite(INGRID).open_board(), invite(ANNA).open_board()
    ingrid.writes("Piltastar flytter meg")
    ingrid.note("Piltastar flytter meg").focus()

    for key in ("Space", "ArrowRight", "Space"):
        ingrid.page.keyboard.press(key)

    second = anna.page.locator(".column").nth(1)
    expect(second.locator(".note", has_text="Piltastar flytter meg")).to_be_visible()
    expect(ingrid.note("Piltastar flytter meg")).to_be_focused()


def test_a_note_is_dragged_with_the_mouse(invite: Invite) -> None:
    anna, eli = invite(ANNA).open_board(), invite(ELI, PHONE).open_board()
    anna.writes("Dra meg", column=0)
    note = anna.note("Dra meg").locator(".note__text")
    note.scroll_into_view_if_needed()
    start, target = note.bounding_box(), anna.page.locator(".column").nth(2).bounding_box()
    assert start is not None
    assert target is not None

    anna.page.mouse.move(start["x"] + 10, start["y"] + 8)
    anna.page.mouse.down()
    anna.page.mouse.move(target["x"] + 60, start["y"] + 20, steps=12)
    anna.page.mouse.up()

    expect(eli.page.locator(".column").nth(2).locator(".note", has_text="Dra meg")).to_have_count(1)


def test_notes_are_gathered_with_taps_alone_named_live_and_taken_back(invite: Invite) -> None:
    """BO-27, BO-28"""
    phone, anna = invite(ELI, PHONE).open_board(), invite(ANNA).open_board()
    for text in ("Høyrer saman, ein", "Høyrer saman, to"):
        phone.writes(text)
    bar, clusters = phone.page.locator("sort-bar"), anna.page.locator(".cluster", has_text="Høyrer saman")

    phone.page.locator(".board__sort").click()
    for text in ("Høyrer saman, ein", "Høyrer saman, to"):
        phone.note(text).locator(".note__text").click()
        expect(phone.note(text).locator("[data-act=pick]")).to_have_attribute("aria-pressed", "true")
    expect(bar.locator("[data-chosen]")).to_have_text("2 lappar valde")
    bar.locator("[data-sort=new]").click()
    phone.page.locator("#cluster-name-field").press_sequentially("Møteplassar")

    expect(clusters.locator(".cluster__name")).to_have_text("Møteplassar")
    expect(clusters.locator(".note", has_text="Høyrer saman")).to_have_count(2)
    phone.page.locator("cluster-name .cluster-name__acts button").click()
    for _step in range(2):
        bar.locator("[data-sort=undo]").click()
    expect(clusters).to_have_count(0)
    expect(anna.note("Høyrer saman")).to_have_count(2)


def test_notes_are_gathered_with_keys_alone(invite: Invite) -> None:
    """BO-27: S begins, Space chooses, Tab leads to the bar; a cluster is a stop on the way of the arrows, and folds."""
    ingrid, anna = invite(INGRID).open_board(), invite(ANNA).open_board()
    ingrid.writes("Berre tastar samlar meg")
    ingrid.note("Berre tastar samlar meg").focus()
    keys = ingrid.page.keyboard

    keys.press("s")
    ingrid.note("Berre tastar samlar meg").focus()
    keys.press("Space")
    ingrid.page.locator("[data-sort=new]").focus()
    keys.press("Enter")
    keys.type("Tastatur")
    keys.press("Escape")

    expect(anna.page.locator(".cluster", has_text="Tastatur").locator(".note")).to_have_count(1)
    head = ingrid.page.locator(".cluster__fold", has_text="Tastatur")
    expect(head).to_be_focused()
    keys.press("ArrowDown")
    expect(ingrid.note("Berre tastar samlar meg")).to_be_focused()
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(ingrid.note("Berre tastar samlar meg")).to_be_hidden()
    keys.press("Control+z")
    keys.press("Control+z")
    expect(anna.page.locator(".cluster .note", has_text="Berre tastar")).to_have_count(0)
    expect(anna.note("Berre tastar")).to_have_count(1)


def test_a_deleted_note_comes_back_with_undo(invite: Invite) -> None:
    anna = invite(ANNA).open_board()
    anna.writes("Slett meg")
    anna.expect_state("Slett meg", "saved")
    eli = invite(ELI, PHONE).open_board()
    expect(eli.note("Slett meg")).to_have_count(1)

    anna.note("Slett meg").locator("[data-act=more]").click()
    anna.page.locator("#note-menu [data-do=delete]").click()
    expect(eli.note("Slett meg")).to_have_count(0)
    expect(eli.page.locator("#announce-polite")).to_have_text("1 lapp er sletta.")
    anna.page.locator("#toasts button").first.click()

    expect(eli.note("Slett meg")).to_have_count(1)


def test_two_edits_of_one_note_stand_side_by_side(invite: Invite) -> None:
    """BO-8"""
    anna, eli = invite(ANNA).open_board(), invite(ELI).open_board()
    anna.writes("Opphavleg tekst")
    expect(eli.note("Opphavleg tekst")).to_have_count(1)

    for visitor, text in ((anna, "Anna si utgåve"), (eli, "Eli si utgåve")):
        visitor.note("Opphavleg tekst").locator("[data-act=more]").click()
        visitor.page.locator("#note-menu [data-do=edit]").click()
        visitor.page.locator("note-sheet [name=text]").fill(text)
    anna.page.locator("note-sheet button[value=save]").click()
    expect(eli.note("Anna si utgåve")).to_have_count(1)
    eli.page.locator("note-sheet button[value=save]").click()

    for visitor in (anna, eli):
        expect(visitor.note("Anna si utgåve")).to_have_count(1)
        expect(visitor.note("Eli si utgåve")).to_have_count(1)


def test_one_sees_who_is_here_and_who_is_writing(invite: Invite) -> None:
    anna, eli = invite(ANNA).open_board(), invite(ELI).open_board()

    expect(anna.page.locator("presence-list")).to_contain_text("E")
    eli.page.locator("[data-act=add]:visible").first.click()
    eli.page.locator("note-sheet [name=text]").press_sequentially("Eg skriv no")
    anna.page.locator("presence-list button").click()

    expect(anna.page.locator("#people-names")).to_contain_text(ELI)


def test_a_delegate_learns_that_the_board_was_closed_and_keeps_what_she_writes(invite: Invite) -> None:
    anna = invite(ANNA, LAPTOP).open_board()
    facilitator = invite(None)
    facilitator.page.goto(f"{facilitator.server.address}/sign-in")
    facilitator.page.locator("button[name=role][value=facilitator]").click()
    facilitator.open_board()
    anna.page.locator("[data-act=add]:visible").first.click()
    anna.page.locator("note-sheet [name=text]").fill("Midt i ein tanke")

    facilitator.page.locator("form[action$='/closure'] button").click()

    expect(anna.page.locator("note-sheet [name=text]")).to_have_value("Midt i ein tanke")
    anna.page.locator("note-sheet button[value=add]").click()
    anna.expect_state("Midt i ein tanke", "saved")
    facilitator.page.locator("form[action$='/opening'] button").click()


def test_a_board_with_more_notes_than_are_drawn_at_once_becomes_live_whole(invite: Invite) -> None:
    """What the server drew stands until it is made live, and a change meanwhile is not lost."""
    anna, eli = invite(ANNA).open_board(), invite(ELI).open_board()
    before = anna.page.locator(".note").count()
    for number in range(MANY):
        answer = anna.page.request.post(
            f"{anna.page.url}/notes",
            form={
                "csrf_token": anna.page.locator("#csrf_token").first.input_value(),
                "note_id": f"{number:02}-mange-lappar-i-rad-",
                "text": f"Lapp {number} av mange",
                "column": anna.page.locator("[data-column]").first.get_attribute("data-column") or "",
            },
        )
        assert answer.ok
    expect(eli.page.locator(".note")).to_have_count(before + MANY)

    anna.page.reload()
    eli.page.locator(".note", has_text="Lapp 7 av mange").locator("[data-act=more]").click()
    eli.page.locator("#note-menu [data-do=edit]").click()
    eli.page.locator("note-sheet [name=text]").fill("Lapp sju, retta")
    eli.page.locator("note-sheet button[value=save]").click()

    expect(anna.note("Lapp sju, retta")).to_have_count(1)
    expect(anna.page.locator(".note [data-act=more]")).to_have_count(before + MANY)
    expect(anna.page.locator(".column [data-count]").first).to_have_text(
        str(anna.page.locator(".column").first.locator(".note").count())
    )
    assert anna.texts() == eli.texts()
