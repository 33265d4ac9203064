"""The form for a gathering: eight fields, and the rest under "More"."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import Field, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import HiddenField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from network.core.language import LANGUAGES, NAMES
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people.models import Goal, Municipality
from network.sessions.gatherings.forms import fields
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.rules.edits import seal
from network.sessions.gatherings.rules.programme import clock_from, moment_of
from network.sessions.gatherings.rules.templates import FIRST_QUESTION, SECOND_QUESTION, TEMPLATES, USUAL
from network.sessions.gatherings.services.planning import Outline

ZONES = (
    "Europe/Oslo",
    "Europe/Stockholm",
    "Europe/Copenhagen",
    "Europe/Helsinki",
    "Atlantic/Faroe",
    "Atlantic/Reykjavik",
)
NOBODY = "0"
SHORTER = _l("Make it shorter.")


class OutlineForm(FlaskForm):
    """What is said about a gathering, new or not."""

    title = StringField(
        _l("Title"), [DataRequired(_l("Give the gathering a title.")), Length(max=200, message=SHORTER)]
    )
    date = StringField(_l("Date"))
    place = StringField(_l("Place"), [DataRequired(_l("Write where it is.")), Length(max=200, message=SHORTER)])
    theme = StringField(
        _l("Theme question"),
        [DataRequired(_l("Write the question of the day.")), Length(max=400, message=SHORTER)],
        description=_l("The one question that the day is about."),
    )
    first_question = StringField(_l("First prompt for the groups"), [Optional(), Length(max=300, message=SHORTER)])
    second_question = StringField(_l("Second prompt for the groups"), [Optional(), Length(max=300, message=SHORTER)])
    starts = StringField(_l("Starts at"), default=USUAL.starts)
    zone = fields.OneOf(_l("Time zone"), offered=[(zone, zone) for zone in ZONES], validate_choice=False)
    language = fields.OneOf(_l("Language of the programme"), offered=[(code, NAMES[code]) for code in LANGUAGES])
    goals = SelectMultipleField(_l("Goals that the gathering serves"), validate_choice=False)
    last_departure = StringField(
        _l("Last bus or ferry home"),
        [Optional()],
        description=_l("A time, like 15.40. Leave it empty if nobody depends on one."),
    )
    reply_by = StringField(_l("Answer before"), [Optional()])
    key = HiddenField()
    seal = HiddenField()

    def validate_date(self, field: Field) -> None:
        fields.need_day(field)

    def validate_starts(self, field: Field) -> None:
        fields.need_clock(field)

    def validate_last_departure(self, field: Field) -> None:
        if fields.trimmed(field.data):
            fields.need_clock(field)

    def validate_reply_by(self, field: Field) -> None:
        if fields.trimmed(field.data):
            fields.need_day(field)

    def validate_zone(self, field: Field) -> None:
        if field.data not in dict(field.choices):
            raise ValidationError(_("Choose one of the zones."))

    def offer(self, goals: Sequence[Goal]) -> None:
        """The choices that lie in the database."""
        self.goals.choices = [(str(goal.id), f"{goal.number} {goal.text}") for goal in goals]

    def goal_ids(self) -> list[int]:
        offered = {value for value, _label in self.goals.choices}
        return [int(value) for value in self.goals.data or [] if value in offered]

    def outline(self, *, practical: str = "") -> Outline | None:
        """What is typed, as the service wants it; None (and a fault on the clock) when that night has no such time."""
        day, clock = fields.day_from(self.date.data), clock_from(self.starts.data or "")
        starts_at = moment_of(day, clock, self.zone.data) if day and clock else None
        if starts_at is None:
            self.starts.errors = [_("The clocks are set that night, and this time does not exist. Choose another.")]
            return None
        return Outline(
            title=fields.trimmed(self.title.data),
            theme=fields.trimmed(self.theme.data),
            place=fields.trimmed(self.place.data),
            zone=self.zone.data,
            language=self.language.data,
            starts_at=starts_at,
            first_question=fields.trimmed(self.first_question.data),
            second_question=fields.trimmed(self.second_question.data),
            practical=practical,
            last_departure=self._departure(),
            reply_by=self._deadline(),
        )

    def _departure(self) -> str:
        clock = clock_from(self.last_departure.data or "")
        return clock.strftime("%H:%M") if clock else ""

    def _deadline(self) -> datetime | None:
        """The end of the day that is written there."""
        day = fields.day_from(self.reply_by.data)
        if day is None:
            return None
        end = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=ZoneInfo(self.zone.data))
        return end.astimezone(UTC) - timedelta(minutes=1)


class NewGatheringForm(OutlineForm):
    """A gathering that is not there yet: its programme comes from a template."""

    guest = StringField(
        _l("Guest"),
        [Optional(), Length(max=120, message=SHORTER)],
        description=_l("Who gives the introduction? You can fill it in later."),
    )
    municipality = fields.OneOf(_l("Municipality that shows a case"), validate_choice=False, default=NOBODY)
    template = fields.OneOf(
        _l("Programme"), offered=[(key, one.name) for key, one in TEMPLATES.items()], default=USUAL.key
    )

    def offer_places(self, municipalities: Sequence[Municipality]) -> None:
        known = [(str(one.id), one.name) for one in municipalities]
        self.municipality.choices = [(NOBODY, _("Not decided yet")), *known]

    def municipality_id(self) -> int | None:
        offered = {value for value, _label in self.municipality.choices}
        chosen = self.municipality.data
        return int(chosen) if chosen in offered and chosen != NOBODY else None


class EditGatheringForm(OutlineForm):
    """A gathering as it stands; `seal` is of what its editor was shown."""

    practical = TextAreaField(
        _l("Practical: room, travel, parking, food"),
        [Optional(), Length(max=4000, message=_l("That was too much at once. Keep the most important."))],
    )

    def fill(self, gathering: Gathering, goal_ids: set[int]) -> None:
        for name, value in shown_values(gathering, goal_ids).items():
            getattr(self, name).data = value
        self.seal.data = seal_of(gathering, goal_ids)


def begin(form: NewGatheringForm, *, language: str) -> None:
    """What stands in the fields of a new gathering before anybody has typed."""
    form.first_question.data, form.second_question.data = str(FIRST_QUESTION), str(SECOND_QUESTION)
    form.language.data = language


def shown_values(gathering: Gathering, goal_ids: set[int]) -> dict[str, object]:
    """Field → what the form shows of a stored gathering."""
    local = gathering.starts_at.astimezone(ZoneInfo(gathering.zone))
    deadline = gathering.reply_by.astimezone(ZoneInfo(gathering.zone)).date() if gathering.reply_by else None
    return {
        "title": gathering.title,
        "date": local.date().isoformat(),
        "place": gathering.place,
        "theme": gathering.theme,
        "first_question": gathering.first_question,
        "second_question": gathering.second_question,
        "starts": local.strftime("%H:%M"),
        "zone": gathering.zone,
        "language": gathering.language,
        "goals": sorted(str(one) for one in goal_ids),
        "last_departure": gathering.last_departure,
        "reply_by": deadline.isoformat() if deadline else "",
        "practical": gathering.practical,
    }


def seal_of(gathering: Gathering, goal_ids: set[int]) -> str:
    return seal(shown_values(gathering, goal_ids))
