"""What is typed and tapped at the door."""

from datetime import UTC, datetime, timedelta

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import AnyOf, DataRequired, Length, Optional, Regexp

from network.core.language import lazy_gettext as _l
from network.people.models import Municipality
from network.sessions.gatherings.models import GatheringRole
from network.sessions.gatherings.rules import door as rules

IN, OUT, UNDO = "in", "out", "undo"
LATEST_MS = 253_402_300_799_000
"""The last moment that a datetime can hold."""


class LateForm(FlaskForm):
    """What a device may send later than it was tapped. It says when it was tapped and sent, in ms by its own clock."""

    tapped_at = HiddenField()
    sent_at = HiddenField()

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """When it was tapped and when it was sent, by the device."""
        return _moment(self.tapped_at.data), _moment(self.sent_at.data)

    def waited(self) -> timedelta:
        """How long it lay on the device."""
        return rules.waited(*self.moments())


class LateCheckInForm(LateForm):
    """One's own badge, or the code on the wall. `person` is whose phone it was that tells of it later."""

    person = HiddenField(validators=[Length(max=16)])


class TapForm(LateForm):
    """One tap on the list."""

    person = HiddenField(validators=[DataRequired(), Length(max=16)])
    act = HiddenField(validators=[DataRequired(), AnyOf((IN, OUT, UNDO))])
    key = HiddenField(validators=[Length(max=40)])
    seen = HiddenField(validators=[Length(max=8)])


class NewPersonForm(LateForm):
    """Somebody whom the list lacks. `place` is a municipality's number, or nothing for a guest."""

    name = StringField(
        _l("Name"),
        validators=[DataRequired(_l("Write a name.")), Length(max=60, message=_l("Write a shorter name."))],
    )
    place = SelectField(_l("Comes for"), validate_choice=False)
    role = SelectField(_l("Comes as"), validate_choice=False)
    key = HiddenField(validators=[Length(max=40)])

    def offer(self, municipalities: list[Municipality]) -> None:
        """What can be chosen. Municipalities first: most who are missing are delegates."""
        self.place.choices = [("", _l("No municipality")), *((one.number, one.name) for one in municipalities)]
        self.role.choices = [(role.value, ROLE_WORDS[role]) for role in ROLES_AT_THE_DOOR]


class SubstituteForm(LateForm):
    """Who takes whose place."""

    absent = SelectField(_l("Takes the place of"), validate_choice=False)
    stand_in = StringField(
        _l("Name of the substitute"),
        validators=[DataRequired(_l("Write a name.")), Length(max=60, message=_l("Write a shorter name."))],
    )
    key = HiddenField(validators=[Length(max=40)])


class GuestForm(FlaskForm):
    """A guest asks to come in. `token` is made with the page: the same form sent twice is one guest."""

    code = StringField(
        _l("Code"), validators=[DataRequired(_l("Type the code that stands on the wall.")), Length(max=40)]
    )
    name = StringField(
        _l("Your name, as the others shall see it"),
        validators=[
            DataRequired(_l("Write the name that the others shall see.")),
            Length(max=60, message=_l("Write a shorter name.")),
        ],
    )
    token = HiddenField(validators=[Length(max=60)])


CLOCK = Regexp(r"([01]?\d|2[0-3])[:.][0-5]\d\Z", message=_l("Write the clock like 09:41."))


class CorrectionForm(FlaskForm):
    """Somebody's times, as they should have been. `seen` is what they were when the form was made."""

    arrived = StringField(_l("Came at"), validators=[DataRequired(_l("Write the clock like 09:41.")), CLOCK])
    left = StringField(
        _l("Left at"), description=_l("Leave it empty for one who stayed."), validators=[Optional(), CLOCK]
    )
    reason = StringField(
        _l("Why"),
        description=_l("It stays with the times, and what was there before."),
        validators=[DataRequired(_l("Write why. It stays with the times.")), Length(max=200)],
    )
    seen = HiddenField()


ROLES_AT_THE_DOOR = (
    GatheringRole.PARTICIPANT,
    GatheringRole.GUEST,
    GatheringRole.OFFICIAL,
    GatheringRole.SPEAKER,
)
ROLE_WORDS = {
    GatheringRole.PARTICIPANT: _l("Delegate"),
    GatheringRole.FACILITATOR: _l("Facilitator"),
    GatheringRole.OFFICIAL: _l("Official or expert"),
    GatheringRole.SPEAKER: _l("Speaker"),
    GatheringRole.GUEST: _l("Guest"),
}


def _moment(milliseconds: str | None) -> datetime | None:
    if not milliseconds or not milliseconds.isascii() or not milliseconds.isdigit():
        return None
    number = int(milliseconds[:16])
    return datetime.fromtimestamp(number / 1000, UTC) if number <= LATEST_MS else None
