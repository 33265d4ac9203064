"""A municipality has a lifetime, and takes part in the network for a part of it (rule PE-8)."""

from datetime import date


def is_alive(ended_on: date | None, *, on: date) -> bool:
    """Whether a municipality exists on a day. `ended_on` is the first day on which it no longer does."""
    return ended_on is None or on < ended_on


def takes_part(*, joined_on: date | None, left_on: date | None, ended_on: date | None, on: date) -> bool:
    """Whether it takes part on a day; `left_on`, too, is the first day on which it does not."""
    is_in = joined_on is not None and joined_on <= on and (left_on is None or on < left_on)
    return is_in and is_alive(ended_on, on=on)
