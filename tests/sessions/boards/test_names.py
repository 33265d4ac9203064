"""BO-32 to BO-38: how much of who wrote is told, by whichever way somebody looks, and how it is forgotten."""

import ast
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pycrdt import Doc
from sqlalchemy import inspect, select

import network
from network.access.actor import actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid
from network.core.lib0 import varbuf, varuint
from network.documents import encoding, registry
from network.documents.registry import Registry
from network.live.presence import packed, parse
from network.people.models import Municipality, Person
from network.privacy import erasing
from network.privacy.retention import purge_all
from network.sessions.boards.export.queries import collection_of
from network.sessions.boards.export.rules.unpacked import FoundBoard
from network.sessions.boards.export.services import take_in
from network.sessions.boards.history.services import put_note_back
from network.sessions.boards.models import NoteAuthor, OwnNotes
from network.sessions.boards.queries import board_by_public_id
from network.sessions.boards.rules import authors
from network.sessions.boards.rules.alone import Shown, steps_for
from network.sessions.boards.rules.notes import PlainNote
from network.sessions.boards.services import alone, making, opened, reseeding, revealing
from network.sessions.boards.services.forgetting import KEPT
from network.sessions.boards.services.naming import set_names
from network.sessions.boards.services.opened import open_board, read_notes
from network.sessions.gatherings.rules.names import NamesLevel
from network.together.messages import Kind, read_messages
from network.web import pdf
from tests.cast import Hall
from tests.databases import url_for_tests
from tests.sessions.boards.conftest import Writer
from tests.sessions.boards.export.reading import body_of, cells, paragraphs, words_of_pdf
from tests.sessions.boards.test_alone import Alone
from tests.sessions.boards.test_photos import put_up

FIRST, SECOND = "first-note-aaaaaaaaaaa", "second-note-bbbbbbbbbb"
NAME, PLACE, WORDS = "Kanari Fuglesang", "Kanarivik", "Her er det ein som tør"
NAMES, MUNICIPALITY, NOBODY = NamesLevel
TOLD = {NAMES: {"name", "key", "place"}, MUNICIPALITY: {"place"}, NOBODY: set[str]()}
FILES = ("json", "txt", "xlsx", "docx", "pdf")

WriterFor = Callable[[Person], Writer]
AloneFor = Callable[[Person], Alone]
ClientFor = Callable[[Person | None], FlaskClient]


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine that tests may be busy with other tests."""
    monkeypatch.setattr(pdf, "SECONDS", 120.0)


@pytest.fixture
def alone_for(app: Flask, hall: Hall) -> AloneFor:
    return lambda person: Alone(app, person, hall.board)


@pytest.fixture
def hall(hall: Hall) -> Hall:
    """Anna has a name, and a municipality, that stand nowhere else."""
    with unit_of_work():
        db.session.merge(hall.cast.anna).name = NAME
        db.session.scalars(select(Municipality).where(Municipality.number == "9901")).one().name = PLACE
    return hall


def names(hall: Hall, level: NamesLevel) -> None:
    """The level is set as the programme's form sets it, and what follows from it is done."""
    with unit_of_work():
        set_names(db.session.merge(hall.board), level)
    revealing.show_due()
    db.session.rollback()


def bring_over(hall: Hall) -> None:
    board = board_by_public_id(hall.board.public_id)
    assert board is not None
    revealing.bring_over(board)
    db.session.rollback()


def found_in(hall: Hall, *places: object) -> set[str]:
    """What of Anna can be read there."""
    text = json.dumps([str(one) for one in places], ensure_ascii=False)
    sought = {"name": NAME, "key": hall.cast.anna.public_key, "place": PLACE}
    return {what for what, word in sought.items() if word in text}


def files_for(hall: Hall, client: FlaskClient) -> list[object]:
    bodies = {kind: body_of(client, hall.board, kind) for kind in FILES}
    sheets = [cells(bodies["xlsx"], number) for number in (0, 1)]
    papers = [paragraphs(bodies["docx"]), words_of_pdf(bodies["pdf"])]
    return [bodies["json"].decode(), bodies["txt"].decode(), *papers, *sheets]


