"""F12: everybody on six boards comes back in the same seconds after a kill: all in sync, each board read once."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.world import COLUMNS
from tests.faults import sizes
from tests.faults.house import Crowd, House, Person, program_without, wait_for
from tests.preloaded import Forked

pytestmark = [pytest.mark.server, pytest.mark.node]

PEOPLE, ALL = 90, 300
BOARDS, NOTES = 6, 20
PATIENCE = 300.0
MEANWHILE = "Skrive medan han var borte"


class World(House):
    """A server on a copy of what bench.world has filled."""

    def __init__(self, folder: Path) -> None:
        program = program_without("tell_what_it_holds")
        super(House, self).__init__(folder, environ={"SAMLING_DEMO": "0"}, program=program)
        told: dict[str, Any] = json.loads((folder / "world.json").read_text())
        people = [
            Person(number, one["key"], one["name"], one["cookie"].partition("=")[2])
            for number, one in enumerate(told["people"])
        ]
        self.tables = {one["id"]: [people[member] for member in one["members"]] for one in told["boards"]}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    folder = tmp_path / "world"
    folder.mkdir()
    size = ("--people", str(sizes.of(PEOPLE, ALL)), "--boards", str(BOARDS), "--notes", str(NOTES))
    environ = {**os.environ, "SAMLING_INSTANCE": str(folder), "SAMLING_DEMO": "0"}
    assert Forked(("-m", "bench.world", *size), environ, folder / "world.json").wait(PATIENCE) == 0
    made = World(folder)
    yield made
    made.kill()
    shutil.rmtree(folder)


def sit_down(world: World, people: Crowd) -> None:
    for board, members in world.tables.items():
        for one in members:
            about = {"name": one.name, "secret": one.secret, "key": one.key, "device": one.name}
            people.ask("open", page=one.name, url=world.address, board=board, **about)


def are_back(people: Crowd) -> bool:
    statuses = people.ask("statuses")
    return all(one["link"] == "online" and not one["unsent"] for one in statuses)


def test_all_who_come_back_at_once_are_in_sync_and_no_board_is_read_twice(
    world: World, crowd: Callable[[House], Crowd]
) -> None:
    """One at each board has written meanwhile. The page's own waits between two tries; nobody hurries."""
    world.start()
    idle, people = world.held(), crowd(world)
    sit_down(world, people)
    wait_for(lambda: are_back(people), "everybody is there", within=PATIENCE)
    world.kill()
    for members in world.tables.values():
        people.ask("add", page=members[0].name, text=MEANWHILE, column=COLUMNS[0].key)

    world.start()
    began = time.monotonic()
    wait_for(lambda: are_back(people), "everybody is back", within=PATIENCE)
    seconds = time.monotonic() - began
    wait_for(lambda: people.ask("agree"), "each board is the same for all on it", within=PATIENCE)

    held, most, now = world.held(), world.peak_mb(), world.memory_mb()
    print(f"{seconds:.1f} s, {most:.0f} MB at most and {now:.0f} then, {held}")
    first = next(iter(world.tables.values()))[1]
    assert MEANWHILE in people.texts(first.name)
    assert (held["documents"], set(held["reads"].values())) == (BOARDS, {1})
    assert most <= 2 * now
    for members in world.tables.values():
        for one in members:
            people.ask("close", page=one.name)
    wait_for(lambda: _is_idle(world.held(), idle), "nothing is left of them", within=PATIENCE)


def _is_idle(held: dict[str, Any], idle: dict[str, Any]) -> bool:
    return (
        held["documents"] == held["in memory"] == held["boards"] == 0
        and abs(held["greenlets"] - idle["greenlets"]) <= 2
    )
