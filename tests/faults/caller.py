"""Somebody who sends forms to a running server: with her cookies and a form's token, and without following anything."""

import re
import urllib.request
from dataclasses import dataclass
from http.client import HTTPMessage
from http.cookiejar import Cookie, CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

EDGE = "----between-the-parts"


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: Any) -> None:
        return None


class Caller:
    """A browser without a window, for one thread at a time."""

    def __init__(self, address: str, secret: str | None = None) -> None:
        self._address = address
        jar = CookieJar()
        if secret is not None:
            jar.set_cookie(_session_cookie(secret))
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _Stay)
        self._token = ""

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self._address + path))

    def post(self, path: str, /, **fields: object) -> Answer:
        """Send a form. Its token is read from a page once (`ready`)."""
        self.ready()
        body = urlencode({"csrf_token": self._token, **fields}).encode()
        return self._ask(urllib.request.Request(self._address + path, body, {"Accept": "text/html"}))

    def hand_in(self, path: str, body: bytes, /, **fields: str) -> Answer:
        """Send a form with a file, as a script does."""
        self.ready()
        parts = [
            _part(f'name="{name}"', value.encode()) for name, value in {"csrf_token": self._token, **fields}.items()
        ]
        sent = b"".join([*parts, _part('name="file"; filename="a.png"', body), f"--{EDGE}--\r\n".encode()])
        headers = {"Content-Type": f"multipart/form-data; boundary={EDGE}", "Accept": "application/json"}
        return self._ask(urllib.request.Request(self._address + path, sent, headers))

    def ready(self, path: str = "/gjest") -> "Caller":
        """Have a form's token, so that the next form goes out at once."""
        if not self._token:
            self._token = field_of(self.get(path).text, "csrf_token")
        return self

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return _read(answer.status, answer.headers, answer.read())
        except HTTPError as fault:
            with fault:
                return _read(fault.code, fault.headers, fault.read())


def field_of(page: str, name: str) -> str:
    """What a hidden field of a page says."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"no field {name}"
    return found[1]


def _part(about: str, body: bytes) -> bytes:
    return f"--{EDGE}\r\nContent-Disposition: form-data; {about}\r\n\r\n".encode() + body + b"\r\n"


def _read(status: int, headers: HTTPMessage, body: bytes) -> Answer:
    return Answer(status, headers.get("Location", ""), body.decode())


def _session_cookie(secret: str) -> Cookie:
    return Cookie(
        version=0, name="session", value=secret, port=None, port_specified=False, domain="127.0.0.1",
        domain_specified=False, domain_initial_dot=False, path="/", path_specified=True, secure=False, expires=None,
        discard=True, comment=None, comment_url=None, rest={},
    )  # fmt: skip
