"""Tables in the real room: their numbers and where they stand (D8)."""

from collections.abc import Sequence

from sqlalchemy import select

from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.core.language import speaking
from network.core.signals import groups_changed, hall_changed
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import BreakoutGroup, GroupKind, HallTable
from network.sessions.groups.queries.rounds import hall_tables, live_rounds


def save_tables(gathering: Gathering, wanted: Sequence[tuple[int, int, str]], *, by_id: int | None) -> None:
    """Give the hall's tables these numbers and places: (table id or 0 for a new one, number, place).

    Groups that sit at a table are called by its new number. Raises Conflict when somebody has put a table with the
    same number into the hall meanwhile.
    """
    known = {table.id: table for table in hall_tables(gathering.id)}
    kept = {table_id for table_id, _number, _place in wanted}
    untouched = {table.number for table in known.values() if table.id not in kept}
    if untouched & {number for _id, number, _place in wanted}:
        raise Conflict(_("Somebody has added a table with the same number meanwhile. Load the page again to see it."))
    for table_id in kept & known.keys():
        known[table_id].number = -table_id  # numbers may be swapped, and no two are alike at any moment
    db.session.flush()
    for table_id, number, place in wanted:
        table = known.get(table_id)
        if table is None:
            table = HallTable(gathering_id=gathering.id)
            db.session.add(table)
        table.number, table.place = number, place
    db.session.flush()
    _call_groups_anew(gathering)
    audit(by_id, "table.edit", "gathering", gathering.id, tables=len(wanted))
    hall_changed.send(gathering_id=gathering.id)


def _call_groups_anew(gathering: Gathering) -> None:
    with speaking(gathering.language):
        for round_ in live_rounds(gathering.id):
            rows = select(BreakoutGroup).where(
                BreakoutGroup.round_id == round_.id,
                BreakoutGroup.kind == GroupKind.MIXED,
                BreakoutGroup.table_id.is_not(None),
            )
            for group in db.session.scalars(rows):
                if group.table is not None:
                    group.label = _("Table %(number)s", number=group.table.number)
            db.session.flush()
            groups_changed.send(round_id=round_.id, person_ids=[])
