"""Who has come, by municipality, and which delegates are still waited for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Row, select

from network.core.db import db
from network.core.names import name_key
from network.core.reading import once
from network.people.models import Municipality, Person
from network.people.queries import municipality_names
from network.sessions.gatherings.models import Gathering, GatheringMember, GatheringRole, Invitation, Reply
from network.sessions.gatherings.queries.door import present_ids
from network.sessions.gatherings.queries.members import day_of


@dataclass
class Arrival:
    """A municipality's people: how many are here, and the names of those expected who are not."""

    name: str
    here: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def expected(self) -> int:
        return self.here + len(self.missing)


@dataclass(frozen=True)
class Arrivals:
    """`others` are those without a municipality that day; who leads is counted among them when she has checked in."""

    municipalities: list[Arrival]
    others_here: int
    others_expected: int

    @property
    def here(self) -> int:
        return sum(one.here for one in self.municipalities) + self.others_here

    @property
    def expected(self) -> int:
        return sum(one.expected for one in self.municipalities) + self.others_expected


def arrivals(gathering: Gathering) -> Arrivals:
    """Municipalities where somebody is missing first. Who said that she cannot come is not waited for."""
    admitted = _admitted(gathering.id)
    delegates = [one for one in admitted if one.role == GatheringRole.PARTICIPANT]
    here = present_ids(gathering.id)
    declined = _declined(gathering.id) | {one.stands_in_for_id for one in admitted}
    unplaced = [one.person_id for one in delegates if not one.municipality]
    names = municipality_names(unplaced, today=day_of(gathering))
    found: defaultdict[str, Arrival] = defaultdict(lambda: Arrival(""))
    for one in delegates:
        place = one.municipality or names.get(one.person_id)
        if place is None or (one.person_id in declined and one.person_id not in here):
            continue
        found[place].name = place
        if one.person_id in here:
            found[place].here += 1
        else:
            found[place].missing.append(one.name)
    counted = {one.person_id for one in delegates if one.municipality or one.person_id in names}
    ordered = sorted(found.values(), key=lambda one: (not one.missing, name_key(one.name, gathering.language)))
    for place in ordered:
        place.missing.sort(key=lambda name: name_key(name, gathering.language))
    waited_for = {one.person_id for one in admitted} - declined
    return Arrivals(ordered, len(here - counted), len((waited_for | here) - counted))


def head_count(gathering_id: int) -> tuple[int, int]:
    """How many are here, and how many were admitted and have not said no. For the foot of the big screen.

    Those who lead are not waited for: they are counted when they have checked in, as on the other lists.
    """
    here = present_ids(gathering_id)
    declined = _declined(gathering_id)
    query = select(GatheringMember.person_id, GatheringMember.stands_in_for_id).where(_is_waited_for(gathering_id))
    rows = db.session.execute(query).all()
    waited_for = {row.person_id for row in rows} - declined - {row.stands_in_for_id for row in rows}
    return len(here), len(waited_for | here)


def _is_waited_for(gathering_id: int) -> ColumnElement[bool]:
    is_leading = GatheringMember.role == GatheringRole.FACILITATOR
    return (GatheringMember.gathering_id == gathering_id) & ~is_leading


def _admitted(gathering_id: int) -> Sequence[Row[int, str, str, GatheringRole, int | None]]:
    """All but those who lead: person_id, name, the municipality that she was admitted for, role, whose place she takes.
    Five words of 120 people, no more.
    """
    query = (
        select(
            GatheringMember.person_id,
            Person.name,
            Municipality.name.label("municipality"),
            GatheringMember.role,
            GatheringMember.stands_in_for_id,
        )
        .join(GatheringMember.person)
        .outerjoin(GatheringMember.municipality)
        .where(_is_waited_for(gathering_id))
    )
    return db.session.execute(query).all()


@once
def _declined(gathering_id: int) -> set[int]:
    query = select(Invitation.person_id).where(
        Invitation.gathering_id == gathering_id, Invitation.reply.in_((Reply.NO, Reply.SUBSTITUTE))
    )
    return set(db.session.scalars(query))
