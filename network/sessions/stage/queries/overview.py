"""All groups of the round under way for those who lead: one page, whatever the number of groups."""

from collections.abc import Mapping
from dataclasses import dataclass

from network.sessions.gatherings.models import Gathering
from network.sessions.stage.models import HallMessage
from network.sessions.stage.queries.activity import phase_began_at
from network.sessions.stage.queries.groups import GroupRow, rows_of
from network.sessions.stage.queries.messages import latest_messages
from network.sessions.stage.queries.standing import Scene, last_move, scene_of, undo_seconds
from network.sessions.stage.rules import overview


@dataclass(frozen=True)
class Overview:
    """`rows`: the groups that are shown, in their order. `all_rows`: all of them, by number. `counts`: a choice → how
    many groups it shows.
    """

    scene: Scene
    rows: list[GroupRow]
    all_rows: list[GroupRow]
    quiet_ids: frozenset[int]
    counts: Mapping[str, int]
    said: list[HallMessage]
    undo_seconds: int

    @property
    def ready(self) -> int:
        """Groups in which nobody is waited for any more."""
        return len(self.all_rows) - self.counts["unready"]


def overview_of(gathering: Gathering, *, shown: str = "all", order: str = "need") -> Overview:
    """Groups there are once a round is dealt; none before."""
    scene = scene_of(gathering)
    rows = rows_of(scene.round)
    quiet_ids = _quiet(scene, rows)
    groups = [
        overview.Standing(row.group_id, row.number, row.asked_at is not None, row.group_id in quiet_ids, is_ready(row))
        for row in rows
    ]
    by_id = {row.group_id: row for row in rows}
    return Overview(
        scene=scene,
        rows=[by_id[one.group_id] for one in overview.ordered(overview.chosen(groups, shown), order)],
        all_rows=sorted(rows, key=lambda row: row.number),
        quiet_ids=quiet_ids,
        counts=overview.counts(groups),
        said=latest_messages(gathering.id),
        undo_seconds=undo_seconds(scene.state, last_move(gathering.id), scene.now),
    )


def is_ready(row: GroupRow) -> bool:
    return row.ready > 0 and row.ready >= row.here


def _quiet(scene: Scene, rows: list[GroupRow]) -> frozenset[int]:
    """Where somebody sits and nothing is done, in a part of the work in which one writes."""
    is_writing = scene.round is not None and scene.round.state == "running" and not scene.is_talking
    began_at = phase_began_at(scene.gathering.id) if is_writing else None
    return frozenset(
        row.group_id
        for row in rows
        if row.here and not is_ready(row) and overview.is_quiet(row.last_at, began_at, scene.now, is_writing=is_writing)
    )
