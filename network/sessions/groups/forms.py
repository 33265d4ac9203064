"""What people type about rounds and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional

from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.gatherings.rules.edits import seal
from network.sessions.groups.models import HallTable
from network.sessions.groups.services.dealing import SIZES

PLACE_LIMIT = 80
MOST_TABLES = 40
"""As many rows as a form of ours may have fields for. A hall of 200 at fives has so many."""
EMPTY_ROWS = 3


class DealForm(FlaskForm):
    """How large the groups shall be; nothing means as before. `version` is the round's when the page was shown."""

    size = IntegerField(
        validators=[
            Optional(),
            NumberRange(min=SIZES[0], max=SIZES[-1], message=_l("Choose groups of 3 to 12 people.")),
        ]
    )
    version = IntegerField(validators=[Optional()])


class MoveForm(FlaskForm):
    """Who goes where; `anyway` when that was asked about and meant. `seen` is the group that the page showed, or 0."""

    person = StringField(validators=[Length(max=32)])
    group = IntegerField()
    seen = IntegerField(validators=[Optional()])
    anyway = BooleanField()


class PinForm(FlaskForm):
    """Who stays in her group when the rest is mixed; nobody named means that all are let go."""

    person = StringField(validators=[Optional(), Length(max=32)])
    is_pinned = BooleanField()


class UndoForm(FlaskForm):
    """The mark of the change that the page offered to take back."""

    mark = StringField(validators=[Length(max=20)])


class WishForm(FlaskForm):
    """A wish about one or two people, by their keys; `wish` is the id of one to take away."""

    kind = StringField(validators=[Length(max=10)])
    one = StringField(validators=[Optional(), Length(max=32)])
    other = StringField(validators=[Optional(), Length(max=32)])
    wish = IntegerField(validators=[Optional()])


class MendForm(FlaskForm):
    """A way to even the groups out, and what names exactly the one that was shown."""

    way = StringField(validators=[Length(max=10)])
    seal = StringField(validators=[Length(max=24)])


class MergeForm(FlaskForm):
    """One group into another."""

    group = IntegerField()
    into = IntegerField()


class RoleForm(FlaskForm):
    """A role, and who takes it; nobody means oneself."""

    role = StringField(validators=[Length(max=12)])
    person = StringField(validators=[Optional(), Length(max=32)])


class VideoForm(FlaskForm):
    """The address of a group's video meeting."""

    video_link = StringField(validators=[Length(max=500)])


@dataclass(frozen=True)
class TableRow:
    """A row of the page of tables as it was typed; `table_id` is 0 in a row for a new one."""

    table_id: int
    number: str
    place: str
    fault: str = ""


@dataclass(frozen=True)
class TablesForm:
    """All rows. `wanted` is what to store, when no row has a fault: (table id or 0, number, place).

    `seal` is the fingerprint of the tables that the page showed (F16).
    """

    rows: tuple[TableRow, ...]
    wanted: tuple[tuple[int, int, str], ...] = field(default=())
    seal: str = ""

    @property
    def is_good(self) -> bool:
        return not any(row.fault for row in self.rows)

    @classmethod
    def of(cls, tables: Sequence[HallTable]) -> "TablesForm":
        known = [TableRow(table.id, str(table.number), table.place) for table in tables]
        empty = [TableRow(0, "", "")] * min(EMPTY_ROWS, max(0, MOST_TABLES - len(known)))
        return cls((*known, *empty), seal=seal_of(tables))

    @classmethod
    def read(cls, typed: Mapping[str, str]) -> "TablesForm":
        """From the fields id-1, number-1, place-1 …; a row with nothing in it is passed over."""
        rows: list[TableRow] = []
        wanted: list[tuple[int, int, str]] = []
        for index in range(1, MOST_TABLES + 1):
            number, place = typed.get(f"number-{index}", "").strip(), typed.get(f"place-{index}", "").strip()
            known = typed.get(f"id-{index}", "")
            table_id = int(known[:9]) if known.isascii() and known.isdigit() else 0
            if not number and not place and not table_id:
                continue
            fault = _fault(number, place, [one[1] for one in wanted])
            rows.append(TableRow(table_id, number, place, fault))
            if not fault:
                wanted.append((table_id, int(number), place))
        return cls(tuple(rows), tuple(wanted), typed.get("seal", ""))

    def says(self, tables: Sequence[HallTable]) -> bool:
        """Whether the tables stand as the form wants them, as when it is sent for the second time (F10)."""
        return {(number, place) for _id, number, place in self.wanted} == {(one.number, one.place) for one in tables}

    def clash(self, tables: Sequence[HallTable]) -> list[tuple[str, str, str]]:
        """The tables that stand otherwise than she typed: label, as it stands now, as she wrote it."""
        own = {row.table_id: (row.number, row.place) for row in self.rows}
        return [
            (_("Table %(number)s", number=one.number), _line(str(one.number), one.place), _line(*own.get(one.id, ())))
            for one in tables
            if own.get(one.id) != (str(one.number), one.place)
        ]

    def beside(self, tables: Sequence[HallTable]) -> "TablesForm":
        """Her rows, and after them the tables that others have put up since; the next save knows of all."""
        known = {row.table_id for row in self.rows}
        new = [TableRow(one.id, str(one.number), one.place) for one in tables if one.id not in known]
        return replace(self, rows=(*self.rows, *new), seal=seal_of(tables))


def seal_of(tables: Sequence[HallTable]) -> str:
    return seal({str(one.id): (one.number, one.place) for one in tables})


def _line(*parts: str) -> str:
    """A row in one line: the number, and where it stands."""
    return ", ".join(part for part in parts if part)


def _fault(number: str, place: str, taken: Sequence[int]) -> str:
    if not (number.isascii() and number.isdigit() and len(number) < 9 and 1 <= int(number) <= 999):
        return _("Give the table a number from 1 to 999.")
    if int(number) in taken:
        return _("Table %(number)s stands in two rows. Give each table its own number.", number=number)
    if len(place) > PLACE_LIMIT:
        return _("Say where the table stands in at most 80 characters.")
    return ""
