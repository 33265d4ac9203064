"""The walk sees what is too wide also where the browser would cut it off without a word."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.pages import looks

pytestmark = pytest.mark.browser

WIDE = '<p style="width: 40rem">Too wide</p>'


@pytest.mark.parametrize(
    ("style", "is_seen"),
    [
        ("", True),
        ("contain: layout paint", True),
        ("content-visibility: auto; margin-top: 400vh", True),
        ("overflow: clip", True),
        ("overflow: auto", False),
    ],
)
def test_what_is_too_wide_is_seen_wherever_it_stands(browser: Browser, style: str, is_seen: bool) -> None:
    page = browser.new_page()
    try:
        page.set_content(f'<main style="overflow-wrap: normal"><div style="{style}">{WIDE}</div></main>')

        assert bool(looks.too_wide(page)) is is_seen

        page.set_content(f'<main><div style="{style}"><p>Not</p></div></main>')
        assert looks.too_wide(page) == []
    finally:
        page.close()
