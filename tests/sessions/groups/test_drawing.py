"""GR-12: groups are drawn in a process of its own; whatever becomes of it, what stood there stands."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.core import beside
from network.core.db import db, unit_of_work
from network.core.settings import ROOT
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.models import GatheringRole
from network.sessions.gatherings.services.members import admit
from network.sessions.groups.models import GroupRound, RoundState
from network.sessions.groups.services import dealing, drawing
from tests.sessions.groups.conftest import Day, groups_of, memberships

ClientFor = Callable[[Person | None], FlaskClient]
READS = "import sys, json, os, signal, time; told = json.load(sys.stdin); ids = [one['id'] for one in told['people']];"
SAYS = "print(json.dumps({'rounds': [groups]}))"


def command(does: str) -> tuple[str, ...]:
    return (sys.executable, "-c", READS + does)


def test_the_command_beside_gives_the_groups_that_the_engine_gives_here(full_day: Day) -> None:
    """GR-1: the same question and seed, in whichever process."""
    full_day.dealt()
    asked = dealing.asked_of(full_day.round(), by_id=None, size=4)

    assert drawing.drawn_beside(asked).plan == dealing.drawn_here(asked).plan


BAD = {
    "dies": "os.kill(os.getpid(), signal.SIGKILL)",
    "ends with an error": "sys.exit(3)",
    "says nothing": "pass",
    "says something else": "print('Hei')",
    "no plan": "print(json.dumps({'rounds': [[['x']]]}))",
    "hangs": "time.sleep(60)",
    "somebody is missing": "groups = [ids[at:-1:8] for at in range(8)];" + SAYS,
    "all at one table": "groups = [ids] + [[]] * 6;" + SAYS,
    "somebody sits twice": "groups = [ids[at::7] for at in range(7)]; groups[0][0] = groups[1][0];" + SAYS,
}


@pytest.mark.parametrize("name", BAD)
def test_when_no_good_groups_come_the_page_says_so_and_the_old_groups_stand(
    full_day: Day, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    round_ = full_day.dealt()
    before = memberships(round_)
    monkeypatch.setattr(drawing, "COMMAND", command(BAD[name]))
    if name == "hangs":
        monkeypatch.setattr(drawing, "SECONDS", 0.5)

    answer = client_for(full_day.fia).post(f"/rounds/{round_.public_id}/groups")
    told = "Det som stod her frå før, står." in answer.text
    monkeypatch.undo()
    again = client_for(full_day.fia).post(f"/rounds/{round_.public_id}/groups")

    assert (answer.status_code, told, again.status_code) == (503, True, 303)
    assert before != memberships(round_)


def test_the_judge_is_what_keeps_bad_groups_out(
    full_day: Day, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the faults above: without the judge the bad groups would be published."""
    round_ = full_day.dealt()
    monkeypatch.setattr(drawing, "COMMAND", command(BAD["all at one table"]))
    monkeypatch.setattr(drawing, "judged", lambda asked, plan, seconds: dealing.Drawn(asked, plan, None, seconds))

    client_for(full_day.fia).post(f"/rounds/{round_.public_id}/groups")

    assert [len(group) for group in groups_of(round_)] == [32]


def counted(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], object]) -> list[Sequence[str]]:
    """Has `meanwhile` happen while the groups are drawn, and counts how often they are."""
    runs: list[Sequence[str]] = []
    made_beside = beside.made_beside

    def watched(asked: Sequence[str], *given: object, **limits: object) -> object:
        runs.append(asked)
        db.session.rollback()
        meanwhile()
        return made_beside(asked, *given, **limits)  # type: ignore[arg-type]

    monkeypatch.setattr(beside, "made_beside", watched)
    return runs


