"""A document whose stored bytes cannot be opened: what of it can, and putting that in its place.

Source: yjs/yjs#455 and the faults of DO-5; a journal is a row of updates, and one bad row must not cost the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from network.documents import gate
from network.documents.documents import Document, Unreadable
from network.documents.gate import Refused

Row = tuple[int, int | None, bytes]
"""(row id, client id or None for a state, update)"""


@dataclass(frozen=True)
class Mended:
    """`document` holds all that could be opened. `left_out` are the rows that could not, first first.

    `snapshot_id`: the state that it begins with; None when the journal itself could be read from its beginning.
    """

    document: Document
    left_out: list[Row]
    snapshot_id: int | None = None


def opened(document_id: str, updates: Sequence[bytes], roots: Sequence[str]) -> Document | None:
    """The document that these make, when it can be opened, written on, and holds all of them."""
    try:
        document = Document(document_id, "", owners={}, updates=updates, roots=roots)
        document.places()
        ends = [_ends(update) for update in updates]
    except (Unreadable, Refused):
        return None
    is_whole = all(document.known.get(client, 0) >= end for found in ends for client, end in found.items())
    return document if is_whole else None


def mended(
    document_id: str, journal: Sequence[Row], snapshots: Sequence[tuple[int, int, bytes]], roots: Sequence[str]
) -> Mended:
    """What can be opened of a document.

    Shape: `snapshots` are (id, last journal row in it, state), the newest first. Where the journal's first row cannot
    be opened the newest snapshot that can stands for it and all that it holds.
    """
    rows = list(journal)
    base, snapshot_id, left_out = [], None, []
    if rows and opened(document_id, [rows[0][2]], roots) is None:
        left_out, rows = rows[:1], rows[1:]
        found = next((one for one in snapshots if opened(document_id, [one[2]], roots) is not None), None)
        if found is not None:
            snapshot_id, upto_id, state = found
            base, rows = [state], [row for row in rows if row[0] > upto_id]
    good, bad = _usable(document_id, base, rows, roots)
    document = opened(document_id, good, roots)
    if document is None:
        raise Unreadable(document_id)
    return Mended(document, left_out + bad, snapshot_id)


def _usable(
    document_id: str, base: list[bytes], rows: Sequence[Row], roots: Sequence[str]
) -> tuple[list[bytes], list[Row]]:
    """`base` with the updates of all rows that can be opened on it, in order; and the rows that cannot. By halves."""
    whole = base + [update for _, _, update in rows]
    if opened(document_id, whole, roots) is not None:
        return whole, []
    if len(rows) <= 1:
        return base, list(rows)
    middle = len(rows) // 2
    good, bad = _usable(document_id, base, rows[:middle], roots)
    more, worse = _usable(document_id, good, rows[middle:], roots)
    return more, bad + worse


def _ends(update: bytes) -> dict[int, int]:
    """Client → behind its last clock. Raises Refused when it cannot be read."""
    return {client: end for client, (_, end) in gate.parse_state(update).items()}
