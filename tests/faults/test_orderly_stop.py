"""CO-8: after an orderly stop the database file is whole by itself, and a copy of it alone is a copy of everything."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.day import Day

pytestmark = pytest.mark.server


def lines_in_a_copy(here: Day, folder: Path) -> int:
    """How many lines of the talk stand in the database file, taken without its log."""
    alone = shutil.copy(here.folder / "samling.sqlite", folder / "alone.sqlite")
    with sqlite3.connect(alone) as connection:
        return int(connection.execute("SELECT count(*) FROM talk_line").fetchone()[0])


def write_a_line(here: Day) -> None:
    answer = here.caller("Nordvik1").post(f"{here.talk}/lines", text="Det siste før slutt", key="line-0000009")
    assert answer.status == 303


def test_what_was_stored_before_an_orderly_stop_is_in_the_file_itself(day: Callable[..., Day], tmp_path: Path) -> None:
    here = day()
    write_a_line(here)

    here.stop()

    left = here.folder / "samling.sqlite-wal"
    assert (lines_in_a_copy(here, tmp_path), left.stat().st_size if left.exists() else 0) == (1, 0)


def test_control_after_a_power_cut_it_is_in_the_log_alone_and_comes_back(
    day: Callable[..., Day], tmp_path: Path
) -> None:
    here = day()
    write_a_line(here)

    here.kill()

    alone = lines_in_a_copy(here, tmp_path)
    here.start()
    assert (alone, here.count("talk_line")) == (0, 1)
