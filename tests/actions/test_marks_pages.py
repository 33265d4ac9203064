"""MK: the button where it stands, one's own list, and what is refused; a hostile asker finds nothing of others'."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from network.actions.models import ActionPoint, TakeHomeMark
from network.actions.queries import marks as queries
from network.core import clock
from network.core.db import db, unit_of_work
from network.sessions.boards.models import Board
from network.sessions.groups.models import RoundState
from network.sessions.stage.queries.standing import standing
from network.sessions.stage.services import moves
from tests.actions.marking import Marking, open_the_marking
from tests.cast import STARTS
from tests.conftest import browser_of
from tests.furnished import furnished
from tests.sessions.stage.conftest import queries_of

LINE = "Kunne vi hatt grendeutval hos oss?"
SAID = "Ordføraren hos oss svarar aldri på e-post"
KEY = "a-key-of-her-device"
ClientFor = Callable[[str], FlaskClient]


@pytest.fixture
def marking(app: Flask) -> Marking:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, open_the_marking, at=STARTS + timedelta(hours=1))


@pytest.fixture
def browse(app: Flask, marking: Marking) -> ClientFor:
    return lambda name: browser_of(app, getattr(marking.hall.cast, name, None))


def stored() -> list[tuple[int, str, str, bool]]:
    """(person, target, line, is hers still)."""
    db.session.rollback()
    rows = db.session.scalars(select(TakeHomeMark).order_by(TakeHomeMark.id))
    return [(row.person_id, row.target, row.line, row.removed_at is None) for row in rows]


def test_a_talk_is_marked_from_the_phone_and_stands_in_ones_own_list(marking: Marking, browse: ClientFor) -> None:
    bo = browse("bo")
    page = bo.get(f"/gatherings/{marking.gathering.public_id}/items/item-0").text

    answer = bo.post(marking.path(), data={"target": marking.talk, "line": f" {LINE} ", "key": KEY})

    assert f'data-target="{marking.talk}"' in page
    assert (answer.status_code, answer.headers["Location"]) == (303, marking.path())
    assert stored() == [(marking.person("bo").id, marking.talk, LINE, True)]
    assert LINE in bo.get(marking.path()).text


def test_a_note_of_ones_board_is_marked_without_a_script(marking: Marking, browse: ClientFor) -> None:
    note = marking.writes("anna", marking.hall.board, SAID)
    bo = browse("bo")
    board = bo.get(f"/boards/{marking.hall.board.public_id}").text

    page = bo.get(marking.path(f"/{note}")).text
    bo.post(marking.path(), data={"target": note, "line": LINE, "key": KEY})

    assert marking.path(f"/{note}") in board
    assert [words in page for words in (SAID, "berre dine eigne ord")] == [True, True]
    assert stored() == [(marking.person("bo").id, note, LINE, True)]
    assert all(words in bo.get(marking.path()).text for words in (SAID, LINE))


def test_sent_twice_is_sent_once(marking: Marking, browse: ClientFor) -> None:
    """F10: each form of the marks."""
    bo = browse("bo")
    for rest, form in (
        ("", {"target": marking.talk, "line": LINE, "key": KEY}),
        ("/keeping", {"target": marking.talk, "kept": "1"}),
        ("/keeping", {"target": marking.talk, "kept": "0"}),
        ("/sharing", {}),
        ("/removal", {"target": marking.talk}),
    ):
        bo.post(marking.path(rest), data=form)
        once = rows()
        clock.advance(5)
        bo.post(marking.path(rest), data=form)

        assert rows() == once, rest


def rows() -> list[dict[str, object]]:
    db.session.rollback()
    return [dict(row) for row in db.session.execute(select(TakeHomeMark.__table__)).mappings()]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"target": "talk", "line": LINE, "key": KEY}, 404),
        ({"target": "talk:999999", "line": LINE, "key": KEY}, 404),
        ({"target": "talk:" + "9" * 400, "line": LINE, "key": KEY}, 404),
        ({"target": "{talk}", "line": "a" * 301, "key": KEY}, 422),
        ({"target": "{talk}", "line": LINE, "key": "kort"}, 422),
        ({"target": "{talk}", "line": LINE}, 422),
        ({"target": "case:{talk_id}", "line": LINE, "key": KEY}, 404),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(
    marking: Marking, browse: ClientFor, form: dict[str, str], status: int
) -> None:
    number = marking.talk.split(":")[1]
    filled = {name: value.replace("{talk}", marking.talk).replace("{talk_id}", number) for name, value in form.items()}

    answer = browse("bo").post(marking.path(), data=filled, headers={"Accept": "application/json"})

    assert (answer.status_code, stored()) == (status, [])
    assert answer.get_json()["message"]


def test_what_was_typed_comes_back_with_the_reason(marking: Marking, browse: ClientFor) -> None:
    answer = browse("bo").post(marking.path(), data={"target": marking.talk, "line": "b" * 301, "key": KEY})

    assert (answer.status_code, "b" * 301 in answer.text, "Bruk høgst 300 teikn" in answer.text) == (422, True, True)


@pytest.mark.parametrize("name", ["nobody", "fia", "lea", "kai"])
def test_whoever_has_no_part_in_the_day_marks_nothing(marking: Marking, browse: ClientFor, name: str) -> None:
    answer = browse(name).post(
        marking.path(),
        data={"target": marking.talk, "line": LINE, "key": KEY},
        headers={"Accept": "application/json"},
    )

    assert (answer.status_code in (401, 403, 404), stored()) == (True, [])


def test_a_note_of_a_board_that_one_may_not_read_cannot_be_marked_or_seen(marking: Marking, browse: ClientFor) -> None:
    """The hostile one: she guesses the address. The control: whoever sits at that table does both."""
    note = marking.writes("anna", marking.hall.board, SAID)
    form = {"target": note, "line": LINE, "key": KEY}
    cy, bo = browse("cy"), browse("bo")

    refused = (cy.get(marking.path(f"/{note}")), cy.post(marking.path(), data=form))
    after = stored()

    assert [answer.status_code for answer in refused] == [404, 404]
    assert (after, any(SAID in answer.text for answer in refused)) == ([], False)
    assert [bo.get(marking.path(f"/{note}")).status_code, bo.post(marking.path(), data=form).status_code] == [200, 303]


def test_others_marks_are_on_no_page_before_the_round_and_on_no_other_municipalitys_after(
    marking: Marking, browse: ClientFor
) -> None:
    """MK-3, MK-6: with the control: her colleague finds the line on their board, and the group's words never."""
    note = marking.writes("anna", marking.hall.board, SAID)
    marking.marks("bo", note, LINE)
    before = {name: found(marking, browse(name), LINE) for name in ("anna", "cy", "kai", "fia", "lea")}
    marking.own_round()

    after = {name: found(marking, browse(name), LINE) for name in ("anna", "kai", "fia", "lea")}
    told = found(marking, browse("cy"), SAID)
    hers = found(marking, browse("cy"), LINE)

    assert [*before.values(), *after.values(), told] == [[]] * 10
    assert [path.split("/")[1] for path in hers] == ["boards"]


