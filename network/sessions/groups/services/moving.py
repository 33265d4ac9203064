"""Moving people between groups, merging small ones, swapping roles (GR-6 to GR-8)."""

from urllib.parse import urlsplit

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.core.signals import hall_changed
from network.sessions.gatherings.models import GatheringMember, GatheringRole
from network.sessions.gatherings.queries.door import present_ids
from network.sessions.gatherings.queries.members import seat_on_the_day
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRole, GroupRound, RoundState
from network.sessions.groups.queries.rounds import group_of, members_of
from network.sessions.groups.rules.placing import is_full
from network.sessions.groups.rules.rounds import LIVE
from network.sessions.groups.services import undoing
from network.sessions.groups.services.figures import seat_counted
from network.sessions.groups.services.meeting import left_her_place
from network.sessions.groups.services.seats import offer_neighbours, tell


class AsksFirst(Conflict):
    """Nothing was changed; the one who moves somebody may say that it is meant."""


def move_person(
    round_: GroupRound,
    person_id: int,
    to_group: BreakoutGroup,
    *,
    by_id: int | None,
    anyway: bool = False,
    seen: int | None = None,
    pins: bool = False,
) -> None:
    """Give somebody another group. What she wrote stays with the group; she goes on reading its board (GR-7).

    `pins`: she stays there when the others are mixed again.
    Raises Conflict when the round is over, NotFound for a group of another round, and unless `anyway` AsksFirst: when
    there are enough at that table, or when she sits elsewhere than in the group `seen` (0: in none) (C7). Whoever leads
    is put into no municipality's own group but hers: Conflict.
    """
    if round_.state not in LIVE:
        raise Conflict(_("The round is closed. Nobody is moved any more."))
    if to_group.round_id != round_.id:
        raise NotFound()
    if to_group.kind == GroupKind.LOCAL and _leads_from_outside(person_id, to_group):
        raise Conflict(_("Those who lead sit in no municipality's own group. A group that wants help asks for it."))
    old = group_of(round_.id, person_id)
    if old is not None and old.id == to_group.id:
        return
    if not anyway and seen is not None and seen != (old.id if old else 0):
        raise AsksFirst(_("Somebody else has just given her another place. Move her all the same?"))
    if not anyway and is_full(_present(round_, to_group), size=round_.size):
        raise AsksFirst(_("There are enough people at that table already. Move her all the same?"))
    undoing.remember(round_, "move")
    left = members_of(old.id) if old is not None else []
    if old is not None:
        _leave(round_, old, person_id)
    seat_counted(round_, person_id, left=left, joined=members_of(to_group.id))
    _join(to_group, person_id, is_pinned=pins and round_.kind == GroupKind.MIXED)
    if round_.kind == GroupKind.LOCAL:
        offer_neighbours(round_)
    audit(by_id, "round.move_person", "round", round_.id, person=person_id, to=to_group.id)
    tell(round_, [person_id])


def _leads_from_outside(person_id: int, group: BreakoutGroup) -> bool:
    """Whether she leads the gathering and has no seat in the group's municipality (ST-9)."""
    member = db.session.get(GatheringMember, (group.gathering_id, person_id))
    if member is None or member.role != GatheringRole.FACILITATOR:
        return False
    own = {member.municipality_id, seat_on_the_day(member.gathering, person_id)}
    return group.municipality_id is None or group.municipality_id not in own


def merge_groups(round_: GroupRound, group: BreakoutGroup, into: BreakoutGroup, *, by_id: int | None) -> None:
    """Everybody of `group` goes to `into`; both boards stay, and are read by those who wrote on them (GR-6).

    Raises Conflict when the round is over, NotFound for groups that are not two of this round.
    """
    if group.round_id != round_.id or into.round_id != round_.id or group.id == into.id:
        raise NotFound()
    for person_id in members_of(group.id):
        move_person(round_, person_id, into, by_id=by_id, anyway=True)


def take_role(group: BreakoutGroup, person_id: int, role: GroupRole, *, by_id: int | None) -> None:
    """Give a role to a member; who had it gets hers in exchange, if she has one (GR-8).

    Raises NotFound for somebody who is not in the group.
    """
    ids = members_of(group.id)
    if person_id not in ids:
        raise NotFound()
    members = {one: db.session.get_one(GroupMember, (group.id, one)) for one in ids}
    hers = members[person_id].role
    if hers == role:
        return
    for member in members.values():
        if member.role == role:
            member.role = hers
    members[person_id].role = role
    db.session.flush()
    audit(by_id, "group.role", "group", group.id, role=str(role), person=person_id)
    hall_changed.send(gathering_id=group.gathering_id)


def set_video_link(group: BreakoutGroup, link: str, *, by_id: int | None) -> None:
    """The address of a hybrid group's video meeting; empty takes it away.

    Raises Invalid for what is no address of the web that is read by nobody on its way.
    """
    link = link.strip()
    if link and not _is_safe_address(link):
        raise Invalid("video_link", _("The address must begin with https://"))
    if len(link) > 500:
        raise Invalid("video_link", _("That address is too long."))
    group.video_link = link
    db.session.flush()
    audit(by_id, "group.video", "group", group.id)
    hall_changed.send(gathering_id=group.gathering_id)


def _is_safe_address(link: str) -> bool:
    try:
        found = urlsplit(link)
    except ValueError:
        return False
    return found.scheme == "https" and bool(found.hostname)


def _present(round_: GroupRound, group: BreakoutGroup) -> int:
    return len(present_ids(round_.gathering_id).intersection(members_of(group.id)))


def _leave(round_: GroupRound, group: BreakoutGroup, person_id: int) -> None:
    """Before anybody has been sent to a table there is nothing to have been a part of."""
    member = db.session.get_one(GroupMember, (group.id, person_id))
    if round_.state == RoundState.DRAWN:
        db.session.delete(member)
    else:
        left_her_place(round_, member, clock.now())
        member.moved_at, member.role, member.is_pinned = clock.now(), None, False
    db.session.flush()
    db.session.expire(group, ["members"])


def _join(group: BreakoutGroup, person_id: int, *, is_pinned: bool) -> None:
    member = db.session.get(GroupMember, (group.id, person_id))
    if member is None:
        member = GroupMember(group_id=group.id, person_id=person_id)
        db.session.add(member)
    member.joined_at, member.moved_at, member.is_pinned = clock.now(), None, is_pinned
    db.session.flush()
    db.session.expire(group, ["members"])
