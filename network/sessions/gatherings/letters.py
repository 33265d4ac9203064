"""What the mails about a gathering say, each in its reader's language and with the gathering's clock."""

import re
from dataclasses import dataclass

from flask import render_template

from network.core.language import LazyText, format_date, speaking
from network.core.language import lazy_gettext as _l
from network.people import queries as people
from network.people.models import Person
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.programme import Timed

KINDS: dict[str, LazyText] = {
    "invitation": _l("Invitation: %(title)s, %(day)s"),
    "reminder": _l("Are you coming? %(title)s, %(day)s"),
    "practical": _l("Before the gathering: %(title)s, %(day)s"),
    "changed": _l("Changed: %(title)s, %(day)s"),
    "cancelled": _l("Called off: %(title)s, %(day)s"),
    "substitute": _l("You stand in for somebody: %(title)s, %(day)s"),
}
FOR_CALENDARS = frozenset({"invitation", "changed", "cancelled", "substitute"})
"""The kinds that carry the day for the reader's calendar (rule GA-15)."""
LONGEST_SUBJECT = 200
GAPS = re.compile(r"\n{3,}")
"""What a part that this gathering lacks leaves behind in a letter."""


@dataclass(frozen=True)
class Text:
    """A mail's words. `language` is a code of core.language."""

    language: str
    subject: str
    body: str


@dataclass(frozen=True)
class Links:
    """Whole addresses in a mail. `reply` is the reader's own and empty for who has nothing to answer."""

    reply: str
    calendar: str
    gathering: str


def letter(
    kind: str, gathering: Gathering, person: Person, links: Links, *, programme: list[Timed] | None = None
) -> Text:
    """`kind` is one of KINDS, and names the template."""
    spoken = person.language or gathering.language
    network = people.the_network()
    with speaking(spoken, zone=gathering.zone):
        day = format_date(gathering.starts_at, "long", zone=gathering.zone)
        subject = str(KINDS[kind]) % {"title": gathering.title, "day": day}
        body = render_template(
            f"mail/{kind}.txt",
            gathering=gathering,
            name=person.name,
            links=links,
            programme=programme or [],
            network=network.name if network else "",
        )
    return Text(spoken, " ".join(subject.split())[:LONGEST_SUBJECT], GAPS.sub("\n\n", body))
