"""Everything that the control page shows, gathered once."""

from dataclasses import dataclass
from datetime import datetime

from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.gatherings.queries.programme import departure
from network.sessions.groups.models import GroupRound
from network.sessions.groups.queries.rounds import rounds_of
from network.sessions.groups.rules.rounds import AT_WORK
from network.sessions.stage.models import HallMessage, ItemRun, Screen
from network.sessions.stage.queries.arrivals import Arrivals, arrivals
from network.sessions.stage.queries.groups import GroupRow, rows_of
from network.sessions.stage.queries.messages import latest_messages
from network.sessions.stage.queries.screens import screens_of
from network.sessions.stage.queries.standing import Scene, last_move, name_of, part_of, scene_of, undo_seconds
from network.sessions.stage.rules import drift


@dataclass(frozen=True)
class Line:
    """An item on the run sheet: when it begins (`at`), real times, and "done", "now", "skipped" or "ahead"."""

    item: ProgrammeItem
    at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    state: str


@dataclass(frozen=True)
class Drift:
    """How the day stands against its plan. `last_at` is the last bus or ferry."""

    behind: int
    ends_at: datetime
    last_at: datetime | None
    cuts: list[drift.Cut]

    @property
    def is_tight(self) -> bool:
        """Whether somebody will miss the last one home."""
        return self.last_at is not None and self.ends_at > self.last_at


@dataclass(frozen=True)
class Desk:
    """`left_open`: rounds at work in an item that the hall has gone on from, with that item."""

    scene: Scene
    lines: list[Line]
    rows: list[GroupRow]
    drift: Drift
    arrivals: Arrivals
    screens: list[Screen]
    said: list[HallMessage]
    left_open: list[tuple[GroupRound, ProgrammeItem]]
    undo_seconds: int
    moved_by: str | None

    @property
    def ready(self) -> int:
        return sum(row.ready for row in self.rows)

    @property
    def sizes(self) -> list[int]:
        """How many sit in each group, away or not."""
        return [row.here + row.away for row in self.rows]

    @property
    def calls(self) -> list[GroupRow]:
        return [row for row in self.rows if row.asked_at is not None]


def desk_of(gathering: Gathering) -> Desk:
    scene = scene_of(gathering)
    last = last_move(gathering.id)
    return Desk(
        scene=scene,
        lines=_lines(scene),
        rows=rows_of(scene.round),
        drift=drift_of(scene),
        arrivals=arrivals(gathering),
        screens=screens_of(gathering.id),
        said=latest_messages(gathering.id),
        left_open=_left_open(scene),
        undo_seconds=undo_seconds(scene.state, last, scene.now),
        moved_by=name_of(last.by_id) if last else None,
    )


def _left_open(scene: Scene) -> list[tuple[GroupRound, ProgrammeItem]]:
    items = {item.id: item for item in scene.items if item.id != scene.state.item_id}
    rounds = [one for one in rounds_of(scene.gathering.id) if one.state in AT_WORK]
    return [(one, items[one.item_id]) for one in rounds if one.item_id in items]


def _lines(scene: Scene) -> list[Line]:
    latest: dict[int, ItemRun] = {run.item_id: run for run in scene.runs}
    return [_line(scene, item, latest.get(item.id)) for item in scene.items]


def _line(scene: Scene, item: ProgrammeItem, run: ItemRun | None) -> Line:
    if scene.is_live and item.id == scene.state.item_id:
        state = "now"
    elif item.id in scene.skipped_ids:
        state = "skipped"
    else:
        state = "done" if run is not None else "ahead"
    is_real = run is not None and not run.is_skipped
    began_at, ended_at = (run.started_at, run.ended_at) if run is not None and is_real else (None, None)
    return Line(item, scene.times[item.id], began_at, ended_at, state)


def drift_of(scene: Scene) -> Drift:
    """Against the planned end of the day; items that were skipped or are done take no more time."""
    ends_at = scene.ends_after(scene.ahead)
    behind = 0 if scene.is_over else drift.minutes_behind(ends_at, scene.gathering.ends_at)
    last_at = departure(scene.gathering)
    needed = max(behind, drift.minutes_behind(ends_at, last_at) if last_at else 0)
    cuts = drift.cuts([part_of(item) for item in scene.ahead], needed) if not scene.is_over else []
    return Drift(behind, ends_at, last_at, cuts)
