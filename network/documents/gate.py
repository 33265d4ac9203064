"""The gate: whether bytes are a whole, well-formed Yjs update (version 1) of one client, and what it leans on.

Pure, and written in Python on purpose: the libraries behind it divide by zero, overflow the stack, or keep half of
what they do not understand (DO-9). Whatever passes here has been read to its last byte.
"""

from collections.abc import Mapping
from typing import NamedTuple

from network.core.lib0 import Malformed, read_varuint
from network.documents.encoding import key, skip_any, string

MAX_CLOCK = 2**31 - 1

DELETED, STRING, TYPE, ANY = 1, 4, 7, 8
"""The kinds of content that a document holds (Yjs' own numbers)."""
GONE = 0
"""What is left of the content of a deleted type. Only our own stored states have it."""
MAP, TEXT = 1, 2

Id = tuple[int, int]
"""(client, clock)"""

Struct = tuple[int, int, int, Id | None, Id | None, str | Id | None, str | None, int, tuple[int, ...]]
"""(clock, length, kind, origin, right origin, parent, key in the parent, MAP or TEXT of a type, low surrogates).

Length in UTF-16 units for a string. The parent stands only where both origins lack: a root's name or a type's id.
"""


class Refused(Exception):
    """An update was not taken; the document is as it was.

    `reason` is one of size, malformed, resync, foreign, rule, pace, full; `detail` is for who reads the log, never
    shown.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class Parsed(NamedTuple):
    """One update. `client` is None when it only deletes; its structs fill the clocks from `clock` up to `end`.

    `needs` says for each client how far it must be known; `deletes` are (client, first clock, behind the last).
    """

    client: int | None
    clock: int
    end: int
    needs: Mapping[int, int]
    structs: list[Struct]
    deletes: list[tuple[int, int, int]]

    @property
    def is_empty(self) -> bool:
        return self.client is None and not self.deletes


def parse(update: bytes, *, limit: int, parts: int = MAX_CLOCK) -> Parsed:
    """Read an update that somebody sent.

    Units: `limit` in bytes; `parts` are structs, deleted ranges, and characters of two UTF-16 units. *Seen:* a struct
    takes ten bytes there and two hundred here.
    Raises Refused("size") and Refused("malformed").
    """
    if len(update) > limit:
        raise Refused("size")
    try:
        return _one_client(update, parts)
    except (Malformed, IndexError, UnicodeDecodeError) as fault:
        raise Refused("malformed") from fault


def parse_state(state: bytes) -> dict[int, tuple[list[Struct], int]]:
    """Read a state that we stored ourselves: for each client its structs and its next clock.

    Raises Refused("malformed").
    """
    try:
        count, at = read_varuint(state, 0)
        blocks: dict[int, tuple[list[Struct], int]] = {}
        for _ in range(count):
            client, _, end, at, structs = _block(state, at, {}, MAX_CLOCK, is_stored=True)
            blocks[client] = (structs, end)
    except (Malformed, IndexError, UnicodeDecodeError) as fault:
        raise Refused("malformed") from fault
    return blocks


def _one_client(data: bytes, parts: int) -> Parsed:
    count, at = read_varuint(data, 0)
    if count > 1:
        raise Malformed("more than one client")
    needs: dict[int, int] = {}
    client: int | None = None
    clock = end = 0
    structs: list[Struct] = []
    if count:
        client, clock, end, at, structs = _block(data, at, needs, parts, is_stored=False)
    deletes, at = _deletes(data, at, client, end, needs, parts)
    if at != len(data):
        raise Malformed("bytes behind the end")
    return Parsed(client, clock, end, needs, structs, deletes)


def _block(
    data: bytes, at: int, needs: dict[int, int], parts: int, *, is_stored: bool
) -> tuple[int, int, int, int, list[Struct]]:
    """One client's structs: (client, first clock, behind the last, position, structs)."""
    count, at = read_varuint(data, at)
    client, at = read_varuint(data, at)
    first, at = read_varuint(data, at)
    if count == 0:
        raise Malformed("a client without structs")
    parts -= count
    if parts < 0:
        raise Malformed("too many structs")
    clock = first
    structs: list[Struct] = []
    for _ in range(count):
        info = data[at]
        at += 1
        kind = info & 31
        if kind == GONE:
            if not is_stored:
                raise Malformed("a collected struct")
            length, at = read_varuint(data, at)
            structs.append((clock, length, GONE, None, None, None, None, 0, ()))
        else:
            origin = right = parent = sub = None
            if info & 128:
                origin, at = _leaning(data, at, client, clock, needs)
            if info & 64:
                right, at = _leaning(data, at, client, clock, needs)
            if not info & 192:
                parent, sub, at = _parent(data, at, client, clock, needs, has_key=bool(info & 32))
            length, at, made, lows = _content(data, at, kind, clock, parts)
            parts -= len(lows)
            structs.append((clock, length, kind, origin, right, parent, sub, made, lows))
        clock += length
        if length == 0 or clock > MAX_CLOCK:
            raise Malformed("an impossible length")
    return client, first, clock, at, structs


