"""BO-15: what somebody writes alone stands on no page, in no file and on no screen of others until it is shown.

Each page there is, also one that is made tomorrow, is fetched by those who are nearest to it: who sits at the same
table and leads the network besides, who leads the day, and the hall's screen. Afterwards she at the table reads it, by
the same look.
"""

from functools import partial

import pytest
from flask import Flask

from network.core import clock
from network.core.db import unit_of_work
from network.sessions.boards.services import revealing
from network.sessions.boards.services.following import write_alone
from tests.access.test_walls import a_screen, seen
from tests.access.walking import Walker
from tests.access.world import HOLDERS, World, build_world

pytestmark = pytest.mark.usefixtures("empty_papers")

ALONE = "Kanarihemmeleg"
TABLE = "table 1"
PEOPLE = {holder.name: holder for holder in HOLDERS}


@pytest.fixture
def world(app: Flask) -> World:
    """Table 1 has written alone for some time; of what is made of today it comes first."""
    made = build_world(app)
    made.things.sort(key=lambda thing: thing.truth.group != TABLE)
    with unit_of_work():
        write_alone([made.one("board", group=TABLE)], is_wanted=True)
    clock.advance(60)
    return made


def test_what_one_writes_alone_is_on_nobody_elses_page_before_it_is_shown(app: Flask, world: World) -> None:
    walker, board = Walker(app, world), world.one("board", group=TABLE)
    place = f"/boards/{board.public_id}"
    written = walker.ask(PEOPLE["dag"], "POST", f"{place}/notes", {"text": ALONE, "column": "why"})

    fetches = {name: partial(walker.ask, PEOPLE[name], "GET") for name in ("pia", "frode")}
    before = {name: seen(app, world, fetch, words=[ALONE]) for name, fetch in fetches.items()}
    on_screen = seen(app, world, a_screen(app, world), about=("stage", "screen"), words=[ALONE])
    own = seen(app, world, partial(walker.ask, PEOPLE["dag"], "GET"), about=("board",), words=[ALONE])
    with unit_of_work():
        write_alone([world.one("board", group=TABLE)], is_wanted=False)
    revealing.show_due()
    after = seen(app, world, fetches["pia"], about=("board",), words=[ALONE])

    assert (written.status_code, before, on_screen) == (303, {"pia": set(), "frode": set()}, set())
    assert (own, after) == ({ALONE}, {ALONE})