def markers_in(doc: "Doc[Any]") -> set[int]:
    """The client ids that a browser's copy of the document knows."""
    return set(encoding.state_vector(doc.get_state()))


@pytest.mark.parametrize("level", NamesLevel)
def test_whoever_looks_is_told_as_much_as_the_level_says(
    hall: Hall, writer_for: WriterFor, alone_for: AloneFor, client_for: ClientFor, *, level: NamesLevel
) -> None:
    """BO-32: a member, who leads the gathering; socket, page and files. With names the same look finds all three."""
    names(hall, level)
    readers = [hall.cast.bo, hall.cast.fia]
    early = [writer_for(reader).join() for reader in readers]
    anna = alone_for(hall.cast.anna).join()

    anna.send(anna.writes(FIRST, WORDS))
    bring_over(hall)
    late = [writer_for(reader).join() for reader in readers]
    clients = [client_for(reader) for reader in readers]
    pages = [client.get(f"/boards/{hall.board.public_id}").text for client in clients]
    files = [files_for(hall, client) for client in clients]

    assert [one.texts() for one in (*early, *late)] == [[WORDS]] * 4
    assert [found_in(hall, *one.wire.said) for one in (*early, *late)] == [TOLD[level]] * 4
    assert [found_in(hall, page) for page in pages] == [TOLD[level] - {"key"}] * 2
    assert [found_in(hall, *said) for said in files] == [TOLD[level] - {"key"}] * 2
    assert all(WORDS in str(said) for said in pages)
    assert [[WORDS in str(one) for one in said] for said in files] == [[True] * 5 + [False]] * 2  # the last: the asked


