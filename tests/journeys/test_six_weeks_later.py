"""What was agreed, followed for eight weeks of a moved clock with a real mail server: two municipalities of four, one
phone dead, one who leaves early, one who disagrees; the server killed while the evening's mails leave; owners who tell
from their mail how it goes. Papers and spreadsheet are read by readers of others and held against the database's rows.
"""

import io
import re
import shutil
import subprocess
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect

from tests.faults.house import wait_for
from tests.jobs.smtp_server import MailServer
from tests.journeys.by_the_rows import STATES, actions, answers_of, long_day, record_of
from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.hall import Hall, furnish, open_hall
from tests.journeys.weeks import ACTIONS, CLOSER, PLAINER, SOONER, WARMER, YOUNGER, ZONE
from tests.running import CLOCKED

pytestmark = [pytest.mark.browser, pytest.mark.server]

NAME = " Prøvedøme"
REMARK = "Laurdagar er fridagar"
DAY, HOW, ASKED = "Dagen din", "Korleis går det med", "Tek du på deg dette?"
TOLD = {
    SOONER: ("done", "Gjort i tre saker"),
    PLAINER: ("stuck", "Treng ein som kan klarspråk"),
    CLOSER: ("dropped", "Grendene ville heller ha eitt felles møte"),
    WARMER: ("under_way", ""),
}
"""What becomes of it after two weeks. Of YOUNGER nobody tells anything."""
LEFT_BEFORE = 3


@pytest.fixture(scope="module")
def furnished_weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weeks")
    furnish(folder, "tests.journeys.weeks")
    return folder


@pytest.fixture
def hall(
    request: pytest.FixtureRequest, browser: Browser, furnished_weeks: Path, tmp_path: Path, mails: MailServer
) -> Iterator[Hall]:
    """With `param` the name of a defence that is switched off."""
    folder = tmp_path / "hall"
    shutil.copytree(furnished_weeks, folder)
    program = (*CLOCKED, "look_often", *([request.param] if hasattr(request, "param") else []))
    with open_hall(browser, folder, None, program=program, mails=mails.url) as opened:
        yield opened


def test_what_becomes_of_what_they_took_home(hall: Hall, mails: MailServer) -> None:
    """AG-5, AG-6, RC-3, RC-7, RC-8, BF-1, SC-1, SC-5, SC-7, FU-1 to FU-3, FU-8"""
    sundby_agrees(hall, mails)
    the_papers_say_what_is_stored(hall)
    each_who_was_there_has_her_day_once(hall, mails)
    each_owner_is_asked_once_about_all_of_hers(hall, mails)
    they_tell_from_their_mail_how_it_goes(hall, mails)
    lead = signs_in_by_mail(hall, mails, "Lea")
    the_next_day_begins_with_what_became_of_it(hall, lead)
    the_table_and_the_spreadsheet_say_what_is_stored(hall, lead)
    who_has_nothing_open_is_not_asked_again(hall, mails)


@pytest.mark.parametrize("hall", ["do_again_what_is_done"], indirect=True)
def test_control_a_server_that_forgets_what_is_done_sends_the_evenings_mail_again(
    hall: Hall, mails: MailServer
) -> None:
    assert max(evening_with_a_server_that_dies(hall, mails).values()) > 1


def today(hall: Hall, hour: int, minute: int = 0, **later: float) -> datetime:
    """This clock on the gathering's day, or some days later."""
    day = datetime.fromisoformat(hall.told["now"]).astimezone(ZONE) + timedelta(**later)
    return day.replace(hour=hour, minute=minute)


def letters(mails: MailServer, subject: str) -> list[EmailMessage]:
    return [one for one in mails.taken if str(one["Subject"]).startswith(subject)]


def to_each(found: list[EmailMessage]) -> Counter[str]:
    return Counter(str(one["To"]).removesuffix("@prove.example") for one in found)


def paths_in(letter: EmailMessage, beginning: str) -> list[str]:
    found: list[str] = re.findall(rf"https?://[^/\s]+({beginning}\S+)", letter.get_content())
    return found


def nothing_is_left_to_do(hall: Hall, now: datetime) -> None:
    """Wait until all that was due at this moment is done, and no mail waits."""
    moment = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    left = (
        "SELECT (SELECT count(*) FROM scheduled_task WHERE state = 'waiting' AND next_try_at <= ?)"
        " + (SELECT count(*) FROM outgoing_mail WHERE state IN ('queued', 'sending'))"
    )
    wait_for(lambda: hall.rows(left, moment) == [(0,)], "all that was due is done")
    assert hall.rows("SELECT kind, last_fault FROM outgoing_mail WHERE state = 'failed'") == []