def found(marking: Marking, client: FlaskClient, words: str) -> list[str]:
    """The pages on which somebody finds these words."""
    gathering = f"/gatherings/{marking.gathering.public_id}"
    boards = [f"/boards/{board.public_id}" for board in all_boards(marking)]
    rounds = [f"/rounds/{round_id}/strip" for round_id in own_round_ids(marking)]
    paths = ["/", "/me", gathering, f"{gathering}/control", f"{gathering}/marks", f"{gathering}/items/item-0"]
    return [path for path in [*paths, *boards, *rounds] if words in client.get(path, follow_redirects=True).text]


def all_boards(marking: Marking) -> list[Board]:
    """But the mixed group's own, where its note stands."""
    return [board for board in db.session.scalars(select(Board)) if board.id != marking.hall.board.id]


def own_round_ids(marking: Marking) -> list[str]:
    round_ = queries.local_round(marking.gathering.id)
    return [round_.public_id] if round_ is not None else []


def test_ones_marks_are_nobody_elses_to_keep_or_take_away(marking: Marking, browse: ClientFor) -> None:
    marking.marks("bo", marking.talk, LINE)
    cy = browse("cy")

    for rest, more in (("/removal", {}), ("/keeping", {"kept": "1"}), ("/sharing", {})):
        cy.post(marking.path(rest), data={"target": marking.talk, **more})

    [mark] = queries.own_marks(marking.actor("bo"), marking.gathering.id)
    assert (mark.removed_at, mark.kept_back_at, mark.shared_at) == (None, None, None)


