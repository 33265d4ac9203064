"""Each test has servers of its own on copies of one furnished folder."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.faults.day import Day
from tests.faults.house import Crowd, House, furnished, moved_in
from tests.faults.members import board_of_a_newcomer
from tests.faults.proxy import Proxy
from tests.once import once

Open = Callable[..., House]
MEMORY_MB = 60.0
"""That hostile bytes, one after the other, may cost the server."""


@pytest.fixture(scope="session")
def furnished_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(tmp_path_factory, "hall", furnished)


@pytest.fixture
def house(furnished_folder: Path, tmp_path: Path) -> Iterator[Open]:
    """Start a server: `house()`, or `house(without="defence")` for a control."""
    started: list[House] = []

    def start(*, without: str | None = None) -> House:
        started.append(moved_in(furnished_folder, tmp_path / f"house-{len(started)}", without=without))
        return started[-1]

    yield start
    for made in started:
        made.kill()


@pytest.fixture(scope="session")
def furnished_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(tmp_path_factory, "day", partial(furnished, by="tests.faults.furnish_day"))


@pytest.fixture
def day(furnished_day: Path, tmp_path: Path) -> Iterator[Callable[..., Day]]:
    """Start a server in the middle of a gathering's day: `day()`, or `day(without="defence")` for a control."""
    started: list[Day] = []

    def start(*, without: str | None = None, **environ: str) -> Day:
        folder = tmp_path / f"day-{len(started)}"
        shutil.copytree(furnished_day, folder)
        started.append(Day(folder, without=without, **environ))
        started[-1].start()
        return started[-1]

    yield start
    for made in started:
        made.kill()


@pytest.fixture
def proxy() -> Iterator[Callable[..., Proxy]]:
    """A proxy of ours before a house."""
    laid: list[Proxy] = []

    def lay(house: House, *, seed: int | None = None) -> Proxy:
        laid.append(Proxy(house.port, seed=seed))
        return laid[-1]

    yield lay
    for made in laid:
        made.close()


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Callable[[House], Crowd]]:
    """A crowd in Node for a house."""
    gathered: list[Crowd] = []

    def gather(house: House) -> Crowd:
        gathered.append(Crowd(house, log=tmp_path / f"node-{len(gathered)}.log"))
        return gathered[-1]

    yield gather
    for made in gathered:
        made.end()


@pytest.fixture(scope="module")
def standing_house(furnished_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server for all tests of a file."""
    made = moved_in(furnished_folder, tmp_path_factory.mktemp("standing") / "house")
    yield made
    made.kill()


@pytest.fixture(scope="module")
def bystanders(standing_house: House) -> Iterator[Crowd]:
    """Bo, who looks at the board while others send what they like."""
    made = Crowd(standing_house, log=standing_house.folder / "node.log")
    made.join("bo", standing_house.people["Bo"])
    yield made
    made.end()


@pytest.fixture
def is_well(standing_house: House, bystanders: Crowd) -> Callable[[], None]:
    """Checks that the same process still serves the board, to those who are there and to those who come."""
    house, crowd = standing_house, bystanders
    assert house.process is not None
    number, before = house.process.pid, house.memory_mb()

    def check() -> None:
        text = f"still here {secrets.token_hex(4)}"
        crowd.wait_saved("bo", crowd.add("bo", text))
        assert sorted(note["text"] for note in board_of_a_newcomer(house, "Writer 0").values()) == crowd.texts("bo")
        assert text in house.page(house.people["Bo"])
        assert house.is_alive
        assert house.process is not None
        assert house.process.pid == number
        assert house.memory_mb() - before < MEMORY_MB

    return check
