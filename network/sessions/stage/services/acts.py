"""What a facilitator can do to the day, one function each. `moves.move` calls them; nothing else does."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from network.core import clock as wall
from network.core.db import db
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.groups.models import GroupRound, RoundState
from network.sessions.groups.queries.rounds import people_in, round_of_item
from network.sessions.groups.services import rounds
from network.sessions.groups.services.dealing import Drawn
from network.sessions.stage import pictures
from network.sessions.stage.models import ItemRun, StageState
from network.sessions.stage.queries.standing import clock_of, more_time_of, programme, run_sheet, runs_of
from network.sessions.stage.rules import clock, drift, flow
from network.sessions.stage.rules.overview import EXTRA_MINUTES
from network.sessions.stage.services import standing as states
from network.sessions.stage.services import telling


@dataclass
class Turn:
    """One move under way: whose hall, from which state, by whom, and what the form says. Facts are plain values.

    `drawn`: groups that were drawn beside, for the act that makes them.
    """

    gathering: Gathering
    state: StageState
    by_id: int | None
    facts: Mapping[str, object]
    drawn: Drawn | None = None

    @property
    def now(self) -> datetime:
        return wall.now()

    @property
    def item(self) -> ProgrammeItem | None:
        return db.session.get(ProgrammeItem, self.state.item_id) if self.state.item_id else None

    def number(self, name: str) -> int:
        """A whole number among the facts. Raises Invalid."""
        value = self.facts.get(name)
        if not isinstance(value, int):
            raise Invalid(name)
        return value

    def item_named(self) -> ProgrammeItem:
        """The item that the facts name. Raises NotFound for another gathering's."""
        found = db.session.get(ProgrammeItem, self.number("item_id"))
        if found is None or found.gathering_id != self.gathering.id:
            raise NotFound()
        return found

    def show(self, picture: str, **facts: object) -> None:
        self.state.picture, self.state.picture_facts = picture, states.facts_as_text(facts)


def begin(turn: Turn) -> None:
    """Go to an item: the next, one further ahead, one of before. Reality is kept in its run.

    Raises Invalid("confirm") when that leaves a protected round before its least minutes.
    """
    item = turn.item_named()
    _leave_protected(turn)
    end_run(turn)
    _work_again(item, by_id=turn.by_id)
    db.session.add(ItemRun(gathering_id=turn.gathering.id, item_id=item.id, started_at=turn.now))
    turn.state.item_id, turn.state.finished_at = item.id, None
    has_clock = item.kind in flow.WITH_CLOCK
    states.set_clock(turn.state, clock.started(item.minutes * 60, turn.now) if has_clock else clock.NO_CLOCK)
    turn.show("plenary" if item.kind == "plenary" else "now")


def _work_again(item: ProgrammeItem, *, by_id: int | None) -> None:
    """A round that was closed and is begun once more is at work again, with the groups and boards that it had."""
    round_ = round_of_item(item.id)
    if round_ is not None and round_.state == RoundState.CLOSED:
        rounds.step_to(round_, RoundState.RUNNING, by_id=by_id)


def skip(turn: Turn) -> None:
    """Pass an item over. The one under way ends, and the next begins."""
    item = turn.item_named()
    is_current = item.id == turn.state.item_id
    _ask_if_protected(turn, item, 0)
    if is_current:
        end_run(turn)
    run = ItemRun(gathering_id=turn.gathering.id, item_id=item.id, started_at=turn.now, ended_at=turn.now)
    run.is_skipped = True
    db.session.add(run)
    db.session.flush()
    if is_current:
        _begin_next(turn)


def _begin_next(turn: Turn) -> None:
    latest = {run.item_id: run.is_skipped for run in runs_of(turn.gathering.id)}
    skipped = {item_id for item_id, is_skipped in latest.items() if is_skipped}
    order = [item.id for item in run_sheet(turn.gathering.id, turn.state.item_id)]
    next_id = flow.next_item_id(order, turn.state.item_id, skipped)
    if next_id is None:
        finish(turn)
    else:
        begin(Turn(turn.gathering, turn.state, turn.by_id, {**turn.facts, "item_id": next_id}))


def finish(turn: Turn) -> None:
    """The day is over: phones thank, screens show the last picture.

    Raises Invalid("confirm") when a protected round is under way before its least minutes, or has not been at all.
    """
    _leave_protected(turn)
    gone_through = {run.item_id for run in runs_of(turn.gathering.id)}
    for item in programme(turn.gathering.id):
        if item.id not in gone_through:
            _ask_if_protected(turn, item, 0)
    end_run(turn)
    turn.state.finished_at = turn.now
    states.set_clock(turn.state, clock.NO_CLOCK)
    turn.show("now")


