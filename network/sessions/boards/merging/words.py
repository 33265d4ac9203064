"""What is said of a wording that one group or several used, and of the whole, in the language that is spoken now."""

from collections.abc import Mapping

from network.core.language import LazyText, format_date, format_list, ngettext
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.boards.merging.queries import MergedRound
from network.sessions.boards.merging.rules import Merged

SAID_WORDS: Mapping[str, LazyText] = {
    "all": _l("Everything"),
    "several": _l("What several groups said"),
    "one": _l("What only one group said"),
}


def by(entry: Merged) -> str:
    """The groups that said it, and never a person."""
    if entry.is_of_one:
        return _("Only %(group)s said this", group=entry.groups[0])
    return ngettext(
        "%(num)d group: %(groups)s", "%(num)d groups: %(groups)s", len(entry.groups), groups=format_list(entry.groups)
    )


def about(entry: Merged) -> str:
    """All that is said of a wording, on one line."""
    return " · ".join(words for words in (by(entry), _("chosen for everybody") if entry.is_lifted else "") if words)


def sums(found: MergedRound) -> str:
    groups = ngettext("%(num)d group", "%(num)d groups", found.groups)
    return f"{groups} · " + ngettext("%(num)d wording", "%(num)d wordings", found.count)


def partly(found: MergedRound) -> str:
    """Of which groups only a part is here, and why; nothing when all of it is."""
    if not found.partly:
        return ""
    return ngettext(
        "Of %(num)d group only what it chose for everybody stands here.",
        "Of %(num)d groups only what they chose for everybody stands here.",
        found.partly,
    )


def running(found: MergedRound) -> str:
    return f"{found.gathering} · {format_date(found.day, 'long')}"
