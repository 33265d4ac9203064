"""EX-1 to EX-6: a board's files say what its page says to the same reader, whatever program reads them."""

import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from flask.testing import FlaskClient
from pycrdt import Doc, Map, Text

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.settings import ROOT
from network.documents import registry
from network.people.models import Person
from network.sessions.boards.export import queries
from network.sessions.boards.export.rules.names import file_name
from network.sessions.boards.models import BoardPhoto
from network.sessions.boards.services import lifting, making
from network.sessions.boards.services.opened import OpenBoard, notes_of, open_board
from network.sessions.gatherings.rules.names import NamesLevel
from network.web import pdf
from tests.access.meanings import may, read_matrix
from tests.access.walking import Walker
from tests.access.world import HOLDERS, build_world
from tests.cast import STARTS, Hall
from tests.sessions.boards.export.conftest import Gather, Write
from tests.sessions.boards.export.reading import body_of, cells, kinds_of_cells, paragraphs, words_of_pdf
from tests.web.test_pdf import unpacked

ClientFor = Callable[[Person | None], FlaskClient]
KINDS = ("docx", "pdf", "xlsx", "json", "txt")
BAD = '=HYPERLINK("http://vond.example")'
FAMILY = "👨‍👩‍👧"


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine that tests may be busy with other tests."""
    monkeypatch.setattr(pdf, "SECONDS", 120.0)


def change(hall: Hall, note_id: str, **fields: object) -> None:
    """As a browser would change it: in the document, and nowhere else."""
    board = open_board(hall.board)
    step = registry().author_step(
        board.document_id, lambda doc: doc.get("notes", type=Map)[note_id].update(fields), author_id=None
    )
    assert step
    board.mark_dirty({note_id})


def test_every_file_says_the_note_its_writer_and_what_is_known_of_it(
    hall: Hall, client_for: ClientFor, write: Write
) -> None:
    """EX-1, EX-3, PA-1: read with other programs than those that wrote it."""
    first, second = write("anna", "Vi manglar\nmøteplassar"), write("bo", "Spør grendene", column="what")
    with unit_of_work():
        board = db.session.merge(hall.board)
        lifting.lift(board, open_board(board), second, is_wanted=True, by_id=None)
    change(hall, second, version_of=first)
    anna = client_for(hall.cast.anna)

    files = {kind: body_of(anna, hall.board, kind) for kind in KINDS}

    about = "Bo, Sundby · valt til plenum, som nummer 1 · ein annan versjon av «Vi manglar møteplassar»"
    said = paragraphs(files["docx"])
    assert said[0] == ("Heading 1", "Kva bør vi gjere?")
    assert said[6:] == [
        ("Heading 2", "Utfordringar"),
        ("Normal", "Kva er vanskeleg?"),
        ("List Bullet", "Vi manglar"),
        ("List Continue", "møteplassar"),
        ("List Continue", "Anna, Nordvik"),
        ("Heading 2", "Idear"),
        ("Normal", "Kva kan vi gjere?"),
        ("List Bullet", "Spør grendene"),
        ("List Continue", about),
        ("Heading 2", "Spørsmål"),
        ("Normal", "Kva må vi finne ut?"),
        ("Normal", "Ingen lappar her."),
    ]
    assert cells(files["xlsx"])[1:] == [
        ["Bord 1", "Utfordringar", 1, "Vi manglar\nmøteplassar", "Anna", "Nordvik", None, None, None, None, None],
        ["Bord 1", "Idear", 2, "Spør grendene", "Bo", "Sundby", None, 1, None, 1, None],
    ]
    assert ["Utfordringar", "Kva er vanskeleg?"] in cells(files["xlsx"], sheet=1)
    for text in (words_of_pdf(files["pdf"]), " ".join(files["txt"].decode().split())):
        assert [
            one for one in ("Vi manglar møteplassar", "Anna, Nordvik", "Spør grendene", about) if one not in text
        ] == []
    tags = unpacked(files["pdf"])
    assert [mark for mark in (b"/Marked true", b"/Lang (nn)", b"/H1", b"/H2", b"/LI") if mark not in tags] == []
    packed = json.loads(files["json"])
    assert (packed["format"], packed["version"], packed["boards"][0]["question"]) == (
        "samling.boards",
        1,
        "Kva bør vi gjere?",
    )
    assert packed["boards"][0]["notes"][1] == {
        "id": second,
        "text": "Spør grendene",
        "column": "what",
        "hue": packed["boards"][0]["notes"][1]["hue"],
        "version_of": first,
        "cluster": None,
        "late": False,
        "for_everybody": 1,
        "dots": None,
        "author": {"name": "Bo", "municipality": "Sundby"},
    }


def test_what_has_been_typed_this_second_is_in_the_file_and_what_was_deleted_is_not(
    hall: Hall, client_for: ClientFor, write: Write
) -> None:
    """EX-1: the copies in SQL know of neither yet."""
    kept, gone = write("anna", "Vi manglar møteplassar"), write("bo", "Dette vart feil")
    change(hall, gone, deleted=True)
    change(hall, kept, place=["what", "V"])

    [board] = json.loads(body_of(client_for(hall.cast.anna), hall.board, "json"))["boards"]

    assert [(note["id"], note["column"]) for note in board["notes"]] == [(kept, "what")]


def test_notes_stand_as_on_the_board(hall: Hall, client_for: ClientFor, write: Write) -> None:
    """BO-7: by their places, not by when they were written."""
    ids = [write("anna", f"Lapp {number}") for number in range(4)]
    change(hall, ids[3], place=["why", "A"])
    page = client_for(hall.cast.anna).get(f"/boards/{hall.board.public_id}").text
    on_page = sorted(ids, key=lambda one: page.index(f'data-note="{one}"'))

    [board] = json.loads(body_of(client_for(hall.cast.anna), hall.board, "json"))["boards"]

    assert [note["id"] for note in board["notes"]] == on_page == [ids[3], *ids[:3]]


SCHOOL = "school-school-school-1"


def test_every_file_says_which_notes_lie_together(
    hall: Hall, client_for: ClientFor, write: Write, gather: Gather
) -> None:
    """EX-1, BO-26: the cluster stands first here, and the loose note is told from its notes."""
    ids = [write("anna", text) for text in ("Laus lapp", "Skulevegen", "Rektor spør")]
    gather(SCHOOL, ids[1:], title="Skule")
    anna = client_for(hall.cast.anna)
    files = {kind: body_of(anna, hall.board, kind) for kind in KINDS}

    words = [line for _style, line in paragraphs(files["docx"])]
    places = [
        words.index(line) for line in ("Klynge: Skule (2)", "Skulevegen", "Rektor spør", "Utan klynge", "Laus lapp")
    ]
    [board] = json.loads(files["json"])["boards"]
    assert places == sorted(places)
    assert re.search("Klynge: Skule .2..*Skulevegen.*Utan klynge.*Laus lapp", words_of_pdf(files["pdf"]))
    assert "Klynge: Skule (2)\n– Skulevegen" in files["txt"].decode()
    assert [row[-1] for row in cells(files["xlsx"])] == ["Klynge", "Skule", "Skule", None]
    assert board["clusters"] == [{"id": SCHOOL, "title": "Skule", "column": "why", "dots": None}]
    assert [(note["id"], note["cluster"]) for note in board["notes"]] == [
        (ids[1], SCHOOL),
        (ids[2], SCHOOL),
        (ids[0], None),
    ]


def test_a_note_that_came_late_says_so_and_a_closed_board_is_still_given_out(
    hall: Hall, client_for: ClientFor, write: Write
) -> None:
    write("anna", "I tide")
    with unit_of_work():
        making.close_board(None, db.session.merge(hall.board))
    write("bo", "Etterpå")
    db.session.rollback()
    clock.set(clock.now() + timedelta(days=30))

    text = body_of(client_for(hall.cast.anna), hall.board, "txt").decode()

    assert "(Bo, Sundby · kom etter at tavla var stengd)" in text
    assert "(Anna, Nordvik)" in text


def test_a_file_knows_the_writer_by_what_is_told_to_those_on_the_board_alone(
    hall: Hall, client_for: ClientFor, write: Write
) -> None:
    """EX-2: whatever a board will come to tell of names, files tell the same."""
    write("anna", "Vi manglar møteplassar")
    anna = client_for(hall.cast.anna)
    before = {kind: body_of(anna, hall.board, kind) for kind in ("json", "txt", "xlsx")}
    open_board(hall.board).names = NamesLevel.MUNICIPALITY

    [board] = json.loads(body_of(anna, hall.board, "json"))["boards"]
    text = body_of(anna, hall.board, "txt").decode()
    sheet = cells(body_of(anna, hall.board, "xlsx"))[1]
    open_board(hall.board).names = NamesLevel.NOBODY
    nobody = body_of(anna, hall.board, "txt").decode(), json.loads(body_of(anna, hall.board, "json"))["boards"][0]

    assert board["notes"][0]["author"] == {"name": "", "municipality": "Nordvik"}
    assert ("Anna" in text, "(Nordvik)" in text, sheet[4:6]) == (False, True, [None, "Nordvik"])
    assert ("(Utan namn)" in nobody[0], nobody[1]["notes"][0]["author"]) == (True, None)
    assert "Anna" in before["txt"].decode()


def test_no_file_knows_a_party(hall: Hall, client_for: ClientFor, write: Write) -> None:
    """EX-2: all of the cast have one, in the same table as their names."""
    write("anna", "Vi manglar møteplassar")
    anna = client_for(hall.cast.anna)

    said = [str(paragraphs(body_of(anna, hall.board, "docx"))), str(cells(body_of(anna, hall.board, "xlsx")))]
    said += [body_of(anna, hall.board, kind).decode() for kind in ("json", "txt")]

    assert [text for text in said if "Bygdelista" in text] == []


def test_what_people_write_does_no_harm_in_any_file(hall: Hall, client_for: ClientFor, write: Write) -> None:
    """EX-5, EX-6"""
    odd = f"{BAD}\n+1\x07 \u202eivne\u202c {FAMILY} <b>& 'ja'"
    write("anna", odd)
    anna = client_for(hall.cast.anna)

    files = {kind: body_of(anna, hall.board, kind) for kind in ("docx", "xlsx", "json", "txt")}

    plain = f"+1   ivne  {FAMILY} <b>& 'ja'"
    assert (cells(files["xlsx"])[1][3], kinds_of_cells(files["xlsx"]) - {"s", "n"}) == (f"'{BAD}\n{plain}", set())
    assert [words for style, words in paragraphs(files["docx"]) if style.startswith("List")][:2] == [BAD, plain]
    assert f"– {BAD}\n  {plain}\n" in files["txt"].decode()
    assert json.loads(files["json"])["boards"][0]["notes"][0]["text"] == odd


def test_a_cell_that_is_not_made_plain_is_found(hall: Hall, client_for: ClientFor, write: Write) -> None:
    """The control of EX-6: another program takes such a cell for a formula."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, BAD[:1] + "1+1")

    assert "f" in kinds_of_cells(made.getvalue())


