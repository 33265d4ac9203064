"""Municipalities merge and split: what was stays under its old name, what is unfinished passes on (rule PE-8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.people import queries, rules
from network.people.models import Municipality, Seat
from network.people.services import register, seats

LONGEST_NAME, LONGEST_NUMBER = 80, 10


@dataclass(frozen=True)
class Founding:
    """A municipality to come: its number and name."""

    number: str
    name: str


def merge(
    sources: Sequence[Municipality],
    into: Municipality | Founding,
    *,
    on: date,
    carried: Sequence[int],
    by: int | None,
) -> Municipality:
    """Make several municipalities one from a day on. `carried` are ids of the seats that go on in it.

    The others end the day before, and so do those that go on, followed by a seat in the heir.
    Raises Invalid(sources, into, number, name), Conflict when one has ended or the heir has too few seats.
    """
    _check_sources(sources, into, on=on)
    heir = into if isinstance(into, Municipality) else _found(into, like=sources[0], on=on, by=by)
    going = [one for one in sources if one.id != heir.id]
    leaving = [seat for one in going for seat in queries.seats_of(one.id, from_date=on)]
    for one in going:
        _pass_parts(one, heir, by=by)
        register.end_municipality(one, on=on, successor=heir, by=by)
    for seat in leaving:
        _leave(seat, heir if seat.id in carried else None, on=on, by=by)
    return heir


def split(
    source: Municipality,
    into: Sequence[Founding],
    *,
    on: date,
    goes_to: Mapping[int, int],
    by: int | None,
) -> list[Municipality]:
    """Make one municipality several from a day on; what is unfinished passes to the first of them.

    `goes_to` is seat id → place in `into`; seats that are not in it end.
    Raises Invalid(into, number, name), Conflict when the municipality has ended or one of the new has too few seats.
    """
    if len(into) < 2:
        raise Invalid("into", _("Name at least two municipalities."))
    _check_sources([source], into[0], on=on, least=1)
    heirs = [_found(one, like=source, on=on, by=by) for one in into]
    for heir in heirs:
        heir.predecessor_id = source.id
    leaving = queries.seats_of(source.id, from_date=on)
    _pass_parts(source, heirs[0], by=by)
    register.end_municipality(source, on=on, successor=heirs[0], by=by)
    for seat in leaving:
        _leave(seat, heirs[goes_to[seat.id]] if seat.id in goes_to else None, on=on, by=by)
    return heirs


def take_in(founding: Founding, *, on: date, by: int | None) -> Municipality:
    """A municipality that the built-in list lacks takes part from a day on; the same sent twice is one.

    Raises Invalid(number, name).
    """
    number, name = founding.number.strip(), _checked_name(founding.name)
    known = queries.municipality_by_number(number) if number.isalnum() else None
    if known is not None and known.name == name and known.ended_on is None and known.joined_on is not None:
        return known
    network = queries.the_network()
    spoken = network.language if network else "nn"
    return register.add_municipality(number=_free_number(number), name=name, language=spoken, joined_on=on, by=by)


def rename(municipality: Municipality, name: str, *, seen: str, by: int | None) -> None:
    """A municipality is called something else. Raises Invalid(name), Conflict when somebody else came first."""
    wanted = _checked_name(name)
    if municipality.name == wanted:
        return
    if municipality.name != seen:
        raise Conflict(
            _("Somebody else has called it %(name)s meanwhile. Store again to change that.", name=municipality.name)
        )
    municipality.name = wanted
    db.session.flush()
    audit(by, "municipality.edit", "municipality", municipality.id)


def _checked_name(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or len(clean) > LONGEST_NAME:
        raise Invalid("name", _("Write the name of the municipality."))
    return clean


def _free_number(number: str) -> str:
    has_digit = any(letter.isdigit() for letter in number)  # a word would be a page's address
    if not (number.isalnum() and has_digit) or len(number) > LONGEST_NUMBER:
        raise Invalid("number", _("Write the number of the municipality, as 1508."))
    if queries.municipality_by_number(number) is not None:
        raise Invalid("number", _("A municipality here has that number already. Numbers are never used again."))
    return number


def _check_sources(sources: Sequence[Municipality], into: Municipality | Founding, *, on: date, least: int = 2) -> None:
    everybody = {one.id for one in sources} | ({into.id} if isinstance(into, Municipality) else set())
    if len(sources) < 1 or len(everybody) < least:
        raise Invalid("sources", _("Choose the municipalities that become one: at least two."))
    named = [*sources, *([into] if isinstance(into, Municipality) else [])]
    ended = next((one for one in named if not rules.lifetimes.is_alive(one.ended_on, on=on)), None)
    if ended is not None:
        raise Conflict(_("%(municipality)s is no more on that day.", municipality=ended.name))
    pending = next((one for one in sources if one.ended_on is not None), None)
    if pending is not None:
        raise Conflict(_("%(municipality)s is to end already.", municipality=pending.name))


def _found(founding: Founding, *, like: Municipality, on: date, by: int | None) -> Municipality:
    name, number = _checked_name(founding.name), _free_number(founding.number.strip())
    made = register.add_municipality(number=number, name=name, language=like.language, joined_on=on, by=by)
    made.is_owner = like.is_owner
    made.papers_days_before, made.papers_clock = like.papers_days_before, like.papers_clock
    return made


def _pass_parts(source: Municipality, heir: Municipality, *, by: int | None) -> None:
    """Contacts, officials and substitutes go on in the heir, and keep what lies under the old name."""
    for role in ("coordinator", "official", "substitute", "guest"):
        for person in queries.people_of(source.id, role):
            register.give_role(person, role, municipality=heir, by=by)


def _leave(seat: Seat, heir: Municipality | None, *, on: date, by: int | None) -> None:
    """End a seat, and let it go on in the heir. One that would have begun later begins there, or never."""
    last, begins = seat.to_date, max(on, seat.from_date)
    person, party = seat.person, seat.party
    if seat.from_date >= on:
        seat.to_date = seat.from_date - timedelta(days=1)
        audit(by, "seat.end", "seat", seat.id)
    else:
        seats.end_seat(seat, last_day=on - timedelta(days=1), by=by)
    db.session.flush()
    if heir is not None:
        register.give_seat(person, heir, from_date=begins, to_date=last, party=party, follows=seat, by=by)