def test_pressed_twice_makes_one_draw(
    app: Flask, full_day: Day, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F10. The second press comes while the first is drawn, and gets the same answer."""
    round_ = full_day.dealt()
    client, address, form = client_for(full_day.fia), f"/rounds/{round_.public_id}/groups", {"version": round_.version}
    second, statuses, waits = client_for(full_day.fia), [], threading.Event()

    def press() -> None:
        with app.app_context():
            statuses.append(second.post(address, data=form).status_code)

    def meanwhile() -> None:
        presser.start()
        assert waits.wait(30)

    of_the_first = drawing._of_the_first
    monkeypatch.setattr(drawing, "_of_the_first", lambda *asked: (waits.set(), of_the_first(*asked))[1])
    presser = threading.Thread(target=press)
    runs = counted(monkeypatch, meanwhile)

    statuses.append(client.post(address, data=form).status_code)
    presser.join(30)

    assert (statuses, len(runs), db.session.get_one(GroupRound, round_.id).seed) == ([303, 303], 1, 2)


def test_somebody_else_who_presses_meanwhile_is_told_who_makes_them(
    full_day: Day, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work():
        kai = register.add_person(name="Kai Prosessdøme", email="kai@prove.example")
        admit(full_day.gathering, kai.id, GatheringRole.FACILITATOR)
    round_ = full_day.dealt()
    first, other, answers = client_for(full_day.fia), client_for(kai), []
    address = f"/rounds/{round_.public_id}/groups"
    runs = counted(monkeypatch, lambda: answers.append(other.post(address)))

    answers.append(first.post(address))

    assert ([answer.status_code for answer in answers], len(runs)) == ([409, 303], 1)
    assert "Fia Prosessdøme lagar desse gruppene akkurat no." in answers[0].text


def test_who_comes_while_the_groups_are_drawn_has_a_place_and_who_leaves_has_none(
    day: Day, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GR-5"""
    here, late, gone = day.people[:20], day.people[25], day.people[3]
    day.comes(*here)
    round_ = day.round()
    counted(monkeypatch, lambda: (day.comes(late), day.leaves(gone)))

    client_for(day.fia).post(f"/rounds/{round_.public_id}/groups")

    assert set().union(*groups_of(round_)) == {one.id for one in here} - {gone.id} | {late.id}


def test_groups_are_not_published_over_what_somebody_did_meanwhile(
    full_day: Day, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C7"""
    round_ = full_day.dealt()
    before = memberships(round_)
    counted(monkeypatch, lambda: full_day.moves(round_, RoundState.GATHER))

    answer = client_for(full_day.fia).post(f"/rounds/{round_.public_id}/groups")

    assert (answer.status_code, memberships(round_)) == (409, before)


def test_nobody_waits_for_groups_inside_a_unit_of_work(full_day: Day) -> None:
    round_ = full_day.round()

    with unit_of_work(), pytest.raises(RuntimeError), drawing.drawing(round_, by_id=None):
        pass


def test_whoever_stops_waiting_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """An orderly stop of the server ends its greenlets so. Without `made_beside` seeing to it the child would go on."""
    started: list[subprocess.Popen[bytes]] = []

    class Stopped(subprocess.Popen[bytes]):
        def communicate(self, *_given: object, **_limits: object) -> tuple[bytes, bytes]:
            started.append(self)
            raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", Stopped)

    with pytest.raises(KeyboardInterrupt):
        beside.made_beside((sys.executable, "-c", "import time; time.sleep(600)"), b"", seconds=600)

    assert started[0].returncode == -signal.SIGKILL


ORPHAN = """
import sys, threading, time
from network.core import beside
if {is_bound}: pass
else: beside._bound = lambda *asked: None
spin = "import os, sys\\nprint(os.getpid(), file=open(sys.argv[1], 'w'), flush=True)\\nwhile True: pass"
beside.made_beside((sys.executable, "-c", spin, sys.argv[1]), b"", seconds=0.5 if {is_bound} else 60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")
@pytest.mark.parametrize("is_bound", [True, False])
def test_a_server_that_is_killed_leaves_no_process_that_goes_on_for_ever(tmp_path: Path, *, is_bound: bool) -> None:
    """With the limits off the child outlives its second of processor time; the test ends that one itself."""
    said = tmp_path / "pid"
    server = subprocess.Popen((sys.executable, "-c", ORPHAN.format(is_bound=is_bound), said), cwd=ROOT)
    while not (said.exists() and (pid := said.read_text().strip())):
        time.sleep(0.02)
    server.kill()
    server.wait()

    used = 0.0
    while is_alive(int(pid)) and used < 1.5:
        time.sleep(0.05)
        used = processor_seconds(int(pid))

    survives = is_alive(int(pid))
    if survives:
        os.kill(int(pid), signal.SIGKILL)
    assert survives is not is_bound


def is_alive(pid: int) -> bool:
    fields = stat_of(pid)
    return bool(fields) and fields[0] != "Z"


def processor_seconds(pid: int) -> float:
    fields = stat_of(pid)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def stat_of(pid: int) -> list[str]:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return []


def test_what_goes_to_the_process_says_a_party_and_what_is_kept_does_not(
    full_day: Day, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PE-2, decision on parties: used for the mixing, on standard input alone."""
    round_, told = full_day.round(), []
    made_beside = beside.made_beside
    monkeypatch.setattr(
        beside,
        "made_beside",
        lambda asked, given, **limits: (told.append((asked, given)), made_beside(asked, given, **limits))[1],
    )

    client_for(full_day.fia).post(f"/rounds/{round_.public_id}/groups")

    (asked, given), kept = told[0], db.session.get_one(GroupRound, round_.id).plan
    assert {one["party"] for one in json.loads(given)["people"]} == {"Ap", "H", "Sp", "V"}
    assert all("Sp" not in said for said in (*asked, kept))
