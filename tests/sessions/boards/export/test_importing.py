"""EX-7 to EX-10: what was taken along comes in again: whole or not at all, once, and under the importer's name."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from network.core.db import db, unit_of_work
from network.core.errors import Conflict
from network.core.settings import ROOT
from network.documents import registry
from network.documents.models import DocumentUpdate
from network.people.models import Person
from network.sessions.boards.export import services
from network.sessions.boards.export.queries import collection_of
from network.sessions.boards.export.routes import importing
from network.sessions.boards.export.rules.packed import pack
from network.sessions.boards.export.rules.places import positions_after
from network.sessions.boards.export.rules.unpacked import Unreadable, repack, unpack
from network.sessions.boards.models import Board, NoteAuthor
from network.sessions.boards.queries import photos_of
from network.sessions.boards.services import making
from network.sessions.boards.services.opened import open_board
from network.together.growth import BYTES_AN_HOUR
from tests.access.meanings import may, read_matrix
from tests.access.walking import Walker
from tests.access.world import HOLDERS, build_world
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer
from tests.sessions.boards.export.conftest import Gather, Write
from tests.sessions.boards.export.reading import body_of

ClientFor = Callable[[Person | None], FlaskClient]
Json = dict[str, Any]


def note_id(number: int) -> str:
    return f"note-{number:017}"


def file_with(*texts: str, column: str = "why", **more: Any) -> Json:
    notes = [
        {"id": note_id(number), "text": text, "column": column, "hue": "sky", "version_of": None}
        for number, text in enumerate(texts, 1)
    ]
    columns = [{"key": column, "title": "Utfordringar", "prompt": "Kva er vanskeleg?"}]
    board = {"group": "Bord 9", "question": "Kva no?", "columns": columns, "notes": notes, **more}
    return {"format": "samling.boards", "version": 1, "boards": [board]}


def look(client: FlaskClient, path: str, file: Json | bytes) -> TestResponse:
    body = file if isinstance(file, bytes) else json.dumps(file).encode()
    return client.post(path, data={"file": (BytesIO(body), "tavle.json")}, content_type="multipart/form-data")


def meant(client: FlaskClient, path: str, file: Json, **more: str) -> TestResponse:
    """The second step, with what the first page gives along."""
    packed = repack(unpack(json.dumps(file)))
    data = {"packed": packed, "which": "0", "take": "1", **more}
    return client.post(path, data=data)


def address(board: Board) -> str:
    return f"/boards/{board.public_id}/import"


def stands_on(board: Board) -> list[tuple[str, str]]:
    """(writer, text) of what its page would show, in order."""
    opened = open_board(board)
    return [(opened.known[note.id].byline.name, note.text) for note in opened.notes()]


def rows() -> tuple[int, int]:
    """What nothing that is refused may change: authors and steps of documents."""
    db.session.rollback()
    count = [db.session.scalar(select(func.count()).select_from(table)) for table in (NoteAuthor, DocumentUpdate)]
    return count[0] or 0, count[1] or 0


def test_what_one_board_gave_another_takes_in_its_order_with_its_ids(
    hall: Hall, client_for: ClientFor, write: Write
) -> None:
    """EX-7, EX-8: from Bord 1 to Bord 2, where Cy sits."""
    texts = ["Vi manglar\nmøteplassar", "=1+1 👨‍👩‍👧", "x" * 2_000]
    ids = [write("anna", text) for text in texts]
    body = body_of(client_for(hall.cast.anna), hall.board, "json")
    cy, path = client_for(hall.cast.cy), address(hall.other_board)

    shown = look(cy, path, body)
    before = stands_on(hall.other_board)
    done = meant(cy, path, json.loads(body))

    assert ("3 nye lappar, 0 finst alt" in shown.text, before, done.status_code) == (True, [], 303)
    assert stands_on(hall.other_board) == [("Cy", text) for text in texts]
    assert [note.id for note in open_board(hall.other_board).notes()] == ids
    db.session.rollback()
    authors = db.session.scalars(select(NoteAuthor.person_id).where(NoteAuthor.board_id == hall.other_board.id))
    assert set(authors) == {hall.cast.cy.id}


def test_those_on_the_board_see_the_notes_come_in_and_whose_they_are(
    hall: Hall, client_for: ClientFor, writer_for: Callable[[Person], Writer]
) -> None:
    """EX-7: in one frame, like any change."""
    bo = writer_for(hall.cast.bo).join()

    meant(client_for(hall.cast.anna), address(hall.board), file_with("Ein", "To"))

    [[known]] = [words for words in bo.words("notes:known") if words != [{}]]
    assert bo.texts() == ["Ein", "To"]
    assert {one: line["name"] for one, line in known.items()} == {note_id(1): "Anna", note_id(2): "Anna"}


def test_bringing_in_twice_doubles_nothing(hall: Hall, client_for: ClientFor) -> None:
    """EX-7, F10"""
    anna, file = client_for(hall.cast.anna), file_with("Ein", "To")
    meant(anna, address(hall.board), file)
    once = rows()

    again = meant(anna, address(hall.board), file)
    shown = look(anna, address(hall.board), file_with("Ein", "To", "Tre")).text

    assert (again.status_code, rows(), stands_on(hall.board)) == (303, once, [("Anna", "Ein"), ("Anna", "To")])
    assert "1 ny lapp, 2 finst alt" in shown
    assert "Det er ingenting å leggje inn." in look(anna, address(hall.board), file).text


def test_what_is_on_the_board_or_was_deleted_there_is_left_as_it_is(
    hall: Hall, client_for: ClientFor, write: Write
) -> None:
    """EX-7, EX-8: Bo wrote it, and stays its writer."""
    write("bo", "Slik vi sa det", note_id=note_id(1))
    write("bo", "Feil", note_id=note_id(2))
    board = open_board(hall.board)

    def remove(doc: Any) -> None:
        doc["notes"][note_id(2)]["deleted"] = True

    registry().author_step(board.document_id, remove, author_id=None)

    meant(client_for(hall.cast.anna), address(hall.board), file_with("Noko anna", "Feil", "Ny"))

    assert stands_on(hall.board) == [("Bo", "Slik vi sa det"), ("Anna", "Ny")]


def test_whom_the_board_knows_as_writer_is_it_also_of_a_note_that_comes_back(hall: Hall, client_for: ClientFor) -> None:
    """EX-8: the note is gone from the document, as after a restore; who wrote it is still known."""
    with unit_of_work():
        known = NoteAuthor(board_id=hall.board.id, note_id=note_id(1), person_id=hall.cast.bo.id, is_late=0, at_ms=0)
        db.session.add(known)

    meant(client_for(hall.cast.anna), address(hall.board), file_with("Tilbake", "Ny"))

    assert stands_on(hall.board) == [("Bo", "Tilbake"), ("Anna", "Ny")]


def test_no_file_says_who_wrote_what_came_late_or_what_was_chosen(hall: Hall, client_for: ClientFor) -> None:
    """EX-8"""
    file = file_with("Ein")
    file["boards"][0]["notes"][0] |= {
        "author": {"name": "Lea", "municipality": "Sundby"},
        "late": True,
        "for_everybody": 1,
        "deleted": True,
    }

    meant(client_for(hall.cast.anna), address(hall.board), file)

    opened = open_board(hall.board)
    assert (stands_on(hall.board), opened.known[note_id(1)].is_late, opened.plenary) == ([("Anna", "Ein")], False, [])


@pytest.mark.parametrize("photos", [[{"alt": "Tre pilar frå skulen til bussen"}], [], 7])
def test_photos_stay_behind_and_hold_nothing_up(hall: Hall, client_for: ClientFor, photos: object) -> None:
    """EX-8: the file has the words of a sheet and no picture. The files of the other tests do not speak of any."""
    answer = meant(client_for(hall.cast.anna), address(hall.board), file_with("Ein", photos=photos))

    assert (answer.status_code, stands_on(hall.board), photos_of(hall.board.id)) == (303, [("Anna", "Ein")], [])


def test_columns_are_found_by_title_then_by_key_then_the_first(hall: Hall, client_for: ClientFor) -> None:
    file = file_with("A", "B", "C")
    board = file["boards"][0]
    board["columns"] = [
        {"key": "why", "title": "  idear ", "prompt": ""},
        {"key": "who", "title": "Heilt anna", "prompt": ""},
        {"key": "nowhere", "title": "Ukjend", "prompt": ""},
    ]
    for note, column in zip(board["notes"], ("why", "who", "nowhere"), strict=True):
        note["column"] = column
    anna = client_for(hall.cast.anna)

    shown = look(anna, address(hall.board), file).text
    meant(anna, address(hall.board), file)

    assert "1 av dei har ei kolonne som denne tavla ikkje har, og kjem i «Utfordringar»." in shown
    found = {note.text: note.column for note in open_board(hall.board).notes()}
    assert found == {"A": "what", "B": "who", "C": "why"}


CLUSTER = {"id": "school-school-school-1", "title": "Skule", "column": "why"}


def sorted_file(*texts: str) -> Json:
    """A file whose notes lie in one cluster."""
    file = file_with(*texts, clusters=[CLUSTER])
    for number in range(len(texts)):
        note(file, number)["cluster"] = CLUSTER["id"]
    return file


def test_notes_come_in_in_their_clusters(hall: Hall, client_for: ClientFor, write: Write, gather: Gather) -> None:
    """EX-7: from one board to another, in order; twice is once."""
    ids = [write("anna", text) for text in ("Laus", "Skulevegen", "Rektor spør")]
    gather(CLUSTER["id"], ids[1:], title="Skule")
    file = json.loads(body_of(client_for(hall.cast.anna), hall.board, "json"))
    cy, path = client_for(hall.cast.cy), address(hall.other_board)

    for _time in range(2):
        assert meant(cy, path, file).status_code == 303

    there, here = (open_board(board).topics() for board in (hall.other_board, hall.board))
    assert [(one.id, one.title, one.column) for one in there] == [(one.id, one.title, one.column) for one in here]
    assert [len(topic.notes) for topic in there] == [2, 1]


def test_a_cluster_that_the_board_has_keeps_its_name_and_takes_the_new_notes(
    hall: Hall, client_for: ClientFor, write: Write, gather: Gather
) -> None:
    gather(CLUSTER["id"], [write("anna", "Her alt")], title="Vårt namn", column="what")

    meant(client_for(hall.cast.anna), address(hall.board), sorted_file("Ny"))

    [topic] = open_board(hall.board).topics()
    assert (topic.title, topic.column, len(topic.notes)) == ("Vårt namn", "what", 2)


def test_a_new_board_has_the_clusters_of_its_file(hall: Hall) -> None:
    [found] = unpack(json.dumps(sorted_file("Ein", "To")))

    with unit_of_work():
        made = services.make_board(hall.other_group, hall.cast.actor("fia"), found)

    assert [(topic.title, len(topic.notes)) for topic in open_board(made).topics()] == [("Skule", 2)]


def test_a_board_has_room_for_so_many_clusters(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "CLUSTER_LIMIT", 0)
    [found] = unpack(json.dumps(sorted_file("Ein")))

    with pytest.raises(Conflict):
        services.take_in(open_board(hall.board), hall.cast.actor("anna"), services.columns_of(hall.board), found)

    assert open_board(hall.board).topics() == []


def bad(change: Callable[[Json], object]) -> bytes:
    file = file_with("Ein", "To")
    change(file)
    return json.dumps(file).encode()


def note(file: Json, number: int = 1) -> Json:
    found: Json = file["boards"][0]["notes"][number]
    return found


BAD = {
    "no file": b"",
    "no json": b"{",
    "not utf-8": b"\xff\xfe\x00",
    "a list": b"[]",
    "deep": b"[" * 200_000,
    "a huge number": b'{"format": ' + b"9" * 5_000 + b"}",
    "another format": bad(lambda file: file.update(format="trello")),
    "a newer one": bad(lambda file: file.update(version=2)),
    "no version": bad(lambda file: file.update(version=True)),
    "no boards": bad(lambda file: file.update(boards=[])),
    "a board that is none": bad(lambda file: file.update(boards=[1])),
    "no columns": bad(lambda file: file["boards"][0].update(columns=[])),
    "a column twice": bad(lambda file: file["boards"][0].update(columns=file["boards"][0]["columns"] * 2)),
    "a column's key": bad(lambda file: file["boards"][0]["columns"][0].update(key="../")),
    "an id": bad(lambda file: note(file).update(id="<script>")),
    "an id twice": bad(lambda file: note(file).update(id=note_id(1))),
    "no text": bad(lambda file: note(file).update(text=None)),
    "a long text": bad(lambda file: note(file).update(text="x" * 2_001)),
    "half a letter": bad(lambda file: note(file).update(text="\ud83d")),
    "no such column": bad(lambda file: note(file).update(column="who")),
    "a column that is a list": bad(lambda file: note(file).update(column=["why"])),
    "no such colour": bad(lambda file: note(file).update(hue="red")),
    "a version of nothing": bad(lambda file: note(file).update(version_of="x")),
    "a cluster that is none": bad(lambda file: file["boards"][0].update(clusters=[1])),
    "a cluster's id": bad(lambda file: file["boards"][0].update(clusters=[{**CLUSTER, "id": "x"}])),
    "a cluster's name": bad(lambda file: file["boards"][0].update(clusters=[{**CLUSTER, "title": "x" * 201}])),
    "a cluster's column": bad(lambda file: file["boards"][0].update(clusters=[{**CLUSTER, "column": "who"}])),
    "a cluster twice": bad(lambda file: file["boards"][0].update(clusters=[CLUSTER, CLUSTER])),
    "too many clusters": bad(lambda file: file["boards"][0].update(clusters=[CLUSTER] * 201)),
    "a note in no such cluster": bad(lambda file: note(file).update(cluster=CLUSTER["id"])),
    "a note in a list": bad(lambda file: note(file).update(cluster=[CLUSTER["id"]])),
    "too many": json.dumps(file_with(*["x"] * 2_001)).encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_in_which_anything_is_wrong_is_refused_whole(name: str) -> None:
    """EX-9"""
    with pytest.raises(Unreadable):
        unpack(BAD[name])


def test_the_same_file_without_a_fault_is_read() -> None:
    """The control, and the example that is written down."""
    example = (ROOT / "docs/board-file.md").read_text().split("```json")[1].split("```")[0]

    assert [len(board.notes) for board in unpack(bad(lambda file: None))] == [2]
    assert [note.text for note in unpack(example)[0].notes] == ["Vi manglar møteplassar"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no file", "Dette er inga datafil"),
        ("another format", "Dette er inga datafil"),
        ("a newer one", "nyare versjon"),
        ("a long text", "lapp nummer 2 i fila kan ikkje brukast. Han er lengre enn 2000 teikn."),
        ("half a letter", "teikn som ikkje kan lagrast"),
        ("a column twice", "noko i ho manglar eller er feil"),
        ("too many", "fleire lappar enn ei tavle har plass til"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_changes_nothing(
    hall: Hall, client_for: ClientFor, name: str, words: str
) -> None:
    """EX-9"""
    before = rows()

    answer = look(client_for(hall.cast.anna), address(hall.board), BAD[name])

    assert (answer.status_code, words in answer.text, rows()) == (422, True, before)


def test_a_file_that_is_too_large_is_refused_in_words(
    hall: Hall, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it is read, or when the file alone is too large for what the form may hold."""
    anna = client_for(hall.cast.anna)
    monkeypatch.setattr(importing, "LARGEST_BYTES", 1_000)

    answers = [look(anna, address(hall.board), b" " * size) for size in (1_001, 1_000 + importing.FORM_BYTES)]

    assert [(answer.status_code, "høgst 3 MB" in answer.text) for answer in answers] == [(422, True), (413, True)]


