"""The board's pages: who reads, who writes without script, who closes; lists and table agree."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from pycrdt import Doc, Map
from sqlalchemy import func, select, update

from network.access.actor import actor_for
from network.access.guard import can
from network.core.db import db, unit_of_work
from network.documents.models import DocumentSnapshot, DocumentUpdate
from network.people.models import Municipality, Person
from network.sessions.boards.models import Board, Note
from network.sessions.boards.queries import boards_for
from network.sessions.boards.services import making
from network.sessions.groups.models import GroupKind
from network.sessions.groups.services.members import create_group
from tests.cast import COLUMNS, Hall, a_gathering

ClientFor = Callable[[Person | None], FlaskClient]
NOTE_ID = "abcdefghijklmnopqrstu1"


def path(hall: Hall, rest: str = "") -> str:
    return f"/boards/{hall.board.public_id}{rest}"


def state() -> tuple[int, list[object]]:
    """What a refused request must not change."""
    db.session.rollback()
    boards = db.session.execute(select(Board.id, Board.closed_at, Board.shared_at).order_by(Board.id)).all()
    return db.session.scalar(select(func.count()).select_from(Note)) or 0, [tuple(row) for row in boards]


def is_open(hall: Hall) -> bool:
    db.session.rollback()
    return db.session.get_one(Board, hall.board.id).is_open


@pytest.mark.parametrize(
    ("name", "is_shared", "status"),
    [
        ("anna", False, 200),
        ("bo", False, 200),
        ("fia", False, 200),
        ("cy", False, 404),
        ("kai", False, 404),
        ("lea", False, 404),
        ("otto", False, 404),
        ("cy", True, 200),
        ("kai", True, 200),
        ("lea", True, 200),
        ("otto", True, 404),
    ],
)
def test_a_board_is_read_by_its_group_its_facilitator_and_when_shared_by_the_network(
    hall: Hall, client_for: ClientFor, name: str, is_shared: bool, status: int
) -> None:
    if is_shared:
        with unit_of_work():
            making.share_board(None, hall.board)

    answer = client_for(getattr(hall.cast, name)).get(path(hall))

    assert (answer.status_code, hall.board.title in answer.text) == (status, status == 200)


def test_a_board_shows_its_own_line_of_help_and_the_ways_of_working(hall: Hall, client_for: ClientFor) -> None:
    """BO-50, BO-56: a board from before the line was kept with it has its built-in template's."""
    told = {}
    for template, line in (("own-gone", "Skriv kort."), ("take_home", ""), ("own-gone", "")):
        with unit_of_work():
            db.session.execute(update(Board).values(template=template, help=line))
        page = client_for(hall.cast.anna).get(path(hall)).text
        told[template, line] = "".join(page.partition('class="board__help">')[2].partition("<")[0])[:11]

    assert told == {
        ("own-gone", "Skriv kort."): "Skriv kort.",
        ("take_home", ""): "Eitt tiltak",
        ("own-gone", ""): "",
    }
    assert page.count("<dt>") >= 5
    assert all(f"<dt>{card}</dt>" in page for card in ("Runde rundt bordet", "Kven manglar her?", "Kva må til?"))


def test_a_visitor_is_led_to_sign_in_and_back(hall: Hall, client_for: ClientFor) -> None:
    answer = client_for(None).get(path(hall))

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign-in?next={path(hall)}")


@pytest.mark.parametrize(
    ("name", "rest", "status"),
    [
        ("cy", "/notes", 404),
        ("otto", "/notes", 404),
        ("lea", "/notes", 404),
        ("anna", "/closure", 403),
        ("cy", "/closure", 404),
        ("lea", "/closure", 404),
        ("anna", "/opening", 403),
    ],
)
def test_who_may_not_write_or_close_changes_nothing(
    hall: Hall, client_for: ClientFor, name: str, rest: str, status: int
) -> None:
    before = state()

    answer = client_for(getattr(hall.cast, name)).post(path(hall, rest), data={"text": "x", "column": "why"})

    assert (answer.status_code, state()) == (status, before)


def test_a_note_from_a_form_is_on_the_board_and_in_sql_when_the_page_comes_back(
    hall: Hall, client_for: ClientFor
) -> None:
    anna = client_for(hall.cast.anna)

    answer = anna.post(path(hall, "/notes"), data={"text": " Skuleskyss ", "column": "what", "note_id": NOTE_ID})

    db.session.rollback()
    stored = db.session.execute(select(Note.text, Note.column_key)).one()
    assert (answer.status_code, answer.headers["Location"]) == (303, path(hall, f"?all=1#note-{NOTE_ID}"))
    assert (tuple(stored), "Skuleskyss" in anna.get(path(hall)).text) == (("Skuleskyss", "what"), True)


def test_a_form_that_is_sent_twice_makes_one_note(hall: Hall, client_for: ClientFor) -> None:
    anna = client_for(hall.cast.anna)
    form = {"text": "Ein gong", "column": "what", "note_id": NOTE_ID}

    anna.post(path(hall, "/notes"), data=form)
    again = anna.post(path(hall, "/notes"), data=form)

    assert (again.status_code, anna.get(path(hall)).text.count("Ein gong")) == (303, 1)


