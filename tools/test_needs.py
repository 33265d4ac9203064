"""Finds what the tests need besides Python, installs it where it can, and says in words what it cannot.


Needs: Chromium (browser journeys), Node 20 and npm (scripts and clients), PostgreSQL (the same tests on it).
On Debian and its kin, as root, missing ones are installed from the distribution.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
OLDEST_NODE = 20
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@dataclass(frozen=True)
class Need:
    """Something outside Python: how it is found, the Debian package that holds it, and what to tell a person."""

    name: str
    find: Callable[[], str | None]
    package: str
    advice: str


def chromium() -> str | None:
    """The path of a Chromium, or of the one that CHROMIUM names."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def node() -> str | None:
    """The path of a Node that is new enough, with npm beside it."""
    path = shutil.which("node")
    if path is None or shutil.which("npm") is None:
        return None
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return path if int(version.lstrip("v").split(".")[0]) >= OLDEST_NODE else None


def postgres_bin() -> str | None:
    """The folder with initdb and pg_ctl."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    beside = shutil.which("initdb")
    return str(found[-1].parent) if found else str(Path(beside).parent) if beside else None


NEEDS = (
    Need("Chromium", chromium, "chromium", "Install Chromium, or name one: CHROMIUM=/path/to/chromium make test"),
    Need("Node 20 and npm", node, "nodejs npm", "Install Node.js 20 or newer, with npm"),
    Need("PostgreSQL", postgres_bin, "postgresql", "Install PostgreSQL 14 or newer (the server, with initdb)"),
)


def main() -> int:
    missing = [need for need in NEEDS if need.find() is None]
    if missing and can_install():
        install([package for need in missing for package in need.package.split()])
        missing = [need for need in NEEDS if need.find() is None]
    for need in missing:
        print(f"Missing for the tests: {need.name}. {need.advice}.", file=sys.stderr)
    if missing:
        return 1
    return install_modules()


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> None:
    print(f"     Installing {', '.join(packages)}")
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
    subprocess.run(["apt-get", "install", "-y", "-qq", *packages], check=False, **quiet)  # type: ignore[call-overload]


def install_modules() -> int:
    """The locked Node modules that the scripts' tests and the vendoring use."""
    folder = ROOT / "tools/vendor"
    lock, installed = folder / "package-lock.json", folder / "node_modules/.package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return 0
    return subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--silent", "--no-fund"], cwd=folder, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
