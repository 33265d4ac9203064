"""The form for a note that is somebody else's."""

from wtforms import Field, SelectField
from wtforms.validators import ValidationError

from network.core.language import gettext as _
from network.sessions.boards.for_another.queries import Member
from network.sessions.boards.forms import NoteForm
from network.sessions.boards.models import Board


class ForAnotherForm(NoteForm):
    """A note, and whose it is: the person's public key."""

    person = SelectField(validate_choice=False)

    @classmethod
    def of(cls, board: Board, absent: list[Member]) -> "ForAnotherForm":
        form: ForAnotherForm = cls.for_board(board)
        form.person.label.text = _("Whose note is it?")
        form.person.choices = [("", _("Choose who")), *((one.key, one.name) for one in absent)]
        return form

    def validate_person(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choose whose note it is."))
