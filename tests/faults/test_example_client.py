"""The public protocol's example client, run as its readers would run it, against the real server."""

import subprocess

import pytest

from tests.faults.house import House
from tests.running import ROOT

pytestmark = [pytest.mark.server, pytest.mark.node]

CLIENT = ("node", "--import", "./tests/js/resolve.mjs", "examples/client.mjs")


def run_client(house: House, *, cookie: str, text: str) -> subprocess.CompletedProcess[str]:
    command = (*CLIENT, house.address, cookie, house.board, text, "what")
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_the_example_client_adds_a_note_and_prints_the_board_when_it_is_stored(standing_house: House) -> None:
    hall = standing_house

    ran = run_client(hall, cookie=hall.people["Anna"].cookie, text="A bus at night")

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "what\tA bus at night\n", "")
    assert [note["text"] for note in hall.stored_notes().values()] == ["A bus at night"]


def test_the_example_client_says_why_it_is_refused(standing_house: House) -> None:
    ran = run_client(standing_house, cookie="session=nobody", text="A bus at night")

    assert (ran.returncode, ran.stdout, ran.stderr.strip()) == (1, "", "not signed in")


def test_the_example_client_is_no_longer_than_it_says() -> None:
    assert len((ROOT / "examples" / "client.mjs").read_text().splitlines()) <= 60
