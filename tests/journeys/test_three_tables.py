"""Three groups at once, and one who leads sees all of them on one page and disturbs none (E2, E9, C5, C6)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.hall import Hall, goes_on, lifts, open_hall, opens_board, writes

pytestmark = [pytest.mark.browser, pytest.mark.server]

Tables = dict[str, dict[str, Page]]
LINE = "Snakk lågt, det er mange her"
SAID_BY_ALL = "Vi høyrer frå dei same"


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.three_tables") as opened:
        yield opened


def test_three_tables_work_at_once_and_one_sees_them_all(hall: Hall) -> None:
    lead = hall.goes(hall.window("Lea", LAPTOP), "/overview")
    tables = {label: {name: hall.window(name, PHONE) for name in names} for label, names in hall.told["tables"].items()}

    each_table_writes_alone(lead, tables)
    in_the_hall = stands_up_with_a_phone(hall)
    one_asks_for_help_and_gets_it(in_the_hall, tables)
    one_board_is_looked_at(in_the_hall, tables)
    a_line_goes_to_one_table_alone(in_the_hall, tables)
    one_table_gets_more_time_and_the_others_do_not(in_the_hall, tables)
    they_go_on_while_one_at_each_table_has_no_network(hall, lead, tables)
    what_they_chose_is_one_page(hall, lead, tables)


def card(lead: Page, label: str) -> Locator:
    return lead.locator(".overview__card", has_text=label)


def each_table_writes_alone(lead: Page, tables: Tables) -> None:
    """Who leads is told how far they are and how many notes there are, and not a word of them."""
    assert sorted(map(len, tables.values())) == [3, 3, 3]
    for phones in tables.values():
        for name, phone in phones.items():
            opens_board(phone)
            writes(phone, f"{name} meiner")
    for label in tables:
        expect(card(lead, label)).to_contain_text("3 lappar")
        expect(card(lead, label)).to_contain_text("3 av 3 ved tavla")
        expect(card(lead, label)).to_contain_text("Skriv ·")
    label, phones = next(iter(tables.items()))
    next(iter(phones.values())).get_by_role("button", name="Ferdig").click()
    expect(card(lead, label)).to_contain_text("1 av 3 ferdige")
    assert "meiner" not in lead.content()


def stands_up_with_a_phone(hall: Hall) -> Page:
    hall.people["Lea at her laptop"] = hall.people["Lea"]
    return hall.goes(hall.window("Lea", PHONE), "/overview")


def one_board_is_looked_at(lead: Page, tables: Tables) -> None:
    """She leads, and still reads none of what is written alone; where she came from is one step back."""
    label, phones = next(iter(tables.items()))
    card(lead, label).get_by_role("link", name="Sjå tavla").click()
    expect(lead.locator("conn-status")).to_have_attribute("link", "online")
    expect(lead.locator(".board__question")).to_be_visible()
    assert [name for name in phones if f"{name} meiner" in lead.content()] == []
    lead.go_back()
    expect(card(lead, label)).to_be_visible()


def one_asks_for_help_and_gets_it(lead: Page, tables: Tables) -> None:
    """The table that asks stands first, and its members are told that somebody comes."""
    label, phones = list(tables.items())[-1]
    asks, *others = phones.values()
    asks.get_by_role("button", name="Treng hjelp").click()
    first = lead.locator(".overview__card").first
    expect(first).to_contain_text(label)
    expect(first).to_contain_text("Ber om hjelp")
    first.get_by_role("button", name="Eg kjem").click()
    for phone in (asks, *others):
        expect(phone.locator("body")).to_contain_text("Lea Prøvedøme kjem")


def a_line_goes_to_one_table_alone(lead: Page, tables: Tables) -> None:
    label, *others = tables
    card(lead, label).locator("[name=groups]").check()
    lead.locator("#message-text").fill(LINE)
    lead.get_by_role("button", name="Send til dei du har kryssa av").click()
    for phone in tables[label].values():
        expect(phone.get_by_text(LINE)).to_be_visible()
    for other in others:
        assert [name for name, phone in tables[other].items() if LINE in phone.content()] == []


def one_table_gets_more_time_and_the_others_do_not(lead: Page, tables: Tables) -> None:
    """What she gave by mistake she takes back."""
    label, *others = tables
    phones = [phone for phones in tables.values() for phone in phones.values()]
    clocks = [phone.locator("round-clock").first for phone in phones]
    hall_ends = [clock.get_attribute("ends-at") for clock in clocks]
    assert len(set(hall_ends)) == 1
    later = str(int(hall_ends[0] or 0) + 2 * 60_000)

    card(lead, label).locator("[name=groups]").check()
    lead.get_by_role("button", name="+2 min", exact=True).click()

    expect(card(lead, label)).to_contain_text("+2 min, til kl.")
    for phone in tables[label].values():
        expect(phone.locator("round-clock").first).to_have_attribute("ends-at", later)
        expect(phone.locator(".strip__task")).to_contain_text("Gruppa har 2 minutt ekstra.")
    for other in others:
        for phone in tables[other].values():
            expect(phone.locator("round-clock").first).to_have_attribute("ends-at", hall_ends[0] or "")

    lead.locator("#undo").click()
    for phone in phones:
        expect(phone.locator("round-clock").first).to_have_attribute("ends-at", hall_ends[0] or "")
        expect(phone.locator(".strip__task")).not_to_contain_text("ekstra")


def they_go_on_while_one_at_each_table_has_no_network(hall: Hall, lead: Page, tables: Tables) -> None:
    """What she writes meanwhile is not lost, and no table sees a word of another's."""
    lost = {label: next(iter(phones)) for label, phones in tables.items()}
    for label, name in lost.items():
        hall.people[name].context.set_offline(True)
        phone = tables[label][name]
        phone.locator("[data-act=add]:visible").first.click()
        phone.locator("note-sheet [name=text]").fill(SAID_BY_ALL)
        phone.locator("note-sheet button[value=add]").click()
        expect(phone.locator(".note")).to_have_count(2)

    goes_on(lead, "Snakk")
    goes_on(lead, "Samle")

    for name in lost.values():
        hall.people[name].context.set_offline(False)
    for label, phones in tables.items():
        words = sorted([f"{name} meiner" for name in phones] + [SAID_BY_ALL])
        for phone in phones.values():
            expect(phone.locator(".note")).to_have_count(4)
            assert sorted(phone.locator(".note__text").all_text_contents()) == words
        expect(card(lead, label)).to_contain_text("4 lappar")


def what_they_chose_is_one_page(hall: Hall, lead: Page, tables: Tables) -> None:
    """Each table chooses one note; side by side they are one round, with the words that all used folded into one."""
    for phones in tables.values():
        lifts(list(phones.values())[1], f"{list(phones)[1]} meiner")

    page = lead.context.new_page()
    page.goto(f"{hall.server.address}/rounds/{hall.told['round']}/merged")

    same = page.locator("li", has_text=SAID_BY_ALL)
    expect(same).to_have_count(1)
    for label, phones in tables.items():
        expect(same).to_contain_text(label)
        expect(page.locator("li", has_text=f"{list(phones)[1]} meiner")).to_contain_text(label)
    expect(page.locator("li", has_text="meiner").filter(has_text="Berre Bord")).to_have_count(9)
