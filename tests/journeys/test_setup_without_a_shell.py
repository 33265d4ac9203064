"""From the printed address to 61 people invited, by somebody who has only a browser.

Every click is counted, also the one that puts the cursor into a field. The time that the program itself takes is
printed, and asserted nowhere; with it how long a person's hands would be busy, by the keystroke-level model (Card,
Moran and Newell 1980): 1.3 s for pointing and pressing, 1.35 s for making up one's mind before it, 0.28 s a letter.
"""

import re
import time
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.jobs.smtp_server import MailServer, mail_server
from tests.journeys.conftest import LAPTOP, PATIENCE_MS
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.server]

MOST_CLICKS, PEOPLE = 40, 61
SECONDS_A_CLICK, SECONDS_A_LETTER, MOST_SECONDS = 2.65, 0.28, 600
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
        self.letters = 0
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
        self.letters += len(text)
        return self.pastes(label, text)

    def pastes(self, label: str, text: str) -> "Newcomer":
        self.clicks += 1
        field = self.page.get_by_label(label)
        field.click()
        field.fill(text)
        return self

    def chooses(self, label: str, words: str) -> "Newcomer":
        """One of a list that drops down: opened, then pressed."""
        self.clicks += 2
        self.page.get_by_label(label).select_option(label=words)
        return self

    def ticks(self, words: str) -> "Newcomer":
        self.clicks += 1
        self.page.get_by_label(words, exact=True).check()
        return self

    def hand_seconds(self) -> float:
        return self.clicks * SECONDS_A_CLICK + self.letters * SECONDS_A_LETTER

    def stands_on(self, path: str) -> "Newcomer":
        self.page.wait_for_url(path)
        return self


@pytest.fixture
def post() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Running]:
    """As `make start` starts it, on nothing, where its address is known."""
    server = Running(tmp_path / "program", environ={"SAMLING_DEMO": "0"}, is_new=True)
    server.environ["SAMLING_PUBLIC_URL"] = server.address
    yield server.start()
    server.stop()


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[Newcomer]:
    context = browser.new_context(locale="nn-NO", **LAPTOP)
    context.set_default_timeout(PATIENCE_MS)
    yield Newcomer(context.new_page())
    context.close()


def test_a_newcomer_gets_from_the_printed_address_to_61_people_invited(
    installation: Running, newcomer: Newcomer, post: MailServer
) -> None:
    newcomer.page.goto(printed_address(installation))

    begins(newcomer)
    describes(newcomer)
    newcomer.pastes("Lim inn eller skriv namna", ", ".join(REGION)).presses("Hald fram")
    newcomer.stands_on("**/network/setup/goals").presses("Hald fram")
    sets_up_mail(newcomer, post)
    newcomer.stands_on("**/network/setup/people").presses("Legg inn folka")
    takes_in(newcomer)
    plans(newcomer)
    newcomer.presses("Invitasjonar").presses("Send til alle")

    expect(newcomer.page.get_by_text("62 personar er inviterte.")).to_be_visible()  # with her who leads it
    print(
        f"{newcomer.clicks} clicks, {newcomer.letters} letters typed: {newcomer.hand_seconds():.0f} s of a person's "
        f"hands; {time.monotonic() - newcomer.began:.1f} s of the program's own"
    )
    assert (newcomer.clicks <= MOST_CLICKS, newcomer.hand_seconds() <= MOST_SECONDS) == (True, True)
    assert_everybody_has_her_own_link(installation, arrived(newcomer, post))
    assert newcomer.complaints == []


def test_the_set_up_can_be_left_and_come_back_to_after_a_power_cut(installation: Running, newcomer: Newcomer) -> None:
    """SU-3"""
    newcomer.page.goto(printed_address(installation))
    begins(newcomer)
    describes(newcomer)
    newcomer.stands_on("**/network/setup/municipalities").presses("Hald fram seinare")
    newcomer.stands_on(f"{installation.address}/")

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
    """The one-time address, as it stands in the terminal."""
    found = re.findall(r"(http\S+/setup/\S+)", server.log())
    return str(found[-1])


def begins(person: Newcomer) -> None:
    person.writes("Namnet ditt", "Lea Leiardøme").writes("E-postadressa di", "lea@regionradet.example")
    person.presses("Begynn").stands_on("**/network/setup/name")


def describes(person: Newcomer) -> None:
    """Language and contact are already filled in."""
    person.writes("Kva heiter nettverket?", "Framtidskommunane").writes("Kven eig det?", "Regionrådet")
    person.presses("Hald fram").stands_on("**/network/setup/municipalities")


def sets_up_mail(person: Newcomer, post: MailServer) -> None:
    """A relay, and a letter to herself, before she goes on."""
    person.stands_on("**/network/setup/mail").ticks("Ja, gjennom tenaren nedanfor")
    person.writes("E-posttenar", "127.0.0.1").writes("Port", str(post.port))
    person.chooses("Kryptering", "Inga: eit relé i kontornettet (port 25)")
    person.writes("Avsendar", "samling@regionradet.example").presses("Send prøve til meg")
    expect(person.page.get_by_role("heading", name="Levert")).to_be_visible()
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


def plans(person: Newcomer) -> None:
    """The gathering: what has no default must be written, the rest can wait."""
    person.presses("Neste: Lag ei samling").stands_on("**/gatherings/new")
    person.writes("Tittel", "Samling 1").writes("Dato", "2027-01-20").writes("Stad", "Ulstein, Døme hotell")
    person.writes("Problemstilling", "Korleis får vi unge med?").presses("Lag samlinga")


def arrived(person: Newcomer, post: MailServer) -> list[EmailMessage]:
    """The invitations that the mail server has, when it has them all."""
    for _tenth in range(300):
        letters = [letter for letter in post.taken if letter["Subject"].startswith("Invitasjon: Samling 1")]
        if len(letters) > PEOPLE:
            break
        person.page.wait_for_timeout(100)
    return letters


def assert_everybody_has_her_own_link(server: Running, letters: list[EmailMessage]) -> None:
    """Each link shows its reader a question, and is still unanswered when a mail scanner has followed all of them."""
    links = {letter["To"]: re.findall(r"http\S+/svar/\S+", words_of(letter)) for letter in letters}
    assert (len(links), {len(found) for found in links.values()}) == (PEOPLE + 1, {1})
    assert len({found[0] for found in links.values()}) == PEOPLE + 1
    for _twice in range(2):
        page = urllib.request.urlopen(links["d7@kommune.example"][0], timeout=10).read().decode()
        assert "Delegat Håkon Døme 7, kjem du?" in page


def words_of(letter: EmailMessage) -> str:
    """What a person reads; the day for her calendar comes with it."""
    body = letter.get_body()
    assert body is not None
    return str(body.get_content())


NAMES = ("Anna", "Bjørn", "Camilla", "David", "Eli", "Finn", "Gunnhild", "Håkon")
