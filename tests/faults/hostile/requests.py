"""Requests that no browser sends: kept ones with how they must be answered, and any number of others."""

import random
from urllib.parse import quote

VALUES = (
    "", " ", "0", "-1", "1", "99999999999999999999", "1e309", "NaN", "null", "true", "\x00", "\x7f", "æ" * 300, "🙂",
    "\u202e", "../../etc/passwd", "%00", "%", "' OR 1=1 --", "<script>", "{{7*7}}", "2026-02-30", "25:99", "x" * 5_000,
    "a\r\nb: c", "[]", "{}", "()", "\\", "//evil.example", "javascript:1", "nn", "html", "csv", "a,b,c", "0x10", "١",
)  # fmt: skip
"""What stands in arguments and fields."""
NAMES = ("page", "sort", "q", "next", "as", "lang", "format", "year", "from", "to", "id", "key", "only", "back", "at")
HEADERS = {
    "Accept": ("", "*/*;q=2", "text/html;q=x", "application/json", "," * 2_000),
    "Accept-Encoding": ("gzip;q=-1", "br,,,", "identity;q=0", "*"),
    "Accept-Language": ("xx-YY;q=9", "nn;q=", ";;;", "a" * 3_000),
    "Authorization": ("Basic AAAA", "Bearer x", "Basic"),
    "Content-Type": ("text/plain", "multipart/form-data", "multipart/form-data; boundary=", "application/json", "x"),
    "Cookie": ("session=", "session=æ".encode().decode("latin-1"), "session=" + "x" * 3_000, ";;;=", 'a="'),
    "If-Match": ("*", '"x"'),
    "If-Modified-Since": ("yesterday", "Thu, 99 Nov 2099 99:99:99 GMT", "0"),
    "If-None-Match": ("*", '"', 'W/"x", y'),
    "If-Range": ("x", '"'),
    "Origin": ("null", "http://evil.example", "x"),
    "Range": ("bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0," * 200, "x=1", "bytes=99999999999999999999-"),
    "Referer": ("x", "http://[", "javascript:1"),
    "Sec-Fetch-Site": ("x", "cross-site"),
    "User-Agent": ("", "æ".encode().decode("latin-1") * 500),
    "X-Requested-With": ("fetch", "x"),
    "X-Forwarded-For": ("x", "1.2.3.4, ::1", "," * 500),
    "X-Forwarded-Proto": ("ftp", "https"),
}

PATHS = ("/", "/sign-in", "/gjest", "/healthz", "/boards/x", "/static/x/css/base.css", "/socket.io/", "/people", "/%00")
REFUSED = b"400"
_HOST = b"Host: localhost\r\n"
_GET = b"GET / HTTP/1.1\r\n" + _HOST
_POST = b"POST /sign-in HTTP/1.1\r\n" + _HOST
RAW: dict[str, tuple[bytes, bytes]] = {
    "no version": (b"GET /\r\n\r\n", b"200"),
    "a version that is not": (b"GET / HTTP/9.9\r\n\r\n", REFUSED),
    "HTTP 2 at once": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", REFUSED),
    "no method": (b" / HTTP/1.1\r\n\r\n", REFUSED),
    "a method that is not": (b"BREW / HTTP/1.1\r\n" + _HOST + b"\r\n", b"405"),
    "TLS on a plain port": (b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n", REFUSED),
    "a line of 70 kB": (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"414"),
    "a header of 70 kB": (_GET + b"X: " + b"a" * 70_000 + b"\r\n\r\n", REFUSED),
    "5,000 headers": (_GET + b"X: y\r\n" * 5_000 + b"\r\n", REFUSED),
    "a header without a colon": (_GET + b"nothing\r\n\r\n", REFUSED),
    "a header that goes on": (_GET + b"X: a\r\n b\r\n\r\n", b"200"),
    "a length below nothing": (_POST + b"Content-Length: -5\r\n\r\n", REFUSED),
    "a length that is none": (_POST + b"Content-Length: many\r\n\r\n", REFUSED),
    "a length in other digits": (_POST + b"Content-Length: 0x10\r\n\r\n", REFUSED),
    "two lengths": (_POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", REFUSED),
    "a length and pieces": (_POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", REFUSED),
    "pieces of another kind": (_POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", REFUSED),
    "a piece without a size": (_POST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n", REFUSED),
    "a piece of 2^64": (_POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nab", REFUSED),
    "a goodbye in the middle": (_POST + b"Content-Length: 500\r\n\r\nonly this", REFUSED),
    "an expectation that is none": (_POST + b"Expect: a miracle\r\nContent-Length: 0\r\n\r\n", REFUSED),
    "another host's address": (b"GET http://evil.example/ HTTP/1.1\r\n" + _HOST + b"\r\n", b"404"),
    "a path out of the folder": (b"GET /static/x/../../app.py HTTP/1.1\r\n" + _HOST + b"\r\n", b"404"),
}
"""Bytes on a connection, and the status of the answer. A refusal may be lost: unread bytes reset the line."""


def query(chance: random.Random, names: tuple[str, ...] = NAMES) -> dict[str, str]:
    """Some arguments, or fields."""
    return {chance.choice(names): chance.choice(VALUES) for _ in range(chance.randint(0, 4))}


def headers(chance: random.Random) -> dict[str, str]:
    return {name: chance.choice(HEADERS[name]) for name in chance.sample(sorted(HEADERS), chance.randint(0, 3))}


def raw(chance: random.Random) -> bytes:
    """A whole request."""
    given = "&".join(f"{quote(name)}={quote(value)}" for name, value in query(chance).items())
    method = chance.choice(("GET", "GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE"))
    lines = [f"{method} {chance.choice(PATHS)}?{given} HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {value}" for name, value in headers(chance).items()]
    body = given if method in ("POST", "PUT") else ""
    lines += [f"Content-Length: {len(body)}"] if body else []
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode("latin-1")
