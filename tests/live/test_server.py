"""The server program: deadlines, TLS of its own, and an orderly end."""

import socket
import ssl
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from tests.live.client import PATIENCE, Closed
from tests.live.conftest import Running, StartServer


def answer_to(port: int, request: bytes) -> bytes:
    """What comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as opened:
        opened.sendall(request)
        parts = []
        while data := opened.recv(65536):
            parts.append(data)
        return b"".join(parts)


@pytest.mark.parametrize(
    "unfinished",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"GET /",
        b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nonly this",
        b"POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nonly this",
    ],
)
def test_a_request_that_never_ends_is_ended(start_server: StartServer, unfinished: bytes) -> None:
    running = start_server(http={"HEADER_SECONDS": 0.3})
    began = time.monotonic()

    answer_to(running.port, unfinished)

    assert time.monotonic() - began < 3


def test_without_the_deadline_it_would_hold_on(start_server: StartServer) -> None:
    running = start_server(http={"HEADER_SECONDS": 3600})

    with pytest.raises(TimeoutError), socket.create_connection(("127.0.0.1", running.port), timeout=1) as opened:
        opened.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        opened.recv(1)


LONG = 20_000_000


def fetched_late(running: Running, *, after_seconds: float) -> int:
    """How much of a long answer is still there for somebody who reads nothing for so long."""
    with socket.socket() as opened:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        opened.settimeout(PATIENCE)
        opened.connect(("127.0.0.1", running.port))
        opened.sendall(f"GET /long/{LONG} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        time.sleep(after_seconds)
        found = 0
        with suppress(ConnectionResetError):
            while data := opened.recv(1_000_000):
                found += len(data)
        return found


def test_an_answer_that_nobody_fetches_is_dropped(start_server: StartServer) -> None:
    running = start_server(http={"WRITE_SECONDS": 0.2})

    assert fetched_late(running, after_seconds=3) < LONG


def test_without_that_deadline_it_would_wait(start_server: StartServer) -> None:
    assert fetched_late(start_server(), after_seconds=3) > LONG


def test_a_body_that_arrives_is_read(live_server: Running) -> None:
    request = b"POST /body HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 300000\r\n\r\n" + bytes(300_000)

    assert answer_to(live_server.port, request).endswith(b"300000")


def test_a_form_with_a_file_is_read(live_server: Running) -> None:
    """The reader of headers looks for a body in them, and finds none: that is no fault of the headers."""
    form = b'--x\r\nContent-Disposition: form-data; name="people"\r\n\r\nAnna\r\n--x--\r\n'
    kind = b"Content-Type: multipart/form-data; boundary=x\r\nConnection: close\r\n"
    length = b"Content-Length: %d\r\n\r\n" % len(form)

    answer = answer_to(live_server.port, b"POST /body HTTP/1.1\r\nHost: x\r\n" + kind + length + form)

    assert answer.endswith(b"%d" % len(form))


@pytest.mark.parametrize(
    "lengths",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Content-Length: 0\r\nContent-Length: 5",
        b"Content-Length : 5",
    ],
)
def test_a_request_of_two_lengths_is_refused_and_nothing_behind_it_is_read(
    live_server: Running, lengths: bytes
) -> None:
    behind = b"0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    answer = answer_to(live_server.port, b"POST / HTTP/1.1\r\nHost: x\r\n" + lengths + b"\r\n\r\n" + behind)

    assert (answer[:12], answer.count(b"HTTP/1.1 ")) == (b"HTTP/1.1 400", 1)


def test_what_is_no_http_gets_one_line_in_the_log(start_server: StartServer) -> None:
    running = start_server()

    for _ in range(20):
        answer_to(running.port, b"\x00\x01\x02\r\n\r\n")

    assert running.facts()["log"] == ["live: http from 127.0.0.1: not a request"]


def trusting(authority: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(authority))


def test_a_phone_that_trusts_the_authority_gets_https(start_server: StartServer) -> None:
    running = start_server(tls=True)
    authority = running.folder / "ca.pem"

    slow = running.client(tls=trusting(authority), receive_buffer=16_384, who="s1.1")
    slow.join()
    quick = running.member(tls=trusting(authority), who="s2.2")
    running.post("/tell/b/6000000")
    first = quick.hear("deny")
    quick.say("y", "b", b"\x00\x02\x03abc")

    assert slow.hear("deny") == first
    assert slow.hear("y") == ["b", b"\x00\x02\x03abc"]
    assert [oct((running.folder / name).stat().st_mode & 0o777) for name in ("ca.pem", "ca-key.pem")] == ["0o600"] * 2


def test_this_machine_gets_plain_http_on_the_same_port(start_server: StartServer) -> None:
    running = start_server(tls=True)

    assert running.facts()["people"] == 0


def test_plain_http_from_elsewhere_is_sent_to_https(start_server: StartServer) -> None:
    running = start_server(tls=True, http={"LOOPBACK": ["10."]})

    answer = answer_to(running.port, b"GET /boards/1?x=2 HTTP/1.1\r\nHost: 192.0.2.7:5000\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 308 ")
    assert b"\r\nLocation: https://192.0.2.7:5000/boards/1?x=2\r\n" in answer


def test_a_server_whose_driver_is_unsound_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="did not start"):
        Running(tmp_path, driver={"must_mask": False})


def test_the_authority_outlives_the_server(start_server: StartServer, tmp_path: Path) -> None:
    first = start_server(tls=True)
    trusted = trusting(first.folder / "ca.pem")
    first.stop()

    again = Running(first.folder, tls=True)
    url = f"https://localhost:{again.port}/facts"
    with urllib.request.urlopen(url, context=trusted, timeout=10) as answer:
        status = answer.status
    again.stop()

    assert status == 200


def test_asked_to_stop_the_server_tells_stores_and_goes(start_server: StartServer) -> None:
    running = start_server()
    member = running.member()

    running.process.terminate()

    assert member.hear("server:leaving") == [5]
    with pytest.raises(Closed):
        member.packet()
    assert running.process.wait(timeout=10) == 0
    assert (running.folder / "ended").read_text() == "stored"


def test_an_ending_that_hangs_does_not_keep_the_server(start_server: StartServer) -> None:
    running = start_server(hangs=True, server={"ENDING_SECONDS": 0.3})

    running.process.terminate()

    assert running.process.wait(timeout=10) == 0
    assert (running.folder / "ended").read_text() == "stored"


def test_a_stop_that_takes_too_long_is_cut_short(start_server: StartServer) -> None:
    running = start_server(hangs=True, server={"HARD_STOP_SECONDS": 0.5})

    running.process.terminate()

    assert running.process.wait(timeout=10) == 1


def test_without_the_cut_it_would_hang_on(start_server: StartServer) -> None:
    running = start_server(hangs=True)

    running.process.terminate()

    with pytest.raises(subprocess.TimeoutExpired):
        running.process.wait(timeout=1.5)
    running.process.kill()
    running.process.wait()
