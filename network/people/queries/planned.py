"""Reading whom planned work is for, as far as the actor may know it."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from sqlalchemy import select

from network.access.actor import Actor
from network.access.guard import allows
from network.core.db import db
from network.core.language import gettext as _
from network.people.models import Municipality, Person

Row = TypeVar("Row", Person, Municipality)


def for_whom(actor: Actor, tasks: Iterable[Mapping[str, int | str]]) -> list[str]:
    """For each task's ids, the names of its person and municipality; in their place "one person" where the actor may
    not see whom. Shape: one text a task, in their order, empty for what is for nobody in particular.
    """
    abouts = list(tasks)
    people = _named(Person, (about.get("person_id") for about in abouts))
    places = _named(Municipality, (about.get("municipality_id") for about in abouts))
    return [", ".join(filter(None, (_person(actor, people, about), _place(places, about)))) for about in abouts]


def _named(model: type[Row], ids: Iterable[int | str | None]) -> dict[int, Row]:
    wanted = {number for number in ids if isinstance(number, int)}
    rows: Iterable[Row] = db.session.scalars(select(model).where(model.id.in_(wanted))) if wanted else ()
    return {row.id: row for row in rows}


def _person(actor: Actor, people: Mapping[int, Person], about: Mapping[str, int | str]) -> str:
    if "person_id" not in about:
        return ""
    person = people.get(int(about["person_id"]))
    may_know = person is not None and (
        allows(actor, "person.read", person.facts()) or allows(actor, "person.edit_other", person.facts())
    )
    return person.name if person is not None and may_know else _("one person")


def _place(places: Mapping[int, Municipality], about: Mapping[str, int | str]) -> str:
    place = places.get(int(about.get("municipality_id", 0)))
    return place.name if place is not None else ""
