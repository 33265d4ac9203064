"""The templates that project leads have made."""

import json
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime
from network.core.language import current
from network.people.models import Person
from network.sessions.gatherings.board_templates.rules.draft import DraftColumn
from network.sessions.gatherings.board_templates.rules.languages import spoken
from network.sessions.gatherings.board_templates.rules.template import BoardTemplate, TemplateColumn
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.gatherings.rules.templates import Phases

KEY_BEGINS = "own-"
"""What tells an own template's key from a built-in one's."""


class OwnTemplate(Model):
    """One of them. `columns` is a JSON list of [key, title, prompt], `phases` one of [phase, minutes]; `texts` are
    those in other languages, language → name → text (rules.languages).

    `keys_made` counts the keys that its columns have ever had: none is given twice (BO-51). Taken away it is only out
    of sight: what was made with it keeps what it has, and an item that names it goes on with it (BO-53).
    """

    __tablename__ = "board_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    help: Mapped[str] = mapped_column(String(200), default="")
    columns: Mapped[str] = mapped_column(Text, default="[]")
    keys_made: Mapped[int] = mapped_column(default=0)
    texts: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")
    phases: Mapped[str] = mapped_column(Text, default="[]")
    dots: Mapped[int] = mapped_column(default=0)
    """What each has to set; 0: as many as suits what there is to choose among."""
    names: Mapped[NamesLevel] = mapped_column(String(12), default=NamesLevel.NAMES)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    changed_by: Mapped[Person | None] = relationship()

    @property
    def key(self) -> str:
        """What an item of a programme and a board call it."""
        return KEY_BEGINS + self.public_id

    def column_list(self) -> list[DraftColumn]:
        return [DraftColumn(*one) for one in json.loads(self.columns)]

    def phase_list(self) -> Phases:
        return tuple((str(phase), int(minutes)) for phase, minutes in json.loads(self.phases))

    def text_lists(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = json.loads(self.texts)
        return found

    def as_template(self) -> BoardTemplate:
        """In the language that is spoken now, as far as somebody has written it in that."""
        return spoken(self._as_written(), self.text_lists().get(current(), {}))

    def _as_written(self) -> BoardTemplate:
        return BoardTemplate(
            self.key,
            self.title,
            tuple(TemplateColumn(one.key, one.title, one.prompt) for one in self.column_list()),
            self.phase_list(),
            help=self.help,
            dots=self.dots,
            names=NamesLevel(self.names),
        )

    def facts(self) -> Facts:
        return Facts()
