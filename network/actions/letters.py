"""What the mails about going home say, each in its reader's language."""

from collections.abc import Callable, Sequence

from flask import render_template

from network.actions import words
from network.actions.models import ActionPoint
from network.actions.rules.points import LINK_LIVES
from network.core.language import gettext as _
from network.core.language import ngettext, speaking
from network.people import queries as people
from network.people.models import Person
from network.sessions.gatherings.letters import GAPS, LONGEST_SUBJECT, Text
from network.sessions.gatherings.models import Gathering

LinkFor = Callable[[ActionPoint, str], str]


def owner_asked(point: ActionPoint, person: Person, *, link: str, asked_by: str) -> Text:
    """Whether she takes an action on that her colleagues would like her to."""
    gathering = point.gathering
    spoken = person.language or gathering.language
    with speaking(spoken, zone=gathering.zone):
        subject = _("Will you take this on? %(title)s", title=gathering.title)
        body = render_template(
            "mail/owner_asked.txt",
            point=point,
            gathering=gathering,
            name=person.name,
            asked_by=asked_by,
            link=link,
            network=_network_name(),
        )
    return _text(spoken, subject, body)


def how_it_goes(
    person: Person, gathering: Gathering, points: Sequence[ActionPoint], *, page: str, link_for: LinkFor
) -> Text:
    """How all that she answers for goes: what was said last of each, and four answers that are good without signing in.

    `link_for(point, state)` is the address of one answer.
    """
    spoken = person.language or gathering.language
    with speaking(spoken, zone=gathering.zone):
        subject = ngettext(
            "How does your action go? %(title)s",
            "How do your %(num)s actions go? %(title)s",
            len(points),
            title=gathering.title,
        )
        asked = [
            (point, [(words.ANSWERS[state], link_for(point, state)) for state in words.ANSWERS]) for point in points
        ]
        body = render_template(
            "mail/how_it_goes.txt",
            asked=asked,
            gathering=gathering,
            name=person.name,
            page=page,
            states=words.STATES,
            until=gathering.ends_at + LINK_LIVES,
            network=_network_name(),
        )
    return _text(spoken, subject, body)


def _text(spoken: str, subject: str, body: str) -> Text:
    return Text(spoken, " ".join(subject.split())[:LONGEST_SUBJECT], GAPS.sub("\n\n", body))


def _network_name() -> str:
    network = people.the_network()
    return network.name if network else ""
