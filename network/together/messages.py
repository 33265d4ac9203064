"""The y-protocols messages inside one `y`: how they are told apart, and how answers are made."""

from enum import IntEnum

from network.core.lib0 import Malformed, read_varbuf, varbuf


class Kind(IntEnum):
    """Sync messages by their second byte, and awareness."""

    STEP_1 = 0
    STEP_2 = 1
    UPDATE = 2
    AWARENESS = 3


_SYNC = (Kind.STEP_1, Kind.STEP_2, Kind.UPDATE)


class Garbled(Exception):
    """These bytes are no y-protocols messages."""


MOST_MESSAGES = 4096
"""In one `y`. A browser fills a frame of 60 kB with fewer, however short its acts are."""


def read_messages(data: bytes) -> list[tuple[Kind, bytes]]:
    """Split the bytes of one `y` into its messages, in order.

    Raises Garbled when they do not add up, and for more than one browser says at once: all are taken without a pause,
    and each question for what one lacks (four bytes) is answered with the whole board.
    """
    found: list[tuple[Kind, bytes]] = []
    has_asked = False
    at, end = 0, len(data)
    while at < end:
        if data[at] == 0 and at + 1 < end and data[at + 1] <= Kind.UPDATE:
            kind, at = _SYNC[data[at + 1]], at + 2
        elif data[at] == 1:
            kind, at = Kind.AWARENESS, at + 1
        else:
            raise Garbled(f"unknown message at byte {at}")
        if len(found) >= MOST_MESSAGES or (kind is Kind.STEP_1 and has_asked):
            raise Garbled("more than one says at once")
        has_asked |= kind is Kind.STEP_1
        try:
            payload, at = read_varbuf(data, at)
        except Malformed as fault:
            raise Garbled(str(fault)) from fault
        found.append((kind, payload))
    return found


def sync_message(kind: Kind, payload: bytes) -> bytes:
    """One sync message."""
    return bytes((0, kind)) + varbuf(payload)
