"""The afternoon of an ordinary day in a dozen windows: a case told from a phone, questions in a fair order, new people
at the tables, somebody late and somebody moved, a phone that sleeps, a laptop that dies, and home by municipality."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.afternoon import BEHIND_MINUTES, DELEGATES, LATE
from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.hall import Hall, goes_on, goes_to, lifts, open_hall, opens_board, presses_on_until, writes
from tests.running import CLOCKED

pytestmark = [pytest.mark.browser, pytest.mark.server]

ELSEWHERE = {"timezone_id": "Pacific/Auckland"}
SECOND_ROUND = "Blanda grupper, nye folk"
NAME = " Prøvedøme"
SWAPPED_MS = 300
"""Within it a page that was asked for has changed its parts."""


@pytest.fixture
def afternoon(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.afternoon", program=CLOCKED) as hall:
        yield hall


@dataclass
class Windows:
    """Who looks at what: those who lead, the big screen, the host at the door, and phones by their owners' names."""

    hall: Hall
    lead: Page
    helper: Page
    screen: Page
    door: Page
    phones: dict[str, Page] = field(default_factory=dict)

    def phone(self, name: str) -> Page:
        """Her phone; it comes in by her badge when it was not there before."""
        if name not in self.phones:
            self.phones[name] = self.hall.arrive(name)
        return self.phones[name]

    def at_her_table(self, name: str) -> Page:
        """Her page about her own group: who sits there, who does what."""
        page = self.hall.goes(self.phone(name), "")
        page.get_by_role("link", name="Sjå kven som sit der").click()
        expect(page.locator("[data-region=mine-people]")).to_be_visible()
        page.wait_for_load_state()  # a page that is still being read has some of its lines
        return page


def test_a_whole_afternoon(afternoon: Hall) -> None:
    here = everybody_comes_back_from_lunch(afternoon)
    lunch_took_too_long_and_the_way_home_is_protected(here.lead)
    a_municipality_tells_from_a_phone(here)
    the_hall_asks(here)
    tables = new_people_sit_together(here)
    roles_are_an_offer(here, "Anna")
    a_latecomer_hears_what_was_said(here, tables)
    a_group_calls_for_help_while_a_phone_sleeps(here)
    somebody_is_moved_and_two_groups_become_one(here)
    the_laptop_dies_and_the_phone_leads_on(here)
    each_municipality_goes_home_with_its_own(here)
    what_was_not_answered_is_kept(here)


def everybody_comes_back_from_lunch(hall: Hall) -> Windows:
    lead = hall.control("Lea", LAPTOP)
    door = hall.goes(hall.window("Hilde", PHONE), "/door")
    here = Windows(hall, lead, hall.control("Tor", PHONE), hall.opens_the_screen(LAPTOP, lead), door)
    here.phones = {name: hall.arrive(name) for name in ("Anna", "Bo", "Berit", "Oddny")}
    here.phones["Vilde"] = hall.arrive("Vilde", **ELSEWHERE)
    anna, vilde = (here.phones[name].locator(".programme__time").all_text_contents()[:5] for name in ("Anna", "Vilde"))
    assert len(anna) == 5
    assert anna == vilde, "a phone from elsewhere shows when the morning was as the hall's clock had it"
    return here


def lunch_took_too_long_and_the_way_home_is_protected(lead: Page) -> None:
    """What may be cut is offered, and makes up for it; the last round is not among it, and asks before it is cut."""
    drift = lead.locator(".control__drift")
    expect(drift).to_contain_text("Siste")
    cuts = lead.locator(".control__cuts")
    expect(cuts).not_to_contain_text("heim")
    behind = minutes_behind(drift)
    assert behind >= BEHIND_MINUTES

    cuts.get_by_role("button", name=re.compile("løftar fram −6")).click()
    expect(drift).to_contain_text(re.compile(rf"({'|'.join(str(behind - less) for less in range(3, 7))}) min bak"))

    row = lead.locator(".sheet-row", has_text="Dette tek vi med heim")
    row.locator("summary").click()
    row.locator("[name=minutes]").fill("20")
    row.get_by_role("button", name="Endre tida").click()
    expect(lead.locator(".control__ask")).to_contain_text("verna")
    with lead.expect_response(lead.url):  # as when a phone comes back: the question waits for its answer all the same
        lead.locator(".control__ask").evaluate("(one) => one.dispatchEvent(new Event('hall-ask', { bubbles: true }))")
    lead.wait_for_timeout(SWAPPED_MS)
    expect(lead.locator(".control__ask")).to_contain_text("verna")
    lead.get_by_role("link", name="La det vere som det er").click()
    expect(lead.locator(".sheet-row", has_text="Dette tek vi med heim")).to_contain_text("35 min")


