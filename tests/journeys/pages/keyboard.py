"""Going through a page with the keyboard alone: what Tab does not reach, reaches out of turn, hides or holds."""

from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.pages.looks import LAPTOP, resize

KEYS = (Path(__file__).parent / "keyboard.js").read_text()
TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
MOST = 400
"""So many presses, and the page has no end."""
AT_ONCE = 10
"""So many presses before the page is asked whether that was all: the asking takes as long as a press."""


def faults_by_key(page: Page) -> list[str]:
    """Open by key all that opens, then Tab from the top to the end. The page stays where it is."""
    resize(page, LAPTOP)
    page.evaluate(KEYS)
    while page.evaluate("keys.next()"):
        page.keyboard.press("Enter")
        if page.evaluate("keys.opened()"):
            page.keyboard.press("Escape")
            page.evaluate("keys.left()")
    page.evaluate("keys.begin()")
    keyboard = page.context.new_cdp_session(page)
    for _round in range(MOST // AT_ONCE):
        for _press in range(AT_ONCE):
            keyboard.send("Input.dispatchKeyEvent", TAB)
        if page.evaluate("keys.isOver()"):
            break
    keyboard.detach()
    faults: list[str] = page.evaluate("keys.faults()")
    return faults
