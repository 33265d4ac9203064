"""Forms of the marks: what is marked, and the line on it."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from network.actions.rules import marks as rules
from network.core.language import lazy_gettext as _l


class MarkForm(FlaskForm):
    """`key` is made with the page, so that sending twice makes one mark. `told`: she knows that colleagues see it."""

    target = HiddenField()
    key = HiddenField()
    told = HiddenField()
    line = TextAreaField(
        _l("In your own words"),
        validators=[
            Length(max=rules.LINE_LIMIT, message=_l("That is too long. Make it at most 300 characters.")),
        ],
    )
