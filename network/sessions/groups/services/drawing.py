"""Groups are drawn by the engine's command in a process of its own, while the hall is served (GR-12)."""

import json
import logging
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from network.core import beside
from network.core.db import db, is_writing
from network.core.errors import Conflict, SamlingError
from network.core.language import gettext as _
from network.people.models import Person
from network.sessions.groups import engine
from network.sessions.groups.engine.writing import instance_of, plan_in
from network.sessions.groups.models import GroupRound
from network.sessions.groups.rules.placing import group_count
from network.sessions.groups.services.dealing import Asked, Drawn, asked_of, judged

log = logging.getLogger(__name__)

SECONDS = 8.0
"""A hall of 500 takes two or three of them. The page that asks gives up after ten."""
MEMORY_MB = 2048
COMMAND = (sys.executable, "-m", "network.sessions.groups.engine")
REFUSED = 1
"""The command's answer when wishes cannot be kept."""

_place = threading.BoundedSemaphore(1)
_under_way: dict[int, "_Draw"] = {}
_known: dict[object, list["Count"]] = {}
"""Advice that was worked out already: it takes seconds, and is the same for ever."""


class NotDrawn(SamlingError):
    """No groups came out; what there was before stands."""

    code = "not_drawn"


@dataclass
class _Draw:
    """One draw under way, for whoever presses meanwhile."""

    by_id: int | None
    done: threading.Event = field(default_factory=threading.Event)
    drawn: Drawn | None = None
    fault: SamlingError | None = None


@contextmanager
def drawing(
    round_: GroupRound, *, by_id: int | None, size: int | None = None, version: int | None = None
) -> Iterator[Drawn]:
    """A deal drawn beside, and the round held until what is inside has published it. It waits: no unit of work is open.

    Who presses twice gets the same draw, which `deal` then knows; so does an older page's form without any search.
    Raises Conflict for somebody else's press meanwhile, NotDrawn when no groups came out, and as `asked_of` does.
    """
    if is_writing():
        raise RuntimeError("nobody waits inside a unit of work")
    round_id, standing = round_.id, round_.version
    if round_id in _under_way:
        yield _of_the_first(_under_way[round_id], by_id)
        return
    if version is not None and version != standing:
        yield Drawn(Asked(round_id, version, by_id, round_.size, round_.seed, None), (), None, 0.0)
        return
    draw = _under_way[round_id] = _Draw(by_id)
    try:
        asked = asked_of(round_, by_id=by_id, size=size)
        draw.drawn = drawn_beside(asked)
        yield draw.drawn
    except SamlingError as fault:
        draw.fault = fault
        raise
    finally:
        del _under_way[round_id]
        draw.done.set()


def _of_the_first(first: _Draw, by_id: int | None) -> Drawn:
    """What the press before this one gets. Raises Conflict when it was somebody else's."""
    if first.by_id != by_id:
        who = db.session.get(Person, first.by_id) if first.by_id is not None else None
        raise Conflict(
            _("%(name)s is making these groups just now. They stand here in a moment.", name=who.name)
            if who is not None
            else _("These groups are being made just now. They stand here in a moment.")
        )
    db.session.rollback()
    first.done.wait(SECONDS)
    if first.drawn is None:
        raise first.fault or NotDrawn(_too_long())
    return first.drawn


def drawn_beside(asked: Asked) -> Drawn:
    """One draw at a time in this process. Raises NotDrawn; nothing is published that the judge finds fault with."""
    if asked.problem is None:
        return judged(asked, (), 0.0)
    given = json.dumps(instance_of(asked.problem, seed=asked.seed)).encode()
    began = time.monotonic()
    plan = plan_of(asked.problem, given)
    try:
        return judged(asked, plan, time.monotonic() - began)
    except ValueError as fault:
        log.error("groups that the judge refuses: %s", fault)
        raise NotDrawn(_nothing_came()) from fault


def plan_of(problem: engine.Problem, given: bytes, *arguments: str) -> engine.Plan:
    """What the command answers to this instance, not yet judged. Raises NotDrawn."""
    try:
        return plan_in(answered(given, *arguments), problem)
    except ValueError as fault:
        log.error("no groups: %s", fault)
        raise NotDrawn(_nothing_came()) from fault


def answered(given: bytes, *arguments: str) -> Any:
    """What the command says to this, from JSON. Raises NotDrawn.

    It waits, for the one place that there is too: no unit of work is open, and what was read is let go.
    """
    if is_writing():
        raise RuntimeError("nobody waits inside a unit of work")
    db.session.rollback()
    if not _place.acquire(timeout=SECONDS):
        raise NotDrawn(_("Groups of another round are being made just now. Wait a moment and press again."))
    try:
        done = beside.made_beside((*COMMAND, *arguments), given, seconds=SECONDS, memory_mb=MEMORY_MB)
    except (beside.TookTooLong, OSError) as fault:
        log.error("no groups: %s", fault)
        raise NotDrawn(_too_long() if isinstance(fault, beside.TookTooLong) else _nothing_came()) from fault
    finally:
        _place.release()
    if done.returncode == REFUSED:
        raise NotDrawn(_("No groups were found that keep all that is wished. Take a wish away, and try again."))
    try:
        if done.returncode:
            raise ValueError(f"ended with {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}")
        return json.loads(done.stdout)
    except (ValueError, RecursionError) as fault:
        log.error("no groups: %s", fault)
        raise NotDrawn(_nothing_came()) from fault


@dataclass(frozen=True)
class Count:
    """A number of groups, how large they are, and how many of the day's rounds can be without a repeat."""

    groups: int
    smallest: int
    largest: int
    fresh_rounds: int


def advised(people: int, sizes: Sequence[int], rounds: int) -> list[Count]:
    """For groups of at most these sizes, as `deal` counts them. It waits. Raises NotDrawn."""
    counts = sorted({group_count(people, size=size) for size in sizes})
    key = (people, tuple(counts), rounds)
    if key not in _known:
        asked = [part for count in counts for part in ("--size", repr(people / count))]
        told = answered(b"", "advise", "--people", str(people), *asked, "--rounds", str(rounds))
        try:
            found = [Count(one["group_count"], one["smallest"], one["largest"], one["fresh_rounds"]) for one in told]
        except (TypeError, KeyError) as fault:
            raise NotDrawn(_nothing_came()) from fault
        _known[key] = sorted(found, key=lambda one: one.groups)
    return _known[key]


def _too_long() -> str:
    return _("It took too long, so no groups were made. What stood here before stands still. Press again.")


def _nothing_came() -> str:
    return _("The groups could not be made. What stood here before stands still. Press again.")
