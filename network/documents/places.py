"""Where each piece of a document stands: under which key of which map, or in which text.

An update names its neighbours, not its place. One that names neighbours from two places, puts a string under a map's
key, or cuts a character in half is shown differently by yjs and yrs, with equal state vectors (DO-6, seen). So the
server keeps an index of places, and refuses what does not stand in one place that can hold it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from network.documents.gate import DELETED, GONE, STRING, TEXT, TYPE, Id, Parsed, Refused, Struct
from network.documents.limits import TYPE_DEPTH


class Place:
    """One key of a map, or one text; `depth` shared types stand around it. Compared by identity."""

    __slots__ = ("depth", "is_text")

    def __init__(self, *, is_text: bool, depth: int) -> None:
        self.is_text = is_text
        self.depth = depth


class Holder:
    """A shared type: a map with a place for each key, or a text with one place."""

    __slots__ = ("depth", "keys", "text")

    def __init__(self, *, is_text: bool, depth: int) -> None:
        self.depth = depth
        self.text = Place(is_text=True, depth=depth) if is_text else None
        self.keys: dict[str, Place] = {}


class _Runs:
    """One client's clocks, cut where the place changes. None is the place of what was deleted with its parent."""

    __slots__ = ("end", "places", "starts")

    def __init__(self, first: int = 0) -> None:
        self.starts: list[int] = []
        self.places: list[Place | None] = []
        self.end = first

    def add(self, clock: int, end: int, place: Place | None) -> None:
        if not self.places or self.places[-1] is not place:
            self.starts.append(clock)
            self.places.append(place)
        self.end = end

    def at(self, clock: int) -> Place | None:
        return self.places[bisect_right(self.starts, clock) - 1]


class Plan:
    """What one client's structs would add to the index; kept beside it until the update is accepted."""

    __slots__ = ("client", "first", "holders", "keys", "lows", "runs")

    def __init__(self, client: int, first: int) -> None:
        self.client = client
        self.first = first
        self.runs = _Runs(first)
        self.holders: dict[Id, Holder] = {}
        self.keys: list[tuple[Holder, str, Place]] = []
        self.lows: set[int] = set()


