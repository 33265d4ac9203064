"""What a page weighs on the wire: itself and all that it makes a browser fetch before it is whole, each once.

Counted are the HTML, styles and their fonts, icons, texts, and the modules that its scripts import, as the server sends
them to a browser that can read gzip. Letters that only other alphabets have are left out (a page without such a letter
does not ask for them), and so is what the service worker fetches afterwards, in the background.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

IMPORTS = re.compile(r"""(?:^|[;}\s])(?:import|export)\s*(?:[\w*{][^"'();]*?from\s*)?["']([^"']+)["']""")
FONT = re.compile(r"""url\(["']?([^"')]+\.woff2)""")
RARE = "latin-ext"
FETCHED = ("stylesheet", "icon", "manifest", "modulepreload", "preload")


@dataclass(frozen=True)
class Sent:
    """An answer: the bytes on the wire, and its text if it is one."""

    size: int
    text: str


Fetch = Callable[[str], Sent]


class Links(HTMLParser):
    """What a page asks the browser to fetch, and the import map."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.imports: dict[str, str] = {}
        self.brought: set[str] = set()
        self._in_map = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._meet(tag, given)
        self._in_map = tag == "script" and given.get("type") == "importmap"
        if tag == "link" and given.get("rel") in FETCHED and given.get("href"):
            self.found.append(str(given["href"]))
        if tag in ("script", "img") and given.get("src"):
            self.found.append(str(given["src"]))
        if given.get("data-texts"):
            self.found.append(str(given["data-texts"]))

    def _meet(self, tag: str, given: dict[str, str | None]) -> None:
        """What main.js brings because it stands on the page: an element's own module, and the kit for the kit's."""
        if tag.startswith("ds-") or "commandfor" in given or "popovertarget" in given:
            self.brought |= {"network/ui/kit.js", "@digdir/designsystemet-web"}
        elif "-" in tag:
            self.brought.add(f"network/elements/{tag}.js")

    def handle_endtag(self, tag: str) -> None:
        self._in_map = False

    def handle_data(self, data: str) -> None:
        if self._in_map:
            self.imports = json.loads(data)["imports"]


def weights(fetch: Fetch, page: str) -> dict[str, int]:
    """Address → bytes, of the page and of everything that it needs."""
    first = fetch(page)
    links = Links()
    links.feed(first.text)
    found, waiting = {page: first.size}, [*links.found]
    waiting += [resolved(name, page, links.imports) for name in sorted(links.brought)]
    while waiting:
        address = waiting.pop()
        if address not in found:
            sent = fetch(address)
            found[address] = sent.size
            waiting += named_in(sent.text, address, links.imports)
    return found


def named_in(text: str, address: str, imports: dict[str, str]) -> Iterator[str]:
    if address.endswith(".css"):
        yield from (urljoin(address, font) for font in FONT.findall(text) if RARE not in font)
    if address.endswith((".js", ".mjs")):
        yield from (resolved(name, address, imports) for name in IMPORTS.findall(text))


def resolved(name: str, address: str, imports: dict[str, str]) -> str:
    """What a browser makes of a module's name."""
    if name.startswith((".", "/")):
        return urljoin(address, name)
    if name in imports:
        return imports[name]
    prefix = next(prefix for prefix in imports if prefix.endswith("/") and name.startswith(prefix))
    return imports[prefix] + name.removeprefix(prefix)
