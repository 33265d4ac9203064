"""What the mails about going home say, each in its reader's language."""

from flask import render_template

from network.actions.models import ActionPoint
from network.core.language import gettext as _
from network.core.language import speaking
from network.people import queries as people
from network.people.models import Person
from network.sessions.gatherings.letters import LONGEST_SUBJECT, Text


def owner_asked(point: ActionPoint, person: Person, *, link: str, asked_by: str) -> Text:
    """Whether she takes an action on that her colleagues would like her to."""
    gathering = point.gathering
    spoken = person.language or gathering.language
    network = people.the_network()
    with speaking(spoken, zone=gathering.zone):
        subject = _("Will you take this on? %(title)s", title=gathering.title)
        body = render_template(
            "mail/owner_asked.txt",
            point=point,
            gathering=gathering,
            name=person.name,
            asked_by=asked_by,
            link=link,
            network=network.name if network else "",
        )
    return Text(spoken, " ".join(subject.split())[:LONGEST_SUBJECT], body)
