"""What happens to a fixed seat: it is given, corrected, handed over, ended; an election changes many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from network.access.actor import Actor
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.core.signals import rights_changed
from network.people import queries, rules
from network.people.models import Municipality, Person, Seat
from network.people.rules.imports.checking import Verdict
from network.people.services import arrivals, register
from network.people.services.arrivals import Arrivals

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Newcomer:
    """Who comes in, as typed. `party` is a fact of the election record, or nothing."""

    name: str
    email: str = ""
    party: str | None = None


@dataclass(frozen=True)
class Change:
    """What an election does to one seat."""

    seat_id: int
    act: Literal["stays", "passes", "ends"]
    newcomer: Newcomer | None = None


def fill_seat(municipality: Municipality, who: Newcomer, *, from_date: date, today: date, by: Actor) -> None:
    """Give somebody, new or known, a free seat. Sent twice it gives one.

    Raises Invalid(name, email), Conflict when no seat is free.
    """
    if _has_seat(municipality, who, today=today):
        return
    verdict = arrivals.newcomer(by, municipality, name=who.name, email=who.email, today=today)
    person = Arrivals(by, today=today).person(verdict)
    register.give_seat(person, municipality, from_date=from_date, party=who.party, by=by.person_id)


def correct_seat(seat: Seat, *, from_date: date, to_date: date | None, party: str | None, by: int | None) -> None:
    """Put right what was written down wrongly. A withdrawn party is not written down again.

    Raises Invalid(to_date), Conflict when the period has no room.
    """
    if to_date is not None and to_date < from_date:
        raise Invalid("to_date", _("The last day comes before the first. Put one of them right."))
    register.check_room(seat.municipality, rules.Period(from_date, to_date), but=[seat.id])
    seat.from_date, seat.to_date = from_date, to_date
    if not seat.is_party_withdrawn:
        seat.party = party or None
    audit(by, "seat.edit", "seat", seat.id)
    rights_changed.send(person_ids=[seat.person_id])


def end_seat(seat: Seat, *, last_day: date, by: int | None) -> None:
    """A delegate leaves; `last_day` still counts. What she did keeps her name. Raises Invalid(last_day)."""
    if last_day < seat.from_date:
        raise Invalid("last_day", _("The seat begins after that day. Choose a later one."))
    if seat.to_date == last_day:
        return
    seat.to_date = last_day
    audit(by, "seat.end", "seat", seat.id)
    rights_changed.send(person_ids=[seat.person_id])


def hand_over(seat: Seat, who: Newcomer, *, from_date: date, today: date, by: Actor) -> Seat:
    """Let somebody take over a seat from a day on, with what is open on it (rule PE-5). Sent twice it happens once.

    Raises Invalid(from_date, name, email), Conflict when somebody else has taken it over.
    """
    taken = _taken_over(seat, who)
    if taken is not None:
        return taken
    if from_date <= seat.from_date:
        raise Invalid("from_date", _("Choose a day after %(name)s began.", name=seat.person.name))
    verdict = arrivals.newcomer(by, seat.municipality, name=who.name, email=who.email, today=today)
    return _pass_on(seat, verdict, who.party, from_date=from_date, arrivals=Arrivals(by, today=today), by=by)


def withdraw_party(person: Person, *, by: int | None) -> None:
    """A delegate takes her party back: on every seat of hers it counts as not given (rule PE-2)."""
    for seat in person.seats:
        if not seat.is_party_withdrawn:
            seat.party, seat.is_party_withdrawn = None, True
            audit(by, "seat.withdraw", "seat", seat.id)


def check_changes(changes: Sequence[Change], *, on: date, today: date, by: Actor) -> list[tuple[Seat, Change]]:
    """See that an election's changes can be made, without making them.

    Raises Invalid(`name-<seat>`, `email-<seat>`, `on`), Conflict when somebody has changed a seat since.
    """
    pairs = [(_current(change, today=today), change) for change in changes]
    for seat, change in pairs:
        if change.act != "stays" and on <= seat.from_date:
            raise Invalid("on", _("Choose a day after %(name)s began.", name=seat.person.name))
    for place, group in _by_municipality(pairs):
        _newcomers(place, group, today=today, by=by)
    return pairs


def change_many(changes: Sequence[Change], *, on: date, today: date, by: Actor) -> None:
    """Make an election's changes, all or none: seats pass or end on the day `on`. Sent twice it happens once.

    Raises as check_changes does.
    """
    open_changes = [change for change in changes if not _is_done(change, on=on)]
    pairs = check_changes(open_changes, on=on, today=today, by=by)
    for place, group in _by_municipality(pairs):
        verdicts = _newcomers(place, group, today=today, by=by)
        taking = Arrivals(by, today=today)
        for seat, change in group:
            if change.act == "ends":
                end_seat(seat, last_day=on - ONE_DAY, by=by.person_id)
            elif change.newcomer is not None and change.act == "passes":
                _pass_on(seat, verdicts[seat.id], change.newcomer.party, from_date=on, arrivals=taking, by=by)


def _pass_on(
    seat: Seat, verdict: Verdict, party: str | None, *, from_date: date, arrivals: Arrivals, by: Actor
) -> Seat:
    last = seat.to_date
    end_seat(seat, last_day=from_date - ONE_DAY, by=by.person_id)
    person = arrivals.person(verdict)
    until = last if last is not None and last >= from_date else None
    return register.give_seat(
        person, seat.municipality, from_date=from_date, to_date=until, party=party, follows=seat, by=by.person_id
    )


def _newcomers(
    place: Municipality, group: Sequence[tuple[Seat, Change]], *, today: date, by: Actor
) -> dict[int, Verdict]:
    """Seat id → what its newcomer's name and address mean. Raises Invalid(`name-<seat>` or `email-<seat>`)."""
    passing = [(seat, change.newcomer) for seat, change in group if change.act == "passes" and change.newcomer]
    try:
        typed = [(who.name, who.email) for _seat, who in passing]
        verdicts = arrivals.newcomers(by, place, typed, today=today)
    except Invalid as fault:
        field, _dash, number = fault.field.rpartition("-")
        raise Invalid(f"{field}-{passing[int(number) - 1][0].id}", fault.message) from fault
    return {seat.id: verdict for (seat, _who), verdict in zip(passing, verdicts, strict=True)}


