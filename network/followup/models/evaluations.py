"""How people found the day. No row leads back to a person without the installation's key.

Rows have ids drawn by lot and no others: SQLite would number them in the order in which they came, which would tell
whose remark stands beside whose answer.
"""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from network.core.db import Model


class EvaluationChoice(Model):
    """A question that a gathering asks; a gathering without any asks the usual three."""

    __tablename__ = "evaluation_choice"

    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int]


class EvaluationAnswer(Model):
    """One answer, as a number. `ballot` is a keyed hash of the person and the network: the same in every gathering, so
    that the first day and the last can be compared, and of no use to a reader of the table alone. `role` is D or G.
    """

    __tablename__ = "evaluation_answer"
    __table_args__ = (
        Index("ux_evaluation_answer", "gathering_id", "question", "ballot", unique=True),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"))
    question: Mapped[str] = mapped_column(String(20))
    ballot: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(1))
    value: Mapped[int]


class EvaluationRemark(Model):
    """What somebody wrote without a name. Its id is drawn by lot, so that the order tells nothing."""

    __tablename__ = "evaluation_remark"
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
