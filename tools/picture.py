"""Makes the README's picture from the demo: `python -m tools.picture` starts the program and looks at it."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.running import ROOT, Running, running
from tools.test_needs import chromium

PICTURE = ROOT / "docs/picture.png"
LAPTOP, PHONE = (1120, 720), (390, 720)
FRAME = """<body style="margin:0;padding:36px;background:#dfe7e7;display:flex;gap:36px;align-items:center">
<img style="width:840px;border-radius:14px" src="{laptop}"><img style="width:293px;border-radius:22px" src="{phone}">
</body>"""


def board(browser: Browser, server: Running, person: str, size: tuple[int, int]) -> Page:
    """The demo's board, seen by this person."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, device_scale_factor=2, locale="nn-NO")
    page.goto(f"{server.address}/sign-in")
    page.select_option("#person", label=person)
    page.locator("form[action='/demo/people'] button[type=submit]").last.click()
    page.locator("main a[href*='/boards/']").first.click()
    page.locator("conn-status[link=online]").wait_for()
    return page


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        with running(Path(folder) / "program") as server:
            pages = {
                "laptop": board(browser, server, "Anna Ålemåke", LAPTOP),
                "phone": board(browser, server, "Eli Vanylvnaust", PHONE),
            }
            pages["laptop"].wait_for_timeout(1_000)
            for name, page in pages.items():
                page.screenshot(path=f"{folder}/{name}.png")
        frame = browser.new_page(viewport={"width": 1241, "height": 640})
        html = Path(folder) / "frame.html"
        html.write_text(FRAME.format(laptop=f"{folder}/laptop.png", phone=f"{folder}/phone.png"))
        frame.goto(html.as_uri())
        frame.screenshot(path=str(PICTURE))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
