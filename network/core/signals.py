"""What a lower package says upwards: something has happened. Heard inside the same unit of work."""

from collections.abc import Callable


class Signal:
    """A fact in the past tense. Those who listen are called in the order in which they came."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._listeners: list[Callable[..., None]] = []

    def connect(self, listener: Callable[..., None]) -> Callable[..., None]:
        """Call `listener` with the signal's keywords from now on. The same listener counts once."""
        if listener not in self._listeners:
            self._listeners.append(listener)
        return listener

    def disconnect(self, listener: Callable[..., None]) -> None:
        self._listeners.remove(listener)

    def send(self, **facts: object) -> None:
        for listener in tuple(self._listeners):
            listener(**facts)


rights_changed = Signal("rights_changed")
"""person_ids: what these people may do is no longer what it was."""

checked_in = Signal("checked_in")
"""gathering_id, person_id: this person is at the gathering now."""

checked_out = Signal("checked_out")
"""gathering_id, person_id: this person has left it."""

attendance_changed = Signal("attendance_changed")
"""gathering_id, person_id: when she was there is told otherwise than before; it may be long ago."""

round_moved = Signal("round_moved")
"""round_id: a group round is in another state than before."""

phase_moved = Signal("phase_moved")
"""round_id: a group round at work has gone to another of its phases."""

groups_changed = Signal("groups_changed")
"""round_id, person_ids: these people are in another group than before, or are new in one."""

names_changed = Signal("names_changed")
"""item_id: at this item of a programme more or less of who writes is told than before."""

hall_changed = Signal("hall_changed")
"""gathering_id: what everybody at this gathering is shown is no longer what it was."""

session_ended = Signal("session_ended")
"""session_id: a sign-in ended; its sockets must close."""

board_changed = Signal("board_changed")
"""board_id: opened, closed, shared, written alone or together; who may do what on it is no longer what it was."""

agreement_settled = Signal("agreement_settled")
"""agreement_id: what a municipality takes home, or how it was answered, is no longer what it was."""

writing_changed = Signal("writing_changed")
"""writing_id: the copies of its words in SQL are no longer what they were."""
