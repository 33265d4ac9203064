"""Texts over the socket: how they are opened and judged, and what those who are at them hear. The edge: together."""

from collections.abc import Callable, Sequence

from flask import Flask

from network.access.actor import Actor
from network.access.guard import allows, authorize
from network.core.language import gettext as _
from network.together import DocumentKind, Told, not_taken, serve
from network.writing.queries import writing_by_public_id
from network.writing.services.making import PREFIX
from network.writing.services.opened import OpenWriting, open_writing
from network.writing.services.taking import take_update


class Writings(DocumentKind[OpenWriting]):
    prefix = PREFIX
    reading = "writing.read"
    attending = "writing.read"
    writing = "writing.edit"

    def open(self, public_id: str, actor: Actor) -> OpenWriting:
        return open_writing(authorize(actor, "writing.read", writing_by_public_id(public_id)))

    def welcome(self, thing: OpenWriting, actor: Actor) -> Sequence[Told]:
        facts = thing.facts()
        told = {
            "history_id": thing.document.history_id,
            "you": {"key": actor.public_key, "name": actor.name},
            "open": facts.is_open,
            "may": ["writing.edit"] if allows(actor, "writing.edit", facts) else [],
            "limits": thing.limits,
        }
        return [("joined", told)]

    def take(
        self, thing: OpenWriting, actor: Actor, update: bytes, *, is_rejoining: bool, stored: Callable[[], None]
    ) -> Sequence[Told] | None:
        return () if take_update(thing, actor, update, is_rejoining=is_rejoining, stored=stored) else None

    def sentence(self, reason: str) -> str:
        return reason_in_words(reason)


def register(app: Flask) -> None:
    serve(app, Writings())


def reason_in_words(reason: str) -> str:
    """What a person is told; what she wrote is kept as a draft on her own device."""
    words = {
        "not_found": _("This text does not exist, or it is not yours to read."),
        "lost": _("This text is no longer yours to read."),
        "unreadable": _("This text cannot be opened just now. What you have written is kept."),
        "closed": _("The text is closed. What you wrote is kept here as a draft."),
        "role": _("You can read this text, but not change it."),
        "full": _("There is no more room in this text. What you wrote is kept here as a draft."),
        "pace": _("This is more than one person can add in an hour. What you wrote is kept here as a draft."),
        "size": _("That was too much at once. What you wrote is kept here as a draft."),
    }
    return words.get(reason) or not_taken()
