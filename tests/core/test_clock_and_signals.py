"""The clock that tests move, and facts that are told upwards."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from network.core import clock
from network.core.signals import Signal


def test_a_stopped_clock_stands_and_moves_when_told() -> None:
    clock.set(datetime(2026, 3, 12, 10, tzinfo=timezone(timedelta(hours=1))))

    clock.advance(90)

    assert clock.now() == datetime(2026, 3, 12, 9, 1, 30, tzinfo=UTC)


def test_the_clock_wants_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        clock.set(datetime(2026, 3, 12))


def test_those_who_listen_hear_in_order_and_once() -> None:
    heard: list[object] = []
    signal = Signal("happened")

    def first(**facts: object) -> None:
        heard.append(("first", facts))

    signal.connect(first)
    signal.connect(first)
    signal.connect(lambda **facts: heard.append("second"))
    signal.send(board_id=7)

    assert heard == [("first", {"board_id": 7}), "second"]
