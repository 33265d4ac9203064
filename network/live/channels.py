"""A channel: those who see the same thing, and the quickest honest way to tell them all.

A channel tells at once. Only one with many members that has been taking more than its share of the loop
(`share.Share`) holds back what comes until it has room again, and merges it into one frame for everybody: overload
slows the telling instead of growing a queue.
"""

import time
from collections.abc import Callable, Collection, Iterator, Sequence

import gevent

from network.core.lib0 import varbuf, varuint
from network.live.connections import Connection
from network.live.packets import Outgoing
from network.live.quiet import warn_once
from network.live.share import Share

MEMBERS_AT_ONCE = 20
"""Up to so many members, nothing is ever held back."""
PRESENCE_SECONDS = 0.04
SYNC_UPDATE = b"\x00\x02"
AWARENESS = b"\x01"

_open: dict[str, "Channel"] = {}


class Channel:
    """Members of one thing, such as `board:Zx81…`; what follows the colon is its name on the wire.

    `merge` joins several document updates into one; without it they go side by side in one frame.
    """

    def __init__(
        self,
        name: str,
        *,
        merge: Callable[[Sequence[bytes]], bytes] | None = None,
        presence_seconds: float = PRESENCE_SECONDS,
    ) -> None:
        self.name = name
        self.label = name.rpartition(":")[2]
        self.members: dict[str, Connection] = {}
        self.share = Share()
        self._merge = merge
        self._presence_seconds = presence_seconds
        self._updates: list[bytes] = []
        self._authors: list[Connection | None] = []
        self._present: dict[int, bytes] = {}
        self._changed: dict[int, bytes] = {}
        self._is_timed = False
        self._is_presence_timed = False

    def __iter__(self) -> Iterator[Connection]:
        return iter(tuple(self.members.values()))

    def add(self, connection: Connection) -> None:
        """Let `connection` hear what is said here from now on, until it leaves or closes."""
        if connection.sid in self.members or not connection.is_open:
            return
        self.members[connection.sid] = connection
        _open.setdefault(self.name, self)
        connection.admit()
        connection.on_close(lambda: self.remove(connection), key=self)

    def remove(self, connection: Connection) -> None:
        self.members.pop(connection.sid, None)
        connection.forget_ending(self)
        if not self.members and _open.get(self.name) is self:
            del _open[self.name]

    def tell(self, word: str, *data: object) -> None:
        """Say `word` to all members; packed and framed once."""
        self._broadcast(Outgoing(word, *data), without=None)

    def publish(self, update: bytes, *, by: Connection | None = None) -> None:
        """Tell all but `by` of a document update. When several are merged, everybody gets them, `by` too."""
        self._updates.append(update)
        self._authors.append(by)
        self._kick()

    def presence(self, key: int, entry: bytes | None) -> None:
        """Tell that `key` (a Yjs client id) is now as `entry` says: one entry of y-protocols' awareness, packed.

        `None` forgets the key without telling. Only the latest entry of a key is told.
        """
        if entry is None:
            self._present.pop(key, None)
            self._changed.pop(key, None)
            return
        self._present[key] = self._changed[key] = entry
        if not self._is_presence_timed:
            self._is_presence_timed = True
            gevent.spawn_later(self._presence_seconds, self._tell_presence)

    def forget_presence(self, key: int, last_entry: bytes) -> None:
        """Tell once more about `key`, that it has gone, and keep nothing of it for those who come later."""
        self.presence(key, last_entry)
        self._present.pop(key, None)

    def everyone(self) -> bytes | None:
        """All present, as one y-protocols message for somebody who comes in; None when there is nobody."""
        return _awareness(self._present.values()) if self._present else None

    def _kick(self) -> None:
        if self._is_timed:
            return
        wait = 0.0 if len(self.members) <= MEMBERS_AT_ONCE else self.share.wait_for(time.monotonic())
        if wait <= 0:
            self._flush()
            return
        self._is_timed = True
        gevent.spawn_later(wait, self._flush)

    def _tell_presence(self) -> None:
        self._is_presence_timed = False
        if self._changed:
            self._kick()

    def _flush(self) -> None:
        self._is_timed = False
        body, author = self._compose()
        if not body:
            return
        outgoing = Outgoing("y", self.label, body)
        if len(self.members) <= MEMBERS_AT_ONCE:
            self._broadcast(outgoing, without=author)
            return
        began = time.monotonic()
        self._broadcast(outgoing, without=author)
        self.share.spend(time.monotonic() - began)

    def _compose(self) -> tuple[bytes, Connection | None]:
        """What waits, as one `y` body, and the one member who need not hear it."""
        updates, self._updates = self._updates, []
        authors, self._authors = self._authors, []
        changed, self._changed = self._changed, {}
        body = b"".join(SYNC_UPDATE + varbuf(update) for update in self._merged(updates))
        if changed:
            return body + _awareness(changed.values()), None
        return body, authors[0] if len(authors) == 1 else None

    def _merged(self, updates: list[bytes]) -> list[bytes]:
        if len(updates) < 2 or self._merge is None:
            return updates
        try:
            return [self._merge(updates)]
        except (gevent.GreenletExit, SystemExit, KeyboardInterrupt):
            raise
        except BaseException as fault:  # the document library's panics are no Exception; side by side is as true
            warn_once(self.name, f"updates could not be merged: {fault}")
            return updates

    def _broadcast(self, outgoing: Outgoing, *, without: Connection | None) -> None:
        for member in tuple(self.members.values()):
            if member is not without:
                member.transmit(outgoing)


def channel(name: str, *, merge: Callable[[Sequence[bytes]], bytes] | None = None) -> Channel:
    """The channel of that name that has members, or a new one."""
    return _open.get(name) or Channel(name, merge=merge)


def announce(name: str, word: str, *data: object) -> None:
    """Say `word` to those on the channel of that name; nobody there is no fault. Call it after the commit."""
    found = _open.get(name)
    if found is not None:
        found.tell(word, *data)


def _awareness(entries: Collection[bytes]) -> bytes:
    return AWARENESS + varbuf(varuint(len(entries)) + b"".join(entries))
