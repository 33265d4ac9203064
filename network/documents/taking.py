"""What an update must be before it is tried on a document: its sender's own, next in line, and within the size."""

from network.documents.documents import Document
from network.documents.gate import Parsed, Refused
from network.documents.limits import Limits, Rules


def check_owner(document: Document, parsed: Parsed, author_id: int, rules: Rules) -> None:
    """A client id belongs to who used it first; one that wrote without an owner belongs to nobody.

    *Seen:* a member who sends another's next clock erases her real note, with equal state vectors.
    Raises Refused("foreign").
    """
    client = parsed.client
    if client is None or not rules.bind:
        return
    if client in document.owners:
        if document.owners[client] != author_id:
            raise Refused("foreign")
    elif client in document.known:
        raise Refused("foreign")


def check_clocks(document: Document, parsed: Parsed, rules: Rules) -> None:
    """Nothing may be missing before the update, of its own client or of those it leans on.

    *Seen:* after a gap yjs holds the later update back and yrs shows it, so hall and server differ.
    Raises Refused("resync").
    """
    known = document.known
    if rules.clocks and parsed.client is not None and parsed.clock > known.get(parsed.client, 0):
        raise Refused("resync")
    if not rules.needs:
        return
    for client, clock in parsed.needs.items():
        if known.get(client, 0) < clock:
            raise Refused("resync")


def is_old(document: Document, parsed: Parsed, rules: Rules) -> bool:
    """Whether the document has all of it for certain: then it is acknowledged, and not applied.

    What also deletes is tried all the same, since a browser may send a known note and its new deletion as one update.
    An update that begins below the next clock and ends above it is tried whole: yrs takes the new end of it, and
    `Document.apply` sees to it that it did.
    """
    if parsed.deletes or not rules.clocks:
        return False
    return parsed.client is None or parsed.end <= document.known.get(parsed.client, 0)


def check_room(document: Document, update: bytes, parsed: Parsed, limits: Limits) -> None:
    """Raises Refused("full"); deletions are always let in."""
    most = limits.document - len(update)
    if parsed.client is None or document.size_bytes() <= most:
        return
    document.melt()
    if document.size_bytes() > most:
        raise Refused("full")
