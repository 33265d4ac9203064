"""`authorize` is the only way in which an edge lays hands on a thing."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Protocol, TypeVar

from network.access.actor import Actor
from network.access.matrix import Table, table
from network.access.scopes import Facts
from network.core.errors import NotAllowed, NotFound


class Protected(Protocol):
    """A thing that can say what the rules need to know about it."""

    def facts(self) -> Facts: ...


Thing = TypeVar("Thing", bound=Protected)
View = TypeVar("View", bound=Callable[..., object])

NOTHING = Facts()
asked: ContextVar[bool] = ContextVar("asked", default=False)
"""Whether somebody has asked for a right during this request; a view that never did is a fault."""


def allows(actor: Actor, action: str, facts: Facts, rights: Table | None = None) -> bool:
    """Whether one of the actor's roles may do `action` to a thing with these facts.

    Raises KeyError for an action that the matrix lacks: a right nobody has thought of is a fault, not a no.
    """
    row = (rights or table())[action]
    for role in actor.roles:
        for term in row[role]:
            if term.fits(actor, facts):
                return True
    return False


def can(actor: Actor, action: str, thing: Protected) -> bool:
    """For pages: whether to offer it."""
    return allows(actor, action, thing.facts())


def authorize(actor: Actor, action: str, thing: Thing | None) -> Thing:
    """Hand out `thing` if the actor may do `action` to it.

    Raises NotFound when there is none or the actor may not know it, NotAllowed when she may see it but not do this.
    """
    asked.set(True)
    if thing is None:
        raise NotFound()
    facts = thing.facts()
    if allows(actor, action, facts):
        return thing
    reading = action.partition(".")[0] + ".read"
    if reading == action or reading not in table() or not allows(actor, reading, facts):
        raise NotFound()
    raise NotAllowed("role" if facts.is_open else "closed")


def authorize_anywhere(actor: Actor, action: str) -> None:
    """For what is not about one thing: a form for a new one, a list that the query narrows.

    Raises NotAllowed.
    """
    asked.set(True)
    if not allows(actor, action, NOTHING):
        raise NotAllowed()


def acts(action: str) -> Callable[[View], View]:
    """Mark a view with what it does, so that a test can find a route that nobody thought of."""
    if action not in table():
        raise KeyError(f"{action} has no row in access/matrix.txt")

    def mark(view: View) -> View:
        view.matrix_action = action  # type: ignore[attr-defined]
        return view

    return mark
