"""The last hour in nine windows: two write one sentence, one answers without a network, one who is absent says yes by
mail, the server dies, one leaves and answers from the bus, one municipality is let go; and the record says so."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import LAPTOP, PHONE, wait_until
from tests.journeys.hall import Hall, goes_on, goes_to, open_hall, presses_on_until
from tests.journeys.last_hour import DELEGATES, UNANSWERED
from tests.running import CLOCKED

pytestmark = [pytest.mark.browser, pytest.mark.server]

NAME = " Prøvedøme"
NORDVIK, SUNDBY = "Når ei sak blir meld opp, spør vi grendene først", "Vi inviterer ungdomsrådet til neste møte"
STEP, REASON, REMARK = "Ringe leiarane", "Ferja gjekk før ho var ferdig", "For lite tid før påske"
ON_THE_BUS_SECONDS = 40 * 60
QUEUE_OFF = "(it) => it.addEventListener('submit', (event) => event.stopPropagation(), true)"


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.last_hour", program=CLOCKED) as opened:
        yield opened


@dataclass
class Windows:
    """Who looks at what: those who lead, the big screen, and phones by their owners' names."""

    hall: Hall
    lead: Page
    helper: Page
    screen: Page
    phones: dict[str, Page] = field(default_factory=dict)

    def counts(self, ready: int) -> None:
        """What the hall sees: how many of three, and nobody's name."""
        expect(self.screen.locator(".screen__gate")).to_have_text(re.compile(rf"^\s*{ready}\s+av\s+3\s*$"))
        shown = self.screen.locator("main").inner_text()
        names = [name for people in DELEGATES.values() for name in people] + list(DELEGATES)
        assert [name for name in names if re.search(rf"\b{name}\b", shown)] == []


def test_the_last_hour(hall: Hall) -> None:
    """AG-1, AG-4, AG-5, AG-6, RC-1, RC-2, RC-3, RC-4, RC-5, RC-9"""
    here = everybody_goes_to_her_own(hall)
    two_write_one_sentence(here)
    one_answers_without_a_network(here)
    the_server_dies_under_a_sentence(here)
    who_is_absent_takes_it_on_by_mail(here)
    one_leaves_and_the_others_are_ready(here)
    a_third_is_let_go(here)
    she_answers_from_the_bus(here)
    the_day_ends(here)
    the_record_says_what_happened(here)
    a_file_that_cannot_be_made_says_why(here)
    each_has_her_own_day(here)


def everybody_goes_to_her_own(hall: Hall) -> Windows:
    lead = hall.control("Lea", LAPTOP)
    here = Windows(hall, lead, hall.control("Tor", PHONE), hall.opens_the_screen(LAPTOP, lead))
    here.phones = {name: hall.arrive(name) for name in ("Anna", "Arne", "Bo", "Berit", "Vilde")}
    goes_to(lead, "Dette tek vi med heim")
    for label in ("Lag grupper", "Gå til bordet", "Start"):
        goes_on(lead, label)
    expect(lead.locator("#next-step")).not_to_contain_text("Start")

    lead.get_by_role("button", name="Klare til å reise heim", exact=True).click()

    here.counts(0)
    return here


def opens_the_agreement(page: Page) -> None:
    page.locator(".agreement-now a", has_text="Skriv kva de tek med heim").click()
    expect(page.locator("h1")).to_have_text("Dette tek vi med heim")


def sentence(page: Page) -> Locator:
    return page.get_by_label("Kva gjer vi?")


def is_saved(page: Page) -> None:
    for state in page.locator("shared-text [data-state]").all():
        expect(state).to_have_text("Lagra")


def writes_on(page: Page, text: str) -> None:
    """At the end of what stands there, letter by letter."""
    sentence(page).evaluate("(it) => { it.focus(); it.setSelectionRange(it.value.length, it.value.length) }")
    page.keyboard.type(text)


def makes_responsible(page: Page, name: str) -> None:
    with page.expect_response(lambda answer: "/points/" in answer.url and answer.request.method == "POST") as heard:
        page.get_by_label("Kven har ansvaret?").select_option(label=f"{name}{NAME}")
    assert heard.value.ok


