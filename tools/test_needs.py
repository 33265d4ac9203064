"""Finds what the tests need besides Python, installs it where it can, and says in words what it cannot.

Needs: Chromium (browser journeys), Node 20 (scripts and clients), PostgreSQL (the same tests on it), Redis
(two processes together), Pango (papers as PDF), Poppler (reads them), nginx (the web server in front).
On Debian and its kin, as root, missing ones are installed from the distribution.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

OLDEST_NODE = 20
SHELL_NAMES = ("chromium-headless-shell", "chrome-headless-shell")
"""Chromium without the windows around its pages. It draws and runs the same, for half of the processor's time."""
CHROMIUM_NAMES = (*SHELL_NAMES, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


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
    """The path of a Node that is new enough."""
    path = shutil.which("node")
    if path is None:
        return None
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return path if int(version.lstrip("v").split(".")[0]) >= OLDEST_NODE else None


def postgres_bin() -> str | None:
    """The folder with initdb and pg_ctl."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    beside = shutil.which("initdb")
    return str(found[-1].parent) if found else str(Path(beside).parent) if beside else None


def nginx() -> str | None:
    """The server that docs/operate puts in front, also where only root has its folder in the path."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def pango() -> str | None:
    """The libraries with which papers are set as PDF; the last that is missing makes it none."""
    found = [find_library(name) for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")]
    return found[0] if all(found) else None


NEEDS = (
    Need("Chromium", chromium, "chromium", "Install Chromium, or name one: CHROMIUM=/path/to/chromium make test"),
    Need("Node 20", node, "nodejs", "Install Node.js 20 or newer"),
    Need(
        "Pango",
        pango,
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "Install Pango (libpango, libpangoft2) and libharfbuzz-subset, for papers as PDF",
    ),
    Need("Poppler", lambda: shutil.which("pdftotext"), "poppler-utils", "Install Poppler's tools (pdftotext)"),
    Need("PostgreSQL", postgres_bin, "postgresql", "Install PostgreSQL 14 or newer (the server, with initdb)"),
    Need("nginx", nginx, "nginx-light", "Install nginx, which docs/operate puts in front"),
    Need("Redis", lambda: shutil.which("redis-server"), "redis-server", "Install Redis (the server, redis-server)"),
)


def main() -> int:
    if can_install():
        if missing_needs():
            apt_get("update")
        if not any(map(shutil.which, SHELL_NAMES)) and is_offered(SHELL_NAMES[0]):
            install(SHELL_NAMES[:1])
        if packages := [package for need in missing_needs() for package in need.package.split()]:
            install(packages)
    missing = missing_needs()
    for need in missing:
        print(f"Missing for the tests: {need.name}. {need.advice}.", file=sys.stderr)
    return 1 if missing else 0


def missing_needs() -> list[Need]:
    return [need for need in NEEDS if need.find() is None]


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def is_offered(package: str) -> bool:
    return subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).returncode == 0


def install(packages: Sequence[str]) -> None:
    print(f"     Installing {', '.join(packages)}")
    apt_get("install", "-y", *packages)


def apt_get(*words: str) -> None:
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "-qq", *words], check=False, **quiet)  # type: ignore[call-overload]


if __name__ == "__main__":
    sys.exit(main())
