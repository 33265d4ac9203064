"""What a kind of live document – boards, texts – is to the edge that they share."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from network.access.actor import Actor
from network.access.scopes import Facts
from network.core.language import gettext as _
from network.documents import Document
from network.live import Channel, Outgoing, Register

Told = tuple[str, object]
"""A word and what follows the document's name on the wire."""


class Opened(Protocol):
    """A live document in memory: what each message is judged by, so that none has to ask the database."""

    public_id: str
    channel: Channel
    presence: Register

    @property
    def document(self) -> Document: ...
    def facts(self) -> Facts: ...


Thing = TypeVar("Thing", bound=Opened)


class DocumentKind(ABC, Generic[Thing]):
    """One kind. `prefix` is what stands before the point in its documents' names on the wire, "" for names without.

    The three rights are rows of the matrix: to read it, to be seen there, to write on it.
    """

    prefix: ClassVar[str]
    reading: ClassVar[str]
    attending: ClassVar[str]
    writing: ClassVar[str]

    @abstractmethod
    def open(self, public_id: str, actor: Actor) -> Thing:
        """The document in memory for somebody who wants to join it. Inside an app context; it may read the database.

        Raises NotFound, NotAllowed and Unreadable.
        """

    @abstractmethod
    def welcome(self, thing: Thing, actor: Actor) -> Sequence[Told | Outgoing]:
        """What she is told who has just joined; "joined" and its facts first. What is packed is the same for all."""

    @abstractmethod
    def take(
        self, thing: Thing, actor: Actor, update: bytes, *, is_rejoining: bool, stored: Callable[[], None]
    ) -> Sequence[Told] | None:
        """Judge and apply what a person's browser did; what all are told besides, or None when it was there already.

        `stored()` is called once it is on the disk. The hot path: no database, no waiting. Raises Refused, NotAllowed.
        """

    @abstractmethod
    def sentence(self, reason: str) -> str:
        """What a person is told of a refusal: "not_found", "lost", "unreadable", or why one change was not taken."""


def not_taken() -> str:
    """For a reason that has no sentence of its own."""
    return _("This change could not be taken. What you wrote is kept here as a draft.")


_kinds: dict[str, DocumentKind] = {}  # type: ignore[type-arg]


def forget_kinds() -> None:
    """They are those of the program that is put together next."""
    _kinds.clear()


def know(kind: "DocumentKind[Thing]") -> None:
    _kinds[kind.prefix] = kind


def known_kinds() -> "list[DocumentKind]":  # type: ignore[type-arg]
    return list(_kinds.values())


def kind_of(public_id: str) -> "DocumentKind":  # type: ignore[type-arg]
    """By the name alone: whether there is such a document is for the kind to say."""
    prefix, point, _rest = public_id.partition(".")
    return _kinds.get(prefix if point else "") or _kinds[""]
