"""EX-4, EX-10: the boards of a round as one file for who leads it, and a new board of a file."""

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.boards.dots import queries
from network.sessions.boards.export import services
from network.sessions.boards.export.routes.rounds import KINDS
from network.sessions.boards.export.rules.unpacked import repack, unpack
from network.sessions.boards.models import Board, NoteAuthor
from network.sessions.boards.queries import boards_of_round, note_counts
from network.sessions.boards.services import making, revealing
from network.sessions.boards.services.naming import set_names
from network.sessions.boards.services.opened import open_board
from network.sessions.gatherings.models import ItemKind, ProgrammeItem
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRound, RoundState
from network.sessions.groups.services import rounds
from tests.cast import COLUMNS, Hall
from tests.sessions.boards.conftest import Writer
from tests.sessions.boards.export.reading import cells, paragraphs
from tests.sessions.boards.export.test_importing import file_with, note_id
from tests.sessions.boards.test_alone import FIRST, SECRET, Alone, bytes_said_to
from tests.told import told_of

ClientFor = Callable[[Person | None], FlaskClient]
PARTS = ("write", "talk", "prioritise", "choose")


def round_with(hall: Hall, *, kind: GroupKind = GroupKind.MIXED, state: RoundState = RoundState.RUNNING) -> GroupRound:
    """A round in which Anna sits at Bord 1 and Cy at Bord 2; each has written a note."""
    with unit_of_work():
        item = ProgrammeItem(
            public_id=f"item-{kind}",
            gathering_id=hall.gathering.id,
            position=1,
            kind=ItemKind.MIXED_ROUND,
            title="Runde 1",
            minutes=30,
        )
        db.session.add(item)
        db.session.flush()
        round_ = GroupRound(
            public_id=f"round-{kind}",
            gathering_id=hall.gathering.id,
            item_id=item.id,
            number=1,
            kind=kind,
            state=state,
        )
        db.session.add(round_)
        db.session.flush()
        for number, person in enumerate((hall.cast.anna, hall.cast.cy), 1):
            group = BreakoutGroup(
                gathering_id=hall.gathering.id, round_id=round_.id, number=number, label=f"Bord {number}", kind=kind
            )
            db.session.add(group)
            db.session.flush()
            db.session.add(GroupMember(group_id=group.id, person_id=person.id))
            making.create_board(None, group, title=group.label, question="Kva bør vi gjere?", columns=COLUMNS)
    for name, board in zip(("anna", "cy"), boards_of_round(round_.id).values(), strict=True):
        making.note_step(open_board(board), hall.cast.actor(name), text=f"Frå {name}", column="why")
    return round_


def path(round_: GroupRound, rest: str = "") -> str:
    return f"/rounds/{round_.public_id}/boards{rest}"


def test_who_leads_gets_each_groups_board_in_order(hall: Hall, client_for: ClientFor) -> None:
    """EX-4: in all three files."""
    fia, round_ = client_for(hall.cast.fia), round_with(hall)

    answers = {kind: fia.get(path(round_, f"/{kind}")) for kind in ("docx", "xlsx", "json")}

    packed = json.loads(answers["json"].data)
    assert [(one["group"], [note["text"] for note in one["notes"]]) for one in packed["boards"]] == [
        ("Bord 1", ["Frå anna"]),
        ("Bord 2", ["Frå cy"]),
    ]
    assert [row[:1] + row[3:6] for row in cells(answers["xlsx"].data)[1:]] == [
        ["Bord 1", "Frå anna", "Anna", "Nordvik"],
        ["Bord 2", "Frå cy", "Cy", "Sundby"],
    ]
    read = paragraphs(answers["docx"].data)
    assert [words for style, words in read if style in ("Heading 1", "Heading 2")] == ["Runde 1", "Bord 1", "Bord 2"]
    assert [words for style, words in read if style == "List Bullet"] == ["Frå anna", "Frå cy"]
    assert [words for style, words in read if style == "Heading 3"] == ["Utfordringar", "Idear", "Spørsmål"] * 2
    assert answers["docx"].headers["Content-Disposition"].endswith("filename=2026-11-23_Runde-1_Alle-grupper.docx")


