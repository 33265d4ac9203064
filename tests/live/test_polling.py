"""Where WebSocket is blocked the same words go by polling, and an upgrade keeps what was allowed."""

import base64
import json
import urllib.error
import urllib.request
from typing import Any

import msgpack
import pytest

from tests.live.client import event, eventually, masked
from tests.live.conftest import Running, StartServer

CONNECT = bytes(msgpack.packb({"type": 0, "nsp": "/"}))


class Poller:
    """A Socket.IO client by polling."""

    def __init__(self, port: int, who: str = "s9.9") -> None:
        self.base = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"
        self.who = who
        self.heard: list[dict[str, Any]] = []
        opened = json.loads(self.request()[1:])
        self.sid = opened["sid"]
        self.base += f"&sid={self.sid}"
        self.upgrades = opened["upgrades"]
        self.post(CONNECT)
        assert self.next()["type"] == 0

    def post(self, *packets: bytes) -> None:
        body = b"\x1e".join(b"b" + base64.b64encode(packet) for packet in packets)
        self.request(body)

    def say(self, word: str, *data: object) -> None:
        self.post(event(word, *data))

    def next(self) -> dict[str, Any]:
        while not self.heard:
            for part in self.request().split(b"\x1e"):
                if part.startswith(b"b"):
                    self.heard.append(msgpack.unpackb(base64.b64decode(part[1:])))
                elif part == b"2":
                    self.request(b"3")
        return self.heard.pop(0)

    def hear(self, word: str) -> list[Any]:
        while True:
            packet = self.next()
            if packet["type"] == 2 and packet["data"][0] == word:
                return list(packet["data"][1:])

    def request(self, body: bytes | None = None) -> bytes:
        asked = urllib.request.Request(self.base, data=body, headers={"Cookie": f"who={self.who}"})
        with urllib.request.urlopen(asked, timeout=15) as answer:
            return bytes(answer.read())


def polling_member(running: Running, board: str) -> Poller:
    poller = Poller(running.port)
    poller.say("join", board, None, 1)
    assert poller.hear("joined")[0] == board
    return poller


def test_both_transports_hear_each_other_with_the_same_words(live_server: Running) -> None:
    poller, member = polling_member(live_server, "poll"), live_server.member(board="poll")

    poller.say("y", "poll", b"\x00\x02\x03abc")
    member_heard = member.hear("y")
    member.say("y", "poll", b"\x00\x02\x03def")

    assert member_heard == ["poll", b"\x00\x02\x03abc"]
    assert poller.hear("a") == ["poll", 6]
    assert poller.hear("y") == ["poll", b"\x00\x02\x03def"]


def test_what_was_written_offline_comes_in_one_body_and_nothing_is_lost(live_server: Running) -> None:
    poller = polling_member(live_server, "many")

    poller.post(*[event("y", "many", b"\x00\x02\x03abc")] * 40)

    assert [poller.hear("a") for _ in range(40)] == [["many", 6]] * 40


def test_a_malformed_packet_by_polling_ends_that_client(live_server: Running) -> None:
    poller = polling_member(live_server, "poll")
    bystander = live_server.member(board="poll")

    poller.post(b"\xc1\xc1")
    bystander.say("y", "poll", b"\x00\x02\x03abc")

    assert bystander.hear("a") == ["poll", 6]
    with pytest.raises(urllib.error.HTTPError, match="400"):
        poller.request()


@pytest.mark.parametrize(("size", "times"), [(10, 300), (100_000, 50)])
def test_one_who_does_not_fetch_what_waits_is_cut_off(start_server: StartServer, size: int, times: int) -> None:
    running = start_server()
    polling_member(running, "lazy")

    running.post(f"/tell/lazy/{size}?times={times}")

    assert eventually(lambda: running.facts()["people"] == 0, within=3)


def test_without_the_bound_it_would_wait_for_her(start_server: StartServer) -> None:
    running = start_server(wire={"MAX_WAITING_FRAMES": 10**6, "MAX_WAITING_BYTES": 10**10})
    polling_member(running, "lazy")
    before = running.facts()["rss_mb"]

    running.post("/tell/lazy/100000?times=300")

    assert not eventually(lambda: running.facts()["people"] == 0, within=2)
    assert running.facts()["rss_mb"] - before > 20


def test_one_who_upgrades_may_send_long_messages_at_once(live_server: Running) -> None:
    poller = polling_member(live_server, "up")
    assert poller.upgrades == ["websocket"]

    upgraded = live_server.raw(f"/socket.io/?EIO=4&transport=websocket&sid={poller.sid}", who="s9.9")
    upgraded.send_bytes(masked(b"2probe", 1))
    assert upgraded.frame() == (1, b"3probe")
    upgraded.send_bytes(masked(b"5", 1) + masked(event("y", "up", b"\x00\x02\xa0\x8d\x06" + bytes(100_000))))

    answers = [msgpack.unpackb(payload) for opcode, payload in (upgraded.frame() for _ in range(2)) if opcode == 2]
    assert answers[-1]["data"] == ["a", "up", 100_005]


def test_an_upgrade_that_is_given_up_leaves_the_polling_as_it_was(live_server: Running) -> None:
    poller = polling_member(live_server, "down")

    probing = live_server.raw(f"/socket.io/?EIO=4&transport=websocket&sid={poller.sid}", who="s9.9")
    probing.send_bytes(masked(b"2probe", 1))
    probing.frame()
    probing.close()
    poller.say("y", "down", b"\x00\x02\x03abc")

    assert poller.hear("a") == ["down", 6]
