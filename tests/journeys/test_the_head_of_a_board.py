"""What stays in sight above the notes on a laptop is low, also when the question is long, and hides nothing of it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import LAPTOP, PHONE
from tests.journeys.hall import furnish, goes_on, open_hall, opens_board

pytestmark = [pytest.mark.browser, pytest.mark.server]
LONG = (
    "Korleis kan vi saman med innbyggjarane, frivillige lag og næringslivet sørgje for at dei som sjeldan blir høyrde, "
    "faktisk får vere med og avgjere kva kommunen skal bruke tid og pengar på dei neste fire åra?"
)
MOST_OF_WINDOW = 0.2
SHOWN = "(element) => [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight]"


@pytest.mark.parametrize("part", ["Skriv", "Samle"])
def test_a_long_question_and_all_tools_take_a_fifth_of_the_window(browser: Browser, tmp_path: Path, part: str) -> None:
    """In *Samle* there is one more button beside it."""
    furnish_board(tmp_path, "question", LONG)
    with open_hall(browser, tmp_path, None) as hall:
        page = hall.window("Anna", LAPTOP)
        opens_board(page)
        if part == "Samle":
            lead = hall.control("Lea", LAPTOP)
            goes_on(lead, "Snakk")
            goes_on(lead, "Samle")
            expect(page.locator(".board__sort")).to_be_visible()
        expect(page.locator(".strip__where")).to_have_text(part)

        head, question = page.locator(".board__head"), page.locator(".board__question")

        expect(question).to_have_text(LONG)
        assert question.evaluate(SHOWN) == [0, 0]
        inside, around = question.bounding_box(), head.bounding_box()
        assert inside is not None
        assert around is not None
        assert inside["y"] + inside["height"] <= around["y"] + around["height"]
        assert around["height"] <= MOST_OF_WINDOW * LAPTOP["viewport"]["height"]


def furnish_board(folder: Path, column: str, value: str) -> None:
    """A table of seven, at work on a board of which this says something else."""
    furnish(folder, "tests.journeys.seven")
    with closing(sqlite3.connect(folder / "samling.sqlite")) as stored, stored:
        stored.execute(f"UPDATE board SET {column} = ?", (value,))


SAYS = """(said) => {
  const status = document.querySelector(".board__above > conn-status")
  for (const [name, value] of Object.entries(said)) status.setAttribute(name, value)
  return [status.textContent, document.querySelector(".board__columns").getBoundingClientRect().top]
}"""
SAID = ({"link": "online", "unsent": "0"}, {"unsent": "1"}, {"link": "connecting"}, {"link": "offline", "unsent": "12"})


@pytest.mark.parametrize("window", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("name", ["Bord 1", "Kva utfordrar oss", "Fleire med før saka er avgjord i kommunestyret"])
def test_what_is_said_of_the_connection_moves_no_note(
    browser: Browser, tmp_path: Path, window: dict[str, Any], name: str
) -> None:
    """It says *1 not sent* for a moment each time that somebody writes: a finger that is on its way must not miss."""
    furnish_board(tmp_path, "title", name)
    with open_hall(browser, tmp_path, None) as hall:
        page = hall.window("Anna", window)
        opens_board(page)
        expect(page.locator("board-app[data-live]")).to_be_visible()
        page.evaluate("document.fonts.ready.then(() => true)")
        page.wait_for_load_state("networkidle")

        stood = [page.evaluate(SAYS, said) for said in SAID]

        assert len({words for words, _top in stood}) == len(SAID)
        assert len({top for _words, top in stood}) == 1
