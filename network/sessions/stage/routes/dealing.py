"""Before a move that makes groups: they are drawn beside, while the hall is served (GR-12)."""

from collections.abc import Iterator
from contextlib import contextmanager

from network.core.db import db, unit_of_work
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.groups.services.dealing import Drawn
from network.sessions.groups.services.drawing import drawing
from network.sessions.groups.services.rounds import round_for
from network.sessions.stage.queries.standing import standing
from network.sessions.stage.rules import flow


@contextmanager
def groups_for(act: str, gathering: Gathering, *, version: int, by_id: int | None) -> Iterator[Drawn | None]:
    """Groups for the item under way when `act` makes some; None for any other act, and from an older page.

    Raises as `drawing` does.
    """
    item = _item_to_deal(gathering, version) if act == "deal" else None
    if item is None:
        yield None
        return
    item_id = item.id
    with unit_of_work():
        round_ = round_for(db.session.get_one(ProgrammeItem, item_id))
    with drawing(round_, by_id=by_id) as drawn:
        yield drawn


def _item_to_deal(gathering: Gathering, version: int) -> ProgrammeItem | None:
    state = standing(gathering.id)
    item = db.session.get(ProgrammeItem, state.item_id) if state.item_id else None
    is_round = item is not None and item.kind in flow.ROUND_KINDS
    return item if is_round and state.version == version else None