def minutes_behind(drift: Locator) -> int:
    found = re.search(r"(\d+) min bak", drift.inner_text())
    return int(found.group(1)) if found else 0


def a_municipality_tells_from_a_phone(here: Windows) -> None:
    """Bo's phone turns the slides on the big screen; the hall's phones go along, a remote that is behind is told."""
    goes_to(here.lead, "Case frå ein kommune")
    bo, berit, anna = here.phones["Bo"], here.phones["Berit"], here.phones["Anna"]
    for phone in (bo, berit):
        phone.get_by_role("link", name="Bruk denne telefonen som fjernkontroll").click()
    bo.locator("#next").click()
    expect(here.screen.locator(".screen-slide")).to_contain_text("Grendemøtet før saka")
    anna.get_by_role("link", name="Følg lysbileta her").click()
    expect(berit.locator(".remote")).to_contain_text("På storskjermen no")
    berit.route("**/remote", lambda route: route.abort())

    for number in (2, 3):
        bo.locator("#next").click()
        expect(bo.locator(".remote")).to_contain_text(f"Lysbilete {number} av")
    berit.locator("#next").click()

    expect(berit.locator("[data-region=remote]")).to_contain_text("flytte frå ein annan telefon. Her er dei no.")
    expect(berit.locator(".remote")).to_contain_text("Lysbilete 3 av")
    expect(anna.locator("#slide-3")).to_be_in_viewport(ratio=0.6)
    here.screen.reload()
    expect(here.screen.locator(".screen-slide")).to_have_attribute("aria-label", re.compile("Lysbilete 3 av"))
    for phone in (anna, bo, berit):
        phone.goto(here.hall.server.address)


def the_hall_asks(here: Windows) -> None:
    """Nordvik has been heard this morning: the others go first, however early it asked."""
    goes_to(here.lead, "Spørsmål")
    asked = here.lead.locator("[data-region=item] ol.rows .rows__title")
    for count, name in enumerate(("Anna", "Vilde", "Oddny"), start=1):
        phone = here.phones[name]
        phone.locator(".talk__ask summary").click()
        phone.locator("#talk-question").fill(f"Spørsmålet til {name}?")
        phone.locator("form[data-kind=question] button").first.click()
        expect(asked).to_have_count(count)
    expect(asked).to_have_text([f"Spørsmålet til {name}?" for name in ("Vilde", "Oddny", "Anna")])

    here.lead.get_by_role("button", name="Still no").first.click()
    here.lead.get_by_role("button", name="På storskjermen").click()
    expect(here.screen.locator("main.screen")).to_contain_text("Spørsmålet til Vilde?")
    here.lead.get_by_role("button", name="Svart på").click()
    here.lead.get_by_role("link", name="Heile lista").click()
    here.lead.locator(".question", has_text="Oddny").get_by_role("button", name="Seinare").click()
    expect(here.lead.locator("section[aria-labelledby=state-later]")).to_contain_text("Spørsmålet til Oddny?")
    here.hall.goes(here.lead, "/control")


def new_people_sit_together(here: Windows) -> dict[str, list[str]]:
    """Nobody meets again, no two of one municipality; a no-show is left out in one tap. Gives table → names."""
    goes_to(here.lead, SECOND_ROUND)
    goes_on(here.lead, "Lag grupper")
    expect(here.lead.locator("#next-step")).to_contain_text("Gå til bordet")
    page = here.hall.goes(here.helper, "")
    page.get_by_role("link", name=re.compile("Runde 2")).click()
    page.locator(".more summary", has_text="Fleire val").click()
    page.locator("#size").select_option("3")
    page.get_by_role("button", name="Lag gruppene på nytt").click()
    expect(page.locator(".group")).to_have_count(4)
    first = {pair for table in here.hall.told["first_round"] for pair in combinations(sorted(table), 2)}
    second = {pair for table in tables_on(page).values() for pair in combinations(sorted(table), 2)}
    assert (len(second), first & second, second & neighbours()) == (12, set(), set())

    here.door.locator("#q").fill("Vegard")
    here.door.get_by_role("button", name=re.compile(f"Gjekk.*Vegard{NAME}")).click()
    expect(here.door.locator(".guest-line--left", has_text="Vegard")).to_be_visible()
    page.get_by_role("button", name="Lag gruppene på nytt").click()
    expect(page.locator(".group__person a")).to_have_count(11)
    expect(page.locator(".group__person", has_text="Vegard")).to_have_count(0)
    tables = tables_on(page)
    assert sorted(len(people) for people in tables.values()) == [2, 3, 3, 3]

    goes_on(here.lead, "Gå til bordet")
    for name in ("Anna", "Vilde", "Oddny"):
        expect(here.phones[name].locator(".now__table")).to_have_text(table_of(tables, name))
    return tables


