"""Changing a programme: its items, their order, and taking one away without losing it."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.core.signals import names_changed
from network.sessions.gatherings.models import Gathering, ItemKind, ProgrammeItem
from network.sessions.gatherings.queries.programme import item_of
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.gatherings.rules.programme import GOING_HOME_LEAST, is_too_short, moved
from network.sessions.gatherings.services.planning import PUBLIC_ID_BYTES, changed, settle_end

MOST_ITEMS = 60


@dataclass(frozen=True)
class ItemText:
    """What is said about an item. `phases` are pairs of a phase's key and its minutes."""

    kind: ItemKind
    title: str
    minutes: int
    question: str = ""
    script: str = ""
    speaker: str = ""
    speaker_contact: str = ""
    municipality_id: int | None = None
    groups: str = ""
    same_as_id: int | None = None
    board_template: str = ""
    phases: Sequence[tuple[str, int]] = ()
    dots: int = 0
    names: NamesLevel = NamesLevel.NAMES


def add_item(
    actor_id: int | None,
    gathering: Gathering,
    text: ItemText,
    *,
    after: ProgrammeItem | None,
    public_id: str | None = None,
    is_sure: bool = False,
) -> ProgrammeItem:
    """A new item behind `after`, or at the end. The same `public_id` makes one, however often it is sent (F10).

    Raises Conflict when the programme is full, Invalid when a protected item is too short and nobody is sure.
    """
    made = item_of(gathering, public_id) if public_id else None
    if made is not None:
        return made
    if len(gathering.items) >= MOST_ITEMS:
        raise Conflict(_("This programme is full. Take something away first."))
    if is_too_short(text.minutes, _least(text.kind)) and not is_sure:
        raise Invalid("minutes", too_short(text.title))
    item = ProgrammeItem(
        public_id=public_id or secrets.token_urlsafe(PUBLIC_ID_BYTES), gathering_id=gathering.id, position=0
    )
    _write(item, text)
    order = list(gathering.items)
    order.insert(order.index(after) + 1 if after in order else len(order), item)
    db.session.add(item)
    _number(order)
    _done(actor_id, gathering, item, "create")
    return item


def edit_item(
    actor_id: int | None, gathering: Gathering, item: ProgrammeItem, text: ItemText, *, is_sure: bool = False
) -> None:
    """Change an item. One that is protected is not cut below its least minutes unless somebody is sure (rule GA-3).

    Raises Invalid("minutes") when she has not been asked yet, Invalid("names") when something was written under a
    stricter promise.
    """
    if is_too_short(text.minutes, item.least_minutes) and text.minutes < item.minutes and not is_sure:
        raise Invalid("minutes", too_short(item.title))
    is_named_otherwise = item.names != text.names
    _write(item, text)
    _done(actor_id, gathering, item, "edit")
    if is_named_otherwise:
        names_changed.send(item_id=item.id)


def says(item: ProgrammeItem, text: ItemText) -> bool:
    """Whether the item is as the form wants it already, as when that is sent for the second time (F10)."""
    return all(getattr(item, name) == value for name, value in _values(text).items())


def move_item(actor_id: int | None, gathering: Gathering, item: ProgrammeItem, *, after: ProgrammeItem | None) -> None:
    """Put an item right behind another, or first. The same place again changes nothing (F10).

    Raises Conflict when one of the two is not in the programme any more.
    """
    items = {one.id: one for one in gathering.items}
    if item.id not in items or (after is not None and (after.id not in items or after is item)):
        raise Conflict(_("Somebody has changed the programme meanwhile. Load the page again to see it."))
    order = moved(list(items), item.id, after=after.id if after is not None else None)
    if order != list(items):
        _number([items[one_id] for one_id in order])
        _done(actor_id, gathering, item, "move")


def remove_item(actor_id: int | None, gathering: Gathering, item: ProgrammeItem) -> None:
    """Take an item off the programme; it can be put back with all that hangs on it. Twice is once."""
    if item.removed_at is None:
        item.removed_at = clock.now()
        _done(actor_id, gathering, item, "delete")


def restore_item(actor_id: int | None, gathering: Gathering, item: ProgrammeItem) -> None:
    """Put an item back where it was."""
    if item.removed_at is not None:
        item.removed_at = None
        _done(actor_id, gathering, item, "restore")


def too_short(title: str) -> str:
    return _(
        "“%(title)s” needs at least %(minutes)s minutes: here the municipalities agree on what they take home. "
        "Take the time from something else, or say below that you want it so.",
        title=title,
        minutes=GOING_HOME_LEAST,
    )


def _write(item: ProgrammeItem, text: ItemText) -> None:
    for name, value in _values(text).items():
        setattr(item, name, value)
    item.least_minutes = _least(text.kind)


def _values(text: ItemText) -> dict[str, object]:
    return asdict(text) | {"phases": json.dumps([list(pair) for pair in text.phases])}


def _least(kind: ItemKind) -> int | None:
    return GOING_HOME_LEAST if kind == ItemKind.GOING_HOME else None


def _number(order: Sequence[ProgrammeItem]) -> None:
    for position, item in enumerate(order):
        item.position = position


def _done(actor_id: int | None, gathering: Gathering, item: ProgrammeItem, act: str) -> None:
    db.session.flush()
    db.session.expire(gathering, ["items"])
    settle_end(gathering)
    changed(gathering)
    audit(actor_id, f"programme.{act}", "programme_item", item.id)
