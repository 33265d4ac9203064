"""The filled demo, its server, and all that everybody comes to in it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from network import create_app
from tests.conftest import settings_for
from tests.journeys.pages.crawl import Crawl, Found, Looked, Walker, walkers
from tests.preloaded import run_module
from tests.running import Running, running


@dataclass
class Site:
    """What is there to be walked. `chosen`: of each walker the pages that show what no page before them has shown."""

    server: Running
    walkers: dict[str, Walker]
    found: list[Found]
    chosen: dict[str, list[Found]]
    rules: dict[str, str]

    def is_page(self, endpoint: str) -> bool:
        return any(one.is_page for one in self.found if one.endpoint == endpoint)


@pytest.fixture(scope="module")
def site(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("pages")
    shutil.copytree(demo_folder, folder, symlinks=True, dirs_exist_ok=True)
    run_module("tests.journeys.pages.world", str(folder), log=folder / "world.log")
    with running(folder) as server:
        yield looked_over(folder, server)


def looked_over(folder: Path, server: Running) -> Site:
    """Everybody follows every link, in the order in which world.json names them."""
    app = create_app(settings_for(folder, SECRET_KEY=""), side_process=True)
    rules = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    routes, looked = app.url_map.bind("localhost"), Looked()
    site = Site(server, {one.who: one for one in walkers(folder)}, [], {}, rules)
    for walker in site.walkers.values():
        pages = Crawl(server.address, routes, walker).all_pages()
        site.found += pages
        site.chosen[walker.who] = looked.choose(pages)
    return site
