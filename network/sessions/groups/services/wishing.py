"""What must hold when groups are made: who is kept together, kept apart, spread, or pinned to her group (GR-15)."""

from sqlalchemy import update

from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.core.signals import hall_changed
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import GroupKind, GroupMember, GroupRound, GroupWish, WishKind
from network.sessions.groups.queries.arranged import wish_in, wishes_in
from network.sessions.groups.queries.rounds import group_of
from network.sessions.groups.rules.rounds import LIVE

MOST_WISHES = 200


def add_wish(
    gathering: Gathering, kind: WishKind, one_id: int, other_id: int | None, *, by_id: int | None
) -> GroupWish:
    """One wish more, for all mixed rounds of the gathering. What is wished already is that wish. The log does not say
    of whom: it is kept for good, and who should not sit together is nobody's business then.

    Raises Invalid when a second person is missing or is the same, or there are too many wishes.
    """
    pair = (one_id, None) if kind == WishKind.SPREAD else tuple(sorted((one_id, other_id or 0)))
    if kind != WishKind.SPREAD and (not other_id or other_id == one_id):
        raise Invalid("other", _("Choose two different people."))
    known = wishes_in(gathering.id)
    for wish in known:
        if (wish.kind, wish.one_id, wish.other_id) == (kind, *pair):
            return wish
    if len(known) >= MOST_WISHES:
        raise Invalid("other", _("There are too many wishes already. Take some away first."))
    wish = GroupWish(gathering_id=gathering.id, kind=kind, one_id=pair[0], other_id=pair[1])
    db.session.add(wish)
    db.session.flush()
    audit(by_id, "round.wish", "gathering", gathering.id, kind=str(kind))
    return wish


def remove_wish(gathering: Gathering, wish_id: int, *, by_id: int | None) -> None:
    """One that is gone already is no fault."""
    wish = wish_in(gathering.id, wish_id)
    if wish is None:
        return
    db.session.delete(wish)
    db.session.flush()
    audit(by_id, "round.unwish", "gathering", gathering.id, kind=str(wish.kind))


def pin(round_: GroupRound, person_id: int, *, is_pinned: bool, by_id: int | None) -> None:
    """She stays in her group when the others are mixed again, or no more. Raises NotFound for who sits in none."""
    _asks_of_mixed(round_)
    group = group_of(round_.id, person_id)
    if group is None:
        raise NotFound()
    db.session.get_one(GroupMember, (group.id, person_id)).is_pinned = is_pinned
    _pinned(round_, by_id, person=person_id, is_pinned=is_pinned)


def unpin_all(round_: GroupRound, *, by_id: int | None) -> None:
    _asks_of_mixed(round_)
    ids = [group.id for group in round_.groups]
    db.session.execute(update(GroupMember).where(GroupMember.group_id.in_(ids)).values(is_pinned=False))
    _pinned(round_, by_id, person=0, is_pinned=False)


def _asks_of_mixed(round_: GroupRound) -> None:
    if round_.state not in LIVE or round_.kind != GroupKind.MIXED:
        raise Conflict(_("The round is closed. Nobody is moved any more."))


def _pinned(round_: GroupRound, by_id: int | None, *, person: int, is_pinned: bool) -> None:
    db.session.flush()
    audit(by_id, "round.pin", "round", round_.id, person=person, is_pinned=is_pinned)
    hall_changed.send(gathering_id=round_.gathering_id)
