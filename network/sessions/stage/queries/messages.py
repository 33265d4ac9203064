"""Reading messages to the hall: for ten minutes, until somebody puts them away."""

import json
from collections.abc import Collection
from datetime import timedelta
from functools import cache

from sqlalchemy import Select, bindparam, select

from network.core import clock as wall
from network.core.db import db
from network.sessions.stage.models import HallMessage, MessageSeen

REPLAYED = timedelta(minutes=10)


def messages_for(gathering_id: int, person_id: int, group_ids: Collection[int]) -> list[HallMessage]:
    """What she has not put away, for all or for a group of hers, the newest first."""
    asked = {"gathering_id": gathering_id, "person_id": person_id, "since": wall.now() - REPLAYED}
    found = db.session.scalars(_not_put_away(), asked)
    return [one for one in found if not (to := json.loads(one.group_ids)) or set(to) & set(group_ids)]


@cache
def _not_put_away() -> Select[HallMessage]:
    put_away = select(MessageSeen.message_id).where(MessageSeen.person_id == bindparam("person_id"))
    lately = (HallMessage.gathering_id == bindparam("gathering_id")) & (HallMessage.at > bindparam("since"))
    return select(HallMessage).where(lately, HallMessage.id.not_in(put_away)).order_by(HallMessage.id.desc())


def message_of(gathering_id: int, message_id: int) -> HallMessage | None:
    message = db.session.get(HallMessage, message_id)
    return message if message is not None and message.gathering_id == gathering_id else None


def latest_messages(gathering_id: int) -> list[HallMessage]:
    """What was said lately, for those who lead."""
    query = select(HallMessage).where(HallMessage.gathering_id == gathering_id)
    return list(db.session.scalars(query.order_by(HallMessage.id.desc()).limit(3)))
