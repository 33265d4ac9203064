"""The few encodings of lib0 (Yjs' own) that the real-time edge has to read and write itself."""

MAX_SHIFT = 49
"""Numbers end at 2**53, as JavaScript's do."""


class Truncated(ValueError):
    """The bytes end before the value does, or a number is longer than any honest one."""


def varuint(number: int) -> bytes:
    """`number` in groups of seven bits, lowest first."""
    if number < 128:
        return bytes((number,))
    out = bytearray()
    while number > 127:
        out.append(128 | (number & 127))
        number >>= 7
    out.append(number)
    return bytes(out)


def read_varuint(data: bytes, at: int) -> tuple[int, int]:
    """The number at `at` and where the next value begins. Raises Truncated."""
    number = shift = 0
    while at < len(data) and shift <= MAX_SHIFT:
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7
    raise Truncated


def varbuf(data: bytes) -> bytes:
    return varuint(len(data)) + data


def read_varbuf(data: bytes, at: int) -> tuple[bytes, int]:
    """The bytes at `at` and where the next value begins. Raises Truncated."""
    size, at = read_varuint(data, at)
    if size > len(data) - at:
        raise Truncated
    return data[at : at + size], at + size
