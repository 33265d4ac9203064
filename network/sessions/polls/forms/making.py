"""What comes in when somebody makes a question."""

import secrets
from collections.abc import Sequence

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from network.core.language import LazyText
from network.core.language import lazy_gettext as _l
from network.sessions.gatherings.models import Gathering
from network.sessions.polls import content
from network.sessions.polls.models import Poll
from network.sessions.polls.rules import asking
from network.sessions.polls.rules.asking import Kind
from network.sessions.polls.services.making import Draft
from network.sessions.stage.queries.standing import programme

KEY_BYTES = 16


class PollForm(FlaskForm):
    """One question. What its kind does not need is not looked at."""

    kind = StringField(default=Kind.CHOICE, validators=[Length(max=10)])
    question = StringField(_l("The question"), validators=[Length(max=1000)])
    options = TextAreaField(_l("The answers, one on each line"), validators=[Length(max=2000)])
    is_several = BooleanField(_l("Several can be chosen"))
    low = StringField(_l("What 1 means"), validators=[Length(max=200)])
    high = StringField(_l("What 5 means"), validators=[Length(max=200)])
    is_asked_again = BooleanField(_l("We ask the same once more later, and want to see how the same people have moved"))
    item = StringField(_l("Belongs to"), default="", validators=[Length(max=16)])
    key = HiddenField()
    items: Sequence[tuple[str, LazyText | str]] = ()
    """The parts of the day that it can belong to: public id and title."""

    def draft(self, gathering: Gathering) -> Draft:
        kind = Kind(self.kind.data) if self.kind.data in set(Kind) else Kind.CHOICE
        ends = [" ".join((field.data or "").split()) for field in (self.low, self.high)]
        options = {Kind.CHOICE: asking.options_in(self.options.data or ""), Kind.SCALE: ends}
        ids = {item.public_id: item.id for item in programme(gathering.id)}
        return Draft(
            kind=kind,
            question=" ".join((self.question.data or "").split()),
            options=options.get(kind, []),
            is_several=bool(self.is_several.data),
            is_asked_again=bool(self.is_asked_again.data),
            item_id=ids.get(self.item.data or ""),
        )

    def offer(self, gathering: Gathering, poll: Poll | None) -> "PollForm":
        """With what stands there already, or with what a new one begins with."""
        self.items = [("", _l("The whole day")), *((one.public_id, one.title) for one in programme(gathering.id))]
        if self.is_submitted():
            return self
        self.key.data = secrets.token_urlsafe(KEY_BYTES)
        self.options.data = "\n".join(str(one) for one in content.USUAL_OPTIONS)
        self.low.data, self.high.data = (str(end) for end in content.USUAL_ENDS)
        if poll is not None:
            self._take_over(poll)
        return self

    def _take_over(self, poll: Poll) -> None:
        self.kind.data, self.question.data = poll.kind, poll.question
        self.is_several.data, self.is_asked_again.data = poll.is_several, poll.is_asked_again
        self.item.data = poll.item.public_id if poll.item is not None else ""
        if poll.kind == Kind.CHOICE:
            self.options.data = "\n".join(poll.option_list)
        if poll.kind == Kind.SCALE:
            self.low.data, self.high.data = poll.option_list


def ready_draft(key: str) -> Draft | None:
    """One of the questions that are ready, in the language that is spoken now."""
    ready = content.BY_KEY.get(key)
    return Draft(ready.kind, str(ready.question), [str(one) for one in ready.options]) if ready else None


def choices_given() -> list[int | str]:
    """What an answer's form says: one pressed option, ticked ones, or words."""
    ticked = [name.removeprefix("choice_") for name in request.form if name.startswith("choice_")]
    places = [
        int(one)
        for one in [*request.form.getlist("choice"), *ticked]
        if one.isascii() and one.isdigit() and len(one) < 3
    ]
    written = [request.form.get(f"word_{number}", "") for number in range(1, asking.MOST_WORDS + 1)]
    return [*places, *(word for word in written if word.strip())]
