"""C9 of the trust page: files are few kinds, told by content, only downloaded; links lead to the web."""

import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from network.core import files
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.gatherings.models import Material
from network.sessions.gatherings.services import materials
from tests.sessions.gatherings.conftest import Office

KEY = "abcdefghijklmnop"
PDF = b"%PDF-1.7\n" + b"x" * 50


@pytest.fixture
def path(office: Office) -> str:
    """Where the talk's slides are hung up."""
    office.invite()
    return f"/programme/{office.items()[2].public_id}"


def multipart(body: bytes, name: str) -> bytes:
    """A form with a file, as a browser sends it; the test client's own keeps a large one in a file that it forgets."""
    fields = f'--edge\r\nContent-Disposition: form-data; name="key"\r\n\r\n{KEY}\r\n--edge\r\n'
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
    return (fields + head).encode() + body + b"\r\n--edge--\r\n"


def post_file(office: Office, path: str, body: bytes, name: str, who: Person | None) -> TestResponse:
    return office.browser(who).post(
        f"{office.path}{path}/files", data=multipart(body, name), content_type="multipart/form-data; boundary=edge"
    )


def send(office: Office, path: str, body: bytes, name: str = "lysark.pdf", who: Person | None = None) -> TestResponse:
    return post_file(office, path, body, name, who or office.cast.fia)


def hung() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(one.title, one.address) for one in db.session.scalars(select(Material).order_by(Material.id))]


def test_slides_are_found_under_the_item_and_come_down_as_a_file(office: Office, path: str) -> None:
    sent = send(office, path, PDF, "Lysark til «Samling».pdf")

    page = office.get(office.cast.anna).text
    file = office.browser(office.cast.anna).get(f"{office.path}/materials/{KEY}", buffered=True)
    assert (sent.status_code, "Lysark til «Samling».pdf" in page, file.data) == (303, True, PDF)
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert file.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert (file.content_type, file.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")


def test_nothing_is_called_wrong_before_anything_is_sent(office: Office, path: str) -> None:
    before = office.get(office.cast.fia, f"{path}/materials").text

    after = send(office, path, b"<html>", "lysark.pdf").text

    assert ["ds-error-summary" in page for page in (before, after)] == [False, True]


def test_sent_twice_hangs_once(office: Office, path: str) -> None:
    """F10"""
    answers = [send(office, path, PDF).status_code for _time in range(2)]

    assert (answers, hung()) == ([303, 303], [("lysark.pdf", "")])


@pytest.mark.parametrize(
    "body", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<!doctype html><script>1</script>", b"MZ", b""]
)
def test_what_is_no_kind_that_we_take_is_refused_whatever_it_is_called(office: Office, path: str, body: bytes) -> None:
    answer = send(office, path, body, "lysark.pdf")

    assert (answer.status_code, hung()) == (422, [])


def test_a_file_may_be_larger_than_any_form_and_not_larger_than_it_says(office: Office, path: str) -> None:
    fits = send(office, path, PDF + b"x" * 3_000_000)
    too_large = send(office, path, PDF + b"x" * 20_000_000)

    assert (fits.status_code, too_large.status_code, len(hung())) == (303, 422, 1)


@pytest.mark.parametrize("name", ["", "anna", "otto"])
def test_room_for_a_file_is_made_for_nobody_who_may_hang_none_up(office: Office, path: str, name: str) -> None:
    """The control is the test before: for those who may, the same bytes are read."""
    body = PDF + b"x" * 3_000_000

    answer = post_file(office, path, body, "x.pdf", getattr(office.cast, name) if name else None)

    assert (answer.status_code, hung()) == (413, [])


def test_a_link_is_hung_up_and_taken_down(office: Office, path: str) -> None:
    form = {"title": "Opptaket", "address": "https://film.example/1", "key": "abcdefghijklmnop"}
    office.post(office.cast.fia, f"{path}/links", **form)
    there = hung()

    office.post(office.cast.fia, "/materials/abcdefghijklmnop/removal")

    assert (there, hung()) == ([("Opptaket", "https://film.example/1")], [])


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "film", "ftp://x.example/", "http://[", "data:text/html,x", "https://"]
)
def test_a_link_that_is_not_to_the_web_is_refused(office: Office, path: str, address: str) -> None:
    answer = office.post(office.cast.fia, f"{path}/links", title="Film", address=address)

    assert (answer.status_code, hung()) == (422, [])


@pytest.mark.parametrize(("name", "status"), [("anna", 403), ("otto", 404)])
def test_who_does_not_lead_hangs_nothing_up(office: Office, path: str, name: str, status: int) -> None:
    who = getattr(office.cast, name)

    answers = [
        send(office, path, PDF, who=who).status_code,
        office.post(who, f"{path}/links", title="x", address="https://x.example").status_code,
    ]

    assert (answers, hung()) == ([status, status], [])


def test_slides_of_a_gathering_that_one_is_not_at_are_not_there(office: Office, path: str) -> None:
    send(office, path, PDF)

    answers = [office.get(who, "/materials/abcdefghijklmnop").status_code for who in (office.cast.otto, None)]

    assert answers == [404, 303]


def test_bytes_that_nobody_points_to_any_more_go_a_day_later_and_the_others_stay(office: Office, path: str) -> None:
    send(office, path, b"%PDF-1.7 one")
    office.post(office.cast.fia, f"/materials/{KEY}/removal")
    send(office, path, b"%PDF-1.7 two")
    gone, stays = (sha256(f"%PDF-1.7 {name}".encode()).hexdigest() for name in ("one", "two"))
    with unit_of_work():
        early = materials.forget_files(datetime.now(UTC) - materials.BYTES_KEPT)
    there = files.path_of(gone).exists()

    with unit_of_work():
        swept = materials.forget_files(datetime.now(UTC) + timedelta(seconds=2))

    assert (early, there, swept) == (0, True, 1)
    assert (files.path_of(gone).exists(), files.path_of(stays).exists()) == (False, True)


def test_a_file_that_is_handed_in_anew_is_new(office: Office) -> None:
    """It must not be swept between its bytes and the row about them."""
    name = files.store(b"%PDF-1.7 again")
    os.utime(files.path_of(name), (0, 0))
    files.store(b"%PDF-1.7 again")

    with unit_of_work():
        swept = materials.forget_files(datetime.now(UTC) - timedelta(hours=1))

    assert (swept, files.path_of(name).exists()) == (0, True)
