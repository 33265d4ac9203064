"""Following every link as somebody would, over HTTP: which pages are there, and which of them are alike."""

import http.client
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
TELLING = ("class", "type", "role", "data-color", "data-variant", "hidden", "open", "disabled", "aria-current")
"""Attributes by which two elements look or work differently."""
FILES = (".pdf", ".docx", ".csv", ".xlsx", ".ics")
"""Ends of addresses that give a file to take away, and no page."""
ENOUGH = 1
"""So many pages of one endpoint after each other that show nothing new, and the rest is taken as known."""


@dataclass(frozen=True)
class Walker:
    """Somebody with her cookies, and the addresses at which she begins. `stays`: she follows no link from there."""

    who: str
    cookies: dict[str, str]
    starts: tuple[str, ...]
    stays: bool = False


@dataclass(frozen=True)
class Found:
    """A page that was found. `pieces` are its kinds of elements, each with what it stands in, and which heading follows
    which.

    `is_linked`: a link of ours led here.
    """

    who: str
    path: str
    endpoint: str
    status: int
    is_page: bool
    is_linked: bool
    title: str
    pieces: frozenset[str]


class Reading(HTMLParser):
    """What a page is made of, and where it leads to: links with their words."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self.outline: list[str] = []
        self.title = ""
        self._open: list[tuple[str, str]] = []
        self._link: str | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name = " ".join([tag, *(f"{key}={said[key] or ''}" for key in TELLING if key in said)])
        inside = self._open[-1][1] if self._open else ""
        self.pieces.add(f"{inside} > {name}")
        if tag in HEADINGS and self.outline[-1:] != [tag]:
            self.outline.append(tag)
        if (tag == "a" and said.get("href")) or tag == "title":
            self._link, self._words = said.get("href"), ""
        if tag not in VOID:
            self._open.append((tag, name))

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            self.links.append((self._link, " ".join(self._words.split())))
            self._link = None
        if tag == "title" and not self.title:
            self.title = " ".join(self._words.split())
        while self._open and any(one == tag for one, _name in self._open):
            if self._open.pop()[0] == tag:
                return


@dataclass
class Crawl:
    """Everything that one walker comes to. `routes` tells an address's endpoint."""

    address: str
    routes: MapAdapter
    walker: Walker
    found: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        self._waiting: dict[str, dict[str, str]] = {}
        self._known: dict[str, set[str]] = {}
        self._without_news: dict[str, int] = {}
        self._met: set[str] = set()

    def all_pages(self) -> list[Found]:
        self._met.update(self.walker.starts)
        for path in self.walker.starts:
            self._visit(self.endpoint_of(path) or "nothing", path, is_linked=False)
        while (following := self._next()) is not None:
            self._visit(*following)
        self._connection.close()
        return self.found

    def _meet(self, path: str, words: str) -> None:
        endpoint = self.endpoint_of(path)
        if endpoint is None or path in self._met or self.walker.stays:
            return
        self._met.add(path)
        self._waiting.setdefault(endpoint, {})[path] = words

    def _next(self) -> tuple[str, str] | None:
        """Of an endpoint that still has news the link with most words: long names are where a page breaks."""
        for endpoint, links in self._waiting.items():
            if links and self._without_news.get(endpoint, 0) < ENOUGH:
                path = max(links, key=lambda one: len(links[one]))
                del links[path]
                return endpoint, path
        return None

    def _visit(self, endpoint: str, path: str, *, is_linked: bool = True) -> None:
        status, is_page, body = self._ask(path)
        reading = Reading()
        if is_page:
            reading.feed(body)
            reading.pieces |= {" then ".join(pair) for pair in pairwise(["page", *reading.outline])}
        known = self._known.setdefault(endpoint, set())
        self._without_news[endpoint] = 0 if reading.pieces - known else self._without_news.get(endpoint, 0) + 1
        known |= reading.pieces
        self.found.append(
            Found(self.walker.who, path, endpoint, status, is_page, is_linked, reading.title, frozenset(reading.pieces))
        )
        for link, words in reading.links:
            if (target := self._inside(path, link)) is not None:
                self._meet(target, words)

    def _ask(self, path: str) -> tuple[int, bool, str]:
        headers = {"Accept": "text/html", "Accept-Language": "nn"}
        if self.walker.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.walker.cookies.items())
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status in (301, 302, 303) and (target := self._inside(path, answer.headers["Location"])):
            self._meet(target, "")
        kind = answer.headers.get_content_type()
        is_page = kind == "text/html" and answer.status not in (204, 301, 302, 303)
        return answer.status, is_page, body.decode() if is_page else ""

    def _inside(self, path: str, link: str) -> str | None:
        """The path on this server to which a link leads, without its fragment."""
        whole = urlsplit(urljoin(self.address + path, link))
        here = (urlsplit(self.address).hostname, "localhost")
        if whole.scheme not in ("http", "https") or whole.hostname not in here or whole.path.endswith(FILES):
            return None
        return whole.path + (f"?{whole.query}" if whole.query else "")

    def endpoint_of(self, path: str) -> str | None:
        """None for what is no address of ours; a page that is not found has one of its own."""
        try:
            endpoint, _arguments = self.routes.match(urlsplit(path).path, method="GET")
        except RequestRedirect:
            return None
        except HTTPException:
            return "nothing"
        return str(endpoint)


def walkers(folder: Path) -> Iterator[Walker]:
    for told in json.loads((folder / "world.json").read_text()):
        cookies = {name: told[name] for name in ("session", "screen", "browser") if name in told}
        yield Walker(told["who"], cookies, tuple(told["starts"]), told.get("stays", False))


@dataclass
class Looked:
    """What the pages that are looked at have shown so far."""

    answers: set[tuple[str, int]] = field(default_factory=set)
    pieces: set[str] = field(default_factory=set)

    def choose(self, pages: Iterable[Found]) -> list[Found]:
        """Of each endpoint and status the first, and those that hold something which no page has shown before."""
        return [page for page in pages if page.is_page and self._has_news(page)]

    def _has_news(self, page: Found) -> bool:
        answer = (page.endpoint, page.status)
        if answer in self.answers and page.pieces <= self.pieces:
            return False
        self.answers.add(answer)
        self.pieces |= page.pieces
        return True
