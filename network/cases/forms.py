"""Forms of a case: its title and seven boxes, and where it is presented."""

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from network.cases.rules.boxes import BOXES, FIELDS, TITLE_LIMIT, cleaned, is_too_long
from network.cases.words import BOX_WORDS, TITLE
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l


def _title_field() -> StringField:
    too_long = _l("That is too long for a title. Make it at most 200 characters.")
    return StringField(
        TITLE, validators=[DataRequired(_l("Give it a title.")), Length(max=TITLE_LIMIT, message=too_long)]
    )


def _fits(_form: FlaskForm, field: Field) -> None:
    """CA-3"""
    if is_too_long(cleaned(field.data)):
        raise ValidationError(
            _("That is more than fits in a box: 64 kB, some 20 pages. Move some of it to another box, or shorten it.")
        )


class NewCaseForm(FlaskForm):
    """`key` is made with the page, so that sending it twice begins one case (F10)."""

    title = _title_field()
    key = HiddenField()
    municipality = SelectField(_l("Municipality"), validate_choice=False)
    item = SelectField(_l("Where it is presented"), validate_choice=False)


class PlaceForm(FlaskForm):
    item = SelectField(_l("Where it is presented"), validate_choice=False)


class CaseForm(FlaskForm):
    """A field for each box, and for each a mark of what it said when the page was made (rule CA-5)."""

    title = _title_field()

    def said(self) -> dict[str, str]:
        return {name: cleaned(self[name].data) for name in FIELDS}

    def marks(self) -> dict[str, str]:
        return {name: self[f"mark_{name}"].data or "" for name in FIELDS}


for _name in BOXES:
    setattr(CaseForm, _name, TextAreaField(BOX_WORDS[_name].label, validators=[_fits]))
for _name in FIELDS:
    setattr(CaseForm, f"mark_{_name}", HiddenField())


class PublishForm(FlaskForm):
    """`square` is the writer's own yes: she would have said this in public."""

    square = StringField(
        validators=[InputRequired(_l("Answer this first: would you have said this in the market square?"))]
    )
