"""A browser for tests: it keeps its cookies, carries the form token, and shares no context with the test itself."""

import re
from contextvars import Context

from flask import Flask
from werkzeug.test import TestResponse

from network.core.db import db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Browser:
    def __init__(self, app: Flask, *, user_agent: str = FIREFOX, address: str = "127.0.0.1") -> None:
        self._client = app.test_client()
        self._headers = {"User-Agent": user_agent}
        self._address = {"REMOTE_ADDR": address}
        self._token = ""

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, **fields: str) -> TestResponse:
        """Send a form with a good token."""
        return self.send("POST", path, data={"csrf_token": self.token(), **fields})

    def send(
        self, method: str, path: str, *, data: object = None, headers: dict[str, str] | None = None
    ) -> TestResponse:
        """One request in an empty context, as the server would give it. Afterwards the test reads what it left."""
        answer: TestResponse = Context().run(
            self._client.open,
            path,
            method=method,
            data=data,
            headers={**self._headers, **(headers or {})},
            environ_base=self._address,
        )
        db.session.rollback()
        return answer

    def token(self) -> str:
        """The form token of this browser: read from a page once, and again when its cookie has gone."""
        if not self._token or self.cookie("form") is None:
            self._token = self._token_of_a_page()
        return self._token

    def _token_of_a_page(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/").text)
        assert found is not None
        return found.group(1)

    def cookie(self, name: str) -> str | None:
        kept = self._client.get_cookie(name)
        return kept.value if kept else None

    def set_cookie(self, name: str, value: str) -> None:
        self._client.set_cookie(name, value)

    def is_signed_in(self) -> bool:
        return self.get("/me").status_code == 200
