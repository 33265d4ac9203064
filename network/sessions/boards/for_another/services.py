"""Writing for another: the note is hers in all things, and where names are told it is stored who wrote it (BO-45)."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from network.access.actor import Actor, actor_for
from network.core.errors import Conflict, NotFound
from network.core.language import gettext as _
from network.sessions.boards.for_another.queries import Member, others_in_group
from network.sessions.boards.models import Board
from network.sessions.boards.services import handed_in, projection
from network.sessions.boards.services.making import NOTE_ID_BYTES
from network.sessions.boards.services.opened import OpenBoard


def id_for(given: str, person_id: int) -> str:
    """The id of a note for her that a form asks for with this one.

    The same form for another person is another note; and nobody chooses under which id something comes among another's
    own notes, nor asks with it which notes those are (BO-34).
    """
    return urlsafe_b64encode(sha256(f"{given} {person_id}".encode()).digest()[:NOTE_ID_BYTES]).decode().rstrip("=")


class SheIsHere(Conflict):
    """A device of hers is on the board: she writes herself."""


def write_for(
    board: Board, opened: OpenBoard, typist: Actor, *, person_key: str, text: str, column: str, note_id: str | None
) -> Member:
    """A note of another member's, on the board or with what she has written alone. Sent again it is one note. Waits.

    Raises NotFound for who is not in the group, SheIsHere, Conflict when there is no room, and as `note_step` does.
    """
    others = others_in_group(board, opened, typist.person_id)
    member = next((one for one in others if one.key == person_key), None)
    if member is None:
        raise NotFound()
    if member.is_here:
        raise SheIsHere(_("%(name)s has the board open on a phone of her own, and can write there.", name=member.name))
    author = actor_for(member.id)
    note_id = id_for(note_id, member.id) if note_id is not None else None
    handed_in.note_step(board, opened, author, text=text, column=column, note_id=note_id, typist=typist)
    projection.settle(opened)
    return member
