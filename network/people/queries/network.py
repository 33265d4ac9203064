"""Reading the network itself and its municipalities."""

from collections.abc import Sequence

from sqlalchemy import select

from network.core.db import db
from network.people.models import Municipality, Network


def the_network() -> Network | None:
    """The installation's network; None before it is set up."""
    return db.session.scalar(select(Network).order_by(Network.id).limit(1))


def is_demo() -> bool:
    """Whether the network carries the mark of a demo. The setting alone makes none."""
    return bool(db.session.scalar(select(Network.is_demo).order_by(Network.id).limit(1)))


def municipalities() -> Sequence[Municipality]:
    """All municipalities by number: public facts."""
    return db.session.scalars(select(Municipality).order_by(Municipality.number)).all()
