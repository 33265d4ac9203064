"""The board's manners: where the focus goes, what a drag may do, where half a note goes, what an edit costs."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import PHONE, Invite, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server]
ANNA, ELI = "Anna Ålemåke", "Eli Vanylvnaust"
FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Until the page has drawn what came before."""
TRIES = 4


def in_column(visitor: Visitor, column: int) -> list[str]:
    return visitor.page.locator(".column").nth(column).locator(".note__text").all_text_contents()


def grip(page: Page, note: Locator, *, to: Locator) -> None:
    """Press the mouse on a note and carry it over another place, without letting go."""
    note.scroll_into_view_if_needed()
    start, target = note.bounding_box(), to.bounding_box()
    assert start is not None
    assert target is not None
    page.mouse.move(start["x"] + 20, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(target["x"] + 60, start["y"] + 30, steps=8)
    expect(page.locator(".note--ghost")).to_be_visible()


def test_one_key_leads_into_the_board_and_three_lead_through_it(invite: Invite) -> None:
    page = invite(ANNA).open_board().page
    page.locator(".board__sort").focus()

    page.keyboard.press("Tab")
    expect(page.locator(".note").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".column").first.locator(".note").nth(1)).to_be_focused()
    for act in ("move", "more"):
        page.keyboard.press("Tab")
        expect(page.locator(".column").first.locator(".note").nth(1).locator(f"[data-act={act}]")).to_be_focused()
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('.note') === null")


def test_escape_puts_a_note_that_is_carried_by_keys_back_where_it_lay(invite: Invite) -> None:
    anna = invite(ANNA).open_board()
    before = [in_column(anna, column) for column in range(3)]
    anna.page.locator(".note").first.focus()

    for key in ("Space", "ArrowRight", "ArrowDown"):
        anna.page.keyboard.press(key)
    assert [in_column(anna, column) for column in range(3)] != before
    anna.page.keyboard.press("Escape")

    assert [in_column(anna, column) for column in range(3)] == before
    expect(anna.page.locator(".note").first).to_be_focused()


def test_the_focus_stays_on_a_note_that_somebody_else_moves(invite: Invite) -> None:
    anna, eli = invite(ANNA).open_board(), invite(ELI).open_board()
    anna.writes("Eg blir flytt")
    expect(eli.note("Eg blir flytt")).to_have_count(1)
    anna.note("Eg blir flytt").focus()

    eli.note("Eg blir flytt").focus()
    for key in ("Space", "ArrowRight", "Space"):
        eli.page.keyboard.press(key)

    expect(anna.page.locator(".column").nth(1).locator(".note", has_text="Eg blir flytt")).to_be_focused()


def test_the_focus_goes_to_a_neighbour_when_the_note_is_deleted(invite: Invite) -> None:
    anna = invite(ANNA).open_board()
    anna.writes("Bort med meg")
    anna.note("Bort med meg").focus()

    anna.page.keyboard.press("Delete")

    expect(anna.note("Bort med meg")).to_have_count(0)
    expect(anna.page.locator(".column").first.locator(".note").last).to_be_focused()
    anna.page.keyboard.press("Control+z")
    expect(anna.note("Bort med meg")).to_be_focused()


def test_a_drag_is_cancelled_by_escape_and_by_letting_go_outside_the_columns(invite: Invite) -> None:
    anna = invite(ANNA).open_board()
    page, before = anna.page, in_column(anna, 0)
    note, second = page.locator(".column").first.locator(".note__text").first, page.locator(".column").nth(1)

    grip(page, note, to=second)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert in_column(anna, 0) == before
    grip(page, note, to=second)
    page.mouse.move(400, 5, steps=4)
    page.mouse.up()

    assert in_column(anna, 0) == before
    expect(page.locator(".note--ghost")).to_have_count(0)


def test_a_finger_on_a_note_scrolls_and_only_the_handle_drags(invite: Invite) -> None:
    phone = invite(ELI, PHONE).open_board()
    page, before = phone.page, in_column(phone, 0)
    fingers = page.context.new_cdp_session(page)

    swipe(fingers, page, page.locator(".note__text").nth(2), by=-120)
    page.wait_for_function("scrollY > 0")
    assert in_column(phone, 0) == before
    handle = page.locator("[data-handle]").first
    handle.evaluate("one => one.scrollIntoView({ block: 'center', behavior: 'instant' })")
    swipe(fingers, page, handle, by=past_the_next(page))

    expect(page.locator(".column").first.locator(".note__text").first).to_have_text(before[1])


def past_the_next(page: Page) -> int:
    """From the first handle to the foot of the second note, however much is written in the two."""
    handle, following = page.locator("[data-handle]").first.bounding_box(), page.locator(".note").nth(1).bounding_box()
    assert handle is not None
    assert following is not None
    return round(following["y"] + following["height"] - handle["y"] - 20)


def swipe(fingers: Any, page: Page, what: Locator, *, by: int) -> None:
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box is not None
    x, y = box["x"] + 20, box["y"] + 12
    fingers.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        point = {"x": x, "y": y + by * step / 10}
        fingers.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        page.evaluate(FRAME)
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.evaluate(FRAME)


def test_half_a_note_is_offered_again_after_a_reload(invite: Invite) -> None:
    anna = invite(ANNA, PHONE).open_board()
    page = anna.page
    page.locator("[data-act=add]:visible").first.click()
    page.locator("note-sheet [name=text]").fill("Berre halvvegs")
    anna.wait_until_begun("Berre halvvegs")

    page.reload()
    page.locator("[data-act=begun]").click()

    expect(page.locator("note-sheet [name=text]")).to_have_value("Berre halvvegs")


def test_the_text_size_of_the_board_is_remembered(invite: Invite) -> None:
    page = invite(ANNA).open_board().page

    page.locator("text-size [value=lg]").click()
    page.reload()

    expect(page.locator("board-app")).to_have_attribute("data-size", "lg")
    expect(page.locator("text-size [value=lg]")).to_have_attribute("aria-pressed", "true")


def restyled(browser: Browser, page: Page, change: str) -> int:
    """How many elements the browser styles anew for one change of the page: the fewest of some tries, since what others
    do on the board may fall into one of them.
    """
    return min(_restyled_once(browser, page, change) for _try in range(TRIES))


def _restyled_once(browser: Browser, page: Page, change: str) -> int:
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.evaluate(f"async () => {{ await ({FRAME})(); {change}; await ({FRAME})() }}")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return max(event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree")


def test_a_word_on_one_note_does_not_restyle_the_others(invite: Invite, browser: Browser) -> None:
    """The control: one :has() on what holds the notes is enough to restyle them all."""
    page = invite(ANNA).open_board().page
    word = "document.querySelector('.note__text').textContent = 'word ' + Math.random()"
    spoil = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('.board:has(.gone) * { order: 0 }')
      document.adoptedStyleSheets = [sheet] }"""

    assert restyled(browser, page, word) < 10
    page.evaluate(spoil)

    assert restyled(browser, page, word) > 50
