"""The programme: items one after the other, and what speakers leave with them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime
from network.sessions.gatherings.rules.names import NamesLevel


class ItemKind(StrEnum):
    """What happens in an item. GOING_HOME is the local round in which a municipality agrees: it is protected."""

    ARRIVAL = "arrival"
    WELCOME = "welcome"
    TALK = "talk"
    QUESTIONS = "questions"
    CASE = "case"
    MIXED_ROUND = "mixed_round"
    LOCAL_ROUND = "local_round"
    GOING_HOME = "going_home"
    PLENARY = "plenary"
    BREAK = "break"
    CLOSING = "closing"


class ProgrammeItem(Model):
    """One thing on the programme. It begins when the one before it ends, the first when the gathering starts.

    Units: `minutes` and `least_minutes` (below which shortening asks first). `phases` is a JSON list of
    [phase, minutes] for group rounds. `groups` says how a round's groups come about: "new", "same" (as the round of
    `same_as_id`) or "local". `script` is what the facilitator may say, two sentences.
    """

    __tablename__ = "programme_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    position: Mapped[int]
    kind: Mapped[ItemKind] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(String(300), default="")
    minutes: Mapped[int]
    least_minutes: Mapped[int | None]
    script: Mapped[str] = mapped_column(Text, default="")
    speaker: Mapped[str] = mapped_column(String(120), default="")
    speaker_contact: Mapped[str] = mapped_column(String(254), default="")
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    groups: Mapped[str] = mapped_column(String(10), default="")
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("programme_item.id"))
    board_template: Mapped[str] = mapped_column(String(40), default="")
    phases: Mapped[str] = mapped_column(Text, default="[]")
    dots: Mapped[int] = mapped_column(default=0, server_default="0")
    """What each has to set in the phase for it; 0: as many as suits what there is to choose among."""
    names: Mapped[NamesLevel] = mapped_column(
        String(12), default=NamesLevel.NAMES, server_default=NamesLevel.NAMES.value
    )
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was taken off the programme; it can be put back. `Gathering.items` leaves such an item out."""

    materials: Mapped[list["Material"]] = relationship(order_by="Material.id")

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering_id)


class StoredFile(Model):
    """A file that somebody handed in. Its bytes lie in core.files under `sha256`; it is only ever downloaded."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    mimetype: Mapped[str] = mapped_column(String(80))
    size_bytes: Mapped[int]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Material(Model):
    """A speaker's slides or a link, on a programme item: either `address` or a file."""

    __tablename__ = "material"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("programme_item.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile | None] = relationship()

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering_id)