@pytest.mark.parametrize(
    ("level", "told"),
    [
        (NamesLevel.NAMES, {"Kanari", "Cy", "Nordvik", "Sundby"}),
        (NamesLevel.MUNICIPALITY, {"Nordvik", "Sundby"}),
        (NamesLevel.NOBODY, set()),
    ],
)
def test_a_rounds_files_tell_of_who_wrote_what_each_board_does(
    hall: Hall, client_for: ClientFor, level: NamesLevel, told: set[str]
) -> None:
    """EX-2, EX-4, BO-32: each of the files, to who leads. With names the same look finds all four."""
    with unit_of_work():
        db.session.merge(hall.cast.anna).name = "Kanari"  # what she is called else begins a word of the sheet
    fia, round_ = client_for(hall.cast.fia), round_with(hall)
    with unit_of_work():
        for board in boards_of_round(round_.id).values():
            set_names(board, level)
    revealing.show_due()

    bodies = {kind: fia.get(path(round_, f"/{kind}")).data for kind in KINDS}

    read = {
        "docx": str(paragraphs(bodies["docx"])),
        "xlsx": str([cells(bodies["xlsx"], sheet) for sheet in (0, 1)]),
        "json": bodies["json"].decode(),
    }
    keys = {hall.cast.anna.public_key, hall.cast.cy.public_key}
    sought = {"Kanari", "Cy", "Nordvik", "Sundby", *keys}
    assert {kind: set(told_of(sought, text)) for kind, text in read.items()} == dict.fromkeys(KINDS, told)
    assert [kind for kind, text in read.items() if "Frå anna" not in text or "Frå cy" not in text] == []


@pytest.mark.parametrize(
    ("name", "page", "file"),
    [("fia", 200, 200), ("lea", 200, 404), ("anna", 403, 403), ("kai", 404, 404), ("otto", 404, 404)],
)
def test_a_round_is_for_who_leads_and_reads_its_boards(
    hall: Hall, client_for: ClientFor, name: str, page: int, file: int
) -> None:
    """EX-4: the project lead makes rounds, and reads no board of a group that she is not in."""
    round_, client = round_with(hall), client_for(getattr(hall.cast, name))

    assert (client.get(path(round_)).status_code, client.get(path(round_, "/json")).status_code) == (page, file)


def test_the_project_lead_gets_those_that_are_shared(hall: Hall, client_for: ClientFor) -> None:
    """EX-4: the control of the case above."""
    round_ = round_with(hall)
    with unit_of_work():
        making.share_board(None, next(iter(boards_of_round(round_.id).values())))

    packed = client_for(hall.cast.lea).get(path(round_, "/json")).get_json()

    assert [one["group"] for one in packed["boards"]] == ["Bord 1"]


def test_a_municipalitys_own_round_gives_no_file(hall: Hall, client_for: ClientFor) -> None:
    """EX-4: not even to who leads."""
    round_ = round_with(hall, kind=GroupKind.LOCAL)
    fia = client_for(hall.cast.fia)

    assert fia.get(path(round_, "/json")).status_code == 404
    assert "Frå anna" not in fia.get(path(round_)).text


def test_the_gathering_leads_to_each_round_for_who_leads_it(hall: Hall, client_for: ClientFor) -> None:
    round_ = round_with(hall)
    page = f"/gatherings/{hall.gathering.public_id}"

    found = {name: path(round_) in client_for(getattr(hall.cast, name)).get(page).text for name in ("fia", "anna")}

    assert found == {"fia": True, "anna": False}


def test_a_group_with_two_boards_is_one_group(hall: Hall, client_for: ClientFor) -> None:
    """EX-4, EX-10: on the page that offers the file, and in what stands on top of it."""
    fia, round_ = client_for(hall.cast.fia), round_with(hall)
    make(fia, round_, group_of(round_, 2).id, "Ein")

    page, docx, xlsx = (fia.get(path(round_, rest)) for rest in ("", "/docx", "/xlsx"))

    assert ("Tavlene til 2 grupper i éi fil" in page.text, page.text.count(">Bord 2</a>")) == (True, 2)
    assert "Grupper: 2" in [words for _style, words in paragraphs(docx.data)]
    assert ["Grupper", "2"] in cells(xlsx.data, sheet=1)


