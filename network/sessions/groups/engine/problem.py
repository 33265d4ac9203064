"""What the dealer is asked, and what it answers, as plain values that are JSON both ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class Past:
    """Groups that have sat together. `age` in gatherings: 0 is earlier the same day."""

    groups: tuple[Group, ...]
    age: int = 0


@dataclass(frozen=True)
class Problem:
    """Who is to be placed, who is there in each round (ids), into how many groups, and who has met before."""

    people: tuple[Attendee, ...]
    present: tuple[Group, ...]
    group_count: int
    history: tuple[Past, ...] = ()

    @classmethod
    def one_round(cls, people: tuple[Attendee, ...], group_count: int, history: tuple[Past, ...] = ()) -> "Problem":
        return cls(people, (tuple(one.id for one in people),), group_count, history)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Problem":
        """Raises KeyError, TypeError and ValueError for what is no problem."""
        people = tuple(Attendee(**one) for one in data["people"])
        everybody = [[one.id for one in people]]
        return cls(
            people=people,
            present=tuple(tuple(int(one) for one in ids) for ids in data.get("present", everybody)),
            group_count=int(data["group_count"]),
            history=tuple(Past(_groups(past["groups"]), int(past.get("age", 0))) for past in data.get("history", ())),
        )

    def to_json(self) -> dict[str, Any]:
        """Without what is not known, so that a stored problem stays short."""
        return {
            "people": [{key: value for key, value in vars(one).items() if value is not None} for one in self.people],
            "present": [list(ids) for ids in self.present],
            "group_count": self.group_count,
            "history": [{"groups": [list(group) for group in past.groups], "age": past.age} for past in self.history],
        }


def plan_from_json(data: Any) -> Plan:
    """Round → group → ids, from lists."""
    return tuple(_groups(groups) for groups in data)


def _groups(data: Any) -> tuple[Group, ...]:
    return tuple(tuple(int(one) for one in group) for group in data)
