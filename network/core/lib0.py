"""The numbers and byte strings of lib0, the encoding below Yjs: read and written here, wherever they stand.

Every reader takes the bytes and a position and returns the position behind what it read.
"""

MAX_NUMBER = 2**53 - 1
"""lib0 throws above it, so a larger number would break the browsers that the server relays it to."""
_SHIFTS = (7, 14, 21, 28, 35, 42, 49)


class Malformed(ValueError):
    """These bytes are nothing that a Yjs client writes: they end too early, or say what none says."""


def read_varuint(data: bytes, at: int) -> tuple[int, int]:
    """The number at `at`: groups of seven bits, lowest first. Raises Malformed."""
    try:
        value = data[at]
        if value < 128:
            return value, at + 1
        value &= 127
        for shift in _SHIFTS:
            at += 1
            byte = data[at]
            value |= (byte & 127) << shift
            if byte < 128:
                break
        else:
            raise Malformed("a number is too long")
    except IndexError:
        raise Malformed("a number does not end") from None
    if value > MAX_NUMBER:
        raise Malformed("a number is too large")
    return value, at + 1


def varuint(number: int) -> bytes:
    """`number` as `read_varuint` reads it."""
    if number < 128:
        return bytes((number,))
    written = bytearray()
    while number > 127:
        written.append(128 | (number & 127))
        number >>= 7
    written.append(number)
    return bytes(written)


def read_varbuf(data: bytes, at: int) -> tuple[bytes, int]:
    """The bytes at `at`, behind their length. Raises Malformed."""
    size, at = read_varuint(data, at)
    stop = at + size
    if stop > len(data):
        raise Malformed("it claims more bytes than there are")
    return data[at:stop], stop


def varbuf(data: bytes) -> bytes:
    return varuint(len(data)) + data
