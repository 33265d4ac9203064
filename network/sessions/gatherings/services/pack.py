"""The papers for the day: that they were made is written down, what stands on them is read when they are."""

from network.core.audit import audit
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.pack import PRINTED, latest_printing, number_of_badges


def note_printing(gathering: Gathering, *, by_id: int | None) -> None:
    """Somebody has the papers made, badges for everybody on the list. For the same list, once."""
    latest, badges = latest_printing(gathering.id), number_of_badges(gathering.id)
    if latest is None or latest.badges != badges:
        audit(by_id, PRINTED, "gathering", gathering.id, badges=badges)