def moves_on_to(hall: Hall, moment: datetime) -> None:
    hall.is_now(moment)
    nothing_is_left_to_do(hall, moment)


def sends(page: Page, button: Locator) -> None:
    """A press that brings another page, whole: what comes while it is drawn moves what is pressed next."""
    with page.expect_navigation():
        button.click()


def says(page: Page, sentence: Locator, button: str, said: str) -> None:
    """A press whose answer stands there, whether the page sends it or the browser does."""
    sentence.get_by_role("button", name=button, exact=True).click()
    expect(sentence.locator(".answers")).to_contain_text(said)
    page.wait_for_load_state()
    expect(page.get_by_text("Kopla til", exact=True)).to_be_visible()


def sundby_agrees(hall: Hall, mails: MailServer) -> None:
    """Bo asks, and notes what Berit says, whose phone is dead. Siv, who is absent, takes one on by mail. Birger must go
    before he has answered, and disagrees from the bus.
    """
    bo = hall.arrive("Bo")
    sends(bo, bo.locator(".agreement-now a", has_text="Skriv kva de tek med heim"))
    sends(bo, bo.get_by_role("button", name="Be om svar"))
    for sentence in bo.locator(".point--asked").all():
        says(bo, sentence, "Samd", f"Bo{NAME}: Samd")
        sentence.locator("summary", has_text="Noter kva ein kollega seier").click()
        sentence.get_by_label("Kven?", exact=True).select_option(label=f"Berit{NAME}")
        sentence.get_by_label("Seier", exact=True).select_option(label="Kan leve med det")
        says(bo, sentence, "Noter det", f"Berit{NAME}: Kan leve med det (notert av Bo{NAME})")
    expect(bo.locator(".agreement__standing")).to_contain_text(f"Eitt svar manglar: Birger{NAME}")

    wait_for(lambda: letters(mails, ASKED), "Siv is asked by mail")
    [asked] = letters(mails, ASKED)
    siv = hall.window("Siv", PHONE, paths_in(asked, "/ansvar/")[0])
    sends(siv, siv.get_by_role("button", name="Ja, eg tek det på meg"))
    expect(siv.get_by_role("status")).to_contain_text("Lagra: ja")

    hall.goes(bo, "/colleagues").locator("li", has_text="Birger").get_by_role("button").click()
    expect(bo.locator("main")).to_contain_text(f"Birger{NAME} har gått")
    hall.is_now(today(hall, 14, 40))
    mine = hall.arrive("Birger").locator(".agreement-now")
    one = mine.locator(".point--asked", has_text=WARMER)
    one.locator("summary", has_text="Usamd").click()
    one.get_by_label("Kva er du usamd i?").fill(REMARK)
    one.get_by_role("button", name="Usamd", exact=True).click()
    expect(one).to_have_count(0)
    mine.get_by_role("button", name="Samd", exact=True).click()
    expect(mine).to_contain_text("Klar: alle som er til stades, har svara.")


def the_papers_say_what_is_stored(hall: Hall) -> None:
    """The record as DOCX and as PDF, and the draft for the council: made before Birger's answer, it says that it lacks
    his remark.
    """
    bo = hall.goes(hall.people["Bo"].page, "/record")
    answers = answers_of(hall, "Sundby")
    for text in (docx_of(fetched(bo, "Last ned som DOCX")), pdf_of(fetched(bo, "Last ned som PDF"))):
        assert [words for words in (*record_of(hall, "Sundby"), *answers) if words not in text] == []
        assert (len(answers), len(re.findall(rf"{NAME}: (?:Samd|Usamd|Kan leve)", text))) == (6, 6)

    [(briefing,)] = hall.rows(
        "SELECT public_id FROM briefing JOIN municipality ON municipality.id = municipality_id WHERE name = 'Sundby'"
    )
    bo.goto(f"{hall.server.address}/briefings/{briefing}")
    expect(bo.locator(".briefing__news")).to_contain_text(REMARK)
    sends(bo, bo.get_by_role("button", name="Hent på nytt"))
    bo.goto(f"{hall.server.address}/briefings/{briefing}/paper")
    paper = bo.locator(".briefing__paper").inner_text()
    assert f"Merknad frå Birger{NAME}, som er usamd: {REMARK}" in paper
    for one in actions(hall, "Sundby"):
        assert f"{one.what}. Ansvarleg: {one.owner}. Frist: {long_day(one.due_on)}." in paper


