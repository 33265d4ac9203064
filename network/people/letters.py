"""What the network's mails say, in the reader's language."""

from dataclasses import dataclass

from flask import render_template

from network.core.language import gettext as _
from network.core.language import speaking
from network.people import queries
from network.people.models import Person


@dataclass(frozen=True)
class Text:
    """A mail's words. `language` is a code of core.language."""

    language: str
    subject: str
    body: str


def sign_in_letter(person: Person | None, *, link: str, code: str) -> Text:
    """The way in. Without a person it is made all the same, for the time that it takes."""
    network = queries.the_network()
    spoken = (person.language if person else None) or (network.language if network else "nn")
    with speaking(spoken):
        return Text(
            language=spoken,
            subject=_("%(code)s is your code for Samling", code=code),
            body=render_template(
                "mail/sign_in.txt",
                name=person.name if person else "",
                network=network.name if network else "",
                link=link,
                code=code,
            ),
        )
