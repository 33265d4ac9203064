"""Speaking five languages: texts, dates, numbers and alphabets, in a request and outside one.

Source strings are English. A text that a language lacks is looked for among its neighbours before English is used,
because a Norwegian reads Swedish more gladly than English (rule L-1 in docs/rules.md).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.dates import format_time as babel_time
from babel.dates import format_timedelta
from babel.lists import format_list as babel_list
from babel.numbers import format_decimal
from jinja2 import Environment
from markupsafe import Markup, escape

from network.core import catalogues, clock
from network.core.catalogues import Forms, key_of

LANGUAGES = ("nn", "nb", "sv", "da", "en")
DEFAULT = "nn"
NAMES = {"nn": "Nynorsk", "nb": "Bokmål", "sv": "Svenska", "da": "Dansk", "en": "English"}
NEIGHBOURS = {
    "nn": ("nn", "nb", "sv", "da", "en"),
    "nb": ("nb", "nn", "da", "sv", "en"),
    "sv": ("sv", "nb", "nn", "da", "en"),
    "da": ("da", "nb", "nn", "sv", "en"),
    "en": ("en",),
}
TRANSLATIONS = Path(__file__).parents[2] / "translations"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)
_zone: ContextVar[str] = ContextVar("zone", default="Europe/Oslo")


def current() -> str:
    """The code of the language now spoken: one of LANGUAGES."""
    return _language.get()


def current_zone() -> str:
    """The name of the zone in which times are shown."""
    return _zone.get()


@contextmanager
def speaking(language: str, *, zone: str | None = None) -> Iterator[None]:
    """Speak `language` (and show times in `zone`) inside the block: for a request, a mail, a job."""
    spoken = _language.set(language if language in LANGUAGES else DEFAULT)
    shown = _zone.set(zone or current_zone())
    try:
        yield
    finally:
        _zone.reset(shown)
        _language.reset(spoken)


def choose(wishes: Iterable[str | None], *, accepted: Iterable[str] = ()) -> str:
    """The first wish that we speak, else the first of the browser's `accepted` that we speak, else nynorsk.

    `accepted` are language tags, most wanted first. `no` and `no-NO` mean bokmål: Babel knows neither.
    """
    for tag in [*wishes, *accepted]:
        code = _code(tag)
        if code in LANGUAGES:
            return code
    return DEFAULT


def _code(tag: str | None) -> str:
    code = (tag or "").lower().replace("_", "-").split("-")[0]
    return "nb" if code == "no" else code


@cache
def catalogue(language: str, domain: str = "messages") -> Mapping[str, Forms]:
    """Everything that can be said in `language`, what is missing filled in from its neighbours.

    Shape: key (context and msgid with CONTEXT_MARK between, or msgid alone) to its forms.
    """
    filled: dict[str, Forms] = {}
    for neighbour in reversed(NEIGHBOURS[language]):
        filled.update(stored(neighbour, domain))
    return filled


def said_in(domain: str) -> Mapping[str, tuple[str, ...]]:
    """Key to the source files that say it."""
    return catalogues.places(TRANSLATIONS / "en" / "LC_MESSAGES" / f"{domain}.po")


def stored(language: str, domain: str) -> dict[str, Forms]:
    """What stands in the one file of this language and domain, without neighbours."""
    return catalogues.read(TRANSLATIONS / language / "LC_MESSAGES" / f"{domain}.po", language, domain)


def gettext(message: str, /, **values: object) -> str:
    """`message` in the language now spoken, with its `%(name)s` filled in."""
    forms = catalogue(current()).get(message)
    return _filled(forms[0] if forms else message, values)


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The form that fits `count`, which fills `%(num)s`. Our five languages share one rule: one, or not one."""
    forms = catalogue(current()).get(one) or (one, many)
    return _filled(forms[0] if count == 1 else forms[-1], {"num": count, **values})


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Like gettext, for a word that means different things in different places."""
    forms = catalogue(current()).get(key_of(message, context))
    return _filled(forms[0] if forms else message, values)


def npgettext(context: str, one: str, many: str, count: int, /, **values: object) -> str:
    """Like ngettext, for a word that means different things in different places."""
    forms = catalogue(current()).get(key_of(one, context)) or (one, many)
    return _filled(forms[0] if count == 1 else forms[-1], {"num": count, **values})


class LazyText:
    """A text that is looked up when it is shown: for labels that are written while the module is read."""

    def __init__(self, message: str, **values: object) -> None:
        self._message = message
        self._values = values

    def __str__(self) -> str:
        return gettext(self._message, **self._values)

    def __html__(self) -> Markup:
        return escape(str(self))

    def __mod__(self, values: object) -> str:
        return str(self) % values

    def __len__(self) -> int:
        return len(str(self))


lazy_gettext = LazyText


def _filled(text: str, values: Mapping[str, object]) -> str:
    return text % values if values else text


def format_date(day: date | datetime, style: str = "long", *, zone: str | None = None) -> str:
    """`torsdag 12. mars 2026` as "full", `12. mars 2026` as "long"; also "medium", "short" or a CLDR pattern."""
    shown = day.astimezone(_zone_info(zone)).date() if isinstance(day, datetime) else day
    return babel_date(shown, format=style, locale=_locale())


def format_time(moment: datetime, style: str = "short", *, zone: str | None = None) -> str:
    """The clock at `moment`, an aware datetime, where the gathering is: "short" or a CLDR pattern without seconds."""
    local = moment.astimezone(_zone_info(zone))
    return _clock(time(local.hour, local.minute), style, _locale())


@lru_cache(maxsize=4096)
def _clock(shown: time, style: str, locale: Locale) -> str:
    """Kept, because a list says the same few minutes for 120 people."""
    return babel_time(shown, format=style, locale=locale)


def format_datetime(moment: datetime, style: str = "long", *, zone: str | None = None) -> str:
    """Day and clock. "long" leaves out seconds and the zone's name, which nobody in the hall needs."""
    if style == "long":
        day, time = format_date(moment, "long", zone=zone), format_time(moment, zone=zone)
        pattern = str(_locale().datetime_formats["long"])
        return pattern.replace("'", "").replace("{1}", day).replace("{0}", time)
    return babel_datetime(moment, format=style, tzinfo=_zone_info(zone), locale=_locale())


def format_ago(moment: datetime) -> str:
    """How long since, or until, `moment`: `for 3 døgn sidan`."""
    return format_timedelta(moment - clock.now(), add_direction=True, locale=_locale())


def format_number(number: float) -> str:
    """`12 345,6`."""
    return format_decimal(number, locale=_locale())


def format_list(words: Iterable[str]) -> str:
    """`Anna, Bo og Kai`."""
    return babel_list(list(words), locale=_locale())


def install(environment: Environment) -> None:
    """Teach Jinja `_`, `{% trans %}` and the filters of dates and numbers."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    environment.filters.update(
        date=format_date,
        time=format_time,
        datetime=format_datetime,
        ago=format_ago,
        number=format_number,
        listed=format_list,
    )


def _zone_info(zone: str | None) -> ZoneInfo:
    return ZoneInfo(zone or current_zone())


def _locale() -> Locale:
    return _locale_of(current())


@cache
def _locale_of(code: str) -> Locale:
    """English is Britain's here: day before month, twenty-four hours."""
    return Locale.parse("en_GB" if code == "en" else code)
