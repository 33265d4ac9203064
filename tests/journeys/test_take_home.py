"""What people want to take home: marked during the day on phones of which one has no network, and in the afternoon on
their municipality's own board, where it says what it should and nothing of anybody else's."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, TimeoutError, expect

from tests.journeys.conftest import LAPTOP, PATIENCE_MS
from tests.journeys.hall import Hall, goes_on, goes_to, open_hall, opens_board, presses_on_until, writes

pytestmark = [pytest.mark.browser, pytest.mark.server]

SOON_MS, PRESSES = 3_000, 4
BOS, HERS, KEPT = "Spør grendene først", "Nordvik sitt eige", "Dette er berre mitt"
SAID = "Ordføraren hos oss svarar aldri på e-post"
IN_BOS_WORDS = "Vi må svare folk"


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.afternoon") as opened:
        yield opened


def test_what_struck_people_lies_on_their_own_board(hall: Hall) -> None:
    """MK-4 to MK-8, MK-13"""
    lead = hall.control("Lea", LAPTOP)
    anna, bo, berit = (hall.arrive(name) for name in ("Anna", "Bo", "Berit"))
    goes_to(lead, "Case frå ein kommune")
    the_case_is_marked(hall, anna, bo, berit)
    a_note_of_a_mixed_group_is_marked(hall, lead, bo)
    they_are_told_first(hall, lead, bo)
    their_own_board_shows_it(hall, anna, bo, berit)


def the_case_is_marked(hall: Hall, anna: Page, bo: Page, berit: Page) -> None:
    """Bo's phone has no network: it counts what waits, and sends the last of it once."""
    button(bo)
    hall.people["Bo"].context.set_offline(True)
    takes(bo, "noko anna")
    takes(bo, BOS)
    expect(button(bo).locator("[data-waiting]")).to_have_text("1 ventar")
    takes(berit, "")
    takes(anna, HERS)

    hall.people["Bo"].context.set_offline(False)
    expect(button(bo).locator("[data-waiting]")).to_be_hidden()

    mine = hall.goes(bo, "/marks")
    expect(mine.locator(".mark")).to_have_count(1)
    expect(mine.locator(".mark__line")).to_have_text(BOS)


def button(page: Page) -> Locator:
    found = page.locator("take-home:defined").first
    expect(found.locator("summary")).to_be_visible()
    return found


def takes(page: Page, line: str) -> None:
    """Her page may have changed under her while she wrote; then the form stands open with what she wrote. One that has
    just been opened may be folded again by a page that was on its way: she presses once more.
    """
    found = button(page)
    for patience in (*[SOON_MS] * PRESSES, PATIENCE_MS):
        if not found.locator("[name=line]").is_visible():
            found.locator("summary").click()
        with suppress(TimeoutError):
            found.locator("[name=line]").fill(line, timeout=patience)
            break
    found.locator("form[data-act=put] button").click()
    expect(found.locator("summary")).to_contain_text("Du tek dette med heim")


def a_note_of_a_mixed_group_is_marked(hall: Hall, lead: Page, bo: Page) -> None:
    goes_to(lead, "Spørsmål")
    goes_to(lead, "Blanda grupper, nye folk")
    for label in ("Lag grupper", "Gå til bordet", "Start", "Snakk", "Samle"):
        goes_on(lead, label)
    bo.goto(hall.server.address)
    opens_board(bo)
    writes(bo, SAID)
    note = bo.locator(".note", has_text=SAID)
    note.locator("[data-act=more]").click()
    bo.locator("note-menu [data-do=take]").click()
    sheet = bo.locator("mark-sheet")
    expect(sheet).to_contain_text("berre dine eigne ord")
    sheet.locator("[name=line]").fill(IN_BOS_WORDS)
    sheet.locator("button[value=put]").click()
    expect(note.locator(".note__taken")).to_be_visible()
    writes(bo, KEPT)
    bo.locator(".note", has_text=KEPT).locator("[data-act=more]").click()
    bo.locator("note-menu [data-do=take]").click()
    hall.people["Bo"].context.set_offline(True)
    sheet.locator("button[value=put]").click()
    expect(bo.locator(".note", has_text=KEPT).locator(".note__taken")).to_be_visible()
    expect(sheet.locator("[data-waiting]")).to_have_text("1 ventar")
    hall.people["Bo"].context.set_offline(False)
    expect(sheet.locator("[data-waiting]")).to_be_hidden()


