"""BO-9: one person cannot fill a board for everybody."""

from network.together.growth import BYTES_AN_HOUR, Growth


def test_an_hours_worth_may_come_at_once_and_no_more() -> None:
    room = Growth()

    assert [room.take(size, now=10.0) for size in (BYTES_AN_HOUR - 10, 10, 1)] == [True, True, False]


def test_the_room_fills_up_again_by_itself() -> None:
    room = Growth()
    room.take(BYTES_AN_HOUR, now=10.0)

    assert [room.take(BYTES_AN_HOUR // 2, now=now) for now in (10.0 + 1700, 10.0 + 1801)] == [False, True]


def test_what_is_refused_takes_no_room() -> None:
    room = Growth()

    room.take(BYTES_AN_HOUR + 1, now=10.0)

    assert room.take(BYTES_AN_HOUR, now=10.0)
