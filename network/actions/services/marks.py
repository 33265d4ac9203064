"""Taking something home: making a mark, changing it, taking it away, keeping it back, showing it to colleagues."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import CursorResult

from network.access.actor import Actor
from network.actions.models import TakeHomeMark
from network.actions.queries import marks as queries
from network.actions.queries.marked import Thing, thing_of
from network.actions.rules import marks as rules
from network.core import clock
from network.core.db import db
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.core.language import speaking
from network.people.models import Municipality
from network.privacy import retention
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRound, RoundState
from network.sessions.stage.rules import talks
from network.sessions.stage.services.telling import tell_persons

KEPT = timedelta(days=365)


def register() -> None:
    retention.hold(retention.Holding("take_home_marks", KEPT, forget_marks))


def mark(
    gathering: Gathering, actor: Actor, thing: Thing, *, key: str | None, line: str, is_told: bool = False
) -> TakeHomeMark:
    """Mark something, or change the line of one's mark on it: one mark a person and thing (MK-1). In a unit of work.

    `key` was made by her device; the same one again changes nothing. `is_told`: she was told that her colleagues see
    it at once (MK-5). Raises Conflict when the gathering is long over or she marked it in another sign-in, Invalid for
    a line that is too long, a key that no device made, or at the limit.
    """
    person_id, line = actor.person_id or 0, line.strip()
    stored = talks.stored_key(_checked(key, line), only_sign_in_id=_sign_in_of(actor))
    known = queries.mark_on(person_id, str(thing.target))
    if known is not None and known.key == stored:
        return known
    if not rules.takes_marks(gathering.ends_at, clock.now()):
        raise Conflict(_("This gathering is long over. Copy what you wrote if you need it."))
    _must_be_unused(person_id, stored)
    found = known if known is not None else _new(gathering, actor, thing)
    if known is not None and not queries.is_shown_to(actor, known):
        raise Conflict(_("You have marked this already, signed in another way. Change it there."))
    _write(found, stored, line)
    if is_told and found.municipality_id is not None and queries.shows_at_once(actor, gathering.id):
        _show(found)
    db.session.flush()
    _tell_if_shared(found)
    return found


def take_away(found: TakeHomeMark) -> None:
    """Hers no more, and nobody else's either. Said twice is said once."""
    if found.removed_at is not None:
        return
    _tell_if_shared(found)
    found.removed_at, found.shared_at, found.kept_back_at = clock.now(), None, None
    db.session.flush()


def keep_back(found: TakeHomeMark) -> None:
    """Colleagues shall not see this one, now or when work begins (MK-4)."""
    if found.kept_back_at is not None:
        return
    _tell_if_shared(found)
    found.kept_back_at, found.shared_at = clock.now(), None
    db.session.flush()


def let_see(found: TakeHomeMark) -> None:
    """No longer kept back; colleagues see it at once when their round has begun, else when it does."""
    found.kept_back_at = None
    if found.municipality_id is not None and queries.has_begun(queries.local_round(found.gathering_id)):
        _show(found)
    db.session.flush()
    _tell_if_shared(found)


def share_rest(marks: Sequence[TakeHomeMark]) -> None:
    """She who sat down later, or was not there, shows hers: all that she has not kept back (MK-5).

    Raises Conflict before work has begun.
    """
    waiting = [one for one in marks if one.shared_at is None and one.kept_back_at is None and one.municipality_id]
    if waiting and not queries.has_begun(queries.local_round(waiting[0].gathering_id)):
        raise Conflict(_("Your own municipality has not begun yet. Your marks are shown when it does."))
    for one in waiting:
        _show(one)
    db.session.flush()
    for one in waiting[:1]:
        _tell_if_shared(one)


def when_round_moved(*, round_id: int) -> None:
    """When work begins at the municipalities' own tables, what was told of there is shown; taken back, it is not."""
    round_ = db.session.get_one(GroupRound, round_id)
    if round_.kind != GroupKind.LOCAL:
        return
    if round_.state == RoundState.RUNNING:
        share_seated(round_)
    if round_.state in (RoundState.PLANNED, RoundState.DRAWN, RoundState.GATHER) and round_.started_at is not None:
        _unshare(round_)