def they_are_told_first(hall: Hall, lead: Page, bo: Page) -> None:
    """On the way to their own table: the list, and one that Bo keeps back."""
    presses_on_until(lead, "Det gruppene løftar fram", most=12)
    for title in ("Det gruppene løftar fram", "Kaffi", "Dette tek vi med heim"):
        goes_to(lead, title)
    bo.goto(hall.server.address)
    expect(bo.locator("#marks")).to_have_count(0)
    for label in ("Lag grupper", "Gå til bordet"):
        goes_on(lead, label)

    told = bo.locator("#marks")
    expect(told).to_contain_text("Merka dine blir viste for dei frå Sundby når arbeidet byrjar")
    expect(told.locator(".mark")).to_have_count(3)
    kept = told.locator(".mark", has_text=KEPT)
    hall.people["Bo"].context.set_offline(True)
    kept.get_by_role("button", name="Hald tilbake").click()
    expect(kept.locator("[data-waiting]")).to_contain_text("Ikkje sendt enno: Hald tilbake")
    hall.people["Bo"].context.set_offline(False)
    expect(kept).to_contain_text("Halde tilbake")
    expect(kept.locator("[data-waiting]")).to_be_hidden()
    goes_on(lead, "Start")


def their_own_board_shows_it(hall: Hall, anna: Page, bo: Page, berit: Page) -> None:
    """The control stands beside it: Anna's board of Nordvik shows hers, and nothing of Sundby's."""
    for page in (anna, bo, berit):
        page.goto(hall.server.address)
        opens_board(page)
    shown = berit.locator("[data-region=marks]")
    expect(shown.locator(".mark")).to_have_count(2)
    first, second = shown.locator(".mark").all()
    expect(first).to_contain_text("2 av dykk")
    expect(first).to_contain_text("Case frå ein kommune")
    expect(first).to_contain_text(BOS)
    expect(second).to_contain_text("Ei blanda gruppe, runde 2")
    expect(second).to_contain_text(IN_BOS_WORDS)
    assert not [words for words in (SAID, KEPT, HERS, "Bo Prøvedøme") if words in shown.inner_text()]
    others = anna.locator("[data-region=marks]")
    expect(others).to_contain_text(HERS)
    assert not [words for words in (SAID, KEPT, BOS, IN_BOS_WORDS) if words in anna.content()]

    taken = hall.goes(bo, "/marks").locator(".mark", has_text=IN_BOS_WORDS)
    taken.get_by_role("button", name="Ta bort").click()

    expect(shown.locator(".mark")).to_have_count(1)
    expect(shown).not_to_contain_text(IN_BOS_WORDS)


def test_of_what_waits_nothing_is_sent_twice_when_the_answer_is_lost(hall: Hall) -> None:
    """MK-1, MK-13. The control: the server hears the same mark twice."""
    lead, bo = hall.control("Lea", LAPTOP), hall.arrive("Bo")
    goes_to(lead, "Case frå ein kommune")
    button(bo)
    heard: list[str] = []
    bo.route(re.compile(r"/marks$"), lambda route: lose_the_first_answer(route, heard))

    takes(bo, BOS)
    expect(button(bo).locator("[data-waiting]")).to_have_text("1 ventar")
    bo.evaluate("window.dispatchEvent(new Event('online'))")
    expect(button(bo).locator("[data-waiting]")).to_be_hidden()

    assert (len(heard), len(set(heard))) == (2, 1)
    expect(hall.goes(bo, "/marks").locator(".mark")).to_have_count(1)


def lose_the_first_answer(route: Route, heard: list[str]) -> None:
    """The server has the mark; the phone never hears so."""
    if route.request.method != "POST":
        return route.continue_()
    fields = parse_qs(route.request.post_data or "")
    heard.append(f"{fields['key']} {fields['line']}")
    if len(heard) > 1:
        return route.continue_()
    route.fetch()
    return route.abort()
