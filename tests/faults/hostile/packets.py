"""Frames and packets that no client of ours sends: each kind with how it must be answered, and a mutator of them."""

import random
from typing import Any

import msgpack

from tests.live.client import event, masked

GOES_ON = "goes on"
"""The connection stays, and what is said next is heard."""
AWAY, BROKEN, FORBIDDEN, TOO_BIG, NORMAL = 1001, 1002, 1008, 1009, 1000
"""Codes that the server closes with."""

Answer = int | str
TEXT, CONTINUATION = 1, 0


def packet(kind: object, data: object = None, **more: object) -> bytes:
    """A frame with a packet of this type."""
    fields = {"type": kind, "nsp": "/", **({} if data is None else {"data": data}), **more}
    return masked(bytes(msgpack.packb(fields)))


def text(said: bytes) -> bytes:
    return masked(said, TEXT)


def in_pieces(message: bytes, size: int) -> bytes:
    """The message in frames of so many bytes."""
    parts = [message[at : at + size] for at in range(0, len(message), size)]
    last = len(parts) - 1
    frames = (masked(part, CONTINUATION if n else 2, final=n == last) for n, part in enumerate(parts))
    return b"".join(frames)


def header(size: int, first: int = 0x82) -> bytes:
    """The head of a frame that claims so many bytes, and nothing of them."""
    return bytes((first, 0xFF)) + size.to_bytes(8, "big") + b"mask"


