"""What the bench needs besides Python, found or said in words."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
BENCH = ROOT / "bench"
OLDEST_NODE = 20


class Missing(Exception):
    """The bench cannot run. The text says what is missing and what to do."""


def require_node() -> str:
    """The path of Node. Raises Missing without Node, npm, or Linux's /proc."""
    path = shutil.which("node")
    if path is None:
        raise Missing(f"Node is missing: the load generator and the peers are JavaScript. Install Node {OLDEST_NODE}.")
    if shutil.which("npm") is None:
        raise Missing("npm is missing: the peers come from its registry. Install npm beside Node.")
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < OLDEST_NODE:
        raise Missing(f"Node {version} is too old. Install Node {OLDEST_NODE} or newer.")
    if not Path("/proc/self/stat").exists():
        raise Missing("/proc is missing: what a server costs is read there. Run the bench on Linux.")
    return path


def install_peers() -> None:
    """Install the locked peers unless they are there. Raises Missing when npm cannot."""
    lock, installed = BENCH / "package-lock.json", BENCH / "node_modules/.package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    print("Installing the peers (npm ci; a minute or two, SQLite for Node may be compiled)", flush=True)
    done = subprocess.run(["npm", "ci", "--no-progress"], cwd=BENCH, capture_output=True, text=True)
    if done.returncode:
        raise Missing(
            "npm ci failed in bench/. Where no ready-made build fits, better-sqlite3 needs a C++ compiler and make.\n"
            + done.stderr[-2000:]
        )


def on_core(place: int) -> list[str]:
    """A command's beginning that keeps it on the machine's first (0) or second (1) core, where that can be done."""
    cores = sorted(os.sched_getaffinity(0))
    taskset = shutil.which("taskset")
    return [taskset, "-c", str(cores[place])] if taskset and place < len(cores) and len(cores) > 1 else []
