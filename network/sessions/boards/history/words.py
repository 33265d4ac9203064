"""How a time is called, and what has happened since, in the language that is spoken now."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from network.core import clock
from network.core.language import LazyText, format_datetime, format_time, ngettext
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.boards.history.rules import Difference, Since

REASONS: Mapping[str, LazyText] = {
    "close": _l("when the board was closed"),
    "restore": _l("before the board was put back"),
    "note": _l("before a note was put back"),
    "before:write": _l("before Write"),
    "before:talk": _l("before Talk"),
    "before:sort": _l("before Sort"),
    "before:prioritise": _l("before Prioritise"),
    "before:choose": _l("before Choose"),
}
SINCE_WORDS: Mapping[Since, LazyText] = {
    Since.DELETED: _l("Deleted since"),
    Since.REWORDED: _l("Changed since"),
    Since.MOVED: _l("Moved since"),
}
Said = Callable[[int], str]


def what_happened(reason: str) -> str:
    """`before Sort`, say; nothing for a time that nothing marks."""
    return str(REASONS.get(reason, ""))


def when(at: datetime, zone: str) -> str:
    """`kl. 11.42`, with the day where that is not today."""
    is_today = at.astimezone(ZoneInfo(zone)).date() == clock.now().astimezone(ZoneInfo(zone)).date()
    return _("at %(time)s", time=format_time(at, zone=zone)) if is_today else format_datetime(at, zone=zone)


def happened_since(found: Difference) -> list[str]:
    """What has happened since then, a line for each kind."""
    return _lines(
        found,
        (Since.NEW, lambda n: ngettext("%(num)d note is new", "%(num)d notes are new", n)),
        (Since.REWORDED, lambda n: ngettext("%(num)d note is changed", "%(num)d notes are changed", n)),
        (Since.DELETED, lambda n: ngettext("%(num)d note is deleted", "%(num)d notes are deleted", n)),
        (Since.MOVED, lambda n: ngettext("%(num)d note is moved", "%(num)d notes are moved", n)),
        clusters=lambda n: ngettext(
            "%(num)d cluster has another name or place", "%(num)d clusters have another name or place", n
        ),
    )


def would_happen(found: Difference) -> list[str]:
    """What putting the whole board back would do."""
    return _lines(
        found,
        (Since.DELETED, lambda n: ngettext("%(num)d note comes back", "%(num)d notes come back", n)),
        (
            Since.REWORDED,
            lambda n: ngettext("%(num)d note gets its earlier words", "%(num)d notes get their earlier words", n),
        ),
        (Since.MOVED, lambda n: ngettext("%(num)d note goes where it was", "%(num)d notes go where they were", n)),
        (
            Since.NEW,
            lambda n: ngettext(
                "%(num)d note that came later is marked as deleted, and can be fetched back",
                "%(num)d notes that came later are marked as deleted, and can be fetched back",
                n,
            ),
        ),
        clusters=lambda n: ngettext(
            "%(num)d cluster gets its earlier name and place", "%(num)d clusters get their earlier names and places", n
        ),
    )


def _lines(found: Difference, *kinds: tuple[Since, Said], clusters: Said) -> list[str]:
    counts = [(found.count(since), said) for since, said in kinds] + [(len(found.clusters), clusters)]
    return [said(count) for count, said in counts if count]
