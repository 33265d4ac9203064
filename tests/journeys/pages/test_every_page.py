"""Every page of the program, as every kind of person, light and dark, on a phone and a laptop: nothing that axe knows,
no sideways scroll, one first heading, one filled button at most, a clean console, and all of it with the keyboard
alone. The pages are found by following
links, so nobody has to remember a new one; one to which no link leads fails here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import PATIENCE_MS, Visitor
from tests.journeys.pages import looks
from tests.journeys.pages.answers import ANSWERS, Answer, faults_of_summary, send
from tests.journeys.pages.conftest import Site
from tests.journeys.pages.crawl import FILES, Found
from tests.journeys.pages.keyboard import faults_by_key
from tests.journeys.pages.world import WALKERS

pytestmark = [pytest.mark.browser, pytest.mark.server]

Enter = Callable[[str], Visitor]
NO_PAGES = {
    "alive": "for watchers",
    "authority": "a certificate, only with TLS",
    "hall.strip": "a piece that a board fetches",
    "manifest": "for browsers",
    "photos.picture": "a picture on a page",
    "ready": "for watchers",
    "screen.now": "a piece that the big screen fetches",
    "service_worker": "a script",
    "static": "files",
    "static_all": "files",
    "static_of_older_page": "files",
    "texts": "words for scripts",
}
ELSEWHERE = {"setup.begin_page": "works only while nobody leads: test_an_empty_installation.py"}
"""Pages that nobody of the filled demo comes to, and who looks at them instead."""
PAPERS = {"briefing_papers.fetch"}
"""Files without an end in their address, that are there when they are made."""
BAD = """() => {
  const [title, notice] = [document.querySelector("h1"), document.createElement("p")];
  title.innerHTML = '<img src="/static/x.png">';
  notice.textContent = "Hard to read in the dark, and wide";
  notice.style.color = "light-dark(#000, #222)";
  notice.style.width = "340px";
  const [first, second] = [document.createElement("button"), document.createElement("button")];
  for (const filled of [first, second]) Object.assign(filled, { className: "ds-button", textContent: "Press me" });
  document.querySelector("main").append(notice, first, second);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    .phone-light { color: light-dark(#eee, #fff); } .phone-dark { color: light-dark(#000, #222); }
    .laptop-light { color: light-dark(#eee, #fff); } .laptop-dark { color: light-dark(#000, #222); }
    [class|=laptop] { display: none; }
    @media (width > 900px) { [class|=phone] { display: none; } [class|=laptop] { display: block; } }
    .laptop-small { position: fixed; top: 400px; left: 20px; width: 9px; height: 9px; padding: 0; border: 0; }
    .laptop-small + .laptop-small { left: 30px; }
  `);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  for (const className of ["phone-light", "phone-dark", "laptop-light", "laptop-dark"]) {
    const here = Object.assign(document.createElement("p"), { className, textContent: "Here alone" });
    document.querySelector("main").append(here);
  }
  for (const name of ["One", "Another"]) {
    const small = Object.assign(document.createElement("button"), { className: "laptop-small", ariaLabel: name });
    document.querySelector("main").append(small);
  }
}"""
BAD_BY_KEY = """() => {
  const button = words => Object.assign(document.createElement("button"), { textContent: words });
  const [plain, under, holds, last] = [button("Unseen"), button("Under"), button("Holds"), button("After")];
  plain.style.cssText = "outline: none; box-shadow: none";
  const lid = Object.assign(document.createElement("div"), { textContent: "Lies over it" });
  lid.style.cssText = "position: absolute; inset: 0; background: #fff";
  const box = document.createElement("div");
  box.style.position = "relative";
  box.append(under, lid);
  holds.addEventListener("keydown", event => event.preventDefault());
  document.querySelector("main").append(plain, box, holds, last);
}"""


def test_every_page_is_reached_by_somebody(site: Site) -> None:
    reached = {one.endpoint for one in site.found if one.status == 200}
    pages = {endpoint for endpoint, rule in site.rules.items() if not rule.endswith(FILES)} - PAPERS

    assert sorted(pages - reached) == sorted({*NO_PAGES, *ELSEWHERE})


def test_no_link_leads_to_a_refusal(site: Site) -> None:
    refused = [f"{one.who}: {one.status} {one.path}" for one in site.found if one.is_linked and one.status >= 400]

    assert refused == []


def test_two_pages_have_two_titles(site: Site) -> None:
    """For each person: by its title she finds the tab again."""
    named = defaultdict(set)
    for one in site.found:
        if one.is_page and one.status == 200:
            named[one.who, one.title].add(one.endpoint)

    assert {where: sorted(endpoints) for where, endpoints in named.items() if len(endpoints) > 1} == {}


@pytest.mark.parametrize("who", WALKERS)
def test_every_page_of(who: str, site: Site, enter: Enter) -> None:
    visitor = enter(who)

    faults = {page.path: found for page in site.chosen[who] if (found := faults_on(visitor, page))}

    assert faults == {}


@pytest.fixture(scope="module")
def windows() -> Iterator[dict[str, BrowserContext]]:
    """One browser for each walker, as she has one: what it has fetched and compiled once it need not fetch again."""
    opened: dict[str, BrowserContext] = {}
    yield opened
    for window in opened.values():
        window.close()


@pytest.fixture
def enter(browser: Browser, site: Site, windows: dict[str, BrowserContext]) -> Iterator[Enter]:
    """A new page in that walker's browser, where she is as she was at the beginning, whatever a page before made her.

    It is closed at the end of the test.
    """
    pages: list[Page] = []

    def open_page(who: str) -> Visitor:
        if who not in windows:
            windows[who] = browser.new_context(locale="nn-NO", viewport=looks.PHONE)
            windows[who].set_default_timeout(PATIENCE_MS)
            looks.prepare(windows[who])
        cookies = site.walkers[who].cookies
        windows[who].clear_cookies()
        windows[who].add_cookies(
            [{"name": name, "value": cookies[name], "url": site.server.address} for name in cookies]
        )
        pages.append(windows[who].new_page())
        return Visitor(windows[who], pages[-1], site.server).watch()

    yield open_page
    for page in pages:
        page.close()


def faults_on(visitor: Visitor, page: Found) -> list[str]:
    """The page is loaded at the size at which it is looked at first."""
    visitor.complaints.clear()
    looks.resize(visitor.page, looks.NARROW)
    visitor.page.goto(visitor.server.address + page.path)
    return looks.faults_of(visitor.page) + faults_by_key(visitor.page) + visitor.complaints


def test_the_dialogs_of_a_board(site: Site, enter: Enter) -> None:
    """What opens only when somebody presses: the sheet to write on, and where a note can go."""
    delegate = enter("delegate")
    board = next(one.path for one in site.found if one.endpoint == "boards.read" and not one.is_linked)
    delegate.page.goto(site.server.address + board)
    expect(delegate.page.locator("conn-status")).to_have_attribute("link", "online")

    faults = []
    for act in ("[data-act=add]:visible", ".note [data-act=move]"):
        looks.resize(delegate.page, looks.PHONE)
        delegate.page.locator(act).first.click()
        delegate.page.locator("dialog[open]").wait_for()
        faults += looks.faults_of(delegate.page)
        delegate.page.keyboard.press("Escape")

    assert faults + delegate.complaints == []


def test_what_is_wrong_is_found(site: Site, enter: Enter) -> None:
    """Positive control: an image without words, grey on grey in each look and in no other, what is too small to press
    at one width alone, and a thing wider than the narrowest.
    """
    page = enter("visitor").page
    page.goto(f"{site.server.address}/sign-in")
    page.evaluate(BAD)

    found = looks.faults_of(page)

    kinds = {":".join(one.split(":")[:2]) for one in found}
    assert {"phone light: image-alt", "laptop dark: target-size", "narrow: wider than the screen"} <= kinds
    assert "phone light: target-size" not in kinds
    of_one_look = {one.split(" Fix")[0] for one in found if ": color-contrast: ." in one}
    assert of_one_look == {
        f"{look}: color-contrast: .{look.replace(' ', '-')}"
        for look in ("phone light", "phone dark", "laptop light", "laptop dark")
    }
    assert sum(one.startswith("phone dark: color-contrast") for one in found) == 2
    assert any(one.endswith("filled buttons") for one in kinds)


def test_what_the_keyboard_cannot_do_is_found(site: Site, enter: Enter) -> None:
    """Positive control: a button without a ring, one that lies under something, one that lets nobody go on."""
    page = enter("visitor").page
    page.goto(f"{site.server.address}/sign-in")
    page.evaluate(BAD_BY_KEY)

    found = faults_by_key(page)

    wanted = {
        "shows no focus: button Unseen",
        "has the focus out of sight: button Under",
        "does not let go of the focus: button Holds",
        "is not reached: button After",
    }
    assert wanted <= set(found)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda one: f"{one.status} {one.endpoint} {one.who}")
def test_the_page_that_answers(answer: Answer, site: Site, enter: Enter) -> None:
    """What no link leads to: what is wrong with a form, what is to be, two versions side by side."""
    visitor = enter(answer.who)
    start = next(one for one in site.found if (one.who, one.endpoint, one.status) == (answer.who, answer.endpoint, 200))
    visitor.page.goto(site.server.address + start.path)

    status = send(visitor.page, answer)

    faults = faults_of_summary(visitor.page) if status == 422 else []
    assert (status, faults + looks.faults_of(visitor.page) + visitor.complaints) == (answer.status, [])


def test_a_list_of_what_is_wrong_that_leads_nowhere_is_found(site: Site, enter: Enter) -> None:
    """Positive control."""
    page = enter("visitor").page
    page.goto(f"{site.server.address}/sign-in")
    send(page, ANSWERS[0])
    assert faults_of_summary(page) == []

    page.evaluate("document.querySelector('main form input[aria-invalid]').id = 'another'; document.body.focus()")

    assert [one.split()[0] for one in faults_of_summary(page)] == ["no"]
