"""One hostile client: `python -m bench.flood.hostile KIND WORLD PORT`, until it is ended.

She is a member of a board of her own group, and sends as fast as she is answered. What she sends comes from the corpora
of the fault tests.
"""

import json
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from network.together.messages import Kind, sync_message
from tests.faults.hostile import packets
from tests.faults.hostile.updates import RECORDED, Mutator
from tests.live.client import Closed, RawSocket, event, masked

REFUSALS = 10
CONNECT = packets.packet(0)
QUESTION = masked(packets.HONEST)


class Hostile:
    def __init__(self, port: int, board: str, cookie: str) -> None:
        self._port, self._board, self._cookie = port, board, cookie
        self._chance = random.Random(1)
        self._mutator = Mutator(self._chance)

    def updates(self) -> None:
        """Ten damaged updates, upon which she is sent away, and comes back."""
        self._send(*(self._y(Kind.UPDATE, self._mutator.mutated(self._some(), {})) for _ in range(REFUSALS)))

    def packets(self) -> None:
        """What is no packet."""
        self._send(packets.mutated(self._chance))

    def connects(self) -> None:
        """She comes and goes."""
        self._send()

    def questions(self) -> None:
        """Sixty times: what is on the board? As much as is let through at once; then she comes back."""
        self._send(*[self._y(Kind.STEP_1, b"\0")] * 60)

    def _some(self) -> bytes:
        return self._chance.choice(RECORDED)

    def _y(self, kind: Kind, payload: bytes) -> bytes:
        return masked(event("y", self._board, sync_message(kind, payload)))

    def _send(self, *frames: bytes) -> None:
        joining = masked(event("join", self._board, None, 1))
        opened = RawSocket(self._port, who=f"-; {self._cookie}", together_with=CONNECT + joining)
        try:
            opened.send_bytes(b"".join(frames) + QUESTION)
            while b"nothing" not in opened.frame()[1]:
                pass
        except (Closed, OSError):
            pass
        finally:
            opened.close()


KINDS: dict[str, Callable[[Hostile], None]] = {
    "damaged updates": Hostile.updates,
    "broken packets": Hostile.packets,
    "coming and going": Hostile.connects,
    "questions": Hostile.questions,
}


def main(kind: str, world: Path, port: int) -> None:
    told = json.loads(world.read_text())
    board = told["boards"][-1]
    her = Hostile(port, board["id"], told["people"][board["members"][0]]["cookie"])
    while True:
        with suppress(OSError):
            KINDS[kind](her)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
