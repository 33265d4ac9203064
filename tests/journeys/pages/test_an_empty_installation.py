"""A new installation, before anybody is in it: its first page, and every page with nothing in its lists."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from network import create_app
from tests.conftest import settings_for
from tests.journeys.conftest import PATIENCE_MS, Visitor
from tests.journeys.pages import looks
from tests.journeys.pages.crawl import Crawl, Found, Looked, Walker
from tests.journeys.test_setup_without_a_shell import printed_address
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """As `make start` starts it, on nothing."""
    started = Running(tmp_path_factory.mktemp("empty"), environ={"SAMLING_DEMO": "0"}).start()
    yield started
    started.stop()


@pytest.fixture
def newcomer(browser: Browser, server: Running) -> Iterator[Visitor]:
    context = browser.new_context(locale="nn-NO", viewport=looks.PHONE)
    context.set_default_timeout(PATIENCE_MS)
    looks.prepare(context)
    yield Visitor(context, context.new_page(), server).watch()
    context.close()


def test_every_page_of_an_empty_installation(newcomer: Visitor) -> None:
    page, first = newcomer.page, printed_address(newcomer.server)
    page.goto(first)
    faults = {first: looks.faults_of(page)}
    looks.resize(page, looks.PHONE)
    page.goto(first)
    page.get_by_label("Namnet ditt").fill("Lea Leiardøme")
    page.get_by_label("E-postadressa di").fill("lea@regionradet.example")
    page.get_by_role("button", name="Begynn").click()
    page.wait_for_url("**/network/setup/name")

    found = pages_of(newcomer)
    for one in Looked().choose(found):
        looks.resize(page, looks.NARROW)
        page.goto(newcomer.server.address + one.path)
        faults[one.path] = looks.faults_of(page)

    assert {path: some for path, some in faults.items() if some} == {}
    assert (newcomer.complaints, [one.path for one in found if one.status >= 400]) == ([], [])


def pages_of(lead: Visitor) -> list[Found]:
    """What she comes to before she has filled in anything."""
    cookies = {cookie["name"]: cookie["value"] for cookie in lead.context.cookies() if cookie["name"] == "session"}
    app: Flask = create_app(settings_for(lead.server.folder, SECRET_KEY=""), side_process=True)
    steps = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/network/setup/")]
    return Crawl(
        lead.server.address, app.url_map.bind("localhost"), Walker("lead", cookies, ("/", *steps, "/gatherings"))
    ).all_pages()
