"""The order of what stands in one place, kept as Yjs keeps it, and whether a newcomer's neighbours can be true.

Yjs puts an item between the two that were its neighbours in its author's copy. All copies come to the same order as
long as that is so; neighbours that nobody can have seen side by side give each arrival order a text of its own
(DO-10, seen: a browser and the next one to join differ for ever). So the server follows the order.
"""

from collections.abc import Callable, Mapping

from network.documents.gate import Id, Refused


class Run:
    """Units of one client that follow each other here. `origin` and `right` are the neighbours they came between."""

    __slots__ = ("client", "clock", "length", "origin", "right")

    def __init__(self, client: int, clock: int, length: int, origin: Id | None, right: Id | None) -> None:
        self.client = client
        self.clock = clock
        self.length = length
        self.origin = origin
        self.right = right


View = Callable[[], Mapping[int, int]]
"""What the author knew at least: for each client the first clock that she may not have had."""


def insert(runs: list[Run], new: Run, view: View | None) -> None:
    """Put `new` where every copy puts it.

    Raises Refused("resync") when its neighbours cannot have been neighbours. Without a `view` they are believed.
    """
    at = 0 if new.origin is None else _behind(runs, new.origin)
    if not _is_next(runs, at, new.right):
        if view is not None:
            _check_neighbours(runs, at, new.right, view())
        at = _place_among_rivals(runs, at, new)
    before = runs[at - 1] if at else None
    if (
        before is not None
        and before.client == new.client
        and before.clock + before.length == new.clock
        and new.origin == (new.client, new.clock - 1)
        and before.right == new.right
    ):
        before.length += new.length
    else:
        runs.insert(at, new)


def take_out(runs: list[Run], client: int, clock: int) -> None:
    """Undo the inserts of everything that this client has from `clock` on."""
    for at in range(len(runs) - 1, -1, -1):
        run = runs[at]
        if run.client == client and run.clock + run.length > clock:
            if run.clock >= clock:
                del runs[at]
            else:
                run.length = clock - run.clock


def run_at(runs: list[Run], where: Id) -> Run:
    """The run that holds a unit.

    Raises Refused("resync") when none does.
    """
    return runs[_index_of(runs, where)]


def _index_of(runs: list[Run], where: Id) -> int:
    client, clock = where
    for at in range(len(runs) - 1, -1, -1):
        run = runs[at]
        if run.client == client and run.clock <= clock < run.clock + run.length:
            return at
    raise Refused("resync", "a neighbour that does not stand here")


def _behind(runs: list[Run], where: Id) -> int:
    """The index behind one unit; its run is cut there."""
    client, clock = where
    at = _index_of(runs, where)
    run = runs[at]
    kept = clock + 1 - run.clock
    if kept < run.length:
        runs.insert(at + 1, Run(client, clock + 1, run.length - kept, where, run.right))
        run.length = kept
    return at + 1


def _is_next(runs: list[Run], at: int, right: Id | None) -> bool:
    if at == len(runs):
        return right is None
    return right is not None and right[0] == runs[at].client and right[1] == runs[at].clock


def _check_neighbours(runs: list[Run], at: int, right: Id | None, known: Mapping[int, int]) -> None:
    """Between the two may stand only what the author need not have known."""
    for run in runs[at:]:
        if right == (run.client, run.clock):
            return
        if run.clock < known.get(run.client, 0):
            raise Refused("resync", "neighbours that never were")
    if right is not None:
        raise Refused("resync", "neighbours in the wrong order")


def _place_among_rivals(runs: list[Run], at: int, new: Run) -> int:
    """The index for `new` among those that others put between the same neighbours: Yjs' own rule (Item.integrate)."""
    passed: list[Run] = []
    undecided: list[Run] = []
    best = at
    for index in range(at, len(runs)):
        rival = runs[index]
        if new.right == (rival.client, rival.clock):
            break
        passed.append(rival)
        undecided.append(rival)
        if rival.origin == new.origin:
            if rival.client < new.client:
                best = index + 1
                undecided.clear()
            elif rival.right == new.right:
                break
        elif rival.origin is not None and _holds(passed, rival.origin):
            if not _holds(undecided, rival.origin):
                best = index + 1
                undecided.clear()
        else:
            break
    return best


def _holds(runs: list[Run], where: Id) -> bool:
    client, clock = where
    return any(run.client == client and run.clock <= clock < run.clock + run.length for run in runs)