def neighbours() -> set[tuple[str, str]]:
    """Pairs of one municipality."""
    return {pair for names in DELEGATES.values() for pair in combinations(sorted(f"{one}{NAME}" for one in names), 2)}


def tables_on(page: Page) -> dict[str, list[str]]:
    """Who sits where, as the round's page says: table → names. Tables out of sight have no inner text yet."""
    return {
        (group.locator(".group__title").text_content() or "").strip(): [
            name.strip() for name in group.locator(".group__person a").all_text_contents()
        ]
        for group in page.locator(".group").all()
    }


def table_of(tables: dict[str, list[str]], name: str) -> str:
    return next(table for table, people in tables.items() if f"{name}{NAME}" in people)


def roles_are_an_offer(here: Windows, name: str) -> None:
    """She takes another part than the one she was offered, and who had it gets hers."""
    page = here.at_her_table(name)
    roles = page.locator("[data-region=mine-roles] .rows__title")
    expect(roles.filter(has_text=re.compile(": du$"))).to_have_count(1)
    before = [text.strip() for text in roles.all_text_contents()]
    old = next(index for index, text in enumerate(before) if text.endswith(": du"))
    new = next(index for index, text in enumerate(before) if index != old and not text.endswith("ingen enno"))

    page.locator("[data-region=mine-roles] .rows__row").nth(new).get_by_role("button", name="Eg kan ta det").click()

    expect(roles.nth(new)).to_have_text(re.compile(": du$"))
    expect(roles.nth(old)).to_have_text(before[old].replace(": du", ":" + before[new].split(":")[1]))
    expect(roles.filter(has_text=re.compile(": du$"))).to_have_count(1)
    page.goto(here.hall.server.address)


def a_latecomer_hears_what_was_said(here: Windows, tables: dict[str, list[str]]) -> None:
    """The line to the hall stands on her phone too; she sits where fewest are, and her group is told that she comes."""
    here.lead.locator("#message-text").fill("Vinduet skal vere ope.")
    here.lead.locator("form[action$='/messages'] button").click()
    banner = here.phones["Vilde"].locator(".hall-message")
    expect(banner).to_contain_text("Vinduet skal vere ope.")
    banner.get_by_role("button", name="Legg bort").click()
    expect(banner).to_have_count(0)
    goes_on(here.lead, "Start")
    smallest = min(tables, key=lambda table: len(tables[table]))
    companion = here.at_her_table(tables[smallest][0].removesuffix(NAME))

    late = here.phone(LATE)

    expect(late.locator(".now__table")).to_have_text(smallest)
    expect(late.locator(".hall-message")).to_contain_text("Vinduet skal vere ope.")
    expect(companion.locator("[data-region=mine-people]")).to_contain_text(f"{LATE}{NAME} kjem no")


def a_group_calls_for_help_while_a_phone_sleeps(here: Windows) -> None:
    """The call stands first with the time it has waited. Anna's phone slept with half a sentence, and has it still."""
    anna, oddny = here.phones["Anna"], here.phones["Oddny"]
    opens_board(anna)
    anna.locator("[data-act=add]:visible").first.click()
    anna.locator("note-sheet [name=text]").fill("Skriven før telefonen sovna")
    with asleep(anna):
        oddny.locator("#help").click()
        expect(oddny.locator(".now__acts")).to_contain_text("De har bede om hjelp")
        here.hall.server.set_clock(wall=3 * 60)
        here.hall.goes(here.lead, "/control")
        first = here.lead.locator(".group-row").first
        expect(first).to_contain_text(re.compile("har venta [3-6] minutt"))
        first.get_by_role("button", name="Eg kjem").click()
        expect(oddny.locator(".now__acts")).to_contain_text(f"Lea{NAME} kjem")

    anna.locator("note-sheet button[value=add]").click()
    expect(anna.locator(".note", has_text="før telefonen sovna").locator(".note__state--saved")).to_be_visible()


@contextmanager
def asleep(page: Page) -> Iterator[None]:
    """The phone lies in a pocket: its page stands still and its network is gone. Then it is taken up again."""
    session = page.context.new_cdp_session(page)
    page.context.set_offline(True)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    yield
    session.send("Page.setWebLifecycleState", {"state": "active"})
    page.context.set_offline(False)


