"""Groups and their members."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from network.access.scopes import Facts
from network.core.db import Model


class GroupKind(StrEnum):
    MIXED = "mixed"
    LOCAL = "local"


class BreakoutGroup(Model):
    __tablename__ = "breakout_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    label: Mapped[str] = mapped_column(String(80))
    kind: Mapped[GroupKind] = mapped_column(String(10))

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering_id, group_id=self.id)


class GroupMember(Model):
    __tablename__ = "group_member"

    group_id: Mapped[int] = mapped_column(ForeignKey("breakout_group.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
