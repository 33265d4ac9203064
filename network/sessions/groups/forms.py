"""What people type about rounds and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional

from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.groups.models import HallTable
from network.sessions.groups.services.dealing import SIZES

PLACE_LIMIT = 80
MOST_TABLES = 40
"""As many rows as a form of ours may have fields for. A hall of 200 at fives has so many."""
EMPTY_ROWS = 3


class DealForm(FlaskForm):
    """How large the groups shall be; nothing means as before."""

    size = IntegerField(
        validators=[
            Optional(),
            NumberRange(min=SIZES[0], max=SIZES[-1], message=_l("Choose groups of 3 to 12 people.")),
        ]
    )


class MoveForm(FlaskForm):
    """Who goes where; `anyway` when the table has enough already and that was meant."""

    person = StringField(validators=[Length(max=32)])
    group = IntegerField()
    anyway = BooleanField()


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
    """All rows. `wanted` is what to store, when no row has a fault: (table id or 0, number, place)."""

    rows: tuple[TableRow, ...]
    wanted: tuple[tuple[int, int, str], ...] = field(default=())

    @property
    def is_good(self) -> bool:
        return not any(row.fault for row in self.rows)

    @classmethod
    def of(cls, tables: Sequence[HallTable]) -> "TablesForm":
        known = [TableRow(table.id, str(table.number), table.place) for table in tables]
        return cls((*known, *([TableRow(0, "", "")] * min(EMPTY_ROWS, max(0, MOST_TABLES - len(known))))))

    @classmethod
    def read(cls, typed: Mapping[str, str]) -> "TablesForm":
        """From the fields id-1, number-1, place-1 …; a row with nothing in it is passed over."""
        rows: list[TableRow] = []
        wanted: list[tuple[int, int, str]] = []
        for index in range(1, MOST_TABLES + 1):
            number, place = typed.get(f"number-{index}", "").strip(), typed.get(f"place-{index}", "").strip()
            known = typed.get(f"id-{index}", "")
            table_id = int(known) if known.isascii() and known.isdigit() else 0
            if not number and not place and not table_id:
                continue
            fault = _fault(number, place, [one[1] for one in wanted])
            rows.append(TableRow(table_id, number, place, fault))
            if not fault:
                wanted.append((table_id, int(number), place))
        return cls(tuple(rows), tuple(wanted))


def _fault(number: str, place: str, taken: Sequence[int]) -> str:
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= 999):
        return _("Give the table a number from 1 to 999.")
    if int(number) in taken:
        return _("Table %(number)s stands in two rows. Give each table its own number.", number=number)
    if len(place) > PLACE_LIMIT:
        return _("Say where the table stands in at most 80 characters.")
    return ""