def test_before_work_begins_the_phone_tells_what_will_be_shown_and_one_is_kept_back(
    marking: Marking, browse: ClientFor
) -> None:
    """MK-4"""
    marking.marks("bo", marking.talk, LINE)
    marking.marks("bo", marking.asked, "Dette er mitt")
    bo = browse("bo")
    early = bo.get("/").text
    begin(marking)
    marking.own_round(RoundState.DRAWN, RoundState.GATHER)

    page = bo.get("/").text
    bo.post(marking.path("/keeping"), data={"target": marking.asked, "kept": "1", "back": "/#marks"})
    marking.own_round(RoundState.RUNNING)

    told = "Merka dine blir viste for dei frå Sundby når arbeidet byrjar"
    assert (told in early, told in page, LINE in page, "Hald tilbake" in page) == (False, True, True, True)
    assert [one.target for one in marking.seen_by("cy", "9902")] == [marking.talk]


def begin(marking: Marking) -> None:
    """The municipalities' own round goes on in the hall."""
    with unit_of_work():
        version = standing(marking.gathering.id).version
        home = marking.items["home"].id
        moves.move(marking.gathering, "begin", version=version, by_id=marking.person("fia").id, item_id=home)


def test_during_the_round_the_button_says_that_colleagues_see_it_at_once(marking: Marking, browse: ClientFor) -> None:
    """MK-5"""
    marking.own_round()
    page = browse("bo").get(marking.path(f"/{marking.talk}")).text

    browse("bo").post(marking.path(), data={"target": marking.talk, "line": LINE, "key": KEY, "told": "1"})

    assert [words in page for words in ("vis det for dei heimanfrå", 'name="told" value="1"')] == [True, True]
    assert [one.lines for one in marking.seen_by("cy", "9902")] == [(LINE,)]


def test_those_who_lead_see_sums_and_none_of_fewer_than_five(marking: Marking, browse: ClientFor) -> None:
    """MK-11"""
    marking.marks("bo", marking.talk, LINE)
    begin(marking)

    page = browse("fia").get(f"/gatherings/{marking.gathering.public_id}/control").text

    assert ("Færre enn fem har merkt noko" in page, LINE in page) == (True, False)


def test_the_list_asks_the_database_as_often_for_one_mark_as_for_many(marking: Marking, browse: ClientFor) -> None:
    bo = browse("bo")
    notes = [marking.writes("anna", marking.hall.board, f"Lapp {number}") for number in range(3)]
    marking.marks("bo", notes[0])
    bo.get(marking.path())
    one = queries_of(bo, marking.path())

    for note in notes[1:]:
        marking.marks("bo", note)

    assert queries_of(bo, marking.path()) == one


ELSEWHERE = ("https://vond.example/", "//vond.example", "/\\vond.example", "javascript:alert(1)")
LEFT_OUT = ("/\t/vond.example", "/\n/vond.example", "/\r/vond.example", "/\t\\vond.example", "/\u3000/vond.example")
"""With signs that a browser takes out of an address before it reads it."""


@pytest.mark.parametrize("back", [*ELSEWHERE, *LEFT_OUT])
def test_nobody_is_sent_elsewhere_afterwards(marking: Marking, browse: ClientFor, back: str) -> None:
    form = {"target": marking.talk, "line": LINE, "key": KEY, "back": back}

    answer = browse("bo").post(marking.path(), data=form)

    assert answer.headers["Location"] == marking.path()


def test_what_colleagues_share_becomes_an_action_that_says_where_it_came_from(
    marking: Marking, client_for: ClientFor
) -> None:
    """AG-9"""
    marking.marks("cy", marking.talk, "Spør grendene")
    marking.marks("anna", marking.asked, "Kva kosta det hos oss?")
    marking.own_round()
    bo = client_for(marking.person("bo"))
    path = f"/gatherings/{marking.gathering.public_id}/agreements/9902"

    page = bo.get(path).text
    made = bo.post(f"{path}/points", data={"key": "a-key-of-16-char", "source": marking.talk})
    strangers = bo.post(f"{path}/points", data={"key": "b-key-of-16-char", "source": marking.asked})

    db.session.rollback()
    assert ("Spør grendene" in page, "Kva kosta det hos oss?" in page) == (True, False)
    assert (made.status_code, strangers.status_code) == (303, 404)
    [point] = db.session.query(ActionPoint)
    assert [(one.kind, one.target) for one in point.sources] == [("talk", marking.talk)]
    assert "Spør grendene" in point.sources[0].line
