"""From many boards to one (BO-29 to BO-31): who sees what of whom, alike wordings folded, never while written alone."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import delete

from network.access.actor import actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.boards.export.rules.unpacked import Unreadable, unpack
from network.sessions.boards.merging import queries
from network.sessions.boards.merging.papers import MAKERS
from network.sessions.boards.merging.queries import merged_of
from network.sessions.boards.merging.rules import Merged, MergedColumn, Said, merge, narrowed
from network.sessions.boards.models import Board, Note, PlenaryChoice
from network.sessions.boards.queries import boards_of_round
from network.sessions.boards.services import making, projection
from network.sessions.boards.services.opened import begin_anew, open_board
from network.sessions.groups.models import GroupKind, GroupRound
from network.web import pdf
from tests.cast import COLUMNS, Hall
from tests.sessions.boards.export.reading import paragraphs, words_of_pdf
from tests.sessions.boards.export.test_rounds import round_with
from tests.told import told_of

ClientFor = Callable[[Person | None], FlaskClient]
WHY, WHAT = ("Utfordringar", "Kva er vanskeleg?"), ("Idear", "Kva kan vi gjere?")


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine that tests may be busy with other tests."""
    monkeypatch.setattr(pdf, "SECONDS", 120.0)


def said(text: str, group: str, *, column: str = "Utfordringar", is_lifted: bool = False) -> Said:
    return Said(text, column, group, is_lifted)


def test_alike_wordings_are_one_with_all_their_groups_and_what_one_alone_said_stays() -> None:
    """BO-30: what most said first, then what was chosen for everybody."""
    notes = [
        said("For få unge", "Bord 1"),
        said("Berre oss", "Bord 1"),
        said("Ta bussen", "Bord 2", is_lifted=True),
        said("for få  unge!", "Bord 2"),
        said("For få unge.", "Bord 2", is_lifted=True),
        said("For få unge", "Bord 3", column="Idear"),
        said("Borte", "Bord 3", column="Ei anna tavle"),
        said("  ", "Bord 3"),
    ]

    merged = merge([WHY, WHAT, WHY], notes)

    assert merged == [
        MergedColumn(
            *WHY,
            (
                Merged("For få unge", ("Bord 1", "Bord 2"), is_lifted=True),
                Merged("Ta bussen", ("Bord 2",), is_lifted=True),
                Merged("Berre oss", ("Bord 1",), is_lifted=False),
            ),
        ),
        MergedColumn(*WHAT, (Merged("For få unge", ("Bord 3",), is_lifted=False),)),
    ]


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ({}, [["Få UNGE her", "Unge vil", "Buss"], ["Unge"]]),
        ({"column": "2"}, [["Unge"]]),
        ({"column": "9"}, [["Få UNGE her", "Unge vil", "Buss"], ["Unge"]]),
        ({"words": "unge få"}, [["Få UNGE her"], []]),
        ({"said": "several"}, [["Få UNGE her"], []]),
        ({"said": "one", "words": "unge"}, [["Unge vil"], ["Unge"]]),
    ],
)
def test_it_can_be_narrowed_to_a_column_to_words_and_to_how_many_said_it(
    choice: dict[str, str], kept: list[list[str]]
) -> None:
    notes = [said("Få UNGE her", group) for group in ("Bord 1", "Bord 2")]
    notes += [said("Unge vil", "Bord 1"), said("Buss", "Bord 1"), said("Unge", "Bord 1", column="Idear")]
    columns = merge([WHY, WHAT], notes)

    found = narrowed(columns, **{"column": "", "words": "", "said": "all", **choice})

    assert [[one.text for one in column.entries] for column in found] == kept


def texts(round_: GroupRound, person: Person) -> list[tuple[str, tuple[str, ...]]]:
    db.session.rollback()
    return [
        (one.text, one.groups) for column in merged_of(round_, actor_for(person.id)).columns for one in column.entries
    ]


def lift(board: Board, by: Person) -> None:
    """The board's first note is chosen for everybody."""
    note_id = open_board(board).notes()[0].id
    with unit_of_work():
        db.session.add(PlenaryChoice(board_id=board.id, note_id=note_id, rank=1, by_id=by.id, at=clock.now()))


