"""An instance in JSON, and a plan back into it. People have names of any kind there; the engine counts them.

The format is described in docs/groups.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from network.sessions.groups.engine.problem import Attendee, Group, Past, Pin, Plan, Problem, Round, Wishes

MOST_PEOPLE, MOST_ROUNDS, MOST_CHAIRS = 2000, 100, 5_000_000
"""Beyond these it would take minutes and gigabytes. The last is people × rounds × groups."""
KINDS = ("plan", "rebalance")
KNOWN = frozenset({"id", "kind", "people", "rounds", "constraints", "history", "published", "frozen_rounds", "seed"})
OURS = frozenset({"steps", "move_price"})
WISHES = frozenset({"together", "apart", "pinned", "facilitators", "max_per_municipality"})

Name = str | int
Answer = TypeVar("Answer")


class BadInstance(ValueError):
    """What was read is no instance; the message says what is wrong, and where."""


@dataclass(frozen=True)
class Instance:
    """A problem whose people are 0, 1, 2 …, their `names`, and how it is to be answered."""

    problem: Problem
    names: tuple[Name, ...]
    seed: int
    steps: int | None
    published: Plan | None
    frozen: int
    move_price: int | None

    def named(self, plan: Plan) -> list[list[list[Name]]]:
        """The plan in names."""
        return [[[self.names[one] for one in group] for group in groups] for groups in plan]

    def name(self, person: int) -> str:
        return str(self.names[person])


def read_instance(data: Any) -> Instance:
    """Raises BadInstance."""
    fields = _mapping(data, "the instance")
    _only(fields, KNOWN | OURS, "the instance")
    people = _list(fields.get("people"), "people", _person)
    names = [name for name, _of in people]
    places = {name: at for at, name in enumerate(names)}
    if len(places) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise BadInstance(f"people: {twice!r} is listed twice")
    _at_most(len(names), MOST_PEOPLE, "people")
    reader = _Reader(places)
    rounds = _list(fields.get("rounds"), "rounds", reader.round)
    _at_most(len(rounds), MOST_ROUNDS, "rounds")
    if not people or not rounds:
        raise BadInstance("there must be people, and a round at least")
    _at_most(len(names) * sum(one.groups for one in rounds), MOST_CHAIRS, "people × groups, all rounds together")
    kind = fields.get("kind") or "plan"
    if kind not in KINDS:
        raise BadInstance(f"kind: {kind!r} is none of {', '.join(KINDS)}")
    is_repair = kind == "rebalance"
    published = reader.plan(fields.get("published"), len(rounds)) if is_repair else None
    frozen = _whole(fields.get("frozen_rounds") or 0, "frozen_rounds")
    if frozen > len(rounds):
        raise BadInstance(f"frozen_rounds: {frozen} of {len(rounds)} rounds")
    attendees = tuple(Attendee(at, **of) for at, (_name, of) in enumerate(people))
    history = _list(fields.get("history") or [], "history", reader.past)
    return Instance(
        problem=Problem(attendees, tuple(rounds), tuple(history), reader.wishes(fields.get("constraints") or {})),
        names=tuple(names),
        seed=_whole(fields.get("seed", 1), "seed", least=None),
        steps=None if fields.get("steps") is None else _whole(fields["steps"], "steps"),
        published=published,
        frozen=frozen if is_repair else 0,
        move_price=None if fields.get("move_price") is None else _whole(fields["move_price"], "move_price"),
    )


def read_plan(data: Any, instance: Instance) -> Plan:
    """A plan in names, also inside {"rounds": …}. Raises BadInstance, also for somebody unknown."""
    rounds = data.get("rounds") if isinstance(data, dict) else data
    reader = _Reader({name: at for at, name in enumerate(instance.names)})
    groups = _list(rounds, "plan", lambda one, where: tuple(_list(one, where, reader.members)))
    return tuple(groups)


class _Reader:
    """Reads what names people."""

    def __init__(self, places: Mapping[Name, int]) -> None:
        self._places = places

    def round(self, data: Any, where: str) -> Round:
        fields = _mapping(data, where)
        _only(fields, frozenset({"groups", "present"}), where)
        groups = _whole(fields.get("groups"), f"{where}.groups", least=1)
        present = fields.get("present")
        here = tuple(self._places.values()) if present is None else self.members(present, f"{where}.present")
        if len(set(here)) < len(here):
            raise BadInstance(f"{where}.present: somebody is named twice")
        return Round(groups, here)

    def wishes(self, data: Any) -> Wishes:
        fields = _mapping(data, "constraints")
        _only(fields, WISHES, "constraints")
        cap = fields.get("max_per_municipality")
        return Wishes(
            together=tuple(_list(fields.get("together") or [], "constraints.together", self.members)),
            apart=tuple(_list(fields.get("apart") or [], "constraints.apart", self.members)),
            pinned=tuple(_list(fields.get("pinned") or [], "constraints.pinned", self._pin)),
            facilitators=self.members(fields.get("facilitators") or [], "constraints.facilitators"),
            max_per_municipality=None if cap is None else _whole(cap, "constraints.max_per_municipality", least=1),
        )

    def past(self, data: Any, where: str) -> Past:
        """Who is not in the list any more has been there all the same, and counts for nothing."""
        fields = _mapping(data, where)
        _only(fields, frozenset({"age", "groups"}), where)
        groups = _list(fields.get("groups"), f"{where}.groups", self._known)
        return Past(tuple(groups), _whole(fields.get("age"), f"{where}.age"))

    def plan(self, data: Any, rounds: int) -> Plan:
        found = _list(data, "published", lambda one, where: tuple(_list(one, where, self._known)))
        if len(found) != rounds:
            raise BadInstance(f"published: {len(found)} rounds, and the instance has {rounds}")
        return tuple(found)

    def members(self, data: Any, where: str) -> Group:
        return tuple(_list(data, where, self._place))

    def _known(self, data: Any, where: str) -> Group:
        named = _list(data, where, _name)
        return tuple(self._places[name] for name in dict.fromkeys(named) if name in self._places)

    def _place(self, data: Any, where: str) -> int:
        name = _name(data, where)
        if name not in self._places:
            raise BadInstance(f"{where}: {name!r} is not among the people")
        return self._places[name]

    def _pin(self, data: Any, where: str) -> Pin:
        fields = _mapping(data, where)
        _only(fields, frozenset({"person", "group", "rounds"}), where)
        rounds = fields.get("rounds")
        return Pin(
            self._place(fields.get("person"), f"{where}.person"),
            _whole(fields.get("group"), f"{where}.group"),
            None if rounds is None else tuple(_list(rounds, f"{where}.rounds", _whole)),
        )


def _person(data: Any, where: str) -> tuple[Name, dict[str, str | None]]:
    fields = _mapping(data, where)
    _only(fields, frozenset({"id", "municipality", "party", "gender", "role"}), where)
    traits = {key: _text(fields.get(key), f"{where}.{key}") for key in ("municipality", "party", "gender", "role")}
    return _name(fields.get("id"), f"{where}.id"), traits


def _name(data: Any, where: str) -> Name:
    if isinstance(data, bool) or not isinstance(data, str | int):
        raise BadInstance(f"{where}: an id is a text or a whole number")
    return data


def _text(data: Any, where: str) -> str | None:
    if data is not None and not isinstance(data, str):
        raise BadInstance(f"{where}: a text, or nothing")
    return data or None


def _whole(data: Any, where: str, least: int | None = 0) -> int:
    if isinstance(data, bool) or not isinstance(data, int) or abs(data) > 2**63:
        raise BadInstance(f"{where}: a whole number")
    if least is not None and data < least:
        raise BadInstance(f"{where}: {least} or more")
    return data


def _mapping(data: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise BadInstance(f"{where}: an object in braces")
    return data


def _list(data: Any, where: str, read: Callable[[Any, str], Answer]) -> list[Answer]:
    if not isinstance(data, list):
        raise BadInstance(f"{where}: a list")
    return [read(one, f"{where}[{at}]") for at, one in enumerate(data)]


def _only(fields: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    """A wish that is misspelt must not be passed over."""
    for key in fields:
        if key not in known:
            raise BadInstance(f"{where}: nothing is called {key!r}; known are {', '.join(sorted(known))}")


def _at_most(count: int, most: int, what: str) -> None:
    if count > most:
        raise BadInstance(f"{count} {what}, and {most} are the most")