def test_without_the_projection_the_same_looks_find_her(
    hall: Hall, writer_for: WriterFor, alone_for: AloneFor, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one function switched off, wherever it is called."""
    names(hall, NOBODY)
    anna = alone_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST, WORDS))
    bring_over(hall)
    monkeypatch.setattr(opened, "given_out", lambda byline, _level: byline)
    monkeypatch.setattr("network.sessions.boards.queries.given_out", lambda byline, _level: byline)

    said = writer_for(hall.cast.bo).join().wire.said
    page = client_for(hall.cast.bo).get(f"/boards/{hall.board.public_id}").text

    assert (found_in(hall, *said), found_in(hall, page)) == ({"name", "key", "place"}, {"name", "place"})
    assert found_in(hall, *collection_of(hall.board).boards[0].notes) == {"name", "place"}


def test_no_other_code_says_who_wrote() -> None:
    """BO-32: a byline is read by the projection's callers alone, the table by those who store, count or forget."""
    root = Path(network.__file__).parent
    boards = root / "sessions/boards"
    trees = {path: ast.parse(path.read_text()) for path in root.rglob("*.py")}
    lines = {path for path, tree in trees.items() for node in ast.walk(tree) if _reads(node, "byline")}
    tables = {path for path, tree in trees.items() for node in ast.walk(tree) if _names(node, "NoteAuthor")}
    projected = {path for path in lines if _names_any(trees[path], authors.given_out.__name__)}

    handed_on = {path.relative_to(boards).as_posix() for path in lines - projected}
    assert handed_on == {"services/alone.py"}  # into a `Known`, which tells by the level
    assert {path.relative_to(root).as_posix() for path in tables} == {
        "actions/queries/marked.py",
        "sessions/boards/export/services.py",
        "sessions/boards/merging/queries.py",
        "sessions/boards/models.py",
        "sessions/boards/queries.py",
        "sessions/boards/services/alone.py",
        "sessions/boards/services/forgetting.py",
        "sessions/boards/services/naming.py",
        "sessions/boards/services/taking.py",
        "sessions/stage/queries/activity.py",
    }


def _reads(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name


def _names(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.ClassDef | ast.alias) and node.name == name


def _names_any(tree: ast.AST, name: str) -> bool:
    return any(isinstance(node, ast.alias) and node.name == name for node in ast.walk(tree))


def test_her_own_devices_are_told_which_notes_are_hers_and_nobody_elses(hall: Hall, writer_for: WriterFor) -> None:
    """BO-37: with the municipality alone a page still has to know what its reader may delete."""
    names(hall, MUNICIPALITY)
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()

    anna.send(anna.writes(FIRST, WORDS))
    again = writer_for(hall.cast.anna).join()
    late = [writer_for(reader).join() for reader in (hall.cast.bo, hall.cast.fia)]

    assert (anna.words("notes:mine"), again.words("notes:mine")) == ([[[]], [[FIRST]]], [[[FIRST]]])
    assert [one.words("notes:mine") for one in (bo, *late)] == [[[[]]]] * 3


@pytest.mark.parametrize("act", ["add", "reword", "recolour", "delete"])
def test_nobodys_words_come_under_her_own_mark(
    hall: Hall, writer_for: WriterFor, alone_for: AloneFor, *, act: str
) -> None:
    """BO-34: on the shared document everybody sees which browser does what, so nobody writes there, her own neither."""
    names(hall, NOBODY)
    hers = alone_for(hall.cast.anna).join()
    hers.send(hers.writes(FIRST, WORDS))
    bring_over(hall)
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()

    update = {
        "add": lambda: anna.writes(SECOND, "Rett på tavla"),
        "reword": lambda: anna.does(lambda she: she.notes[FIRST]["text"].insert(0, "No ")),
        "recolour": lambda: anna.does(lambda she: she.notes[FIRST].__setitem__("hue", "plum")),
        "delete": lambda: anna.does(lambda she: she.notes[FIRST].__setitem__("deleted", True)),
    }[act]()
    anna.send(update)

    assert anna.words("deny")[0][0] == ("role" if act == "delete" else "nobody")
    assert (bo.texts(), markers_in(anna.doc) & markers_in(bo.doc) & {anna.doc.client_id}) == ([WORDS], set())


def test_with_names_the_same_acts_are_taken(hall: Hall, writer_for: WriterFor) -> None:
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()

    anna.send(anna.writes(FIRST, WORDS))
    anna.send(anna.does(lambda she: she.notes[FIRST]["text"].insert(0, "No ")))
    anna.send(anna.does(lambda she: she.notes[FIRST].__setitem__("deleted", True)))
    bo.hear()

    assert (anna.words("deny"), bo.texts()) == ([], [])
    assert anna.doc.client_id in markers_in(bo.doc)


def test_whoever_leads_may_still_take_a_note_away(hall: Hall, writer_for: WriterFor, alone_for: AloneFor) -> None:
    names(hall, NOBODY)
    anna = alone_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST, WORDS))
    bring_over(hall)
    fia = writer_for(hall.cast.fia).join()

    fia.send(fia.does(lambda she: she.notes[FIRST].__setitem__("deleted", True)))
    bring_over(hall)

    assert (fia.words("deny"), writer_for(hall.cast.bo).join().texts()) == ([], [])


def test_what_she_writes_and_changes_later_comes_by_the_server(
    hall: Hall, writer_for: WriterFor, alone_for: AloneFor
) -> None:
    """BO-34: no mark, no row of a person and no word of presence of hers is behind it, and sorting goes on."""
    names(hall, NOBODY)
    hers, bo = alone_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()
    hers.send(hers.writes(FIRST, WORDS))
    bring_over(hall)

    hers.send(hers.does(lambda she: she.notes[FIRST]["text"].insert(0, "No: ")))
    hers.send(hers.writes(SECOND, "Eitt til"))
    bring_over(hall)
    on_board = bo.texts()
    bo.send(bo.does(lambda he: he.notes[SECOND].__setitem__("place", ["what", "k"])))
    hers.send(hers.does(lambda she: she.notes[FIRST].__setitem__("deleted", True)))
    bring_over(hall)

    assert (on_board, bo.texts()) == (["Eitt til", f"No: {WORDS}"], ["Eitt til"])
    assert (hers.words("deny"), bo.words("deny")) == ([], [])
    owners = registry().open(open_board(hall.board).document_id).owners
    assert (set(owners.values()), hers.doc.client_id in markers_in(bo.doc)) == ({None, hall.cast.bo.id}, False)