HONEST = event("join", "nothing", None, 1)
EVENTS: dict[str, tuple[bytes, Answer]] = {
    "an event": (masked(HONEST), GOES_ON),
    "an event that asks for an answer": (packet(2, ["join", "nothing", None, 1], id=1), GOES_ON),
    "an event without a word": (packet(2, []), AWAY),
    "an event of no list": (packet(2, {"join": 1}), AWAY),
    "an unknown word": (packet(2, ["drop tables"]), AWAY),
    "a word of the server's own": (packet(2, ["joined", "x", {}]), AWAY),
    "the library's own word": (packet(2, ["connect", {}]), AWAY),
    "too many arguments": (packet(2, ["join", *range(9)]), AWAY),
    "arguments that join does not take": (packet(2, ["join", "nothing", None, 1, 2]), AWAY),
    "join of no name": (packet(2, ["join", 7, None, 1]), AWAY),
    "join of another version": (packet(2, ["join", "nothing", None, 99]), GOES_ON),
    "y of nothing": (packet(2, ["y", "nothing", b""]), GOES_ON),
    "y of a text": (packet(2, ["y", "nothing", "text"]), GOES_ON),
    "hall:join of a list": (packet(2, ["hall:join", []]), AWAY),
    "a number as its number": (packet(2, ["join", "nothing"], id=-1), AWAY),
    "a namespace that is not": (packet(2, ["join", "nothing"], nsp="/admin"), AWAY),
    "nested deep": (packet(2, ["join", [[[[[[[[[1]]]]]]]]]]), AWAY),
    "a map of maps": (packet(2, ["join", {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": 1}}}}}}}}]), AWAY),
    "a text of 20 kB": (packet(2, ["join", "x" * 20_000]), AWAY),
    "30,000 lists in each other": (masked(b"\x82\xa4type\x02\xa4data" + b"\x91" * 30_000 + b"\xc0"), AWAY),
    "60,000 empty lists": (
        masked(b"\x83\xa4type\x02\xa3nsp\xa1/\xa4data\xdd\x00\x00\xea\x60" + b"\x90" * 60_000),
        AWAY,
    ),
    "a length of 4 GB": (masked(b"\x83\xa4type\x02\xa3nsp\xa1/\xa4data\xc6\xff\xff\xff\xff"), AWAY),
    "a number as a float": (packet(2.0, ["join", "nothing", None, 1]), GOES_ON),
}
TYPES: dict[str, tuple[bytes, Answer]] = {
    "CONNECT a second time": (packet(0), GOES_ON),
    "CONNECT with much to say": (packet(0, [[[[1]]]]), AWAY),
    "ACK of what was never asked": (packet(3, [], id=1), AWAY),
    "CONNECT_ERROR": (packet(4, {"message": "no"}), AWAY),
    "BINARY_EVENT whose attachments never come": (packet(5, ["y"], attachments=999_999_999), AWAY),
    "BINARY_ACK": (packet(6, [], id=1, attachments=1), AWAY),
    "type 7": (packet(7), AWAY),
    "type -1": (packet(-1), AWAY),
    "type 2^63": (packet(2**63), AWAY),
    "a type that is a text": (packet("2", ["join"]), AWAY),
    "a type that is a list": (packet([2], ["join"]), AWAY),
    "no type": (packet(None, ["join"]), AWAY),
    "keys of no packet": (packet(2, ["join"], admin=True), AWAY),
    "a list instead of a packet": (masked(bytes(msgpack.packb([2, "join"]))), AWAY),
    "an extension": (masked(b"\x81\xa4type\xc7\x03\x05abc"), AWAY),
    "bytes that are no MessagePack": (masked(b"\xc1"), AWAY),
    "an empty message": (masked(b""), AWAY),
    "half of a packet": (masked(HONEST[:-3]), AWAY),
    "a packet and a byte": (masked(HONEST + b"\x00"), AWAY),
}
TEXTS: dict[str, tuple[bytes, Answer]] = {
    "text 0, Engine.IO's open": (text(b'0{"sid":"x"}'), FORBIDDEN),
    "text 1, its close": (text(b"1"), NORMAL),
    "text 2, its ping": (text(b"2"), FORBIDDEN),
    "text 2probe, after the upgrade": (text(b"2probe"), GOES_ON),
    "text 3, an answer to no ping": (text(b"3"), GOES_ON),
    "text 4, Socket.IO in text": (text(b'42["join","nothing",null,1]'), FORBIDDEN),
    "text 451-, with attachments": (text(b'451-["y",{"_placeholder":true,"num":0}]'), FORBIDDEN),
    "text 5, its upgrade": (text(b"5"), GOES_ON),
    "text 6, nothing": (text(b"6"), GOES_ON),
    "text 7": (text(b"7"), FORBIDDEN),
    "text b, base64": (text(b"bAAAA"), FORBIDDEN),
    "an empty text": (text(b""), FORBIDDEN),
    "text that is no UTF-8": (text(b"\xff\xfe"), FORBIDDEN),
    "10,000 brackets": (text(b"4" + b"[" * 10_000), FORBIDDEN),
}
FRAMES: dict[str, tuple[bytes, Answer]] = {
    "a message in pieces of one byte": (in_pieces(HONEST, 1), GOES_ON),
    "a ping between two pieces": (
        masked(HONEST[:5], final=False) + masked(b"there?", 9) + masked(HONEST[5:], CONTINUATION),
        GOES_ON,
    ),
    "a pong that nobody asked for": (masked(b"here", 10), GOES_ON),
    "1,025 empty pieces": (masked(b"", final=False) + masked(b"", CONTINUATION, final=False) * 1024, FORBIDDEN),
    "a message that begins in another": (masked(b"a", final=False) + masked(HONEST), BROKEN),
    "a continuation of nothing": (masked(HONEST, CONTINUATION), BROKEN),
    "a ping in pieces": (masked(b"a", 9, final=False), BROKEN),
    "a ping of 126 bytes": (masked(b"a" * 126, 9), BROKEN),
    **{f"a frame of kind {kind}": (masked(b"a", kind), BROKEN) for kind in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)},
    **{f"an extension's bit {bit:#x}": (bytes((0x82 | bit, 0x80)) + b"mask", BROKEN) for bit in (0x10, 0x20, 0x40)},
    "no mask": (b"\x82\x03abc", BROKEN),
    "1.2 MB": (header(1_200_000), TOO_BIG),
    "4 EB": (header(2**62), TOO_BIG),
    "a negative length": (header(2**63 + 5), TOO_BIG),
    "1.2 MB in pieces": (b"".join(masked(bytes(300_000), 0 if n else 2, final=False) for n in range(4)), TOO_BIG),
    "a goodbye": (masked((1000).to_bytes(2, "big"), 8), NORMAL),
    "a goodbye of one byte": (masked(b"x", 8), NORMAL),
    "a goodbye with a code that is none": (masked((999).to_bytes(2, "big"), 8), BROKEN),
    "a goodbye in pieces": (masked(b"", 8, final=False), BROKEN),
}
KEPT: dict[str, tuple[bytes, Answer]] = {**EVENTS, **TYPES, **TEXTS, **FRAMES}
"""Everything above: what somebody on a board sends, and the close code, or that it goes on."""

BODIES: dict[str, tuple[bytes, int]] = {
    "an event": (b"bg6R0eXBlAqRkYXRhlKRqb2luo25vdMABo25zcKEv", 200),
    "nothing": (b"", 400),
    "Engine.IO's open": (b"0", 400),
    "its close": (b"1", 200),
    "its ping": (b"2", 400),
    "its pong": (b"3", 200),
    "a text message": (b'42["join"]', 400),
    "an upgrade": (b"5", 200),
    "type 9": (b"9", 400),
    "base64 of nothing": (b"b", 400),
    "no base64": (b"b***", 400),
    "no UTF-8": (b"\xff\xfe\xfd", 400),
    "JSONP": (b"d=4%5B%5D", 400),
    "600 packets": (b"\x1e".join([b"3"] * 600), 400),
    "1.6 MB": (b"b" + b"A" * 1_600_000, 400),
}
"""What somebody by polling sends, and the status of the answer."""

HARMLESS = [frames for frames, answer in KEPT.values() if answer == GOES_ON]
STARTS = [masked(HONEST), packet(0), packet(1), *(frames for frames, _answer in KEPT.values() if len(frames) < 400)]


def mutated(chance: random.Random) -> bytes:
    """One of the kept, damaged in its packet, its frame or its pieces."""
    way = chance.randrange(6)
    if way == 0:
        return masked(damaged(HONEST, chance))
    if way == 1:
        return damaged(chance.choice(STARTS), chance)
    if way == 2:
        return in_pieces(damaged(HONEST, chance), chance.randint(1, 40))
    if way == 3:
        return text(bytes([chance.choice(b"0123456789b")]) + chance.randbytes(chance.randrange(12)))
    if way == 4:
        return chance.choice(HARMLESS)
    return masked(bytes(msgpack.packb(_some_packet(chance))))


def body(chance: random.Random) -> bytes:
    """What somebody sends by polling."""
    some = chance.choice(list(BODIES.values()))[0][:300]
    return damaged(some or b"b", chance) if chance.random() < 0.8 else some + b"\x1e" + some


def _some_packet(chance: random.Random) -> Any:
    """A map with the keys of a packet, and anything in it."""
    values = (
        None,
        True,
        -1,
        0,
        1,
        2,
        2**63,
        1.5,
        "",
        "join",
        "y",
        b"\x00\x02",
        [],
        ["y", "nothing", b"\x00\x02\x01\x00"],
    )
    fields = {key: chance.choice(values) for key in ("nsp", "data", "id", "options") if chance.random() < 0.6}
    return {"type": chance.choice((0, 1, 2, 2, 2, 3, 4, 5, 6, 7)), **({"nsp": "/"} | fields)}


def damaged(honest: bytes, chance: random.Random) -> bytes:
    """`honest` with a few bytes changed, cut out, put in or repeated."""
    data = bytearray(honest)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data[at : at + 1] = chance.randbytes(1)
            case 1:
                del data[at : at + chance.randint(1, 4)]
            case 2:
                data[at:at] = chance.randbytes(chance.randint(1, 4))
            case _:
                data[at:at] = data[at : at + 8] * chance.randint(1, 50)
    return bytes(data)
