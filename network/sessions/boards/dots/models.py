"""Dots on a board: who set them is known only as long as they are being set, and then only by way of a passing key.

Nothing here says when a dot was set or in which order: the tables have no rowid, and are sorted by a hash.
"""

import json
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from network.core.db import Model, UtcDateTime
from network.sessions.boards.dots.rules import Limits


class DotRound(Model):
    """One time that a board's group sets dots. `public_id` is also the name of its passing key.

    Set from `opened_at` on, not while it is paused, until `shown_at`; from then on `sums` (JSON, topic id → dots) is
    all there is, with how many people had set any, and `clusters` (JSON, cluster id → ids of its notes), which is how
    the board was sorted at that moment. A board's latest one counts, by `number`.
    `is_planned`: the programme says how many dots there are.
    """

    __tablename__ = "dot_round"
    __table_args__ = (Index("ux_dot_round", "board_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"))
    number: Mapped[int]
    budget: Mapped[int]
    most: Mapped[int]
    is_planned: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sums: Mapped[str] = mapped_column(Text, default="{}")
    clusters: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")
    people: Mapped[int] = mapped_column(default=0)

    @property
    def is_open(self) -> bool:
        """Whether dots can be set and moved now."""
        return self.shown_at is None and self.paused_at is None

    @property
    def limits(self) -> Limits:
        return Limits(self.budget, self.most)

    @property
    def sums_by_topic(self) -> dict[str, int]:
        return {str(topic): int(count) for topic, count in json.loads(self.sums).items()}

    @property
    def notes_by_cluster(self) -> dict[str, list[str]]:
        return {str(cluster): [str(note) for note in notes] for cluster, notes in json.loads(self.clusters).items()}


class Dot(Model):
    """So many dots of one person on one topic. `voter` is a hash of her under the round's passing key."""

    __tablename__ = "dot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    round_id: Mapped[int] = mapped_column(ForeignKey("dot_round.id", ondelete="CASCADE"), primary_key=True)
    voter: Mapped[str] = mapped_column(String(64), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(22), primary_key=True)
    dots: Mapped[int]


class DotPress(Model):
    """A press that has been taken: one that comes again changes nothing more."""

    __tablename__ = "dot_press"
    __table_args__ = ({"sqlite_with_rowid": False},)

    round_id: Mapped[int] = mapped_column(ForeignKey("dot_round.id", ondelete="CASCADE"), primary_key=True)
    voter: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
