"""F10 over two processes on one PostgreSQL and one Redis: one effect each, one answer, whichever of them is asked."""

import random
import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.caller import Answer, Caller
from tests.faults.day import Day, at_once
from tests.faults.test_sent_again import EFFECTS, MOST, forms_of
from tests.preloaded import run_module
from tests.running import free_port
from tools.with_postgres import cluster

pytestmark = pytest.mark.server

DAY_SECONDS = 23 * 3600
TEMPLATE = "laid"
TIMES = 20


class OneOfSome(Day):
    """A process that shares its database with another."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.environ["DATABASE_URL"]) as connection:
            return connection.execute(sql).fetchall()  # type: ignore[call-overload, no-any-return]


@pytest.fixture(scope="module")
def redis() -> Iterator[str]:
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait()


@dataclass(frozen=True)
class Laid:
    """A furnished day, made once: its folder, and the address of the database that is copied for each test."""

    folder: Path
    template: str

    def copied(self) -> str:
        """A database of its own."""
        server, name = self.template.replace(f"/{TEMPLATE}?", "/postgres?"), f"two_{random.randrange(10**9)}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")  # type: ignore[call-overload]
        return self.template.replace(f"/{TEMPLATE}?", f"/{name}?")


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laid]:
    folder = tmp_path_factory.mktemp("two") / "laid"
    folder.mkdir()
    with cluster() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        made = Laid(folder, server.replace("/postgres?", f"/{TEMPLATE}?"))
        run_module("tests.faults.furnish_day", str(folder), made.template, log=folder / "furnish.log")
        yield made


@pytest.fixture
def some(laid: Laid, redis: str, tmp_path: Path) -> Iterator[Callable[..., list[Day]]]:
    """Start processes in the middle of one day: `some(2)`, or `some(2, without="defence")` for a control."""
    started: list[Day] = []

    def start(count: int, *, without: str | None = None) -> list[Day]:
        url = laid.copied()
        for number in range(count):
            shutil.copytree(laid.folder, tmp_path / str(number))
            one = OneOfSome(tmp_path / str(number), without=without, DATABASE_URL=url, REDIS_URL=redis)
            started.append(one)
            one.start()
        return started

    yield start
    for one in started:
        one.kill()


def sent_to_both(processes: list[Day]) -> list[str]:
    """Send each form to both, one to five times in all, shuffled; what was not as if each had been sent once."""
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    forms = [forms_of(one) for one in processes]
    before = {table: processes[0].count(table) for table in EFFECTS}
    sent = [(name, time % 2) for name in forms[0] for time in range(chance.randint(2, MOST))]
    chance.shuffle(sent)
    acts = [partial(_until_taken, *forms[at][name]) for name, at in sent]
    answers: dict[str, set[int]] = defaultdict(set)
    for (name, _at), answer in zip(sent, at_once(acts), strict=True):
        answers[name].add(answer.status)
    more = {table: processes[0].count(table) - before[table] for table in EFFECTS}
    faults = [f"{table}: {count} more" for table, count in more.items() if count != (2 if table == "attendance" else 1)]
    faults += [f"{name}: {sorted(said)}" for name, said in answers.items() if said != {303}]
    return [*faults, f"seed {seed}"] if faults else []


def _until_taken(caller: Caller, path: str, fields: dict[str, object]) -> Answer:
    """Whoever is told that others write just now sends it again, as she is asked to; a slow machine says so often."""
    answers = (caller.post(path, **fields) for _time in range(TIMES))
    return next((answer for answer in answers if answer.status != 503), Answer(503, "", ""))


def test_each_form_to_both_in_any_order_has_one_effect_and_one_answer(some: Callable[..., list[Day]]) -> None:
    """CO-2"""
    assert sent_to_both(some(2)) == []


def test_control_two_processes_that_remember_no_form_do_some_of_it_again(some: Callable[..., list[Day]]) -> None:
    faults = sent_to_both(some(2, without="remember_no_form"))

    assert any("hall_message" in fault for fault in faults), faults


def test_the_other_process_knows_the_key_a_day_later_and_refuses_other_words(some: Callable[..., list[Day]]) -> None:
    first, second = some(2, without="move_the_clock")
    first.caller("Nordvik1").post(f"{first.talk}/lines", text="Berre for meg", key="line-0000001")
    for one in (first, second):
        one.set_clock(passed=DAY_SECONDS)
    her = second.caller("Nordvik1")

    again = her.post(f"{second.talk}/lines", text="Berre for meg", key="line-0000001")
    other = her.post(f"{second.talk}/lines", text="Noko anna", key="line-0000001")

    stored = second.rows("SELECT text FROM talk_line")
    assert (again.status, other.status, stored) == (303, 422, [("Berre for meg",)])


def jobs_have_begun(here: Day) -> None:
    """Each job writes once when the program starts; one after another they would be before a form in the queue."""
    before = -1
    while (now := here.count("job_state")) != before or now == 0:
        before = now
        time.sleep(1)


@pytest.mark.parametrize(("without", "answer"), [(None, 503), ("take_no_turn", 303)])
def test_while_another_process_writes_a_form_waits_its_turn(
    some: Callable[..., list[Day]], without: str | None, answer: int
) -> None:
    """The test is the other that writes. With its control: a process that takes no turn writes in the middle of it."""
    (here,) = some(1, without=without)
    her = here.caller("Nordvik1").ready()
    jobs_have_begun(here)
    with psycopg.connect(here.environ["DATABASE_URL"]) as writer:
        writer.execute("SELECT pg_advisory_xact_lock(80738)")
        meanwhile = her.post(f"{here.talk}/lines", text="No", key="line-0000001").status
    later = her.post(f"{here.talk}/lines", text="No", key="line-0000001").status

    assert (meanwhile, later, here.count("talk_line")) == (answer, 303, 1)
