"""F25: a page of one version and a server of another. She is told to reload, and what she wrote is kept until then."""

from collections.abc import Callable

import pytest

from tests.faults.house import Crowd, House, wait_for

pytestmark = [pytest.mark.server, pytest.mark.node]

OLD, NEW = "speak_an_older_version", "speak_a_newer_version"
RELOAD = "Det er kome ei ny utgåve. Last sida på nytt."


def meets_another_version(house: House, people: Crowd, other: str) -> None:
    """Anna writes, the server goes, she writes on; then a server of another version comes up, and she writes again."""
    people.join("anna", house.people["Anna"], device="phone")
    people.wait_saved("anna", people.add("anna", "før"))
    house.kill()
    wait_for(lambda: people.ask("status", page="anna")["link"] == "offline", "Anna is offline")
    people.add("anna", "medan han var borte")
    house.become(without=other)
    people.ask("hurry")


def is_told(people: Crowd) -> str | None:
    return people.ask("status", page="anna")["reason"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("other", [OLD, NEW])
def test_a_page_of_another_version_is_told_to_reload_and_keeps_what_was_written(
    house: Callable[..., House], crowd: Callable[[House], Crowd], other: str
) -> None:
    """The page is older than the server, and the reverse. Once both are the same each note is there once."""
    here = house()
    people = crowd(here)
    meets_another_version(here, people, other)

    told = wait_for(lambda: is_told(people), "she is told")
    last = people.add("anna", "etterpå")
    wait_for(lambda: people.state("anna", last) == "device", "it lies on her device")
    status, stored = people.ask("status", page="anna"), here.stored_notes()

    assert (told, status["unsent"], [note["text"] for note in stored.values()]) == (RELOAD, 2, ["før"])
    here.become()
    people.ask("die", page="anna")
    people.join("anna again", here.people["Anna"], device="phone")
    people.wait_calm()
    people.join("newcomer", here.people["Bo"])
    assert people.texts("newcomer") == sorted(["før", "medan han var borte", "etterpå"])
    assert people.ask("ledger")["recovered"] == 0


def test_control_a_server_that_asks_for_no_version_takes_what_it_may_not_understand(
    house: Callable[..., House], crowd: Callable[[House], Crowd]
) -> None:
    here = house()
    people = crowd(here)

    meets_another_version(here, people, f"{NEW} take_any_version")

    people.wait_calm()
    assert (is_told(people), len(here.stored_notes())) == (None, 2)
