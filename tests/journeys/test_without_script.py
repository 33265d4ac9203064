"""Without script a person signs in, reads the board and writes on it; those with script see it at once."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Invite

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_a_note_is_posted_without_script_and_reaches_those_who_are_live(invite: Invite) -> None:
    anna = invite("Anna Ålemåke").open_board()
    plain = invite("Eli Vanylvnaust", PHONE, java_script_enabled=False)

    plain.page.locator("main a[href*='/boards/']").first.click()
    plain.page.locator("form[action$='/notes'] [name=text]").fill("Utan skript")
    plain.page.locator("form[action$='/notes'] [name=column]").nth(1).check()
    plain.page.locator("form[action$='/notes'] button[type=submit]").click()

    expect(plain.page).to_have_url(re.compile("#note-"))
    expect(plain.note("Utan skript")).to_have_count(1)
    expect(anna.page.locator(".column").nth(1).locator(".note", has_text="Utan skript")).to_have_count(1)
    expect(anna.note("Utan skript").locator(".note__author")).to_contain_text("Eli Vanylvnaust")


def test_a_note_is_chosen_for_everybody_without_script(invite: Invite) -> None:
    """BO-10: the buttons of all notes belong to one form, which a browser with script does not even read."""
    anna = invite("Anna Ålemåke").open_board()
    plain = invite("Eli Vanylvnaust", PHONE, java_script_enabled=False)
    plain.page.locator("main a[href*='/boards/']").first.click()
    theirs = plain.page.locator(".note").first
    text = theirs.locator(".note__text").text_content() or ""

    theirs.get_by_role("button", name="Til plenum").click()

    expect(plain.note(text).locator(".note__lifted")).to_be_visible()
    expect(anna.note(text).locator(".note__lifted")).to_be_visible()
    expect(anna.page.get_by_role("button", name="Til plenum").and_(anna.page.locator("[form]"))).to_have_count(0)


def test_one_comes_in_by_mail_without_script(invite: Invite) -> None:
    """SI-1: the link that a scanner has opened still works; the button spends it."""
    anna = invite(None, java_script_enabled=False)
    anna.page.goto(f"{anna.server.address}/sign-in")
    people = anna.server.people()
    email = next(person["email"] for person in people if person["name"] == "Anna Ålemåke")

    anna.page.locator("[name=email]").fill(email)
    anna.page.locator("form[action='/sign-in'] button[type=submit]").click()
    mail = invite(None)
    mail.page.goto(f"{mail.server.address}/demo/mail")
    text = mail.page.locator("main").inner_text()
    link = re.search(r"https?://\S+/sign-in/link/\S+", text)
    assert link is not None
    address = anna.server.address + "/sign-in/link/" + link.group().rpartition("/")[2]
    mail.page.goto(address)
    anna.page.goto(address)
    anna.page.locator("main form button[type=submit]").first.click()

    expect(anna.page).to_have_url(f"{anna.server.address}/")
    expect(anna.page.locator("main")).to_contain_text("Anna Ålemåke")
