"""Pages on paper: HTML becomes a tagged PDF in a process of its own, so that neither its time nor its crash is ours.

`python -m network.web.pdf` reads HTML and writes the PDF.
"""

import mimetypes
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from network.core.language import gettext as _
from network.core.settings import ROOT

SECONDS = 30.0
AT_ONCE = 2
VARIANT = "pdf/ua-1"
BASE = "https://samling.invalid/"
STATIC = ROOT / "static"
NO_PANGO = 3
LIBRARIES = ("gobject-2.0", "pango-1.0", "harfbuzz", "fontconfig", "pangoft2-1.0")
"""What WeasyPrint cannot do without (its text/ffi.py)."""
COMMAND = (sys.executable, "-m", "network.web.pdf")

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
    with place_beside():
        try:
            done = subprocess.run(
                COMMAND, input=html.encode(), capture_output=True, timeout=SECONDS, cwd=ROOT, check=False
            )
        except subprocess.TimeoutExpired as fault:
            said = _("The PDF took too long to make. Print the page from the browser instead.")
            raise PdfUnavailable(said) from fault
    if done.returncode == NO_PANGO:
        raise PdfUnavailable(_without_pango())
    if done.returncode:
        raise RuntimeError(f"no PDF: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout


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


def static_file(address: str) -> Path:
    """The file of ours that an address of a page names.

    Raises ValueError for everything else: what people wrote must not make us fetch anything.
    """
    parts = urlsplit(address)
    if not address.startswith(f"{BASE}static/"):
        raise ValueError(f"not fetched: {parts.scheme}:")
    _root, _static, _revision, *names = unquote(parts.path).split("/")
    path = STATIC.joinpath(*names).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file():
        raise ValueError("not fetched: no file of ours")
    return path


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # slow import: only this process needs it

    class OurFilesOnly(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = static_file(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return OurFilesOnly(allowed_protocols=("data",), allow_redirects=False)


def main() -> int:
    """Standard input to standard output. Exit code NO_PANGO when the text cannot be set here."""
    try:
        from weasyprint import HTML  # slow import, and it needs Pango
    except OSError as fault:
        print(fault, file=sys.stderr)  # noqa: T201
        return NO_PANGO
    page = HTML(string=sys.stdin.buffer.read().decode(), base_url=BASE, url_fetcher=_fetcher())
    sys.stdout.buffer.write(page.write_pdf(pdf_variant=VARIANT, pdf_tags=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
