"""Decisions about the fixed seats: how many there may be, and on which days one is held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MAX_SEATS = 5
"""Unless the network says otherwise."""


@dataclass(frozen=True)
class Period:
    """The days on which a seat is held: `to_date` is the last of them, None while nobody has ended it."""

    from_date: date
    to_date: date | None = None


def may_add_seat(current_seats: int, most: int = MAX_SEATS) -> bool:
    """A municipality has at most so many fixed seats as the network says (rule PE-1)."""
    return current_seats < most


def most_at_once(held: Sequence[Period], during: Period) -> int:
    """The most of the seats `held` that coincide on one day of `during`."""
    inside = [one.from_date for one in held if holds(during.from_date, during.to_date, today=one.from_date)]
    days = {during.from_date, *inside}
    return max(sum(holds(one.from_date, one.to_date, today=day) for one in held) for day in days)


def has_room(held: Sequence[Period], during: Period, *, most: int) -> bool:
    """Whether one more seat fits on every day of `during`, also where seats begin later (rule PE-1)."""
    return may_add_seat(most_at_once(held, during), most)


def holds(from_date: date, to_date: date | None, *, today: date) -> bool:
    """Whether a seat's period includes `today`; its last day counts."""
    return from_date <= today and (to_date is None or today <= to_date)
