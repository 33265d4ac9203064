"""Notes of a phone that had the page but never the live line come onto the board, whatever its phase is by then."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect

from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.hall import Hall, goes_on, open_hall, opens_board

pytestmark = [pytest.mark.browser, pytest.mark.server]

TEXT = "Skrive utan linje"


class Line:
    """A phone's live line: a network that lets pages through and nothing else, until it is `is_open`."""

    def __init__(self, page: Page) -> None:
        self.is_open = False
        page.context.route("**/socket.io/**", self._polling)
        page.context.route_web_socket(re.compile("/socket.io/"), self._socket)

    def _polling(self, route: Route) -> None:
        route.continue_() if self.is_open else route.abort()

    def _socket(self, socket: WebSocketRoute) -> None:
        socket.connect_to_server() if self.is_open else socket.close()


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(browser, tmp_path, "tests.journeys.seven") as opened:
        yield opened


@pytest.mark.parametrize(
    ("steps", "then", "stands"),
    [
        (("Snakk", "Samle"), "Prioriter", "[data-quiet]"),
        (("Snakk", "Samle", "Prioriter"), "Vel", ":not([data-alone])"),
    ],
    ids=["sorted", "given dots"],
)
def test_what_was_written_alone_without_a_line_comes_onto_a_board_that_is_being(
    hall: Hall, steps: tuple[str, ...], then: str, stands: str
) -> None:
    """As control: the server has heard nothing of her, so nothing on the page says that she has notes of her own."""
    lead = hall.control("Lea", LAPTOP)
    anna, bo = hall.window("Anna", PHONE), hall.window("Bo", PHONE)
    opens_board(anna)
    board = anna.url
    line = Line(bo)
    bo.goto(board)
    bo.locator("[data-act=add]:visible").first.click()
    bo.locator("note-sheet [name=text]").fill(TEXT)
    bo.locator("note-sheet button[value=add]").click()
    expect(bo.locator(".note", has_text=TEXT).locator(".note__state--device")).to_be_visible()

    the_way_from_home_leads_to_the_board(bo, board)
    for step in steps:
        goes_on(lead, step)
    expect(lead.locator("#next-step")).to_contain_text(then)
    line.is_open = True
    bo.goto(board)

    expect(bo.locator(f"board-app{stands}:not([data-wrote-alone])")).to_have_count(1)
    for phone in (anna, bo):
        expect(phone.locator(".note", has_text=TEXT)).to_have_count(1)
    expect(bo.locator("unsent-posts")).to_be_hidden()


def the_way_from_home_leads_to_the_board(page: Page, board: str) -> None:
    """What lies unsent is told of on another page, with an address that there is."""
    page.goto(re.sub("/boards/.*", "/", board))
    way = page.locator("unsent-posts a")
    expect(way).to_have_count(1)
    assert way.evaluate("(link) => link.href") == board
