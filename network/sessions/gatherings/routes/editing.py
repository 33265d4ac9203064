"""What the pages that change a gathering share: laying hands on it, whole addresses, a clash of two editors."""

from collections.abc import Mapping
from dataclasses import replace

from flask import current_app, request, url_for
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField

from network.access.guard import authorize, can
from network.people.identity import actor
from network.people.preflight import Line
from network.sessions.gatherings.letters import Links
from network.sessions.gatherings.models import Gathering, Invitation, ProgrammeItem
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.gatherings.queries.programme import item_of
from network.sessions.gatherings.rules.links import LinkKind, sealed


def gathering_to(action: str, public_id: str) -> Gathering:
    """The gathering, if the actor may do this to it."""
    return authorize(actor(), action, gathering_by_public_id(public_id))


def item_to(action: str, gathering: Gathering, public_id: str) -> ProgrammeItem:
    """An item of it, also one that was taken away."""
    return authorize(actor(), action, item_of(gathering, public_id))


def whole(path: str) -> str:
    """An address as people reach us from a mail or a paper."""
    base = current_app.extensions["settings"].public_url or request.host_url
    return str(base).rstrip("/") + path


def reply_token(invitation: Invitation) -> str:
    return sealed(_key(), LinkKind.REPLY, invitation.public_id)


def event_token(invitation: Invitation) -> str:
    return sealed(_key(), LinkKind.EVENT, invitation.public_id)


def feed_token(public_key: str, serial: int) -> str:
    """`serial` counts the addresses that she has had before: each is good until there is a newer one."""
    return sealed(_key(), LinkKind.FEED, f"{public_key}.{serial}")


def links_for(invitation: Invitation, may_answer: bool = False) -> Links:
    """The addresses in a mail about this invitation."""
    reply = whole(url_for("reply.page", token=reply_token(invitation))) if may_answer else ""
    return Links(
        reply=reply,
        calendar=whole(url_for("calendar.by_link", token=event_token(invitation))),
        gathering=whole(url_for("gatherings.show", public_id=invitation.gathering.public_id)),
    )


def for_reader(lines: list[Line], gathering: Gathering) -> list[Line]:
    """Lines of "Are we ready?" about a gathering: no way to a page that she may not open."""
    return lines if can(actor(), "gathering.edit", gathering) else [replace(line, address=None) for line in lines]


def clash(form: FlaskForm, stored: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """The fields in which what is stored and what she typed are not the same: label, theirs, hers (F16)."""
    found = []
    for name, value in stored.items():
        field = form[name]
        theirs, own = _words(field, value), _words(field, field.data)
        if theirs != own:
            found.append((str(field.label.text), theirs, own))
    return found


def _words(field: object, value: object) -> str:
    """A field's value as people read it: the label of what was chosen, else the text."""
    if isinstance(field, SelectField | SelectMultipleField):
        labels = {str(key): str(label) for key, label in field.choices}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(one), str(one)) for one in sorted(map(str, chosen)) if one)
    return "\n".join(line.rstrip() for line in str(value or "").strip().splitlines())


def _key() -> str:
    return str(current_app.extensions["settings"].secret_key)
