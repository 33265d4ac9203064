"""BO-46, BO-47: photos of paper sheets, drawn anew, for those who may read the board, live and on paper."""

import io
import json
from collections.abc import Callable

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from network.core import files
from network.core.audit import AuditEntry
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.boards.export.plain import text_of
from network.sessions.boards.export.queries import collection_of
from network.sessions.boards.models import BoardPhoto
from network.sessions.boards.services import making
from network.sessions.boards.services.following import write_alone
from network.sessions.gatherings.models import StoredFile
from network.sessions.gatherings.rules.names import NamesLevel
from network.web import pdf
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer
from tests.sessions.boards.export.reading import body_of, cells, paragraphs, pictures_of_pdf, words_of_pdf
from tests.web.test_pdf import unpacked

ClientFor = Callable[[Person | None], FlaskClient]
WriterFor = Callable[[Person], Writer]
KEY = "photo-photo-photo-1111"
ALT = "Tre pilar frå skulen til bussen"
PLACE = 0x8825


def path(hall: Hall, rest: str = "") -> str:
    return f"/boards/{hall.board.public_id}/photos{rest}"


def photo() -> bytes:
    """From a phone: it says where it was taken."""
    notes = Image.Exif()
    notes.get_ifd(PLACE).update({1: "N", 2: (62.47, 0.0, 0.0)})
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "JPEG", exif=notes)
    return made.getvalue()


def put_up(client: FlaskClient, hall: Hall, body: bytes | None = None, **other: str) -> int:
    form = {"alt": ALT, "key": KEY, **other}
    file = (io.BytesIO(photo() if body is None else body), "IMG_1.jpg")
    return client.post(path(hall), data={**form, "file": file}, content_type="multipart/form-data").status_code


def there() -> tuple[int, int]:
    """(photos that lie there, rows about files)."""
    db.session.rollback()
    return db.session.query(BoardPhoto).filter(BoardPhoto.file_id.is_not(None)).count(), db.session.query(
        StoredFile
    ).count()


def test_a_sheet_is_seen_on_the_board_without_where_it_was_taken(hall: Hall, client_for: ClientFor) -> None:
    """The control: the phone's picture says where. Sent twice it lies there once."""
    anna, bo = client_for(hall.cast.anna), client_for(hall.cast.bo)

    statuses = [put_up(anna, hall), put_up(anna, hall)]
    answer = bo.get(path(hall, f"/{KEY}"), buffered=True)

    assert (statuses, there()) == ([303, 303], (1, 1))
    assert f'alt="{ALT}"' in bo.get(f"/boards/{hall.board.public_id}").text
    places = [PLACE in Image.open(io.BytesIO(body)).getexif() for body in (photo(), answer.data)]
    assert (places, answer.headers["Content-Type"], ALT in text_of(collection_of(hall.board))) == (
        [True, False],
        "image/jpeg",
        True,
    )


@pytest.mark.parametrize(
    ("name", "sees", "puts_up", "takes_away"),
    [
        ("anna", 200, 303, 303),
        ("bo", 200, 303, 403),
        ("fia", 200, 303, 303),
        ("cy", 404, 404, 404),
        ("lea", 404, 404, 404),
        ("otto", 404, 404, 404),
    ],
)
def test_who_sees_puts_up_and_takes_away(
    hall: Hall, client_for: ClientFor, name: str, sees: int, puts_up: int, takes_away: int
) -> None:
    put_up(client_for(hall.cast.anna), hall)
    client = client_for(getattr(hall.cast, name))

    seen = [client.get(path(hall, rest), buffered=True).status_code for rest in ("", f"/{KEY}")]
    put = put_up(client, hall, key="photo-photo-photo-2222")
    away = client.post(path(hall, f"/{KEY}/removal")).status_code

    assert (seen, put, away) == ([sees] * 2, puts_up, takes_away)


def test_what_is_taken_away_leaves_neither_file_nor_words_and_does_not_come_again(
    hall: Hall, client_for: ClientFor
) -> None:
    """Also after the close, and the form that put it up is sent once more by a browser that goes back."""
    anna = client_for(hall.cast.anna)
    put_up(anna, hall)
    with unit_of_work():
        making.close_board(None, hall.board)

    statuses = [anna.post(path(hall, f"/{KEY}/removal")).status_code for _twice in range(2)]
    with unit_of_work():
        making.reopen_board(None, hall.board)
    put_up(anna, hall)

    assert (statuses, there(), db.session.query(BoardPhoto).one().alt) == ([303, 303], (0, 0), "")
    assert anna.get(path(hall, f"/{KEY}")).status_code == 404


