"""The built-in list of Norway's municipalities, from which a network chooses its own."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from network.core.names import name_key
from network.people.rules.imports.columns import place_key

LIST = Path(__file__).with_name("municipalities.txt")


@dataclass(frozen=True)
class Listed:
    """A municipality by its number of four digits. `also` is another official name, in Sámi; most have none."""

    number: str
    name: str
    also: str = ""


@dataclass(frozen=True)
class County:
    number: str
    name: str
    municipalities: tuple[Listed, ...]


@cache
def counties() -> tuple[County, ...]:
    """All counties in the order of their numbers, each with its municipalities from A to Å."""
    return tuple(_county(block) for block in LIST.read_text(encoding="utf-8").split("[")[1:])


@cache
def by_number() -> dict[str, Listed]:
    return {listed.number: listed for county in counties() for listed in county.municipalities}


@cache
def by_name() -> dict[str, tuple[str, ...]]:
    """Name or number as place_key compares it → the numbers of all that are called so."""
    found: dict[str, tuple[str, ...]] = {}
    for listed in by_number().values():
        for text in filter(None, (listed.number, listed.name, listed.also)):
            found[place_key(text)] = (*found.get(place_key(text), ()), listed.number)
    return found


def county_of(number: str) -> str:
    """The name of the county that a municipality of the list lies in."""
    return next(county.name for county in counties() if number.startswith(county.number))


def _county(block: str) -> County:
    head, *lines = block.strip().splitlines()
    number, _space, name = head.rstrip("]").partition(" ")
    found = [_listed(line) for line in lines if line]
    return County(number, name, tuple(sorted(found, key=lambda listed: name_key(listed.name, "nn"))))


def _listed(line: str) -> Listed:
    number, _space, names = line.partition(" ")
    name, _equals, also = names.partition(" = ")
    return Listed(number, name, also)