def group_of(round_: GroupRound, number: int) -> BreakoutGroup:
    found = select(BreakoutGroup).where(BreakoutGroup.round_id == round_.id, BreakoutGroup.number == number)
    return db.session.scalars(found).one()


def board_of(round_: GroupRound, number: int) -> Board:
    """The group's newest, as it is stored now."""
    db.session.rollback()
    return boards_of_round(round_.id)[group_of(round_, number).id]


def make(client: FlaskClient, round_: GroupRound, group_id: int, *texts: str) -> int:
    packed = repack(unpack(json.dumps(file_with(*texts))))
    data = {"packed": packed, "which": "0", "take": "1", "group": str(group_id)}
    return client.post(path(round_), data=data).status_code


def count_of_boards() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Board)) or 0


def test_a_file_becomes_a_new_board_of_a_group_once(hall: Hall, client_for: ClientFor) -> None:
    """EX-10, EX-8"""
    fia, round_ = client_for(hall.cast.fia), round_with(hall)
    group_id, before = group_of(round_, 2).id, count_of_boards()
    file = (BytesIO(json.dumps(file_with("Ein", "To")).encode()), "tavle.json")

    shown = fia.post(path(round_), data={"file": file}, content_type="multipart/form-data").text
    unchanged = count_of_boards()
    statuses = [make(fia, round_, group_id, "Ein", "To") for _each in range(2)]

    assert ("2 lappar" in shown, "Bord 2 (har ei tavle frå før)" in shown, unchanged) == (True, True, before)
    assert (statuses, count_of_boards()) == ([303, 303], before + 1)
    board = boards_of_round(round_.id)[group_id]
    assert (board.title, board.question, board.is_open) == ("Bord 2", "Kva no?", True)
    opened = open_board(board)
    assert [(opened.known[one.id].byline.name, one.text) for one in opened.notes()] == [("Fia", "Ein"), ("Fia", "To")]
    cy = client_for(hall.cast.cy)
    assert "Ein" in cy.get(f"/boards/{board.public_id}").text


def test_a_board_of_a_file_opens_with_its_round(hall: Hall, client_for: ClientFor) -> None:
    """EX-10: dealt and not begun."""
    round_ = round_with(hall, state=RoundState.DRAWN)

    make(client_for(hall.cast.fia), round_, group_of(round_, 1).id, "Ein")

    board = board_of(round_, 1)
    assert (board.opened_at, board.question) == (None, "Kva no?")


def goes_to(round_: GroupRound, part: str) -> None:
    """The round goes to this part of its work, by way of another one: it hears of it also where it began."""
    for key in ("choose", part):
        with unit_of_work():
            db.session.get_one(ProgrammeItem, round_.item_id).phases = json.dumps([[one, 5] for one in PARTS])
            rounds.next_phase(db.session.get_one(GroupRound, round_.id), PARTS.index(key), by_id=None)
    revealing.show_due()
    db.session.rollback()


def test_a_board_of_a_file_that_comes_while_each_writes_alone_is_written_alone(
    app: Flask, hall: Hall, client_for: ClientFor
) -> None:
    """EX-10, BO-15, BO-16: nobody reads what Anna writes on it before the group goes on."""
    fia, round_ = client_for(hall.cast.fia), round_with(hall)
    goes_to(round_, "write")

    make(fia, round_, group_of(round_, 1).id, "Ein")
    board = board_of(round_, 1)
    anna, other = Alone(app, hall.cast.anna, board).join(), Writer(app, hall.cast.fia, board).join()
    anna.send(anna.writes(FIRST, SECRET))
    revealing.show_due()
    before, page = bytes_said_to(other).decode(), fia.get(f"/boards/{board.public_id}").text
    goes_to(round_, "talk")

    assert (other.words("joined")[0][0]["alone"], other.words("joined")[0][0]["open"]) == (True, True)
    assert [SECRET in text for text in (before, page, bytes_said_to(other).decode())] == [False, False, True]
    assert other.texts() == ["Ein", SECRET]


