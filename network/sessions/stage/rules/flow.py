"""How a day moves: which step comes next, and what may be taken back. Plain values in, plain values out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

GATHER_MINUTES = 3
MOST_GATHER_MINUTES = 10
UNDO = timedelta(seconds=10)
ENOUGH_AT_THE_TABLE = 0.8
"""The share of a round's people that have opened the board when the round starts by itself."""
PICTURES = (
    "now",
    "code",
    "last",
    "seating",
    "slides",
    "question",
    "poll",
    "plenary",
    "gate",
    "card",
    "message",
    "black",
)
ROUND_KINDS = ("mixed_round", "local_round", "going_home")
"""Item kinds (gatherings' ItemKind) for which groups are made."""
TALK = "talk"
"""The phase in which phones lie on the table."""
SORT = "sort"
"""The phase in which notes that are alike are put together."""
WITH_CLOCK = ("talk", "questions", "case", "plenary", "break")
"""Item kinds whose clock starts as they begin. A round's starts when people sit, a welcome has none."""


@dataclass(frozen=True)
class Phase:
    """A part of a round: its name, its minutes, and its place among the item's phases, as the round counts them."""

    name: str
    minutes: int
    index: int


@dataclass(frozen=True)
class Step:
    """What the one large button does next: `act`, and what it is about (a phase's name, or an item)."""

    act: str
    phase: Phase | None = None
    item_id: int | None = None


def phases_of(raw: object, minutes: int) -> list[Phase]:
    """The phases of an item's JSON, [[name, minutes], …], each shorter when the item has been cut below their sum."""
    pairs = [pair for pair in raw if _is_phase(pair)] if isinstance(raw, list) else []
    whole = sum(int(pair[1]) for pair in pairs)
    share = min(1.0, minutes / whole) if whole else 1.0
    return [Phase(str(name), max(1, round(int(long) * share)), index) for index, (name, long) in enumerate(pairs)]


def _is_phase(pair: object) -> bool:
    return isinstance(pair, list | tuple) and len(pair) == 2 and str(pair[1]).isdigit()


def gather_minutes(minutes: int, phases: Sequence[Phase]) -> int:
    """Minutes to walk to the tables: what an item has over its phases, within reason."""
    over = minutes - sum(phase.minutes for phase in phases)
    return min(over, MOST_GATHER_MINUTES) if phases and over > 0 else GATHER_MINUTES


def phase_at(phases: Sequence[Phase], index: int) -> Phase | None:
    """The phase that a round which counts `index` is in: the first when it stands before all, the last when behind."""
    behind = [phase for phase in phases if phase.index >= index]
    return behind[0] if behind else phases[-1] if phases else None


def next_item_id(order: Sequence[int], current_id: int | None, skipped: Collection[int]) -> int | None:
    """The item after the current one that nobody has skipped; the first when the day has not begun."""
    behind = list(order)
    if current_id in behind:
        behind = behind[behind.index(current_id) + 1 :]
    return next((item_id for item_id in behind if item_id not in skipped), None)


def next_step(
    kind: str | None, *, round_state: str | None, phase: int, phases: Sequence[Phase], next_id: int | None
) -> Step:
    """The step that follows. A round goes planned → drawn → gather → running → wrap-up → closed, then on."""
    onwards = Step("begin", item_id=next_id) if next_id is not None else Step("finish")
    if kind not in ROUND_KINDS:
        return onwards
    if round_state in (None, "planned"):
        return Step("deal")
    if round_state == "drawn":
        return Step("gather")
    if round_state == "gather":
        return Step("start", phase=phases[0] if phases else None)
    if round_state == "running":
        behind = [one for one in phases if one.index > phase]
        return Step("phase", phase=behind[0]) if behind else Step("wrap_up")
    return Step("close") if round_state == "wrap_up" else onwards


def may_undo(*, version: int, last_version: int, last_act: str, last_at: datetime, now: datetime) -> bool:
    """Whether the last move can be taken back: for ten seconds, and only while nothing has moved since."""
    if last_act in ("undo", "deal") or last_version != version:
        return False
    return timedelta(0) <= now - last_at <= UNDO


def undo_left(last_at: datetime, now: datetime) -> int:
    """Seconds for which the last move can still be taken back."""
    return max(0, round((last_at + UNDO - now).total_seconds()))


def is_enough(*, seen: int, members: int) -> bool:
    """Whether so many sit with the board open that the clock may start by itself."""
    return members > 0 and seen >= ENOUGH_AT_THE_TABLE * members


def in_need_first(groups: Sequence["Need"]) -> list["Need"]:
    """Who asks for help, the longest wait first; then those where nobody is; then the fewest notes; then by number."""

    def rank(group: Need) -> tuple[int, float, int, int, int]:
        waited = group.asked_at.timestamp() if group.asked_at else 0.0
        return (0 if group.asked_at else 1, waited, 1 if group.present else 0, group.notes, group.number)

    return sorted(groups, key=rank)


@dataclass(frozen=True)
class Need:
    """What decides a group's place in the facilitator's list."""

    group_id: int
    number: int
    present: int
    notes: int
    asked_at: datetime | None