class Places:
    """The index of one document."""

    def __init__(self, roots: Iterable[str]) -> None:
        self._roots = {name: Holder(is_text=False, depth=1) for name in roots}
        self._holders: dict[Id, Holder] = {}
        self._runs: dict[int, _Runs] = {}
        self._lows: dict[int, set[int]] = {}

    def known(self, client: int) -> int:
        """The client's next clock."""
        runs = self._runs.get(client)
        return runs.end if runs else 0

    def vector(self) -> dict[int, int]:
        return {client: runs.end for client, runs in self._runs.items()}

    def plan(self, parsed: Parsed) -> Plan | None:
        """Find the place of all that is new in an update whose needs are met; None when it only deletes.

        Raises Refused("rule") when something stands where it cannot, or a character would be cut in half.
        """
        plan: Plan | None = None
        if parsed.client is not None:
            plan = Plan(parsed.client, max(parsed.clock, self.known(parsed.client)))
            for struct in parsed.structs:
                end = struct[0] + struct[1]
                if end > plan.first:
                    place = self._place(struct, plan)
                    self._check(struct, place, plan)
                    self._note(struct, place, plan)
        for client, start, stop in parsed.deletes:
            self._check_whole(client, start, plan)
            self._check_whole(client, stop, plan)
        return plan

    def add(self, plan: Plan) -> None:
        """Make a plan part of the index: its update was accepted."""
        runs = self._runs.setdefault(plan.client, _Runs())
        ends = [*plan.runs.starts[1:], plan.runs.end]
        for start, end, place in zip(plan.runs.starts, ends, plan.runs.places, strict=True):
            runs.add(start, end, place)
        self._holders.update(plan.holders)
        for holder, sub, place in plan.keys:
            holder.keys[sub] = place
        if plan.lows:
            self._lows.setdefault(plan.client, set()).update(plan.lows)

    def load(self, blocks: Mapping[int, tuple[list[Struct], int]]) -> None:
        """Index a stored state. A struct waits until what it leans on is indexed.

        Raises Refused("malformed") when a struct leans on something that the state lacks.
        """
        done = dict.fromkeys(blocks, 0)
        waiting = list(blocks)
        while waiting:
            client = waiting[-1]
            behind = self._advance(client, blocks[client][0], done)
            if behind is None:
                waiting.pop()
            elif behind not in blocks or done[behind] == len(blocks[behind][0]):
                raise Refused("malformed", "the state leans on what it lacks")
            else:
                waiting.append(behind)

    def _advance(self, client: int, structs: list[Struct], done: dict[int, int]) -> int | None:
        """Index a client's next structs; the client that the next one waits for, or None at the end."""
        while done[client] < len(structs):
            struct = structs[done[client]]
            for other in (struct[3], struct[4], struct[5]):
                if isinstance(other, tuple) and self.known(other[0]) <= other[1]:
                    return other[0]
            plan = Plan(client, struct[0])
            place = None if struct[2] == GONE else self._place(struct, plan)
            self._note(struct, place, plan)
            self.add(plan)
            done[client] += 1
        return None

    def _place(self, struct: Struct, plan: Plan) -> Place | None:
        _, _, _, origin, right, parent, sub, _, _ = struct
        if parent is not None:
            return self._under(parent, sub, plan)
        place = self._at(origin, plan) if origin else None
        if right:
            beside = self._at(right, plan)
            if origin and beside is not place:
                raise Refused("rule", "neighbours from two places")
            place = beside
        return place

    def _at(self, where: Id, plan: Plan) -> Place | None:
        client, clock = where
        if client == plan.client and clock >= plan.first:
            return plan.runs.at(clock)
        return self._runs[client].at(clock)

    def _under(self, parent: str | Id, sub: str | None, plan: Plan) -> Place | None:
        if isinstance(parent, str):
            holder = self._roots.get(parent)
        else:
            holder = plan.holders.get(parent) or self._holders.get(parent)
        if holder is None:
            raise Refused("rule", "a place that is not there")
        if holder.text is not None:
            if sub is not None:
                raise Refused("rule", "a text has no keys")
            return holder.text
        if sub is None:
            raise Refused("rule", "a map holds nothing without a key")
        found = holder.keys.get(sub)
        if found is None:
            for other, key, place in plan.keys:
                if other is holder and key == sub:
                    return place
            found = Place(is_text=False, depth=holder.depth)
            plan.keys.append((holder, sub, found))
        return found

    def _check(self, struct: Struct, place: Place | None, plan: Plan) -> None:
        clock, _, kind, origin, right, _, _, _, _ = struct
        if place is None:
            raise Refused("rule", "what it is written on is gone")
        if kind != DELETED and place.is_text != (kind == STRING):
            raise Refused("rule", "a place that cannot hold it")
        if kind == TYPE and place.depth >= TYPE_DEPTH:
            raise Refused("rule", "shared types too deep")
        if origin:
            self._check_whole(origin[0], origin[1] + 1, plan)
        if right:
            self._check_whole(right[0], right[1], plan)
        if clock < plan.first and self._runs[plan.client].at(plan.first - 1) is not place:
            raise Refused("resync", "these clocks were used for something else")

    def _check_whole(self, client: int, clock: int, plan: Plan | None) -> None:
        """Nothing may begin or end between the two halves of a character."""
        lows = self._lows.get(client)
        if (lows and clock in lows) or (plan and plan.lows and client == plan.client and clock in plan.lows):
            raise Refused("rule", "half a character")

    def _note(self, struct: Struct, place: Place | None, plan: Plan) -> None:
        clock, length, kind, _, _, _, _, made, lows = struct
        plan.runs.add(max(clock, plan.first), clock + length, place)
        if lows:
            plan.lows.update(lows)
        if kind == TYPE and place is not None:
            plan.holders[(plan.client, clock)] = Holder(is_text=made == TEXT, depth=place.depth + 1)
