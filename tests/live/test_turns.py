"""Pages that come at once, and somebody on a board meanwhile."""

from collections.abc import Callable, Iterable
from typing import Any

import gevent
import gevent.event
import gevent.socket

from network.live.http import Server
from network.live.server import listen
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


def _answered(server: Server, *paths: str) -> int:
    """How many turns were taken before these were answered."""
    turns = 0

    def take() -> None:
        nonlocal turns
        turns += 1

    server.turns.take = take
    for path in paths:
        line = gevent.socket.create_connection(("127.0.0.1", server.server_port))
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while data := line.recv(4096):
            answer += data
        line.close()
        assert answer.startswith(b"HTTP/1.1 200")
    return turns


def test_the_server_gives_a_page_its_turn_and_a_poll_none() -> None:
    def page(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", "0")])
        return []

    server = Server(listen("127.0.0.1", 0), page)
    server.start()
    try:
        assert _answered(server, "/", "/gatherings/one") == 2
        assert _answered(server, "/socket.io/?EIO=4") == 0
    finally:
        server.stop(timeout=1)


def test_after_a_page_that_fails_the_next_one_has_its_turn() -> None:
    turns, happened = Turns(), []

    def fail() -> None:
        turns.take()
        raise ValueError("no page")

    def make_page() -> None:
        turns.take()
        happened.append("p")

    gevent.joinall([gevent.spawn(fail), gevent.spawn(make_page)])
    gevent.spawn(make_page).join()

    assert happened == ["p", "p"]