def test_it_comes_when_the_others_of_the_same_seconds_come(
    hall: Hall, writer_for: WriterFor, alone_for: AloneFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BO-34: not at the moment at which it is written."""
    seconds = [1000.0]
    monkeypatch.setattr(clock, "monotonic", lambda: seconds[0])
    names(hall, NOBODY)
    bo = writer_for(hall.cast.bo).join()
    hers = alone_for(hall.cast.anna).join()
    revealing.show_due()

    hers.send(hers.writes(FIRST, WORDS))
    revealing.show_due()
    at_once = bo.texts()
    seconds[0] += revealing.BATCH_SECONDS
    revealing.show_due()

    assert (at_once, bo.texts()) == ([], [WORDS])


def test_her_own_page_without_script_shows_it_meanwhile(hall: Hall, client_for: ClientFor) -> None:
    names(hall, NOBODY)
    anna, address = client_for(hall.cast.anna), f"/boards/{hall.board.public_id}"

    answer = anna.post(f"{address}/notes", data={"text": WORDS, "column": "why", "note_id": FIRST})

    assert answer.status_code == 303
    assert (WORDS in anna.get(address).text, WORDS in client_for(hall.cast.bo).get(address).text) == (True, False)
    bring_over(hall)
    assert client_for(hall.cast.bo).get(address).text.count(f'id="plain-{FIRST}"') == 1
    assert anna.get(address).text.count(f'id="plain-{FIRST}"') == 1


@pytest.mark.parametrize("is_kept_apart", [True, False])
def test_nobody_changes_anothers_note_by_way_of_her_own(
    hall: Hall, writer_for: WriterFor, alone_for: AloneFor, monkeypatch: pytest.MonkeyPatch, *, is_kept_apart: bool
) -> None:
    """BO-34: Bo gives a note of his own the id of Anna's. Taken as his, it would delete hers."""
    if not is_kept_apart:
        monkeypatch.setattr(revealing, "_hers", lambda _board, one: read_notes(registry().open(one.document_id)))
    names(hall, NOBODY)
    anna, bo = alone_for(hall.cast.anna).join(), alone_for(hall.cast.bo).join()
    anna.send(anna.writes(FIRST, WORDS))
    bring_over(hall)

    bo.send(bo.writes(FIRST, "Noko anna", deleted=True))
    bring_over(hall)

    assert writer_for(hall.cast.bo).join().texts() == ([WORDS] if is_kept_apart else [])


def test_changes_of_several_come_in_an_order_that_says_nothing_of_whose_they_are() -> None:
    """BO-34: new notes and later changes alike."""
    shown = {str(number): Shown("før", is_deleted=False) for number in range(4)}
    note: dict[str, Any] = {"column": "why", "position": "V", "hue": "sun", "is_deleted": False, "version_of": None}
    there = {key: PlainNote(id=key, text="før", **note) for key in shown}
    own = {
        person: [PlainNote(id=str(2 * person + one), text="no", **note) for one in (0, 1)]
        + [PlainNote(id=f"new {person} {one}", text="ny", **note) for one in (0, 1)]
        for person in (0, 1)
    }

    steps = steps_for(own, shown, there, lambda steps: steps.reverse())

    assert [step.person_id for step in steps] == [1, 1, 0, 0] * 2
    assert [step.act for step in steps] == ["add"] * 4 + ["reword"] * 4


def attends(writer: Writer, clock_: int, **state: object) -> None:
    entry = packed(7, clock_, state)
    writer.y(bytes([Kind.AWARENESS - 2]) + varbuf(varuint(1) + entry))


def presence_heard(writer: Writer) -> list[dict[str, Any] | None]:
    heard = [read_messages(body) for [body] in writer.words("y")]
    return [
        entry.state for messages in heard for kind, body in messages if kind is Kind.AWARENESS for entry in parse(body)
    ]


@pytest.mark.parametrize("level", NamesLevel)
def test_presence_ties_nobody_to_a_note(
    hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch, *, level: NamesLevel
) -> None:
    """BO-35: that she is here is told once; neither where she looks, nor that or when she writes."""
    names(hall, level)
    monkeypatch.setattr("network.live.channels.gevent.spawn_later", lambda _wait, told: told())
    monkeypatch.setattr("network.live.presence.SECONDS_BETWEEN", 0.0)
    anna, bo = writer_for(hall.cast.anna), writer_for(hall.cast.bo).join()
    open_board(hall.board).presence.seconds_between = 0.0
    anna.join()

    attends(anna, 1, note=None, typing=False)
    attends(anna, 2, note=FIRST, typing=True)
    attends(anna, 3, note=FIRST, typing=False)

    heard = [(state["name"], state["note"], state["typing"]) for state in presence_heard(bo) if state]
    focused = [(NAME, FIRST, True), (NAME, FIRST, False)] if level == NAMES else []
    assert heard == [(NAME, None, False), *focused]


@pytest.mark.parametrize("before", [NAMES, MUNICIPALITY])
def test_when_names_go_the_document_is_begun_anew(hall: Hall, writer_for: WriterFor, *, before: NamesLevel) -> None:
    """BO-36: who comes after that finds the same notes and no mark of their writers; who is there comes anew."""
    names(hall, before)
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()
    anna.send(anna.writes(FIRST, WORDS))
    bo.hear()
    bo.send(bo.gathers(SECOND, FIRST, title="Mot"))
    early = writer_for(hall.cast.fia).join()

    names(hall, NOBODY)
    late = writer_for(hall.cast.fia).join()

    assert anna.doc.client_id in markers_in(early.doc)
    assert markers_in(late.doc) & markers_in(early.doc) == set()
    assert late.doc["notes"].to_py() == early.doc["notes"].to_py()  # type: ignore[union-attr]
    assert late.doc["clusters"].to_py() == early.doc["clusters"].to_py()  # type: ignore[union-attr]
    assert found_in(hall, *late.wire.said) == set()
    histories = [one.words("joined")[0][0]["history_id"] for one in (early, late)]
    assert (len(set(histories)), "names" in bo.words("resync")[-1]) == (2, True)


def test_who_did_not_come_back_yet_is_sent_back_with_what_she_does(hall: Hall, writer_for: WriterFor) -> None:
    """On the old document's marks nothing goes on: her words stay with her, and become a draft when she joins."""
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST, WORDS))
    names(hall, NOBODY)

    anna.send(anna.writes(SECOND, "På veg"))

    assert (anna.words("a"), anna.words("resync")[-1]) == ([[1]], ["gap"])
    assert writer_for(hall.cast.bo).join().texts() == [WORDS]


