"""What the answers add up to, and which parts of it may be shown (rules PO-7 to PO-10)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from network.privacy.small_numbers import LEAST, Group, fits
from network.sessions.polls.rules.asking import SCALE, Choices, Kind, folded

MOST_SHOWN_WORDS = 40


@dataclass(frozen=True)
class Ballot:
    """One answer. `id` leads to nobody by itself; `role` is D or G, `table` the kind of group that she sat in.

    `is_noted`: a host wrote it down for somebody without a phone. `was_before`: she answered the same question the
    time before.
    """

    id: str
    choices: Choices
    role: str = "G"
    table: str = ""
    is_noted: bool = False
    was_before: bool = False


@dataclass(frozen=True)
class Asked:
    """What decides how answers are counted."""

    kind: str
    options: int = 0
    is_several: bool = False

    @property
    def places(self) -> int:
        return {Kind.CHOICE: self.options, Kind.SCALE: SCALE}.get(Kind(self.kind), 0)


@dataclass(frozen=True)
class Part:
    """The same figures of some of the people: how many, and each option's count or a scale's average."""

    count: int
    counts: tuple[int, ...] = ()
    average: float | None = None


Parts = Mapping[str, Part]


@dataclass(frozen=True)
class Result:
    """What may be shown. `counts` is None, and `words` empty, when too few have answered.

    `splits`: a name → its parts, or None where parts there are may not be shown. `same`: those who answered both
    times, then and now. `is_renewed`: the totals are of more answers than those two, which stand as they were shown.
    """

    answered: int
    noted: int = 0
    counts: tuple[int, ...] | None = None
    words: tuple[tuple[str, int], ...] = ()
    splits: Mapping[str, Parts | None] | None = None
    same: tuple[Part, Part] | None = None
    is_renewed: bool = False

    @property
    def is_shown(self) -> bool:
        return self.counts is not None


SPLITS: Mapping[str, Callable[[Ballot], str]] = {
    "role": lambda ballot: ballot.role,
    "table": lambda ballot: ballot.table,
    "how": lambda ballot: "noted" if ballot.is_noted else "phone",
}
"""By what an answer may be told apart, in the order in which it is allowed."""


class Shown:
    """What is shown of one question so far. Each new part is weighed in every column of the figures: how many of these
    people chose this. A scale's parts are shown as averages alone, so there its people are the one column.
    """

    def __init__(self, asked: Asked, ballots: Sequence[Ballot]) -> None:
        self._columns = _columns(asked, ballots)
        self._known: list[list[Group]] = [[column] for column in self._columns]

    def admit(self, *parts: Group) -> bool:
        """Whether these may be shown too, as nobody can work out anything about one to four people; then they are."""
        cells = [[column & part for part in parts] for column in self._columns]
        if not cells or not all(fits(known, some) for known, some in zip(self._known, cells, strict=True)):
            return False
        for known, some in zip(self._known, cells, strict=True):
            known += some
        return True


def _columns(asked: Asked, ballots: Sequence[Ballot]) -> list[Group]:
    """Who chose what. Where several may be chosen, not choosing something is an answer too."""
    everybody = frozenset(ballot.id for ballot in ballots)
    if asked.kind != Kind.CHOICE:
        return [everybody] if asked.kind == Kind.SCALE else []
    chose = [frozenset(one.id for one in ballots if place in one.choices) for place in range(asked.options)]
    left = [everybody - some for some in chose] if asked.is_several else []
    return [some for some in [*chose, *left] if some]


def result_of(asked: Asked, ballots: Sequence[Ballot]) -> Result:
    noted = sum(ballot.is_noted for ballot in ballots)
    if len(ballots) < LEAST:
        return Result(len(ballots), noted)
    words = words_of(ballots) if asked.kind == Kind.WORDS else ()
    return Result(
        len(ballots), noted, counts=_counts(asked, ballots), words=words, splits=_splits(asked, ballots)[0] or None
    )


def _counts(asked: Asked, ballots: Iterable[Ballot]) -> tuple[int, ...]:
    chosen = Counter(place for ballot in ballots for place in ballot.choices)
    return tuple(chosen[place] for place in range(asked.places))


def words_of(ballots: Iterable[Ballot]) -> tuple[tuple[str, int], ...]:
    """Each word with how many wrote it, most first; written as most of them wrote it."""
    written: dict[str, Counter[str]] = {}
    for ballot in ballots:
        for word in ballot.choices:
            written.setdefault(folded(str(word)), Counter())[str(word)] += 1
    shown = [(min(ways, key=lambda way: (-ways[way], way)), ways.total()) for ways in written.values()]
    return tuple(sorted(shown, key=lambda one: (-one[1], folded(one[0])))[:MOST_SHOWN_WORDS])


def _splits(asked: Asked, ballots: Sequence[Ballot]) -> tuple[dict[str, Parts | None], Shown]:
    found: dict[str, Parts | None] = {}
    shown = Shown(asked, ballots)
    for name, of in SPLITS.items():
        parts = {label: [one for one in ballots if of(one) == label] for label in sorted({of(one) for one in ballots})}
        if len(parts) < 2 or asked.kind == Kind.WORDS:
            continue
        may = shown.admit(*(_ids(those) for those in parts.values()))
        found[name] = {label: _part(asked, those) for label, those in parts.items()} if may else None
    return found, shown


def same_people(asked: Asked, before: Sequence[Ballot], after: Sequence[Ballot]) -> tuple[Part, Part] | None:
    """Those who answered both times, then and now; None when that would show anything about one to four people.

    What was shown of either time before this is reckoned with (PO-10).
    """
    both = _ids(before) & _ids(after)
    for ballots in (before, after):
        shown = _splits(asked, ballots)[1]
        shown.admit(_ids(one for one in ballots if one.was_before))
        if len(both) < LEAST or not shown.admit(both):
            return None
    then, now = ([one for one in ballots if one.id in both] for ballots in (before, after))
    return _part(asked, then), _part(asked, now)


def _part(asked: Asked, ballots: Sequence[Ballot]) -> Part:
    counts = _counts(asked, ballots)
    return Part(len(ballots), average=average(counts)) if asked.kind == Kind.SCALE else Part(len(ballots), counts)


def average(counts: Sequence[int]) -> float:
    """Of a scale that begins at 1, from how many chose each point."""
    return round(sum(count * (place + 1) for place, count in enumerate(counts)) / max(1, sum(counts)), 1)


def _ids(ballots: Iterable[Ballot]) -> Group:
    return frozenset(ballot.id for ballot in ballots)


def shares(counts: Sequence[int], answered: int) -> list[int]:
    """Whole per cent of those who answered."""
    return [round(100 * count / answered) if answered else 0 for count in counts]


def renewed(asked: Asked, shown: Result, ballots: Sequence[Ballot], *, late: int) -> Result:
    """What stands when `late` people have answered or changed since these figures were shown (PO-8). `ballots`: all, as
    they are now.

    Totals alone are counted anew, and never for one to four people. Parts are not: what is new in one of them could be
    of one person, however many are late in all.
    """
    if late < LEAST:
        return shown
    return replace(result_of(asked, ballots), splits=shown.splits, same=shown.same, is_renewed=True)
