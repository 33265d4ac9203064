"""Reading what lib0 (the encoding below Yjs) makes of strings and plain values. Nothing here recurses.

Every reader takes the bytes and a position and returns the position behind what it read. What ends too early raises
Malformed or IndexError, what is no UTF-8 UnicodeDecodeError: the gate turns them all into one refusal.
"""

from network.core.lib0 import MAX_NUMBER, Malformed, read_varbuf, read_varuint

ANY_DEPTH = 8
"""yrs decodes nested values recursively: 26,060 arrays in 52 kB end the process."""


def string(data: bytes, at: int) -> tuple[str, int]:
    content, at = read_varbuf(data, at)
    return content.decode(), at


def key(data: bytes, at: int) -> tuple[str, int]:
    """A key of a map or of a plain object. `__proto__` is none: JavaScript would change the object's kind."""
    text, at = string(data, at)
    if text == "__proto__":
        raise Malformed("a key that JavaScript cannot hold")
    return text, at


def skip_any(data: bytes, at: int) -> int:
    """The position behind one plain value: null, boolean, number, string, array, object.

    undefined, big integers and byte arrays are refused: the shared documents have no place for them.
    """
    outer: list[tuple[int, bool]] = []
    left, is_object = 1, False
    while True:
        if left == 0:
            if not outer:
                return at
            left, is_object = outer.pop()
            continue
        left -= 1
        if is_object:
            _, at = key(data, at)
        tag = data[at]
        at += 1
        if tag == 119:
            _, at = string(data, at)
        elif tag == 117 or tag == 118:
            if len(outer) == ANY_DEPTH:
                raise Malformed("a value is nested too deeply")
            outer.append((left, is_object))
            left, at = read_varuint(data, at)
            is_object = tag == 118
        else:
            at = _skip_scalar(data, at, tag)


def _skip_scalar(data: bytes, at: int, tag: int) -> int:
    if tag in (120, 121, 126):
        return at
    if tag == 125:
        return _skip_varint(data, at)
    if tag == 123:
        return at + 8
    if tag == 124:
        return at + 4
    raise Malformed("a kind of value that no document holds")


def _skip_varint(data: bytes, at: int) -> int:
    byte = data[at]
    value, shift = byte & 63, 6
    while byte & 128:
        at += 1
        byte = data[at]
        value |= (byte & 127) << shift
        shift += 7
        if shift > 62:
            raise Malformed("a number is too long")
    if value > MAX_NUMBER:
        raise Malformed("a number is too large")
    return at + 1


def state_vector(data: bytes, *, most: int = MAX_NUMBER) -> dict[int, int]:
    """What somebody has: for each client the next clock that is missing, of `most` clients at most.

    Raises Malformed.
    """
    count, at = read_varuint(data, 0)
    if count > most:
        raise Malformed("too many clients")
    vector: dict[int, int] = {}
    for _ in range(count):
        client, at = read_varuint(data, at)
        vector[client], at = read_varuint(data, at)
    if at != len(data):
        raise Malformed("bytes behind the end")
    return vector
