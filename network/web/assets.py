"""Static files: under an address that changes when any of them does, so that a browser may keep them for a year."""

import base64
import gzip
import hashlib
import json
import mimetypes
import os
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.security import safe_join

from network.access.actor import VISITOR
from network.access.guard import acts, authorize_anywhere
from network.core.errors import NotFound
from network.core.settings import ROOT
from network.web.compression import is_compressible, wants_gzip

STATIC = ROOT / "static"
FOR_READERS = ("LICENCES", "SHA256SUMS", "LEGAL.txt")
KEEP = "public, max-age=31536000, immutable"

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("text/javascript", ".js")


def register(app: Flask) -> None:
    app.add_url_rule(f"/static/{revision()}/<path:filename>", "static", static)
    app.add_url_rule(f"/static/{revision()}/all", "static_all", everything)
    app.add_url_rule("/static/<old_revision>/<path:filename>", "static_of_older_page", static)
    app.jinja_env.globals.update(asset=asset, import_map=import_map_tag)


def files() -> list[str]:
    """Each static file, as its path below static/, in order."""
    found = (path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.startswith("."))


@cache
def revision() -> str:
    """Names the whole static tree: 12 hex digits that change with any byte in it."""
    sums = hashlib.sha256()
    for name in files():
        sums.update(name.encode() + b"\0" + hashlib.sha256((STATIC / name).read_bytes()).digest())
    return sums.hexdigest()[:12]


def asset(filename: str) -> str:
    """The address of a static file: `asset("css/base.css")`."""
    return url_for("static", filename=filename)


@cache
def import_map() -> str:
    """The import map as it stands in each page: outside names, and "network/" for our own modules."""
    base = f"/static/{revision()}"
    outside = json.loads((STATIC / "vendor/importmap.json").read_text())["imports"]
    imports = {name: f"{base}/vendor/{path.removeprefix('./')}" for name, path in outside.items()}
    return json.dumps({"imports": {**imports, "network/": f"{base}/js/"}}, separators=(",", ":"))


def import_map_tag() -> Markup:
    """The only inline script there is."""
    return Markup('<script type="importmap">{}</script>').format(Markup(import_map()))


@cache
def import_map_hash() -> str:
    """What the content security policy calls the import map."""
    digest = hashlib.sha256(import_map().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@acts("network.read")
def static(filename: str, old_revision: str | None = None) -> ResponseReturnValue:
    """A page from before an upgrade gets today's file, and is told not to keep it under the old name."""
    authorize_anywhere(VISITOR, "network.read")
    path = safe_join(str(STATIC), filename)
    if path is None or not os.path.isfile(path):  # Path.is_file raises for a name longer than a file system takes
        raise NotFound()
    return _answer(
        _read(path, Path(path).stat().st_mtime_ns), _content_type(path), "no-cache" if old_revision else KEEP
    )


@acts("network.read")
def everything() -> ResponseReturnValue:
    """All that the service worker keeps, in one answer: 120 phones at a door would else ask for 200 files each.

    The first line is JSON, a list of [address, content type, bytes]; behind it stand the files in that order.
    """
    authorize_anywhere(VISITOR, "network.read")
    return _answer(_everything(), "application/octet-stream", KEEP)


Kept = tuple[bytes, bytes | None, str]
"""What is sent, the same gzipped if that helps, and its etag."""


def _answer(kept: Kept, content_type: str, keep: str) -> Response:
    body, packed, etag = kept
    zipped = packed is not None and wants_gzip()
    response = Response(packed if zipped else body, content_type=content_type)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    if packed is not None:
        response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = keep
    response.set_etag(f"{etag}-gzip" if zipped else etag)
    response.make_conditional(request)
    return response


@lru_cache(maxsize=512)
def _read(path: str, _modified_ns: int) -> Kept:
    """Remembered until the file changes."""
    body = Path(path).read_bytes()
    return _kept(body, is_compressed=is_compressible(mimetypes.guess_type(path)[0]))


@cache
def _everything() -> Kept:
    bodies = {name: (STATIC / name).read_bytes() for name in _precached()}
    told = [[f"/static/{revision()}/{name}", _content_type(name), len(body)] for name, body in bodies.items()]
    return _kept(b"\n".join((json.dumps(told).encode(), b"".join(bodies.values()))), is_compressed=True)


def _kept(body: bytes, *, is_compressed: bool) -> Kept:
    packed = gzip.compress(body, mtime=0) if is_compressed else None
    return body, packed, hashlib.sha256(body).hexdigest()[:16]


def _content_type(path: str) -> str:
    kind = mimetypes.guess_type(path)[0] or "text/plain"
    return f"{kind}; charset=utf-8" if is_compressible(kind) else kind


def _precached() -> list[str]:
    """What a device keeps beforehand: all but what only a reader of licences wants, and rare letters."""
    return [name for name in files() if not name.endswith(FOR_READERS) and "latin-ext" not in name and name != "sw.js"]
