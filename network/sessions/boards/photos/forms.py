"""The form for a photo of a sheet."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from network.core.language import lazy_gettext as _l

LONGEST = 500


class PhotoForm(FlaskForm):
    """What stands on the sheet, and the key of the form; the file itself is taken by web.uploads."""

    alt = TextAreaField(
        _l("What stands on the sheet?"),
        [
            DataRequired(_l("Write in short what stands on the sheet, for those who cannot see it.")),
            Length(max=LONGEST, message=_l("At most 500 characters.")),
        ],
    )
    key = HiddenField()
