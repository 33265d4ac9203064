"""Writings in memory: what each message is judged by, so that none has to ask the database."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pycrdt import Map, Text

from network.access.scopes import Facts
from network.core import clock
from network.documents import Document, merge_updates, registry
from network.live import Channel, Register
from network.together import Growth
from network.writing.models import Writing
from network.writing.rules.shape import ROOT, plain


class OpenWriting:
    """One writing that somebody is at: its document, its channel, and how far its copies in SQL are behind.

    `coming`: what a form has just put, until it is stored; nothing is closed over it unseen.
    """

    def __init__(self, writing: Writing) -> None:
        self.id = writing.id
        self.public_id = writing.public_id
        self.document_id = writing.document_id
        self.limits = {text.key: text.limit for text in writing.texts}
        self.channel = Channel(f"writing:{writing.public_id}", merge=merge_updates)
        self.presence = Register(self.channel)
        self.growth: defaultdict[int, Growth] = defaultdict(Growth)
        self.dirty: set[str] = set()
        self.dirty_since: float | None = None
        self.touched_at = 0.0
        self.coming: dict[str, str] = {}
        self.shut_at: float | None = None
        self._facts = writing.facts()

    def facts(self) -> Facts:
        return self._facts

    def refresh(self, writing: Writing) -> None:
        """Take over what the database says of opening and closing."""
        self._facts = writing.facts()
        self.shut_at = None

    def shut(self) -> None:
        """Take nothing more from now on: it is being closed. `refresh` says later whether it was."""
        self._facts = replace(self._facts, is_open=False)
        self.shut_at = clock.monotonic()

    @property
    def document(self) -> Document:
        """The shared document: asked for each time, since a refused update replaces it."""
        return registry().open(self.document_id)

    def texts(self) -> dict[str, str]:
        """Key → the words as they are now."""
        shared: Map[Any] = self.document.doc.get(ROOT, type=Map)
        return {key: self.coming.get(key, plain(words_at(shared, key))) for key in self.limits}

    def mark_dirty(self, keys: set[str]) -> None:
        """These texts differ from their copies in SQL."""
        if not keys:
            return
        self.dirty |= keys
        self.touched_at = clock.monotonic()
        if self.dirty_since is None:
            self.dirty_since = self.touched_at


def words_at(shared: "Map[Any]", key: str) -> str:
    """The words of one text of the document; a document that lacks it says nothing."""
    text = shared.get(key)
    return str(text) if isinstance(text, Text) else ""


_open: dict[str, OpenWriting] = {}


def begin_anew() -> None:
    """Forget all writings: they are those of the program that was put together last."""
    _open.clear()


def open_writing(writing: Writing) -> OpenWriting:
    """The writing in memory, read in if nobody is at it yet. Needs an app context.

    It is known only when all is read: reading may wait, and two must never stand side by side.
    """
    if writing.public_id not in _open:
        made = OpenWriting(writing)
        words = made.texts()
        made.mark_dirty({text.key for text in writing.texts if words[text.key] != text.text})
        _open.setdefault(writing.public_id, made)
    return _open[writing.public_id]


def opened(public_id: str) -> OpenWriting | None:
    """The writing if it is in memory."""
    return _open.get(public_id)


def opened_writings() -> Iterator[OpenWriting]:
    yield from tuple(_open.values())


def let_go(writing: OpenWriting) -> None:
    """Forget a writing that nobody is at and whose copies in SQL are up to date."""
    if not writing.dirty and not writing.coming and not writing.channel.members:
        _open.pop(writing.public_id, None)
        registry().release(writing.document_id)
