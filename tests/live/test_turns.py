"""Pages that come at once, and somebody on a board meanwhile."""

from collections.abc import Callable

import gevent
import gevent.event
import gevent.socket

from network.live.turns import Turns

PAGES = 5


def _served(before_each: Callable[[], None]) -> str:
    """What happened, in order: `p` a page was made, `s` a word that came meanwhile was taken from its socket."""
    happened = []
    phone, server = gevent.socket.socketpair()

    def make_page() -> None:
        before_each()
        happened.append("p")
        phone.send(b"!")

    def hear() -> None:
        while server.recv(PAGES):
            happened.append("s")

    listener = gevent.spawn(hear)
    gevent.idle()
    gevent.joinall([gevent.spawn(make_page) for _page in range(PAGES)], raise_error=True)
    phone.close()
    listener.join()
    server.close()
    return "".join(happened)


def test_between_two_pages_the_sockets_are_looked_at() -> None:
    assert _served(Turns().take) == "ps" * PAGES


def test_without_turns_whoever_is_on_a_board_waits_for_all_pages() -> None:
    assert _served(lambda: None) == "p" * PAGES + "s"


def test_pages_have_their_turns_in_the_order_in_which_they_came() -> None:
    turns, happened = Turns(), []

    def make_page(number: int) -> None:
        turns.take()
        happened.append(number)

    gevent.joinall([gevent.spawn(make_page, number) for number in range(PAGES)], raise_error=True)

    assert happened == list(range(PAGES))


def test_whoever_hangs_up_while_she_waits_holds_up_nobody() -> None:
    turns, happened = Turns(), []

    def make_page(number: int) -> None:
        turns.take()
        happened.append(number)

    pages = [gevent.spawn(make_page, number) for number in range(3)]
    gevent.spawn(pages[1].kill).join()
    gevent.joinall(pages)

    assert happened == [0, 2]


def test_a_page_that_waits_for_something_holds_up_nobody() -> None:
    turns, happened, may_go_on = Turns(), [], gevent.event.Event()

    def slow() -> None:
        turns.take()
        may_go_on.wait()
        happened.append("slow")

    def quick() -> None:
        turns.take()
        happened.append("quick")
        may_go_on.set()

    gevent.joinall([gevent.spawn(slow), gevent.spawn(quick)], raise_error=True)

    assert happened == ["quick", "slow"]
