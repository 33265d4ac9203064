"""A photo from standard input becomes a small JPEG on standard output: one still picture, drawn anew, with no notes.

`to_photo.py MOST_PIXELS LONGEST_SIDE`. Exit code TOO_LARGE, MOVES or BROKEN for what is no such photo.
"""

import sys
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 80
TOO_LARGE, MOVES, BROKEN = 3, 4, 5


def drawn_anew(body: bytes, *, most_pixels: int, longest_side: int) -> bytes | int:
    """The JPEG, or why there is none. Its size is read from the head, before anything is decoded."""
    Image.MAX_IMAGE_PIXELS = None  # ours is stricter, and asked first
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as photo:
            if photo.width * photo.height > most_pixels:
                return TOO_LARGE
            if photo.format != "MPO" and getattr(photo, "n_frames", 1) > 1:  # MPO: a phone's second picture for depth
                return MOVES
            made = BytesIO()
            _on_white(photo, longest_side).save(made, "JPEG", quality=QUALITY, optimize=True)
            return made.getvalue()
    except MemoryError:
        return TOO_LARGE
    except (OSError, ValueError, SyntaxError, EOFError):  # what Pillow says of a broken one
        return BROKEN


def _on_white(photo: Any, longest_side: int) -> Any:
    """Small, as the camera was held, and in a picture of its own: nothing that hung on the photo comes along."""
    photo.draft("RGB", (longest_side, longest_side))  # a JPEG is made smaller while it is read
    if photo.mode.startswith("I"):  # a scanner's 65,536 greys; converted as they are, most would be white
        photo = photo.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    elif photo.mode not in ("L", "LA", "RGB", "RGBA"):
        photo = photo.convert("RGBA" if "transparency" in photo.info or photo.mode == "PA" else "RGB")
    photo.thumbnail((longest_side, longest_side))
    photo = ImageOps.exif_transpose(photo).convert("RGBA")
    plain = Image.new("RGB", photo.size, "white")
    plain.paste(photo, mask=photo.getchannel("A"))
    return plain


def main() -> int:
    """Standard input to standard output."""
    most_pixels, longest_side = map(int, sys.argv[1:])
    made = drawn_anew(sys.stdin.buffer.read(), most_pixels=most_pixels, longest_side=longest_side)
    if isinstance(made, int):
        return made
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
