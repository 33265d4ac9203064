"""Making an own template, changing it, taking it away and back. Who does it is written down."""

import json
from collections.abc import Mapping, Sequence

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.sessions.gatherings.board_templates import queries
from network.sessions.gatherings.board_templates.models import OwnTemplate
from network.sessions.gatherings.board_templates.rules.draft import Draft, DraftColumn, keyed
from network.sessions.gatherings.board_templates.rules.languages import Texts, kept, names_in

MOST_TEMPLATES = 60


def make(actor_id: int | None, draft: Draft, *, public_id: str) -> OwnTemplate:
    """A new template. Raises Conflict when there are as many as a list can show."""
    _check_room()
    template = OwnTemplate(public_id=public_id, keys_made=0, columns="[]", texts="{}")
    _write(actor_id, template, draft)
    db.session.add(template)
    return _done(actor_id, template, "create")


def change(actor_id: int | None, template: OwnTemplate, draft: Draft) -> None:
    """Say something else. Boards that were made with it stay as they are (BO-50)."""
    _write(actor_id, template, draft)
    _done(actor_id, template, "edit")


def say_in_languages(actor_id: int | None, template: OwnTemplate, texts: Mapping[str, Texts]) -> None:
    """Have its texts in other languages too: language → name → text. What is not there is said as it was written."""
    template.texts = json.dumps(kept(texts, names_in(template.column_list())), ensure_ascii=False)
    template.changed_at, template.changed_by_id = clock.now(), actor_id
    _done(actor_id, template, "edit")


def says(template: OwnTemplate, draft: Draft) -> bool:
    """Whether it is as the form wants it already, as when that is sent for the second time (F10)."""
    stored = template.column_list()
    return (
        (template.title, template.help, template.phase_list()) == (draft.title, draft.help, draft.phases)
        and (template.dots, template.names) == (draft.dots, draft.names)
        and len(stored) == len(draft.columns)
        and all(_is_same(one, wanted, stored) for one, wanted in zip(stored, draft.columns, strict=True))
    )


def _is_same(column: DraftColumn, wanted: DraftColumn, stored: Sequence[DraftColumn]) -> bool:
    """A column that had no key when the form was sent has got one since."""
    is_new = wanted.key not in {one.key for one in stored}
    return (column.title, column.prompt) == (wanted.title, wanted.prompt) and (is_new or column.key == wanted.key)


def take_away(actor_id: int | None, template: OwnTemplate) -> None:
    """Nobody is offered it any more. Twice is once."""
    if template.removed_at is None:
        template.removed_at = clock.now()
        _done(actor_id, template, "delete")


def take_back(actor_id: int | None, template: OwnTemplate) -> None:
    """Offer it again. Raises Conflict when there is no room."""
    if template.removed_at is not None:
        _check_room()
        template.removed_at = None
        _done(actor_id, template, "restore")


def _check_room() -> None:
    if queries.how_many() >= MOST_TEMPLATES:
        raise Conflict(_("There are 60 own templates already. Take one away first."))


def _write(actor_id: int | None, template: OwnTemplate, draft: Draft) -> None:
    known = {one.key for one in template.column_list()}
    columns, template.keys_made = keyed(draft.columns, known, template.keys_made)
    template.columns = json.dumps([[one.key, one.title, one.prompt] for one in columns], ensure_ascii=False)
    template.texts = json.dumps(kept(template.text_lists(), names_in(columns)), ensure_ascii=False)
    template.phases = json.dumps(draft.phases)
    template.title, template.help = draft.title, draft.help
    template.dots, template.names = draft.dots, draft.names
    template.changed_at, template.changed_by_id = clock.now(), actor_id


def _done(actor_id: int | None, template: OwnTemplate, act: str) -> OwnTemplate:
    db.session.flush()
    audit(actor_id, f"board_template.{act}", "board_template", template.id)
    return template
