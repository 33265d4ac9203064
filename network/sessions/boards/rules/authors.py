"""Who wrote a note, as far as anybody may know it: the one place in which that is decided (BO-32)."""

from dataclasses import dataclass

from network.core.language import gettext as _
from network.sessions.gatherings.rules.names import NamesLevel


@dataclass(frozen=True)
class Byline:
    """A writer as others on the board may see her: her party is not part of it."""

    key: str
    name: str
    municipality: str


NOT_SAID = Byline("", "", "")


def given_out(byline: Byline, level: NamesLevel) -> Byline:
    """As much of a writer as is told at this level, to anybody: whoever leads included.

    The key stands for the person in presence and in others' browsers, so it is given out with the name alone.
    """
    if level == NamesLevel.NAMES:
        return byline
    if level == NamesLevel.MUNICIPALITY:
        return Byline("", "", byline.municipality)
    return NOT_SAID


def name_in_words(byline: Byline, typed_by: str) -> str:
    """The writer's name, with who wrote it for her if somebody did."""
    return _("%(name)s (written by %(writer)s)", name=byline.name, writer=typed_by) if typed_by else byline.name
