"""The form for a programme item."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.fields import HiddenField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from network.core.language import LazyText
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people.models import Municipality
from network.sessions.gatherings.board_templates.queries import Offered
from network.sessions.gatherings.board_templates.rules.template import BoardTemplate, item_minutes
from network.sessions.gatherings.forms.fields import Minutes, OneOf, trimmed
from network.sessions.gatherings.models import ItemKind, ProgrammeItem
from network.sessions.gatherings.queries.programme import phases
from network.sessions.gatherings.rules.edits import seal
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.gatherings.rules.templates import PHASES
from network.sessions.gatherings.services.programme import ItemText

KINDS: dict[ItemKind, LazyText] = {
    ItemKind.ARRIVAL: _l("Arrival"),
    ItemKind.WELCOME: _l("Welcome"),
    ItemKind.TALK: _l("Talk"),
    ItemKind.QUESTIONS: _l("Questions"),
    ItemKind.CASE: _l("Case"),
    ItemKind.MIXED_ROUND: _l("Mixed groups"),
    ItemKind.LOCAL_ROUND: _l("Local groups"),
    ItemKind.GOING_HOME: _l("This is what we take home"),
    ItemKind.PLENARY: _l("Plenary"),
    ItemKind.BREAK: _l("Break"),
    ItemKind.CLOSING: _l("Closing"),
}
ROUNDS = (ItemKind.MIXED_ROUND, ItemKind.LOCAL_ROUND, ItemKind.GOING_HOME)
PHASE_WORDS: dict[str, LazyText] = {
    "write": _l("Write, each alone"),
    "talk": _l("Talk together"),
    "sort": _l("Sort the notes"),
    "prioritise": _l("Prioritise"),
    "choose": _l("Choose three"),
}
GROUPS: dict[str, LazyText] = {
    "new": _l("New mixed groups"),
    "same": _l("The groups of an earlier round"),
    "local": _l("Each municipality by itself"),
}
NOTHING = ""
NO_DOTS = "0"
DOTS: list[tuple[str, object]] = [
    (NO_DOTS, _l("As many as suits the number of notes")),
    *((str(number), str(number)) for number in range(1, 11)),
]
NAMES: dict[NamesLevel, LazyText] = {
    NamesLevel.NAMES: _l("With names"),
    NamesLevel.MUNICIPALITY: _l("Municipality only"),
    NamesLevel.NOBODY: _l("Without names"),
}
LONGEST_MINUTES = 600


def phase_minutes(phase: str) -> Minutes:
    """How long a part of a group's work lasts, in an item and in a template alike."""
    return Minutes(PHASE_WORDS[phase], [Optional(), NumberRange(0, LONGEST_MINUTES)])


def names_told() -> OneOf:
    """How much is told of who wrote, in an item and in a template alike."""
    offered: list[tuple[str, object]] = [(level.value, label) for level, label in NAMES.items()]
    return OneOf(_l("Names on the notes"), offered=offered, default=NamesLevel.NAMES.value)


