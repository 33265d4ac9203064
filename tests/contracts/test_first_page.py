"""The first page is light: what a phone fetches before it shows anything, all of it, compressed, is at most 150 kB.

A size is no timing, so it may be a test. Counted is what the page itself asks for: its HTML, styles, fonts, icons,
and the modules that its scripts import, each once, as the server sends them to a browser that can read gzip. What the
service worker fetches afterwards, in the background, is not waited for.
"""

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.web import assets
from tests.access.world import World, build_world

LIMIT_BYTES = 150_000
GZIP = {"Accept-Encoding": "gzip"}
IMPORTS = re.compile(r"""(?:^|[;}\s])(?:import|export)\s*(?:[\w*{][^"'();]*?from\s*)?["']([^"']+)["']""")
FONT = re.compile(r"""url\(["']?([^"')]+\.woff2)""")
RARE = "latin-ext"
"""Letters of other alphabets than ours: fetched only by a page that has one."""


class Links(HTMLParser):
    """What a page asks the browser to fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_fetched = given.get("rel") in ("stylesheet", "icon", "manifest", "modulepreload", "preload")
        if tag == "link" and is_fetched and given.get("href"):
            self.found.append(str(given["href"]))
        if tag in ("script", "img") and given.get("src"):
            self.found.append(str(given["src"]))
        if given.get("data-texts"):
            self.found.append(str(given["data-texts"]))


def weights(client: FlaskClient, page: str) -> dict[str, int]:
    """Address → bytes on the wire, of the page and of everything that it needs, each once."""
    found: dict[str, int] = {}
    waiting = [page]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = client.get(address, headers=GZIP)
        assert answer.status_code == 200, address
        found[address] = len(answer.data)
        waiting += named_in(client.get(address).text, address) if not address.endswith((".woff2", ".png")) else []
    return found


def named_in(text: str, address: str) -> Iterator[str]:
    if address.endswith((".css",)):
        yield from (urljoin(address, font) for font in FONT.findall(text) if RARE not in font)
    elif address.endswith((".js", ".mjs")):
        yield from (resolved(name, address) for name in IMPORTS.findall(text))
    elif text.lstrip().startswith("<!doctype"):
        links = Links()
        links.feed(text)
        yield from links.found


def resolved(name: str, address: str) -> str:
    """What the browser makes of a module's name, by the import map."""
    if name.startswith((".", "/")):
        return urljoin(address, name)
    outside: dict[str, str] = json.loads(assets.import_map())["imports"]
    return outside[name] if name in outside else outside["network/"] + name.removeprefix("network/")


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(app)


@pytest.fixture
def client_of(app: Flask, world: World) -> Callable[[str | None], FlaskClient]:
    def make(name: str | None) -> FlaskClient:
        client = app.test_client()
        if name is not None:
            client.set_cookie("session", world.cookies[name])
        return client

    return make


@pytest.mark.parametrize(("who", "page"), [("dag", "/"), (None, "/"), (None, "/sign-in"), ("gro", "/")])
def test_the_first_page_weighs_at_most_150_kb(
    client_of: Callable[[str | None], FlaskClient], who: str | None, page: str
) -> None:
    found = weights(client_of(who), page)

    heaviest = sorted(((size, address) for address, size in found.items()), reverse=True)
    assert sum(found.values()) <= LIMIT_BYTES, heaviest
    kinds = {Path(address).suffix for address in found}
    assert {".css", ".js", ".woff2"} <= kinds


def test_what_a_module_imports_is_counted_as_well(client_of: Callable[[str | None], FlaskClient]) -> None:
    """The control: modules of modules, by the import map and beside each other."""
    found = weights(client_of(None), "/sign-in")

    names = {Path(address).name for address in found}
    assert {"main.js", "register.js", "kit.js", "inter.css", "base.css"} <= names
    assert any(name.startswith("digdir-designsystemet-web") for name in names)


def test_without_compression_the_page_would_be_too_heavy(client_of: Callable[[str | None], FlaskClient]) -> None:
    """The other control."""
    client = client_of(None)

    assert sum(len(client.get(address).data) for address in weights(client, "/sign-in")) > LIMIT_BYTES
