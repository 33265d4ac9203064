"""The forms that stand on the program's own pages, filled in as a person would: nobody has to write them down twice."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.access.meanings import Holder
from tests.access.walking import Walker, address, routes
from tests.access.world import HOLDERS, TODAY, World

FILLERS = tuple(
    holder for name in ("pia", "frode", "kari", "dag", "gro", "nobody") for holder in HOLDERS if holder.name == name
)
TYPED = {
    "address": "https://prove.example/lysark",
    "arrived": "10:15",
    "clock": "12:00",
    "code": "1234",
    "date": "2026-12-01",
    "dates": "14.12.2026",
    "days_before": "6",
    "from_date": "2026-11-01",
    "host": "mail.prove.example",
    "into": "9911 Vesle Nordvik\n9912 Store Nordvik",
    "last_day": "2026-12-31",
    "minutes": "20",
    "number": "9950",
    "on": "2027-01-01",
    "people": "Namn\tE-post\tKommune\tRolle\nNils Døme\tnils@prove.example\tNordvik\tDelegat",
    "port": "25",
    "starts": "09:30",
    "video_link": "https://prove.example/rom",
}
"""What is typed into empty fields, by their name; into all others a word."""
WORD, MORE = "Døme", " igjen"
CHANGED = ("name", "title", "text", "practical", "why", "party", "answer_1")
"""Fields in which something stands already, and to which something is added: a form sent as it came changes nothing."""
ANEW = ("arrived",)
"""Fields that are written anew whatever stands there."""
SAYING = ("act", "picture", "is_open", "state", "minutes", "answer", "to")
KEPT_EMPTY = ("password", "user", "reply_by", "last_departure", "phases", "left", "to_date", "speaker_contact")
ON_PAGE = {("/gjest", "code"): "2345 6789"}


@dataclass(frozen=True)
class Filled:
    """A form as it would be sent by `who`, who found it on `page`. `button` is the pressed one's name and value."""

    endpoint: str
    who: Holder
    page: str
    path: str
    fields: dict[str, list[str]] = field(compare=False, hash=False)
    button: tuple[str, str] | None = None
    has_file: bool = False

    @property
    def kind(self) -> str:
        """What tells the forms of one address apart: the button, and fields that say what is to be done."""
        said = [self.button] if self.button else []
        said += [(name, self.fields[name][0]) for name in SAYING if self.fields.get(name)]
        return f"{self.endpoint} {said}{' of a note' if self.fields.get('note_id') else ''}"

    def body(self) -> dict[str, list[str]]:
        return {**self.fields, self.button[0]: [self.button[1]]} if self.button else self.fields


@dataclass
class Form:
    """What a page says of one form."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str] | None] = field(default_factory=list)
    has_file: bool = False


class Page(HTMLParser):
    """The forms of a page that are sent by POST, filled in."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._path = path
        self._ids: dict[str, Form] = {}
        self._form: Form | None = None
        self._select: tuple[str, Form | None] | None = None
        self._area: tuple[str, Form | None] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._begin(given)
        form = self._ids.get(given.get("form", ""), self._form)
        name = given.get("name", "")
        if tag == "select":
            self._select = (name, form)
        elif tag == "option" and self._select:
            self._choose(given)
        elif tag == "textarea":
            self._area, self._text = (name, form), ""
        elif form and tag == "input":
            _take_input(form, name, given)
        elif form and tag == "button" and given.get("type", "submit") == "submit":
            form.buttons.append((name, given.get("value", "")) if name else None)

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = None
        if tag == "textarea" and self._area:
            name, form = self._area
            if form and name:
                form.fields[name] = [typed(form.action, name, self._text.strip())]
            self._area = None

    def _begin(self, given: dict[str, str]) -> None:
        self._form = Form(urljoin(self._path, given.get("action") or self._path))
        if given.get("method", "").lower() == "post":
            self.forms.append(self._form)
        if given.get("id"):
            self._ids[given["id"]] = self._form

    def _choose(self, given: dict[str, str]) -> None:
        """The selected option, else the first that means something."""
        assert self._select is not None
        name, form = self._select
        if form and name and ("selected" in given or not any(form.fields.get(name, []))):
            form.fields[name] = [given.get("value", "")]


def _take_input(form: Form, name: str, given: dict[str, str]) -> None:
    kind, value = given.get("type", "text"), given.get("value", "")
    if kind == "file":
        form.has_file = True
    elif kind in ("submit", "image"):
        form.buttons += [(name, value)] if name else []
    elif kind in ("checkbox", "radio"):
        if "checked" in given or (kind == "radio" and name not in form.fields):
            form.fields[name] = [value or "on"] if kind == "radio" else [*form.fields.get(name, []), value or "on"]
    elif name:
        form.fields[name] = [value if kind == "hidden" else typed(form.action, name, value)]


def typed(path: str, name: str, value: str) -> str:
    """What a person would leave in this field of the form at `path`, in which `value` stands."""
    if name in ANEW:
        return TYPED[name]
    if value:
        return value + MORE if name in CHANGED else value
    if name in KEPT_EMPTY or name[-1:].isdigit():
        return ""
    if name.endswith("email"):
        return f"ny{zlib.crc32(path.encode())}@prove.example"
    return ON_PAGE.get((path, name)) or TYPED.get("minutes" if name.startswith("phase_") else name, WORD)


def forms_on(app: Flask, walker: Walker, who: Holder, page: str) -> Iterator[Filled]:
    """The forms that she finds there, one for each of a form's named buttons."""
    answer = walker.ask(who, "GET", page)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return
    parsed = Page(page)
    parsed.feed(answer.text)
    for form in parsed.forms:
        endpoint = endpoint_of(app, form.action)
        if endpoint is not None:
            filled = Filled(endpoint, who, page, form.action, form.fields, has_file=form.has_file)
            yield from (replace(filled, button=button) for button in dict.fromkeys(form.buttons or [None]))


def endpoint_of(app: Flask, path: str) -> str | None:
    try:
        endpoint, _arguments = app.url_map.bind("localhost").match(path.partition("?")[0], method="POST")
    except (HTTPException, RequestRedirect):
        return None
    return str(endpoint)


def harvest(app: Flask, world: World, walker: Walker) -> list[Filled]:
    """Every kind of form that the fillers find on today's pages, each once."""
    pages = [
        address(app, world, route, TODAY)
        for route in routes(app)
        if route.method == "GET" and "static" not in route.path
    ]
    found: dict[str, Filled] = {}
    for who in FILLERS:
        for page in pages:
            for filled in forms_on(app, walker, who, page):
                found.setdefault(filled.kind, filled)
    return list(found.values())
