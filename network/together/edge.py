"""The edge to Socket.IO of what several write at once: size and shape of a message, the right to it, who hears what."""

import logging
from functools import partial
from typing import Any

from flask import Flask

from network.access.guard import allows, authorize
from network.core.errors import NotAllowed, NotFound
from network.core.language import gettext as _
from network.documents import Refused, Unreadable, registry
from network.live import Attendance, BadPresence, Connection, Outgoing, on
from network.live.messages import PROTOCOL
from network.together.kinds import DocumentKind, Opened, Thing, kind_of, know, known_kinds
from network.together.messages import Garbled, Kind, read_messages, sync_message

log = logging.getLogger(__name__)

MOST_REFUSALS = 10
_JOINED = "together"
_REFUSALS = "refusals"


class Place:
    """One connection's place on one document: how much of what it sent is stored, and who it is there."""

    def __init__(self, kind: "DocumentKind[Any]", thing: Opened, connection: Connection) -> None:
        self.kind = kind
        self.thing = thing
        self.connection = connection
        self.stored = 0
        self.is_left = False
        self.attendance = Attendance(thing.presence, connection, partial(_who, connection))

    def leave(self) -> None:
        self.is_left = True
        self.attendance.end()
        self.thing.channel.remove(self.connection)

    def one_more_is_stored(self) -> None:
        """Said only while she is there: after a new `join` the count begins anew."""
        self.stored += 1
        if not self.is_left:
            self.connection.send("a", self.thing.public_id, self.stored)


def _who(connection: Connection) -> dict[str, object]:
    return {"key": connection.actor.public_key, "name": connection.actor.name}


def serve(app: Flask, kind: "DocumentKind[Thing]") -> None:
    """Let documents of this kind be joined and written on."""
    know(kind)

    # The client itself compares its history with the one in `joined`.
    def heard(connection: Connection, public_id: Any, history_id: Any = None, protocol: Any = PROTOCOL) -> None:
        join(app, connection, public_id, protocol)

    first, *others = known_kinds()
    on("join", heard, action=first.reading, also=[other.reading for other in others])
    on("y", take, action=first.writing, also=[other.writing for other in others])


def join(app: Flask, connection: Connection, public_id: Any, protocol: Any = PROTOCOL) -> None:
    """One `join`. It reads the database; nothing after it does."""
    if not isinstance(public_id, str):
        connection.close()
        return
    with app.app_context():
        _join(connection, public_id, protocol)


def _join(connection: Connection, public_id: str, protocol: Any) -> None:
    kind = kind_of(public_id)
    if protocol != PROTOCOL:
        connection.send("deny", public_id, "protocol", _("There is a new version. Reload the page."))
        return
    try:
        thing = kind.open(public_id, connection.actor)
    except (NotFound, NotAllowed):
        connection.send("deny", public_id, "not_found", kind.sentence("not_found"))
        return
    except Unreadable:
        log.exception("%s cannot be opened", public_id)
        connection.send("deny", public_id, "unreadable", kind.sentence("unreadable"))
        return
    _leave(connection, public_id)
    connection.state.setdefault(_JOINED, {})[public_id] = Place(kind, thing, connection)
    connection.on_close(lambda: _leave(connection, public_id), key=(_JOINED, public_id))
    thing.channel.add(connection)
    for told in kind.welcome(thing, connection.actor):
        connection.transmit(told if isinstance(told, Outgoing) else Outgoing(told[0], public_id, told[1]))


def _leave(connection: Connection, public_id: str) -> None:
    place: Place | None = connection.state.get(_JOINED, {}).pop(public_id, None)
    if place is not None:
        place.leave()


def take(connection: Connection, public_id: Any, data: Any) -> None:
    """One `y`. The hot path: no request, no application context, no database."""
    place: Place | None = connection.state.get(_JOINED, {}).get(public_id) if isinstance(public_id, str) else None
    if place is None:
        if isinstance(public_id, str):
            connection.send("resync", public_id, "join first")
        return
    try:
        messages = read_messages(data) if isinstance(data, bytes) else None
    except Garbled:
        messages = None
    if messages is None:
        connection.close()
        return
    for message, payload in messages:
        if not _take_one(place, message, payload):
            return


def _take_one(place: Place, message: Kind, payload: bytes) -> bool:
    """Whether the messages behind this one may be taken too."""
    if message is Kind.STEP_1:
        return _answer(place, payload)
    if message is Kind.AWARENESS:
        return _take_presence(place, payload)
    return _take_update(place, payload, is_rejoining=message is Kind.STEP_2)


def _answer(place: Place, state_vector: bytes) -> bool:
    thing, connection = place.thing, place.connection
    if not allows(connection.actor, place.kind.reading, thing.facts()):
        return _shut_out(place)
    try:
        missing = thing.document.update_since(state_vector)
    except Refused:
        connection.close()
        return False
    answer = sync_message(Kind.STEP_2, missing) + sync_message(Kind.STEP_1, thing.document.state_vector())
    connection.send("y", thing.public_id, answer + (thing.channel.everyone() or b""))
    return True


def _shut_out(place: Place) -> bool:
    place.connection.send("deny", place.thing.public_id, "not_found", place.kind.sentence("lost"))
    _leave(place.connection, place.thing.public_id)
    return False


def _take_presence(place: Place, payload: bytes) -> bool:
    if not allows(place.connection.actor, place.kind.attending, place.thing.facts()):
        return _shut_out(place)
    try:
        place.attendance.hear(payload)
    except BadPresence:
        place.connection.close()
        return False
    return True


def _take_update(place: Place, update: bytes, *, is_rejoining: bool) -> bool:
    kind, thing, connection = place.kind, place.thing, place.connection
    try:
        authorize(connection.actor, kind.writing, thing)
        told = kind.take(thing, connection.actor, update, is_rejoining=is_rejoining, stored=place.one_more_is_stored)
    except (NotAllowed, NotFound) as refusal:
        if _is_known(place, update):
            return True
        _deny(place, getattr(refusal, "reason", "not_found"))
        return False
    except Refused as refusal:
        _refuse(place, refusal)
        return False
    if told is not None:
        thing.channel.publish(update, by=connection)
        for word, facts in told:
            thing.channel.tell(word, thing.public_id, facts)
    return True


def _is_known(place: Place, update: bytes) -> bool:
    """Whether she only asks again for the acknowledgement of what was stored when she might still write."""
    person_id = place.connection.actor.person_id
    return allows(place.connection.actor, place.kind.reading, place.thing.facts()) and registry().acknowledge(
        place.thing.document.id, update, author_id=person_id, stored=place.one_more_is_stored
    )


def _refuse(place: Place, refusal: Refused) -> None:
    if refusal.reason == "resync":
        place.connection.send("resync", place.thing.public_id, "gap")
        return
    _deny(place, refusal.reason)


def _deny(place: Place, reason: str) -> None:
    """Say no, and close the connection of one that is refused again and again."""
    place.connection.send("deny", place.thing.public_id, reason, place.kind.sentence(reason))
    refusals = place.connection.state.get(_REFUSALS, 0) + (reason != "closed")
    place.connection.state[_REFUSALS] = refusals
    if refusals >= MOST_REFUSALS:
        place.connection.close()
