"""Photos that pages show as pictures: drawn anew beside the server, so that what is shown is ours (TRUST C9).

A bomb that gets past the reading of its head goes off in that process, within its limits of memory and time.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.datastructures import FileStorage

from network.core import beside, files
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.web import pictures
from network.web.pictures import BadPicture, without_notes
from network.web.printers import to_photo
from network.web.uploads import LARGEST_BYTES, Upload, clean_name, kind_of

SECONDS = 10.0
MEMORY_MB = 512
AT_ONCE = 2
WAITING_SECONDS = 20.0
"""For one of the AT_ONCE places."""
LONGEST_SIDE = 1_600
"""Points: handwriting on an A3 sheet can be read, and a phone has it within a second or two."""

_places = threading.BoundedSemaphore(AT_ONCE)


def take(file: FileStorage | None) -> Upload:
    """Keep a photo, drawn anew as a small JPEG, under the fingerprint of its bytes.

    Waits, and writes to the disk: not inside a unit of work. Raises Invalid("file").
    """
    body = file.stream.read(LARGEST_BYTES + 1) if file is not None else b""
    if file is None or not body:
        raise Invalid("file", _("Choose a photo."))
    if len(body) > LARGEST_BYTES:
        raise Invalid("file", _("The photo is larger than 20 MB. Make it smaller, or take it anew."))
    kind = kind_of(body) or ""
    if not kind.startswith("image/"):
        raise Invalid("file", _("A photo is a JPEG, PNG or WebP file."))
    try:
        without_notes(body, kind)  # followed to its end, and its size read: the cheap part, before a process is started
    except BadPicture as fault:
        raise Invalid("file", _too_large() if fault.is_too_large else _broken()) from fault
    made = drawn_anew(body)
    return Upload(files.store(made), clean_name(file.filename or "", pictures.JPEG), pictures.JPEG, len(made))


def drawn_anew(body: bytes) -> bytes:
    """One still picture as a small JPEG without notes. Waits for its place and its process. Raises Invalid("file")."""
    command = (sys.executable, "-P", to_photo.__file__, str(pictures.MOST_PIXELS), str(LONGEST_SIDE))
    with _place():
        try:
            done = beside.made_beside(command, body, seconds=SECONDS, memory_mb=MEMORY_MB)
        except beside.TookTooLong as fault:
            raise Invalid("file", _too_large()) from fault
    if done.returncode == to_photo.MOVES:
        raise Invalid("file", _("This picture moves. A photo is one still picture."))
    if done.returncode == to_photo.BROKEN:
        raise Invalid("file", _broken())
    if done.returncode:  # also of a process that was ended at its limits
        raise Invalid("file", _too_large())
    return done.stdout


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=WAITING_SECONDS):
        raise Invalid("file", _("Many photos are coming just now. Wait a minute, and press again."))
    try:
        yield
    finally:
        _places.release()


def _too_large() -> str:
    return _("This picture is too large: at most 40 million points. Make it smaller, or take it anew.")


def _broken() -> str:
    return _("This picture is broken. Save it anew, or take the photo once more.")
