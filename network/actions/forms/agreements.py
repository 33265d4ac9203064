"""The forms of an agreement: an action point's choices, the reason for nothing, an answer, a release."""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from network.actions.models import Answer
from network.actions.queries.agreements import Sheet, owner_with, shown_cases
from network.actions.services.points import FIELDS, Chosen
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people.queries.setup import goals_on
from network.sessions.gatherings.forms.door import LateForm
from network.sessions.gatherings.forms.fields import day_from
from network.sessions.gatherings.queries.members import day_of

ANSWER_WORDS = {
    Answer.AGREE: _l("Agree"),
    Answer.LIVE_WITH: _l("Can live with it"),
    Answer.DISAGREE: _l("Disagree"),
}


def _day(_form: FlaskForm, field: StringField) -> None:
    if field.data and day_from(field.data) is None:
        raise ValidationError(_("Write the date as day, month and year, like 25.11.2026."))


class PointForm(FlaskForm):
    """What is chosen for an action point, and for each field a mark of what it said when the page was made (AG-7)."""

    owner = SelectField(_l("Responsible"), validate_choice=False)
    first_step_on = StringField(_l("The first step is taken by"), validators=[_day])
    due_on = StringField(_l("Done by"), validators=[_day])
    goal = SelectField(_l("Goal"), validate_choice=False)
    case = SelectField(_l("Builds on the case"), validate_choice=False)
    is_for_council = BooleanField(_l("Needs a decision of the council"))

    def marks(self) -> dict[str, str]:
        return {name: self[f"mark_{name}"].data or "" for name in FIELDS}

    def chosen(self, sheet: Sheet) -> Chosen:
        """What was chosen, of what this municipality can choose; anything else counts as nothing."""
        goals = {goal.number: goal for goal in goals_on(day_of(sheet.gathering))}
        cases = {case.public_id: case for case in shown_cases(sheet.gathering.id)}
        return Chosen(
            owner=owner_with(sheet, self.owner.data),
            goal=goals.get(self.goal.data or ""),
            case=cases.get(self.case.data or ""),
            first_step_on=_date(self.first_step_on),
            due_on=_date(self.due_on),
            is_for_council=bool(self.is_for_council.data),
        )


for _name in FIELDS:
    setattr(PointForm, f"mark_{_name}", HiddenField())


def _date(field: StringField) -> date | None:
    return day_from(field.data) if field.data else None


class NothingForm(FlaskForm):
    """Why it is nothing this time, and a mark of the reason that stood there when the page was made (F16)."""

    mark_because = HiddenField()
    because = TextAreaField(_l("Nothing this time, because"))


class BrieferForm(FlaskForm):
    """Who tells the council, and when; both may be left open. `seen` is a mark of what was chosen before (F16)."""

    seen = HiddenField()
    briefer = SelectField(_l("Who tells the council?"), validate_choice=False)
    on = StringField(_l("When?"), validators=[_day])
    is_unknown = BooleanField(_l("We do not know the day yet"))


class AnswerForm(LateForm):
    """One answer to one sentence, as it was worded when it was read. `person` is whom it is recorded for."""

    answer = StringField()
    line = StringField(_l("What do you disagree with?"))
    wording = IntegerField()
    person = HiddenField()


class OwnershipForm(FlaskForm):
    """Her yes or no to the sentence as it was worded when she read it."""

    answer = StringField()
    wording = IntegerField()


class ReleaseForm(FlaskForm):
    reason = StringField(_l("Why may they go without?"))