def share_seated(round_: GroupRound) -> int:
    """Show the marks of those who sat down before work began, but those kept back (MK-5); how many. Again, none.

    Marks that came later, from a phone that was out of reach, were made by somebody who had not been told: she shows
    them herself.
    """
    sitting = (
        select(GroupMember.person_id, BreakoutGroup.municipality_id)
        .join(BreakoutGroup, BreakoutGroup.id == GroupMember.group_id)
        .where(BreakoutGroup.round_id == round_.id, GroupMember.moved_at.is_(None))
    )
    began_at = round_.started_at or clock.now()
    rows = select(TakeHomeMark).where(
        TakeHomeMark.gathering_id == round_.gathering_id,
        TakeHomeMark.at <= began_at,
        TakeHomeMark.shared_at.is_(None),
        TakeHomeMark.kept_back_at.is_(None),
        TakeHomeMark.removed_at.is_(None),
    )
    joined = sitting.where(GroupMember.joined_at.is_(None) | (GroupMember.joined_at <= began_at))
    seats = {(row.person_id, row.municipality_id) for row in db.session.execute(joined)}
    found = [one for one in db.session.scalars(rows) if (one.person_id, one.municipality_id) in seats]
    for one in found:
        _show(one)
    db.session.flush()
    return len(found)


def source_of(target: str, gathering: Gathering, municipality: Municipality) -> tuple[str, str, str, str]:
    """What stays readable when the board is gone: (kind, target, title, line), in the gathering's language.

    `line` is the thing's own words where the municipality may see them, else the markers' own (MK-6).
    Raises NotFound for what nobody there has shared.
    """
    with speaking(gathering.language):
        thing = thing_of(gathering.id, target)
        shared = [one for one in queries.shared_rows(gathering.id, municipality.id) if one.target == target]
    if thing is None or not shared:
        raise NotFound()
    [one] = shared
    said = " · ".join(filter(None, (one.text, *one.lines)))
    return one.kind, target, one.title[: rules.LINE_LIMIT], said[: rules.LINE_LIMIT]


def forget_marks(before: datetime) -> int:
    """Marks are kept for a year, as talk lines are; what an action point was made from stands with the point."""
    gone = db.session.execute(delete(TakeHomeMark).where(TakeHomeMark.at < before))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def _checked(key: str | None, line: str) -> str:
    if key is None or not talks.is_key(key):
        raise Invalid("key", _("Something in the form was not as expected. Reload the page, and send it once more."))
    if len(line) > rules.LINE_LIMIT:
        raise Invalid("line", _("That is too long. Make it at most 300 characters."))
    return key


def _must_be_unused(person_id: int, key: str) -> None:
    used = select(TakeHomeMark.id).where(TakeHomeMark.person_id == person_id, TakeHomeMark.key == key)
    if db.session.scalar(used) is not None:
        raise Conflict(_("Something in the form was not as expected. Reload the page, and send it once more."))


def _sign_in_of(actor: Actor) -> int | None:
    return actor.only_sign_in_id if actor.only_gathering_id is not None else None


def _new(gathering: Gathering, actor: Actor, thing: Thing) -> TakeHomeMark:
    person_id = actor.person_id or 0
    query = select(func.count()).select_from(TakeHomeMark)
    query = query.where(TakeHomeMark.person_id == person_id, TakeHomeMark.gathering_id == gathering.id)
    if (db.session.scalar(query) or 0) >= rules.MOST_EACH:
        raise Invalid("line", _("You have marked 200 things, and there is no room for more. Take one away first."))
    target = thing.target
    made = TakeHomeMark(
        gathering_id=gathering.id,
        person_id=person_id,
        municipality_id=queries.place_of(actor, gathering.id),
        kind=target.kind,
        target=str(target),
        item_id=thing.item.id if thing.item is not None else None,
        question_id=thing.question.id if thing.question is not None else None,
        board_id=thing.board.id if thing.board is not None else None,
        note_id=target.note_id,
        at=clock.now(),
    )
    db.session.add(made)
    return made


def _write(found: TakeHomeMark, key: str, line: str) -> None:
    """A mark that was taken away and is made again is a new one: nobody has been told of it."""
    if found.removed_at is not None:
        found.removed_at = found.changed_at = None
        found.at = clock.now()
    elif found.id is not None:
        found.changed_at = clock.now()
    found.key, found.line = key, line


def _show(found: TakeHomeMark) -> None:
    if found.shared_at is None and found.kept_back_at is None and found.removed_at is None:
        found.shared_at = clock.now()


def _unshare(round_: GroupRound) -> None:
    shown = update(TakeHomeMark).where(
        TakeHomeMark.gathering_id == round_.gathering_id, TakeHomeMark.shared_at >= round_.started_at
    )
    db.session.execute(shown.values(shared_at=None))


def _tell_if_shared(found: TakeHomeMark) -> None:
    """Those of her municipality who sit together look again; nobody else is woken."""
    round_ = queries.local_round(found.gathering_id) if found.shared_at is not None else None
    if round_ is None:
        return
    colleagues = (
        select(GroupMember.person_id)
        .join(BreakoutGroup, BreakoutGroup.id == GroupMember.group_id)
        .where(BreakoutGroup.round_id == round_.id, BreakoutGroup.municipality_id == found.municipality_id)
    )
    tell_persons(found.gathering_id, list(db.session.scalars(colleagues)))
