"""Many short connections: all that one has to say goes out in one piece, and is read when others are under way too."""

import random
from collections import Counter
from collections.abc import Callable, Iterator

import msgpack

from network.together.messages import Kind, sync_message
from tests.faults.hostile.updates import Forger
from tests.faults.house import House, Person
from tests.faults.members import Member, member
from tests.live.client import Closed, RawSocket, event, masked

CONNECT = masked(bytes(msgpack.packb({"type": 0, "nsp": "/"})))
QUESTION = masked(event("join", "nothing", None, 1))
"""What it is answered to is known; so whoever hears the answer knows that all before it was dealt with."""
MOST_REFUSALS = 10
LOOK_EVERY = 200
AT_ONCE = 6

Answers = Counter[str]
"""How often: "a" for all that was acknowledged at once, "deny <reason>", "resync <reason>", "closed <code>"."""


class Volley:
    """A member's connection: she signs in, joins the board, says `frames`, and asks a question.

    What she was told just before she was sent away may have been dropped with her.
    """

    def __init__(self, house: House, person: Person, *frames: bytes) -> None:
        joining = masked(event("join", house.board, None, 1))
        self._socket = RawSocket(house.port, who=f"-; {person.cookie}", together_with=CONNECT + joining)
        self._socket.send_bytes(b"".join((*frames, QUESTION)))

    def answers(self) -> Answers:
        """What she is told until her question is answered, or she is sent away."""
        found: Answers = Counter()
        try:
            while (word := self._next()) != "deny not_found":
                found[word] += bool(word)
        except Closed as closed:
            found[f"closed {closed.code}"] += 1
        except OSError:
            found["closed 0"] += 1
        finally:
            self._socket.close()
        return found

    def _next(self) -> str:
        opcode, payload = self._socket.frame()
        if opcode != 2:
            return ""
        packet = msgpack.unpackb(payload)
        if packet["type"] != 2 or packet["data"][0] not in ("a", "deny", "resync"):
            return ""
        word, _board, what, *_sentence = packet["data"]
        return word if word == "a" else f"{word} {what}"


def update_frame(house: House, update: bytes, kind: Kind = Kind.UPDATE) -> bytes:
    return masked(event("y", house.board, sync_message(kind, update)))


class Offenders:
    """Members who send a board damaged updates, ten a connection: so many refusals end one."""

    def __init__(self, house: House, chance: random.Random, people: list[Person]) -> None:
        self._house = house
        self._chance = chance
        self._people = people
        self._forger = Forger(chance)
        self.answers: Answers = Counter()
        self.sent = 0

    def send(self, count: int) -> None:
        """So many damaged updates, a few connections at a time."""
        until = self.sent + count
        while self.sent < until:
            if self.sent % LOOK_EVERY == 0:
                self._look()
            self._send_round(min(LOOK_EVERY, until - self.sent))

    def _send_round(self, count: int) -> None:
        volleys = list(self._volleys(count))
        for at in range(0, len(volleys), AT_ONCE):
            for volley in [one() for one in volleys[at : at + AT_ONCE]]:
                self.answers += volley.answers()
        self.sent += count

    def _volleys(self, count: int) -> Iterator[Callable[[], Volley]]:
        for first in range(0, count, MOST_REFUSALS):
            person = self._chance.choice(self._people)
            frames = [self._frame() for _ in range(min(MOST_REFUSALS, count - first))]
            yield lambda person=person, frames=frames: Volley(self._house, person, *frames)  # type: ignore[misc]

    def _frame(self) -> bytes:
        kind = self._chance.choice((Kind.UPDATE, Kind.STEP_2))
        return update_frame(self._house, self._forger.update(), kind)

    def _look(self) -> None:
        with member(self._house, "Bo") as reader:
            self._forger.look(reader.doc.get_update())


def notes_to_damage(anna: Member, count: int) -> None:
    for number in range(count):
        anna.send(anna.note(f"note {number}"))
    anna.wait_acknowledged(count)
