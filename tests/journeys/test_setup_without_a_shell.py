"""From the printed address to 61 people taken in, by somebody who has only a browser.

Every click is counted, also the one that puts the cursor into a field. The time that the program itself takes is
printed, and asserted nowhere: what a person takes to read is hers.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LAPTOP, PATIENCE_MS
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.server]

MOST_CLICKS, PEOPLE = 40, 61
REGION = (
    "Fjord",
    "Giske",
    "Haram",
    "Hareid",
    "Herøy",
    "Molde",
    "Rauma",
    "Sande",
    "Stranda",
    "Sula",
    "Sykkylven",
    "Ulstein",
    "Vanylven",
    "Vestnes",
    "Volda",
    "Ørsta",
    "Ålesund",
)
COUNTY = "Møre og Romsdal"


class Newcomer:
    """Somebody with a mouse. She clicks into each field before she types."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.began = time.monotonic()
        self.complaints: list[str] = []
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def presses(self, words: str) -> "Newcomer":
        """A button or a link, by its word."""
        self.clicks += 1
        self.page.get_by_role("main").get_by_text(words, exact=True).first.click()
        return self

    def writes(self, label: str, text: str) -> "Newcomer":
        self.clicks += 1
        field = self.page.get_by_label(label)
        field.click()
        field.fill(text)
        return self

    def ticks(self, words: str) -> "Newcomer":
        self.clicks += 1
        self.page.get_by_label(words, exact=True).check()
        return self

    def stands_on(self, path: str) -> "Newcomer":
        self.page.wait_for_url(path)
        return self


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Running]:
    """As `make start` starts it, on nothing."""
    server = Running(tmp_path / "program", environ={"SAMLING_DEMO": "0"})
    yield server.start()
    server.stop()


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[Newcomer]:
    context = browser.new_context(locale="nn-NO", **LAPTOP)
    context.set_default_timeout(PATIENCE_MS)
    yield Newcomer(context.new_page())
    context.close()


def test_a_newcomer_gets_from_the_printed_address_to_61_people(installation: Running, newcomer: Newcomer) -> None:
    newcomer.page.goto(printed_address(installation))

    begins(newcomer)
    describes(newcomer)
    chooses(newcomer)
    newcomer.stands_on("**/network/setup/goals").presses("Hald fram")
    newcomer.stands_on("**/network/setup/mail").ticks("Nei, vi klarar oss utan e-post").presses("Hald fram")
    newcomer.stands_on("**/network/setup/people").presses("Legg inn folka")
    takes_in(newcomer)

    shown = number_of_delegates(newcomer, installation)
    print(f"{newcomer.clicks} clicks, {time.monotonic() - newcomer.began:.1f} s of the program's own")
    assert (shown, newcomer.complaints) == (PEOPLE, [])
    assert newcomer.clicks <= MOST_CLICKS


def test_the_set_up_can_be_left_and_come_back_to_after_a_power_cut(installation: Running, newcomer: Newcomer) -> None:
    """SU-3"""
    newcomer.page.goto(printed_address(installation))
    begins(newcomer)
    describes(newcomer)
    newcomer.stands_on("**/network/setup/municipalities").presses("Hald fram seinare")

    installation.kill()
    installation.start()
    newcomer.page.goto(f"{installation.address}/")
    newcomer.presses("Hald fram med oppsettet")

    newcomer.stands_on("**/network/setup/municipalities")
    expect(newcomer.page.get_by_text("2 av 5")).to_be_visible()
    assert "Ingen leier" not in installation.log().rpartition("Det blir ikkje sendt e-post")[2]


def test_municipalities_are_found_by_typing_and_enter_ticks_the_only_one(
    installation: Running, newcomer: Newcomer
) -> None:
    newcomer.page.goto(printed_address(installation))
    begins(newcomer)
    newcomer.page.goto(f"{installation.address}/network/setup/municipalities")
    search = newcomer.page.get_by_label("Skriv eit namn")

    search.fill("kautok")
    search.press("Enter")
    search.fill("guovd")

    expect(newcomer.page.get_by_label("Kautokeino – Guovdageaidnu")).to_be_checked()
    expect(newcomer.page.locator("[data-found]")).to_have_text("1 kommune")
    search.fill("atlantis")
    expect(newcomer.page.get_by_text("Ingen kommune heiter det")).to_be_visible()


def test_the_whole_set_up_works_without_script(browser: Browser, installation: Running) -> None:
    context = browser.new_context(locale="nn-NO", java_script_enabled=False, **LAPTOP)
    context.set_default_timeout(PATIENCE_MS)
    person = Newcomer(context.new_page())
    person.page.goto(printed_address(installation))

    begins(person)
    describes(person)
    person.presses(COUNTY).ticks("Giske").presses("Hald fram")
    person.stands_on("**/network/setup/goals").presses("Eitt mål til").presses("Hald fram")
    person.stands_on("**/network/setup/mail").ticks("Nei, vi klarar oss utan e-post").presses("Hald fram")
    person.stands_on("**/network/setup/people").presses("Gjer det seinare")

    person.stands_on(f"{installation.address}/")
    expect(person.page.get_by_role("heading", name="Kom i gang")).to_be_visible()
    context.close()


def printed_address(server: Running) -> str:
    """The one-time address, as it stands in the terminal, for the name by which the test reaches the server."""
    found = re.findall(r"http://localhost:\d+(/setup/\S+)", server.log())
    return server.address + str(found[-1])


def begins(person: Newcomer) -> None:
    person.writes("Namnet ditt", "Lea Leiardøme").writes("E-postadressa di", "lea@regionradet.example")
    person.presses("Begynn").stands_on("**/network/setup/name")


def describes(person: Newcomer) -> None:
    """Language and contact are already filled in."""
    person.writes("Kva heiter nettverket?", "Framtidskommunane").writes("Kven eig det?", "Regionrådet")
    person.presses("Hald fram").stands_on("**/network/setup/municipalities")


def chooses(person: Newcomer) -> None:
    person.presses(COUNTY)
    county = person.page.get_by_role("group", name=COUNTY)  # there is a Herøy in Nordland too
    for name in REGION:
        person.clicks += 1
        county.get_by_label(name, exact=True).check()
    person.presses("Hald fram")


def takes_in(person: Newcomer) -> None:
    """Paste, look, take in."""
    person.stands_on("**/people/import")
    person.clicks += 2
    person.page.locator("textarea[name=people]").fill(spreadsheet())
    person.page.locator("main form:has(textarea[name=people]) button[type=submit]").first.click()
    person.page.wait_for_url("**/people/import/*")
    person.clicks += 1
    person.page.locator("button[name=apply]").first.click()
    person.page.wait_for_load_state()


def spreadsheet() -> str:
    """As copied from Excel: a heading, then name, address, municipality and party with tabs between."""
    rows = ["Namn\tE-post\tKommune\tParti"]
    for number in range(PEOPLE):
        place = REGION[number % len(REGION)]
        rows.append(f"Delegat {NAMES[number % len(NAMES)]} Døme {number}\td{number}@kommune.example\t{place}\t")
    return "\n".join(rows)


def number_of_delegates(person: Newcomer, server: Running) -> int:
    """What the network's own page says of its municipalities, added up."""
    person.page.goto(f"{server.address}/network")
    said = person.page.locator(".rows .tag").all_inner_texts()
    return sum(int(found.group()) for words in said if (found := re.match(r"\d+", words)))


NAMES = ("Anna", "Bjørn", "Camilla", "David", "Eli", "Finn", "Gunnhild", "Håkon")
