"""What comes in from the control page, the phones and the screens."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from network.core.errors import Invalid
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.gatherings.models import Gathering
from network.sessions.stage.queries.standing import programme
from network.sessions.stage.rules.overview import EXTRA_MINUTES
from network.web.addresses import LARGEST_NUMBER

MINUTES = _l("Choose between one minute and eight hours.")
FACTS = ("minutes", "phase", "page", "picture", "card", "text")


class MoveForm(FlaskForm):
    """One move: what is done, from which version of the hall, and what it is about."""

    act = StringField(validators=[InputRequired(), Length(max=20)])
    version = IntegerField(validators=[InputRequired(), NumberRange(0, LARGEST_NUMBER)])
    item = StringField(validators=[Optional(), Length(max=16)])
    minutes = IntegerField(validators=[Optional(), NumberRange(-600, 600, MINUTES)])
    phase = IntegerField(validators=[Optional(), NumberRange(0, 99)])
    page = IntegerField(validators=[Optional(), NumberRange(0, 999)])
    picture = StringField(validators=[Optional(), Length(max=12)])
    card = StringField(validators=[Optional(), Length(max=20)])
    text = StringField(validators=[Optional(), Length(max=200)])
    is_dark = BooleanField()
    is_confirmed = BooleanField()

    def facts(self, gathering: Gathering) -> dict[str, object]:
        """What the move needs, as plain values; what was not sent is left out. An unknown item has the id 0."""
        said: dict[str, object] = {name: self[name].data for name in FACTS if self[name].data not in (None, "")}
        if self.item.data:
            ids = {item.public_id: item.id for item in programme(gathering.id)}
            said["item_id"] = ids.get(self.item.data, 0)
        if self.act.data == "darken":
            said["is_dark"] = bool(self.is_dark.data)
        if self.is_confirmed.data:
            said["is_confirmed"] = True
        return said


def _number(typed: str) -> int:
    """A group's id; 0, which is nobody's, for what is none: a line for one table must not go to all of them."""
    return int(typed[:9]) if typed.isascii() and typed.isdigit() else 0


class MessageForm(FlaskForm):
    """A line to the hall. `after`: the newest line that its page showed.

    `to`: "all", whatever is chosen beside it, or "chosen", at least one; a form that does not say means those that are
    chosen, and all when none is. `extra`: so many minutes more for those that are chosen, a move from `version`; what
    was typed goes to them as well.
    """

    text = StringField()
    to = StringField(validators=[Optional(), AnyOf(("all", "chosen"))])
    extra = IntegerField(validators=[Optional(), AnyOf(EXTRA_MINUTES)])
    version = IntegerField(validators=[Optional(), NumberRange(0, LARGEST_NUMBER)])
    after = IntegerField(validators=[Optional(), NumberRange(0, LARGEST_NUMBER)])
    groups = SelectMultipleField(coerce=_number, validate_choice=False)

    def minutes(self) -> int:
        """How many minutes more are given; 0 when it is a line alone."""
        return self.extra.data or 0 if self.extra.validate(self) else 0

    def seen_version(self) -> int:
        """The hall as its page showed it; 0, which it never is, from a page that does not say."""
        return self.version.data or 0 if self.version.validate(self) else 0

    def receivers(self) -> list[int]:
        """The groups that it is for; none means all.

        Raises Invalid when it is for chosen groups and none is chosen: what is meant for one must not go to all.
        """
        chosen = sorted(set(self.groups.data or []))
        if self.minutes() and not chosen:
            raise Invalid("groups", _("Tick the groups that are to have more time first."))
        if self.to.data == "chosen" and not chosen:
            raise Invalid("groups", _("Tick at least one group first, or send to all."))
        return [] if self.to.data == "all" else chosen


class PairForm(FlaskForm):
    """The four digits on a screen."""

    code = StringField(validators=[Length(max=20)])
