"""The load generator against the real program: what it says is there, is there."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import servers
from bench.needs import ROOT
from bench.servers import OURS, Running, running
from bench.trials import SIZES

pytestmark = [pytest.mark.server, pytest.mark.node]
SMALL = SIZES["S"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One for all three: to start it takes longer than what they do with it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(servers, "WORK", tmp_path_factory.mktemp("bench"))
        with running(OURS, people=SMALL.people, boards=SMALL.boards) as started:
            yield started


def generate(server: Running, world: Path | None) -> tuple[int, dict[str, object]]:
    """Run the smallest workload for a second; outside modules are those in tests/vendor."""
    node = shutil.which("node") or "node"
    command = [node, "--import", "./tests/js/resolve.mjs", "bench/load/main.mjs", "--server=samling", "--workload=S"]
    command += [f"--port={server.port}", f"--pid={server.pid}", "--seconds=1", f"--world={world}"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=90)
    return done.returncode, json.loads(done.stdout.splitlines()[-1])


def test_signed_in_people_write_and_nothing_is_lost(server: Running) -> None:
    code, figures = generate(server, server.world)

    lossless = {key: figures[key] for key in ("failures", "undelivered", "unstored", "converged", "boards")}
    assert lossless == {"failures": [], "undelivered": 0, "unstored": 0, "converged": 2, "boards": 2}
    assert all(figures[name]["count"] > 0 for name in ("edit_ms", "stored_ms", "presence_ms"))
    assert code == 0


def test_strangers_are_a_failed_run(server: Running, tmp_path: Path) -> None:
    world = json.loads((server.world or tmp_path).read_text())
    for person in world["people"]:
        person["cookie"] = "session=somebody-else"
    strangers = tmp_path / "strangers.json"
    strangers.write_text(json.dumps(world))

    code, figures = generate(server, strangers)

    assert (code, figures["failures"] != []) == (1, True)


def test_people_on_each_others_boards_are_a_failed_run(server: Running, tmp_path: Path) -> None:
    world = json.loads((server.world or tmp_path).read_text())
    world["boards"][0]["members"], world["boards"][1]["members"] = (
        world["boards"][1]["members"],
        world["boards"][0]["members"],
    )
    swapped = tmp_path / "swapped.json"
    swapped.write_text(json.dumps(world))

    code, figures = generate(server, swapped)

    assert code == 1
    assert "deny" in str(figures["failures"])
