"""A picture is handed on without where and when it was taken, and without what hangs behind its end (TRUST C9)."""

import io
import random
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from network.web import pictures
from network.web.pictures import JPEG, PNG, WEBP, BadPicture, without_notes

CANARY = b"KANARI"
NORTH, TURNED, MAKER, PLACE = 62.47, 0x0112, 0x010F, 0x8825
WAYS: dict[str, tuple[str, str, dict[str, object]]] = {
    "a JPEG": (JPEG, "JPEG", {"quality": 80}),
    "a JPEG in several scans": (JPEG, "JPEG", {"progressive": True}),
    "a PNG": (PNG, "PNG", {}),
    "a WebP": (WEBP, "WEBP", {}),
    "a WebP without loss": (WEBP, "WEBP", {"lossless": True}),
}


def from_a_phone(form: str, how: dict[str, object]) -> bytes:
    """A picture with its place, its maker and how it was held; and a page behind its end."""
    notes = Image.Exif()
    notes[TURNED], notes[MAKER] = 6, CANARY.decode()
    notes.get_ifd(PLACE).update({1: "N", 2: (NORTH, 0.0, 0.0)})
    made = io.BytesIO()
    drawing().save(made, form, exif=notes, **how)
    return made.getvalue() + b"<script>" + CANARY + b"</script>"


def drawing() -> Image.Image:
    return Image.radial_gradient("L").resize((97, 61)).convert("RGB")


def seen(body: bytes) -> tuple[tuple[int, int], bytes]:
    picture = Image.open(io.BytesIO(body))
    return picture.size, picture.convert("RGB").tobytes()


@pytest.mark.parametrize("what", WAYS)
def test_time_place_and_maker_go_and_every_point_stays(what: str) -> None:
    """The control: they are in what the phone made."""
    mimetype, form, how = WAYS[what]
    body = from_a_phone(form, how)
    there = Image.open(io.BytesIO(body)).getexif()

    clean = without_notes(body, mimetype)

    kept = dict(Image.open(io.BytesIO(clean)).getexif())
    assert (CANARY in body, PLACE in there, CANARY in clean) == (True, True, False)
    assert (seen(clean) == seen(body), kept) == (True, {TURNED: 6} if mimetype == JPEG else {})


def vast_png() -> bytes:
    """A PNG of 3.6 thousand million points in 40 bytes."""
    inner = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + inner + struct.pack(">I", zlib.crc32(inner))


@pytest.mark.parametrize(
    ("mimetype", "made"),
    [
        (PNG, vast_png),
        (PNG, lambda: vast_png()[:20]),
        (JPEG, lambda: b"\xff\xd8\xff\xe0" + b"<svg onload=alert(1)>"),
        (JPEG, lambda: b"\xff\xd8" + b"\xff\xdb\x00\x02" * 30_000),
        (JPEG, lambda: b"\xff\xd8\xff\xda\x00\x02" + b"\xff\x00" * 100_000),
        (WEBP, lambda: b"RIFF\xff\xff\xff\xffWEBP" + b"EXIF\x00\x00\x00\x00" * 30_000),
    ],
)
def test_what_is_none_or_too_much_of_one_is_refused(mimetype: str, made: Callable[[], bytes]) -> None:
    with pytest.raises(BadPicture):
        without_notes(made(), mimetype)


@pytest.mark.parametrize("what", WAYS)
def test_a_broken_picture_is_refused_or_follows_to_its_end_and_nothing_else(what: str) -> None:
    mimetype, form, how = WAYS[what]
    body, chance = from_a_phone(form, how), random.Random(7)

    for _ in range(300):
        broken = bytearray(body[: chance.randrange(20, len(body) + 1)])
        broken[chance.randrange(min(600, len(broken)))] = chance.randrange(256)
        try:
            assert len(without_notes(bytes(broken), mimetype)) <= len(broken) + 40
        except BadPicture:
            continue


def test_other_files_come_back_as_they_are() -> None:
    assert pictures.without_notes(b"%PDF-1.7 x", "application/pdf") == b"%PDF-1.7 x"