def fetched(page: Page, link: str) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return Path(download.value.path())


def docx_of(file: Path) -> str:
    return "\n".join(one.text for one in Document(str(file)).paragraphs)


def pdf_of(file: Path) -> str:
    """By Poppler, which knows nothing of who made it."""
    read = subprocess.run(["pdftotext", "-enc", "UTF-8", file, "-"], capture_output=True, text=True, check=True)
    return " ".join(read.stdout.split())


def evening_with_a_server_that_dies(hall: Hall, mails: MailServer) -> Counter[str]:
    """At six some letters leave; then the mail server takes no more, and ours is killed. It is started again at night,
    when people are left in peace, and the rest leaves in the morning. How many letters each has got.
    """
    mails.most = len(mails.taken) + LEFT_BEFORE
    hall.is_now(today(hall, 18))
    mail = "SELECT count(*) FROM outgoing_mail WHERE kind = 'your_day' AND state"
    wait_for(lambda: hall.rows(f"{mail} = 'sent'") == [(LEFT_BEFORE,)], "some have left")
    wait_for(lambda: hall.rows(f"{mail} IN ('queued', 'sending')") == [(7 - LEFT_BEFORE,)], "the rest waits")
    hall.server.kill()
    mails.most = float("inf")
    night = today(hall, 22, 30)
    hall.is_now(night)
    hall.server.start()
    ran = "SELECT count(*) FROM job_state WHERE name IN ('mail', 'schedule') AND last_run_at >= ?"
    since = night.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    wait_for(lambda: hall.rows(ran, since) == [(2,)], "the jobs have looked, and found that it is night")
    assert len(letters(mails, DAY)) == LEFT_BEFORE

    moves_on_to(hall, today(hall, 7, 5, days=1))

    return to_each(letters(mails, DAY))


def each_who_was_there_has_her_day_once(hall: Hall, mails: MailServer) -> None:
    """Siv, who was not there, has none."""
    for visitor in hall.people.values():
        visitor.context.close()
    was_there = hall.rows("SELECT email FROM attendance JOIN person ON person.id = person_id")

    got = evening_with_a_server_that_dies(hall, mails)

    assert got == Counter(email.removesuffix("@prove.example") for (email,) in was_there)
    assert sorted(got) == ["agnes", "alf", "anna", "arne", "berit", "birger", "bo"]
    berit = next(one for one in letters(mails, DAY) if str(one["To"]).startswith("berit@"))
    assert (WARMER in berit.get_content(), SOONER in berit.get_content()) == (True, False)


def each_owner_is_asked_once_about_all_of_hers(hall: Hall, mails: MailServer) -> None:
    moves_on_to(hall, today(hall, 17, weeks=2))

    asked = letters(mails, HOW)
    assert to_each(asked) == Counter(("anna", "arne", "bo", "siv"))
    found = {str(one["To"]).partition("@")[0]: [what for what in ACTIONS if what in one.get_content()] for one in asked}
    assert found == {"anna": [SOONER, PLAINER], "arne": [YOUNGER], "bo": [WARMER], "siv": [CLOSER]}


def they_tell_from_their_mail_how_it_goes(hall: Hall, mails: MailServer) -> None:
    """A scanner follows each link twice before them, and spends nothing. A link opens the actions of its mail alone."""
    links = {str(one["To"]).partition("@")[0]: paths_in(one, "/framdrift/") for one in letters(mails, HOW)}
    before = [hall.rows(f"SELECT * FROM {table}") for table in ("action_point", "action_update", "sign_in_session")]
    for path in links["anna"] * 2:
        urllib.request.urlopen(hall.server.address + path).close()
    after = [hall.rows(f"SELECT * FROM {table}") for table in ("action_point", "action_update", "sign_in_session")]
    assert (len(links["anna"]), after) == (9, before)

    phone = hall.window("a phone on which nobody is signed in", PHONE, links["anna"][-1])
    for name, what in (("siv", CLOSER), ("bo", WARMER), ("anna", SOONER), ("anna", PLAINER)):
        tells(hall, phone, what, links[name])

    shown = phone.locator("main").inner_text()
    assert [what for what in ACTIONS if what in shown] == [SOONER, PLAINER]
    phone.goto(f"{hall.server.address}{links['anna'][-1]}/points/{key_of(hall, CLOSER)}/done")
    expect(phone.locator("main")).not_to_contain_text(CLOSER)
    phone.goto(f"{hall.server.address}/actions/{key_of(hall, SOONER)}")
    expect(phone).to_have_url(re.compile("/sign-in"))


