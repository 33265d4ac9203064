"""The form for a note, for browsers without script."""

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.boards.models import Board
from network.sessions.boards.rules.shape import TEXT_LIMIT


class NoteForm(FlaskForm):
    """A note: its text and its column. `note_id` is made with the page, so that sending twice makes one note."""

    text = TextAreaField(
        validators=[
            DataRequired(_l("Write something first.")),
            Length(max=TEXT_LIMIT, message=_l("That was too much at once. Write shorter notes.")),
        ]
    )
    column = RadioField(validate_choice=False)
    note_id = HiddenField()

    @classmethod
    def for_board(cls, board: Board) -> "NoteForm":
        form = cls()
        form.text.label.text = _("Your note")
        form.column.label.text = _("Column")
        form.column.choices = [(column.key, column.title) for column in board.columns]
        if form.column.data not in {column.key for column in board.columns} and not form.is_submitted():
            form.column.data = board.columns[0].key
        return form

    def validate_column(self, field: Field) -> None:
        if field.data not in {key for key, _title in field.choices}:
            raise ValidationError(_("Which column?"))


class PlenaryForm(FlaskForm):
    """A note, whether it shall be shown to everybody (1 or 0), whether as the first (1), whose place it takes."""

    note_id = HiddenField()
    lifted = HiddenField()
    first = HiddenField()
    instead_of = HiddenField()
