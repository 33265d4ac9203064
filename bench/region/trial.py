"""Workload R: a region with ten years behind it, and every page that follows it up, asked for one after the other."""

import gzip
import hashlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.needs import ROOT
from bench.region import ZONE
from bench.region.pages import FILES, PAGES, Page
from bench.servers import LAST_WORDS, OURS, WORK, DidNotStart, Running, serving
from network.core import clock

TURNS, UNCOUNTED, FILE_TURNS = 40, 2, 5
PATIENCE_SECONDS = 60.0
MAKERS = ("bench/region/*.py", "migrations/versions/*.py", "network/**/models*.py", "network/**/models/*.py")
"""What a kept region was made by: when any of it changes, or the day, the region is made anew."""

Figures = dict[str, Any]
"""`pages` and `files` are lists of what was found of each; `failures` is empty when the run counts."""


def carry_out(turns: int = TURNS) -> Figures:
    """One run on a copy of the region. What goes wrong stands in `failures`."""
    about: Figures = {"workload": "R", "turns": turns, "load": [round(one, 1) for one in os.getloadavg()]}
    about["cores"] = len(os.sched_getaffinity(0))
    try:
        with serving(OURS, _furnish) as server:
            return {**about, **_carried_out(server, turns), "failures": []}
    except (DidNotStart, OSError, ValueError) as fault:
        return {**about, "failures": [str(fault)]}


def _carried_out(server: Running, turns: int) -> Figures:
    assert server.world is not None
    region = json.loads(server.world.read_text())
    browser = Browser(server.port, region["cookies"], region["names"])
    pages = _timed(browser, server.pid, PAGES, turns)
    files = _timed(browser, server.pid, FILES, min(turns, FILE_TURNS))
    queries = json.loads(_run("counting", server.environ, str(server.world)).splitlines()[-1])
    for one in (*pages, *files):
        one["queries"] = queries[one["title"]]
    return {"pages": pages, "files": files}


class Browser:
    """Somebody who asks for a page at a time, over one connection, with gzip; times are until the last byte."""

    def __init__(self, port: int, cookies: Mapping[str, str], names: Mapping[str, str]) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self._cookies, self._names = cookies, names

    def ask(self, page: Page) -> tuple[float, int, int]:
        """Milliseconds, bytes on the wire, bytes of the page. Raises ValueError for a page that does not come."""
        headers = {"Cookie": self._cookies[page.who], "Accept-Encoding": "gzip"}
        began = time.perf_counter()
        self._line.request("GET", page.at(self._names), headers=headers)
        answer = self._line.getresponse()
        body = answer.read()
        lasted = 1000 * (time.perf_counter() - began)
        if answer.status != 200:
            raise ValueError(f"{page.title} answered {answer.status}")
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
        return lasted, len(body), len(gzip.decompress(body)) if is_packed else len(body)


def _timed(browser: Browser, pid: int, pages: Sequence[Page], turns: int) -> list[Figures]:
    """In turn, so that whatever else the machine does meets all of them alike; the first turns do not count."""
    found: dict[str, list[float]] = {page.title: [] for page in pages}
    worked: dict[str, list[float]] = {page.title: [] for page in pages}
    sizes: dict[str, tuple[int, int]] = {}
    for turn in range(UNCOUNTED + turns):
        for page in pages:
            before = worked_ms(pid)
            lasted, *sent = browser.ask(page)
            sizes[page.title] = (sent[0], sent[1])
            if turn >= UNCOUNTED:
                found[page.title].append(lasted)
                worked[page.title].append(worked_ms(pid) - before)
    return [
        {
            "title": title,
            "ms": spread(times),
            "cpu": spread(worked[title])["p50"],
            "kb": sizes[title][1] / 1000,
            "gzip": sizes[title][0] / 1000,
        }
        for title, times in found.items()
    ]


def worked_ms(pid: int) -> float:
    """For how long a process has had a core so far, all its threads together. Linux alone tells."""
    said = (task.read_text().split() for task in Path(f"/proc/{pid}/task").glob("*/schedstat"))
    return sum(int(nanoseconds) for nanoseconds, *_more in said) / 1_000_000


def spread(times: Sequence[float]) -> Figures:
    """The nearest rank: 95 of 100 were no longer than `p95`."""
    ordered = sorted(times)
    return {
        "count": len(ordered),
        **{name: ordered[ceil(len(ordered) * share) - 1] for name, share in (("p50", 0.5), ("p95", 0.95), ("max", 1))},
    }


def _furnish(folder: Path, environ: Mapping[str, str]) -> Path:
    """A copy of the kept region, with a gathering that goes on now."""
    shutil.copytree(kept_region(environ), folder, dirs_exist_ok=True)
    path = folder / "region.json"
    path.write_text(_run("today", environ).splitlines()[-1])
    return path


def kept_region(environ: Mapping[str, str]) -> Path:
    """The folder of the region, made if nobody has made this one today. Others that were kept go."""
    folder = WORK / f"region-{made_by(clock.now())}"
    if not folder.exists():
        for older in WORK.glob("region-*"):
            shutil.rmtree(older, ignore_errors=True)
        print("R: making a region with ten years behind it (some minutes, once a day)", flush=True)
        half = WORK / f"region-{os.getpid()}-half"
        half.mkdir(parents=True)
        _run("furnish", {**environ, "SAMLING_INSTANCE": str(half)})
        half.rename(folder)
    return folder


def made_by(now: datetime) -> str:
    """Names a region by all that it is made of: the code that makes it, the shape of its tables, the day."""
    said = hashlib.sha256(now.astimezone(ZoneInfo(ZONE)).date().isoformat().encode())
    for path in sorted({path for pattern in MAKERS for path in ROOT.glob(pattern)}):
        said.update(path.read_bytes())
    return said.hexdigest()[:16]


def _run(module: str, environ: Mapping[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", f"bench.region.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=dict(environ), capture_output=True, text=True)
    if done.returncode:
        raise DidNotStart(f"bench.region.{module} failed:\n{(done.stdout + done.stderr)[-LAST_WORDS:]}")
    return done.stdout
