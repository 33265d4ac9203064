"""What the pages about groups cost the server, in a hall of 500 with sixty gatherings behind it.

`python -m bench.groups.pages` fills a database of its own and prints, for each step, milliseconds of this process's
processor time. What the engine's own process takes is not in it: that is the draw itself.
"""

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, select

from network import create_app
from network.core import clock
from network.core.db import bring_up_to_date, db, unit_of_work
from network.core.settings import Settings
from network.people.identity import SESSION_COOKIE
from network.people.models import Person
from network.people.services.register import add_municipality, add_person, found_network, give_role, give_seat
from network.people.services.sessions import begin_session
from network.sessions.gatherings.models import Attendance, Gathering, GatheringMember, GatheringRole, ProgrammeItem
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import create_gathering
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRound, RoundState
from network.sessions.groups.services import meeting, rounds
from network.web.addresses import cookie_name

PLACES, EACH, GATHERINGS, ROUNDS, SIZE = 100, 5, 60, 4, 8
NOW = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
SEATED_ON = date(2011, 10, 1)
REPEATS = 5
GROUP_ID_ROOM = 1000
"""Ids of groups that a round has for itself."""


@dataclass(frozen=True)
class Hall:
    """Ids, and the addresses of today's round, whose groups are made, and of the gathering."""

    lead: Person
    delegate: Person
    gathering: Gathering
    round: GroupRound

    @property
    def address(self) -> str:
        return f"/gatherings/{self.gathering.public_id}/rounds/{self.round.public_id}"


def fill(now: datetime = NOW) -> Hall:
    """A network with all its past, and today's hall with everybody in it."""
    with unit_of_work():
        found_network(name="Benkenettverket", owner="Benken", language="nn")
        lead = add_person(name="Lea Benkeleiar", email="lea@benken.example")
        give_role(lead, "project_lead")
        people = list(_delegates())
        past = [_day(now - timedelta(days=30 * back)) for back in range(GATHERINGS, 0, -1)]
        today = _day(now - timedelta(hours=1))
        for gathering in (*past, today):
            _there(gathering, [one.id for one in people])
        admit(today, lead.id, GatheringRole.FACILITATOR)
        for number, gathering in enumerate(past):
            _mixed_before(gathering, number, [one.id for one in people])
    with unit_of_work():
        item = _item(today, 0)
        round_ = rounds.round_for(item)
    return Hall(lead, people[7], today, round_)


def _delegates() -> Iterator[Person]:
    for number in range(PLACES):
        place = add_municipality(
            number=f"9{number:03}", name=f"{chr(65 + number % 26)}vik {number}", language="nn", joined_on=SEATED_ON
        )
        for seat in range(EACH):
            person = add_person(name=f"Ingrid {seat} Benkeli {number}", email=f"p{number}.{seat}@benken.example")
            give_seat(person, place, from_date=SEATED_ON, party="ABCD"[seat % 4])
            yield person


def _day(starts_at: datetime) -> Gathering:
    day = {"title": "Benkedagen", "theme": "Kor mykje toler han?", "place": "Benkehuset", "zone": "Europe/Oslo"}
    return create_gathering(None, **day, language="nn", starts_at=starts_at, ends_at=starts_at + timedelta(hours=8))


