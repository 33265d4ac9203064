"""What the forms of gatherings share: lengths, dates, clocks, and keys that make sending twice one effect."""

import re
from collections.abc import Iterable
from datetime import date

from wtforms import Field, IntegerField, RadioField, SelectField
from wtforms.validators import ValidationError

from network.core.language import gettext as _
from network.sessions.gatherings.rules.programme import clock_from


class OneOf(SelectField):
    """One of many. `offered` are pairs of value and label, for lists that are known beforehand."""

    def __init__(self, label: object, *, offered: Iterable[tuple[str, object]] = (), **more: object) -> None:
        super().__init__(label, **more)
        self.choices = list(offered)


class OneOfFew(RadioField):
    """The same, all of them in sight."""

    def __init__(self, label: object, *, offered: Iterable[tuple[str, object]] = (), **more: object) -> None:
        super().__init__(label, **more)
        self.choices = list(offered)


class Minutes(IntegerField):
    """A number of minutes; what is no number is said in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        raw = trimmed(valuelist[0]) if valuelist else ""
        self.data = None
        if raw:
            if not (raw.isascii() and raw.isdigit() and len(raw) <= 5):
                raise ValueError(_("Write how many minutes, from 1 to 600."))
            self.data = int(raw)


_KEY = re.compile(r"[A-Za-z0-9_-]{16}")


def trimmed(text: str | None) -> str:
    """A line as it is stored."""
    return " ".join((text or "").split())


def day_from(text: str | None) -> date | None:
    """A date as browsers send it (2026-11-25), or as people write it (25.11.2026)."""
    raw = (text or "").strip()
    try:
        if "." in raw:
            day, month, year = (int(part) for part in raw.split("."))
            return date(year, month, day)
        return date.fromisoformat(raw)
    except ValueError:
        return None


def need_day(field: Field) -> None:
    """Raises ValidationError unless a day is written there."""
    found = day_from(field.data)
    if found is None:
        raise ValidationError(_("Write the date as day, month and year, like 25.11.2026."))
    if not 2000 <= found.year <= 2100:
        raise ValidationError(_("That year is too far away. Look at the date once more."))


def need_clock(field: Field) -> None:
    """Raises ValidationError unless a clock is written there."""
    if clock_from(field.data or "") is None:
        raise ValidationError(_("Write the time as hours and minutes, like 9.30."))


def usable_key(text: str | None) -> str | None:
    """A key that a page of ours made, or nothing: a form can send anything."""
    return text if text and _KEY.fullmatch(text) else None