def two_write_one_sentence(here: Windows) -> None:
    """Anna on her phone and Arne on his, in the same field."""
    anna, arne = here.phones["Anna"], here.phones["Arne"]
    opens_the_agreement(anna)
    anna.get_by_role("button", name="Skriv eit tiltak").click()
    expect(sentence(anna)).to_be_visible()
    opens_the_agreement(arne)
    expect(sentence(arne)).to_be_visible()
    first, rest = NORDVIK[:26], NORDVIK[26:]

    writes_on(anna, first)
    expect(sentence(arne)).to_have_value(first)
    writes_on(arne, rest)

    expect(sentence(anna)).to_have_value(NORDVIK)
    anna.get_by_label("Det første steget", exact=True).press_sequentially(STEP)
    makes_responsible(anna, "Arne")
    is_saved(anna)
    is_saved(arne)


def one_answers_without_a_network(here: Windows) -> None:
    """Arne disagrees and then agrees: nothing is said to be stored, and the last one is sent when he is back, once."""
    anna, arne = here.phones["Anna"], here.phones["Arne"]
    anna.get_by_role("button", name="Be om svar").click()
    anna.get_by_role("button", name="Samd", exact=True).click()
    expect(anna.locator(".answers li", has_text="Anna")).to_contain_text("Samd")
    arne.goto(here.hall.server.address)
    expect(arne.locator(".agreement-now")).to_contain_text(NORDVIK)
    here.hall.people["Arne"].wait_until_page_is_kept()
    here.hall.people["Arne"].context.set_offline(True)
    disagrees(arne, REMARK)
    agrees(arne)
    expect(waiting(arne)).to_contain_text("Ikkje sendt enno: Samd.")
    here.counts(0)

    here.hall.people["Arne"].context.set_offline(False)

    expect(arne.locator(".agreement-now")).to_contain_text("Klar: alle som er til stades, har svara.")
    here.counts(1)


def agrees(page: Page) -> None:
    page.get_by_role("button", name="Samd", exact=True).click()


def disagrees(page: Page, line: str) -> None:
    """Her page may have kept the line open."""
    field = page.get_by_label("Kva er du usamd i?")
    if not field.is_visible():
        page.locator("summary", has_text="Usamd").first.click()
    field.fill(line)
    page.get_by_role("button", name="Usamd", exact=True).click()
    expect(waiting(page)).to_contain_text("Ikkje sendt enno: Usamd.")


def waiting(page: Page) -> Locator:
    return page.locator("agreement-answer [data-waiting]").first


def the_server_dies_under_a_sentence(here: Windows) -> None:
    """Bo goes on writing, and all of it is there when the server is."""
    bo = here.phones["Bo"]
    opens_the_agreement(bo)
    bo.get_by_role("button", name="Skriv eit tiltak").click()
    expect(sentence(bo)).to_be_visible()
    writes_on(bo, SUNDBY[:20])
    is_saved(bo)

    here.hall.server.kill()
    writes_on(bo, SUNDBY[20:])
    bo.get_by_label("Det første steget", exact=True).press_sequentially(STEP)
    expect(bo.locator("shared-text [data-state]").first).to_contain_text("Ventar på nett")
    here.hall.server.start()

    is_saved(bo)
    expect(sentence(bo)).to_have_value(SUNDBY)
    here.counts(1)


def who_is_absent_takes_it_on_by_mail(here: Windows) -> None:
    """Siv is not put in charge: she is asked, and her colleagues see what she says."""
    bo = here.phones["Bo"]
    makes_responsible(bo, "Siv")
    bo.get_by_role("button", name="Be om svar").click()
    expect(bo.locator(".point__facts")).to_contain_text("spurd på e-post, har ikkje svara enno")

    siv = here.hall.window("Siv", PHONE, link_in_her_mail(here))
    siv.get_by_role("button", name="Ja, eg tek det på meg").click()

    expect(siv.get_by_role("status")).to_contain_text("Lagra: ja")


def link_in_her_mail(here: Windows) -> str:
    """The path of the link in the mail that waits for the server of the mail."""
    bodies: list[str] = []

    def has_come() -> bool:
        with sqlite3.connect(here.hall.server.folder / "samling.sqlite") as stored:
            rows = stored.execute("SELECT body FROM outgoing_mail WHERE kind = 'owner_asked'").fetchall()
        bodies[:] = [row[0] for row in rows]
        return bool(bodies)

    wait_until(here.lead, has_come, "Siv is asked by mail")
    assert len(bodies) == 1
    found = re.search(r"https?://[^/\s]+(/ansvar/\S+)", bodies[0])
    assert found is not None
    return found[1]


def one_leaves_and_the_others_are_ready(here: Windows) -> None:
    """Berit must catch her bus: Bo says so, and what she has not answered holds nobody up."""
    bo = here.phones["Bo"]
    bo.get_by_role("button", name="Samd", exact=True).click()
    expect(bo.locator(".agreement__standing")).to_contain_text(f"Eitt svar manglar: Berit{NAME}")
    here.counts(1)

    here.hall.goes(bo, "/colleagues").locator("li", has_text="Berit").get_by_role("button").click()

    here.counts(2)


