"""Planning a gathering: making it, moving it."""

import secrets
from datetime import datetime

from network.core.audit import audit
from network.core.db import db
from network.core.errors import Invalid
from network.sessions.gatherings.models import Gathering

PUBLIC_ID_BYTES = 12


def create_gathering(
    actor_id: int | None,
    *,
    title: str,
    theme: str,
    place: str,
    zone: str,
    language: str,
    starts_at: datetime,
    ends_at: datetime,
) -> Gathering:
    """A new gathering, nobody admitted yet.

    Raises Invalid when it ends before it starts.
    """
    if ends_at <= starts_at:
        raise Invalid("ends_at")
    gathering = Gathering(
        public_id=secrets.token_urlsafe(PUBLIC_ID_BYTES),
        title=title,
        theme=theme,
        place=place,
        zone=zone,
        language=language,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    db.session.add(gathering)
    db.session.flush()
    audit(actor_id, "gathering.create", "gathering", gathering.id)
    return gathering


def reschedule(gathering: Gathering, *, starts_at: datetime, ends_at: datetime) -> None:
    """Move the gathering to another time.

    Raises Invalid when it ends before it starts.
    """
    if ends_at <= starts_at:
        raise Invalid("ends_at")
    gathering.starts_at, gathering.ends_at = starts_at, ends_at
    db.session.flush()
