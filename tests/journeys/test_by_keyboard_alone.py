"""Who has no mouse: no part of a page that is changed for a newer one takes her place from her."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Invite
from tests.running import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.server]
FIA = "Fia Prosessdøme"
OWN_PLACE = "document.activeElement.closest('details')?.id ?? document.activeElement.outerHTML"
"""Where the focus is: the row that it stands in, or what has it."""


@pytest.fixture
def control(invite: Invite) -> Page:
    page = invite(FIA).page
    opened(page)
    return page


def opened(page: Page) -> None:
    page.goto(page.locator("a[href$='/control']").first.evaluate("one => one.href"))
    expect(page.locator("conn-status")).to_have_attribute("link", "online")


def leaves_out(page: Page, *, row: int) -> str:
    """Fold a row out and press in it, by key. Gives the row's name."""
    details = page.locator(".sheet-row--ahead details").nth(row)
    own = details.get_attribute("id")
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    details.get_by_role("button", name="Hopp over").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"li:has(#{own})")).to_have_class("sheet-row sheet-row--skipped")
    return own or ""


def test_who_presses_in_a_row_of_the_run_sheet_is_still_in_that_row(control: Page) -> None:
    """Each row has buttons of the same words, and the one that she pressed is gone afterwards."""
    own = leaves_out(control, row=1)

    assert control.evaluate(OWN_PLACE) == own


def test_without_giving_the_focus_back_her_place_is_lost(invite: Invite) -> None:
    """Positive control, in a browser without a service worker: that would give the script as it is."""
    script = (ROOT / "static/js/hall/swap.js").read_text()
    blunt = script.replace("if (held) focusAgain(part, held)", "")
    assert blunt != script
    given = []

    def answer(route: Route) -> None:
        given.append(route.request.url)
        route.fulfill(body=blunt, content_type="text/javascript")

    her = invite(None)
    her.page.add_init_script("delete Navigator.prototype.serviceWorker")
    her.page.route("**/hall/swap.js", answer)
    opened(her.enter(FIA).page)

    own = leaves_out(her.page, row=1)

    assert given
    assert her.page.evaluate(OWN_PLACE) != own


def test_what_stands_in_several_rows_keeps_the_focus_in_its_own(control: Page) -> None:
    """The page is changed for a newer one because of somebody else's press."""
    row = control.locator(".sheet-row--ahead details").last
    own = row.get_attribute("id")
    row.locator("summary").focus()
    control.keyboard.press("Enter")
    row.get_by_role("button", name="Gå hit no").focus()

    control.evaluate("document.querySelectorAll('.sheet-row--ahead button')[0].closest('form').requestSubmit()")
    expect(control.locator("[role=alertdialog], .sheet-row--now").first).to_be_visible()

    assert control.evaluate(OWN_PLACE) == own
