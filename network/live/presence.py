"""Who is here: y-protocols' awareness, in which the server says who somebody is, and the client only what she does."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import gevent

from network.core.lib0 import Malformed, read_varbuf, read_varuint, varbuf, varuint
from network.live.channels import Channel
from network.live.connections import Connection

MAX_STATE_BYTES = 512
SECONDS_BETWEEN = 0.125
"""Eight a second from one connection; of those in between, the latest is told. A page says five, and lines bunch them
together: one that may say no more than she does waits ever longer.
"""
AT_ONCE = 3
"""Nobody moves evenly: so many may come at once, if the second has no more than its eight."""
MAX_NOTE_CHARACTERS = 64
MAX_CLOCK = 2**31
MOST_ENTRIES = 16
MOST_CLOCKS = 1024
GONE = b"null"

State = dict[str, Any]


class BadPresence(ValueError):
    """Not an awareness message, or one with more in it than a client has to say."""


@dataclass(frozen=True)
class Entry:
    """What one Yjs client says about itself; `state` is None when it leaves."""

    client: int
    clock: int
    state: State | None


def parse(body: bytes) -> list[Entry]:
    """The entries of an awareness message (what follows its type and length). Raises BadPresence."""
    try:
        count, at = read_varuint(body, 0)
        if count > MOST_ENTRIES:
            raise BadPresence("too many entries")
        entries = []
        for _ in range(count):
            client, at = read_varuint(body, at)
            clock, at = read_varuint(body, at)
            text, at = read_varbuf(body, at)
            entries.append(Entry(client, clock, _state(text)))
    except Malformed as fault:
        raise BadPresence("cut short") from fault
    if at != len(body):
        raise BadPresence("more than it says")
    return entries


def packed(client: int, clock: int, state: State | None) -> bytes:
    """One entry as it stands in an awareness message."""
    text = GONE if state is None else json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()
    return varuint(client) + varuint(clock) + varbuf(text)


def what_she_does(state: State) -> State:
    """Of what a client says: the note in focus and whether she writes. Nothing else is passed on."""
    note = state.get("note")
    is_note = isinstance(note, str) and len(note) <= MAX_NOTE_CHARACTERS and note.isascii()
    return {"note": note if is_note else None, "typing": state.get("typing") is True}


def _state(text: bytes) -> State | None:
    if len(text) > MAX_STATE_BYTES:
        raise BadPresence("too long")
    if text == GONE:
        return None
    try:
        state = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise BadPresence("not JSON") from fault
    if not isinstance(state, dict):
        raise BadPresence("not a state")
    return state


class Register:
    """Who holds which Yjs client id on one channel, and how far each id's clock has come.

    A connection holds one id. An id is taken over only by the same person, coming back while her old socket lingers;
    the late end of the old socket then changes nothing. `tells_focus`: what somebody looks at and whether she writes is
    told, not only that she is here (BO-35).
    """

    def __init__(self, channel: Channel, *, seconds_between: float = SECONDS_BETWEEN) -> None:
        self.channel = channel
        self.seconds_between = seconds_between
        self._holders: dict[int, Attendance] = {}
        self._clocks: dict[int, int] = {}
        self.tells_focus = True
        self._told: dict[int, State] = {}

    def take(self, client: int, attendance: "Attendance") -> bool:
        """Tie `client` to this attendance; False when it is somebody else's."""
        holder = self._holders.get(client)
        if holder is not None and holder.connection.person_id != attendance.connection.person_id:
            return False
        self._holders[client] = attendance
        return True

    def tell(self, client: int, clock: int, state: State) -> None:
        """Without focus only that somebody is here is told, and once: the moment of each word would say who writes."""
        if not self.tells_focus:
            state = {**state, **what_she_does({})}
            if self._told.get(client) == state:
                return
            self._told[client] = state
        self.channel.presence(client, packed(client, self._advance(client, clock), state))

    def end(self, client: int, attendance: "Attendance") -> None:
        """Tell that the holder has gone, unless somebody has taken over."""
        if self._holders.get(client) is not attendance:
            return
        del self._holders[client]
        self._told.pop(client, None)
        clock = self._advance(client, 0)
        self.channel.forget_presence(client, packed(client, clock, None))

    def _advance(self, client: int, clock: int) -> int:
        """The client's own clock if that is news, else one more than the last: others take only what is newer."""
        last = self._clocks.pop(client, -1)
        if len(self._clocks) >= MOST_CLOCKS:
            del self._clocks[next(iter(self._clocks))]
        self._clocks[client] = max(clock, last + 1)
        return self._clocks[client]


class Attendance:
    """One connection's presence on one channel. `who` gives what the server knows: key and name."""

    def __init__(self, register: Register, connection: Connection, who: Callable[[], Mapping[str, object]]) -> None:
        self.connection = connection
        self._register = register
        self._who = who
        self._client: int | None = None
        self._latest: Entry | None = None
        self._next_at = 0.0
        self._is_timed = False

    def hear(self, body: bytes) -> None:
        """Take an awareness message of this connection. Entries about others are passed over. Raises BadPresence."""
        for entry in parse(body):
            if entry.clock >= MAX_CLOCK or not self._register.take(entry.client, self):
                continue
            if self._client is not None and entry.client != self._client:
                self._register.end(self._client, self)
            self._client = entry.client
            self._latest = entry
            self.connection.on_close(self.end, key=self)
        if self._latest is not None and not self._is_timed:
            self._tell_in_time()

    def end(self) -> None:
        """She has left: the others hear it once."""
        self._latest = None
        self.connection.forget_ending(self)
        if self._client is not None:
            self._register.end(self._client, self)
            self._client = None

    def _tell_in_time(self) -> None:
        now = time.monotonic()
        self._next_at = max(self._next_at, now - (AT_ONCE - 1) * self._register.seconds_between)
        wait = self._next_at - now
        if wait <= 0:
            self._tell()
            return
        self._is_timed = True
        gevent.spawn_later(wait, self._tell)

    def _tell(self) -> None:
        self._is_timed = False
        latest, self._latest = self._latest, None
        if latest is None:
            return
        self._next_at += self._register.seconds_between
        if latest.state is None:
            self.end()
            return
        self._register.tell(latest.client, latest.clock, {**self._who(), **what_she_does(latest.state)})
