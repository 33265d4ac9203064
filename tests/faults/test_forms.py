"""A form that is sent twice, as by an impatient thumb or a browser that goes back: one note."""

import http.cookiejar
import re
import urllib.parse
import urllib.request
from collections.abc import Callable

import pytest

from tests.faults.house import House, Person
from tests.faults.members import board_of_a_newcomer

pytestmark = pytest.mark.server

FIELD = re.compile(r'<input[^>]*name="(csrf_token|note_id)"[^>]*>')
VALUE = re.compile(r'value="([^"]*)"')


class PlainBrowser:
    """A browser without script: it reads a form and sends it."""

    def __init__(self, house: House, person: Person) -> None:
        self._house = house
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self._person = person
        self._jar = jar
        self._address = f"{house.address}/boards/{house.board}"

    def form(self) -> dict[str, str]:
        """The hidden fields of the board's form."""
        page = self._open(self._address)
        found = {tag[1]: value[1] for tag in FIELD.finditer(page) if (value := VALUE.search(tag[0]))}
        assert set(found) == {"csrf_token", "note_id"}
        return found

    def send(self, form: dict[str, str], text: str) -> str:
        """Send the form; the page that comes back."""
        fields = {**form, "text": text, "column": "what"}
        return self._open(f"{self._address}/notes", urllib.parse.urlencode(fields).encode())

    def _open(self, address: str, data: bytes | None = None) -> str:
        kept = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._jar)
        headers = {"Cookie": "; ".join(filter(None, (self._person.cookie, kept)))}
        with self._opener.open(urllib.request.Request(address, data, headers), timeout=60) as answer:
            return str(answer.read().decode())


def send_it_three_times(house: House) -> list[str]:
    browser = PlainBrowser(house, house.people["Anna"])
    form = browser.form()
    for _ in range(3):
        assert "by thumb" in browser.send(form, "by thumb")
    return [note["text"] for note in board_of_a_newcomer(house).values()]


def test_the_same_form_three_times_makes_one_note(house: Callable[..., House]) -> None:
    assert send_it_three_times(house()) == ["by thumb"]


def test_control_forms_whose_note_ids_are_forgotten_make_a_note_each(house: Callable[..., House]) -> None:
    assert send_it_three_times(house(without="forget_note_ids")) == ["by thumb"] * 3