def _by_municipality(
    pairs: Sequence[tuple[Seat, Change]],
) -> list[tuple[Municipality, list[tuple[Seat, Change]]]]:
    groups: dict[int, tuple[Municipality, list[tuple[Seat, Change]]]] = {}
    for seat, change in pairs:
        groups.setdefault(seat.municipality_id, (seat.municipality, []))[1].append((seat, change))
    return list(groups.values())


def _current(change: Change, *, today: date) -> Seat:
    seat = db.session.get(Seat, change.seat_id)
    if seat is None or not rules.holds(seat.from_date, seat.to_date, today=today):
        raise Conflict(_("Somebody has changed these seats since you opened the page. Open it again to see them."))
    return seat


def _is_done(change: Change, *, on: date) -> bool:
    """Whether this change has been made already, by the same form sent before."""
    seat = db.session.get(Seat, change.seat_id)
    if seat is None or change.act == "stays" or seat.to_date != on - ONE_DAY:
        return False
    heir = arrivals.follower(seat)
    if change.act == "ends":
        return heir is None
    return heir is not None and change.newcomer is not None and _is_same(heir.person, change.newcomer)


def _taken_over(seat: Seat, who: Newcomer) -> Seat | None:
    """The seat that has followed, if it is this person's. Raises Conflict if it is another's."""
    heir = arrivals.follower(seat)
    if heir is None or _is_same(heir.person, who):
        return heir
    raise Conflict(_("%(name)s has already taken over this seat.", name=heir.person.name))


def _has_seat(municipality: Municipality, who: Newcomer, *, today: date) -> bool:
    return any(_is_same(seat.person, who) for seat in queries.seats_of(municipality.id, from_date=today))


def _is_same(person: Person, who: Newcomer) -> bool:
    address = rules.clean_email(who.email) or None
    return person.name.casefold() == who.name.strip().casefold() and (address is None or person.email == address)