@pytest.mark.parametrize("form", [{"text": ""}, {"text": "x" * 2001}, {"text": "  "}, {"column": "nowhere"}])
def test_a_form_that_cannot_be_taken_comes_back_with_what_was_typed(
    hall: Hall, client_for: ClientFor, form: dict[str, str]
) -> None:
    typed = {"text": "Det eg skreiv", "column": "what", **form}

    answer = client_for(hall.cast.anna).post(path(hall, "/notes"), data=typed)

    assert (answer.status_code, typed["text"].strip() in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"text": ""}, 'plain-text-error">Skriv noko først.'),
        ({"text": "x" * 2001}, 'plain-text-error">Det var for mykje på ein gong.'),
        ({"column": "nowhere"}, 'validation-message">Kva kolonne?'),
        ({"column": ""}, 'validation-message">Kva kolonne?'),
    ],
)
def test_what_is_wrong_with_a_form_is_said_in_the_readers_language(
    hall: Hall, client_for: ClientFor, form: dict[str, str], said: str
) -> None:
    typed = {"text": "Det eg skreiv", "column": "what", **form}

    answer = client_for(hall.cast.anna).post(path(hall, "/notes"), data=typed, headers={"Accept-Language": "nn"})

    assert said in answer.text


def test_the_facilitator_closes_and_opens_the_board(hall: Hall, client_for: ClientFor) -> None:
    fia = client_for(hall.cast.fia)

    fia.post(path(hall, "/closure"))
    closed = is_open(hall)
    again = fia.post(path(hall, "/closure"))
    fia.post(path(hall, "/opening"))

    assert (closed, again.status_code, is_open(hall)) == (False, 409, True)


def test_the_state_at_the_close_is_kept_to_go_back_to(hall: Hall, client_for: ClientFor) -> None:
    client_for(hall.cast.anna).post(path(hall, "/notes"), data={"text": "x", "column": "why", "note_id": NOTE_ID})

    client_for(hall.cast.fia).post(path(hall, "/closure"))

    db.session.rollback()
    kept = db.session.scalars(select(DocumentSnapshot)).one()
    board = Doc()
    board.apply_update(kept.state)
    assert (kept.reason, list(board.get("notes", type=Map))) == ("close", [NOTE_ID])


def test_the_list_of_boards_and_the_table_agree_both_ways(hall: Hall) -> None:
    """Also of a municipality's own boards, at this gathering and at another one, and of who came in by a badge."""
    local = [a_local_board(hall, number, at) for number in ("9901", "9902") for at in ("here", "elsewhere")]
    with unit_of_work():
        making.share_board(None, hall.other_board)
    boards = list(db.session.scalars(select(Board)))
    people = [getattr(hall.cast, name) for name in ("anna", "bo", "cy", "kai", "fia", "lea", "otto")]
    actors = [actor_for(one.id, only_gathering_id=at) for one in people for at in (None, hall.gathering.id)]

    listed = {actor: {board.id for board in boards_for(actor)} for actor in actors}

    assert listed == {actor: {board.id for board in boards if can(actor, "board.read", board)} for actor in actors}
    mine = [[local.index(id_) for id_ in local if id_ in listed[actor]] for actor in actors]
    anna, bo, cy, kai = ([0, 1], [0]), ([2, 3], [2]), ([2, 3], [2]), ([0, 1], [])
    assert mine == [*anna, *bo, *cy, *kai, *[[]] * 6]


def test_who_was_away_finds_her_own_municipalitys_board_and_writes_nothing(hall: Hall, client_for: ClientFor) -> None:
    """GR-9: Kai coordinates Nordvik, Anna is its delegate and was not in the group. Nobody of Sundby, and no leader."""
    board = db.session.get_one(Board, a_local_board(hall, "9901", "here"))
    address = f"/boards/{board.public_id}"
    clients = {name: client_for(getattr(hall.cast, name)) for name in ("kai", "anna", "bo", "cy", "fia", "lea", "otto")}

    read = {name: client.get(address).status_code for name, client in clients.items()}
    written = {
        name: clients[name].post(f"{address}/notes", data={"text": "x", "column": "why"}).status_code for name in read
    }

    others = {"bo": 404, "cy": 404, "fia": 404, "lea": 404, "otto": 404}
    assert read == {"kai": 200, "anna": 200, **others}
    assert written == {"kai": 403, "anna": 403, **others}
    assert [address in clients[name].get("/").text for name in ("kai", "cy")] == [True, False]
    assert f'action="{address}/notes"' not in clients["kai"].get(address).text


def a_local_board(hall: Hall, number: str, at: str) -> int:
    """The id of the board of a municipality's own group, which nobody sits in, at this or another gathering."""
    with unit_of_work():
        place = db.session.scalars(select(Municipality).where(Municipality.number == number)).one()
        gathering = hall.gathering if at == "here" else a_gathering(f"Samling {number}")
        group = create_group(None, gathering, label=f"{place.name} {at}", kind=GroupKind.LOCAL, person_ids=[])
        group.municipality_id = place.id
        board = making.create_board(None, group, title=group.label, question="Kva tek vi med?", columns=COLUMNS)
        return board.id


def test_a_page_for_people_shows_no_party(hall: Hall, client_for: ClientFor) -> None:
    anna = client_for(hall.cast.anna)

    pages = [anna.get(address).text for address in ("/", path(hall))]

    assert [page for page in pages if "Bygdelista" in page] == []


def test_a_board_whose_bytes_are_broken_says_so_and_stops_no_other(hall: Hall, client_for: ClientFor) -> None:
    with unit_of_work():
        db.session.execute(
            update(DocumentUpdate)
            .where(DocumentUpdate.document_id == hall.board.document_id)
            .values(update=b"\x01\x02\x7f")
        )
    fia = client_for(hall.cast.fia)

    broken, other = fia.get(path(hall)), fia.get(f"/boards/{hall.other_board.public_id}")

    assert (broken.status_code, "kan ikkje opnast" in broken.text, other.status_code) == (503, True, 200)