def test_who_leads_sees_all_of_mixed_groups_with_the_group_and_no_person(hall: Hall, client_for: ClientFor) -> None:
    """BO-29"""
    round_ = round_with(hall)
    second = list(boards_of_round(round_.id).values())[1]
    making.note_step(open_board(second), hall.cast.actor("cy"), text="FRÅ ANNA!", column="why")

    page = client_for(hall.cast.fia).get(f"/rounds/{round_.public_id}/merged", headers={"Accept-Language": "nn"}).text

    assert texts(round_, hall.cast.fia) == [("Frå anna", ("Bord 1", "Bord 2")), ("Frå cy", ("Bord 2",))]
    said_of = ("2 grupper: Bord 1 og Bord 2", "Berre Bord 2 sa dette", "Anna", "Nordvik<")
    assert [words in page for words in said_of] == [True, True, False, False]


@pytest.mark.parametrize("name", ["fia", "lea"])
def test_of_a_municipalitys_own_group_only_what_it_chose_for_everybody_stands_there(hall: Hall, name: str) -> None:
    """BO-29: nor of a mixed group for who may not read its board. What is chosen for everybody is the control."""
    round_ = round_with(hall, kind=GroupKind.LOCAL if name == "fia" else GroupKind.MIXED)
    first = next(iter(boards_of_round(round_.id).values()))
    person = getattr(hall.cast, name)
    before = texts(round_, person)

    lift(first, hall.cast.anna)

    assert (before, texts(round_, person)) == ([], [("Frå anna", ("Bord 1",))])


def test_a_local_board_that_was_shared_with_the_network_stands_there_whole(hall: Hall) -> None:
    """BO-29"""
    round_ = round_with(hall, kind=GroupKind.LOCAL)
    first = next(iter(boards_of_round(round_.id).values()))

    with unit_of_work():
        making.share_board(None, db.session.get_one(Board, first.id))

    assert texts(round_, hall.cast.lea) == [("Frå anna", ("Bord 1",))]


