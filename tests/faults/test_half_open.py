"""A network that is gone without a word, and a person who comes back while her old connection seems alive."""

import time
from collections.abc import Callable

import pytest

from tests.faults.house import Crowd, House, wait_for
from tests.faults.proxy import Proxy, Wire

pytestmark = [pytest.mark.server, pytest.mark.node]

FREED_SECONDS = 20.0


def anna_is_swallowed(house: House, crowd: Crowd, proxy: Proxy) -> list[Wire]:
    """Bo sees Anna on the board; then her network is gone, so that her page cannot come back either."""
    crowd.join("bo", house.people["Bo"])
    crowd.join("anna", house.people["Anna"], port=proxy.port)
    crowd.ask("focus", page="anna", note=None)
    wait_for(lambda: "Anna" in crowd.people("bo"), "Bo sees Anna")
    proxy.take_no_more()
    return proxy.set("swallow")


def is_freed(wires: list[Wire]) -> bool:
    return all(wire.is_freed.is_set() for wire in wires)


def test_a_half_open_socket_is_freed_in_20_seconds_and_she_is_no_longer_shown(
    house: Callable[..., House], crowd: Callable[[House], Crowd], proxy: Callable[[House], Proxy]
) -> None:
    """Beside it the control: a server that pings every 25 seconds still holds the socket then."""
    here, there = house(), house(without="ping_seldom")
    people, others = crowd(here), crowd(there)
    wires = anna_is_swallowed(here, people, proxy(here))
    control = anna_is_swallowed(there, others, proxy(there))
    began = time.monotonic()

    wait_for(lambda: is_freed(wires), "the socket is freed", within=FREED_SECONDS)
    wait_for(lambda: "Anna" not in people.people("bo"), "Bo no longer sees Anna", within=10)

    print(f"freed after {time.monotonic() - began:.1f} s")
    assert not is_freed(control)
    assert "Anna" in others.people("bo")


def test_coming_back_while_the_old_socket_is_open_loses_and_doubles_nothing(
    house: Callable[..., House], crowd: Callable[[House], Crowd], proxy: Callable[[House], Proxy]
) -> None:
    """Her page is opened anew, with the same device; the old one's bytes arrive after that, and it ends last."""
    here = house()
    people, wire = crowd(here), proxy(here)
    people.join("bo", here.people["Bo"])
    people.join("old", here.people["Anna"], port=wire.port, device="phone")
    wires = wire.set("hold")
    under_way = people.add("old", "written on the old connection")
    wait_for(lambda: people.state("old", under_way) == "device", "it lies on her device")

    people.join("new", here.people["Anna"], port=wire.port, device="phone")
    people.ask("focus", page="new", note=under_way)
    people.wait_saved("new", under_way)
    for one in wires:
        one.set("pass")
    people.wait_saved("old", under_way)
    people.ask("die", page="old")
    wait_for(lambda: is_freed(wires), "the old connection has ended")
    after = people.add("new", "written after the end of the old one")

    people.wait_saved("new", after)
    people.wait_sees("bo", "written after the end of the old one")
    assert people.people("bo") == ["Anna"]
    both = ["written after the end of the old one", "written on the old connection"]
    assert [people.texts(page) for page in ("bo", "new")] == [both, both]
    here.kill()
    assert sorted(note["text"] for note in here.stored_notes().values()) == both
