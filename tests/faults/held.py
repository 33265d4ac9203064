"""What the running program holds, and how late its loop was: written to held.json at SIGUSR2, for the tests alone."""

import gc
import json
import os
import signal
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any

import gevent
from greenlet import greenlet

from network import documents
from network.documents.documents import Document
from network.documents.journal import Entry
from network.documents.registry import Registry
from network.documents.store import Stored
from network.sessions.boards.services import opened

BEAT = 0.01
LATE = 0.3
"""Seconds; more than anybody may hold up the loop in a fault."""


def watch() -> None:
    """Count what is read, beat with the loop, and tell when asked."""
    reads: Counter[str] = Counter()
    beats = {"all": 0, "late": 0, "longest": 0.0}
    made = Registry._made_of

    def counted(self: Registry, document_id: str, stored: Stored | None, waiting: Sequence[Entry]) -> Document:
        reads[document_id] += 1
        return made(self, document_id, stored, waiting)

    def beat() -> None:
        while True:
            began = monotonic()
            gevent.sleep(BEAT)
            late = monotonic() - began - BEAT
            beats["all"] += 1
            beats["late"] += late > LATE
            beats["longest"] = max(beats["longest"], late)

    def tell() -> None:
        # The signal may be seen in the same turn as a beat that is late, and before it: that beat is counted too.
        gevent.sleep(2 * BEAT)
        folder = Path(os.environ["SAMLING_INSTANCE"])
        told = {**_held(), "reads": reads, "beats": beats}
        (folder / "held.new").write_text(json.dumps(told))
        (folder / "held.new").rename(folder / "held.json")
        reads.clear()
        beats.update({"all": 0, "late": 0, "longest": 0.0})

    Registry._made_of = counted  # type: ignore[method-assign]
    gevent.spawn(beat)
    gevent.signal_handler(signal.SIGUSR2, tell)


def _held() -> dict[str, Any]:
    """`rings`: objects that only the collector could free, since it looked last."""
    rings = gc.collect()
    objects = gc.get_objects()
    alive = [one for one in objects if isinstance(one, greenlet) and not one.dead]
    return {
        "rings": rings,
        "documents": len(documents.registry().opened()),
        "in memory": sum(isinstance(one, Document) for one in objects),
        "boards": len(list(opened.opened_boards())),
        "greenlets": len(alive),
        "files": len(os.listdir("/proc/self/fd")),
    }