def test_an_empty_board_can_be_taken_along(hall: Hall, client_for: ClientFor) -> None:
    anna = client_for(hall.cast.anna)

    files = {kind: body_of(anna, hall.board, kind) for kind in ("docx", "xlsx", "json", "txt")}

    assert [words for _style, words in paragraphs(files["docx"])].count("Ingen lappar her.") == 3
    assert files["txt"].decode().count("Ingen lappar her.") == 3
    assert (len(cells(files["xlsx"])), json.loads(files["json"])["boards"][0]["notes"]) == (1, [])


def test_a_full_board_is_read_once_for_each_file(
    hall: Hall, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two thousand notes: the document is gone through once, and the database is asked no more than for one note."""
    fill(open_board(hall.board), 2_000)
    reads: list[int] = []
    real = OpenBoard.topics
    monkeypatch.setattr(OpenBoard, "topics", lambda self: reads.append(1) or real(self))

    found = queries.collection_of(hall.board)

    assert (len(found.boards[0].notes), len(reads)) == (2_000, 1)
    assert len(cells(body_of(client_for(hall.cast.anna), hall.board, "xlsx"))) == 2_001


def fill(board: OpenBoard, count: int) -> None:
    def change(doc: Doc[Any]) -> None:
        notes = doc.get("notes", type=Map)
        for number in range(count):
            fields = {"place": ["why", f"V{number:05}1"], "hue": "sky", "cluster": None, "deleted": False}
            notes[f"note-{number:017}"] = Map({"text": Text(f"Lapp {number}"), "version_of": None, **fields})

    registry().author_step(board.document_id, change, author_id=None)
    assert len(notes_of(board.document)) == count


def test_files_are_called_what_a_disk_and_a_case_system_take() -> None:
    day = STARTS.date()

    assert file_name(day, ("Bord 7", "Kva utfordrar dette oss på?"), "docx") == (
        "2026-11-23_Bord-7_Kva-utfordrar-dette-oss-paa.docx"
    )
    assert file_name(day, ("../../etc", "Æ, ø og å: «Skåne»\r\n"), "pdf") == "2026-11-23_etc_Ae-oe-og-aa-Skaane.pdf"
    assert file_name(day, ("🙂", "ord " * 40), "txt") == f"2026-11-23_{'-'.join(['ord'] * 15)}.txt"


@pytest.mark.usefixtures("empty_papers")
def test_a_file_is_named_and_kept_by_no_browser(hall: Hall, client_for: ClientFor) -> None:
    """EX-3"""
    anna = client_for(hall.cast.anna)

    for kind in KINDS:
        headers = anna.get(f"/boards/{hall.board.public_id}/files/{kind}").headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Disposition"] == f"attachment; filename=2026-11-23_Bord-1_Kva-boer-vi-gjere.{kind}"
    assert anna.get(f"/boards/{hall.board.public_id}/files/exe").status_code == 404


def test_the_board_leads_to_its_files_and_they_to_the_text(hall: Hall, client_for: ClientFor, write: Write) -> None:
    write("anna", "Vi manglar møteplassar")
    anna = client_for(hall.cast.anna)

    assert f'href="/boards/{hall.board.public_id}/files"' in anna.get(f"/boards/{hall.board.public_id}").text
    page = anna.get(f"/boards/{hall.board.public_id}/files").text
    assert "– Vi manglar møteplassar" in page.split("<textarea")[1].split("</textarea>")[0]


def test_when_a_paper_cannot_be_made_the_page_comes_and_says_why(
    hall: Hall, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PA-2"""
    monkeypatch.setattr(pdf, "SECONDS", 0.0)

    answer = client_for(hall.cast.anna).get(f"/boards/{hall.board.public_id}/files/pdf")

    assert (answer.status_code, "data-fault" in answer.text, "Last ned" in answer.text) == (503, True, True)


def test_each_cell_of_the_matrix_gives_out_a_board_or_does_not(app: Flask) -> None:
    """EX-4: who may read a board may take it along, on the day, from the bus, when she was away; nobody else."""
    world = build_world(app)
    walker, cell = Walker(app, world), read_matrix()["board.read"]

    found, meant = set(), set()
    for thing in world.of("board"):
        for holder in HOLDERS:
            path = f"/boards/{thing.object.public_id}/files/txt"
            if walker.ask(holder, "GET", path).status_code == 200:
                found.add((holder.name, thing.truth.group))
            if any(may(cell[role], holder, thing.truth) for role in {holder.role, "V"}):
                meant.add((holder.name, thing.truth.group))

    assert found == meant
    assert ("dag", "table 1") in meant
    assert ("dora", "table 1") not in meant


def test_the_json_has_the_fields_that_are_written_down(
    hall: Hall, client_for: ClientFor, write: Write, gather: Gather
) -> None:
    gather(SCHOOL, [write("anna", "Vi manglar møteplassar")])
    with unit_of_work():
        db.session.add(BoardPhoto(public_id=SCHOOL, board_id=hall.board.id, alt="Tre pilar", at=clock.now()))
    example = json.loads((ROOT / "docs/board-file.md").read_text().split("```json")[1].split("```")[0])

    made = json.loads(body_of(client_for(hall.cast.anna), hall.board, "json"))

    assert made.keys() == example.keys()
    assert made["boards"][0].keys() == example["boards"][0].keys()
    for part in ("columns", "clusters", "notes", "photos"):
        assert made["boards"][0][part][0].keys() == example["boards"][0][part][0].keys()
