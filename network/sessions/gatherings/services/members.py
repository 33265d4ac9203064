"""Who is admitted to a gathering."""

from network.core.db import db
from network.core.signals import rights_changed
from network.sessions.gatherings.models import Gathering, GatheringMember, GatheringRole


def admit(gathering: Gathering, person_id: int, role: GatheringRole = GatheringRole.PARTICIPANT) -> GatheringMember:
    """Let a person into the gathering in this role; one who is in already gets the new role."""
    member = db.session.get(GatheringMember, (gathering.id, person_id))
    if member is None:
        member = GatheringMember(gathering_id=gathering.id, person_id=person_id, role=role)
        db.session.add(member)
    member.role = role
    db.session.flush()
    rights_changed.send(person_id=person_id)
    return member
