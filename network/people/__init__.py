"""The network itself: municipalities, seats, persons and their roles, and how a person comes in."""

from datetime import timedelta

from flask import Flask, url_for
from flask_login import current_user

from network.access.actor import contribute
from network.core.db import unit_of_work
from network.core.language import lazy_gettext as _l
from network.jobs import periodic
from network.live import identify_with, recheck_with
from network.people import getting_started, identity, last_seen, limits, places, preflight, queries, routes
from network.people.services import sessions, setup
from network.privacy.retention import Holding, hold
from network.web import languages, navigation, offline

LAST_USE_SECONDS = 60.0


def register(app: Flask) -> None:
    getting_started.register(app)
    preflight.register(app)
    contribute(queries.part_of)
    identity.register(app)
    last_seen.begin_anew()
    limits.register(app)
    routes.register(app)
    places.register(app)
    identify_with(identity.identify)
    recheck_with(identity.still_signed_in)
    languages.wish(app, "person", _own_language)
    offline.keep_pages_for(app, _own_key)
    navigation.call_site(app, _network_name)
    navigation.add(app, _l("Now"), icon="now", address=lambda: url_for("home.now"), order=10)
    navigation.add(app, _l("Me"), icon="person", address=_own_address, order=90)
    periodic.every(app, periodic.Job("last_use", LAST_USE_SECONDS, _write_last_use))
    hold(Holding("sign_in_session", timedelta(days=7), sessions.forget_sessions))
    hold(Holding("setup_invitation", timedelta(days=7), setup.forget_invitations))
    hold(Holding("sign_in_request", timedelta(days=7), sessions.forget_requests))


def _network_name() -> str | None:
    network = queries.the_network()
    return network.name if network else None


def _own_language() -> str | None:
    code: str | None = current_user.language if current_user.is_authenticated else None
    return code


def _own_key() -> str | None:
    key: str | None = current_user.public_key if current_user.is_authenticated else None
    return key


def _own_address() -> str | None:
    return url_for("account.own_page") if current_user.is_authenticated else None


def _write_last_use() -> None:
    with unit_of_work():
        sessions.write_last_use()
