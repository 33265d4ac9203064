"""Where each piece of a document stands: under which key of which map, or in which text.

An update names its neighbours, not its place. One that names neighbours from two places, puts a string under a map's
key, or cuts a character in half is shown differently by yjs and yrs, with equal state vectors (DO-10, seen). So the
server keeps an index of places, and refuses what does not stand in one place that can hold it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping

from network.documents.gate import ANY, GONE, STRING, TEXT, TYPE, Id, Parsed, Refused, Struct
from network.documents.limits import TYPE_DEPTH
from network.documents.sequences import Run, insert, run_at, take_out


class Place:
    """One key of a map, or one text; `depth` shared types stand around it. Compared by identity."""

    __slots__ = ("depth", "is_text", "runs")

    def __init__(self, *, is_text: bool, depth: int) -> None:
        self.is_text = is_text
        self.depth = depth
        self.runs: list[Run] = []


class Holder:
    """A shared type: a map with a place for each key, or a text with one place."""

    __slots__ = ("depth", "keys", "text")

    def __init__(self, *, is_text: bool, depth: int) -> None:
        self.depth = depth
        self.text = Place(is_text=True, depth=depth) if is_text else None
        self.keys: dict[str, Place] = {}


class _Client:
    """One client's clocks, cut where the place changes (None: deleted with its parent), and what it leaned on.

    `views` are (clock, other client, how far it was known then), each when it grew; `lows` second halves of characters.
    """

    __slots__ = ("end", "lows", "places", "seen", "starts", "views")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.places: list[Place | None] = []
        self.end = 0
        self.views: list[tuple[int, int, int]] = []
        self.seen: dict[int, int] = {}
        self.lows: set[int] = set()

    def at(self, clock: int) -> Place | None:
        return self.places[bisect_right(self.starts, clock) - 1]


Undo = list[Callable[[], object]]
"""What takes an update out of the index again, last step first."""


def revert(undo: Undo) -> None:
    """Take out what the last `Places.add` took in."""
    while undo:
        undo.pop()()


class Places:
    """The index of one document."""

    def __init__(self, roots: Iterable[str]) -> None:
        self._roots = {name: Holder(is_text=False, depth=1) for name in roots}
        self._holders: dict[Id, Holder] = {}
        self._clients: dict[int, _Client] = {}

    def known(self, client: int) -> int:
        """The client's next clock."""
        found = self._clients.get(client)
        return found.end if found else 0

    def add(self, parsed: Parsed) -> Undo:
        """Take an update whose needs are met into the index.

        Raises Refused("rule") when something stands where it cannot or half a character is meant, and
        Refused("resync") when its neighbours never were; the index is then as it was.
        """
        undo: Undo = []
        try:
            if parsed.client is not None:
                self._add_structs(parsed.client, parsed.structs, undo)
            for client, start, stop in parsed.deletes:
                self._check_whole(client, start)
                self._check_whole(client, stop)
        except Refused:
            revert(undo)
            raise
        return undo

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
            elif behind not in blocks or done[behind] == len(blocks[behind][0]) or behind == client:
                raise Refused("malformed", "the state leans on what it lacks")
            else:
                waiting.append(behind)

    def _advance(self, client: int, structs: list[Struct], done: dict[int, int]) -> int | None:
        """Index a client's next structs; the client that the next one waits for, or None at the end."""
        found = self._client(client)
        while done[client] < len(structs):
            struct = structs[done[client]]
            for other in (struct[3], struct[4], struct[5]):
                if isinstance(other, tuple) and self.known(other[0]) <= other[1]:
                    return other[0]
            place = None if struct[2] == GONE else self._place(struct, [])
            self._note(client, found, struct, place, [], is_trusted=True)
            done[client] += 1
        return None

    def _client(self, client: int) -> _Client:
        found = self._clients.get(client)
        if found is None:
            found = self._clients[client] = _Client()
        return found

    def _add_structs(self, client: int, structs: list[Struct], undo: Undo) -> None:
        found = self._client(client)
        for struct in structs:
            if struct[0] < found.end:
                self._check_same(client, found, struct)
                if struct[0] + struct[1] <= found.end:
                    continue
                struct = _tail(client, found.end, struct)
            place = self._place(struct, undo)
            self._check(struct, place)
            self._note(client, found, struct, place, undo, is_trusted=False)

    def check_known(self, parsed: Parsed) -> None:
        """Raises Refused("resync") when clocks that are known already come again for something else."""
        if parsed.client is not None:
            found = self._client(parsed.client)
            for struct in parsed.structs:
                self._check_same(parsed.client, found, struct)

    def _check_same(self, client: int, found: _Client, struct: Struct) -> None:
        clock, _, _, origin, right, parent, sub, _, _ = struct
        place = found.at(clock)
        if place is None:
            return
        run = run_at(place.runs, (client, clock))
        is_first = run.clock == clock
        if (origin, right) != (run.origin if is_first else (client, clock - 1), run.right):
            raise Refused("resync", "these clocks were used for something else")
        undo: Undo = []
        try:
            if parent is not None and self._under(parent, sub, undo) is not place:
                raise Refused("resync", "these clocks were used for something else")
        finally:
            revert(undo)

    def _place(self, struct: Struct, undo: Undo) -> Place | None:
        _, _, _, origin, right, parent, sub, _, _ = struct
        if parent is not None:
            return self._under(parent, sub, undo)
        place = self._clients[origin[0]].at(origin[1]) if origin else None
        if right:
            beside = self._clients[right[0]].at(right[1])
            if origin and beside is not place:
                raise Refused("rule", "neighbours from two places")
            place = beside
        return place

    def _under(self, parent: str | Id, sub: str | None, undo: Undo) -> Place:
        holder = self._roots.get(parent) if isinstance(parent, str) else self._holders.get(parent)
        if holder is None:
            raise Refused("rule", "a place that is not there")
        if holder.text is not None:
            if sub is not None:
                raise Refused("rule", "a text has no keys")
            return holder.text
        if sub is None:
            raise Refused("rule", "a map holds nothing without a key")
        place = holder.keys.get(sub)
        if place is None:
            place = holder.keys[sub] = Place(is_text=False, depth=holder.depth)
            keys = holder.keys
            undo.append(lambda: keys.pop(sub))
        return place

    def _check(self, struct: Struct, place: Place | None) -> None:
        _, _, kind, origin, right, _, _, _, _ = struct
        if place is None:
            raise Refused("rule", "what it is written on is gone")
        if place.is_text:
            if kind in (ANY, TYPE):
                raise Refused("rule", "a text holds characters")
        elif kind == STRING or right:
            raise Refused("rule", "a key holds one value")
        if kind == TYPE and place.depth >= TYPE_DEPTH:
            raise Refused("rule", "shared types too deep")
        if origin:
            self._check_whole(origin[0], origin[1] + 1)
        if right:
            self._check_whole(right[0], right[1])

    def _check_whole(self, client: int, clock: int) -> None:
        """Nothing may begin or end between the two halves of a character."""
        found = self._clients.get(client)
        if found is not None and clock in found.lows:
            raise Refused("rule", "half a character")

    def _note(
        self, client: int, found: _Client, struct: Struct, place: Place | None, undo: Undo, *, is_trusted: bool
    ) -> None:
        clock, length, kind, origin, right, parent, _, made, lows = struct
        if place is not None:
            refs = [ref for ref in (origin, right, parent) if isinstance(ref, tuple)]
            new = Run(client, clock, length, origin, right)
            view = None if is_trusted else lambda: self._view(client, clock, refs)
            runs = place.runs
            insert(runs, new, view)
            undo.append(lambda: take_out(runs, client, clock))
            for other, there in refs:
                self._saw(client, found, clock, (other, there + 1), undo)
        self._extend(found, clock, clock + length, place, undo)
        if lows:
            fresh = {low for low in lows if low >= clock}
            found.lows |= fresh
            undo.append(lambda: found.lows.difference_update(fresh))
        if kind == TYPE and place is not None:
            self._holders[(client, clock)] = Holder(is_text=made == TEXT, depth=place.depth + 1)
            undo.append(lambda: self._holders.pop((client, clock)))

    @staticmethod
    def _extend(found: _Client, clock: int, end: int, place: Place | None, undo: Undo) -> None:
        before = found.end
        if not found.places or found.places[-1] is not place:
            found.starts.append(clock)
            found.places.append(place)
            undo.append(found.starts.pop)
            undo.append(found.places.pop)
        found.end = end
        undo.append(lambda: setattr(found, "end", before))

    @staticmethod
    def _saw(client: int, found: _Client, clock: int, other: tuple[int, int], undo: Undo) -> None:
        whom, upto = other
        before = found.seen.get(whom, 0)
        if whom == client or upto <= before:
            return
        found.seen[whom] = upto
        found.views.append((clock, whom, upto))
        undo.append(lambda: found.seen.__setitem__(whom, before))
        undo.append(found.views.pop)

    def _view(self, client: int, clock: int, refs: list[Id]) -> Mapping[int, int]:
        """What the author of this struct had at least: her own, what it leans on, and all that these leaned on."""
        known: dict[int, int] = {}
        todo = [(client, clock), *((other, there + 1) for other, there in refs)]
        while todo:
            whom, upto = todo.pop()
            before = known.get(whom, 0)
            if upto <= before:
                continue
            known[whom] = upto
            views = self._clients[whom].views
            start, stop = bisect_left(views, (before, -1, -1)), bisect_left(views, (upto, -1, -1))
            todo += [(other, there) for _, other, there in views[start:stop]]
        return known


def _tail(client: int, known: int, struct: Struct) -> Struct:
    """What is new of a struct that is known in part: it stands behind the last known unit."""
    clock, length, kind, _, right, _, _, made, lows = struct
    if known in lows:
        raise Refused("rule", "half a character")
    return (known, clock + length - known, kind, (client, known - 1), right, None, None, made, lows)
