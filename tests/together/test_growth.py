"""BO-9: one person cannot fill a board for everybody."""

from collections.abc import Callable

import pytest

from network.core import clock
from network.together.growth import BYTES_AN_HOUR, Growth


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set the clock to so many seconds."""

    def put(seconds: float) -> None:
        monkeypatch.setattr(clock, "monotonic", lambda: seconds)

    put(10.0)
    return put


@pytest.mark.usefixtures("at")
def test_an_hours_worth_may_come_at_once_and_no_more() -> None:
    room = Growth()

    assert [room.may_add(size) for size in (BYTES_AN_HOUR - 10, 10, 1)] == [True, True, False]


def test_the_room_fills_up_again_by_itself(at: Callable[[float], None]) -> None:
    room = Growth()
    room.may_add(BYTES_AN_HOUR)

    at(10.0 + 1700)
    assert not room.may_add(BYTES_AN_HOUR // 2)
    at(10.0 + 1801)
    assert room.may_add(BYTES_AN_HOUR // 2)


@pytest.mark.usefixtures("at")
def test_what_is_refused_takes_no_room() -> None:
    room = Growth()

    room.may_add(BYTES_AN_HOUR + 1)

    assert room.may_add(BYTES_AN_HOUR)
