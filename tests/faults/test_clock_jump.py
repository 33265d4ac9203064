"""The machine's clock jumps: nobody is signed out, nothing is lost, what comes after is stored."""

import signal
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.faults.house import Crowd, House, wait_for

pytestmark = [pytest.mark.server, pytest.mark.node]


def is_signed_in(house: House) -> bool:
    request = urllib.request.Request(f"{house.address}/me", headers={"Cookie": house.people["Anna"].cookie})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return urlsplit(answer.url).path == "/me"


def jump_by(house: House, number: signal.Signals) -> None:
    assert house.process is not None
    house.process.send_signal(number)
    wait_for(lambda: f"moved by {number.name}" in house.log(), "the clock has jumped")


def test_an_hour_back_and_two_forward_lose_nothing_and_sign_nobody_out(
    house: Callable[..., House], crowd: Callable[[House], Crowd]
) -> None:
    """The last jump, of four years, is the control: it reaches the program, and signs Anna out."""
    here = house(without="move_the_clock")
    people = crowd(here)
    people.join("anna", here.people["Anna"])

    for jump in (signal.SIGUSR1, signal.SIGUSR2):
        jump_by(here, jump)
        people.wait_saved("anna", people.add("anna", f"after {jump.name}"))
        assert is_signed_in(here)
        people.join(jump.name, here.people["Bo"])

    assert people.texts("SIGUSR2") == people.texts("SIGUSR1") == ["after SIGUSR1", "after SIGUSR2"]
    jump_by(here, signal.SIGHUP)
    assert not is_signed_in(here)