def test_a_note_that_had_a_name_goes_on_being_its_writers(
    hall: Hall, writer_for: WriterFor, alone_for: AloneFor
) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST, WORDS))
    names(hall, NOBODY)
    hers = alone_for(hall.cast.anna).join()

    hers.send(hers.does(lambda she: she.notes[FIRST]["text"].insert(0, "No: ")))
    bring_over(hall)

    assert writer_for(hall.cast.bo).join().texts() == [f"No: {WORDS}"]


def test_a_program_that_stopped_before_the_new_document_begins_it_for_the_next_who_comes(
    hall: Hall, writer_for: WriterFor
) -> None:
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST, WORDS))
    with unit_of_work():
        set_names(db.session.merge(hall.board), NOBODY)
    alone.begin_anew()

    bo = writer_for(hall.cast.bo).join()

    assert (bo.texts(), anna.doc.client_id in markers_in(bo.doc)) == ([WORDS], False)


def test_until_it_is_begun_anew_its_marks_would_be_seen(
    hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.sessions.boards.sockets.reseeding.reseed_if_due", lambda _row: None)
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(FIRST, WORDS))
    with unit_of_work():
        set_names(db.session.merge(hall.board), NOBODY)

    assert anna.doc.client_id in markers_in(writer_for(hall.cast.bo).join().doc)


