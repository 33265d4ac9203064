"""The evening after: the draft is there by itself, two write in it at once, one vouches for it, and it is sent."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.jobs.smtp_server import MailServer
from tests.journeys.conftest import LAPTOP, PHONE, wait_until
from tests.journeys.hall import Hall, open_hall

pytestmark = [pytest.mark.browser, pytest.mark.server]

WHAT, REMARK = "Vi spør grendene før saka blir meld opp", "Vi har ikkje råd før neste år"
PROPOSAL = "Kommunestyret tek orienteringa til vitande."
SECRETARY = "sekretaer@sundby.example"
BOS, BERITS = "Fordi grendene aldri blir spurde. ", "Og fordi Nordvik fekk det til."


@pytest.fixture
def hall(browser: Browser, tmp_path: Path, mails: MailServer) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.evening", mails=mails.url) as opened:
        yield opened


def test_a_briefing_is_written_by_two_vouched_for_and_sent(hall: Hall, mails: MailServer) -> None:
    """BF-1, BF-5 to BF-7, WR-3"""
    bo, berit = hall.window("Bo", LAPTOP), hall.window("Berit", PHONE)
    for page in (bo, berit):
        opens(hall, page)
    both_write(bo, berit)
    vouches_and_sends(bo, berit)

    letter = arrived(bo, mails)
    paper = next(iter(letter.iter_attachments()))
    words = "\n".join(one.text for one in Document(io.BytesIO(paper.get_payload(decode=True))).paragraphs)
    assert (letter["To"], letter["Reply-To"], len(mails.taken)) == (SECRETARY, "bo@prove.example", 1)
    assert letter["Subject"].startswith("Orientering til kommunestyret ")
    assert letter["Subject"].endswith(" kl. 09.00 – Sundby")
    assert (paper.get_filename() or "").endswith("_Orientering_Sundby.docx")
    assert all(
        said in words for said in (WHAT, REMARK, BOS.strip(), BERITS, "Kommunestyret tek orienteringa til vitande.")
    )


def opens(hall: Hall, page: Page) -> None:
    """From the gathering's page. The draft is made by the job: it may be a moment away."""

    def is_there() -> bool:
        hall.goes(page, "")
        return page.get_by_role("link", name="Opne orienteringa").count() > 0

    wait_until(page, is_there, "the draft is made")
    page.get_by_role("link", name="Opne orienteringa").click()
    expect(why(page).locator("xpath=ancestor::shared-text").locator("[data-state]")).to_have_text("Lagra")


def why(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_label("Kvifor vi var med")


def both_write(bo: Page, berit: Page) -> None:
    """One in front, one behind, at once: all see both."""
    why(bo).press("Control+Home")
    why(bo).press_sequentially(BOS)
    why(berit).press("Control+End")
    why(berit).press_sequentially(f" {BERITS}")

    for page in (bo, berit):
        wait_until(
            page,
            lambda page=page: (text := why(page).input_value()).startswith(BOS) and text.endswith(BERITS),
            "both texts stand there",
        )


def vouches_and_sends(bo: Page, berit: Page) -> None:
    """Berit vouches for what she reads; then Bo can send it, and pressing it again sends nothing more."""
    bo.get_by_role("link", name="Les det slik det blir").click()
    expect(bo.get_by_role("button", name="Send til politisk sekretær")).to_have_count(0)
    berit.get_by_role("link", name="Les det slik det blir").click()
    expect(berit.locator(".briefing__paper")).to_contain_text(BERITS)
    berit.get_by_role("button", name="Eg går god for teksten").click()
    expect(berit.locator("main")).to_contain_text("Berit Prøvedøme")

    bo.reload()
    bo.get_by_role("button", name="Send til politisk sekretær").click()
    expect(bo.locator("main")).to_contain_text(SECRETARY)
    expect(bo.get_by_role("button", name="Opne på nytt")).to_be_visible()


def arrived(page: Page, mails: MailServer):  # type: ignore[no-untyped-def]
    wait_until(page, lambda: bool(mails.taken), "the mail has come")

    def is_said() -> bool:
        page.reload()
        return "Sendt til" in page.locator("main").inner_text()

    wait_until(page, is_said, "the page says that it is sent")
    return mails.taken[0]
