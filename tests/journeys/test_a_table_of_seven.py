"""A group of seven gets from a question to what it shows the hall, and nobody explains the tool (E2, E4, E5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, wait_until
from tests.journeys.hall import Hall, goes_on, open_hall, opens_board, writes
from tests.journeys.seven import DELEGATES, LATE, LATEST

pytestmark = [pytest.mark.browser, pytest.mark.server]

HERE = [name for names in DELEGATES.values() for name in names if name not in (LATE, LATEST)]
OFFLINE = "Bodil"
BUSY = "Alf"
CLUSTER = "Dei som ikkje kjem"
ANEW = "Dei som ikkje vert spurde"
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
    one_sorts_with_taps(lead, phones)
    so_has_whoever_comes_while_they_sort(hall, phones)
    each_gives_dots_and_nobody_knows_the_sums(hall, lead, phones)
    they_choose_from_what_has_most(lead, phones)
    names_go_and_writing_goes_on(hall, phones)


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
    expect(phones["Anna"].locator(".strip__down")).to_have_text("Legg ned telefonen")
    expect(phones["Anna"].locator(".note").first).to_be_hidden()
    expect(phones["Anna"].locator(".board__question")).to_be_visible()
    expect(phones["Anna"].locator("round-clock").first).to_be_visible()
    expect(phones["Anna"].get_by_role("button", name="Treng hjelp")).to_be_visible()
    expect(phones["Anna"].locator("#ready")).to_be_hidden()
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
    expect(late.locator("h1")).to_have_text("Legg ned telefonen")
    expect(late.locator(".programme")).to_be_hidden()
    late.get_by_text("Programmet og meir").click()
    expect(late.locator(".programme")).to_be_visible()
    opens_board(late)
    expect(late.locator(".board__notice")).to_contain_text("Bruk to minutt på dine eigne lappar først")
    expect(late.locator(".note")).to_have_count(0)
    writes(late, f"{LATE} meiner")
    expect(phones["Anna"].locator(".note", has_text=f"{LATE} meiner")).to_have_count(1)
    expect(late.locator(".note")).to_have_count(1)
    late.get_by_role("link", name="Sjå lappane no").click()
    expect(late.locator(".note")).to_have_count(len(HERE) + 3)


def one_sorts_with_taps(lead: Page, phones: dict[str, Page]) -> None:
    """Two notes become a cluster with a name, on everybody's phone."""
    goes_on(lead, "Samle")
    lays_together(phones["Anna"], CLUSTER)
    for phone in phones.values():
        expect(phone.locator(".cluster", has_text=CLUSTER).locator(".note")).to_have_count(2)
    # Whoever is sorting still when the dots come has buttons before her that look like votes, and no dots.
    phones["Bo"].locator(".board__sort").click()
    expect(phones["Bo"].locator("board-app[data-sorting]")).to_have_count(1)


def lays_together(phone: Page, name: str) -> None:
    phone.locator(".board__sort").click()
    for text in ("Arne meiner", "Bo meiner"):
        phone.locator(".note", has_text=text).locator(".note__text").click()
    bar = phone.locator("sort-bar")
    expect(bar.locator("[data-chosen]")).to_have_text("2 lappar valde")
    bar.locator("[data-sort=new]").click()
    phone.locator("#cluster-name-field").press_sequentially(name)
    phone.locator("cluster-name .cluster-name__acts button").click()
    bar.locator("[data-sort=close]").click()


def so_has_whoever_comes_while_they_sort(hall: Hall, phones: dict[str, Page]) -> None:
    """Her minutes end with the sorting: see what comes of it in each_gives_dots_and_nobody_knows_the_sums."""
    latest = phones[LATEST] = hall.arrive(LATEST)
    opens_board(latest)
    expect(latest.locator(".board__notice")).to_contain_text("Bruk to minutt på dine eigne lappar først")
    writes(latest, f"{LATEST} meiner")
    expect(phones["Anna"].locator(".note", has_text=f"{LATEST} meiner")).to_have_count(1)
    expect(latest.locator(".note")).to_have_count(1)


