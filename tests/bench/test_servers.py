"""Starting what is measured, and cleaning up after it."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bench import servers
from bench.servers import DidNotStart, Server, running
from bench.trials import Trial, carry_out

LISTENS = """
import os, socket, time
print(sorted(key for key in os.environ if key.startswith("SAMLING_") or key == "DATABASE_URL"), flush=True)
place = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
time.sleep(60)
"""
GIVES_UP = "print('the disk is full')"


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Have a Python program stand in for y-websocket."""
    monkeypatch.setattr(servers, "WORK", tmp_path)

    def nothing(_folder: Path) -> Mapping[str, str]:
        return {}

    def stand_in(program: str) -> None:
        made = Server("y-websocket", "stand-in", lambda: [sys.executable, "-c", program], nothing)
        monkeypatch.setitem(servers.SERVERS, "y-websocket", made)

    return stand_in


def test_a_server_is_gone_with_its_data_afterwards(pretend, tmp_path: Path) -> None:
    pretend(LISTENS)

    with running("y-websocket", people=1, boards=1) as server:
        assert Path(f"/proc/{server.pid}").exists()

    assert not Path(f"/proc/{server.pid}").exists()
    assert list(tmp_path.iterdir()) == []


def test_settings_of_an_installation_do_not_reach_the_bench(pretend, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(LISTENS)
    monkeypatch.setenv("DATABASE_URL", "sqlite:////somebody/else.sqlite")
    monkeypatch.setenv("SAMLING_DEMO", "1")

    with running("y-websocket", people=1, boards=1) as server:
        said = server.last_words()

    assert said == "[]\n"


def test_a_server_that_does_not_start_says_why(pretend) -> None:
    pretend(GIVES_UP)

    with pytest.raises(DidNotStart, match="the disk is full"), running("y-websocket", people=1, boards=1):
        pass


def test_a_trial_of_a_server_that_does_not_start_is_a_failed_run(pretend) -> None:
    pretend(GIVES_UP)

    figures = carry_out(Trial("A", "y-websocket", seed=1), seconds=1)

    assert (figures["workload"], figures["server"]) == ("A", "y-websocket")
    assert "the disk is full" in figures["failures"][0]
