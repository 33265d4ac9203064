"""What the hall says on a group's board (ST-18): whoever writes there misses neither the clock nor the next step."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from network.core.db import unit_of_work
from network.people.models import Person
from network.sessions.stage.services import messages
from tests.sessions.stage.conftest import Day

ClientFor = Callable[[Person | None], FlaskClient]


def board_of(phone: FlaskClient) -> str:
    found = re.search(r"/boards/[\w-]+", phone.get("/").text)
    assert found
    return found[0]


def strip_of(page: str) -> str:
    """What stands in it, as words."""
    start = page.index("<hall-page")
    return " ".join(re.sub(r"<[^>]*>", " ", page[start : page.index("</hall-page>")]).split())


def test_on_the_board_stand_the_clock_the_part_of_the_round_done_and_help(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    phone = client_for(day.cast.anna)

    said = strip_of(phone.get(board_of(phone)).text)

    wanted = ["3:00", "Skriv", "(no)", "Ferdig", "Treng hjelp"]
    assert [word for word in wanted if word not in said] == []


def test_a_line_to_the_hall_stands_on_the_board_until_it_is_put_away(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    phone = client_for(day.cast.anna)
    board = board_of(phone)
    with unit_of_work():
        messages.send_message(day.gathering, "Fem minutt att.", [], by_id=day.cast.fia.id)
    page = phone.get(board).text
    address = re.search(r'action="([^"]+/messages/\d+/seen)"', page)

    answer = phone.post(address[1], data={"next": board}) if address else None

    before, now = "Fem minutt att." in strip_of(page), "Fem minutt att." in strip_of(phone.get(board).text)
    assert (before, answer and answer.location, now) == (True, board, False)


def test_when_the_hall_has_gone_on_the_board_says_where_it_is(day: Day, client_for: ClientFor) -> None:
    """What the strip asks for by itself says the same."""
    day.to_work()
    phone = client_for(day.cast.anna)
    board = board_of(phone)
    source = re.search(r'data-source="([^"]+)"', phone.get(board).text)

    day.go_to("lunch")

    said = [strip_of(phone.get(page).text) for page in (board, source[1] if source else "")]
    assert said == ["I salen no: Lunsj Det som skjer no"] * 2


def test_who_may_not_follow_the_hall_gets_no_strip(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    phone = client_for(day.cast.anna)
    source = re.search(r'data-source="([^"]+)"', phone.get(board_of(phone)).text)

    answer = client_for(day.cast.otto).get(source[1] if source else "")

    assert answer.status_code == 404