def somebody_is_moved_and_two_groups_become_one(here: Windows) -> None:
    """Two taps on a phone. Her note stays where she wrote it; a group that became small is put with another."""
    round_page = here.hall.goes(here.helper, "")
    round_page.get_by_role("link", name=re.compile("Runde 2")).click()
    tables = tables_on(round_page)
    target = table_of(tables, "Anna")
    name = next(one for one in ("Vilde", "Bo", "Berit") if table_of(tables, one) != target)
    left = table_of(tables, name)
    phone = here.phones[name]
    opens_board(phone)
    writes(phone, f"Ståande att etter {name}")
    before, stays = phone.url, next(one for one in tables[left] if one != f"{name}{NAME}").removesuffix(NAME)
    behind, ahead = here.at_her_table(stays), here.at_her_table("Anna")

    round_page.get_by_role("link", name=f"{name}{NAME}").click()
    round_page.locator("li", has_text=target).get_by_role("button").click()

    expect(round_page.locator("#content")).to_contain_text(f"{name}{NAME} sit no her: {target}.")
    expect(behind.locator("[data-region=mine-people]")).not_to_contain_text(f"{name}{NAME}")
    expect(ahead.locator("[data-region=mine-people]")).to_contain_text(f"{name}{NAME}")
    phone.goto(here.hall.server.address)
    expect(phone.locator(".now__table")).to_have_text(target)
    phone.goto(before)
    expect(phone.locator(".note", has_text=f"Ståande att etter {name}")).to_be_visible()
    expect(phone.locator(".board__notice")).to_contain_text("Du kan lese denne tavla.")
    small = round_page.locator(".group", has_text=f"{stays}{NAME}")
    expect(small).to_contain_text("Denne gruppa er vorten lita.")
    small.get_by_role("button", name=re.compile("Slå saman med")).click()
    expect(round_page.locator("#content")).to_contain_text("Begge tavlene kan framleis lesast.")
    expect(round_page.locator(".group")).to_have_count(3)
    phone.goto(here.hall.server.address)


def the_laptop_dies_and_the_phone_leads_on(here: Windows) -> None:
    """Tor goes on where Lea was. On the big screen each group's first note comes before the second of any."""
    here.hall.goes(here.lead, "/control")
    goes_on(here.lead, "Snakk")
    goes_on(here.lead, "Samle")
    tables = tables_on(here.helper)
    name = next(one for one in here.phones if table_of(tables, one) != table_of(tables, "Anna"))
    said = {"Anna": ["Anna sin fyrste", "Anna sin andre", "Anna sin tredje"], name: ["Den fyrste frå ei anna gruppe"]}
    for who, texts in said.items():
        here.phones[who].goto(here.hall.server.address)
        opens_board(here.phones[who])
        for text in texts:
            writes(here.phones[who], text)
            lifts(here.phones[who], text)
    here.hall.people["Lea"].context.close()

    here.hall.goes(here.helper, "/control")
    presses_on_until(here.helper, "Det gruppene løftar fram")
    goes_to(here.helper, "Det gruppene løftar fram")

    notes = here.screen.locator(".screen__note p:first-child")
    expect(notes).to_have_count(4)
    shown = notes.all_text_contents()
    assert (set(shown[:2]), shown[2:]) == ({said["Anna"][0], *said[name]}, said["Anna"][1:])


def each_municipality_goes_home_with_its_own(here: Windows) -> None:
    """One group each, of which those who lead see counts alone; who is alone is offered a neighbour to listen to."""
    goes_to(here.helper, "Kaffi")
    goes_to(here.helper, "Dette tek vi med heim")
    for label in ("Lag grupper", "Gå til bordet", "Start"):
        goes_on(here.helper, label)
    rows = here.helper.locator(".group-row")
    expect(rows).to_have_count(len(DELEGATES))
    expect(rows.first).to_contain_text("lappar")
    assert NAME not in "".join(rows.all_text_contents())
    oddny = here.at_her_table("Oddny")
    expect(oddny.locator("[data-region=mine-people]")).to_contain_text(
        re.compile("Du er åleine frå kommunen din.*bord")
    )
    oddny.goto(here.hall.server.address)
    opens_board(oddny)
    writes(oddny, "Austfjord tek dette heim")

    here.hall.server.set_clock(wall=33 * 60)
    presses_on_until(here.helper, "Kommunane melder seg klare")
    goes_to(here.helper, "Kommunane melder seg klare")
    goes_to(here.helper, "Vurdering")
    goes_on(here.helper, "Avslutt dagen")
    expect(here.phones["Vilde"].locator("body")).to_contain_text("Takk for i dag")


def what_was_not_answered_is_kept(here: Windows) -> None:
    """With the case it was asked about, for everybody who was there."""
    page = here.hall.goes(here.phones["Berit"], f"/items/{here.hall.told['case_item']}")

    left = page.locator(".question", has_text="ikkje svart på enno")
    expect(left).to_have_count(2)
    assert set(left.locator(".question__text").all_text_contents()) == {
        "Spørsmålet til Anna?",
        "Spørsmålet til Oddny?",
    }
