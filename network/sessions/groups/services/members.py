"""What a person can do with a group."""

from collections.abc import Iterable

from network.core.audit import audit
from network.core.db import db
from network.core.signals import rights_changed
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember


def create_group(
    actor_id: int | None, gathering: Gathering, *, label: str, kind: GroupKind, person_ids: Iterable[int] = ()
) -> BreakoutGroup:
    """A new group of the gathering with these members."""
    group = BreakoutGroup(gathering_id=gathering.id, label=label, kind=kind)
    db.session.add(group)
    db.session.flush()
    for person_id in person_ids:
        join_group(group, person_id)
    audit(actor_id, "group.create", "group", group.id)
    return group


def join_group(group: BreakoutGroup, person_id: int) -> None:
    """Make a person a member; one who is a member already stays one."""
    if db.session.get(GroupMember, (group.id, person_id)) is None:
        db.session.add(GroupMember(group_id=group.id, person_id=person_id))
        db.session.flush()
        rights_changed.send(person_ids=[person_id])


def leave_group(group: BreakoutGroup, person_id: int) -> None:
    """End a membership: the person's open pages lose the group's board at once."""
    member = db.session.get(GroupMember, (group.id, person_id))
    if member is not None:
        db.session.delete(member)
        db.session.flush()
        rights_changed.send(person_ids=[person_id])
