"""Three groups of seven go through all parts of a round, while some come, leave and lose their network at each step."""

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.caller import Caller, field_of
from tests.faults.house import Crowd, furnished, wait_for
from tests.running import Running

pytestmark = [pytest.mark.server, pytest.mark.node]

STEPS = ("Snakk", "Samle", "Prioriter", "Vel")
HERE_FIRST = 4
"""Of seven; one more comes in each of the parts that follow, as long as there are any."""
PATIENCE = 120.0
COLUMN = "challenge"


class Groups(Running):
    """The server, who leads, and the three groups: their boards and members."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, environ={"SAMLING_DEMO": "0"})
        self.told: dict[str, Any] = json.loads((folder / "groups.json").read_text())
        self.groups: list[dict[str, Any]] = self.told["groups"]

    def goes_on(self) -> None:
        """The next part, for all groups."""
        lead, path = Caller(self.address, self.told["lead"]), f"/gatherings/{self.told['gathering']}"
        version = field_of(lead.get(f"{path}/control").text, "version")
        assert lead.post(f"{path}/moves", act="phase", version=version).status == 303


class Tables:
    """Who is at each table, and what each table has written."""

    def __init__(self, house: Groups, people: Crowd) -> None:
        self.house, self.people = house, people
        self.written: dict[int, set[str]] = defaultdict(set)
        self.present: dict[int, list[str]] = defaultdict(list)

    def comes(self, table: int, place: int, *, board: str) -> None:
        member = self.house.groups[table]["members"][place]
        url = f"http://127.0.0.1:{self.house.port}"
        self.people.ask(
            "open", page=member["name"], url=url, board=board, device=member["name"], follows=True, **member
        )
        self.present[table].append(member["name"])

    def writes(self, table: int, name: str, words: str) -> None:
        self.people.ask("add", page=name, text=f"{name} {words}", column=COLUMN)
        self.written[table].add(f"{name} {words}")

    def leaves(self, table: int, name: str) -> None:
        """Her words have arrived; she closes the board and goes."""
        wait_for(lambda: self._look(name)["unsent"] == 0, f"{name} has nothing unsent", within=PATIENCE)
        self.people.ask("close", page=name)
        self.present[table].remove(name)

    def _look(self, name: str) -> dict[str, Any]:
        return next(one for one in self.people.ask("seen") if one["name"] == name)

    def faults(self) -> list[str]:
        """Who sees other than what her table has written, or has something that has not arrived."""
        seen = {one["name"]: one for one in self.people.ask("seen")}
        found = []
        for table, names in self.present.items():
            for name in names:
                one = seen[name]
                if (one["link"], one["unsent"], one["alone"]) != ("online", 0, False):
                    found.append(f"{name}: {one['link']}, {one['unsent']} unsent, alone {one['alone']}")
                elif one["texts"] != sorted(self.written[table]):
                    found.append(f"{name} sees {one['texts']} of {sorted(self.written[table])}")
        return found


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Groups]:
    folder = tmp_path_factory.getbasetemp() / "three-groups"
    if not folder.exists():
        folder.mkdir()
        furnished(folder, by="tests.faults.furnish_groups")
    shutil.copytree(folder, tmp_path / "house")
    made = Groups(tmp_path / "house")
    made.start()
    yield made
    made.kill()


def they_begin(tables: Tables) -> None:
    """Each writes alone, and sees her own words and nobody else's."""
    for table, group in enumerate(tables.house.groups):
        for place in range(HERE_FIRST):
            tables.comes(table, place, board=f"own.{group['board']}")
        for name in tables.present[table]:
            tables.people.wait_online(name)
            tables.writes(table, name, "skriv")
    names = {name for present in tables.present.values() for name in present}
    wait_for(lambda: all(one["unsent"] == 0 for one in tables.people.ask("seen")), "all is stored", within=PATIENCE)
    assert {one["name"]: one["texts"] for one in tables.people.ask("seen")} == {
        name: [f"{name} skriv"] for name in names
    }


def they_go_on(tables: Tables, number: int, step: str) -> None:
    """At each table one is without a network while the round goes on, one comes, and later one leaves."""
    lost = {table: present[0] for table, present in tables.present.items()}
    for table, name in lost.items():
        tables.people.ask("lose", page=name)
        tables.writes(table, name, f"utan nett før {step}")
        tables.writes(table, tables.present[table][1], f"like før {step}")

    tables.house.goes_on()

    for table, name in lost.items():
        if HERE_FIRST + number < len(tables.house.groups[table]["members"]):
            tables.comes(table, HERE_FIRST + number, board=tables.house.groups[table]["board"])
        tables.people.ask("find", page=name)
        tables.writes(table, name, f"på nett i {step}")


def test_nothing_is_lost_or_doubled_whoever_comes_leaves_or_is_away_while_the_round_goes_on(
    house: Groups, crowd: Callable[[Any], Crowd]
) -> None:
    tables = Tables(house, crowd(house))
    they_begin(tables)

    for number, step in enumerate(STEPS):
        they_go_on(tables, number, step)
        wait_for(lambda: not tables.faults(), f"each table has its words: {step}", within=PATIENCE)
        for table, present in list(tables.present.items()):
            tables.leaves(table, present[0])

    assert tables.faults() == []
    assert {table: len(words) for table, words in tables.written.items()} == dict.fromkeys(range(3), 16)


def test_control_phones_that_send_nothing_again_lose_what_was_written_without_a_network(
    house: Groups, crowd: Callable[[Any], Crowd]
) -> None:
    tables = Tables(house, crowd(house))
    they_begin(tables)
    tables.people.ask("forgetOutbox")

    they_go_on(tables, 0, STEPS[0])

    with pytest.raises(AssertionError):
        wait_for(lambda: not tables.faults(), "each table has its words", within=5)
