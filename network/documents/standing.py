"""What the index of a document is made of: places, the shared types that hold them, and the clients that fill them."""

from bisect import bisect_right

from network.documents.sequences import Run


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


class Client:
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

    def extend(self, clock: int, end: int, place: Place | None) -> bool:
        """Note where the next clocks stand; whether that began a new stretch."""
        is_new = not self.places or self.places[-1] is not place
        if is_new:
            self.starts.append(clock)
            self.places.append(place)
        self.end = end
        return is_new

    def saw(self, clock: int, other: int, upto: int) -> int | None:
        """Note how far `other` was known at `clock`; what was noted before, or None if that was as far."""
        before = self.seen.get(other, 0)
        if upto <= before:
            return None
        self.seen[other] = upto
        self.views.append((clock, other, upto))
        return before
