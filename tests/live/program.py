# ruff: noqa: E402
"""A small program on the real server, for tests: `python -m tests.live.program '{"ping_seconds": 6}'`.

One board without documents: whoever joins hears every update and who else is there. A cookie `who=<session>.<person>`
says who somebody is. Options switch single guards off.
"""

from gevent import monkey

monkey.patch_all()

import json
import logging
import os
import resource
import sys
from functools import partial
from pathlib import Path
from typing import Any

import gevent
from flask import Flask, request

from network.core.lib0 import read_varbuf
from network.core.settings import Settings
from network.live import (
    Attendance,
    Connection,
    Identity,
    Live,
    Register,
    announce,
    channel,
    http,
    identify_with,
    recheck_with,
    server,
    wire,
)
from network.live.admissions import Admissions
from network.live.driver import WebSocketDriver
from network.live.pace import Pace
from network.live.packets import GuardedPacket

OPTIONS: dict[str, Any] = json.loads(sys.argv[1])
ENDED: set[str] = set()
LINES: list[str] = []


class Lines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        LINES.append(self.format(record))


def rss_mb() -> float:
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def identify(environ: dict[str, Any]) -> Identity | None:
    for part in environ.get("HTTP_COOKIE", "").split("; "):
        name, _, value = part.partition("=")
        session, _, person = value.partition(".")
        if name == "who" and session not in ENDED:
            return Identity(int(person), session)
    return None


def make_app() -> Flask:
    app = Flask("program")
    app.extensions["settings"] = Settings.from_environment({"SAMLING_INSTANCE": OPTIONS["folder"]})
    pace = {"pace": partial(Pace, burst=OPTIONS["burst"])} if "burst" in OPTIONS else {}
    driver = type("Driver", (WebSocketDriver,), OPTIONS.get("driver", {}) | pace)
    for name, value in OPTIONS.get("http", {}).items():
        setattr(http, name, tuple(value) if isinstance(value, list) else value)
    for module in (server, wire):
        for name, value in OPTIONS.get(module.__name__.rpartition(".")[2], {}).items():
            setattr(module, name, value)
    for name, value in OPTIONS.get("packet", {}).items():
        setattr(GuardedPacket, name, frozenset(value) if isinstance(value, list) else value)
    live = Live(app, ping_seconds=OPTIONS.get("ping_seconds", 6), driver=driver)
    app.extensions["live"] = live
    identify_with(identify)
    recheck_with(lambda sessions: [session for session in sessions if session not in ENDED])
    add_words(live)
    add_pages(app, live)
    return app


def add_words(live: Live) -> None:
    boards: dict[str, Register] = {}

    def join(connection: Connection, board: str, _history: object, _protocol: int) -> None:
        register = boards.setdefault(board, Register(channel(f"board:{board}")))
        register.channel.add(connection)
        who = {"key": f"key-{connection.person_id}", "name": f"Person {connection.person_id}"}
        connection.state[board] = Attendance(register, connection, lambda: who)
        connection.send("joined", board, who)

    def y(connection: Connection, board: str, data: bytes) -> None:
        if data[:1] == b"\x01":
            connection.state[board].hear(read_varbuf(data, 1)[0])
        else:
            connection.send("a", board, len(data))
            boards[board].channel.publish(read_varbuf(data, 2)[0], by=connection)

    live.on("join", join, action="board.read")
    live.on("y", y, action="note.create")


def add_pages(app: Flask, live: Live) -> None:
    admissions: Admissions = live.admissions

    @app.get("/facts")
    def facts() -> dict[str, Any]:
        sockets = len(live.server.eio.sockets)
        return {"rss_mb": rss_mb(), "sockets": sockets, "people": len(live.connections), "log": LINES}

    @app.post("/tell/<board>/<int:size>")
    def tell(board: str, size: int) -> str:
        for _ in range(request.args.get("times", 1, int)):
            announce(f"board:{board}", "deny", board, os.urandom(size))
        return ""

    @app.post("/sign-out/<session>")
    def sign_out(session: str) -> str:
        ENDED.add(session)
        if request.args.get("quietly") is None:
            gevent.spawn(admissions.end_session, session)
        return ""

    @app.get("/long/<int:size>")
    def long(size: int) -> bytes:
        return bytes(size)

    @app.post("/body")
    def body() -> str:
        return str(len(request.get_data()))

    @app.post("/recheck")
    def recheck() -> str:
        admissions.recheck()
        return ""


def main() -> int:
    logging.getLogger().addHandler(Lines())
    environ = {"SAMLING_INSTANCE": OPTIONS["folder"], "PORT": "0", "SAMLING_TLS": "1" if OPTIONS.get("tls") else "0"}
    app = make_app()
    ending = Path(OPTIONS["folder"]) / "ended"
    app.extensions["live"].endings.append(lambda: ending.write_text("stored"))
    if OPTIONS.get("hangs"):
        app.extensions["live"].endings.append(lambda: gevent.sleep(60))
    return server.serve(app, Settings.from_environment(environ), recheck_seconds=OPTIONS.get("recheck_seconds", 30))


if __name__ == "__main__":
    sys.exit(main())
