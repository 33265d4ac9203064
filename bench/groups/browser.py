"""What the pages about groups ask of a laptop's browser, and a phone's, in a hall of 500 people at 63 tables.

`python -m bench.groups.browser` starts a server of its own with the hall of bench/groups/pages.py, goes through what
those who lead do, in Chromium that nobody slows, and prints JSON: step → `took` (milliseconds from the press until
what it leads to is painted) and `task` (the longest that one task held the page's main thread after the press, until
all that the press set going is done), of some turns each, with what the longest task did.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from bench.chromium import open_chromium
from bench.groups.pressing import PATIENCE_MS, WATCH, Step, clicks, measure
from bench.groups.steps import PARTS, World, on_a_phone, tap
from bench.needs import ROOT
from bench.servers import LAST_WORDS, OURS, DidNotStart, Running, serving

LAPTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
TURNS = 3
CARDS = """(cards) => cards.map((card) => [
  card.dataset.group, [...card.querySelectorAll("[data-person]")].map((one) => one.dataset.person),
])"""

Figures = dict[str, Any]


def carried_out(server: Running, turns: int) -> Figures:
    """Name of a step → `took` and `task` of each turn, and what the longest task did."""
    assert server.world is not None
    told = json.loads(server.world.read_text())
    address = f"http://127.0.0.1:{server.port}"
    found: Figures = {}
    with open_chromium() as browser:
        laptop = _page(browser, address, told["lead"], LAPTOP)
        world = _dealt(laptop, told, found)
        for part in PARTS:
            _taken(laptop, part(world), turns, found)
        _sent_to_the_tables(laptop, world, found)
        laptop.context.close()
        phone = _page(browser, address, told["delegate"], PHONE)
        _taken(phone, on_a_phone(world), turns, found)
    return found


def _taken(page: Page, steps: Sequence[Step], turns: int, found: Figures) -> None:
    for turn in range(1 + turns):
        for step in steps:
            figures = measure(page, step)
            if turn:  # The first loads scripts and styles that every page has afterwards.
                found.setdefault(step.name, []).append(figures)


def _dealt(laptop: Page, told: Mapping[str, str], found: Figures) -> World:
    """The groups made on the round's page; then some of a table leave, so that there is room at it."""
    at = f"/gatherings/{told['gathering']}"
    world = World(at, told["round"], told["delegate_key"], told["latecomer_key"])
    make = clicks("#deal button", at=world.page)
    found["making the groups"] = [measure(laptop, Step("making the groups", "[data-group]", make, press="pointerdown"))]
    groups = laptop.locator("[data-group]").evaluate_all(CARDS)
    (first, here), (second, there) = groups[0], groups[1]
    for key in there[:3]:
        tap(laptop, world, key, "out", "here")
    laptop.goto(world.page)
    return World(at, told["round"], here[0], told["latecomer_key"], first, second, there)


def _sent_to_the_tables(laptop: Page, world: World, found: Figures) -> None:
    at = f"{world.gathering}/control"
    way = clicks("#next-step", at=at)
    sent = Step("sending them to the tables", "[name=act][value=start]", way, press="pointerdown")
    found[sent.name] = [measure(laptop, sent)]


def _page(browser: Browser, address: str, cookie: str, size: ViewportSize) -> Page:
    context = browser.new_context(viewport=size, locale="nn-NO", base_url=address)
    context.set_default_timeout(PATIENCE_MS)
    name, value = cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": address}])
    context.add_init_script(WATCH)
    return context.new_page()


def _furnish(folder: Path, environ: Mapping[str, str]) -> Path:
    made = subprocess.run(
        (sys.executable, "-m", "bench.groups.furnish"), cwd=ROOT, env=dict(environ), capture_output=True, text=True
    )
    if made.returncode:
        raise DidNotStart(f"The hall could not be made:\n{made.stderr[-LAST_WORDS:]}")
    path = folder / "world.json"
    path.write_text(made.stdout)
    return path


def main() -> int:
    with serving(OURS, _furnish) as server:
        print(json.dumps(carried_out(server, TURNS)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