def test_names_do_not_come_back_over_what_was_written_without(hall: Hall, alone_for: AloneFor) -> None:
    """BO-33: looking is not writing."""
    names(hall, MUNICIPALITY)
    anna = alone_for(hall.cast.anna).join()
    names(hall, NAMES)
    names(hall, NOBODY)
    anna.send(anna.writes(FIRST, WORDS))

    with pytest.raises(Invalid) as refusal:
        names(hall, MUNICIPALITY)

    db.session.rollback()
    assert (refusal.value.field, db.session.merge(hall.board).names) == ("names", NOBODY)


def traces_of(hall: Hall, folder: Path, sought: bytes) -> int:
    """How often these bytes stand in the database's files, freed places and the log with them."""
    return sum(path.read_bytes().count(sought) for path in folder.glob("samling.sqlite*"))


@pytest.mark.skipif(bool(url_for_tests()), reason="looks into SQLite's files")
@pytest.mark.parametrize("is_folded", [True, False])
def test_the_old_documents_bytes_are_gone_from_the_databases_files(
    app: Flask, hall: Hall, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch, *, is_folded: bool
) -> None:
    """BO-36: an update as Anna's browser sent it. Without the folding of the log it would still be found."""
    folder = app.extensions["settings"].instance_dir
    anna = writer_for(hall.cast.anna).join()
    update = anna.writes(FIRST, WORDS)
    anna.send(update)
    before = traces_of(hall, folder, update)
    if not is_folded:
        monkeypatch.setattr(erasing, "fold_log_now", lambda: True)

    names(hall, NOBODY)

    assert before > 0
    assert (traces_of(hall, folder, update) == 0) is is_folded


OF_PEOPLE, OF_BOARDS = {"person_id", "by_id", "actor_id"}, {"note_id", "object_id"}
"""What columns are called that hold such a number and refer to no table, as those of documents and of the log."""
FORGOTTEN = {"board_photo", "note_author", "own_notes", "document_client", "document_update"}
TELL_OTHERWISE = {
    "audit_entry": "names who put up a photo only where the board tells names (test_photos)",
    "board_restoring": "who put something back, anybody's; on a board without names nobody does (BO-34)",
    "plenary_choice": "who chose a note for everybody, anybody's",
    "take_home_mark": "what somebody wants to remember, anybody's",
    "typed_note": "only where names are told, deleted when they go (BO-45)",
}
WHO_CAME = {"audit_entry", "gathering_member", "group_member", "seat", "sign_in_session"}
"""Where Anna's number stands as well: that she signed in and was there."""


def columns(to: str, names: set[str]) -> dict[str, list[str]]:
    """Table → its columns that refer to this table by the database's own account, or to none and have such a name."""
    database, found = inspect(db.engine), {}
    for table in database.get_table_names():
        keys = database.get_foreign_keys(table)
        leads_to = {column: key["referred_table"] for key in keys for column in key["constrained_columns"]}
        there = [str(column["name"]) for column in database.get_columns(table)]
        found[table] = [one for one in there if leads_to.get(one, to if one in names else "") == to]
    return {table: there for table, there in found.items() if there}


@pytest.mark.usefixtures("app")
def test_each_table_that_ties_a_person_to_a_board_is_forgotten_or_says_why_not() -> None:
    """BO-38: one that comes later is named here, and then looked for in the dump."""
    of_boards = columns("board", OF_BOARDS).keys() | columns("document", set()).keys()

    assert columns("person", OF_PEOPLE).keys() & of_boards == FORGOTTEN | TELL_OTHERWISE.keys()


def links_in_dump(hall: Hall, folder: Path) -> set[str]:
    """The tables in whose rows Anna's number stands."""
    with closing(sqlite3.connect(folder / "samling.sqlite")) as connection:
        asked = {
            table: f"SELECT count(*) FROM {table} WHERE ? IN ({', '.join(there)})"
            for table, there in columns("person", OF_PEOPLE).items()
        }
        return {table for table, words in asked.items() if connection.execute(words, [hall.cast.anna.id]).fetchone()[0]}


