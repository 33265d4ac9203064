"""Written without a network while the server starts anew: it arrives afterwards, once."""

from collections.abc import Callable

import pytest

from tests.faults.house import Crowd, House, wait_for

pytestmark = [pytest.mark.server, pytest.mark.node]

OFFLINE = ["first, while the server was down", "second, after the page was opened anew"]


def written_offline(house: House, people: Crowd) -> None:
    """The server is killed; Anna writes, opens her page anew on the same device, writes again."""
    people.join("bo", house.people["Bo"])
    people.join("anna", house.people["Anna"], device="phone")
    people.wait_saved("anna", people.add("anna", "before"))
    people.wait_sees("bo", "before")
    house.kill()
    wait_for(lambda: people.ask("status", page="anna")["link"] == "offline", "Anna is offline")
    first = people.add("anna", OFFLINE[0])
    wait_for(lambda: people.state("anna", first) == "device", "it lies on her device")
    wait_for(lambda: people.ask("isKept", page="anna"), "the board lies there too")
    people.ask("die", page="anna")
    people.open("anna again", house.people["Anna"], device="phone")
    wait_for(lambda: OFFLINE[0] in people.texts("anna again"), "the note is on the reopened page")
    people.add("anna again", OFFLINE[1])


def test_what_is_written_offline_over_a_restart_arrives_once(
    house: Callable[..., House], crowd: Callable[[House], Crowd]
) -> None:
    here = house()
    people = crowd(here)
    written_offline(here, people)

    here.start()
    people.ask("hurry")
    people.wait_calm()

    everything = sorted(["before", *OFFLINE])
    people.join("newcomer", here.people["Writer 0"])
    assert [people.texts(page) for page in ("bo", "anna again", "newcomer")] == [everything] * 3
    assert people.ask("ledger")["recovered"] == 0
    here.kill()
    assert sorted(note["text"] for note in here.stored_notes().values()) == everything


def test_control_an_outbox_that_sends_nothing_again_loses_it(
    house: Callable[..., House], crowd: Callable[[House], Crowd]
) -> None:
    here = house()
    people = crowd(here)
    written_offline(here, people)
    people.ask("forgetOutbox")

    here.start()
    people.ask("hurry")
    people.wait_online("anna again")
    people.join("newcomer", here.people["Writer 0"])

    assert people.texts("newcomer") == ["before"]
