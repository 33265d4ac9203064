"""A network that is late, thin, or breaks in the middle of a message: each note arrives, once."""

from collections.abc import Callable

import pytest

from tests.faults.house import Crowd, House, wait_for
from tests.faults.proxy import Proxy, Weather

pytestmark = [pytest.mark.server, pytest.mark.node]

LATE, THIN = Weather(delay=0.3), Weather(rate=4_000)
NOTES = 5


def write(people: Crowd, weather: str) -> list[str]:
    return [people.add("anna", f"{weather} {number}") for number in range(NOTES)]


@pytest.mark.parametrize(("name", "weather"), [("late", LATE), ("thin", THIN)])
def test_in_slow_weather_everything_arrives_once(
    standing_house: House,
    crowd: Callable[[House], Crowd],
    proxy: Callable[..., Proxy],
    name: str,
    weather: Weather,
) -> None:
    people, way = crowd(standing_house), proxy(standing_house)
    people.join("bo", standing_house.people["Bo"])
    way.turn(weather)
    people.join("anna", standing_house.people["Anna"], port=way.port)

    for note in write(people, name):
        people.wait_saved("anna", note)

    people.wait_calm()
    assert [text for text in people.texts("bo") if text.startswith(name)] == [f"{name} {n}" for n in range(NOTES)]


def halved(house: House, people: Crowd, way: Proxy, name: str) -> list[str]:
    """Anna writes, and half of the message comes through before the connection ends. Her notes."""
    people.join("bo", house.people["Bo"])
    people.join("anna", house.people["Anna"], port=way.port)
    wires = way.set("halve")
    notes = write(people, name)
    wait_for(lambda: any(wire.is_cut.is_set() for wire in wires), "the connection is cut")
    return notes


def test_a_message_that_is_cut_in_half_arrives_once_when_she_is_back(
    standing_house: House, crowd: Callable[[House], Crowd], proxy: Callable[..., Proxy]
) -> None:
    people, way = crowd(standing_house), proxy(standing_house)

    for note in halved(standing_house, people, way, "halved"):
        people.wait_saved("anna", note)

    people.wait_calm()
    assert [text for text in people.texts("bo") if text.startswith("halved")] == [f"halved {n}" for n in range(NOTES)]


def test_control_a_page_that_sends_nothing_again_has_lost_it(
    standing_house: House, crowd: Callable[[House], Crowd], proxy: Callable[..., Proxy]
) -> None:
    people, way = crowd(standing_house), proxy(standing_house)
    halved(standing_house, people, way, "gone")

    people.ask("forgetOutbox")

    wait_for(lambda: people.ask("status", page="anna")["link"] != "online", "she has noticed")
    people.wait_online("anna")
    people.join("newcomer", standing_house.people["Writer 0"])
    assert [text for text in people.texts("newcomer") if text.startswith("gone")] != [f"gone {n}" for n in range(NOTES)]