class ItemForm(FlaskForm):
    """One item. Fields that its kind has no use for are left alone. `boards` are the templates to choose among."""

    boards: Sequence[Offered] = ()

    title = StringField(
        _l("Title"), [DataRequired(_l("Give the item a title.")), Length(max=200, message=_l("Make it shorter."))]
    )
    kind = OneOf(_l("Kind"), offered=[(kind.value, label) for kind, label in KINDS.items()])
    minutes = Minutes(
        _l("Minutes"),
        [
            InputRequired(_l("Write how many minutes, from 1 to 600.")),
            NumberRange(1, LONGEST_MINUTES, _l("Write how many minutes, from 1 to 600.")),
        ],
    )
    is_sure = BooleanField(_l("Yes, make it shorter all the same"))
    question = StringField(_l("Question for the groups"), [Optional(), Length(max=300, message=_l("Make it shorter."))])
    script = TextAreaField(
        _l("What the facilitator may say"), [Optional(), Length(max=2000, message=_l("Make it shorter."))]
    )
    speaker = StringField(_l("Speaker"), [Optional(), Length(max=120, message=_l("Make it shorter."))])
    speaker_contact = StringField(
        _l("How to reach the speaker"), [Optional(), Length(max=254, message=_l("Make it shorter."))]
    )
    municipality = OneOf(_l("Municipality"), validate_choice=False, default=NOTHING)
    groups = OneOf(_l("Groups"), offered=list(GROUPS.items()), validate_choice=False)
    same_as = OneOf(_l("The same groups as in"), validate_choice=False, default=NOTHING)
    board_template = OneOf(_l("Board"), validate_choice=False, default="challenges")
    phase_write = phase_minutes("write")
    phase_talk = phase_minutes("talk")
    phase_sort = phase_minutes("sort")
    phase_prioritise = phase_minutes("prioritise")
    phase_choose = phase_minutes("choose")
    dots = OneOf(_l("Dots for each"), offered=DOTS, default=NO_DOTS)
    names = names_told()
    after = HiddenField()
    key = HiddenField()
    seal = HiddenField()

    def validate_phase_talk(self, _field: Field) -> None:
        """The phases fit into the item; what is left over is for walking to the table."""
        if self.is_round() and sum(minutes for _key, minutes in self._phases()) > (self.minutes.data or 0):
            raise ValidationError(
                _("The phases are longer than the whole item. Make them shorter, or the item longer.")
            )

    def validate_names(self, field: Field) -> None:
        """Without names each has to write alone first: whoever sees a note come sees who wrote it (BO-33)."""
        if self.is_round() and field.data == NamesLevel.NOBODY and not self.phase_write.data:
            raise ValidationError(_("Without names each writes alone first. Give “Write, each alone” some minutes."))

    def offer(
        self, municipalities: Sequence[Municipality], rounds: Sequence[ProgrammeItem], boards: Sequence[Offered]
    ) -> None:
        """The choices that lie in the database. `rounds` are those before this item."""
        self.municipality.choices = [
            (NOTHING, _("Not decided yet")),
            *((str(one.id), one.name) for one in municipalities),
        ]
        self.same_as.choices = [(NOTHING, _("None")), *((str(one.id), one.title) for one in rounds)]
        self.boards = boards
        self.board_template.choices = [(one.key, str(one.title)) for group in boards for one in group.templates]

    def validate_board_template(self, field: Field) -> None:
        """One that is offered; none is the usual one for the kind of groups."""
        if self.is_round() and field.data and field.data not in dict(field.choices):
            raise ValidationError(_("Choose one of the boards."))

    def fetch(self, template: BoardTemplate) -> None:
        """Take over what usually goes with the template (BO-54): as if she had typed it, so that she can change it."""
        usual = shown_usual(template)
        for name in usual.keys() & {field.name for field in self}:
            self[name].data = usual[name]
        self.minutes.data = item_minutes(template.phases, kind=self.kind.data, groups=self.groups.data or "")

    def is_round(self) -> bool:
        return self.kind.data in ROUNDS

    def text(self) -> ItemText:
        kind = ItemKind(self.kind.data)
        is_round = kind in ROUNDS
        return ItemText(
            kind=kind,
            title=trimmed(self.title.data),
            minutes=self.minutes.data or 0,
            question=trimmed(self.question.data),
            script=(self.script.data or "").strip(),
            speaker=trimmed(self.speaker.data),
            speaker_contact=trimmed(self.speaker_contact.data),
            municipality_id=_chosen(self.municipality),
            groups=_groups(kind, self.groups.data) if is_round else "",
            same_as_id=_chosen(self.same_as) if is_round and self.groups.data == "same" else None,
            board_template=self.board_template.data if is_round else "",
            phases=self._phases() if is_round else (),
            dots=int(self.dots.data) if is_round else 0,
            names=NamesLevel(self.names.data) if is_round else NamesLevel.NAMES,
        )

    def _phases(self) -> list[tuple[str, int]]:
        found = [(key, getattr(self, f"phase_{key}").data or 0) for key in PHASES]
        return [(key, minutes) for key, minutes in found if minutes > 0]

    def fill(self, item: ProgrammeItem) -> None:
        for name, value in shown_values(item).items():
            getattr(self, name).data = value
        self.seal.data = seal(shown_values(item))


def shown_values(item: ProgrammeItem) -> dict[str, object]:
    """Field → what the form shows of a stored item."""
    return {
        "title": item.title,
        "kind": str(item.kind),
        "minutes": item.minutes,
        "question": item.question,
        "script": item.script,
        "speaker": item.speaker,
        "speaker_contact": item.speaker_contact,
        "municipality": str(item.municipality_id or NOTHING),
        "groups": item.groups,
        "same_as": str(item.same_as_id or NOTHING),
        "board_template": item.board_template,
        "dots": str(item.dots),
        "names": str(item.names),
        **{f"phase_{key}": phases(item).get(key, 0) for key in PHASES},
    }


def shown_usual(template: BoardTemplate) -> dict[str, object]:
    """Field → what the form shows of what usually goes with a template."""
    minutes = dict(template.phases)
    return {
        **{f"phase_{key}": minutes.get(key, 0) for key in PHASES},
        "dots": str(template.dots),
        "names": str(template.names),
    }


def _chosen(field: Field) -> int | None:
    offered = {value for value, _label in field.choices}
    return int(field.data) if field.data and field.data in offered else None


def _groups(kind: ItemKind, wish: str) -> str:
    """Local rounds are each municipality by itself, whatever the form says."""
    if kind != ItemKind.MIXED_ROUND:
        return "local"
    return wish if wish in ("new", "same") else "new"
