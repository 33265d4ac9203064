"""The forms of a briefing: what is chosen besides its text, and the address of the council's secretary."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.followup.models import AgendaRoute
from network.people.rules import clean_email, is_email
from network.sessions.gatherings.forms.fields import day_from

ROUTE_MEANS = {
    AgendaRoute.INFORMATION: _l("The council is told, and takes note of it. Usually the right one."),
    AgendaRoute.DISCUSSION: _l("The council talks about the two questions. It decides nothing."),
    AgendaRoute.DECISION: _l(
        "The council says yes or no. It needs a proposal and something about economy, and the chief executive usually "
        "prepares it: ask early."
    ),
}


class SettingsForm(FlaskForm):
    """Which kind of item, at which meeting, and whom the council asks."""

    route = RadioField(_l("What kind of item is it?"), validate_choice=False)
    meeting = SelectField(_l("Which council meeting?"), validate_choice=False)
    other_day = StringField(_l("Another day"), default="")
    contact = SelectField(_l("Who answers questions?"), validate_choice=False)

    def validate_route(self, field: RadioField) -> None:
        if field.data not in set(AgendaRoute):
            raise ValidationError(_("Choose one of the three kinds."))

    def validate_other_day(self, field: StringField) -> None:
        if field.data and day_from(field.data) is None:
            raise ValidationError(_("Write the date as day, month and year, like 25.11.2026."))

    def validate_meeting(self, field: SelectField) -> None:
        if field.data and day_from(field.data) is None:
            raise ValidationError(_("Choose a meeting from the list."))


class SecretaryForm(FlaskForm):
    """Where the council's papers go. `seen` is a mark of the address that stood on the page (F16)."""

    seen = HiddenField()
    secretary_email = StringField(_l("The council secretary’s e-mail address"), default="")

    def validate_secretary_email(self, field: StringField) -> None:
        field.data = clean_email(field.data or "")
        if field.data and not is_email(field.data):
            raise ValidationError(_("This does not look like an e-mail address. Write it as name@municipality.no."))
