"""Decisions about the fixed seats and the parts that people play."""

from collections.abc import Mapping
from datetime import date

ROLE_LETTERS: Mapping[str, str] = {
    "coordinator": "K",
    "project_lead": "P",
    "administrator": "A",
    "official": "G",
    "guest": "G",
}
"""Roles kept in PersonRole and their letter in the matrix. A seat makes a delegate, a gathering its facilitators."""

STRONG = frozenset("PA")
MAX_SEATS = 5


def may_add_seat(current_seats: int) -> bool:
    """A municipality has at most five fixed seats (rule PE-1)."""
    return current_seats < MAX_SEATS


def holds(from_date: date, to_date: date | None, *, today: date) -> bool:
    """Whether a seat's period includes `today`; its last day counts."""
    return from_date <= today and (to_date is None or today <= to_date)
