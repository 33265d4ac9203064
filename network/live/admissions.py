"""Who may have a socket: asked at the handshake, again whenever rights change, and every half minute in any case."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import partial
from typing import Any

import gevent
from flask import Flask, has_app_context
from gevent import monkey

from network.access.actor import Actor, actor_for
from network.core import db, signals
from network.live.channels import channel
from network.live.connections import Connection, Connections, Identity
from network.live.quiet import warn_once
from network.live.wire import Wire

RECHECK_SECONDS = 30.0

Identify = Callable[[dict[str, Any]], Identity | None]
Recheck = Callable[[Sequence[int | str]], Iterable[int | str]]

_identify: list[Identify] = []
_recheck: list[Recheck] = []
_listening: list[Callable[[], None]] = []


def identify_with(identify: Identify) -> None:
    """Have `identify(environ)` say whose a handshake is, by its cookies; None is a stranger. The last given counts."""
    _identify[:] = [identify]


def recheck_with(still_valid: Recheck) -> None:
    """Have `still_valid(session_ids)` say which of these sign-ins live. The last one given counts."""
    _recheck[:] = [still_valid]


def stop_listening() -> None:
    """Hear the signals no more."""
    for stop in _listening:
        stop()
    _listening.clear()


class Admissions:
    """Lets sockets in, and sees to it that they stay only as long as they may."""

    def __init__(self, app: Flask, connections: Connections) -> None:
        self._app = app
        self._connections = connections

    def listen(self) -> None:
        """Hear the signals. One app of a process listens: the one put together last."""
        stop_listening()
        for signal, heard in (
            (signals.rights_changed, self._when_rights_change),
            (signals.session_ended, self._when_session_ends),
        ):
            signal.connect(heard)
            _listening.append(partial(signal.disconnect, heard))

    def admit(self, sid: str, environ: dict[str, Any], wire: Wire) -> Connection | None:
        """The connection of a handshake, or None for a stranger. A person's connections share `person:<id>`."""
        with self._app.app_context():
            identity = _identify[0](environ) if _identify else None
            if identity is None:
                return None
            actor = actor_for(identity.person_id, only_gathering_id=identity.only_gathering_id)
            connection = Connection(sid, identity, actor, wire)
        self._connections.add(connection)
        channel(f"person:{identity.person_id}").add(connection)
        return connection

    def end_session(self, session_id: int | str) -> None:
        """Close the sockets of a sign-in that is over, and tell them not to come back."""
        for connection in self._connections.of_session(session_id):
            connection.send("sign_in:ended")
            connection.close(for_good=True)

    def renew(self, person_id: int) -> None:
        """Look at a person's rights anew. Who lost any is dropped, comes back and joins as what she is now."""
        connections = self._connections.of_person(person_id)
        if not connections:
            return
        with self._app.app_context():
            limits = {connection.only_gathering_id for connection in connections}
            actors = {only: actor_for(person_id, only_gathering_id=only) for only in limits}
        for connection in connections:
            before, connection.actor = connection.actor, actors[connection.only_gathering_id]
            if has_lost(before, connection.actor):
                connection.close()

    def recheck(self) -> None:
        """Close the sockets of sign-ins that have ended without a word reaching us, and renew all actors."""
        sessions = self._connections.sessions()
        if sessions and _recheck:
            with self._app.app_context():
                alive = set(_recheck[0](sessions))
            for session_id in set(sessions) - alive:
                self.end_session(session_id)
        for person_id in {connection.person_id for connection in self._connections}:
            self.renew(person_id)
            gevent.sleep(0)

    def keep_rechecking(self, every_seconds: float = RECHECK_SECONDS) -> None:
        """The greenlet that asks again. A fault in one round does not end it."""
        while True:
            gevent.sleep(every_seconds)
            try:
                self.recheck()
            except Exception as fault:
                warn_once("recheck", f"{type(fault).__name__}: {fault}")

    def _when_rights_change(self, *, person_ids: Sequence[int], **_more: object) -> None:
        """Of a hall whose groups are made anew, only those whose pages are open here; each by herself."""

        def renew() -> None:
            for person_id in person_ids:
                if self._connections.of_person(person_id):
                    _beside(partial(self.renew, person_id))

        _after_commit(renew)

    def _when_session_ends(self, *, session_id: int | str, **_more: object) -> None:
        _after_commit(lambda: self.end_session(session_id))


def has_lost(before: Actor, after: Actor) -> bool:
    """Whether a role or a membership of `before` is missing in `after`."""
    return any(
        isinstance(old := getattr(before, field.name), frozenset) and old - getattr(after, field.name)
        for field in fields(Actor)
    )


def _after_commit(action: Callable[[], None]) -> None:
    """Signals are heard inside a unit of work, where nothing may wait: act when it is stored, in an own greenlet."""
    run = partial(_beside, action)
    if has_app_context() and db.is_writing():
        db.after_commit(run)
    else:
        run()


def _beside(action: Callable[[], None]) -> None:
    if monkey.is_module_patched("threading"):
        gevent.spawn(action)
    else:
        action()