@pytest.mark.parametrize(
    ("body", "alt", "said"),
    [
        (b"", ALT, "Vel eit bilete"),
        (b"%PDF-1.7 x", ALT, "JPEG-, PNG- eller WebP-fil"),
        (b"\xff\xd8\xff\xe0 broken", ALT, "øydelagt"),
        (None, "", "Skriv kort kva som står"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_words_stay(
    hall: Hall, client_for: ClientFor, body: bytes | None, alt: str, said: str
) -> None:
    form = {"alt": alt, "key": KEY, "file": (io.BytesIO(photo() if body is None else body), "a.jpg")}

    answer = client_for(hall.cast.anna).post(path(hall), data=form, content_type="multipart/form-data")

    assert (answer.status_code, said in answer.text, alt in answer.text, there()) == (422, True, True, (0, 0))


def test_six_are_the_most_and_none_while_each_writes_alone(
    hall: Hall, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = client_for(hall.cast.anna)
    monkeypatch.setattr("network.sessions.boards.photos.services.MOST", 1)

    statuses = [put_up(anna, hall, key=f"photo-photo-photo-333{number}") for number in range(2)]
    monkeypatch.undo()
    with unit_of_work():
        write_alone([hall.board], is_wanted=True)
    statuses.append(put_up(anna, hall))

    assert (statuses, there()[0]) == ([303, 422, 422], 1)


def test_photos_come_and_go_on_the_boards_that_others_have_open(
    app: Flask, hall: Hall, client_for: ClientFor, writer_for: WriterFor
) -> None:
    """BO-47: beside the document, at once, and to whoever comes later. The board beside is told nothing."""
    bo, cy = writer_for(hall.cast.bo).join(), Writer(app, hall.cast.cy, hall.other_board).join()
    anna = client_for(hall.cast.anna)

    put_up(anna, hall)
    later = writer_for(hall.cast.anna).join()
    anna.post(path(hall, f"/{KEY}/removal"))

    lies = [{"id": KEY, "alt": ALT}]
    assert [told for (told,) in bo.words("board:photos")] == [[], lies, []]
    assert [told for (told,) in later.words("board:photos")] == [lies, []]
    assert [told for (told,) in cy.words("board:photos")] == [[]]


def test_papers_show_the_sheet_and_say_what_stands_on_it(
    hall: Hall, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BO-47. Bytes that are gone leave the words."""
    monkeypatch.setattr(pdf, "SECONDS", 120.0)
    anna = client_for(hall.cast.anna)
    put_up(anna, hall)
    db.session.rollback()
    sha256 = db.session.query(StoredFile).one().sha256

    with_it, without = [], []
    for papers in (with_it, without):
        papers += [body_of(anna, hall.board, kind) for kind in ("docx", "pdf")]
        files.path_of(sha256).unlink(missing_ok=True)

    for (docx, paper), count in ((with_it, 1), (without, 0)):
        assert (len(Document(io.BytesIO(docx)).inline_shapes), len(pictures_of_pdf(paper))) == (count, count)
        assert ALT in [words for _style, words in paragraphs(docx)]
        assert ALT in words_of_pdf(paper)
    drawn = Document(io.BytesIO(with_it[0])).inline_shapes[0]._inline
    assert (drawn.docPr.get("descr"), round(drawn.extent.cx / drawn.extent.cy, 2)) == ("Bilete", 1.33)
    assert pictures_of_pdf(with_it[1]) == [(40, 30)]
    assert b"/Alt (Bilete)" in unpacked(with_it[1])


def test_sheets_data_and_text_say_what_stands_on_each_sheet(hall: Hall, client_for: ClientFor) -> None:
    """BO-46, EX-6: in the order in which they were put up."""
    anna, formula = client_for(hall.cast.anna), "=1+1 er to"
    put_up(anna, hall)
    put_up(anna, hall, key="photo-photo-photo-2222", alt=formula)

    xlsx, text, [board] = (
        body_of(anna, hall.board, "xlsx"),
        body_of(anna, hall.board, "txt").decode(),
        json.loads(body_of(anna, hall.board, "json"))["boards"],
    )

    assert cells(xlsx, sheet=1)[-2:] == [["Bilete av ark", ALT], ["Bilete av ark", f"'{formula}"]]
    assert text.endswith(f"\nBILETE AV ARK\n\n– {ALT}\n– {formula}\n")
    assert board["photos"] == [{"alt": ALT}, {"alt": formula}]


@pytest.mark.parametrize("level", NamesLevel)
def test_the_log_names_who_put_a_photo_up_where_the_board_does(
    hall: Hall, client_for: ClientFor, level: NamesLevel
) -> None:
    """BO-38: the log outlives what is forgotten. Who leads and takes another's away stands there always."""
    with unit_of_work():
        hall.board.names = level
    put_up(client_for(hall.cast.anna), hall)
    client_for(hall.cast.fia).post(path(hall, f"/{KEY}/removal"))

    db.session.rollback()
    entries = db.session.query(AuditEntry).filter(AuditEntry.action.like("photo.%")).order_by(AuditEntry.id)
    writer = hall.cast.anna.id if level == NamesLevel.NAMES else None
    assert [entry.actor_id for entry in entries] == [writer, hall.cast.fia.id]
