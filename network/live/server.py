"""The one server program, for run, tests and production: pywsgi behind our driver, until it is asked to stop."""

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import gevent
from flask import Flask
from gevent import socket as gsocket
from gevent.event import Event

from network.core.settings import Settings
from network.live import authority, quiet, self_test
from network.live.admissions import RECHECK_SECONDS
from network.live.http import Server
from network.live.transport import SWEEP_SECONDS, Live, hub

BACKLOG = 1024
COME_BACK_SECONDS = 5
ENDING_SECONDS = 12.0
CLOSING_SECONDS = 3.0
HARD_STOP_SECONDS = 18.0
CANNOT_START = 3
GC_THRESHOLDS = (50_000, 20, 50)

Started = Callable[[list[str]], object]
Ended = Callable[[], object]


def serve(
    app: Flask,
    settings: Settings,
    *,
    started: Started | None = None,
    ended: Ended = lambda: None,
    sweep_seconds: float = SWEEP_SECONDS,
    recheck_seconds: float = RECHECK_SECONDS,
) -> int:
    """Serve `app` until SIGTERM or SIGINT; gone within 20 seconds after.

    `started(addresses)` is told where people reach it; by default the addresses are printed. `ended()` comes last, when
    nobody writes any more.
    Returns the exit code: 0, or CANNOT_START with a sentence when the driver is not sound or the port is taken.
    """
    live = hub(app)
    try:
        self_test.run(live.driver)
        listener = listen(settings.host, settings.port)
    except (self_test.SelfTestFailed, OSError) as fault:
        print(f"Samling cannot start: {fault}", file=sys.stderr)
        return CANNOT_START
    server = Server(listener, app, tls=authority.context(settings.instance_dir) if settings.tls else None)
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stopping.set)
    _settle_memory()
    live.start(sweep_seconds=sweep_seconds, recheck_seconds=recheck_seconds)
    server.start()
    (started or print_addresses)(addresses(settings, server.server_port))
    stopping.wait()
    stop(server, live, ended=ended)
    return 0


def stop(server: Server, live: Live, *, ended: Ended) -> None:
    """Take nobody new, say goodbye, store what was taken, close. Whatever hangs, the process ends."""
    watchdog = _HardStop(HARD_STOP_SECONDS)
    server.stop_accepting()
    for connection in live.connections:
        connection.send("server:leaving", COME_BACK_SECONDS)
    live.stop()
    _run_endings(live.endings)
    for connection in live.connections:
        connection.close()
    live.server.shutdown()
    server.stop(timeout=CLOSING_SECONDS)
    ended()
    watchdog.cancel()


def listen(host: str, port: int) -> Any:
    """A listening socket whose connections inherit TCP_NODELAY: pages and acknowledgements wait for no timer."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = gsocket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind((host, port))
    listener.listen(BACKLOG)
    return listener


def addresses(settings: Settings, port: int) -> list[str]:
    """Where people reach the server: this machine first, then the hall."""
    found = [f"http://localhost:{port}/"]
    if settings.host in ("0.0.0.0", "::"):
        scheme = "https" if settings.tls else "http"
        found += [f"{scheme}://{address}:{port}/" for address in authority.lan_addresses()]
    return found


def print_addresses(found: list[str]) -> None:
    for address in found:
        print(address, flush=True)


def _settle_memory() -> None:
    """What is loaded stays: the collector need not look at it again, and seldom at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


def _run_endings(endings: list[Callable[[], object]]) -> None:
    """Every package's last words, side by side; one that fails or hangs does not hinder the others."""
    running = [gevent.spawn(_run_ending, ending) for ending in endings]
    gevent.joinall(running, timeout=ENDING_SECONDS)


def _run_ending(ending: Callable[[], object]) -> None:
    try:
        ending()
    except Exception:
        quiet.log.exception("live: something failed while the server stopped")


class _HardStop:
    """Ends the process when an orderly stop takes too long, even if the loop itself hangs."""

    def __init__(self, seconds: float) -> None:
        signal.signal(signal.SIGALRM, self._end)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def cancel(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    @staticmethod
    def _end(_number: int, _frame: object) -> None:
        sys.stderr.write("the server did not stop in time and was ended\n")
        os._exit(1)
