"""The addresses in mails about actions: how it goes, for one person and the actions of that mail alone (rule FU-2), and
whether somebody takes one on (rule AG-6).
"""

from dataclasses import dataclass

from flask import current_app, has_request_context, request

from network.core.settings import Settings
from network.sessions.gatherings.rules.links import LinkKind, opened, sealed


@dataclass(frozen=True)
class Named:
    """Whom a link is for, after which gathering it was sent, and in which round of asking."""

    person_key: str
    gathering_key: str
    round: str


def token_of(named: Named) -> str:
    return sealed(_settings().secret_key, LinkKind.PROGRESS, f"{named.person_key}~{named.gathering_key}~{named.round}")


def opened_token(token: str) -> Named | None:
    """None for a token that was not made here, or for something else, or was changed."""
    parts = (opened(_settings().secret_key, LinkKind.PROGRESS, token) or "").split("~")
    return Named(*parts) if len(parts) == 3 else None


def owner_token(point_key: str, person_id: int) -> str:
    return sealed(_settings().secret_key, LinkKind.OWNER, f"{point_key}~{person_id}")


def opened_owner_token(token: str) -> tuple[str, int] | None:
    """(the action's public id, whom it was sent to); None for a token that was not made here, or was changed."""
    point_key, _tilde, person = (opened(_settings().secret_key, LinkKind.OWNER, token) or "").partition("~")
    return (point_key, int(person)) if person.isdigit() else None


def base_address() -> str:
    """Under which address people reach us: the public one, else the one that was asked for now; else none."""
    known = _settings().public_url or (request.host_url if has_request_context() else "")
    return str(known).rstrip("/")


def path_of(endpoint: str, **values: str) -> str:
    """A page's path, also where nobody has asked for anything: in a job."""
    return str(current_app.url_map.bind("localhost").build(endpoint, values))


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
