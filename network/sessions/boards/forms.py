"""The form for a note, for browsers without script."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from network.core.language import gettext as _
from network.sessions.boards.models import Board
from network.sessions.boards.rules.shape import TEXT_LIMIT


class NoteForm(FlaskForm):
    """A note: its text and its column. `note_id` is made with the page, so that sending twice makes one note."""

    text = TextAreaField(validators=[DataRequired(), Length(max=TEXT_LIMIT)])
    column = RadioField(validators=[DataRequired()])
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
