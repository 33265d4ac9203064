"""What happens in the hall now: the run of the day, the screen, messages, help, who is done, and the talk."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime
from network.people.models import Municipality, Person
from network.sessions.gatherings.models import ProgrammeItem


class StageState(Model):
    """Where a gathering stands: one row each. Every move raises `version`; a move made from an older one is refused.
    `revision` goes up with everything that changes what people are shown, moves or not: who missed some asks again.

    The clock counts to `ends_at`, or stands with `left_seconds` left; neither means that there is no clock. `more_time`
    is the JSON of how many seconds longer than that some groups have: {group id: seconds}.
    `picture` is what the big screen shows ("now", "code", "seating", "slides", "plenary", "card", "black"), and
    `picture_facts` the JSON that it needs (a card's key, a slide's number).
    """

    __tablename__ = "stage_state"

    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    revision: Mapped[int] = mapped_column(default=1)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("programme_item.id"))
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_seconds: Mapped[int | None]
    whole_seconds: Mapped[int] = mapped_column(default=0)
    more_time: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")
    picture: Mapped[str] = mapped_column(String(12), default="now")
    picture_facts: Mapped[str] = mapped_column(Text, default="{}")
    is_dark: Mapped[bool] = mapped_column(default=False)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering_id)


class StageMove(Model):
    """One move of the facilitator, and the state before it (JSON), so that it can be taken back for ten seconds.

    `version` is the state's after the move.
    """

    __tablename__ = "stage_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    version: Mapped[int]
    act: Mapped[str] = mapped_column(String(30))
    before: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ItemRun(Model):
    """One time that a programme item was gone through: it can be skipped, run before its turn, or repeated."""

    __tablename__ = "item_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("programme_item.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_skipped: Mapped[bool] = mapped_column(default=False)


class Screen(Model):
    """A big screen: it shows four digits until somebody who may types them, then it follows that gathering."""

    __tablename__ = "screen"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(String(4), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gathering_id: Mapped[int | None] = mapped_column(ForeignKey("gathering.id"))
    paired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paired_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering_id)


class Readiness(Model):
    """Somebody said "done" in a phase of a round."""

    __tablename__ = "readiness"

    round_id: Mapped[int] = mapped_column(ForeignKey("group_round.id"), primary_key=True)
    phase: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("breakout_group.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class HelpCall(Model):
    """A group that asks for the facilitator."""

    __tablename__ = "help_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("breakout_group.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering_id, group_id=self.group_id, is_open=self.answered_at is None)


class HallMessage(Model):
    """One line from the facilitator to all groups, or to those in `group_ids` (a JSON list; empty means all)."""

    __tablename__ = "hall_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    text: Mapped[str] = mapped_column(String(200))
    group_ids: Mapped[str] = mapped_column(Text, default="[]")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering_id)


class MessageSeen(Model):
    """A message that somebody has put away."""

    __tablename__ = "message_seen"

    message_id: Mapped[int] = mapped_column(ForeignKey("hall_message.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TalkLine(Model):
    """What challenged somebody in a talk or a case. Hers alone."""

    __tablename__ = "talk_line"
    __table_args__ = (Index("ux_talk_line_key", "person_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("programme_item.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    key: Mapped[str] = mapped_column(String(32))
    """Made by her device: the same line sent twice is one line."""
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    item: Mapped[ProgrammeItem] = relationship()

    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id, gathering_id=self.item.gathering_id)


class QuestionState(StrEnum):
    WAITING = "waiting"
    ASKED = "asked"
    ANSWERED = "answered"
    LATER = "later"
    HIDDEN = "hidden"


class Question(Model):
    """A question to the speaker or the case, or a wish to know more (without a text). Kept with the item for good."""

    __tablename__ = "question"
    __table_args__ = (Index("ux_question_key", "person_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gathering.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("programme_item.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    key: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[QuestionState] = mapped_column(String(10), default=QuestionState.WAITING)
    answer: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    item: Mapped[ProgrammeItem] = relationship()

    def facts(self) -> Facts:
        """The municipality that counts is the one whose case was asked about: it may answer."""
        return Facts(owner_id=self.person_id, gathering_id=self.gathering_id, municipality_id=self.item.municipality_id)


class QuestionVote(Model):
    """Somebody else wants the same question asked."""

    __tablename__ = "question_vote"

    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