def _leaning(data: bytes, at: int, client: int, clock: int, needs: dict[int, int]) -> tuple[Id, int]:
    """The id of something that must be there before."""
    other, at = read_varuint(data, at)
    there, at = read_varuint(data, at)
    if other == client:
        if there >= clock:
            raise Malformed("it leans on what comes after it")
    elif needs.get(other, 0) <= there:
        needs[other] = there + 1
    return (other, there), at


def _parent(
    data: bytes, at: int, client: int, clock: int, needs: dict[int, int], *, has_key: bool
) -> tuple[str | Id, str | None, int]:
    is_root, at = read_varuint(data, at)
    parent: str | Id
    if is_root == 1:
        parent, at = string(data, at)
    elif is_root == 0:
        parent, at = _leaning(data, at, client, clock, needs)
    else:
        raise Malformed("a parent of no kind")
    if not has_key:
        return parent, None, at
    sub, at = key(data, at)
    return parent, sub, at


def _content(data: bytes, at: int, kind: int, clock: int, parts: int) -> tuple[int, int, int, tuple[int, ...]]:
    """(length, position behind it, MAP or TEXT, clocks of low surrogates)."""
    if kind == ANY:
        length, at = read_varuint(data, at)
        for _ in range(length):
            at = skip_any(data, at)
        return length, at, 0, ()
    if kind == STRING:
        text, at = string(data, at)
        if text.isascii():
            return len(text), at, 0, ()
        if len(text) > parts:
            raise Malformed("too many characters")
        lows = _low_surrogates(text, clock)
        return len(text) + len(lows), at, 0, lows
    if kind == TYPE:
        made, at = read_varuint(data, at)
        if made not in (MAP, TEXT):
            raise Malformed("a shared type that no document holds")
        return 1, at, made, ()
    if kind == DELETED:
        length, at = read_varuint(data, at)
        return length, at, 0, ()
    raise Malformed("a kind of content that no document holds")


def _low_surrogates(text: str, clock: int) -> tuple[int, ...]:
    """The clocks of the second halves of characters that take two UTF-16 units."""
    lows = []
    for character in text:
        if character > "\uffff":
            clock += 1
            lows.append(clock)
        clock += 1
    return tuple(lows)


def _deletes(
    data: bytes, at: int, client: int | None, end: int, needs: dict[int, int], parts: int
) -> tuple[list[tuple[int, int, int]], int]:
    count, at = read_varuint(data, at)
    deletes: list[tuple[int, int, int]] = []
    listed: set[int] = set()
    for _ in range(count):
        other, at = read_varuint(data, at)
        ranges, at = read_varuint(data, at)
        if ranges == 0 or other in listed:
            raise Malformed("a deletion of nothing, or in two parts")
        parts -= ranges
        if parts < 0:
            raise Malformed("too many deletions")
        listed.add(other)
        for _ in range(ranges):
            start, at = read_varuint(data, at)
            length, at = read_varuint(data, at)
            stop = start + length
            if length == 0 or stop > MAX_CLOCK:
                raise Malformed("an impossible deletion")
            deletes.append((other, start, stop))
            if (other != client or stop > end) and needs.get(other, 0) < stop:
                needs[other] = stop
    return deletes, at
