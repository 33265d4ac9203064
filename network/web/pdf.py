"""Pages on paper: HTML becomes a tagged PDF in a process of its own, so that neither its time nor its crash is ours."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes.util import find_library
from importlib.util import find_spec

from network.core import beside
from network.core.language import gettext as _
from network.web.printers import to_pdf
from network.web.printers.to_pdf import NO_PANGO

SECONDS = 30.0
AT_ONCE = 2
LIBRARIES = ("gobject-2.0", "pango-1.0", "harfbuzz", "fontconfig", "pangoft2-1.0")
"""What WeasyPrint cannot do without (its text/ffi.py)."""
COMMAND = (sys.executable, "-P", to_pdf.__file__)

_places = threading.BoundedSemaphore(AT_ONCE)


class PdfUnavailable(Exception):
    """No PDF can be made now. `message` says why, and what the person can do instead."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def pdf_from(html: str) -> bytes:
    """The page as PDF/UA-1, with its language and title. It may use our static files and `data:` and nothing else.

    Units: at most SECONDS, and AT_ONCE at a time. Never call it inside a unit of work: it waits.
    Raises PdfUnavailable when Pango is missing or it takes too long.
    """
    too_long = _("The PDF took too long to make. Print the page from the browser instead.")
    done = made_beside(COMMAND, html.encode(), too_long=too_long)
    if done.returncode == NO_PANGO:
        raise PdfUnavailable(_without_pango())
    if done.returncode:
        raise RuntimeError(f"no PDF: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


def made_beside(command: Sequence[str], given: bytes, *, too_long: str) -> "subprocess.CompletedProcess[bytes]":
    """What a printer made of `given`. Raises PdfUnavailable, with `too_long`, when that takes more than SECONDS."""
    with place_beside():
        try:
            return _run(command, given)
        except beside.TookTooLong as fault:
            raise PdfUnavailable(too_long) from fault


def _run(command: Sequence[str], given: bytes) -> "subprocess.CompletedProcess[bytes]":
    return beside.made_beside(command, given, seconds=SECONDS)


@contextmanager
def place_beside() -> Iterator[None]:
    """One of the AT_ONCE places in which papers are made. Raises PdfUnavailable when none is free for too long."""
    if not _places.acquire(timeout=SECONDS):
        raise PdfUnavailable(_("Many papers are being made just now. Wait a minute and try again, or print the page."))
    try:
        yield
    finally:
        _places.release()


def why_unavailable() -> str | None:
    """What keeps this machine from making PDFs, in words; None when it can.

    It looks for what WeasyPrint loads, and loads none of it: a page must not wait for that.
    """
    return None if find_spec("weasyprint") and all(map(_has_library, LIBRARIES)) else _without_pango()


def _has_library(name: str) -> bool:
    return any(find_library(called) for called in (name, f"lib{name}-0"))  # the second is Windows' way


def _without_pango() -> str:
    return _(
        "This machine lacks Pango, which sets the text. Whoever runs it can install it (on Debian: libpango-1.0-0, "
        "libpangoft2-1.0-0 and libharfbuzz-subset0). Until then, print the page from the browser."
    )