@pytest.mark.skipif(bool(url_for_tests()), reason="looks into SQLite's files")
@pytest.mark.parametrize("level", NamesLevel)
def test_after_thirty_days_nothing_says_who_wrote(
    app: Flask,
    hall: Hall,
    writer_for: WriterFor,
    alone_for: AloneFor,
    client_for: ClientFor,
    *,
    level: NamesLevel,
) -> None:
    """BO-38: with names all is kept; with the municipality that is, and no person; without names neither.

    What her own browser sent is then in none of the database's files either.
    """
    folder = app.extensions["settings"].instance_dir
    names(hall, level)
    anna = alone_for(hall.cast.anna).join()
    update = anna.writes(FIRST, WORDS)
    anna.send(update)
    bring_over(hall)
    put_up(client_for(hall.cast.anna), hall)
    before = links_in_dump(hall, folder)
    clock.set(hall.gathering.ends_at + KEPT - timedelta(hours=1))
    purge_all()
    in_time, traces_in_time = links_in_dump(hall, folder), traces_of(hall, folder, update)
    clock.advance(2 * 3600)

    purge_all()
    db.session.rollback()

    line = open_board(hall.board).known[FIRST].byline
    assert before == in_time == FORGOTTEN | WHO_CAME
    assert links_in_dump(hall, folder) == (before if level == NAMES else WHO_CAME)
    assert traces_in_time > 0
    assert (traces_of(hall, folder, update) > 0) is (level == NAMES)
    assert (line.name, line.municipality) == {NAMES: (NAME, PLACE), MUNICIPALITY: ("", PLACE), NOBODY: ("", "")}[level]
    assert db.session.scalar(select(OwnNotes.id)) is None or level == NAMES
    assert db.session.scalars(select(NoteAuthor.note_id)).all() == [FIRST]
    assert writer_for(hall.cast.bo).join().texts() == [WORDS]


def test_on_a_board_without_names_nobody_puts_back_and_nothing_comes_of_a_file(hall: Hall) -> None:
    """BO-34: words come through one's own notes alone, and what one changed is one's own to put back."""
    board, anna = open_board(hall.board), actor_for(hall.cast.anna.id)
    note_id = making.note_step(board, anna, text="Spør dei unge", column="why")
    board.names = NamesLevel.NOBODY

    with pytest.raises(Conflict, match="Ingen ser kven"):
        put_note_back(board, anna, key="a-key", note_id=note_id, snapshot_id=None)
    with pytest.raises(Conflict, match="Ingen ser kven"):
        take_in(board, anna, [], FoundBoard("Bord 1", "", [], []))


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_form_that_waits_while_names_go_is_laid_among_her_own(
    app: Flask, hall: Hall, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, *, is_kept: bool
) -> None:
    """BO-34, BO-36. The control: where nobody looks again it is lost, and she is told that there is no such board."""
    board, step = open_board(hall.board), Registry.author_step
    making.note_step(board, actor_for(hall.cast.bo.id), text="før", column="why")

    def goes_meanwhile(self: Registry, document_id: str, *given: Any, **named: Any) -> bytes:
        monkeypatch.setattr(Registry, "author_step", step)
        db.session.rollback()
        names(hall, NOBODY)
        reseeding.reseed_if_due(hall.board)
        return step(self, document_id, *given, **named)

    monkeypatch.setattr(Registry, "author_step", goes_meanwhile)
    if not is_kept:
        monkeypatch.setattr(opened.OpenBoard, "author_step", as_before)
    form = {"text": WORDS, "column": "why"}
    answer = client_for(hall.cast.anna).post(f"/boards/{hall.board.public_id}/notes", data=form)

    mine = alone.open_own_notes(hall.board, actor_for(hall.cast.anna.id))
    hers = [note.text for note in read_notes(mine.document)]
    assert (answer.status_code, hers) == ((303, [WORDS]) if is_kept else (404, []))
    assert [note.text for note in board.notes()] == ["før"]


def as_before(board: opened.OpenBoard, change: Any, **named: Any) -> bytes:
    """What was gone was not looked for under its new name."""
    return registry().author_step(board.document_id, change, **named)
