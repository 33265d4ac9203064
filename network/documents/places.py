"""Where each piece of a document stands: under which key of which map, or in which text.

An update names its neighbours, not its place. One that names neighbours from two places, puts a string under a map's
key, or cuts a character in half is shown differently by yjs and yrs, with equal state vectors (DO-10, seen). So the
server keeps an index of places, and refuses what does not stand in one place that can hold it.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping

from network.documents.gate import ANY, GONE, STRING, TEXT, TYPE, Id, Parsed, Refused, Struct
from network.documents.limits import TYPE_DEPTH
from network.documents.sequences import Run, insert, run_at, take_out
from network.documents.standing import Client, Holder, Place

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
        self._clients: dict[int, Client] = {}

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
        found = self._client(client, [])
        at = done[client]
        while at < len(structs):
            clock, length, kind, origin, right, parent, _, made, lows = struct = structs[at]
            refs = [ref for ref in (origin, right, parent) if isinstance(ref, tuple)]
            for other, there in refs:
                if self.known(other) <= there:
                    done[client] = at
                    return other
            place = None if kind == GONE else self._place(struct, [])
            if place is not None:
                insert(place.runs, Run(client, clock, length, origin, right), None)
                for other, there in refs:
                    if other != client:
                        found.saw(clock, other, there + 1)
                if kind == TYPE:
                    self._holders[(client, clock)] = Holder(is_text=made == TEXT, depth=place.depth + 1)
            found.extend(clock, clock + length, place)
            found.lows.update(lows)
            at += 1
        done[client] = at
        return None

    def _client(self, client: int, undo: Undo) -> Client:
        found = self._clients.get(client)
        if found is None:
            found = self._clients[client] = Client()
            undo.append(lambda: self._clients.pop(client))
        return found

    def _add_structs(self, client: int, structs: list[Struct], undo: Undo) -> None:
        found = self._client(client, undo)
        for struct in structs:
            if struct[0] < found.end:
                self._check_same(client, found, struct)
                if struct[0] + struct[1] <= found.end:
                    continue
                struct = _tail(client, found.end, struct)
            place = self._place(struct, undo)
            if place is None:
                raise Refused("rule", "what it is written on is gone")
            self._check(struct, place)
            self._note(client, found, struct, place, undo)

    def check_known(self, parsed: Parsed) -> None:
        """Raises Refused("resync") when clocks that are known already come again for something else."""
        if parsed.client is not None:
            found = self._clients[parsed.client]
            for struct in parsed.structs:
                self._check_same(parsed.client, found, struct)

    def _check_same(self, client: int, found: Client, struct: Struct) -> None:
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

    def _check(self, struct: Struct, place: Place) -> None:
        _, _, kind, origin, right, _, _, _, _ = struct
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

    def _note(self, client: int, found: Client, struct: Struct, place: Place, undo: Undo) -> None:
        clock, length, kind, origin, right, parent, _, made, lows = struct
        refs = [ref for ref in (origin, right, parent) if isinstance(ref, tuple)]
        runs = place.runs
        insert(runs, Run(client, clock, length, origin, right), lambda: self._view(client, clock, refs))
        undo.append(lambda: take_out(runs, client, clock))
        for other, there in refs:
            if other != client:
                self._saw(found, clock, other, there + 1, undo)
        before = found.end
        undo.append(lambda: setattr(found, "end", before))
        if found.extend(clock, clock + length, place):
            undo.append(found.starts.pop)
            undo.append(found.places.pop)
        if lows:
            fresh = {low for low in lows if low >= clock}
            found.lows |= fresh
            undo.append(lambda: found.lows.difference_update(fresh))
        if kind == TYPE:
            self._holders[(client, clock)] = Holder(is_text=made == TEXT, depth=place.depth + 1)
            undo.append(lambda: self._holders.pop((client, clock)))

    @staticmethod
    def _saw(found: Client, clock: int, other: int, upto: int, undo: Undo) -> None:
        before = found.saw(clock, other, upto)
        if before is not None:
            undo.append(lambda: found.seen.__setitem__(other, before))
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
