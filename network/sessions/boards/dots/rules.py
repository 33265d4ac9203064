"""How many dots each has, and when one can be set: plain values in, plain values out (BO-20, BO-21)."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from network.sessions.boards.rules.topics import Topic as Standing
from network.sessions.groups.rules.rounds import AT_WORK, Phase, RoundState, key_at

PRIORITISE = "prioritise"
"""The phase of a round in which dots are set."""
CHOOSE = "choose"
"""The phase in which the group says what everybody should hear."""
MOST_PRESSES = 300
"""So often can one person press on one board: nobody who chooses does, and a program that does fills no table."""


@dataclass(frozen=True)
class Topic:
    """Something that can be given dots. `id` is what it goes by in the document, `note_id` the note that speaks for it:
    the first of a cluster, or itself.
    """

    id: str
    text: str
    note_id: str


def topics_of(standing: Iterable[Standing]) -> list[Topic]:
    """What stands on the board to choose among, in its order: each cluster, and each note that lies in none."""
    return [Topic(one.id, one.title, one.notes[0].id) for one in standing]


@dataclass(frozen=True)
class Limits:
    """Dots that each person has on a board, and how many of them may lie on one topic."""

    budget: int
    most: int


def limits_for(topics: int, *, planned: int = 0) -> Limits:
    """As many dots as the square root of the topics says, at least one; half of them, rounded up, on one topic.

    `planned` is what the programme says, if it says any number.
    """
    budget = planned or max(1, round(math.sqrt(topics)))
    return Limits(budget, (budget + 1) // 2)


class Refusal(StrEnum):
    """Why one more dot cannot be set: all are set, or so many lie on this topic already."""

    SPENT = "spent"
    MOST = "most"


def refusal_of(mine: Mapping[str, int], topic_id: str, limits: Limits) -> Refusal | None:
    """Whether somebody who has set these may set one more there. `mine`: topic id → dots, of topics that there are."""
    if sum(mine.values()) >= limits.budget:
        return Refusal.SPENT
    return Refusal.MOST if mine.get(topic_id, 0) >= limits.most else None


class Stage(StrEnum):
    """Where a round stands: before its dots, in the phase for them, or past it."""

    BEFORE = "before"
    NOW = "now"
    PAST = "past"


def stage_of(state: RoundState, phase: int, phases: Sequence[Phase]) -> Stage:
    """A round that has no such phase, or none any more, is past it. `phase` counts from 0."""
    keys = [one.key for one in phases]
    if state == RoundState.CLOSED or PRIORITISE not in keys:
        return Stage.PAST
    at, wanted = min(phase, len(keys) - 1), keys.index(PRIORITISE)
    if state not in AT_WORK or at < wanted:
        return Stage.BEFORE
    return Stage.NOW if at == wanted else Stage.PAST


def is_choosing(state: RoundState, phase: int, phases: Sequence[Phase]) -> bool:
    """Whether a round is in the phase for choosing, also while it wraps up. `phase` counts from 0."""
    return state in AT_WORK and key_at(phase, phases) == CHOOSE


@dataclass(frozen=True)
class Lying:
    """Shown dots where they lie now: topic id → dots, and how many lie on what is `gone` from the board."""

    sums: Mapping[str, int]
    gone: int


NOTHING = Lying({}, 0)


def lying_on(standing: Iterable[Standing], sums: Mapping[str, int], clusters: Mapping[str, Collection[str]]) -> Lying:
    """The dots of `sums` (topic id → dots) on a board that may have been sorted anew since they were shown.

    `clusters`: cluster id → the ids of its notes at that moment. A cluster has, beside its own, the dots of the notes
    that lie in it now. One that is empty now has given its dots to where its notes lie, when that is one place. The
    others lie on nothing that still stands there, as those of a note do that has been deleted.
    """
    place: dict[str, str] = {}
    for topic in standing:
        place |= dict.fromkeys((topic.id, *(note.id for note in topic.notes)), topic.id)
    found: Counter[str] = Counter()
    for topic_id, count in sums.items():
        places = (
            {place[topic_id]}
            if topic_id in place
            else {place[one] for one in clusters.get(topic_id, ()) if one in place}
        )
        found[places.pop() if len(places) == 1 else _GONE] += count
    gone = found.pop(_GONE, 0)
    return Lying(found, gone)


_GONE = ""
"""No topic's id."""


def most_first(topics: Iterable[Topic], sums: Mapping[str, int]) -> list[tuple[Topic, int]]:
    """The topics that have dots, those with most first, others as they stand on the board."""
    found = [(topic, sums[topic.id]) for topic in topics if sums.get(topic.id)]
    return sorted(found, key=lambda one: -one[1])
