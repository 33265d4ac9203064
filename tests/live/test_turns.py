"""Pages that come at once, and somebody on a board meanwhile."""

from collections.abc import Callable, Iterable
from typing import Any

import gevent
import gevent.event
import gevent.socket
import pytest

from network.live.http import Server
from network.live.server import listen
from network.live.turns import PIECE_SECONDS, PageTurn, Turns

PAGES = 5


def _happened(make_page: Callable[[int, Callable[[str], None]], None], pages: int) -> str:
    """What happened, in order, while so many pages were made at once: what each said of its pieces, and `s` whenever a
    word that came meanwhile was taken from its socket.
    """
    happened = []
    phone, server = gevent.socket.socketpair()

    def say(piece: str) -> None:
        happened.append(piece)
        phone.send(b"!")

    def hear() -> None:
        while server.recv(PAGES):
            happened.append("s")

    listener = gevent.spawn(hear)
    gevent.idle()
    gevent.joinall([gevent.spawn(make_page, number, say) for number in range(pages)], raise_error=True)
    phone.close()
    listener.join()
    server.close()
    return "".join(happened)


def _served(before_each: Callable[[], None]) -> str:
    """`p` a page was made."""

    def make_page(_number: int, say: Callable[[str], None]) -> None:
        before_each()
        say("p")

    return _happened(make_page, PAGES)


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


def _pieces(pause: Callable[[PageTurn], None]) -> str:
    """Two pages of three pieces: a page's number for each."""
    turns = Turns()

    def make_page(number: int, say: Callable[[str], None]) -> None:
        turn = PageTurn(turns)
        for piece in range(3):
            if piece:
                pause(turn)
            say(str(number))

    return _happened(make_page, 2)


def test_a_page_that_pauses_lets_the_sockets_be_heard_and_goes_on_before_another_begins() -> None:
    assert _pieces(PageTurn.pause) == "0s0s0s1s1s1s"


def test_without_pauses_whoever_is_on_a_board_waits_for_a_whole_page() -> None:
    assert _pieces(lambda _turn: None) == "000s111s"


def test_a_turn_is_long_after_some_work_and_short_again_after_a_pause_and_after_a_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr("network.core.clock.monotonic", lambda: now)

    def go() -> list[bool]:
        nonlocal now
        turn, found = PageTurn(Turns()), []
        for begin_anew in (turn.pause, turn.take):
            now += PIECE_SECONDS * 1.5
            found.append(turn.is_long())
            begin_anew()
            found.append(turn.is_long())
        return found

    assert gevent.spawn(go).get() == [True, False, True, False]


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

    def take(**_how: bool) -> None:
        nonlocal turns
        turns += 1

    server.turns.take = take  # type: ignore[method-assign]
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
