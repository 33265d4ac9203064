"""Halls for the engine, made from a seed: who comes, into how many groups, what must hold, who met before.

`python -m bench.groups.instances NAME SEED` prints one, as the engine's command reads it (docs/groups.md).
"""

import json
import random
import sys
from collections.abc import Callable, Sequence
from typing import Any

Instance = dict[str, Any]

PARTIES = ["Ap", "H", "Sp", "FrP", "SV", "KrF", "V", "MDG", "R", "Lokal"]
SHARES = (24, 17, 17, 12, 7, 7, 5, 3, 3, 5)
GONE, UNANNOUNCED = 0.10, 0.05


def hall(seed: int, name: str, places: int, each: int, groups: int, rounds: int, *, city: int = 0) -> Instance:
    """Delegates, `each` of a municipality; the first sends `city` when that is given. Some are officials."""
    lot = random.Random(f"{name} {seed}")
    people: list[dict[str, str]] = []
    for place in range(places):
        count = city if city and place == 0 else each
        for number in range(count):
            role = "official" if number == count - 1 and lot.random() < 0.4 else "politician"
            people.append(_person(lot, f"p{len(people) + 1}", f"m{place + 1}", role))
    return {"people": people, "rounds": [{"groups": groups} for _ in range(rounds)], "seed": seed}


def golfers(seed: int, groups: int, size: int, rounds: int) -> Instance:
    """The classic: people of whom nothing is known, only that nobody should meet anybody twice."""
    people = [{"id": f"p{number + 1}"} for number in range(groups * size)]
    return {"people": people, "rounds": [{"groups": groups} for _ in range(rounds)], "seed": seed}


def wished(seed: int) -> Instance:
    """Eighty people with all kinds of hard wishes that do not contradict one another."""
    made = hall(seed, "wished", 16, 5, 11, 4)
    lot = random.Random(f"wishes {seed}")
    places = {one["id"]: one["municipality"] for one in made["people"]}
    some = lot.sample(sorted(places), 40)
    friend = next(one for one in some[1:] if places[one] != places[some[0]])
    rest = [one for one in some[1:] if one != friend]
    made["constraints"] = {
        "together": [[some[0], friend]],
        "apart": [rest[:2], rest[2:5], rest[5:7]],
        "pinned": [{"person": rest[7], "group": 0}, {"person": rest[8], "group": 3, "rounds": [0, 1]}],
        "facilitators": rest[9:20],
        "max_per_municipality": 1,
    }
    return made


def with_past(seed: int) -> Instance:
    """One round of 150 people who have been to three gatherings, four rounds each."""
    made = hall(seed, "past", 30, 5, 21, 1)
    lot = random.Random(f"past groups {seed}")
    ids = [one["id"] for one in made["people"]]
    made["history"] = [
        {"age": age, "groups": [order[at::21] for at in range(21)]}
        for age in (3, 2, 1)
        for order in (lot.sample(ids, len(ids)) for _ in range(4))
    ]
    return made


def changed(seed: int, before: Instance, published: Sequence[Sequence[Sequence[str]]]) -> Instance:
    """The first round is over. One of ten does not come to the others, and half as many come unannounced."""
    lot = random.Random(f"changed {seed}")
    people = before["people"]
    ids = [one["id"] for one in people]
    gone = set(lot.sample(ids, round(GONE * len(ids))))
    places = [one["municipality"] for one in people]
    late = [
        _person(lot, f"late{number + 1}", lot.choice(places), "politician")
        for number in range(round(UNANNOUNCED * len(ids)))
    ]
    here = [one for one in (*ids, *(one["id"] for one in late)) if one not in gone]
    rounds = [{**one, "present": here if number else ids} for number, one in enumerate(before["rounds"])]
    changed_ = {"people": [*people, *late], "rounds": rounds, "published": published, "frozen_rounds": 1}
    return {"kind": "rebalance", "seed": seed, **changed_}


def season(seed: int, places: int, each: int, size: int, *, gatherings: int = 8, rounds: int = 4) -> list[Instance]:
    """The same people time after time, nine of ten each time. Without history: that is what the plans become."""
    lot = random.Random(f"season {seed}")
    people = hall(seed, "season", places, each, 1, 1)["people"]
    found = []
    for _ in range(gatherings):
        here = [one["id"] for one in people if lot.random() < 0.9]
        asked = {"groups": max(2, round(len(here) / size)), "present": here}
        found.append({"people": people, "rounds": [asked] * rounds, "seed": seed})
    return found


PLANS: dict[str, Callable[[int], Instance]] = {
    "56 people, 9 groups, 4 rounds": lambda seed: hall(seed, "56/9", 14, 4, 9, 4),
    "56 people, 8 groups, 4 rounds": lambda seed: hall(seed, "56/8", 14, 4, 8, 4),
    "100 people, 14 groups, 6 rounds": lambda seed: hall(seed, "100", 20, 5, 14, 6),
    "500 people, 63 groups, 5 rounds": lambda seed: hall(seed, "500", 100, 5, 63, 5),
    "80 people, 15 from one city, 10 groups, 5 rounds": lambda seed: hall(seed, "city", 14, 5, 10, 5, city=15),
    "80 people with hard wishes, 11 groups, 4 rounds": wished,
    "150 people with a past, 21 groups, 1 round": with_past,
    **{
        f"golfers {groups}-{size}-{rounds}": lambda seed, of=(groups, size, rounds): golfers(seed, *of)  # type: ignore[misc]
        for groups, size, rounds in ((8, 4, 6), (8, 4, 7), (8, 4, 8), (8, 4, 9), (8, 4, 10), (5, 3, 7), (6, 6, 3))
    },
}
REPAIRED = tuple(PLANS)[:4]
"""Halls that are also repaired."""
SEASONS = {"56": (14, 4, 6), "100": (20, 5, 7), "500": (100, 5, 8)}
"""People → municipalities, delegates of each, size of a group."""


def _person(lot: random.Random, name: str, place: str, role: str) -> dict[str, str]:
    party = lot.choices(PARTIES, SHARES)[0]
    gender = "f" if lot.random() < 0.43 else "m"
    return {"id": name, "municipality": place, "party": party, "gender": gender, "role": role}


if __name__ == "__main__":
    print(json.dumps(PLANS[sys.argv[1]](int(sys.argv[2])), ensure_ascii=False))
