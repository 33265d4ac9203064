"""Tables of a gathering: the day itself, its programme, who is asked to come, and who came."""

from network.sessions.gatherings.models.door import Attendance, AttendanceChange, DoorTap, LobbyEntry
from network.sessions.gatherings.models.gathering import Gathering, GatheringGoal, GatheringMember, GatheringRole
from network.sessions.gatherings.models.invitations import Invitation, PreparationAnswer, Reply
from network.sessions.gatherings.models.programme import ItemKind, Material, ProgrammeItem, StoredFile

__all__ = [
    "Attendance",
    "AttendanceChange",
    "DoorTap",
    "Gathering",
    "GatheringGoal",
    "GatheringMember",
    "GatheringRole",
    "Invitation",
    "ItemKind",
    "LobbyEntry",
    "Material",
    "PreparationAnswer",
    "ProgrammeItem",
    "Reply",
    "StoredFile",
]
