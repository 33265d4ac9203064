"""A line from those who lead, to all or to some groups: told at once, and to late joiners for ten minutes."""

import json
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from network.core import clock as wall
from network.core.db import after_commit, db
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.live import announce
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import BreakoutGroup
from network.sessions.groups.queries.rounds import people_in
from network.sessions.stage.models import HallMessage, MessageSeen
from network.sessions.stage.services.standing import count_change

LONGEST = 200
SAME_MESSAGE = timedelta(seconds=30)


def send_message(
    gathering: Gathering, text: str, group_ids: Sequence[int], *, by_id: int, after_id: int | None = None
) -> HallMessage:
    """Say one line to everybody, or to those in `group_ids`. The same form sent twice is one line (F10), however late.

    `after_id`: the newest line that stood on the page when its form was made, 0 when there was none. From a form that
    does not say so the same line by the same person at once is one line.
    Raises Invalid for an empty or too long text, and for groups of another gathering.
    """
    text = " ".join(text.replace("\x00", "").split())
    if not text:
        raise Invalid("text", _("Write what you want to say first."))
    if len(text) > LONGEST:
        raise Invalid("text", _("Make it shorter: at most %(most)d characters fit on a phone.", most=LONGEST))
    groups = _checked(gathering.id, group_ids)
    repeated = _just_sent(gathering.id, text, groups, by_id, after_id)
    if repeated is not None:
        return repeated
    said = HallMessage(gathering_id=gathering.id, text=text, group_ids=json.dumps(groups), at=wall.now(), by_id=by_id)
    db.session.add(said)
    db.session.flush()
    count_change(gathering.id)
    channels = [f"person:{one}" for one in people_in(groups)] if groups else [f"gathering:{gathering.public_id}"]
    public_id, message_id = gathering.public_id, said.id
    after_commit(lambda: _tell(channels, public_id, message_id, text))
    return said


def put_away(message: HallMessage, person_id: int) -> None:
    """She has read it. On her other devices it goes as well when they look next."""
    if db.session.get(MessageSeen, (message.id, person_id)) is None:
        db.session.add(MessageSeen(message_id=message.id, person_id=person_id, at=wall.now()))
        db.session.flush()


def _checked(gathering_id: int, group_ids: Sequence[int]) -> list[int]:
    asked = sorted(set(group_ids))
    query = select(BreakoutGroup.id).where(BreakoutGroup.gathering_id == gathering_id, BreakoutGroup.id.in_(asked))
    if asked and set(db.session.scalars(query)) != set(asked):
        raise Invalid("groups", _("One of these groups is no longer there. Choose again."))
    return asked


def _just_sent(gathering_id: int, text: str, groups: list[int], by_id: int, after_id: int | None) -> HallMessage | None:
    is_later = HallMessage.at > wall.now() - SAME_MESSAGE if after_id is None else HallMessage.id > after_id
    query = select(HallMessage).where(
        HallMessage.gathering_id == gathering_id,
        HallMessage.by_id == by_id,
        HallMessage.text == text,
        HallMessage.group_ids == json.dumps(groups),
        is_later,
    )
    return db.session.scalar(query.order_by(HallMessage.id.desc()).limit(1))


def _tell(channels: list[str], public_id: str, message_id: int, text: str) -> None:
    for name in channels:
        announce(name, "hall:message", public_id, message_id, text)
