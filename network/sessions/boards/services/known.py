"""What the server alone knows of a board's notes, and what all who come to it are told of that."""

from collections import UserDict
from collections.abc import Iterable, Mapping

from network.live import Outgoing
from network.sessions.boards.queries import Known
from network.sessions.gatherings.rules.names import NamesLevel

WORD = "notes:known"


class KnownNotes(UserDict[str, Known]):
    """Note id → what the server knows of it.

    A group comes to its board together, and each is told of all notes: what is said is packed once between two changes.
    """

    def __init__(self, known: Mapping[str, Known]) -> None:
        self._for_all: dict[NamesLevel, Outgoing] = {}
        super().__init__(known)

    def __setitem__(self, note_id: str, known: Known) -> None:
        self._for_all = {}
        super().__setitem__(note_id, known)

    def __delitem__(self, note_id: str) -> None:
        self._for_all = {}
        super().__delitem__(note_id)

    def told(self, level: NamesLevel, note_ids: Iterable[str]) -> dict[str, dict[str, object]]:
        """Note id → what the board's members are told of it at this level, of those of these notes that are known."""
        return {note_id: self.data[note_id].told(level) for note_id in note_ids if note_id in self.data}

    def told_of_all(self, public_id: str, level: NamesLevel) -> Outgoing:
        """The whole message to somebody who comes."""
        found = self._for_all.get(level)
        if found is None:
            found = self._for_all[level] = Outgoing(WORD, public_id, self.told(level, self.data))
        return found
