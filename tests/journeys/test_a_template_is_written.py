"""A template is written in a browser: columns come, change places and go; the preview follows before it is stored."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Invite

pytestmark = [pytest.mark.browser, pytest.mark.server]

LEAD = "Lea Prosjektdøme"
MINUTES = {"write": "4", "talk": "20", "sort": "0", "prioritise": "0", "choose": ""}
PHASES = ["Skriv 4", "Snakk saman 20"]


def test_the_preview_follows_what_is_written_and_what_it_shows_is_stored(invite: Invite) -> None:
    """BO-52: none of the presses before Store fetches the page."""
    page = invite(LEAD).page
    page.goto(f"{page.url.rstrip('/')}/board-templates/new")
    phone = page.locator(".preview__look--phone")
    titles, prompts = (phone.locator(f"[data-shows={what}]") for what in ("title", "prompt"))
    title_fields, phases = page.get_by_label("Tittel", exact=True), page.locator(".preview__phases li:visible")
    page.evaluate("() => { window.isTheSamePage = true }")

    page.get_by_label("Kva heiter malen?").fill("Vår eigen tavle")
    for place, title in enumerate(("Mål", "Veg", "Mot")):
        title_fields.nth(place).fill(title)
    page.get_by_role("button", name="Ein kolonne til").click()
    expect(title_fields.nth(3)).to_be_focused()
    page.keyboard.type("Tid")
    page.locator("[name=column_prompt]").nth(3).fill("Når er det gjort?")
    for phase, minutes in MINUTES.items():
        page.locator(f"[name=phase_{phase}]").fill(minutes)

    expect(phone.locator("[data-shows=heading]")).to_have_text("Vår eigen tavle")
    expect(titles).to_have_text(["Mål", "Veg", "Mot", "Tid"])
    expect(phone.locator(".preview__chips span")).to_have_text(["Mål", "Veg", "Mot", "Tid"])
    expect(prompts).to_have_text(["", "", "", "Når er det gjort?"])
    expect(page.locator(".preview__look--wide [data-shows=title]")).to_have_text(["Mål", "Veg", "Mot", "Tid"])
    expect(phases).to_have_text(PHASES)
    expect(page.locator("[data-total]")).to_have_text("24 minutt til saman")

    page.get_by_role("button", name="Flytt kolonne 4 opp").click()
    expect(titles).to_have_text(["Mål", "Veg", "Tid", "Mot"])
    expect(page.locator("#announce-polite")).to_have_text("Dette er kolonne 3 no.")
    page.get_by_role("button", name="Ta bort kolonne 1").click()
    expect(titles).to_have_text(["Veg", "Tid", "Mot"])
    expect(title_fields.first).to_be_focused()
    assert page.evaluate("() => window.isTheSamePage")

    page.get_by_role("button", name="Lagre", exact=True).click()
    page.wait_for_url("**/board-templates#*")
    page.get_by_role("link", name="Vår eigen tavle").first.click()

    expect(title_fields.nth(1)).to_have_value("Tid")
    expect(titles).to_have_text(["Veg", "Tid", "Mot"])
    expect(prompts).to_have_text(["", "Når er det gjort?", ""])
    expect(phases).to_have_text(PHASES)
