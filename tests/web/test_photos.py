"""F15, C9: a photo is drawn anew beside the server: no bomb goes off in it, and nothing hangs on what is shown."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image
from werkzeug.datastructures import FileStorage

from network.core import files
from network.core.errors import Invalid
from network.web import photos, pictures
from network.web.printers import to_photo

CANARY = b"<script>KANARI</script>"
PLACE, TURNED = 0x8825, 0x0112
BROKEN, LARGE, MOVES, KINDS = "øydelagt", "for stort", "rører på seg", "JPEG-, PNG- eller WebP-fil"


def written(picture: Image.Image, form: str, **how: object) -> bytes:
    made = io.BytesIO()
    picture.save(made, form, **how)
    return made.getvalue()


def taken(app: Flask, body: bytes, name: str = "IMG_1.png") -> bytes:
    """What is kept of it. Raises Invalid."""
    with app.test_request_context():
        upload = photos.take(FileStorage(io.BytesIO(body), name))
        assert (upload.mimetype, upload.size_bytes) == ("image/jpeg", len(files.body_of(upload.sha256) or b""))
        return files.body_of(upload.sha256) or b""


def refusal(app: Flask, body: bytes) -> str:
    try:
        taken(app, body)
    except Invalid as refused:
        return refused.message
    return ""


def vast() -> bytes:
    """A PNG of 49 million points in 15 kB."""
    return written(Image.new("1", (7_000, 7_000), 1), "PNG")


def moving(form: str) -> bytes:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("white", "black", "red")]
    return written(frames[0], form, save_all=True, append_images=frames[1:])


def page_in_the_points() -> bytes:
    """A PNG whose points are a page's letters, stored as they are: they stand in the file, and nothing hangs on it."""
    words = CANARY * 40
    picture = Image.frombytes("P", (len(words), 1), words)
    picture.putpalette([grey for grey in range(256) for _colour in range(3)])
    return written(picture, "PNG", compress_level=0)


def with_depth() -> bytes:
    """What some phones make: a JPEG with a second picture behind it."""
    return written(Image.new("RGB", (40, 30)), "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))])


def from_a_phone(form: str) -> bytes:
    """A picture held upright that says where it was taken, a page in its notes and another behind its end."""
    notes = Image.Exif()
    notes[TURNED] = 6
    notes.get_ifd(PLACE).update({1: "N", 2: (62.47, 0.0, 0.0)})
    more = {"comment": CANARY} if form == "JPEG" else {}
    return written(Image.new("RGB", (400, 300), "white"), form, exif=notes, **more) + CANARY


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_place_notes_and_what_hangs_behind_are_gone_and_it_stands_as_it_was_held(app: Flask, form: str) -> None:
    """The control: all of it is in what the phone made."""
    body = from_a_phone(form)
    there = Image.open(io.BytesIO(body))

    kept = taken(app, body)

    shown = Image.open(io.BytesIO(kept))
    assert (PLACE in there.getexif(), CANARY in body, there.size) == (True, True, (400, 300))
    assert (dict(shown.getexif()), CANARY in kept, shown.size) == ({}, False, (300, 400))
    assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_large_photo_becomes_small_and_can_be_seen_through_to_white(app: Flask) -> None:
    body = written(Image.effect_noise((4_000, 3_000), 90), "PNG")
    clear = written(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")
    greys = written(Image.new("I;16", (20, 20), 32_768), "PNG")

    kept = taken(app, body)

    assert (Image.open(io.BytesIO(kept)).size, len(kept) * 10 < len(body)) == ((1_600, 1_200), True)
    assert Image.open(io.BytesIO(taken(app, with_depth()))).format == "JPEG"
    points = [Image.open(io.BytesIO(taken(app, one))).getpixel((5, 5)) for one in (clear, greys)]
    assert points == [(255, 255, 255), (128, 128, 128)]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (vast, LARGE),
        (lambda: moving("WEBP"), MOVES),
        (lambda: moving("PNG"), MOVES),
        (lambda: moving("GIF"), KINDS),
        (lambda: written(Image.new("RGB", (20, 20)), "TIFF"), KINDS),
        (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', KINDS),
        (lambda: b"<!doctype html>" + CANARY, KINDS),
        (lambda: b"%PDF-1.7 " + CANARY, KINDS),
        (lambda: b"\xff\xd8\xff\xe0" + CANARY, BROKEN),
        (lambda: from_a_phone("PNG")[:200], BROKEN),
        (lambda: b"", "Vel eit bilete"),
    ],
)
def test_what_is_no_still_photo_is_refused_in_a_sentence(app: Flask, what: Callable[[], bytes], said: str) -> None:
    assert said in refusal(app, what())


def test_a_bomb_is_refused_by_its_head_and_past_that_by_its_process(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The controls: without the limits it is a picture like others, and it is the process that reads the head too."""
    body = vast()
    asked: list[int] = []
    made_beside = photos.beside.made_beside
    monkeypatch.setattr(
        photos.beside, "made_beside", lambda *given, **named: asked.append(1) or made_beside(*given, **named)
    )

    by_its_head = refusal(app, body), len(asked)
    monkeypatch.setattr(photos, "without_notes", lambda *_given: None)
    by_the_process = refusal(app, body), len(asked)
    monkeypatch.setattr(pictures, "MOST_PIXELS", 50_000_000)

    assert (LARGE in by_its_head[0], by_its_head[1]) == (True, 0)
    assert (LARGE in by_the_process[0], by_the_process[1]) == (True, 1)
    assert Image.open(io.BytesIO(taken(app, body))).size == (1_600, 1_600)


@pytest.mark.parametrize(("limit", "least"), [("SECONDS", 0.01), ("MEMORY_MB", 120)])
def test_what_takes_too_much_time_or_memory_is_ended(
    app: Flask, monkeypatch: pytest.MonkeyPatch, limit: str, least: float
) -> None:
    """The control: within the usual limits the same photo is taken."""
    body = written(Image.new("RGB", (6_000, 6_000), "white"), "PNG")

    monkeypatch.setattr(photos, limit, least)
    said = refusal(app, body)
    monkeypatch.undo()

    assert LARGE in said
    assert taken(app, body)


def test_a_page_in_the_points_of_a_picture_is_drawn_over(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A polyglot of the last kind. The control: with its notes taken away alone it stands there still."""
    body = page_in_the_points()

    kept = taken(app, body)
    monkeypatch.setattr(photos, "drawn_anew", lambda body: body)

    assert (CANARY in kept, CANARY in taken(app, body)) == (False, True)


def test_photos_wait_for_a_place_and_say_so_when_there_is_none(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    body = written(Image.new("RGB", (20, 20)), "PNG")
    monkeypatch.setattr(photos, "WAITING_SECONDS", 0.01)
    places = [photos._place() for _each in range(photos.AT_ONCE)]
    for place in places:
        place.__enter__()

    said = refusal(app, body)
    for place in places:
        place.__exit__(None, None, None)

    assert ("mange bilete" in said, refusal(app, body)) == (True, "")


def test_the_process_says_itself_what_it_does_not_take() -> None:
    """Whoever calls it: a size is judged before anything is decoded."""
    limits = {"most_pixels": 40_000_000, "longest_side": 100}

    answers = [to_photo.drawn_anew(body, **limits) for body in (vast(), moving("WEBP"), b"<svg/>")]

    assert answers == [to_photo.TOO_LARGE, to_photo.MOVES, to_photo.BROKEN]
