"""The form of an own template. Its columns come as three lists: keys, titles and questions in their order."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.fields import HiddenField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from network.core.language import NAMES
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.gatherings.board_templates.models import OwnTemplate
from network.sessions.gatherings.board_templates.rules.draft import (
    LONGEST_HELP,
    LONGEST_ROUND,
    LONGEST_TITLE,
    MOST_COLUMNS,
    Draft,
    DraftColumn,
    as_lines,
    column_faults,
)
from network.sessions.gatherings.board_templates.rules.languages import LONGEST, names_in
from network.sessions.gatherings.board_templates.rules.languages import faults as language_faults
from network.sessions.gatherings.forms.fields import OneOf, trimmed
from network.sessions.gatherings.forms.programme import (
    DOTS,
    NO_DOTS,
    names_told,
    phase_minutes,
)
from network.sessions.gatherings.rules.edits import seal
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.gatherings.rules.templates import PHASES, Phases

MOST_SENT = 60
"""Columns that are read of a form at all: more than MOST_COLUMNS are shown again, and refused."""
SAVE, PREVIEW = "save", "preview"


class TemplateForm(FlaskForm):
    """One template. `columns` are those that were sent or are shown, `column_errors` what is wrong with them."""

    title = StringField(
        _l("What is the template called?"),
        [DataRequired(_l("Give the template a name.")), Length(max=LONGEST_TITLE, message=_l("Make it shorter."))],
    )
    help = StringField(
        _l("A line of help"), [Optional(), Length(max=LONGEST_HELP, message=_l("Make the line of help shorter."))]
    )
    phase_write = phase_minutes("write")
    phase_talk = phase_minutes("talk")
    phase_sort = phase_minutes("sort")
    phase_prioritise = phase_minutes("prioritise")
    phase_choose = phase_minutes("choose")
    dots = OneOf(_l("Dots for each"), offered=DOTS, default=NO_DOTS)
    names = names_told()
    key = HiddenField()
    seal = HiddenField()

    def __init__(self) -> None:
        super().__init__()
        self.columns: list[DraftColumn] = _sent_columns()
        self.column_errors: Mapping[int, tuple[str, str]] = {}
        self.columns_error = ""

    @property
    def minute_fields(self) -> list[Field]:
        return [self[f"phase_{key}"] for key in PHASES]

    def validate_phase_write(self, _field: Field) -> None:
        """All of the phases together; it is said at the first of them."""
        minutes = sum(one for _phase, one in self.phases())
        if any(field.process_errors for field in self.minute_fields):
            return
        if not 1 <= minutes <= LONGEST_ROUND:
            raise ValidationError(_("Give the phases from 1 to 600 minutes together."))

    def validate_names(self, field: Field) -> None:
        """An item with it would be refused: whoever sees a note come sees who wrote it."""
        if field.data == NamesLevel.NOBODY and not self.phase_write.data:
            raise ValidationError(_("Without names each writes alone first. Give “Write, each alone” some minutes."))

    def is_good(self) -> bool:
        """Whether it can be stored; if not, its errors say why."""
        is_valid = bool(self.validate_on_submit())
        self.column_errors = column_faults(self.columns)
        if not 1 <= len(self.columns) <= MOST_COLUMNS:
            self.columns_error = _("A board has from 1 to 6 columns. Take some away.")
        return is_valid and not self.column_errors and not self.columns_error

    def all_errors(self) -> dict[str, list[str]]:
        """Field → messages, for the summary on top."""
        of_columns = {f"column-{place}-{name}": [said] for place, (name, said) in self.column_errors.items()}
        whole = {"columns": [self.columns_error]} if self.columns_error else {}
        return {**self.errors, **whole, **of_columns}

    def draft(self) -> Draft:
        return Draft(
            title=trimmed(self.title.data),
            help=trimmed(self.help.data),
            columns=tuple(self.columns),
            phases=self.phases(),
            dots=int(self.dots.data),
            names=NamesLevel(self.names.data),
        )

    def phases(self) -> Phases:
        found = ((key, self[f"phase_{key}"].data or 0) for key in PHASES)
        return tuple((key, minutes) for key, minutes in found if minutes > 0)

    def show(self, draft: Draft) -> "TemplateForm":
        """With what a draft says."""
        for name, value in shown_values(draft).items():
            if name != "columns":
                self[name].data = value
        self.columns = list(draft.columns)
        return self

    def clash(self, stored: Mapping[str, object]) -> list[tuple[str, str, str]]:
        """Where what is stored and what she typed are not the same: label, theirs, hers (F16)."""
        own = shown_values(self.draft())
        return [
            (self._label(name), self._words(name, value), self._words(name, own[name]))
            for name, value in stored.items()
            if value != own[name]
        ]

    def _label(self, name: str) -> str:
        return _("Columns") if name == "columns" else str(self[name].label.text)

    def _words(self, name: str, value: object) -> str:
        labels = {key: str(label) for key, label in self[name].choices} if name in ("dots", "names") else {}
        return labels.get(str(value), str(value))


class LanguagesForm(FlaskForm):
    """A template's texts in other languages: language → name → text, and what is wrong with them."""

    seal = HiddenField()

    def __init__(self, template: OwnTemplate, languages: Sequence[str]) -> None:
        super().__init__()
        self._columns = template.column_list()
        names = names_in(self._columns)
        self.texts = {one: {name: trimmed(request.form.get(f"{one}.{name}")) for name in names} for one in languages}
        self.faults: dict[tuple[str, str], str] = {}

    def show(self, template: OwnTemplate) -> "LanguagesForm":
        """With what is stored."""
        self.texts = {one: {**of, **template.text_lists().get(one, {})} for one, of in self.texts.items()}
        self.seal.data = seal_of_texts(template)
        return self

    def is_good(self) -> bool:
        """Whether it can be stored; `faults` says by (language, name) what cannot."""
        for language, of in self.texts.items():
            long = {name: _("Make it shorter.") for name, text in of.items() if len(text) > LONGEST[name.split(".")[0]]}
            for name, why in {**language_faults(of, self._columns), **long}.items():
                self.faults[language, name] = why
        return self.validate_on_submit() and not self.faults

    def clash(self, template: OwnTemplate, labels: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """Where what is stored and what she typed are not the same: label, theirs, hers (F16)."""
        stored = template.text_lists()
        return [
            (f"{NAMES[language]}: {labels[name]}", stored.get(language, {}).get(name, ""), text)
            for language, of in self.texts.items()
            for name, text in of.items()
            if text != stored.get(language, {}).get(name, "")
        ]


def seal_of_texts(template: OwnTemplate) -> str:
    """Of all its texts: those in other languages stand beside the ones they are meant to say."""
    return seal({"written": seal_of(template), "texts": template.texts})


def shown_values(draft: Draft) -> dict[str, object]:
    """Field → what the form shows of a template; its columns as lines."""
    minutes = dict(draft.phases)
    return {
        "title": draft.title,
        "help": draft.help,
        "columns": as_lines(draft.columns),
        **{f"phase_{key}": minutes.get(key, 0) for key in PHASES},
        "dots": str(draft.dots),
        "names": str(draft.names),
    }


def draft_of(template: OwnTemplate) -> Draft:
    return Draft(
        title=template.title,
        help=template.help,
        columns=tuple(template.column_list()),
        phases=template.phase_list(),
        dots=template.dots,
        names=NamesLevel(template.names),
    )


def seal_of(template: OwnTemplate) -> str:
    """Goes with the form and comes back with it: whether somebody has changed the template meanwhile."""
    return seal(shown_values(draft_of(template)))


def _sent_columns() -> list[DraftColumn]:
    names = ("column_key", "column_title", "column_prompt")
    rows = zip_longest(*(request.form.getlist(name)[:MOST_SENT] for name in names), fillvalue="")
    return [DraftColumn(key.strip()[:20], trimmed(title), trimmed(prompt)) for key, title, prompt in rows]
