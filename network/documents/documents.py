"""One open document: its state in memory, and the way back to it when an update turns out to be bad."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from weakref import ref

from greenlet import GreenletExit
from pycrdt import Doc, Map

from network.core.lib0 import varuint
from network.documents import encoding, gate
from network.documents.changes import Change, changes_in
from network.documents.gate import ANY, STRING, Parsed, Refused
from network.documents.places import Places

log = logging.getLogger(__name__)

LEAVING = (GreenletExit, SystemExit, KeyboardInterrupt)
"""Not faults of a document. A panic of yrs is a BaseException, so everything else is caught."""

TRAIL = 200
"""Accepted updates that are kept apart before they are melted into the state to go back to."""

MOST_CLIENTS = 50_000
"""In what somebody says that she has. Every opening of a page is a client: a hall's day makes some thousands."""


class Unreadable(Exception):
    """What is stored of this document cannot be opened. Others are not touched."""


class Document:
    """A document in memory. Made from its stored updates; only the registry changes it.

    `_good` and `_trail` together are what has been accepted, journaled or not: from them the document is made anew
    when an update broke it (DO-5). No database is asked, so nobody can look at it in between. `has_news`: something
    was accepted since the last snapshot, or since it was opened.
    """

    def __init__(
        self,
        document_id: str,
        history_id: str,
        *,
        owners: Mapping[int, int | None],
        updates: Sequence[bytes],
        roots: Sequence[str],
    ) -> None:
        self.id = document_id
        self.history_id = history_id
        self.owners = dict(owners)
        self.known: dict[int, int] = {}
        self.has_news = False
        self._places: Places | None = None
        self._is_read_only = False
        self.roots = tuple(roots)
        self._changes: list[Change] = []
        self._fault: BaseException | None = None
        self._watching: list[Any] = []
        try:
            self.doc = self._made_from(updates)
            self._good = self.doc.get_update()
            self._trail: list[bytes] = []
            self._trail_bytes = 0
            self._full: bytes | None = self._good
            self.known = encoding.state_vector(self.doc.get_state())
        except LEAVING:
            raise
        except BaseException as fault:
            raise Unreadable(document_id) from fault

    def places(self) -> Places:
        """The index of what stands where. Made when somebody writes first: who only reads need not wait for it.

        Raises Refused("rule") when it cannot be made: the document can be read all the same.
        """
        if self._places is None and not self._is_read_only:
            made = Places(self.roots)
            try:
                made.load(gate.parse_state(self.full()))
                self._places = made
            except (Refused, LookupError):
                self._is_read_only = True
                log.exception("document %s can be read, and not written", self.id)
        if self._places is None:
            raise Refused("rule")
        return self._places

    def state_vector(self) -> bytes:
        return self.doc.get_state()

    def full(self) -> bytes:
        """The whole state; made once between two edits."""
        if self._full is None:
            self._full = self.doc.get_update()
        return self._full

    def forget_full(self) -> None:
        """Have the whole state made anew when it is asked for next."""
        self._full = None

    def update_since(self, vector: bytes) -> bytes:
        """What somebody with this state vector lacks.

        Raises Refused("malformed").
        """
        if vector in (b"", b"\0"):
            return self.full()
        try:
            encoding.state_vector(vector, most=MOST_CLIENTS)
            return self.doc.get_update(vector)
        except LEAVING:
            raise
        except BaseException as fault:
            raise Refused("malformed") from fault

    def size_bytes(self) -> int:
        """At most so many bytes; exact when the trail is empty."""
        return len(self._good) + self._trail_bytes

    def melt(self) -> None:
        """Make the state to go back to anew, so that `size_bytes` is exact."""
        if self._trail:
            self._good = self.full()
            self._trail.clear()
            self._trail_bytes = 0

    def apply(self, update: bytes, parsed: Parsed, *, verify: bool = True) -> list[Change]:
        """Try an update: what it did. Then `accept` it or `undo` it, before anybody else is let in.

        `verify` that nothing of it was left out.
        Raises Refused("rule") and Refused("malformed"); the document must be undone then too.
        """
        self._changes = []
        self._fault = None
        try:
            apply_to(self.doc, update)
        except LEAVING:
            raise
        except BaseException as fault:
            raise Refused("malformed") from fault
        if self._fault:
            raise self._fault
        if verify and not self._took_all(parsed):
            raise Refused("malformed", "the document did not take all of it")
        return self._changes

    def accept(self, update: bytes) -> None:
        self._full = None
        self.has_news = True
        self._trail.append(update)
        self._trail_bytes += len(update)
        if len(self._trail) >= TRAIL:
            self.melt()

    def undo(self) -> None:
        """Throw the document away and make it anew from what was accepted.

        Raises Unreadable when even that fails.
        """
        try:
            self.doc = self._made_from([self._good, *self._trail])
        except LEAVING:
            raise
        except BaseException as fault:
            raise Unreadable(self.id) from fault

    def _took_all(self, parsed: Parsed) -> bool:
        """Whether yrs knows this client up to the end of its update.

        What comes again may end before what is known: its answer was lost, and more of its writer is stored. One
        struct that was seen to change something is all of it. Else the client and its clock are looked up in the bytes
        of the state vector, which takes a hall's hundreds of clients to write.
        """
        if parsed.client is None or parsed.end < self.known.get(parsed.client, 0):
            return True
        if self._changes and len(parsed.structs) == 1:
            kind = parsed.structs[0][2]
            if kind == ANY and any(change.action != "delete" for change in self._changes[0].keys.values()):
                return True
            if kind == STRING and not parsed.deletes:
                return True
        sought = varuint(parsed.client) + varuint(parsed.end)
        return sought in self.doc.get_state()

    def _made_from(self, updates: Sequence[bytes]) -> "Doc[Any]":
        made: Doc[Any] = Doc()
        with made.transaction():
            for update in updates:
                made.apply_update(update)
        # yrs forgets an observer whose subscription is forgotten. It knows us weakly: what is held by yrs Python cannot
        # see, and a document that its own observer holds would stay in memory for ever.
        me = ref(self)
        self._watching = [
            made.get(name, type=Map).integrated.observe_deep(partial(_observe, me, name)) for name in self.roots
        ]
        return made

    def _observe(self, root: str, events: list[Any]) -> None:
        try:
            self._changes += changes_in(root, events)
        except LEAVING:
            raise
        except BaseException as fault:
            self._fault = fault


def apply_to(doc: "Doc[Any]", update: bytes) -> None:
    """What pycrdt's own `apply_update` does; its wrapping of a transaction takes twice as long as the update."""
    inner = doc._doc
    transaction = inner.create_transaction()
    try:
        inner.apply_update(transaction, update)
    finally:
        try:
            transaction.commit()
        finally:
            transaction.drop()


def _observe(watching: "ref[Document]", root: str, events: list[Any]) -> None:
    document = watching()
    if document is not None:
        document._observe(root, events)


def scratch_copy(document: Document, client_id: int) -> "Doc[Any]":
    """A copy that the server writes its own change on, under a client id of its own."""
    copy: Doc[Any] = Doc(client_id=client_id)
    copy.apply_update(document.full())
    for name in document.roots:
        copy.get(name, type=Map)
    return copy


def update_of(copy: "Doc[Any]", change: Callable[["Doc[Any]"], None]) -> bytes:
    """The one update that `change` makes on `copy`; empty when it changes nothing."""
    made: list[bytes] = []
    subscription = copy.observe(lambda event: made.append(event.update))
    with copy.transaction():
        change(copy)
    copy.unobserve(subscription)
    return made[-1] if made else b""
