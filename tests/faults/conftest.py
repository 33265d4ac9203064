"""Each test has servers of its own on copies of one furnished folder."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.house import Crowd, House, furnished

Open = Callable[..., House]


@pytest.fixture(scope="session")
def furnished_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hall")
    furnished(folder)
    return folder


@pytest.fixture
def house(furnished_folder: Path, tmp_path: Path) -> Iterator[Open]:
    """Start a server: `house()`, or `house(without="defence")` for a control."""
    started: list[House] = []

    def start(*, without: str | None = None) -> House:
        folder = tmp_path / f"house-{len(started)}"
        shutil.copytree(furnished_folder, folder)
        made = House(folder, without=without)
        started.append(made)
        made.start()
        return made

    yield start
    for made in started:
        made.kill()


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Callable[[House], Crowd]]:
    """A crowd in Node for a house."""
    gathered: list[Crowd] = []

    def gather(house: House) -> Crowd:
        gathered.append(Crowd(house, log=tmp_path / "node.log"))
        return gathered[-1]

    yield gather
    for made in gathered:
        made.end()
