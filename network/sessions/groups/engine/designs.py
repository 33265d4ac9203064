"""Plans without a repeated meeting by construction: whichever design gives most of the wanted rounds."""

from functools import lru_cache

from network.sessions.groups.engine.rotation_design import known_rounds, rotation_rounds
from network.sessions.groups.engine.shift_design import Rounds, shift_rounds


def repeat_free_rounds(people: int, groups: int, rounds: int) -> Rounds:
    """As many of so many rounds as are known to do without a repeat; none where that is less than two.

    Shape: round → group → positions 0 … people − 1; sizes differ by at most one.
    """
    if groups < 2:
        return []
    found = shift_rounds(people, groups, rounds)
    size, left_over = divmod(people, groups)
    if len(found) >= rounds or left_over or size < 2:
        return found
    known = known_rounds(groups, size)
    if len(known) > len(found):
        return known[:rounds]
    most = (people - 1) // (size - 1)
    for turns in (*range(rounds, most + 1), *range(min(rounds, most + 1) - 1, len(found), -1)):
        if turned := rotation_rounds(groups, size, turns):
            return turned[:rounds]
    return found


@lru_cache(maxsize=1024)
def count_repeat_free(people: int, groups: int, rounds: int) -> int:
    """How many of so many rounds can be free of repeats for certain; 1 at least."""
    return max(1, len(repeat_free_rounds(people, groups, rounds)))
