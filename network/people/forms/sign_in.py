"""What people type to come in and about themselves."""

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from network.core.language import LANGUAGES
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people import rules


class AskForm(FlaskForm):
    """The address to which the way in is sent."""

    email = StringField(_l("E-mail address"), default="")
    next = StringField(default="")

    def validate_email(self, field: Field) -> None:
        field.data = rules.clean_email(field.data or "")
        if not field.data:
            raise ValidationError(_("Write your e-mail address."))
        if not rules.is_email(field.data):
            raise ValidationError(_("This does not look like an e-mail address. Write it as name@municipality.no."))


class CodeForm(FlaskForm):
    """The six digits of a mail."""

    code = StringField(_l("Code from the e-mail"), default="")

    def validate_code(self, field: Field) -> None:
        field.data = rules.clean_code(field.data or "")
        if len(field.data) != 6:
            raise ValidationError(_("The code has six digits. You find it in the e-mail we sent you."))


class LanguageForm(FlaskForm):
    """The language in which Samling speaks."""

    language = StringField(default="")
    next = StringField(default="")

    def validate_language(self, field: Field) -> None:
        if field.data not in LANGUAGES:
            raise ValidationError(_("Choose one of the languages."))
