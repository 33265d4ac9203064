"""F14: every address with arguments, fields and headers that no browser sends: no fault of the server's, no hanging."""

import random
import re
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import pytest
from flask import Flask, request
from sqlalchemy.orm.exc import ObjectDeletedError

from network.access.guard import acts
from tests.access.harvest import TYPED
from tests.access.walking import Route, Unfilled, Walker, address, routes
from tests.access.world import HOLDERS, TODAY, World, build_world
from tests.faults import sizes
from tests.faults.hostile import requests
from tests.faults.house import House
from tests.faults.test_mutations import lines_too_many

pytestmark = pytest.mark.usefixtures("empty_papers")

MOST_SECONDS = 10
"""Of the processor's, so that a busy machine is no fault."""
FIELDS = (
    *requests.NAMES,
    *sorted(TYPED),
    "act",
    "title",
    "text",
    "name",
    "version",
    "person",
    "group",
    "note_id",
    "kind",
)
NOT_READY = ("ready", 503)
"""The page for watchers may say so."""


@pytest.fixture
def chance() -> random.Random:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    return random.Random(seed)


class TooLong(BaseException):
    """No handler of an exception is to take it for one of its own."""


@contextmanager
def in_time() -> Iterator[None]:
    def end(_number: int, _frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def path_of(app: Flask, world: World, route: Route, chance: random.Random) -> str:
    """The address of something that is there, or with anything in the place of what it names."""
    if chance.random() < 0.7:
        try:
            return address(app, world, route, TODAY)
        except (Unfilled, ObjectDeletedError):
            pass  # what was asked before has removed it
    return re.sub(r"<[^>]+>", lambda _found: quote(chance.choice(requests.VALUES), safe="/"), route.path)


def faults_of(app: Flask, world: World, asked: list[Route], chance: random.Random, *, times: int) -> list[str]:
    """What was answered with a fault, broke or took too long."""
    walker, faults = Walker(app, world), []
    for route in [route for route in asked for _ in range(times)]:
        path = f"{path_of(app, world, route, chance)}?{urlencode(requests.query(chance))}"
        fields = requests.query(chance, FIELDS)
        given = requests.headers(chance)
        who = chance.choice(HOLDERS)
        try:
            with in_time():
                status = walker.ask(who, route.method, path, fields, headers=given).status_code
        except (Exception, TooLong) as fault:
            faults.append(f"{who.name} {route.method} {path} {fields} {given}: {type(fault).__name__} {fault}")
            continue
        if status >= 500 and (route.endpoint, status) != NOT_READY:
            faults.append(f"{who.name} {route.method} {path} {fields} {given}: {status}")
    return faults


def test_no_route_breaks_or_takes_long_whatever_is_asked(app: Flask, chance: random.Random) -> None:
    world = build_world(app)
    asked = routes(app)
    chance.shuffle(asked)

    faults = faults_of(app, world, asked, chance, times=sizes.of(3, 200))

    assert faults == []
    assert len(asked) > 200


def test_control_a_page_that_trusts_an_argument_and_one_that_takes_long_are_found(
    app: Flask, chance: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "MOST_SECONDS", 0.2)
    world = build_world(app)
    asked = {route.endpoint: route for route in routes(app) if route.endpoint in ("help.rights", "sign_in.ask")}
    app.view_functions["help.rights"] = trusting(app.view_functions["help.rights"])
    app.view_functions["sign_in.ask"] = never_done(app.view_functions["sign_in.ask"])

    faults = faults_of(app, world, list(asked.values()), chance, times=20)

    assert any(fault.endswith(": 500") for fault in faults)
    assert any("TooLong" in fault for fault in faults)


def trusting(view: Callable[..., object]) -> Callable[..., object]:
    @acts(view.matrix_action)  # type: ignore[attr-defined]
    def trusts(**_arguments: object) -> str:
        return str(sum(int(value) for value in request.args.values()))

    return trusts


def never_done(view: Callable[..., object]) -> Callable[..., object]:
    @acts(view.matrix_action)  # type: ignore[attr-defined]
    def works(**_arguments: object) -> str:
        while True:
            pass

    return works


def answer_to(house: House, sent: bytes) -> bytes:
    """The status of the first answer; nothing where the server only closed. Raises TimeoutError when neither comes."""
    with socket.create_connection(("127.0.0.1", house.port), timeout=30) as opened:
        try:
            opened.sendall(sent)
            opened.shutdown(socket.SHUT_WR)
            answer = b""
            while data := opened.recv(65536):
                answer += data
        except ConnectionError:
            return b""
    return answer[9:12]


@pytest.mark.server
def test_each_kept_request_is_answered_as_it_must_be(standing_house: House) -> None:
    wrong = {}
    for name, (sent, due) in requests.RAW.items():
        answer = answer_to(standing_house, sent)
        if answer != due and not (due.startswith(b"4") and not answer):
            wrong[name] = (answer, due)

    assert wrong == {}
    assert "Traceback" not in standing_house.log()


@pytest.mark.server
def test_odd_headers_break_nothing_and_are_answered(standing_house: House, chance: random.Random) -> None:
    began = time.monotonic()

    answers = Counter(answer_to(standing_house, requests.raw(chance)) for _ in range(sizes.of(400, 20_000)))

    print(dict(answers))
    assert [status for status in answers if status >= b"500"] == []
    assert {b"200", b"303", b"400", b"404", b"405"} <= answers.keys()
    assert lines_too_many(standing_house, began) == []
    assert "Traceback" not in standing_house.log()