def test_a_board_of_a_file_that_comes_while_dots_are_set_has_them(hall: Hall, client_for: ClientFor) -> None:
    """EX-10, BO-20: as many as what is on it gives, before anybody has opened it; shown when the group goes on."""
    fia, cy, round_ = client_for(hall.cast.fia), client_for(hall.cast.cy), round_with(hall)
    goes_to(round_, "prioritise")

    statuses = [make(fia, round_, group_of(round_, 2).id, *map(str, range(9))) for _each in range(2)]
    board = board_of(round_, 2)
    dots = queries.latest(board.id)
    assert dots is not None
    said = {"topic": note_id(1), "step": "more", "round": dots.public_id, "key": "press-of-cy"}
    pressed = cy.post(f"/boards/{board.public_id}/dots", data=said)
    goes_to(round_, "choose")

    assert (statuses, dots.budget, pressed.status_code) == ([303, 303], 3, 303)
    assert queries.shown_on(board.id, open_board(board).topics()).sums == {note_id(1): 1}


def test_the_copies_of_a_board_of_a_file_are_those_that_the_board_would_make(hall: Hall, client_for: ClientFor) -> None:
    """Nothing is left to copy when it is opened first."""
    round_ = round_with(hall)
    make(client_for(hall.cast.fia), round_, group_of(round_, 2).id, "Ein", "To")

    board = board_of(round_, 2)

    assert (note_counts(round_.id)[board.group_id], open_board(board).dirty) == (2, set())


@pytest.mark.parametrize("number", [1, 2])
def test_what_was_written_alone_on_a_groups_earlier_board_comes_when_the_round_goes_on(
    app: Flask, hall: Hall, client_for: ClientFor, number: int
) -> None:
    """EX-10, BO-16: the time is over while each writes. The group that has one board is the control."""
    fia, round_ = client_for(hall.cast.fia), round_with(hall)
    goes_to(round_, "write")
    earlier = board_of(round_, number)
    person = hall.cast.anna if number == 1 else hall.cast.cy
    she = Alone(app, person, earlier).join()
    she.send(she.writes(FIRST, SECRET))
    make(fia, round_, group_of(round_, 1).id, "Ein")

    with unit_of_work():
        rounds.move_round(db.session.get_one(GroupRound, round_.id), RoundState.WRAP_UP, by_id=None)
    revealing.show_due()
    db.session.rollback()

    assert SECRET in [note.text for note in open_board(earlier).notes()]


@pytest.mark.parametrize(
    ("name", "state", "group", "status"),
    [
        ("fia", RoundState.CLOSED, 1, 409),
        ("fia", RoundState.RUNNING, 0, 404),
        ("anna", RoundState.RUNNING, 1, 404),
        ("otto", RoundState.RUNNING, 1, 404),
        ("lea", RoundState.RUNNING, 1, 303),
    ],
)
def test_who_makes_a_board_of_a_file_and_when(
    hall: Hall, client_for: ClientFor, name: str, state: RoundState, group: int, status: int
) -> None:
    """EX-10: a group of another round is none of this."""
    round_ = round_with(hall, state=state)
    group_id, before = group_of(round_, group).id if group else hall.group.id, count_of_boards()

    answered = make(client_for(getattr(hall.cast, name)), round_, group_id, "Ein")

    assert (answered, count_of_boards() - before) == (status, int(status == 303))


def test_a_file_that_is_too_much_for_a_document_makes_nothing(
    hall: Hall, client_for: ClientFor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EX-9: neither a board nor an author of it."""
    round_ = round_with(hall)
    before, authors = count_of_boards(), db.session.scalar(select(func.count()).select_from(NoteAuthor))

    class Small:
        rejoining = 50

    monkeypatch.setattr(services, "Limits", Small)

    assert make(client_for(hall.cast.fia), round_, group_of(round_, 1).id, "Ein", "To") == 409
    assert (count_of_boards(), db.session.scalar(select(func.count()).select_from(NoteAuthor))) == (before, authors)
