"""What people type about seats, persons, council meetings and municipalities."""

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from network.core import clock
from network.core.errors import Conflict, Invalid
from network.core.language import LANGUAGES, NAMES
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people import import_words, rules
from network.people.models import Municipality, Person, Seat

LONGEST_DATES = 5_000
TOO_LONG = _l("That is too long. Shorten it.")


class DayField(StringField):
    """A day as a browser or a person writes it. `data` stays as typed, `day` is what it means."""

    def __init__(self, label: object, *, may_be_empty: bool = False, **given: object) -> None:
        super().__init__(label, default="", **given)
        self._may_be_empty = may_be_empty

    @property
    def day(self) -> date | None:
        return rules.meetings.read_day((self.data or "").strip(), today=clock.now().date())

    @property
    def certain(self) -> date:
        """The day of a field that has been found good and may not be empty."""
        found = self.day
        if found is None:
            raise RuntimeError("the day was not validated")
        return found

    def pre_validate(self, form: Form) -> None:
        is_empty = not (self.data or "").strip()
        if not (is_empty and self._may_be_empty) and self.day is None:
            raise ValidationError(_("Write a day, as 12.3.2026."))


class NewcomerForm(FlaskForm):
    """Who gets a seat, from which day."""

    name = StringField(_l("Name"), [Length(max=80, message=TOO_LONG)], default="")
    email = StringField(_l("E-mail address"), [Length(max=254, message=TOO_LONG)], default="")
    party = StringField(_l("Party"), [Length(max=40, message=TOO_LONG)], default="")
    from_date = DayField(_l("From"))

    def validate_name(self, field: StringField) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("Write a name."))


class CorrectionForm(FlaskForm):
    """A seat whose days or party were written down wrongly."""

    from_date = DayField(_l("First day"))
    to_date = DayField(_l("Last day"), may_be_empty=True)
    party = StringField(_l("Party"), [Length(max=40, message=TOO_LONG)], default="")

    @classmethod
    def of(cls, seat: Seat) -> "CorrectionForm":
        form = cls()
        if not form.is_submitted():
            form.from_date.data = seat.from_date.isoformat()
            form.to_date.data = seat.to_date.isoformat() if seat.to_date else ""
            form.party.data = seat.party or ""
        return form


class EndingForm(FlaskForm):
    """The last day of a seat."""

    last_day = DayField(_l("Last day"))


class MeetingsForm(FlaskForm):
    """When the council meets, and how long before its papers must be in. All may be left empty."""

    dates = TextAreaField(_l("Dates of the meetings"), [Length(max=LONGEST_DATES, message=TOO_LONG)], default="")
    days_before = StringField(_l("Days before the meeting"), default="")
    clock = StringField(_l("Before o'clock"), default="")
    seen = StringField(default="")

    def read(self) -> rules.meetings.Dates:
        return rules.meetings.read_dates(self.dates.data or "", today=clock.now().date())

    @property
    def papers_days_before(self) -> int | None:
        typed = (self.days_before.data or "").strip()
        return int(typed) if typed else None

    @property
    def papers_clock(self) -> str | None:
        return rules.meetings.read_clock(self.clock.data or "")

    def validate_dates(self, field: TextAreaField) -> None:
        unknown = self.read().unknown
        if unknown:
            lines = ", ".join(f"«{piece}»" for piece in unknown[:5])
            raise ValidationError(_("We cannot read these as days: %(lines)s. Write them as 12.3.2026.", lines=lines))

    def validate_days_before(self, field: StringField) -> None:
        typed = (field.data or "").strip()
        if typed and not (
            typed.isascii() and typed.isdigit() and len(typed) < 9 and int(typed) <= rules.meetings.MOST_DAYS
        ):
            raise ValidationError(_("Write a number of days from 0 to %(most)s.", most=rules.meetings.MOST_DAYS))

    def validate_clock(self, field: StringField) -> None:
        if (field.data or "").strip() and self.papers_clock is None:
            raise ValidationError(_("Write a time of day, as 09.00."))
        if bool((field.data or "").strip()) != bool((self.days_before.data or "").strip()):
            raise ValidationError(_("Give both the days and the time, or neither."))


class PersonForm(FlaskForm):
    """What is written down about a person."""

    name = StringField(_l("Name"), [Length(max=80, message=TOO_LONG)], default="")
    email = StringField(_l("E-mail address"), [Length(max=254, message=TOO_LONG)], default="")
    language = SelectField(_l("Language"), validate_choice=False, default="")
    seen = StringField(default="")

    @classmethod
    def of(cls, person: Person | None) -> "PersonForm":
        form = cls()
        form.language.choices = [("", _("The network's language")), *((code, NAMES[code]) for code in LANGUAGES)]
        if person is not None and not form.is_submitted():
            form.name.data, form.email.data = person.name, person.email or ""
            form.language.data = person.language or ""
        return form


class PartForm(FlaskForm):
    """A part that a person is to play."""

    role = SelectField(_l("Role"), validate_choice=False, default="")
    municipality = SelectField(_l("Municipality"), validate_choice=False, default="")

    @classmethod
    def offering(cls, roles: Sequence[str], places: Sequence[Municipality]) -> "PartForm":
        form = cls()
        form.role.choices = [(role, str(import_words.ROLES[role])) for role in roles]
        form.municipality.choices = [("", _("None")), *((one.number, one.name) for one in places)]
        return form


class PasteForm(FlaskForm):
    """A list of people: pasted, or a file beside it."""

    people = TextAreaField(_l("Paste the rows from Excel"), default="")
    municipality = StringField(default="")


class MergeForm(FlaskForm):
    """Which municipalities become one, from which day."""

    heir = RadioField(_l("They become"), validate_choice=False, default="new")
    number = StringField(_l("Number of the new municipality"), default="")
    name = StringField(_l("Name of the new municipality"), default="")
    on = DayField(_l("From"))
    sources = StringField(default="")


class FoundingForm(FlaskForm):
    """A municipality by its number and name. Whether they can stand is the service's to say."""

    number = StringField(_l("Number"), default="")
    name = StringField(_l("Name"), default="")


class NameForm(FlaskForm):
    """What a municipality is called; `seen` is what it was called when the page was shown."""

    name = StringField(_l("Name"), default="")
    seen = StringField(default="")


class SplitForm(FlaskForm):
    """What a municipality becomes: one a line, number and name."""

    into = TextAreaField(_l("The new municipalities"), [Length(max=1000, message=TOO_LONG)], default="")
    on = DayField(_l("From"))


def explain(form: FlaskForm, fault: Invalid | Conflict) -> int:
    """Put a service's refusal where it belongs on a form: at its field, else on top. Returns the page's status."""
    field = getattr(fault, "field", "").partition("-")[0]
    if field in form:
        form[field].errors = [fault.message]
    else:
        form.form_errors = [*form.form_errors, fault.message]
    return 422 if isinstance(fault, Invalid) else 409