def _there(gathering: Gathering, person_ids: Sequence[int]) -> None:
    at = {"gathering_id": gathering.id}
    came = {"arrived_at": gathering.starts_at, "how": "badge"}
    role = GatheringRole.PARTICIPANT
    db.session.execute(insert(GatheringMember), [{**at, "person_id": one, "role": role} for one in person_ids])
    places = [at_ // EACH + 1 for at_ in range(len(person_ids))]
    db.session.execute(
        insert(Attendance),
        [
            {**at, **came, "person_id": one, "municipality_id": place}
            for one, place in zip(person_ids, places, strict=True)
        ],
    )


def _item(gathering: Gathering, number: int) -> ProgrammeItem:
    item = ProgrammeItem(
        public_id=f"bench-{gathering.id}-{number}",
        gathering_id=gathering.id,
        position=number,
        kind="mixed_round",
        title=f"Runde {number + 1}",
        minutes=45,
        groups="new",
    )
    db.session.add(item)
    db.session.flush()
    return item


def _mixed_before(gathering: Gathering, number: int, person_ids: Sequence[int]) -> None:
    lot = random.Random(f"bench {number}")
    for at in range(ROUNDS):
        began, round_id = gathering.starts_at + timedelta(hours=at), 1 + number * ROUNDS + at
        group_ids = [round_id * GROUP_ID_ROOM + seat for seat in range(-(-len(person_ids) // SIZE))]
        order = lot.sample(list(person_ids), len(person_ids))
        until = began + timedelta(minutes=45)
        facts = {"kind": GroupKind.MIXED, "gathering_id": gathering.id}
        db.session.execute(
            insert(GroupRound),
            [
                {
                    **facts,
                    "id": round_id,
                    "public_id": f"past-{round_id}",
                    "item_id": _item(gathering, at).id,
                    "number": at + 1,
                    "state": RoundState.CLOSED,
                    "started_at": began,
                    "closed_at": until,
                    "plan": "{}",
                }
            ],
        )
        db.session.execute(
            insert(BreakoutGroup),
            [{**facts, "id": one, "round_id": round_id, "label": "Bord", "number": one % 1000} for one in group_ids],
        )
        members = [{"group_id": group_ids[seat % len(group_ids)], "person_id": one} for seat, one in enumerate(order)]
        db.session.execute(insert(GroupMember), [{**one, "joined_at": began} for one in members])
        meeting.count(db.session.get_one(GroupRound, round_id), until=until)


def measured(app: Flask, hall: Hall) -> dict[str, Any]:
    """Step → milliseconds of processor time, the median of some, and how many questions went to the database."""
    lead, delegate = (_browser(app, person) for person in (hall.lead, hall.delegate))
    posts = f"/rounds/{hall.round.public_id}"
    found = {"publishing a draw": _of(lambda: _post(lead, f"{posts}/groups"), times=3)}
    steps: Mapping[str, Callable[[], object]] = {
        "the round's page": lambda: _get(lead, hall.address),
        "who meets again": lambda: _get(lead, f"{hall.address}/again"),
        "evening out": lambda: _get(lead, f"{hall.address}/repairs"),
        "where to move somebody": lambda: _get(lead, f"{hall.address}/people/{hall.delegate.public_key}"),
        "names and tables": lambda: _get(lead, f"{hall.address}/seating"),
        "who has met whom": lambda: _get(lead, "/who-has-met"),
        "a delegate's own page": lambda: _get(delegate, "/me"),
        "the smallest page": lambda: _get(lead, "/healthz"),
    }
    found |= {name: _of(step) for name, step in steps.items()}
    found["moving somebody"] = _of(_mover(lead, hall, posts))
    found["sending them to the tables, with their boards"] = _of(lambda: _step(hall, RoundState.GATHER), times=1)
    found["a delegate's own group"] = _of(lambda: _get(delegate, f"{posts}/mine"))
    _step(hall, RoundState.RUNNING)
    _step(hall, RoundState.WRAP_UP)
    clock.set(NOW + timedelta(minutes=40))
    found["closing, with their boards and who met"] = _of(lambda: _step(hall, RoundState.CLOSED), times=1)
    return found


def _mover(lead: FlaskClient, hall: Hall, posts: str) -> Callable[[], object]:
    ids = list(db.session.scalars(select(BreakoutGroup.id).where(BreakoutGroup.round_id == hall.round.id)))
    db.session.rollback()
    turns = iter(ids * 3)

    def move() -> None:
        data = {"person": hall.delegate.public_key, "group": str(next(turns)), "anyway": "y"}
        lead.post(f"{posts}/moves", data=data)

    return move


def _step(hall: Hall, to: RoundState) -> None:
    with unit_of_work():
        rounds.move_round(db.session.get_one(GroupRound, hall.round.id), to, by_id=hall.lead.id)


def _get(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


def _post(client: FlaskClient, address: str) -> None:
    answer = client.post(address, data={"size": str(SIZE)})
    if answer.status_code != 303:
        raise RuntimeError(f"{address}: {answer.status_code}")


def _of(act: Callable[[], object], *, times: int = REPEATS) -> dict[str, float]:
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *facts: asked.append(facts[2]))
    taken = list(_timed(act, times + (times > 1)))
    return {"ms": round(statistics.median(taken[times > 1 :]), 1), "questions": len(asked) // len(taken)}


def _timed(act: Callable[[], object], times: int) -> Iterable[float]:
    for _ in range(times):
        began = time.process_time()
        act()
        yield 1000 * (time.process_time() - began)


def _browser(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    with unit_of_work():
        _, secret = begin_session(person.id, device="bench")
    client.set_cookie(cookie_name(app.extensions["settings"], SESSION_COOKIE), secret)
    return client


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        given = {"SAMLING_INSTANCE": folder, "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.db'}"}
        app = create_app(Settings.from_environment({**os.environ, **given}))
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            bring_up_to_date()
            clock.set(NOW)
            hall = fill()
            print(json.dumps(measured(app, hall)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