def end_run(turn: Turn) -> None:
    """What went on until now has ended."""
    query = select(ItemRun).where(ItemRun.gathering_id == turn.gathering.id, ItemRun.ended_at.is_(None))
    for run in db.session.scalars(query):
        run.ended_at = turn.now


def start_clock(turn: Turn) -> None:
    minutes = turn.number("minutes")
    if not 1 <= minutes <= clock.LONGEST_SECONDS // 60:
        raise Invalid("minutes", _("Choose between one minute and eight hours."))
    states.set_clock(turn.state, clock.started(minutes * 60, turn.now))


def pause(turn: Turn) -> None:
    _change_clock(turn, clock.paused(clock_of(turn.state), turn.now))


def resume(turn: Turn) -> None:
    _change_clock(turn, clock.resumed(clock_of(turn.state), turn.now))


def add_time(turn: Turn) -> None:
    minutes = turn.number("minutes")
    if not -60 <= minutes <= 60:
        raise Invalid("minutes")
    if minutes < 0 and turn.item is not None:
        left = max(0, clock.left(clock_of(turn.state), turn.now) or 0) // 60
        _ask_if_protected(turn, turn.item, _minutes_gone(turn) + left + minutes)
    _change_clock(turn, clock.extended(clock_of(turn.state), minutes * 60, turn.now), minutes * 60)


def _change_clock(turn: Turn, changed: clock.Clock, seconds: int = 0) -> None:
    """The part that goes on has another clock: so many seconds more or less for all, and what some were given stays."""
    was = clock_of(turn.state)
    more = {
        group_id: clock.kept(was, changed, had, seconds, turn.now) for group_id, had in more_time_of(turn.state).items()
    }
    states.set_clock(turn.state, changed, more)


def more_time(turn: Turn) -> None:
    """Give some groups more minutes in the part that goes on (rule ST-28); it ends with that part.

    Raises Conflict while no groups work by a clock, Invalid("groups") for one that is none of the round's.
    """
    round_, minutes, was = _round(turn), turn.number("minutes"), clock_of(turn.state)
    if round_.state != RoundState.RUNNING or not was.is_set:
        raise Conflict(_("There is no clock running for the groups now."))
    if minutes not in EXTRA_MINUTES:
        raise Invalid("minutes")
    asked = turn.facts.get("groups")
    chosen = set(asked) if isinstance(asked, list) else set()
    if not chosen or chosen - {group.id for group in round_.groups}:
        raise Invalid("groups", _("One of these groups is no longer there. Choose again."))
    more = more_time_of(turn.state)
    more |= {group_id: clock.given(was, more.get(group_id, 0), minutes * 60, turn.now) for group_id in chosen}
    states.set_clock(turn.state, was, more)
    telling.tell_persons(turn.gathering.id, people_in(sorted(chosen)))


def deal(turn: Turn) -> None:
    """Make the groups. No clock starts, and mixed groups are a draft until people are sent to their tables (GR-16)."""
    round_ = _round(turn)
    rounds.deal(round_, by_id=turn.by_id, drawn=turn.drawn)
    if round_.is_told:
        turn.show("seating")


def gather(turn: Turn) -> None:
    """Send people to their tables, with a few minutes to walk."""
    item = turn.item
    rounds.move_round(_round(turn), RoundState.GATHER, by_id=turn.by_id)
    minutes = flow.gather_minutes(item.minutes, phases_of(item)) if item else flow.GATHER_MINUTES
    states.set_clock(turn.state, clock.started(minutes * 60, turn.now))
    turn.show("seating")


def start(turn: Turn) -> None:
    """The work begins, and its clock."""
    round_, item = _round(turn), turn.item
    rounds.move_round(round_, RoundState.RUNNING, by_id=turn.by_id)
    phases = phases_of(item)
    if phases and round_.phase != phases[0].index:
        rounds.next_phase(round_, phases[0].index, by_id=turn.by_id)
    minutes = phases[0].minutes if phases else item.minutes if item else 1
    states.set_clock(turn.state, clock.started(minutes * 60, turn.now))
    turn.show("now")


def next_phase(turn: Turn) -> None:
    """On to the next part of the work, or to the one that the facts name: also one of before, from the wrap-up too."""
    round_ = _round(turn)
    phases = phases_of(turn.item)
    asked = turn.facts.get("phase")
    ahead = [one for one in phases if (one.index == asked if asked is not None else one.index > round_.phase)]
    if not ahead:
        raise Conflict(_("There is no such part of the round any more."))
    if round_.state == RoundState.WRAP_UP:
        rounds.move_round(round_, RoundState.RUNNING, by_id=turn.by_id)
    rounds.next_phase(round_, ahead[0].index, by_id=turn.by_id)
    states.set_clock(turn.state, clock.started(ahead[0].minutes * 60, turn.now))


