"""What the engine is asked, and what it answers, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import repeat
from operator import or_

Group = tuple[int, ...]
Plan = tuple[tuple[Group, ...], ...]
"""Round → group → the ids in it."""


@dataclass(frozen=True)
class Attendee:
    """Somebody to place. What is not known is None and counts for nothing."""

    id: int
    municipality: str | None = None
    party: str | None = None
    role: str | None = None
    gender: str | None = None


@dataclass(frozen=True)
class Past:
    """Groups that have sat together. `age` in gatherings: 0 is earlier the same day, 1 the last gathering."""

    groups: tuple[Group, ...]
    age: int = 0


@dataclass(frozen=True)
class Round:
    """Into how many groups, and who is there (ids)."""

    groups: int
    present: Group


@dataclass(frozen=True)
class Pin:
    """A person who sits in the group with this index, in these rounds; in all when `rounds` is None."""

    person: int
    group: int
    rounds: tuple[int, ...] | None = None

    def holds_in(self, number: int) -> bool:
        return self.rounds is None or number in self.rounds


@dataclass(frozen=True)
class Wishes:
    """What must hold in every round, for those of the named who are there.

    `together`: each such set in one group. `apart`: of each such set no two in one group. `facilitators`: spread so
    that groups differ by at most one of them. `max_per_municipality`: so many of one municipality in a group at most.
    """

    together: tuple[Group, ...] = ()
    apart: tuple[Group, ...] = ()
    pinned: tuple[Pin, ...] = ()
    facilitators: Group = ()
    max_per_municipality: int | None = None


@dataclass(frozen=True)
class Problem:
    """Who is to be placed, in which rounds, what must hold, and who has met before."""

    people: tuple[Attendee, ...]
    rounds: tuple[Round, ...]
    history: tuple[Past, ...] = ()
    wishes: Wishes = Wishes()

    @cached_property
    def bits(self) -> Mapping[int, int]:
        """Person → the one bit by which sets of people are written as a whole number."""
        return {one.id: 1 << at for at, one in enumerate(self.people)}

    @cached_property
    def met(self) -> Mapping[int, int]:
        """Person → the bits of those whom she has met in the history, and her own. Put together once: it is long."""
        bits, known = self.bits, dict(self.bits)
        for past in self.history:
            for group in past.groups:
                together = reduce(or_, map(bits.get, group, repeat(0)), 0)
                for one in group:
                    if one in known:
                        known[one] |= together
        return known

    @classmethod
    def one_round(cls, people: tuple[Attendee, ...], group_count: int, history: tuple[Past, ...] = ()) -> "Problem":
        """Everybody is there."""
        return cls(people, (Round(group_count, tuple(one.id for one in people)),), history)


def sizes_of(people: int, groups: int) -> list[int]:
    """The sizes of groups that differ by at most one, the largest first."""
    each, more = divmod(people, groups)
    return [each + 1] * more + [each] * (groups - more)
