"""A round from its programme item to its close. What else one does with rounds can be had from here too."""

import json
import secrets

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.core.signals import hall_changed, phase_moved, round_moved
from network.sessions.gatherings.models import ItemKind, ProgrammeItem
from network.sessions.groups.models import GroupKind, GroupRound, RoundState
from network.sessions.groups.queries.rounds import next_number, round_of_item
from network.sessions.groups.rules import rounds as rules
from network.sessions.groups.services.dealing import deal
from network.sessions.groups.services.moving import merge_groups, move_person
from network.sessions.groups.services.placing import place_late
from network.sessions.groups.services.seats import lay_groups

__all__ = [
    "deal",
    "merge_groups",
    "move_person",
    "move_round",
    "next_phase",
    "phases",
    "place_late",
    "round_for",
    "step_to",
]

PUBLIC_ID_BYTES = 12
LOCAL_KINDS = (ItemKind.LOCAL_ROUND, ItemKind.GOING_HOME)


def round_for(item: ProgrammeItem) -> GroupRound:
    """The item's round, made when there is none yet. Inside a unit of work.

    Raises Conflict for an item that has no groups.
    """
    found = round_of_item(item.id)
    if found is not None:
        return found
    if item.kind not in (ItemKind.MIXED_ROUND, *LOCAL_KINDS):
        raise Conflict(_("There are no groups in this part of the programme."))
    made = GroupRound(
        public_id=secrets.token_urlsafe(PUBLIC_ID_BYTES),
        gathering_id=item.gathering_id,
        item_id=item.id,
        number=next_number(item.gathering_id),
        kind=kind_of(item),
        state=RoundState.PLANNED,
    )
    db.session.add(made)
    db.session.flush()
    return made


def kind_of(item: ProgrammeItem) -> GroupKind:
    """What the item asks for. "same" takes the kind of the round that it repeats."""
    if item.groups == "same" and item.same_as_id is not None:
        origin = round_of_item(item.same_as_id)
        if origin is not None:
            return GroupKind(origin.kind)
    return GroupKind.LOCAL if item.groups == "local" or item.kind in LOCAL_KINDS else GroupKind.MIXED


def move_round(round_: GroupRound, to: RoundState, *, by_id: int | None, version: int | None = None) -> None:
    """Take the round one step on, or one back (GR-4).

    Raises Conflict for any other step, and when the round has moved since `version`.
    """
    if version is not None and version != round_.version:
        raise Conflict(_("Somebody else has just moved this round on. You see how it stands now."))
    to = RoundState(to)
    if not rules.may_move(RoundState(round_.state), to):
        raise Conflict(_("The round cannot go there from where it stands now."))
    _take_times(round_, to)
    if to == RoundState.PLANNED:
        lay_groups(round_, (), {})
    round_.state = to
    _changed(round_, by_id, "round.move", state=str(to))
    round_moved.send(round_id=round_.id)
    hall_changed.send(gathering_id=round_.gathering_id)


def step_to(round_: GroupRound, to: RoundState, *, by_id: int | None) -> None:
    """Take the round to a state that it has been in or comes to, step by step. Raises Conflict as move_round does."""
    order = list(RoundState)
    while round_.state != to:
        at = order.index(RoundState(round_.state))
        move_round(round_, order[at + (1 if order.index(to) > at else -1)], by_id=by_id)


def next_phase(round_: GroupRound, phase: int, *, by_id: int | None, version: int | None = None) -> None:
    """Let the round at work go to `phase`, its place among the item's phases. Being there already is no fault.

    Raises Conflict when there is no such phase, or the round is not at work.
    """
    if version is not None and version != round_.version:
        raise Conflict(_("Somebody else has just moved this round on. You see how it stands now."))
    if not rules.may_enter(phase, state=RoundState(round_.state), count=len(phases(round_))):
        raise Conflict(_("The round is not at work now, so its phases stand still."))
    if phase == round_.phase:
        return
    round_.phase = phase
    _changed(round_, by_id, "round.phase", phase=phase)
    phase_moved.send(round_id=round_.id)
    hall_changed.send(gathering_id=round_.gathering_id)


def phases(round_: GroupRound) -> list[rules.Phase]:
    """The phases of the round's item, in order."""
    return rules.phases_of(db.session.get_one(ProgrammeItem, round_.item_id).phases)


def _take_times(round_: GroupRound, to: RoundState) -> None:
    """When each state was reached first; closing again counts anew."""
    now = clock.now()
    if to == RoundState.DRAWN and round_.drawn_at is None:
        round_.drawn_at = now
    if to == RoundState.GATHER and round_.gathered_at is None:
        round_.gathered_at = now
    if to == RoundState.RUNNING and round_.started_at is None:
        round_.started_at = now
    if to == RoundState.CLOSED or round_.state == RoundState.CLOSED:
        round_.closed_at = now if to == RoundState.CLOSED else None
    if to == RoundState.PLANNED:
        round_.phase, round_.plan, round_.drawn_at = 0, json.dumps({}), None


def _changed(round_: GroupRound, by_id: int | None, action: str, **facts: str | int | bool) -> None:
    round_.version += 1
    db.session.flush()
    audit(by_id, action, "round", round_.id, **facts)
