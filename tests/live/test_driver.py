"""The WebSocket driver on the real server: long messages, slow readers and hostile ones."""

import time
from types import SimpleNamespace
from typing import Any

import gevent
import pytest
from gevent import socket as gsocket

from network.live import self_test
from network.live.driver import MEMBER_BYTES, WebSocketDriver
from network.live.frames import BROKEN, CONTINUATION, FORBIDDEN, GOING_AWAY, PING, PONG, TOO_BIG, FrameReader
from network.live.server import listen
from tests.live.client import Closed, eventually, masked
from tests.live.conftest import Running, StartServer

LONG = 6_000_000


def header_of(size: int) -> bytes:
    return b"\x82\xff" + size.to_bytes(8, "big") + b"\0\0\0\0"


def test_a_slow_reader_gets_a_long_frame_whole_and_what_follows_in_order(live_server: Running) -> None:
    slow = live_server.member(who="s1.1", receive_buffer=16_384)
    quick = live_server.member(who="s2.2")

    live_server.post(f"/tell/b/{LONG}")
    first = quick.hear("deny")
    quick.say("y", "b", b"\x00\x02\x03abc")
    quick.hear("a")

    assert slow.hear("deny") == first
    assert slow.hear("y") == ["b", b"\x00\x02\x03abc"]


class CarelessDriver(WebSocketDriver):
    """Writes as simple-websocket does: one send, and whatever did not fit is forgotten."""

    def write(self, frame: bytes) -> None:
        self.peer.send(frame, 0, 0.0)


class BoundlessDriver(WebSocketDriver):
    @staticmethod
    def frame_reader(_limit: int, **rules: Any) -> FrameReader:  # type: ignore[override]
        return FrameReader(10**12, **rules)


class UnmaskedDriver(WebSocketDriver):
    must_mask = False


def test_our_driver_passes_the_self_test() -> None:
    self_test.run()


@pytest.mark.parametrize(
    ("driver", "fault"),
    [(CarelessDriver, "long message|does not answer"), (BoundlessDriver, "limit|answer"), (UnmaskedDriver, "mask")],
)
def test_the_server_would_not_start_with_a_worse_driver(
    driver: type[WebSocketDriver], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_test, "PATIENCE_SECONDS", 1.0)

    with pytest.raises(self_test.SelfTestFailed, match=fault):
        self_test.run(driver)


def test_the_server_would_not_start_beside_gevent_websocket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name)

    with pytest.raises(self_test.SelfTestFailed, match="gevent-websocket"):
        self_test.run()


def test_a_strangers_long_message_is_refused_by_its_header(live_server: Running) -> None:
    stranger = live_server.raw()

    stranger.send_bytes(header_of(16 * 1024 + 1))

    assert stranger.close_code() == TOO_BIG


def test_a_members_message_beyond_the_limit_is_refused_by_its_header(live_server: Running) -> None:
    """LI-1"""
    member = live_server.member()

    member.send_bytes(header_of(MEMBER_BYTES + 1))

    assert member.close_code() == TOO_BIG


def test_a_member_may_send_a_megabyte(live_server: Running) -> None:
    member = live_server.member()

    member.say("y", "b", b"\x00\x02\xc0\x84\x3d" + bytes(1_000_000))

    assert member.hear("a") == ["b", 1_000_005]


def pour_fragments(running: Running, *, count: int) -> tuple[float, int]:
    """Send one unfinished message of `count` megabytes; how the server grew (MB) and its close code, 0 if none yet."""
    member, watcher = running.member(), running.member(who="s2.2")
    before = running.facts()["rss_mb"]
    code = 0
    try:
        for number in range(count):
            member.send_bytes(masked(bytes(1_000_000), CONTINUATION if number else 2, final=False))
    except OSError:
        code = member.close_code()
    watcher.say("y", "b", b"\x00\x02\x03abc")
    watcher.hear("a")
    return running.facts()["rss_mb"] - before, code


def test_a_message_in_endless_fragments_takes_no_memory(live_server: Running) -> None:
    growth, _ = pour_fragments(live_server, count=40)

    assert growth < 10


def test_the_same_fragments_fill_memory_when_the_limit_is_off(start_server: StartServer) -> None:
    growth, code = pour_fragments(start_server(driver={"member_bytes": 10**10}), count=40)

    assert growth > 25
    assert code == 0


def test_empty_fragments_without_end_are_refused(live_server: Running) -> None:
    member = live_server.member()

    member.send_bytes(masked(b"", final=False) + masked(b"", CONTINUATION, final=False) * 1024)

    assert member.close_code() == FORBIDDEN


def test_a_frame_without_a_mask_ends_the_connection(live_server: Running) -> None:
    member = live_server.member()

    member.send_bytes(b"\x82\x03abc")

    assert member.close_code() == BROKEN


