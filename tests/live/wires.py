"""Connections without sockets, for tests of what is said to whom."""

from itertools import count
from typing import Any

import msgpack

from network.access.actor import Actor
from network.live import Connection, Identity
from network.live.packets import Outgoing

SIDS = count(1)


class ListWire:
    """A wire that ends in a list."""

    def __init__(self) -> None:
        self.said: list[Any] = []
        self.ending: bool | None = None

    def write(self, outgoing: Outgoing) -> None:
        self.said.append(msgpack.unpackb(outgoing.packed)["data"])

    def admit(self) -> None:
        pass

    def drop_if_behind(self) -> None:
        pass

    def close(self, *, for_good: bool) -> None:
        self.ending = for_good


class Listener(Connection):
    """A member whose wire ends in a list, `said`."""

    def __init__(self, person_id: int = 1) -> None:
        self.wire = ListWire()
        actor = Actor(person_id=person_id, name=f"Person {person_id}", roles=frozenset("VD"))
        super().__init__(f"sid{next(SIDS)}", Identity(person_id, f"s{person_id}"), actor, self.wire)

    @property
    def said(self) -> list[Any]:
        return self.wire.said
