"""HTML from standard input becomes a tagged PDF on standard output.

It may use our static files and `data:` and nothing else.
"""

import mimetypes
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

BASE = "https://samling.invalid/"
STATIC = Path(__file__).resolve().parents[3] / "static"
VARIANT = "pdf/ua-1"
NO_PANGO = 3


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