def test_a_ping_is_answered_with_its_own_bytes(live_server: Running) -> None:
    stranger = live_server.raw()
    stranger.frame()

    stranger.send_bytes(masked(b"still there?", PING))

    assert stranger.frame() == (PONG, b"still there?")


def test_what_comes_together_with_the_handshake_is_not_lost(live_server: Running) -> None:
    early = live_server.raw(together_with=masked(b"early", PING))

    answers = {early.frame(), early.frame()}

    assert (PONG, b"early") in answers


def test_a_goodbye_is_answered_with_a_goodbye(live_server: Running) -> None:
    member = live_server.member()

    member.send_bytes(masked((1000).to_bytes(2, "big"), 8))

    assert member.close_code() == 1000
    assert member.stream.read() == b""


def test_text_that_is_not_engine_ios_ends_the_connection(live_server: Running) -> None:
    member = live_server.member()

    member.send_bytes(masked(b"4" + b"[" * 10_000, 1))

    assert member.close_code() == FORBIDDEN


def tell_one_who_does_not_read(running: Running, *, megabytes: int) -> tuple[float, bool]:
    """Broadcast to one who reads and one who does not; how the server grew, and whether the second is still there."""
    idle = running.member(who="s1.1", receive_buffer=16_384)
    reader = running.member(who="s2.2")
    before = running.facts()["rss_mb"]
    for _ in range(megabytes * 10):
        running.post("/tell/b/100000")
        reader.hear("deny")
    growth = running.facts()["rss_mb"] - before
    try:
        while True:
            idle.frame()
            if not idle.stream.peek(1):
                break
    except Closed:
        return growth, False
    return growth, True


def test_one_who_does_not_read_is_cut_off_and_costs_little(start_server: StartServer) -> None:
    """LI-2"""
    running = start_server()

    growth, is_there = tell_one_who_does_not_read(running, megabytes=20)

    assert growth < 12
    assert not is_there
    assert eventually(lambda: running.facts()["people"] == 1, within=3)


def test_one_who_does_not_read_fills_memory_when_the_bound_is_off(start_server: StartServer) -> None:
    running = start_server(driver={"max_waiting_bytes": 10**10, "max_waiting_frames": 10**6})
    running.member(who="s1.1", receive_buffer=16_384)
    reader = running.member(who="s2.2")
    before = running.facts()["rss_mb"]

    for _ in range(300):
        running.post("/tell/b/100000")
        reader.hear("deny")

    assert running.facts()["rss_mb"] - before > 13
    assert running.facts()["people"] == 2


def test_many_small_frames_to_one_who_does_not_read_are_bounded_too(start_server: StartServer) -> None:
    """LI-2"""
    running = start_server(driver={"max_waiting_frames": 3})
    running.member(who="s1.1", receive_buffer=16_384)
    reader = running.member(who="s2.2")

    for _ in range(4):
        running.post("/tell/b/3000000")
        reader.hear("deny")
    for _ in range(5):
        running.post("/tell/b/10")
        reader.hear("deny")

    assert eventually(lambda: running.facts()["people"] == 1, within=3)


def test_one_who_is_silent_for_a_ping_and_its_answer_is_cut_off() -> None:
    listener = listen("127.0.0.1", 0)
    theirs = gsocket.create_connection(listener.getsockname())
    ours, _ = listener.accept()
    driver = WebSocketDriver(lambda opened: opened.wait(), SimpleNamespace(ping_interval=6, ping_timeout=6))
    source = SimpleNamespace(raw=SimpleNamespace(_sock=ours), peek=lambda _size: b"")
    with listener, ours, theirs:
        environ = {"HTTP_SEC_WEBSOCKET_KEY": "x" * 24, "HTTP_SEC_WEBSOCKET_VERSION": "13", "wsgi.input": source}
        talking = gevent.spawn(driver, environ, None)
        theirs.recv(1000)

        driver.drop_if_silent(time.monotonic() + 11)
        is_closed_early = driver.is_closed
        driver.drop_if_silent(time.monotonic() + 13)
        talking.join(5)

    assert not is_closed_early
    assert driver.is_closed
    assert talking.successful()


def test_an_accepted_socket_waits_for_no_timer() -> None:
    listener = listen("127.0.0.1", 0)
    client = gsocket.create_connection(listener.getsockname())
    accepted, _ = listener.accept()

    delays = accepted.getsockopt(gsocket.IPPROTO_TCP, gsocket.TCP_NODELAY)

    for opened in (client, accepted, listener):
        opened.close()
    assert delays != 0


def test_a_server_that_closes_says_that_it_goes_away(live_server: Running) -> None:
    member = live_server.member()

    member.send_bytes(masked(b"\xc1"))

    assert member.close_code() == GOING_AWAY
