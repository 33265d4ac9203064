"""What cannot be kept for another day: a gathering that goes on, its big screen, and people who are signed in.

`python -m bench.region.today` adds them to a region that `bench.region.furnish` has made, and prints JSON:

    {"cookies": {"lead", "coordinator", "delegate", "screen"}, "names": {what stands in braces in an address}}

People are welcomed at the moment, and the wall shows what became of what was taken home last time.
"""

import argparse
import json
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import func, select

from bench.region.day import Came, Day, admit
from bench.region.furnish import SEED, Region, known, plan
from bench.region.rows import Rows
from network import create_app
from network.actions.models import ActionPoint, ActionUpdate
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.settings import Settings
from network.followup.models import Briefing
from network.people.identity import SESSION_COOKIE
from network.people.services.sessions import begin_session
from network.sessions.gatherings.models import Attendance, Gathering, ItemKind
from network.sessions.stage.routes.screen import COOKIE as SCREEN_COOKIE
from network.sessions.stage.services import screens
from network.sessions.stage.services.moves import move
from network.sessions.stage.services.standing import state_of
from network.web.addresses import cookie_name

BEGAN_AGO, WELCOMED_AGO = timedelta(minutes=40), timedelta(minutes=5)
COMES = 0.85


@dataclass(frozen=True)
class Today:
    cookies: dict[str, str]
    names: dict[str, str]


def lay_today(*, seed: int = SEED) -> Today:
    """Opens its own unit of work."""
    with unit_of_work():
        region = known()
        first = region.places[0]
        names = named()
        gathering = _welcome(region, random.Random(seed))
        people = {"lead": region.lead, "coordinator": first.coordinator, "delegate": first.delegates[0]}
        cookies = {who: _signed_in(person) for who, person in people.items()}
        cookies["screen"] = _screen(gathering, region.lead)
        return Today(cookies, {**names, "today": gathering.public_id})


def _welcome(region: Region, lot: random.Random) -> Gathering:
    """Planned a month ago; most have come; the welcome goes on."""
    starts_at = clock.now().replace(microsecond=0) - BEGAN_AGO
    with clock.stopped_at(starts_at - timedelta(days=30)):
        gathering = plan(region, starts_at, number=int(db.session.scalar(select(func.count(Gathering.id))) or 0))
    rows, places = Rows(), [Came(one.id, one.delegates, one.coordinator) for one in region.places]
    admit(Day(gathering, region.lead, places), rows)
    for place in places:
        for person in place.delegates:
            if lot.random() < COMES or person == places[0].delegates[0]:
                about = {"gathering_id": gathering.id, "person_id": person, "municipality_id": place.municipality}
                rows.put(Attendance, **about, arrived_at=starts_at, how="badge")
    rows.store()
    for kind, ago in ((ItemKind.ARRIVAL, BEGAN_AGO), (ItemKind.WELCOME, WELCOMED_AGO)):
        item = next(item for item in gathering.items if item.kind == kind)
        with clock.stopped_at(clock.now() - ago):
            _move(gathering, region.lead, "begin", item_id=item.id, is_confirmed=True)
    return gathering


def _move(gathering: Gathering, by_id: int, act: str, **facts: object) -> None:
    move(gathering, act, version=state_of(gathering).version, by_id=by_id, **facts)


def _screen(gathering: Gathering, lead: int) -> str:
    """A screen that shows the wall; its cookie."""
    screen, secret = screens.open_screen()
    screens.pair_screen(gathering, screen.code, by_id=lead)
    _move(gathering, lead, "show", picture="last")
    return f"{cookie_name(current_app.extensions['settings'], SCREEN_COOKIE)}={secret}"


def _signed_in(person_id: int) -> str:
    _, secret = begin_session(person_id, device="bench")
    return f"{cookie_name(current_app.extensions['settings'], SESSION_COOKIE)}={secret}"


def named() -> dict[str, str]:
    """The gathering that was last, the first municipality, what it agreed there, its draft for the council."""
    first = known().places[0]
    over = select(Gathering).where(Gathering.ends_at < clock.now()).order_by(Gathering.starts_at.desc())
    past = db.session.scalars(over.limit(1)).one()
    ours = select(ActionPoint.public_id).join(ActionUpdate, ActionUpdate.action_point_id == ActionPoint.id)
    ours = ours.where(ActionPoint.municipality_id == first.id, ActionPoint.gathering_id == past.id)
    longest = ours.group_by(ActionPoint.public_id).order_by(func.count(ActionUpdate.id).desc()).limit(1)
    briefing = select(Briefing.public_id).where(Briefing.gathering_id == past.id, Briefing.municipality_id == first.id)
    return {
        "past": past.public_id,
        "municipality": first.number,
        "point": db.session.scalars(longest).one(),
        "briefing": db.session.scalars(briefing).one(),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    argparse.ArgumentParser(prog="python -m bench.region.today", description=__doc__).parse_args(arguments)
    app = create_app(Settings.from_environment(os.environ), side_process=True)
    with app.test_request_context():
        print(json.dumps(asdict(lay_today())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
