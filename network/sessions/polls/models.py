"""Questions to everybody in the hall, and the answers for as long as they are kept.

Answers have ids drawn by lot and stand in no order of their own: SQLite would number them as they came.
"""

import json
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.polls.rules.asking import TAKING, State
from network.sessions.polls.rules.counting import Asked


class Poll(Model):
    """One question. `options` is a JSON list: what can be chosen, or a scale's two end words; of words there is none.

    `before_id`: the question that it asks once more; all that ask the same share `series`. `is_asked_again`: answers
    are kept under a code when it closes, so that the same people can be compared (PO-6). `result` is the JSON of what
    may be shown, empty until it is counted at `revealed_at`; `hidden` that of folded words that are not shown.
    """

    __tablename__ = "poll"
    __table_args__ = (
        Index("ux_poll_key", "gathering_id", "key", unique=True),
        Index("ux_poll_before", "before_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("programme_item.id"))
    before_id: Mapped[int | None] = mapped_column(ForeignKey("poll.id"))
    series: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(32))
    """Made with the page: the same form sent twice makes one question."""
    kind: Mapped[str] = mapped_column(String(10))
    question: Mapped[str] = mapped_column(String(200))
    options: Mapped[str] = mapped_column(Text, default="[]")
    is_several: Mapped[bool] = mapped_column(default=False)
    is_asked_again: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = mapped_column(String(10), default=State.DRAFT)
    result: Mapped[str] = mapped_column(Text, default="")
    hidden: Mapped[str] = mapped_column(Text, default="[]")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    gathering: Mapped[Gathering] = relationship()
    item: Mapped[ProgrammeItem | None] = relationship()
    before: Mapped["Poll | None"] = relationship(remote_side=[id])

    def facts(self) -> Facts:
        """Shared as soon as the hall has been asked: what is only prepared is for those who lead."""
        return Facts(gathering_id=self.gathering_id, is_open=self.state in TAKING, is_shared=self.state != State.DRAFT)

    @property
    def option_list(self) -> list[str]:
        return [str(one) for one in json.loads(self.options)]

    @property
    def hidden_words(self) -> list[str]:
        return [str(one) for one in json.loads(self.hidden)]

    @property
    def asked(self) -> Asked:
        return Asked(self.kind, options=len(self.option_list), is_several=self.is_several)


class PollAnswer(Model):
    """One person's answer (JSON). `ballot` is a keyed hash of her; the key is in no backup, and gone with the
    question (network/privacy/passing_keys.py).

    `late` is what she chose after the figures were shown: it counts when enough have (PO-8). `keys` are the presses
    that have been taken, each with what it chose. `role` and `place` (kind of table): for parts of the figures.
    """

    __tablename__ = "poll_answer"
    __table_args__ = (
        Index("ux_poll_answer", "poll_id", "ballot", unique=True),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"))
    ballot: Mapped[str] = mapped_column(String(64))
    choices: Mapped[str] = mapped_column(Text, default="[]")
    late: Mapped[str] = mapped_column(Text, default="[]")
    keys: Mapped[str] = mapped_column(Text, default="{}")
    role: Mapped[str] = mapped_column(String(1))
    place: Mapped[str] = mapped_column(String(10), default="")
    is_noted: Mapped[bool] = mapped_column(default=False)
    was_before: Mapped[bool] = mapped_column(default=False)

    @property
    def current(self) -> list[int | str]:
        """What she has chosen last."""
        found: list[int | str] = json.loads(self.late) or json.loads(self.choices)
        return found
