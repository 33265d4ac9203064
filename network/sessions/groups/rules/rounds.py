"""How a round goes: its states, which may follow which, and the phases of the work in it (GR-4)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class RoundState(StrEnum):
    """How far a round has come. GATHER: people go to their tables. WRAP_UP: time is over, nothing closes by itself."""

    PLANNED = "planned"
    DRAWN = "drawn"
    GATHER = "gather"
    RUNNING = "running"
    WRAP_UP = "wrap_up"
    CLOSED = "closed"


class GroupKind(StrEnum):
    MIXED = "mixed"
    LOCAL = "local"


class GroupRole(StrEnum):
    """Parts in a group, offered so that they go round; the group may swap them."""

    HOST = "host"
    SCRIBE = "scribe"
    SPOKESPERSON = "spokesperson"


class WishKind(StrEnum):
    """SPREAD: those who lead a table, say; no group has two of them before each has one."""

    TOGETHER = "together"
    APART = "apart"
    SPREAD = "spread"


MOVES: Mapping[RoundState, frozenset[RoundState]] = {
    RoundState.PLANNED: frozenset({RoundState.DRAWN}),
    RoundState.DRAWN: frozenset({RoundState.GATHER, RoundState.PLANNED}),
    RoundState.GATHER: frozenset({RoundState.RUNNING, RoundState.DRAWN}),
    RoundState.RUNNING: frozenset({RoundState.WRAP_UP, RoundState.GATHER}),
    RoundState.WRAP_UP: frozenset({RoundState.CLOSED, RoundState.RUNNING}),
    RoundState.CLOSED: frozenset({RoundState.WRAP_UP}),
}
"""One step forward, or one step back: what was pressed too early can be taken back, and a closed round opened again."""

DEALABLE = frozenset({RoundState.PLANNED, RoundState.DRAWN, RoundState.GATHER})
"""Until work begins, groups are made anew in one tap; after that nobody is moved but by a person's decision."""

LIVE = frozenset({RoundState.DRAWN, RoundState.GATHER, RoundState.RUNNING, RoundState.WRAP_UP})
"""Whoever comes now gets a place."""

AT_WORK = frozenset({RoundState.RUNNING, RoundState.WRAP_UP})


@dataclass(frozen=True)
class Phase:
    """A part of the work. `key` is its name for ever, `minutes` what is planned for it."""

    key: str
    minutes: int


def may_move(state: RoundState, to: RoundState) -> bool:
    return to in MOVES[state]


def key_at(phase: int, phases: Sequence[Phase]) -> str | None:
    """Which part of the work the phase with this number is (from 0), beyond them the last one; None without any."""
    return phases[min(phase, len(phases) - 1)].key if phases else None


def phases_of(text: str) -> list[Phase]:
    """The phases of an item, from its JSON list of [key, minutes]; none when it is not that."""
    try:
        return [Phase(str(key), int(minutes)) for key, minutes in json.loads(text or "[]")]
    except (ValueError, TypeError):
        return []


def may_enter(phase: int, *, state: RoundState, count: int) -> bool:
    """Whether a round at work may go to the phase at this place. A round without phases has one."""
    return state in AT_WORK and 0 <= phase < max(1, count)