def test_a_board_has_room_for_so_many_and_a_person_for_so_much(
    hall: Hall, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EX-9, BO-3, BO-9"""
    anna = client_for(hall.cast.anna)
    meant(anna, address(hall.board), file_with("Ein"))
    before = rows()
    monkeypatch.setattr(services, "NOTE_LIMIT", 2)

    full = meant(anna, address(hall.board), file_with("Ein", "To", "Tre"))
    monkeypatch.undo()
    open_board(hall.board).growth[hall.cast.anna.id].left = 100.0
    fast = meant(anna, address(hall.board), file_with("Ein", "To"))

    assert (full.status_code, "plass til 1 lapp til, og fila har 2 nye" in full.text) == (409, True)
    assert (fast.status_code, "Ingenting av fila er lagt inn" in fast.text, rows()) == (409, True, before)
    open_board(hall.board).growth[hall.cast.anna.id].left = float(BYTES_AN_HOUR)
    assert meant(anna, address(hall.board), file_with("Ein", "To")).status_code == 303


def test_two_thousand_notes_come_in_by_one_step(hall: Hall, client_for: ClientFor) -> None:
    """EX-9: one update of the document, whatever the number, in places of one length."""
    _authors, steps = rows()
    file = file_with(*(f"Lapp {number}" for number in range(2_000)))

    meant(client_for(hall.cast.anna), address(hall.board), file)

    found = open_board(hall.board).notes()
    assert (rows()[1] - steps, len(found)) == (1, 2_000)
    assert [one.text for one in found] == [f"Lapp {number}" for number in range(2_000)]
    assert {len(one.position) for one in found} == {8}


def test_a_step_that_cannot_be_stored_leaves_nothing(
    hall: Hall, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EX-9"""
    before = rows()

    def fails(*_arguments: object, **_named: object) -> bytes:
        raise Conflict("full disk")

    monkeypatch.setattr(type(registry()), "author_step", fails)
    answer = meant(client_for(hall.cast.anna), address(hall.board), file_with("Ein"))

    assert (answer.status_code, rows(), stands_on(hall.board)) == (409, before, [])
    assert open_board(hall.board).known == {}


def test_places_go_on_behind_the_last_and_end_in_no_zero() -> None:
    made = positions_after("V7abc", 3_000, lambda digits: digits[0])

    assert made == sorted(set(made))
    assert made[0] > "V7abc"
    assert [one for one in made if one.endswith("0")] == []


def test_a_file_of_several_boards_asks_which(hall: Hall, client_for: ClientFor) -> None:
    file = file_with("Ein")
    file["boards"].append(file_with("To", "Tre")["boards"][0] | {"group": "Bord 10"})
    anna = client_for(hall.cast.anna)

    shown = look(anna, address(hall.board), file).text
    unsaid = meant(anna, address(hall.board), file, which="")
    meant(anna, address(hall.board), file, which="1")

    assert ("Bord 9" in shown, "Bord 10" in shown, shown.count('type="radio"')) == (True, True, 2)
    assert (unsaid.status_code, "Vel ei av tavlene" in unsaid.text) == (422, True)
    assert [text for _name, text in stands_on(hall.board)] == ["To", "Tre"]


def test_a_closed_board_takes_no_file_and_offers_none(hall: Hall, client_for: ClientFor) -> None:
    anna = client_for(hall.cast.anna)
    offered = anna.get(f"/boards/{hall.board.public_id}/files").text
    with unit_of_work():
        making.close_board(None, db.session.merge(hall.board))

    answers = [anna.get(address(hall.board)), meant(anna, address(hall.board), file_with("Ein"))]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert stands_on(hall.board) == []
    assert (address(hall.board) in offered) is True
    assert address(hall.board) not in anna.get(f"/boards/{hall.board.public_id}/files").text


def test_each_cell_of_the_matrix_lets_a_file_in_or_does_not(app: Flask) -> None:
    """EX-9: who may write notes on an open board may bring them in, and nobody else."""
    app.config["WTF_CSRF_ENABLED"] = False
    world = build_world(app)
    walker, cell = Walker(app, world), read_matrix()["note.create"]
    fields = {"packed": repack(unpack(json.dumps(file_with("Ein")))), "which": "0", "take": "1"}

    found, meant_by_matrix = set(), set()
    for thing in world.of("board"):
        for holder in HOLDERS:
            answer = walker.ask(holder, "POST", f"/boards/{thing.object.public_id}/import", fields)
            if answer.status_code == 303 and "/sign-in" not in answer.headers["Location"]:
                found.add((holder.name, thing.truth.group))
            if thing.truth.is_open and any(may(cell[role], holder, thing.truth) for role in {holder.role, "V"}):
                meant_by_matrix.add((holder.name, thing.truth.group))

    assert found == meant_by_matrix
    assert ("dag", "table 1") in found


def test_what_is_packed_is_read_again_as_it_was(hall: Hall, client_for: ClientFor, write: Write) -> None:
    write("anna", "Vi manglar\nmøteplassar \u2028 \u202e \x07 🙂")
    found = unpack(pack(collection_of(hall.board)))

    assert unpack(repack(found)) == found
    assert found[0].notes[0].text == "Vi manglar\nmøteplassar \u2028 \u202e \x07 🙂"