def test_nothing_stands_there_while_each_writes_for_herself(
    hall: Hall, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BO-31: not even what the board had before, on the page or in a file. Without the mark it does: the control."""
    round_ = round_with(hall)
    fia, path = client_for(hall.cast.fia), f"/rounds/{round_.public_id}/merged"
    with unit_of_work():
        board = db.session.get_one(Board, list(boards_of_round(round_.id).values())[1].id)
        board.alone_at = clock.now()

    answers = [fia.get(address) for address in (path, *(f"{path}/{kind}" for kind in MAKERS))]

    assert [("Frå anna" in one.text, one.status_code) for one in answers] == [
        (False, 200),
        *[(False, 409)] * len(MAKERS),
    ]
    monkeypatch.setattr(queries, "_is_written_alone", lambda boards: False)
    assert "Frå anna" in fia.get(path).text


@pytest.mark.parametrize("name", ["anna", "bo", "kai", "otto"])
def test_nobody_else_reads_it(hall: Hall, client_for: ClientFor, name: str) -> None:
    round_ = round_with(hall)

    answers = [
        client_for(getattr(hall.cast, name)).get(f"/rounds/{round_.public_id}/merged{rest}")
        for rest in ("", "/txt", "/json")
    ]

    assert [("Frå" in one.text, one.status_code in (403, 404)) for one in answers] == [(False, True)] * 3


def test_papers_a_sheet_and_a_text_say_the_same_and_no_cell_is_a_formula(hall: Hall, client_for: ClientFor) -> None:
    """BO-29, EX-6: behind each wording stand its groups, and nobody's name."""
    round_ = round_with(hall)
    first = next(iter(boards_of_round(round_.id).values()))
    making.note_step(open_board(first), hall.cast.actor("anna"), text="=1+1", column="what")
    fia, path = client_for(hall.cast.fia), f"/rounds/{round_.public_id}/merged"

    rows = list(load_workbook(BytesIO(fia.get(f"{path}/xlsx").data)).active.values)
    text = fia.get(f"{path}/txt", headers={"Accept-Language": "nn"}).text
    docx, printed = paragraphs(fia.get(f"{path}/docx").data), words_of_pdf(fia.get(f"{path}/pdf").data)

    assert [row[:4] for row in rows[1:]] == [
        ("Utfordringar", "Frå anna", 1, "Bord 1"),
        ("Utfordringar", "Frå cy", 1, "Bord 2"),
        ("Idear", "'=1+1", 1, "Bord 1"),
    ]
    assert "– Frå cy\n  (Berre Bord 2 sa dette)\n" in text
    at = docx.index(("List Bullet", "Frå cy"))
    assert docx[at + 1] == ("List Continue", "Berre Bord 2 sa dette")
    assert "Frå cy Berre Bord 2 sa dette" in printed
    assert told_of(("Anna", "Cy", "Nordvik", "Sundby"), f"{docx} {printed} {text}") == []


def test_programs_get_the_same_as_the_page_with_groups_and_no_person(hall: Hall, client_for: ClientFor) -> None:
    """E10: whole also when the page is narrowed. It is no file of boards, and is told apart where one is brought in."""
    round_ = round_with(hall)
    first, second = boards_of_round(round_.id).values()
    making.note_step(open_board(second), hall.cast.actor("cy"), text="FRÅ ANNA!", column="why")
    lift(first, hall.cast.anna)

    answer = client_for(hall.cast.fia).get(f"/rounds/{round_.public_id}/merged/json?words=cy")

    found = answer.json
    assert answer.mimetype == "application/json"
    assert [column["title"] for column in found["columns"]] == ["Utfordringar", "Idear", "Spørsmål"]
    assert [column["wordings"] for column in found["columns"]] == [
        [
            {"text": "Frå anna", "groups": ["Bord 1", "Bord 2"], "for_everybody": True},
            {"text": "Frå cy", "groups": ["Bord 2"], "for_everybody": False},
        ],
        [],
        [],
    ]
    assert (found["format"], found["version"], found["groups"], found["groups_in_part"]) == ("samling.merged", 1, 2, 0)
    assert told_of(("Anna", "Cy", "Nordvik"), answer.text) == []
    with pytest.raises(Unreadable, match="merged"):
        unpack(answer.data)


@pytest.mark.parametrize(
    ("name", "kind", "in_part"), [("fia", GroupKind.MIXED, 0), ("lea", GroupKind.MIXED, 2), ("fia", GroupKind.LOCAL, 2)]
)
def test_a_group_with_two_boards_is_one_group_wherever_groups_are_counted(
    hall: Hall, client_for: ClientFor, name: str, kind: GroupKind, in_part: int
) -> None:
    """BO-29, EX-10: on the page, in the papers and in the data, also among those of which only a part is here."""
    round_, client = round_with(hall, kind=kind), client_for(getattr(hall.cast, name))
    first, second = boards_of_round(round_.id).values()
    with unit_of_work():
        group = db.session.merge(second).group
        board = making.create_board(None, group, title=group.label, question="Og no?", columns=COLUMNS)
    making.note_step(open_board(board), hall.cast.actor("cy"), text="Frå Cy!", column="why")
    lift(first, hall.cast.anna)

    read = {kind: client.get(f"/rounds/{round_.public_id}/merged{kind}") for kind in ("", "/docx", "/pdf", "/json")}

    paper = " ".join(words for _style, words in paragraphs(read["/docx"].data))
    for text in (read[""].text, paper, words_of_pdf(read["/pdf"].data)):
        assert ("2 grupper ·" in text, "3 grupper" in text) == (True, False)
        assert ("Av 2 grupper står berre" in text) == bool(in_part)
    found = read["/json"].json
    assert (found["groups"], found["groups_in_part"]) == (2, in_part)


def test_of_a_municipalitys_own_group_programs_get_what_it_chose_for_everybody(
    hall: Hall, client_for: ClientFor
) -> None:
    """BO-29"""
    round_ = round_with(hall, kind=GroupKind.LOCAL)
    lift(next(iter(boards_of_round(round_.id).values())), hall.cast.anna)

    found = client_for(hall.cast.fia).get(f"/rounds/{round_.public_id}/merged/json").json

    wordings = [one["text"] for column in found["columns"] for one in column["wordings"]]
    assert (found["groups"], found["groups_in_part"], wordings) == (2, 2, ["Frå anna"])


def test_what_a_killed_server_had_not_copied_yet_stands_there_all_the_same(hall: Hall) -> None:
    """The copies of one board are gone, and nobody has opened it since. Of the other they are true: the control."""
    round_ = round_with(hall)
    boards = list(boards_of_round(round_.id).values())
    for board in boards:
        projection.settle(open_board(board))
    with unit_of_work():
        db.session.execute(delete(Note).where(Note.board_id == boards[0].id))
    begin_anew()

    assert [text for text, _groups in texts(round_, hall.cast.fia)] == ["Frå anna", "Frå cy"]
