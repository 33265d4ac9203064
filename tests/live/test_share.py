"""How much of the loop a channel may take with telling."""

import pytest

from network.live.share import Share


def waits(share: Share, costs: list[float], *, every: float) -> list[float]:
    """How long each telling has to wait when one comes every so many seconds, all of them of these costs."""
    found, now = [], 100.0
    for cost in costs:
        wait = share.wait_for(now)
        found.append(round(wait, 6))
        share.spend(cost)
        now += max(every, wait)
    return found


def test_what_takes_less_than_its_share_never_waits() -> None:
    assert waits(Share(share=0.25, burst=0.02), [0.001] * 100, every=0.005) == [0.0] * 100


def test_a_burst_is_told_at_once() -> None:
    assert waits(Share(share=0.25, burst=0.02), [0.002] * 10, every=0.0) == [0.0] * 10


def test_what_takes_more_waits_until_its_share_has_room_again() -> None:
    assert waits(Share(share=0.25, burst=0.0), [0.002] * 4, every=0.001) == [0.0, 0.007, 0.008, 0.008]


def test_nothing_is_held_back_for_longer_than_the_longest_wait() -> None:
    share = Share(share=0.25, burst=0.02)
    share.wait_for(100.0)
    share.spend(5.0)

    assert share.wait_for(100.0) == pytest.approx(0.05)


def test_room_grows_again_with_time_and_no_further_than_the_burst() -> None:
    share = Share(share=0.25, burst=0.02)
    share.wait_for(100.0)
    share.spend(0.02)
    share.wait_for(1000.0)
    share.spend(0.021)

    assert share.wait_for(1000.0) == pytest.approx(0.004)
