"""No dependency is older than the release that mended its known faults."""

import json
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.version import Version

ROOT = Path(__file__).parents[2]
FLOORS = tomllib.loads((ROOT / "security-floors.toml").read_text())
LOCKED = json.loads((ROOT / "tools/vendor/package-lock.json").read_text())["packages"]


@pytest.mark.parametrize("name", sorted(FLOORS["python"]))
def test_an_installed_package_is_above_its_floor(name: str) -> None:
    assert Version(version(name)) >= Version(FLOORS["python"][name]["floor"])


@pytest.mark.parametrize("name", sorted(FLOORS["node"]))
def test_a_locked_module_is_above_its_floor(name: str) -> None:
    found = [entry["version"] for path, entry in LOCKED.items() if path.endswith(f"node_modules/{name}")]

    assert found
    assert min(map(Version, found)) >= Version(FLOORS["node"][name]["floor"])


def test_every_dependency_is_locked_with_its_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().splitlines()
        pinned = [line for line in lines if "==" in line and not line.startswith((" ", "#"))]

        assert pinned
        assert all(line.endswith("\\") for line in pinned), f"{name}: each pin goes on with its hashes"
