"""The open documents of this process, and the one path on which an update gets into one."""

import enum
import logging
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from flask import has_app_context
from pycrdt import Doc
from sqlalchemy import insert, select

from network.core import clock
from network.core.db import DatabaseBusy, Row, db, is_writing
from network.core.errors import Conflict, Invalid, NotAllowed, NotFound
from network.documents import authoring, gate, snapshots, taking
from network.documents.changes import Change, Checker
from network.documents.documents import Document, Unreadable
from network.documents.gate import Parsed, Refused
from network.documents.journal import Entry, Journal
from network.documents.limits import ROOTS, Limits, Rules
from network.documents.models import DocumentRecord
from network.documents.places import Undo, revert
from network.documents.states import States
from network.documents.store import ADD_CLIENT, ADD_UPDATE, Store, Stored, client_row, update_row
from network.documents.turns import Turns

log = logging.getLogger(__name__)

IDLE_SECONDS = 300.0
NOTHING_READ = Parsed(None, 0, 0, {}, [], [])


class Taken(enum.Enum):
    """APPLIED: new, tell the others. REPEAT: known already, tell nobody; it is acknowledged all the same."""

    APPLIED = "applied"
    REPEAT = "repeat"


class Registry:
    """One a process. Documents are opened when they are needed and closed when nothing touched them for a while.

    Do not keep a Document across a wait: ask `open` again, it costs a look-up.
    """

    def __init__(
        self,
        store: Store,
        journal: Journal,
        append: Callable[[Sequence[Row]], None],
        *,
        roots: Sequence[str] = ROOTS,
        limits: Limits | None = None,
        rules: Rules | None = None,
    ) -> None:
        self.journal = journal
        self._store = store
        self._append = append
        self._roots = tuple(roots)
        self._limits = limits or Limits()
        self._rules = rules or Rules()
        self._documents: dict[str, Document] = {}
        self._touched: dict[str, float] = {}
        self._opening = Turns()
        self._authors = authoring.Authors(self, journal)
        self.states = States(self, store, append, turns=self._authors.turns, roots=self._roots)

    def create(self, document_id: str, first_update: bytes) -> str:
        """Make a document, once, with its first update; returns its history id. Raises as `create_all` does."""
        return self.create_all({document_id: first_update})[document_id]

    def create_all(self, first_updates: Mapping[str, bytes]) -> dict[str, str]:
        """Make documents, once each: id → first update; returns id → history id. Inside a unit of work.

        Raises Conflict when there is one of them, Refused when a first update is no update of one client.
        """
        parsed = {one: gate.parse(first, limit=self._limits.document) for one, first in first_updates.items()}
        if db.session.scalar(select(DocumentRecord.id).where(DocumentRecord.id.in_(first_updates)).limit(1)):
            raise Conflict
        at_ms = clock.now_ms()
        histories = {one: secrets.token_urlsafe(16) for one in first_updates}
        records = [{"id": one, "history_id": history, "created_at_ms": at_ms} for one, history in histories.items()]
        updates = [update_row(one, parsed[one].client, None, first, at_ms)[1] for one, first in first_updates.items()]
        clients = [client_row(one, found.client, None)[1] for one, found in parsed.items() if found.client is not None]
        for statement, rows in ((insert(DocumentRecord), records), (ADD_UPDATE, updates), (ADD_CLIENT, clients)):
            if rows:
                db.session.execute(statement, rows)
        return histories

    def open(self, document_id: str) -> Document:
        """The document, read from the database unless it is open already.

        Raises NotFound, and Unreadable when what is stored cannot be opened.
        """
        document = self._documents.get(document_id)
        if document is None:
            with self._opening.of(document_id):
                document = self._documents.get(document_id) or self._read_in(document_id)
        self._touched[document_id] = clock.monotonic()
        return document

    def open_all(self, document_ids: Sequence[str]) -> list[Document]:
        """Those of them that can be opened, read from the database in one go; the others are logged."""
        found = []
        with ExitStack() as turns:
            for document_id in sorted(one for one in document_ids if one not in self._documents):
                turns.enter_context(self._opening.of(document_id))
            lacking = [one for one in document_ids if one not in self._documents]
            waiting = {one: self.journal.waiting(one) for one in lacking}
            stored = self._store.load_all(lacking)
            for document_id in document_ids:
                try:
                    if document_id in waiting and document_id not in self._documents:
                        self._made_of(document_id, stored.get(document_id), waiting[document_id])
                    found.append(self.open(document_id))
                except (NotFound, Unreadable):
                    log.exception("document %s cannot be opened", document_id)
        return found

    def _read_in(self, document_id: str) -> Document:
        # First what waits, then what is stored: what is stored in between is in both, and does no harm twice.
        waiting = self.journal.waiting(document_id)
        return self._made_of(document_id, self._store.load(document_id), waiting)

    def _made_of(self, document_id: str, stored: Stored | None, waiting: Sequence[Entry]) -> Document:
        if stored is None:
            raise NotFound
        owners = {**stored.owners, **{entry.client: entry.person_id for entry in waiting if entry.client is not None}}
        updates = [content for _, _, content in stored.journal] + [entry.update for entry in waiting if entry.is_shown]
        document = Document(document_id, stored.history_id, owners=owners, updates=updates, roots=self._roots)
        self._documents[document_id] = document
        if len(stored.journal) > snapshots.LONG_JOURNAL:
            self._compact(document)
        return document

    def take(
        self,
        document_id: str,
        update: bytes,
        *,
        author_id: int,
        check: Checker,
        rejoining: bool,
        stored: Callable[[], None],
        may_add: Callable[[int], bool] = lambda size_bytes: True,
    ) -> Taken:
        """Take a person's update: guard, bind, apply, judge, and leave it to the journal.

        `may_add` is asked whether its sender may add so many bytes; a repeat adds none. `stored` is
        called once, after the commit that has the update, also for a repeat. Nothing in here waits, so no other update
        gets in between (opening may wait: open the document when somebody joins).
        Raises Refused; the document is then as it was. Raises NotFound and Unreadable as `open` does.
        """
        document = self.open(document_id)
        parsed = self._parse(update, rejoining=rejoining)
        taking.check_owner(document, parsed, author_id, self._rules)
        taking.check_clocks(document, parsed, self._rules)
        if parsed is not NOTHING_READ and taking.is_old(document, parsed, self._rules):
            if self._rules.places:
                document.places().check_known(parsed)
            self.journal.add(Entry(document_id, stored=stored))
            return Taken.REPEAT
        if not may_add(len(update)):
            raise Refused("pace")
        taking.check_room(document, update, parsed, self._limits)
        undo = document.places().add(parsed) if self._rules.places else []
        changes, rows = self._try(document, update, parsed, check, undo)
        if not changes and parsed.end <= document.known.get(parsed.client or 0, 0):
            self.journal.add(Entry(document_id, stored=stored))
            return Taken.REPEAT
        self._accept(document, update, parsed)
        self._store_soon(document, update, parsed, author_id, rows, stored)
        return Taken.APPLIED

    def acknowledge(
        self, document_id: str, update: bytes, *, author_id: int | None, stored: Callable[[], None]
    ) -> bool:
        """Whether all of this is here already, from this person: then `stored` is called, whatever she may do now.

        Somebody whose connection broke before she heard that it is stored sends it again, perhaps after the close.
        """
        document = self.open(document_id)
        try:
            parsed = self._parse(update, rejoining=True)
        except Refused:
            return False
        known = parsed.client is not None and parsed.end <= document.known.get(parsed.client, 0)
        if not known or parsed.client not in document.owners or document.owners[parsed.client] != author_id:
            return False
        self.journal.add(Entry(document_id, stored=stored))
        return True

    def author_step(
        self,
        document_id: str,
        change: Callable[["Doc[Any]"], None],
        *,
        author_id: int | None,
        also: Sequence[Row] = (),
        keep: str = "",
    ) -> bytes:
        """Let the server write: stored first, shown in the open document then, returned to be told last.

        Shape: empty when `change` changes nothing; `also` is stored in the same commit, or nothing is. With a reason
        to `keep` it the state before is a snapshot, in the same commit too.
        Waits for the commit, so never inside a unit of work. Raises DatabaseBusy when it cannot be stored.
        """
        if not self._may_wait():
            raise RuntimeError("a document is written outside a unit of work")
        return self._authors.step(document_id, change, author_id=author_id, also=also, keep=keep)

    def show(self, document_id: str, update: bytes) -> None:
        """Apply to the open document what the server wrote and the journal has."""
        document = self._documents.get(document_id)
        parsed = gate.parse(update, limit=self._limits.document)
        if document is None or (parsed.client is not None and document.known.get(parsed.client, 0) >= parsed.end):
            return
        undo = document.places().add(parsed)
        self._try(document, update, parsed, None, undo)
        self._accept(document, update, parsed)

    def last_stored(self, document_id: str) -> int:
        """The last row of the document's journal; 0 when there is none."""
        return self._store.last_update_id(document_id)

    def opened(self) -> list[Document]:
        """The documents in memory."""
        return list(self._documents.values())

    def close(self, document_id: str) -> bool:
        """Let go of a document and shorten its journal; False while something of it waits to be stored."""
        document = self._documents.get(document_id)
        if document is None:
            return True
        if self.journal.is_waiting(document_id) or self._authors.is_writing(document_id):
            return False
        self._compact(document)
        if self.journal.is_waiting(document_id):
            return False
        self._documents.pop(document_id, None)
        self._touched.pop(document_id, None)
        return True

    def release(self, document_id: str) -> None:
        """Nobody is on this document: close it, now or, while something waits to be stored, with the next sweep."""
        if not self.close(document_id):
            self._touched[document_id] = -IDLE_SECONDS

    def sweep(self, *, idle_seconds: float = IDLE_SECONDS) -> int:
        """Close what nothing has touched for so long; returns how many."""
        before = clock.monotonic() - idle_seconds
        idle = [document_id for document_id, touched in self._touched.items() if touched <= before]
        return sum(self.close(document_id) for document_id in idle)

    @contextmanager
    def at_rest(self, document_id: str) -> Iterator[None]:
        """Have the server write nothing in it meanwhile, and all that was accepted before be stored. Waits for that.

        Members' updates are for the caller to hold back. Raises DatabaseBusy.
        """
        with self._authors.turns.of(document_id):
            if not self.journal.flush():
                raise DatabaseBusy(str(self.journal.fault))
            yield

    def forget(self, document_id: str) -> None:
        """Let go of a document whose rows are gone: nothing of it is stored any more."""
        self._documents.pop(document_id, None)
        self._touched.pop(document_id, None)

    def is_open(self, document_id: str) -> bool:
        return document_id in self._documents

    def _parse(self, update: bytes, *, rejoining: bool) -> Parsed:
        limit = self._limits.rejoining if rejoining else self._limits.live
        if self._rules.structure:
            return gate.parse(update, limit=limit, parts=self._limits.parts)
        try:
            return gate.parse(update, limit=limit, parts=self._limits.parts)
        except Refused:
            return NOTHING_READ

    def _try(
        self, document: Document, update: bytes, parsed: Parsed, check: Checker | None, undo: Undo
    ) -> tuple[list[Change], Sequence[Row]]:
        """Apply and judge; on any fault the document is made anew."""
        try:
            changes = document.apply(update, parsed, verify=self._rules.clocks)
            rows = check(changes) if check and self._rules.veto else ()
        except (NotAllowed, Invalid) as refusal:
            self._undo(document, undo)
            raise Refused("rule", refusal.message) from refusal
        except BaseException:
            self._undo(document, undo)
            raise
        return changes, rows or ()

    def _undo(self, document: Document, undo: Undo) -> None:
        revert(undo)
        if not self._rules.rebuild:
            return
        try:
            document.undo()
        except Unreadable:
            log.exception("document %s is read anew from the database", document.id)
            del self._documents[document.id]

    def _accept(self, document: Document, update: bytes, parsed: Parsed) -> None:
        document.accept(update)
        if parsed.client is not None:
            document.known[parsed.client] = max(parsed.end, document.known.get(parsed.client, 0))

    def _store_soon(
        self,
        document: Document,
        update: bytes,
        parsed: Parsed,
        author_id: int,
        rows: Sequence[Row],
        stored: Callable[[], None],
    ) -> None:
        client = parsed.client
        clients: tuple[Row, ...] = ()
        if client is not None and client not in document.owners:
            document.owners[client] = author_id
            clients = (client_row(document.id, client, author_id),)
        entry = Entry(
            document.id,
            update=update,
            client=client,
            person_id=author_id,
            clients=clients,
            rows=(update_row(document.id, client, author_id, update, clock.now_ms()),),
            extras=rows,
            stored=stored,
        )
        self.journal.add(entry)

    def _compact(self, document: Document) -> None:
        if not self._may_wait():
            return
        try:
            snapshots.compact(self._store, self._append, self.journal, document)
        except Exception:
            log.exception("the journal of document %s stays long", document.id)

    @staticmethod
    def _may_wait() -> bool:
        return not (has_app_context() and is_writing())
