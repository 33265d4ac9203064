"""One person's day as a mail: short, in her language, with the gathering's clock."""

from collections.abc import Callable

from flask import render_template

from network.core.language import gettext as _
from network.core.language import speaking
from network.followup.queries.my_day import MyDay
from network.people import queries as people
from network.people.models import Person
from network.sessions.gatherings.letters import GAPS, LONGEST_SUBJECT, Text

Address = Callable[..., str]
"""Endpoint and its values → the whole address: in a job there is no request to ask."""
MOST_LINES = 12
"""Of lines, marks and slides each. Who wrote more finds all of it on the page."""


def letter(day: MyDay, person: Person, address: Address) -> Text:
    gathering = day.gathering
    spoken = person.language or gathering.language
    network = people.the_network()
    with speaking(spoken, zone=gathering.zone):
        subject = _("Your day: %(title)s", title=gathering.title)
        body = render_template(
            "mail/your_day.txt",
            day=day,
            gathering=gathering,
            name=person.name,
            address=address,
            most=MOST_LINES,
            network=network.name if network else "",
        )
    return Text(spoken, " ".join(subject.split())[:LONGEST_SUBJECT], GAPS.sub("\n\n", body))
