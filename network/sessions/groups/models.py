"""Group rounds, tables in the hall, groups and their members."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime
from network.people.models import Municipality, Person
from network.sessions.groups.rules.rounds import GroupKind, GroupRole, RoundState, WishKind

__all__ = [
    "BreakoutGroup",
    "GroupKind",
    "GroupMember",
    "GroupRole",
    "GroupRound",
    "GroupWish",
    "HallTable",
    "PlacesMet",
    "RoundState",
    "WishKind",
]


DRAFT = (RoundState.PLANNED, RoundState.DRAWN)


class HallTable(Model):
    """A table in the real room: its number, and where it stands ("ved vindauget")."""

    __tablename__ = "hall_table"
    __table_args__ = (Index("ux_hall_table", "gathering_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"))
    number: Mapped[int]
    place: Mapped[str] = mapped_column(String(80), default="")

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering_id)


class GroupRound(Model):
    """One round of group work: a programme item for which groups are made. Each assignment is kept for good.

    `phase` counts in the item's phases, from 0. `plan` is the JSON of what the dealing was asked and what it judged:
    problem, seed, report; and under "before" the groups before the last change, to go back to (services/undoing.py).
    """

    __tablename__ = "group_round"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("programme_item.id"), unique=True)
    number: Mapped[int]
    kind: Mapped[GroupKind] = mapped_column(String(10))
    state: Mapped[RoundState] = mapped_column(String(10), default=RoundState.PLANNED)
    version: Mapped[int] = mapped_column(default=1)
    phase: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=5)
    seed: Mapped[int] = mapped_column(default=1)
    plan: Mapped[str] = mapped_column(Text, default="{}")
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    gathered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was counted who met in it; None while that may still change (services/meeting.py)."""

    groups: Mapped[list["BreakoutGroup"]] = relationship(back_populates="round", order_by="BreakoutGroup.number")

    @property
    def is_told(self) -> bool:
        """Whether people are shown where they sit. Mixed groups are a draft until people are sent to them (GR-16)."""
        return self.state not in (DRAFT if self.kind == GroupKind.MIXED else (RoundState.PLANNED,))

    def facts(self) -> Facts:
        is_over = self.state == RoundState.CLOSED
        return Facts(gathering_id=self.gathering_id, is_open=not is_over)


class BreakoutGroup(Model):
    """People who work together in a round, at a table. A local group is its municipality's.

    `listens_to_id` is the neighbour offered to a municipality that is alone. `video_link` is for a hybrid group.
    """

    __tablename__ = "breakout_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("group_round.id"), index=True)
    number: Mapped[int] = mapped_column(default=0, server_default="0")
    label: Mapped[str] = mapped_column(String(80))
    kind: Mapped[GroupKind] = mapped_column(String(10))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    table_id: Mapped[int | None] = mapped_column(ForeignKey("hall_table.id"))
    listens_to_id: Mapped[int | None] = mapped_column(ForeignKey("breakout_group.id"))
    video_link: Mapped[str] = mapped_column(String(500), default="", server_default="")

    round: Mapped[GroupRound | None] = relationship(back_populates="groups")
    table: Mapped[HallTable | None] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    members: Mapped[list["GroupMember"]] = relationship(back_populates="group")

    def facts(self) -> Facts:
        is_open = self.round is None or self.round.state != RoundState.CLOSED
        return Facts(gathering_id=self.gathering_id, group_id=self.id, is_open=is_open)


class GroupMember(Model):
    """A place in a group. Who was moved away (`moved_at`) keeps reading what the group writes, and is counted out.

    Who is pinned stays when the others are mixed again. `worked_from` and `worked_until` are the longest stretch in
    which she was there while the group worked, in seconds after the round's start; `came_for_id` is the municipality
    that she came for.
    """

    __tablename__ = "group_member"
    __table_args__ = (
        Index("ix_group_member_role", "role", "person_id", "group_id"),
        Index("ix_group_member_worked", "group_id", "worked_from", "worked_until", "person_id"),
    )

    group_id: Mapped[int] = mapped_column(ForeignKey("breakout_group.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[GroupRole | None] = mapped_column(String(12))
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_late: Mapped[bool] = mapped_column(default=False, server_default=false())
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_pinned: Mapped[bool] = mapped_column(default=False, server_default=false())
    worked_from: Mapped[int | None]
    worked_until: Mapped[int | None]
    came_for_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))

    group: Mapped[BreakoutGroup] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()


class GroupWish(Model):
    """What must hold in all mixed rounds of a gathering. `other_id` is None for somebody who is spread among others."""

    __tablename__ = "group_wish"
    __table_args__ = (Index("ux_group_wish", "gathering_id", "kind", "one_id", "other_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"))
    kind: Mapped[WishKind] = mapped_column(String(10))
    one_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    one: Mapped[Person] = relationship(foreign_keys=[one_id])
    other: Mapped[Person | None] = relationship(foreign_keys=[other_id])

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering_id)


class PlacesMet(Model):
    """In how many rounds two people of these two municipalities have worked together, over all pairs of people (GR-18).

    `one_id` is the lower. A sum that `services/meeting.py` keeps, so that a page need not go through years of seats.
    """

    __tablename__ = "places_met"

    one_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    meetings: Mapped[int]
