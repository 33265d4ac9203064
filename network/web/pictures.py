"""A picture as it is handed on: without where and when it was taken, and without what hangs behind its end (TRUST C9).

Nothing is decoded: the parts that draw are copied, the others left out. So no bomb is set off here.
"""

import re
import struct
import zlib
from collections.abc import Iterator

PNG, JPEG, WEBP = "image/png", "image/jpeg", "image/webp"
MOST_PIXELS = 40_000_000
"""More of it, and a phone that opens the picture gives up."""
MOST_PARTS = 20_000
"""Of a file that holds 20 MB: no program writes so many, and each takes us time."""

_PNG_SIGN = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"}
_JPEG_DRAWS = {*range(0xC0, 0xD0), 0xDB, 0xDD, 0xE0, 0xEE}
"""Frames, tables, restarts, and two notes on colours and size; APP14 is Adobe's, without which colours turn."""
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")
_ICC = b"ICC_PROFILE\x00"
_EXIF = b"Exif\x00\x00"
_ORIENTATION = 0x0112
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_WEBP_NOTES = 0x08 | 0x04
"""The flags that say: there is Exif, there is XMP."""

Part = tuple[bytes, bytes]


class BadPicture(ValueError):
    """Not a picture that can be followed to its end, or one of too many points (`is_too_large`)."""

    def __init__(self, why: str, *, is_too_large: bool = False) -> None:
        super().__init__(why)
        self.is_too_large = is_too_large


def without_notes(body: bytes, mimetype: str) -> bytes:
    """The same picture without its notes; how a JPEG is turned is kept. Other kinds of file come back as they are.

    Raises BadPicture.
    """
    clean = {PNG: _png, JPEG: _jpeg, WEBP: _webp}.get(mimetype)
    if clean is None:
        return body
    try:
        return clean(body)
    except (IndexError, struct.error) as fault:
        raise BadPicture("cut short") from fault


def _check(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise BadPicture(f"{width} by {height} points", is_too_large=width * height > 0)


def _check_number(parts: int) -> None:
    if parts > MOST_PARTS:
        raise BadPicture("too many parts")


def _png(body: bytes) -> bytes:
    kept, at, number = [_PNG_SIGN], len(_PNG_SIGN), 0
    kind = b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", body, at)
        data = body[at + 8 : at + 8 + size]
        if len(data) < size or (len(kept) == 1) != (kind == b"IHDR"):
            raise BadPicture("no PNG")
        if kind == b"IHDR":
            _check(*struct.unpack_from(">II", data))
        if kind[:1].isupper() or kind in _PNG_KEPT:
            kept.append(struct.pack(">I", size) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
        at += 12 + size
        _check_number(number := number + 1)
    return b"".join(kept)


def _jpeg(body: bytes) -> bytes:
    """Up to its end, and not what phones and others hang behind that."""
    kept, turned, frames = [b"\xff\xd8"], 1, 0
    for marker, segment in _segments(body):
        if marker == 0xE1 and segment[4:10] == _EXIF:
            turned = _orientation(segment[10:]) or turned
        if marker in _JPEG_FRAMES:
            _check(*struct.unpack_from(">HH", segment, 5))
            frames += 1
        if marker in _JPEG_DRAWS or marker == 0xDA or (marker == 0xE2 and segment[4:].startswith(_ICC)):
            kept.append(segment)
    if frames != 1:
        raise BadPicture("no JPEG")
    if turned != 1:
        kept.insert(1, _turned(turned))
    return b"".join(kept) + b"\xff\xd9"


def _segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, the whole segment); that of a scan (0xDA) holds its data too. Ends at the picture's end."""
    at, number = 2, 0
    while True:
        _check_number(number := number + 1)
        if body[at] != 0xFF:
            raise BadPicture("no JPEG")
        marker = body[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            return
        end = at + 2 + struct.unpack_from(">H", body, at + 2)[0]
        if marker == 0xDA:
            end = _end_of_scan(body, end)
        if end > len(body):
            raise BadPicture("cut short")
        yield marker, body[at:end]
        at = end


def _end_of_scan(body: bytes, at: int) -> int:
    """Where the next marker stands that belongs to no scan: 0xFF00 is data, 0xFFD0 to 0xFFD7 go on with it."""
    found = _NEXT_MARKER.search(body, at)
    if found is None:
        raise BadPicture("cut short")
    return found.start()


def _orientation(tiff: bytes) -> int | None:
    """How the camera was held: 1 to 8, None when the note does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return None
    start = struct.unpack_from(f"{order}I", tiff, 4)[0]
    if start + 2 > len(tiff):
        return None
    for number in range(struct.unpack_from(f"{order}H", tiff, start)[0]):
        entry = tiff[start + 2 + 12 * number : start + 14 + 12 * number]
        if len(entry) == 12 and struct.unpack_from(f"{order}H", entry)[0] == _ORIENTATION:
            said = int(struct.unpack_from(f"{order}H", entry, 8)[0])
            return said if 1 <= said <= 8 else None
    return None


def _turned(orientation: int) -> bytes:
    """A note that says how the camera was held, and nothing else."""
    tiff = b"II*\x00" + struct.pack("<IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(tiff)) + _EXIF + tiff


def _webp(body: bytes) -> bytes:
    kept = [_quiet(part) for part in _chunks(body) if part[0] in _WEBP_KEPT]
    if not kept or not kept[0][0].startswith(b"VP8"):
        raise BadPicture("no WebP")
    _check(*_webp_size(*kept[0]))
    inner = b"".join(kind + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2) for kind, data in kept)
    return b"RIFF" + struct.pack("<I", 4 + len(inner)) + b"WEBP" + inner


def _chunks(body: bytes) -> Iterator[Part]:
    end, at, number = min(len(body), 8 + struct.unpack_from("<I", body, 4)[0]), 12, 0
    while at + 8 <= end:
        kind, size = struct.unpack_from("<4sI", body, at)
        data = body[at + 8 : at + 8 + size]
        if len(data) < size:
            raise BadPicture("cut short")
        yield kind, data
        at += 8 + size + size % 2
        _check_number(number := number + 1)


def _quiet(part: Part) -> Part:
    kind, data = part
    return (kind, bytes([data[0] & ~_WEBP_NOTES]) + data[1:]) if kind == b"VP8X" else part


def _webp_size(kind: bytes, data: bytes) -> tuple[int, int]:
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", data, 6)
    return width & 0x3FFF, height & 0x3FFF
