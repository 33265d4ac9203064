"""AG-1, BF-9, MK-3: what a municipality has among its own stands on no page, in no file and on no screen of others.

Each page there is, also one that is made tomorrow, is fetched by those who are nearest to it: a delegate of the
neighbours, who leads the day, who leads the network, and the hall's screen. One of its own delegates is the control.
"""

import io
from collections.abc import Callable, Collection
from functools import partial
from zipfile import ZipFile, is_zipfile

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from network.access.actor import actor_for
from network.actions.models import ActionAnswer, Answer, MarkKind
from network.core.db import db, unit_of_work
from network.sessions.boards.services.making import note_step
from network.sessions.boards.services.opened import open_board
from network.sessions.boards.services.projection import settle
from network.sessions.gatherings.models import GatheringMember, GatheringRole
from network.sessions.groups.models import GroupMember
from network.sessions.stage.services import screens
from tests.access.walking import Walker, address, routes
from tests.access.world import HOLDERS, NORDVIK, NOW, SUNDBY, TODAY, World, build_world

pytestmark = pytest.mark.usefixtures("empty_papers")

OWN = {name: f"Kanari{name}" for name in ("lapp", "setning", "steg", "merknad", "merke", "utkast")}
"""On the board, in the sentence and its first step, beside an answer, on a mark that is shared, in the draft."""
ALONE = "Kanarialeine"
"""On a mark that is its maker's alone."""
WORDS = (*OWN.values(), ALONE)
THEIRS = ("agreement", "board", "briefing", "group", "mark")
Fetch = Callable[[str], TestResponse]


@pytest.fixture
def world(app: Flask) -> World:
    """Dag and Kari of Nordvik are at it today, and Dora of Sundby has come too."""
    made = build_world(app)
    with unit_of_work():
        place = made.municipalities[SUNDBY]
        about = {"gathering_id": made.gatherings[TODAY].id, "person_id": made.people["dora"].id}
        db.session.add(GatheringMember(**about, role=GatheringRole.PARTICIPANT, municipality_id=place.id))
        db.session.add(GroupMember(group_id=made.groups["table 7"].id, person_id=made.people["dag"].id))
        _agree(made)
        _mark(made)
        made.one("briefing", municipality=NORDVIK, gathering=TODAY).writing.texts[0].text = OWN["utkast"]
    board = open_board(made.one("board", group="table 7"))
    note_step(board, actor_for(made.people["dag"].id), text=OWN["lapp"], column="why")
    settle(board)
    made.things.sort(key=lambda thing: thing.truth.group != "table 7")  # the addresses of today are its board's
    return made


def _agree(world: World) -> None:
    """Asked about, and Dag disagrees: the gate waits for Kari."""
    point = world.one("point", municipality=NORDVIK, gathering=TODAY)
    point.what, point.first_step, point.agreement.asked_at = OWN["setning"], OWN["steg"], NOW
    answer = ActionAnswer(
        agreement_id=point.agreement_id,
        action_point_id=point.id,
        subject=point.public_id,
        person_id=world.people["dag"].id,
        wording=point.wording,
        answer=Answer.DISAGREE,
        line=OWN["merknad"],
        at=NOW,
    )
    db.session.add(answer)


def _mark(world: World) -> None:
    for mark in (thing.object for thing in world.of("mark") if thing.truth.owner == "dag"):
        mark.line = ALONE if mark.kind == MarkKind.TALK else OWN["merke"]


def seen(
    app: Flask, world: World, fetch: Fetch, *, about: Collection[str] = (), words: Collection[str] = WORDS
) -> set[str]:
    """Which of all these words somebody finds on any page or in any file there is of today, or on those about this."""
    pages = [route for route in routes(app) if route.method == "GET" and "static" not in route.path]
    asked = [route for route in pages if not about or route.action.partition(".")[0] in about]
    told = " ".join(_words(fetch(address(app, world, route, TODAY))) for route in asked)
    return {word for word in words if word in told}


def _words(answer: TestResponse) -> str:
    """A page as it is, and what lies in a DOCX or a spreadsheet. A PDF is made of the DOCX's parts (RC-5)."""
    body = answer.data
    if not is_zipfile(io.BytesIO(body)):
        return body.decode(errors="replace")
    with ZipFile(io.BytesIO(body)) as packed:
        return " ".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def test_what_a_municipality_has_among_its_own_is_shown_to_nobody_else(app: Flask, world: World) -> None:
    """But the sentence that is asked about, to who notes an answer to it for somebody without a phone (RC-2)."""
    walker = Walker(app, world)
    people = {holder.name: holder for holder in HOLDERS}

    found = {name: seen(app, world, partial(walker.ask, people[name], "GET")) for name in ("dora", "frode", "pia")}
    own = seen(app, world, partial(walker.ask, people["dag"], "GET"), about=THEIRS)
    on_screen = seen(app, world, a_screen(app, world), about=("stage", "screen"))

    assert found == {"dora": set(), "frode": {OWN["setning"]}, "pia": set()}
    assert (own, on_screen) == ({*OWN.values(), ALONE}, set())


def a_screen(app: Flask, world: World) -> Fetch:
    """The hall's, while the municipalities sit among their own: it shows that round, and no words."""
    with unit_of_work():
        world.one("stage", gathering=TODAY).item_id = world.groups["table 7"].round.item_id
        screen, secret = screens.open_screen()
        screens.pair_screen(world.gatherings[TODAY], screen.code, by_id=world.people["frode"].id)
    client = app.test_client()
    client.set_cookie("screen", secret)
    assert world.gatherings[TODAY].title in client.get("/skjerm").text
    return client.get