def wrap_up(turn: Turn) -> None:
    """Time is over, and nothing closes: people finish their sentence."""
    rounds.move_round(_round(turn), RoundState.WRAP_UP, by_id=turn.by_id)
    states.set_clock(turn.state, clock.NO_CLOCK)


def close(turn: Turn) -> None:
    """Raises Invalid("confirm") when a protected round has not had its least minutes."""
    if turn.item is not None:
        _ask_if_protected(turn, turn.item, _minutes_gone(turn))
    rounds.move_round(_round(turn), RoundState.CLOSED, by_id=turn.by_id)
    states.set_clock(turn.state, clock.NO_CLOCK)


def close_left(turn: Turn) -> None:
    """Close the round of an item that the hall has left: it stays open until somebody says so (rule ST-20).

    Raises Conflict when it is the round of what goes on, which has a step of its own.
    """
    item = turn.item_named()
    if item.id == turn.state.item_id or item.kind not in flow.ROUND_KINDS:
        raise Conflict(_("There are no groups in what goes on now."))
    rounds.step_to(rounds.round_for(item), RoundState.CLOSED, by_id=turn.by_id)


def show(turn: Turn) -> None:
    """Put a picture on the big screen, with what it needs (a card's key, a slide's number, a text)."""
    picture = str(turn.facts.get("picture", ""))
    if not pictures.is_known(picture):
        raise Invalid("picture")
    turn.show(picture, **{name: value for name, value in turn.facts.items() if name != "picture"})


def darken(turn: Turn) -> None:
    turn.state.is_dark = bool(turn.facts.get("is_dark"))


def shorten(turn: Turn) -> None:
    """Give an item fewer minutes. Its clock, if it runs, loses as many.

    Raises Invalid when that would be less than the item's own least and nobody has confirmed it (rule ST-12).
    """
    item, minutes = turn.item_named(), turn.number("minutes")
    if not 1 <= minutes <= 600:
        raise Invalid("minutes")
    _ask_if_protected(turn, item, minutes)
    less = item.minutes - minutes
    item.minutes = minutes
    turn.gathering.version += 1
    if item.id == turn.state.item_id and item.kind in flow.WITH_CLOCK:
        _change_clock(turn, clock.extended(clock_of(turn.state), -less * 60, turn.now), -less * 60)


def _ask_if_protected(turn: Turn, item: ProgrammeItem, minutes: int) -> None:
    """Raises Invalid("confirm") when the item would get fewer minutes than its least and nobody said yes to that."""
    part = drift.Part(item.id, item.kind, item.title, item.minutes, item.least_minutes)
    if drift.asks_first(part, minutes) and not turn.facts.get("is_confirmed"):
        raise Invalid("confirm", item.title)


def _leave_protected(turn: Turn) -> None:
    """Going on from a protected round is cutting it, unless it is closed or has had its least minutes."""
    item = turn.item
    if item is None or item.least_minutes is None or turn.facts.get("item_id") == item.id:
        return
    if item.kind in flow.ROUND_KINDS and _round(turn).state == RoundState.CLOSED:
        return
    _ask_if_protected(turn, item, _minutes_gone(turn))


def _minutes_gone(turn: Turn) -> int:
    """Whole minutes that the item under way has had, all its runs together."""
    own = [run for run in runs_of(turn.gathering.id) if run.item_id == turn.state.item_id]
    return int(sum(((run.ended_at or turn.now) - run.started_at).total_seconds() for run in own) // 60)


def phases_of(item: ProgrammeItem | None) -> list[flow.Phase]:
    return flow.phases_of(json.loads(item.phases or "[]"), item.minutes) if item else []


def _round(turn: Turn) -> GroupRound:
    """The round of the item under way. Raises Conflict when it has none."""
    item = turn.item
    if item is None or item.kind not in flow.ROUND_KINDS:
        raise Conflict(_("There are no groups in what goes on now."))
    return rounds.round_for(item)


ACTS: Mapping[str, Callable[[Turn], None]] = {
    "begin": begin,
    "skip": skip,
    "finish": finish,
    "start_clock": start_clock,
    "pause": pause,
    "resume": resume,
    "add_time": add_time,
    "more_time": more_time,
    "deal": deal,
    "gather": gather,
    "start": start,
    "phase": next_phase,
    "wrap_up": wrap_up,
    "close": close,
    "close_left": close_left,
    "show": show,
    "darken": darken,
    "shorten": shorten,
}