def each_gives_dots_and_nobody_knows_the_sums(hall: Hall, lead: Page, phones: dict[str, Page]) -> None:
    """Ten topics: three dots each, two of them at most on one. One is out of the net while she presses."""
    goes_on(lead, "Prioriter")
    expect(phones[LATEST].locator(".note")).to_have_count(len(HERE) + 4)
    for phone in phones.values():
        expect(phone.locator(".dots__left")).to_contain_text("3 av 3")
        # The dots come with the board, the end of *Snakk* with the strip above it: who goes offline has heard both.
        expect(phone.locator(".cluster", has_text=CLUSTER).locator("[data-act=dot]").first).to_be_visible()
    expect(phones["Bo"].locator("board-app[data-sorting]")).to_have_count(0)
    hall.people[OFFLINE].context.set_offline(True)
    for phone in phones.values():
        cluster = phone.locator(".cluster", has_text=CLUSTER)
        expect(cluster.locator(".note [data-act=dot]").first).to_be_hidden()
        for left in ("2 av 3", "1 av 3"):
            cluster.locator("[data-act=dot]").first.click()
            expect(phone.locator(".dots__left")).to_contain_text(left)
    hall.people[OFFLINE].context.set_offline(False)
    everybody = len(phones)
    for phone in phones.values():
        expect(phone.locator(".dots__done")).to_contain_text(f"{everybody} av {everybody}")
        assert f"{2 * everybody} prikkar" not in phone.content()
    # Whoever has given one dot is counted as done: the last one's second may still be on its way.
    given = [(2 * everybody, everybody)]
    stored = "SELECT sum(dots), count(DISTINCT voter) FROM dot"
    wait_until(lead, lambda: hall.rows(stored) == given, "every dot is stored")


def they_choose_from_what_has_most(lead: Page, phones: dict[str, Page]) -> None:
    goes_on(lead, "Vel")
    for phone in phones.values():
        first = phone.locator(".dots__order li").first
        expect(first).to_contain_text(f"{2 * len(phones)} prikkar")
        expect(first).to_contain_text(CLUSTER)
    phones["Bo"].locator(".dots__order li").first.locator("[data-do=lift]").click()
    for phone in phones.values():
        expect(phone.locator(".cluster .note__lifted:visible")).to_have_count(1)
    # The same two notes in another cluster: what the group found most important is that still (BO-24).
    lays_together(phones["Anna"], ANEW)
    for phone in phones.values():
        expect(phone.locator(".dots__order li")).to_have_count(1)
        expect(phone.locator(".dots__order li").first).to_contain_text(ANEW)
        expect(phone.locator(".dots__order li").first).to_contain_text(f"{2 * len(phones)} prikkar")
        expect(phone.locator("[data-list=gone]")).to_be_hidden()


def names_go_and_writing_goes_on(hall: Hall, phones: dict[str, Page]) -> None:
    """BO-34, BO-36: whoever leads takes the names away; what is written after that is its writer's alone to change."""
    [[item]] = hall.rows("SELECT public_id FROM programme_item WHERE kind = 'mixed_round' ORDER BY position LIMIT 1")
    form = hall.goes(hall.people["Lea"].context.new_page(), f"/programme/{item}")
    form.locator("#names").select_option("nobody")
    form.get_by_role("button", name="Lagre").click()
    for phone in phones.values():
        expect(phone.locator(".board__head .board__names:visible")).to_have_text("Ingen ser kven som skriv.")
        expect(phone.locator(".note__author").first).to_have_text("Utan namn")
        assert [words for words in phone.locator(".note__author").all_text_contents() if words != "Utan namn"] == []
    anna, bo = phones["Anna"], phones["Bo"]
    writes(bo, "Utan namn etterpå")
    expect(bo.locator(".note__coming:visible")).to_have_count(1)
    edits(anna, "Anna meiner", "Anna meiner noko anna")
    for reader, text in ((anna, "Utan namn etterpå"), (bo, "Anna meiner noko anna")):
        expect(reader.locator(".note", has_text=text)).to_have_count(1)
    expect(bo.locator(".note__coming:visible")).to_have_count(0)
    bo.locator(".note", has_text="Anna meiner noko anna").locator("[data-act=more]").click()
    expect(bo.locator("#note-menu [data-do=take]")).to_be_visible()
    expect(bo.locator("#note-menu [data-do=edit]")).to_be_hidden()


def edits(page: Page, text: str, words: str) -> None:
    page.locator(".note", has_text=text).locator("[data-act=more]").click()
    page.locator("#note-menu [data-do=edit]").click()
    page.locator("note-sheet [name=text]").fill(words)
    page.locator("note-sheet button[value=save]").click()