def a_third_is_let_go(here: Windows) -> None:
    """With a reason, by who leads with her phone."""
    gate = here.hall.goes(here.helper, "/gate")
    row = gate.locator(".rows__row", has_text="Vesterøy")
    row.locator("summary").click()
    row.get_by_label("Kvifor kan dei reise utan?").fill(REASON)
    row.get_by_role("button", name="La dei reise heim").click()

    expect(gate.locator(".rows__row", has_text="Vesterøy")).to_contain_text(REASON)
    here.counts(3)
    expect(here.screen.locator("main")).to_contain_text("Alle er klare. Kom vel heim!")


def she_answers_from_the_bus(here: Windows) -> None:
    """Forty minutes later, and she disagrees: what is ready stays so."""
    here.hall.server.set_clock(passed=ON_THE_BUS_SECONDS)
    berit = here.phones["Berit"]
    berit.goto(here.hall.server.address)
    mine = berit.locator(".agreement-now")
    mine.locator("summary", has_text="Usamd").click()
    mine.get_by_label("Kva er du usamd i?").fill(REMARK)

    mine.get_by_role("button", name="Usamd", exact=True).click()

    expect(mine).to_contain_text("Klar: alle som er til stades, har svara.")
    here.counts(3)


def the_day_ends(here: Windows) -> None:
    presses_on_until(here.lead, "Kommunane melder seg klare")
    goes_to(here.lead, "Kommunane melder seg klare")
    goes_to(here.lead, "Vurdering")
    goes_on(here.lead, "Avslutt dagen")
    expect(here.lead.locator(".control__now").get_by_role("link", name="Referat frå dagen")).to_be_visible()
    expect(here.phones["Vilde"].locator("body")).to_contain_text("Takk for i dag")


def record_of(here: Windows, page: Page) -> str:
    """What the DOCX says that somebody fetches from the page of the record."""
    here.hall.goes(page, "/record")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Last ned som DOCX").click()
    expect(page.locator("[data-said]")).to_have_text("Fila er laga.")
    return "\n".join(one.text for one in Document(str(fetched.value.path())).paragraphs)


def a_file_that_cannot_be_made_says_why(here: Windows) -> None:
    """In the words of the page that comes instead of it; the next press tries again."""
    bo, why = here.phones["Bo"], "Maskina manglar Pango."
    bo.route("**/record.pdf", lambda route: route.fulfill(status=503, body=f"<p data-fault>{why}</p>"))
    bo.get_by_role("link", name="Last ned som PDF").click()
    expect(bo.locator("[data-said]")).to_have_text(why)
    bo.unroute("**/record.pdf")

    with bo.expect_download() as fetched:
        bo.get_by_role("link", name="Last ned som PDF").click()

    assert fetched.value.path().read_bytes().startswith(b"%PDF")


def the_record_says_what_happened(here: Windows) -> None:
    """To Bo what Sundby agreed and how each answered; to Lea where each stands, and nobody's remark."""
    own, lead = record_of(here, here.phones["Bo"]), record_of(here, here.lead)

    assert "5 personar frå 3 kommunar" in own
    assert "3 av 3 kommunar som er til stades" in own
    assert re.search(rf"Berit{NAME}: kom .+, reiste .+, svara frå bussen ", own)
    assert re.search(rf"Berit{NAME}: Usamd – {REMARK} \(frå bussen ", own)
    for words in (f"Tiltak 1: {SUNDBY}", f"Bo{NAME}: Samd", f"Ansvarleg: Siv{NAME}\n", f"Første steg: {STEP}"):
        assert words in own
    assert (UNANSWERED in own, NORDVIK in own, REASON in own) == (True, False, False)
    assert f"Kan reise heim utan, sleppt av Tor{NAME}: {REASON}" in lead
    assert (NORDVIK in lead, SUNDBY in lead, REMARK in lead, "Usamd" in lead) == (True, True, False, False)


def each_has_her_own_day(here: Windows) -> None:
    """Berit's day has what her municipality agreed while she sat on the bus; Vilde's has nothing of others."""
    berit, vilde = (here.hall.goes(here.phones[name], "/mine").locator("main") for name in ("Berit", "Vilde"))

    expect(berit).to_contain_text(SUNDBY)
    expect(berit).not_to_contain_text(NORDVIK)
    expect(vilde).to_contain_text(REASON)
    expect(vilde).not_to_contain_text(SUNDBY)