def key_of(hall: Hall, what: str) -> str:
    return next(one.key for one in actions(hall) if one.what == what)


def tells(hall: Hall, page: Page, what: str, links: list[str]) -> None:
    """The link of one answer, a line, one button."""
    state, line = TOLD[what]
    key = key_of(hall, what)
    page.goto(hall.server.address + next(path for path in links if path.endswith(f"/points/{key}/{state}")))
    expect(page.locator(f"[name=state][value={state}]")).to_be_checked()
    page.get_by_label("Éi line").fill(line)
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator(f"#action-{key}").get_by_role("status")).to_contain_text(f"Lagra: {STATES[state]}.")


def signs_in_by_mail(hall: Hall, mails: MailServer, name: str) -> Page:
    """On the morning of the next gathering, six weeks later."""
    moves_on_to(hall, today(hall, 9, 20, weeks=6))
    seen = len(mails.taken)
    page = hall.window(f"{name}, six weeks later", LAPTOP, "/sign-in")
    page.get_by_label("E-post").fill(f"{name.lower()}@prove.example")
    page.get_by_role("button", name="Send meg ein kode").click()
    wait_for(lambda: len(mails.taken) > seen, "the code has come")
    code = re.search(r"(\d{3}) (\d{3})\s", mails.taken[-1].get_content())
    assert code is not None
    page.get_by_label("Kode").fill(code[1] + code[2])
    page.get_by_role("button", name="Logg inn").click()
    page.wait_for_url(f"{hall.server.address}/")
    return page


def the_next_day_begins_with_what_became_of_it(hall: Hall, lead: Page) -> None:
    """On the wall, in silence: each with its state, and nobody's name."""
    lead.goto(f"{hall.server.address}/gatherings/{hall.told['next']}/control")
    screen = hall.opens_the_screen(LAPTOP, lead)

    lead.get_by_role("button", name="Vis det på skjermen").click()

    expect(screen.locator("main.screen")).to_have_attribute("data-picture", "last")
    notes = screen.locator(".screen__note")
    expect(notes).to_have_count(len(actions(hall)))
    shown = [" ".join(note.split()) for note in notes.all_inner_texts()]
    assert shown == [f"{one.what} {one.place} · {STATES[one.state]}" for one in actions(hall)]
    assert [one.state for one in actions(hall)] == ["done", "stuck", "agreed", "dropped", "under_way"]


def the_table_and_the_spreadsheet_say_what_is_stored(hall: Hall, lead: Page) -> None:
    lead.goto(f"{hall.server.address}/followup")
    now = today(hall, 9, 20, weeks=6)
    for one in actions(hall):
        row = lead.locator(f"#action-{one.key}")
        for words in (one.what, STATES[one.state], one.line):
            expect(row).to_contain_text(words)
    expect(lead.locator("tr", has_text="stille i")).to_have_count(1)
    silent = next(one for one in actions(hall) if one.what == YOUNGER)
    expect(lead.locator(f"#action-{silent.key}")).to_contain_text(f"stille i {silent.silent_days(now)} døgn")

    sheet = openpyxl.load_workbook(io.BytesIO(fetched(lead, "Som rekneark").read_bytes())).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)

    assert head[:2] == ("Kommune", "Tiltak")
    assert rows == [one.cells(now) for one in actions(hall)]


def who_has_nothing_open_is_not_asked_again(hall: Hall, mails: MailServer) -> None:
    """Siv has laid hers aside, and Anna is asked about the one that is left. Nobody has had more than six letters."""
    moves_on_to(hall, today(hall, 17, weeks=8))

    asked = letters(mails, HOW)
    assert to_each(asked) == Counter(("anna", "arne", "bo") * 2 + ("siv",))
    again = next(one for one in reversed(asked) if str(one["To"]).startswith("anna@"))
    assert [what for what in ACTIONS if what in again.get_content()] == [PLAINER]
    assert max(to_each(mails.taken).values()) <= 6
