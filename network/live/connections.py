"""Who is connected: one connection for each admitted socket, found by socket, person or sign-in."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from network.access.actor import Actor
from network.core.language import DEFAULT
from network.live.packets import Outgoing
from network.live.wire import Wire


@dataclass(frozen=True)
class Identity:
    """Who a handshake's cookies say it is: the person, her sign-in, and the language that she is spoken to in.

    `only_gathering_id`: she came in by a badge, which is good for that gathering alone.
    """

    person_id: int
    session_id: int | str
    language: str = DEFAULT
    only_gathering_id: int | None = None


class Connection:
    """One admitted socket. `actor` is who speaks, as of now; `state` is room for the features."""

    __slots__ = (
        "__weakref__",
        "_endings",
        "_wire",
        "actor",
        "is_open",
        "language",
        "only_gathering_id",
        "person_id",
        "session_id",
        "sid",
        "state",
    )

    def __init__(self, sid: str, identity: Identity, actor: Actor, wire: Wire) -> None:
        self.sid = sid
        self.person_id = identity.person_id
        self.session_id = identity.session_id
        self.language = identity.language
        self.only_gathering_id = identity.only_gathering_id
        self.actor = actor
        self.state: dict[str, Any] = {}
        self.is_open = True
        self._wire = wire
        self._endings: dict[object, Callable[[], None]] = {}

    def send(self, word: str, *data: object) -> None:
        """Say `word` to this client alone. Never waits."""
        self.transmit(Outgoing(word, *data))

    def transmit(self, outgoing: Outgoing) -> None:
        """Send what has been packed for several."""
        if self.is_open:
            self._wire.write(outgoing)

    def admit(self) -> None:
        """Allow the long messages of somebody who has joined something."""
        self._wire.admit()

    def on_close(self, ending: Callable[[], None], *, key: object = None) -> None:
        """Have `ending` called once when the connection is over, whoever ended it. A `key` holds one ending."""
        if self.is_open:
            self._endings[ending if key is None else key] = ending
        else:
            ending()

    def forget_ending(self, key: object) -> None:
        """What `on_close` was given under `key` need not be done any more."""
        self._endings.pop(key, None)

    def close(self, *, for_good: bool = False) -> None:
        """End it now: nothing more is heard from it or said to it. The client comes back unless `for_good`."""
        self.leave()
        self._wire.close(for_good=for_good)

    def leave(self) -> None:
        """Take the connection out of all that it was part of. The socket itself may already be gone."""
        if not self.is_open:
            return
        self.is_open = False
        endings, self._endings = list(self._endings.values()), {}
        for ending in reversed(endings):
            ending()

    def drop_if_behind(self) -> None:
        self._wire.drop_if_behind()


class Connections:
    """All connections of this process."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Connection] = {}
        self._by_person: defaultdict[int, set[Connection]] = defaultdict(set)
        self._by_session: defaultdict[int | str, set[Connection]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self._by_sid)

    def __iter__(self) -> Iterator[Connection]:
        return iter(tuple(self._by_sid.values()))

    def get(self, sid: str) -> Connection | None:
        return self._by_sid.get(sid)

    def add(self, connection: Connection) -> None:
        self._by_sid[connection.sid] = connection
        self._by_person[connection.person_id].add(connection)
        self._by_session[connection.session_id].add(connection)
        connection.on_close(lambda: self._remove(connection))

    def of_person(self, person_id: int) -> tuple[Connection, ...]:
        return tuple(self._by_person.get(person_id, ()))

    def of_session(self, session_id: int | str) -> tuple[Connection, ...]:
        return tuple(self._by_session.get(session_id, ()))

    def sessions(self) -> tuple[int | str, ...]:
        """The sign-ins that have a socket."""
        return tuple(self._by_session)

    def _remove(self, connection: Connection) -> None:
        self._by_sid.pop(connection.sid, None)
        _discard(self._by_person, connection.person_id, connection)
        _discard(self._by_session, connection.session_id, connection)


def _discard(index: dict[Any, set[Connection]], key: int | str, connection: Connection) -> None:
    index[key].discard(connection)
    if not index[key]:
        del index[key]
