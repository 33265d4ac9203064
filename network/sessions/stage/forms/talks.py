"""Forms of the talk: one's own line, a question, an answer."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from network.core.language import lazy_gettext as _l
from network.sessions.stage.rules import talks


class LineForm(FlaskForm):
    """`key` is made with the page, so that sending twice makes one line."""

    text = TextAreaField(
        _l("This challenged me"),
        validators=[
            DataRequired(_l("Write something first.")),
            Length(max=talks.LINE_LIMIT, message=_l("That is too long. Make it at most 1,000 characters.")),
        ],
    )
    key = HiddenField()


class QuestionForm(FlaskForm):
    text = TextAreaField(
        _l("Your question"),
        validators=[
            DataRequired(_l("Write the question first.")),
            Length(max=talks.QUESTION_LIMIT, message=_l("That is too long. Make it at most 300 characters.")),
        ],
    )
    key = HiddenField()


class AnswerForm(FlaskForm):
    text = TextAreaField(
        _l("Answer"),
        validators=[
            DataRequired(_l("Write the answer first.")),
            Length(max=talks.ANSWER_LIMIT, message=_l("That is too long. Make it at most 2,000 characters.")),
        ],
    )
