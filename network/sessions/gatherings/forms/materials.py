"""Forms for what hangs on a programme item."""

from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.fields import HiddenField
from wtforms.validators import DataRequired, Length, ValidationError

from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.gatherings.forms.fields import trimmed


class LinkForm(FlaskForm):
    """A link to slides, a film, a page."""

    title = StringField(
        _l("What it is"), [DataRequired(_l("Write what it is.")), Length(max=200, message=_l("Make it shorter."))]
    )
    address = StringField(_l("Link"), [Length(max=500, message=_l("Make it shorter."))])
    key = HiddenField()

    def validate_address(self, field: Field) -> None:
        """Only the web: a link that starts something else on a phone is none of ours."""
        field.data = trimmed(field.data)
        try:
            parts = urlsplit(field.data)
            is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in field.data
        except ValueError:
            is_web = False
        if not is_web:
            raise ValidationError(_("Write a whole link that begins with https://."))


class FileForm(FlaskForm):
    """What a file is called; the file itself is taken by web.uploads."""

    title = StringField(_l("What it is (or the file's own name)"), [Length(max=200, message=_l("Make it shorter."))])
    key = HiddenField()
