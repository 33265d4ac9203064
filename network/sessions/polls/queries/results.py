"""What one reader is shown of a question: nothing before the figures are shown, nor before she has answered herself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from network.access.actor import Actor
from network.access.guard import can
from network.sessions.polls import words
from network.sessions.polls.models import Poll, PollAnswer
from network.sessions.polls.rules import stored
from network.sessions.polls.rules.asking import Kind, State, folded
from network.sessions.polls.rules.cloud import Placed, placed
from network.sessions.polls.rules.counting import Part, Result, average, shares


@dataclass(frozen=True)
class Row:
    """One option: how many, and whole per cent of those who answered."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class Split:
    """The figures of parts of the people; `parts` is empty where that would show too few."""

    title: str
    parts: Sequence[tuple[str, Part]]

    @property
    def columns(self) -> list[tuple[str, tuple[int, ...]]]:
        return [(f"{label} ({part.count})", part.counts) for label, part in self.parts]


@dataclass(frozen=True)
class View:
    """What came of a question. `is_few`: too few have answered for anything to be shown. `before`: the same question
    the time before; `same`: those who answered both times, then and now. `is_renewed`: as in Result.
    """

    poll: Poll
    answered: int
    noted: int
    is_few: bool
    rows: Sequence[Row]
    average: float | None
    words: Sequence[tuple[str, int]]
    splits: Sequence[Split]
    before: "View | None" = None
    same: tuple[Part, Part] | None = None
    is_renewed: bool = False

    @property
    def cloud(self) -> list[Placed]:
        return placed(self.words)


def is_shown_to(actor: Actor, poll: Poll, own: PollAnswer | None) -> bool:
    """Shown, and she has answered or leads; closed, to all who were there (PO-4)."""
    if poll.state == State.CLOSED:
        return can(actor, "poll.read", poll)
    return poll.state == State.REVEALED and (own is not None or can(actor, "poll.edit", poll))


def view_for(actor: Actor, poll: Poll, own: PollAnswer | None) -> View | None:
    return view_of(poll) if is_shown_to(actor, poll, own) else None


def view_of(poll: Poll, *, with_before: bool = True) -> View | None:
    """What came of it, for whoever may see it. None while nothing has been counted."""
    result = stored.from_text(poll.result)
    if result is None:
        return None
    counts = result.counts or ()
    percents = shares(counts, result.answered)
    rows = [Row(*row) for row in zip(words.labels(poll), counts, percents, strict=True)] if counts else []
    hidden = set(poll.hidden_words)
    return View(
        poll,
        answered=result.answered,
        noted=result.noted,
        is_few=not result.is_shown,
        rows=rows,
        average=average(counts) if poll.kind == Kind.SCALE and counts else None,
        words=[one for one in result.words if folded(one[0]) not in hidden],
        splits=_splits(result),
        before=view_of(poll.before, with_before=False) if with_before and poll.before is not None else None,
        same=result.same,
        is_renewed=result.is_renewed,
    )


def _splits(result: Result) -> list[Split]:
    found: dict[str, Any] = dict(result.splits or {})
    return [
        Split(str(title), [(str(words.PARTS[label]), part) for label, part in (found[name] or {}).items()])
        for name, title in words.SPLITS.items()
        if name in found
    ]


def written_words(poll: Poll) -> list[str]:
    """For those who lead, to hide what should not be shown: of what has been counted, and until it is shown in the
    order of the alphabet, which says nothing of how many wrote each.
    """
    result = stored.from_text(poll.result)
    found = [word for word, _count in result.words] if result is not None else []
    return sorted(found, key=folded) if poll.state == State.OPEN else found
