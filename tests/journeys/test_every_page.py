"""Every page, light and dark, phone and laptop: nothing that axe knows, no sideways scroll, a clean console."""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import LAPTOP, PHONE, Invite, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server]
AXE = (Path(__file__).parents[1] / "vendor/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = {"viewport": {"width": 320, "height": 640}}
PUBLIC = ["/", "/sign-in", "/sign-in/code", "/sign-in/link/no-such-token", "/help/rights", "/offline", "/no-such-page"]
OWN = ["/", "/me", "/help/rights", "/demo/mail"]
LEAD = ["/operations/queue"]
LOOKS = [(PHONE, "light"), (PHONE, "dark"), (LAPTOP, "light"), (LAPTOP, "dark")]
NAMES = ["phone light", "phone dark", "laptop light", "laptop dark"]


def violations(visitor: Visitor) -> list[str]:
    """What axe finds on the page as it stands."""
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.evaluate("Promise.allSettled(document.getAnimations().map(one => one.finished))")
    visitor.page.evaluate(AXE)
    found: list[dict[str, Any]] = visitor.page.evaluate(
        "rules => axe.run(document, { runOnly: rules }).then(result => result.violations)", RULES
    )
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def is_too_wide(visitor: Visitor) -> bool:
    return bool(visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def visit(visitor: Visitor, pages: list[str]) -> list[str]:
    faults = []
    for page in pages:
        visitor.page.goto(visitor.server.address + page)
        faults += [f"{page}: {fault}" for fault in violations(visitor)]
        faults += [f"{page}: wider than the screen"] if is_too_wide(visitor) else []
    return faults


def enter_as(visitor: Visitor, role: str) -> None:
    visitor.page.goto(f"{visitor.server.address}/sign-in")
    visitor.page.locator(f"button[name=role][value={role}]").click()
    visitor.page.wait_for_url(f"{visitor.server.address}/")


@pytest.mark.parametrize(("device", "scheme"), LOOKS, ids=NAMES)
def test_pages_for_everybody(invite: Invite, device: dict[str, Any], scheme: str) -> None:
    visitor = invite(None, device, color_scheme=scheme)

    assert visit(visitor, PUBLIC) == []


@pytest.mark.parametrize(("device", "scheme"), LOOKS, ids=NAMES)
def test_pages_of_a_delegate(invite: Invite, device: dict[str, Any], scheme: str) -> None:
    delegate = invite("Anna Ålemåke", device, color_scheme=scheme)

    faults = visit(delegate, OWN)
    delegate.page.goto(f"{delegate.server.address}/")
    delegate.open_board()
    faults += [f"board: {fault}" for fault in violations(delegate)]
    delegate.page.locator("[data-act=add]:visible").first.click()
    faults += [f"sheet: {fault}" for fault in violations(delegate)]
    delegate.page.keyboard.press("Escape")
    delegate.page.locator(".note [data-act=move]").first.click()
    faults += [f"move: {fault}" for fault in violations(delegate)]
    delegate.page.keyboard.press("Escape")
    delegate.page.locator(".note [data-act=more]").first.click()
    faults += [f"more: {fault}" for fault in violations(delegate)]

    assert faults == []


@pytest.mark.parametrize(("device", "scheme"), LOOKS, ids=NAMES)
def test_pages_of_the_project_lead(invite: Invite, device: dict[str, Any], scheme: str) -> None:
    lead = invite(None, device, color_scheme=scheme)
    enter_as(lead, "project_lead")

    faults = visit(lead, LEAD)
    lead.page.goto(f"{lead.server.address}/")
    lead.open_board()

    assert faults + [f"board: {fault}" for fault in violations(lead)] == []


def test_nothing_is_wider_than_the_narrowest_screen(invite: Invite) -> None:
    delegate = invite("Eli Vanylvnaust", NARROW)
    wide = []
    for page in [*PUBLIC, *OWN]:
        delegate.page.goto(delegate.server.address + page)
        wide += [page] if is_too_wide(delegate) else []
    delegate.page.goto(f"{delegate.server.address}/")
    delegate.open_board()

    assert wide + (["board"] if is_too_wide(delegate) else []) == []


def test_what_axe_is_here_for_it_finds(invite: Invite) -> None:
    """Positive control."""
    visitor = invite(None)
    visitor.page.goto(f"{visitor.server.address}/sign-in")
    visitor.page.evaluate("document.querySelector('h1').innerHTML = '<img src=\"/static/x.png\">'")

    found = violations(visitor)

    assert any(fault.startswith("image-alt") for fault in found)
    visitor.complaints.clear()
