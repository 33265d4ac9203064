"""A group of seven gets from a question to what it shows the hall, and nobody explains the tool (E2, E4, E5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.hall import Hall, goes_on, open_hall, opens_board, writes
from tests.journeys.seven import DELEGATES, LATE

pytestmark = [pytest.mark.browser, pytest.mark.server]

HERE = [name for names in DELEGATES.values() for name in names if name != LATE]
OFFLINE = "Bodil"
BUSY = "Alf"
HALF = "Skrive medan dei andre gjekk"


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.seven") as opened:
        yield opened


def test_a_table_of_seven_writes_alone_talks_and_shows_what_it_chose(hall: Hall) -> None:
    lead = hall.control("Lea", LAPTOP)
    phones = {name: hall.window(name, PHONE) for name in HERE}

    each_writes_alone(phones)
    they_talk_but_nobody_is_torn_away(hall, lead, phones)
    whoever_comes_now_has_minutes_of_her_own(hall, phones)


def each_writes_alone(phones: dict[str, Page]) -> None:
    for name, phone in phones.items():
        opens_board(phone)
        writes(phone, f"{name} meiner")
    expect(phones["Anna"].locator(".board__notice")).to_contain_text("Gruppa har skrive 7 lappar til no.")
    for name, phone in phones.items():
        others = [f"{other} meiner" for other in phones if other != name]
        assert [words for words in others if words in phone.content()] == []
        expect(phone.locator(".note")).to_have_count(1)


def they_talk_but_nobody_is_torn_away(hall: Hall, lead: Page, phones: dict[str, Page]) -> None:
    """One writes on a sentence, one has no network: each comes over when she is ready, with what she wrote."""
    busy, offline = phones[BUSY], phones[OFFLINE]
    hall.people[OFFLINE].context.set_offline(True)
    offline.locator("[data-act=add]:visible").first.click()
    offline.locator("note-sheet [name=text]").fill("Utan nett")
    offline.locator("note-sheet button[value=add]").click()
    expect(offline.locator(".note")).to_have_count(2)
    busy.locator("[data-act=add]:visible").first.click()
    busy.locator("note-sheet [name=text]").fill(HALF)

    goes_on(lead, "Snakk")

    expect(phones["Anna"].locator(".note")).to_have_count(len(HERE))
    expect(busy.locator("note-sheet")).to_contain_text("Fullfør setninga di først")
    expect(busy.locator("note-sheet [name=text]")).to_have_value(HALF)
    busy.locator("note-sheet button[value=add]").click()
    expect(busy.locator(".note")).to_have_count(len(HERE) + 1)
    expect(offline.locator(".note")).to_have_count(2)
    hall.people[OFFLINE].context.set_offline(False)
    for phone in phones.values():
        expect(phone.locator(".note")).to_have_count(len(HERE) + 2)
        expect(phone.locator(".note", has_text=HALF)).to_have_count(1)
        expect(phone.locator(".note", has_text="Utan nett")).to_have_count(1)


def whoever_comes_now_has_minutes_of_her_own(hall: Hall, phones: dict[str, Page]) -> None:
    late = phones[LATE] = hall.arrive(LATE)
    opens_board(late)
    expect(late.locator(".board__notice")).to_contain_text("Bruk to minutt på dine eigne lappar først")
    expect(late.locator(".note")).to_have_count(0)
    writes(late, f"{LATE} meiner")
    expect(phones["Anna"].locator(".note", has_text=f"{LATE} meiner")).to_be_visible()
    expect(late.locator(".note")).to_have_count(1)
    late.get_by_role("link", name="Sjå lappane no").click()
    expect(late.locator(".note")).to_have_count(len(HERE) + 3)
