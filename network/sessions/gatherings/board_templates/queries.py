"""Finding templates: for a programme's choices, for a board that is to be made, and for those who change them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from network.core import clock
from network.core.db import db
from network.core.language import gettext as _
from network.people.models import Goal
from network.sessions.gatherings.board_templates.models import KEY_BEGINS, OwnTemplate
from network.sessions.gatherings.board_templates.rules import builtin
from network.sessions.gatherings.board_templates.rules.template import BoardTemplate, TemplateColumn
from network.sessions.gatherings.queries.programme import goals_on


@dataclass(frozen=True)
class Offered:
    """Templates that stand together where one chooses, under a heading."""

    heading: str
    templates: Sequence[BoardTemplate]


def own_by_public_id(public_id: str) -> OwnTemplate | None:
    """Also one that was taken away."""
    if "\x00" in public_id:  # PostgreSQL fails at one, SQLite finds nothing
        return None
    return db.session.scalar(select(OwnTemplate).where(OwnTemplate.public_id == public_id))


def own_templates(*, is_removed: bool = False) -> list[OwnTemplate]:
    """By title, as one looks for them."""
    where = OwnTemplate.removed_at.is_not(None) if is_removed else OwnTemplate.removed_at.is_(None)
    rows = select(OwnTemplate).where(where).options(joinedload(OwnTemplate.changed_by))
    return sorted(db.session.scalars(rows), key=lambda one: (one.title.casefold(), one.id))


def how_many() -> int:
    """Own ones that have not been taken away."""
    rows = select(func.count()).select_from(OwnTemplate).where(OwnTemplate.removed_at.is_(None))
    return int(db.session.scalar(rows) or 0)


def template_named(key: str) -> BoardTemplate | None:
    """A built-in or an own one, that too when it was taken away; with the network's goals where it is about them."""
    if key.startswith(KEY_BEGINS):
        own = own_by_public_id(key.removeprefix(KEY_BEGINS))
        return own.as_template() if own is not None else None
    template = builtin.TEMPLATES.get(key)
    return with_goals(template) if template is not None else None


def template_for(key: str, *, kind: str) -> BoardTemplate:
    """The template of an item, else the usual one for its kind of groups."""
    return template_named(key) or builtin.usual_for(kind)


def offered(current: str = "") -> list[Offered]:
    """What an item can choose: own ones first, then the common ones, then the rest (BO-54).

    `current` is what it has already: one that was taken away stands among them as long as it is chosen.
    """
    own = [one.as_template() for one in own_templates()]
    known = {one.key for one in own} | set(builtin.TEMPLATES)
    kept = template_named(current) if current and current not in known else None
    built_in = list(builtin.TEMPLATES.values())
    groups = [
        Offered(_("Own templates"), [*own, *([kept] if kept is not None else [])]),
        Offered(_("Common ones"), [one for one in built_in if one.is_common]),
        Offered(_("More templates"), [one for one in built_in if not one.is_common]),
    ]
    return [group for group in groups if group.templates]


def with_goals(template: BoardTemplate) -> BoardTemplate:
    """The template that asks about the goals has the network's own, where it has some."""
    goals = _main_goals() if template.key == builtin.GOALS else []
    if not goals:
        return template
    columns = (
        TemplateColumn(f"goal_{goal.number}"[:20], _("Goal %(number)s", number=goal.number), goal.text)
        for goal in goals
    )
    return BoardTemplate(template.key, template.title, tuple(columns), template.phases, help=template.help)


def _main_goals() -> list[Goal]:
    """The network's goals of today, without their parts: 2, but neither 2a nor 2b where there is a 2."""
    held = goals_on(clock.now().date())
    numbers = {goal.number for goal in held}
    return [goal for goal in held if goal.number.rstrip("abcdefgh") not in numbers - {goal.number}]
