"""The real-time edge: Socket.IO over our own WebSocket driver, who may connect, and how many are told at once.

Features use `on`, `channel`, `announce`, `Connection` and `Outgoing`; nothing above this package knows Socket.IO.
"""

from collections.abc import Callable, Sequence

from flask import Flask

from network.live.admissions import identify_with, recheck_with
from network.live.channels import Channel, announce, channel
from network.live.connections import Connection, Identity
from network.live.packets import Outgoing
from network.live.presence import Attendance, BadPresence, Register
from network.live.transport import Live, Word, hub

__all__ = [
    "Attendance",
    "BadPresence",
    "Channel",
    "Connection",
    "Identity",
    "Live",
    "Outgoing",
    "Register",
    "announce",
    "channel",
    "hub",
    "identify_with",
    "on",
    "on_shutdown",
    "recheck_with",
    "register",
    "words",
]

_current: list[Live] = []


def register(app: Flask) -> None:
    """Put the real-time edge on `app`. Features that register later speak to the app registered last."""
    live = Live(app)
    app.extensions["live"] = live
    live.admissions.listen()
    _current[:] = [live]


def on(word: str, handler: Callable[..., object], *, action: str, also: Sequence[str] = ()) -> None:
    """Have `handler(connection, *args)` called for each `word`; `action` is the matrix row that it judges by.

    `also`: other rows, where the word is about things of several kinds.
    """
    _current[0].on(word, handler, action=action, also=also)


def words() -> dict[str, Word]:
    """Every word that has a handler, for the test that holds them against the matrix."""
    return dict(_current[0].words)


def on_shutdown(ending: Callable[[], object]) -> None:
    """Have `ending` called when the server stops, after the last message was taken and before the sockets close."""
    _current[0].endings.append(ending)
