"""What contradicts itself in a problem, or is wrong with a plan: facts, to be put into words by whoever shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What it is. `people`, `round`, `group` and `count` of the fact say the rest."""

    LISTED_TWICE = "listed twice"
    NO_GROUPS = "no groups"
    THERE_TWICE = "there twice"
    STRANGER = "stranger"
    TOO_FEW = "too few"
    BLOCK_TOO_LARGE = "block too large"
    TOGETHER_AND_APART = "together and apart"
    TOO_MANY_APART = "too many apart"
    NO_SUCH_GROUP = "no such group"
    PINNED_TWICE = "pinned twice"
    TOGETHER_PINNED_APART = "together, pinned apart"
    APART_PINNED_TOGETHER = "apart, pinned together"
    GROUP_TOO_FULL = "group too full"
    OVER_CAP = "over the cap"
    CAP_IN_BLOCK = "over the cap in a block"
    CAP_BY_PINS = "over the cap by pins"
    LEADS_IN_BLOCK = "facilitators in a block"
    LEADS_BY_PINS = "facilitators by pins"

    ROUNDS_MISSING = "rounds missing"
    GROUPS_MISSING = "groups missing"
    NO_GROUP = "no group"
    PLACED_TWICE = "placed twice"
    NOT_THERE = "not there"
    UNEVEN = "uneven"
    PARTED = "parted"
    MET_ENEMY = "sat with whom she is kept apart from"
    NOT_WHERE_PINNED = "not where pinned"
    UNEVEN_LEADS = "uneven facilitators"
    MANY_OF_ONE = "many of one municipality"


@dataclass(frozen=True)
class Fact:
    """One thing that cannot be, or must not. `round` and `group` count from 0; None where they do not matter."""

    kind: Kind
    people: tuple[int, ...] = ()
    round: int | None = None
    group: int | None = None
    count: int = 0
    limit: int = 0


_WORDS = {
    Kind.LISTED_TWICE: "{first} is listed {count} times",
    Kind.NO_GROUPS: "{count} groups: there must be one at least",
    Kind.THERE_TWICE: "{first} is there twice",
    Kind.STRANGER: "{first} is not in the list",
    Kind.TOO_FEW: "{count} people cannot fill {limit} groups",
    Kind.BLOCK_TOO_LARGE: "{all} are kept together, {count} people, and no group has more than {limit}",
    Kind.TOGETHER_AND_APART: "{first} is kept together with {second} and kept apart from {second}",
    Kind.TOO_MANY_APART: "{all} are kept apart, {count} people, and there are only {limit} groups",
    Kind.NO_SUCH_GROUP: "{first} is pinned to group {group}, and there are only {limit} groups",
    Kind.PINNED_TWICE: "{first} is pinned to group {group} and to another",
    Kind.TOGETHER_PINNED_APART: "{first} and {second} are kept together and pinned to different groups",
    Kind.APART_PINNED_TOGETHER: (
        "{first} is pinned to group {group} and kept apart from {second}, who is pinned there too"
    ),
    Kind.GROUP_TOO_FULL: "{all} sit in group {group} by what is pinned, {count} people, and it has room for {limit}",
    Kind.OVER_CAP: "{all} are {count} from one municipality: with {limit} in a group at most, the groups are too few",
    Kind.CAP_IN_BLOCK: "{all} are kept together, {count} from one municipality, and a group may have {limit} at most",
    Kind.CAP_BY_PINS: "{all} are pinned to group {group}, {count} from one municipality, and it may have {limit}",
    Kind.LEADS_IN_BLOCK: "{all} are kept together, {count} facilitators, and spread evenly a group has {limit} at most",
    Kind.LEADS_BY_PINS: "{all} are pinned to group {group}, {count} facilitators, and spread evenly it has {limit}",
    Kind.ROUNDS_MISSING: "{count} rounds instead of {limit}",
    Kind.GROUPS_MISSING: "{count} groups instead of {limit}",
    Kind.NO_GROUP: "{first} has no group",
    Kind.PLACED_TWICE: "{first} is placed {count} times",
    Kind.NOT_THERE: "{first} is not there",
    Kind.UNEVEN: "groups of {limit} and of {count}",
    Kind.PARTED: "{first} and {second} are kept together and do not sit together",
    Kind.MET_ENEMY: "{first} and {second} are kept apart and sit together in group {group}",
    Kind.NOT_WHERE_PINNED: "{first} is pinned to group {group} and does not sit there",
    Kind.UNEVEN_LEADS: "groups with {limit} and with {count} facilitators",
    Kind.MANY_OF_ONE: "{all} sit in group {group}, {count} of one municipality, and {limit} may",
}


def in_english(fact: Fact, name: Callable[[int], str] = str) -> str:
    """The fact as a sentence, people by their names, rounds and groups counted from 1."""
    names = [name(one) for one in fact.people]
    first, second = (*names, "", "")[:2]
    said = _WORDS[fact.kind].format(
        first=first,
        second=second,
        all=", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else first,
        group=None if fact.group is None else fact.group + 1,
        count=fact.count,
        limit=fact.limit,
    )
    return said if fact.round is None else f"round {fact.round + 1}: {said}"