@pytest.fixture
def answering(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    """Nordvik has asked its delegates about one sentence."""
    with open_hall(browser, tmp_path, "tests.journeys.answering") as opened:
        yield opened


def test_an_answer_outlives_the_network_the_page_and_the_server(answering: Hall) -> None:
    """AG-11. One to an older wording counts not, and its line is there to be sent with the new sentence."""
    hall = answering
    anna, arne = opens_what_is_asked(hall, "Anna"), opens_what_is_asked(hall, "Arne")
    for name in ("Anna", "Arne"):
        hall.people[name].wait_until_page_is_kept()
    an_answer_is_sent_from_another_page(hall, arne, anna)
    path = "/" + anna.url.split("/", 3)[3].partition("#")[0]
    hall.people["Anna"].context.set_offline(True)
    disagrees(anna, REMARK)
    hall.server.kill()
    anna = opens_anew(hall, "Anna", path)
    expect(waiting(anna)).to_contain_text("Ikkje sendt enno: Usamd.")
    expect(anna.get_by_label("Kva er du usamd i?")).to_have_value(REMARK)
    expect(anna.locator("[data-from-device]")).to_contain_text("Det er ikkje nett.")
    hall.server.start()
    arne = opens_anew(hall, "Arne", path)
    changes_the_sentence(arne)

    hall.people["Anna"].context.set_offline(False)

    expect(anna.locator("agreement-answer [data-fault]")).to_contain_text("Setninga er endra i mellomtida.")
    expect(anna.locator(".point__what")).to_have_text(SUNDBY)
    expect(anna.locator("[data-from-device]")).to_have_count(0)
    expect(says(anna, "Anna")).to_contain_text("har ikkje svara")
    anna = opens_anew(hall, "Anna", "/")
    anna.locator("form[action$='/sign-out'] button").first.click()
    expect(anna.locator("sign-out-guard dialog")).to_contain_text("1 svar er ikkje sendt.")
    anna = opens_anew(hall, "Anna", path)
    expect(anna.get_by_label("Kva er du usamd i?")).to_have_value(REMARK)
    anna.get_by_role("button", name="Usamd", exact=True).click()
    expect(says(arne, "Anna")).to_contain_text(f"Usamd – {REMARK}")
    expect(says(anna, "Anna")).to_contain_text(f"Usamd – {REMARK}")
    expect(anna.locator("agreement-answer [data-fault]")).to_be_hidden()


def an_answer_is_sent_from_another_page(hall: Hall, arne: Page, anna: Page) -> None:
    """The control comes first: with the queue off it is gone with its page, and he is still asked."""
    path = "/" + arne.url.split("/", 3)[3].partition("#")[0]
    for is_kept in (False, True):
        hall.people["Arne"].context.set_offline(True)
        if not is_kept:
            arne.locator("agreement-answer").evaluate(QUEUE_OFF)
        agrees(arne)
        if is_kept:
            expect(waiting(arne)).to_contain_text("Ikkje sendt enno: Samd.")
        arne.wait_for_timeout(300)
        hall.people["Arne"].context.set_offline(False)
        opens_anew(hall, "Arne", "/help").wait_for_timeout(1_000)
        arne = opens_anew(hall, "Arne", path)
        expect(says(arne, "Arne")).to_contain_text("Samd" if is_kept else "har ikkje svara")
    expect(says(anna, "Arne")).to_contain_text("Samd")


def opens_what_is_asked(hall: Hall, name: str) -> Page:
    """The agreement's page, which the phone keeps."""
    page = hall.arrive(name)
    return opens_anew(hall, name, page.locator(".agreement-now a").first.get_attribute("href") or "")


def opens_anew(hall: Hall, name: str, path: str) -> Page:
    """The window is closed as it stands, and another one opened on the same device."""
    visitor = hall.people[name]
    visitor.page.close()
    visitor.page = visitor.context.new_page()
    visitor.watch().page.goto(hall.server.address + path)
    expect(visitor.page.locator(":not(:defined)")).to_have_count(0)
    return visitor.page


def says(page: Page, name: str) -> Locator:
    return page.locator(".answers li", has_text=name)


def changes_the_sentence(page: Page) -> None:
    page.get_by_role("button", name="Endre det som står").click()
    sentence(page).fill(SUNDBY)
    is_saved(page)
    page.get_by_role("button", name="Be om svar").click()
    expect(page.locator(".point__what")).to_have_text(SUNDBY)
