"""PE-12 to PE-15: a list is pasted or sent, corrected in its preview, and taken in whole or not at all."""

import re
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from network.access.actor import actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.people import queries
from network.people.models import ImportDraft, Person
from network.people.services import import_template, imports
from network.privacy.retention import purge_all
from tests.cast import Cast
from tests.people.browsing import Browser
from tests.people.towns import asked, days, everything, fill, holders, nordvik, sundby

SignIn = Callable[..., Browser]
LIST = "Namn\tE-post\tKommune\tRolle\nÅse Ny\tase@prove.example\tNordvik\t\nPer Ny\t\tSundby\tvara\n"
FAULTY = LIST + "Ola Ny\tola@\tNordvik\ttilsett\n"


def paste(browser: Browser, text: str) -> str:
    """The address of the preview."""
    answer = browser.post("/people/import", people=text)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def sent(browser: Browser, body: bytes, name: str) -> TestResponse:
    """A form with a file, as a browser writes it."""
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + browser.token().encode(),
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + body,
        b"--x--\r\n",
    ]
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return browser.send("POST", "/people/import", data=b"\r\n".join(parts), headers=headers)


def send(browser: Browser, body: bytes, name: str) -> str:
    """The address of the preview."""
    answer = sent(browser, body, name)
    assert answer.status_code == 303, re.findall("ds-validation-message.*", answer.text)
    return str(answer.headers["Location"])


def names() -> list[str]:
    db.session.rollback()
    return sorted(one.name for one in db.session.query(Person))


def test_a_list_is_looked_at_before_anybody_is_taken_in(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    before = everything()

    page = lea.get(paste(lea, FAULTY)).text

    assert [page.count(words) for words in ("Blir oppretta", "Finst frå før", "Må rettast")] == [2, 0, 1]
    assert ("Ta inn" in page.partition("<ol")[2], everything()) == (False, before)


def test_a_good_list_is_taken_in_at_once(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    where = paste(lea, LIST)
    offered = "Ta inn 2 personar" in lea.get(where).text

    lea.post(where, version="1", apply="yes")

    per = db.session.query(Person).filter_by(name="Per Ny").one()
    assert (offered, holders(nordvik())) == (True, ["Anna", "Åse Ny"])
    assert [(role.role, role.municipality_id) for role in per.roles] == [("substitute", sundby().id)]
    assert "2 nye personar" in lea.get(where).text


def test_the_same_list_twice_changes_nothing(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    lea.post(paste(lea, LIST), version="1", apply="yes")
    before = everything()

    again = paste(lea, LIST)
    page = lea.get(again).text
    lea.post(again, version="1", apply="yes")

    assert (page.count("Finst frå før"), "ingenting å ta inn" in page, everything()) == (2, True, before)


def test_a_form_that_is_sent_twice_takes_in_once(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    where = paste(lea, LIST)

    answers = [lea.post(where, version="1", apply="yes") for _time in range(2)]

    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(303, where)] * 2
    assert names().count("Åse Ny") == 1


def test_one_faulty_line_keeps_everybody_out_and_what_was_typed_in_place(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    where = paste(lea, FAULTY)
    before = everything()

    answer = lea.post(where, **{"version": "1", "apply": "yes", "name-1": "Åse Annleis"})

    assert (answer.status_code, everything()) == (422, before)
    assert ('value="Åse Annleis"' in answer.text, 'href="#email-3"' in answer.text) == (True, True)


def test_a_line_is_corrected_or_removed_in_the_preview(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    where = paste(lea, FAULTY)

    lea.post(where, **{"version": "1", "email-3": "ola@prove.example", "gone-2": "yes"})
    checked = lea.get(where).text
    lea.post(where, version="2", apply="yes")

    assert ("Må rettast" in checked.partition("<ol")[2], "Ta inn 2 personar" in checked) == (False, True)
    assert [name for name in names() if name.endswith(" Ny")] == ["Ola Ny", "Åse Ny"]


def test_an_older_version_overwrites_nothing_and_shows_both(signed_in: SignIn, cast: Cast) -> None:
    """F16"""
    lea = signed_in("lea")
    where = paste(lea, LIST)
    lea.post(where, **{"version": "1", "name-1": "Fyrste Vindauge"})
    stored = db.session.query(ImportDraft).one().rows

    answer = lea.post(where, **{"version": "1", "name-1": "Andre Vindauge", "apply": "yes"})

    assert (answer.status_code, db.session.query(ImportDraft).one().rows, names().count("Per Ny")) == (409, stored, 0)
    assert ('value="Andre Vindauge"' in answer.text, "Fyrste Vindauge" in answer.text) == (True, True)


def test_a_sixth_delegate_is_refused_at_her_line(signed_in: SignIn, cast: Cast) -> None:
    """PE-1"""
    fill(nordvik(), 3)
    lea = signed_in("lea")

    page = lea.get(paste(lea, "Nordvik\nFem Ny\nSeks Ny")).text

    assert re.findall(r'id="(\w+-\d+)-error"', page) == ["municipality-2"]
    assert "Nordvik har alt dei 5 faste delegatane sine" in page


def test_somebody_who_fills_the_last_seat_meanwhile_keeps_the_list_out(signed_in: SignIn, cast: Cast) -> None:
    """PE-1"""
    lea = signed_in("lea")
    where = paste(lea, LIST)
    fill(nordvik(), 4)
    before = everything()

    answer = lea.post(where, version="1", apply="yes")

    assert (answer.status_code, everything()) == (422, before)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_is_read_with_its_letters(signed_in: SignIn, cast: Cast, encoding: str) -> None:
    lea = signed_in("lea")

    page = lea.get(send(lea, LIST.replace("\t", ";").encode(encoding), "liste.csv")).text

    assert 'value="Åse Ny"' in page


def test_the_template_is_filled_in_and_sent_back(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    book = openpyxl.load_workbook(BytesIO(lea.get("/people/import/template.xlsx").data))
    sheet = book["Deltakarar"]
    headings = [cell.value for cell in sheet[1]]
    sheet.append(["Åse Ny", "ase@prove.example", "9901", None, "Kommunekontakt"])
    body = BytesIO()
    book.save(body)

    page = lea.get(send(lea, body.getvalue(), "mal.xlsx")).text

    assert headings == ["Namn", "E-post", "Kommune", "Parti", "Rolle"]
    assert re.findall(r'option value="(\w+)" selected', page) == ["coordinator"]


def test_the_template_offers_the_municipalities_and_parts() -> None:
    book = openpyxl.load_workbook(BytesIO(import_template.workbook(["Nordvik", "Sundby"])))

    rules = {str(one.sqref): one.formula1 for one in book["Deltakarar"].data_validations.dataValidation}

    assert rules == {"C2:C401": "Lister!$C$1:$C$2", "E2:E401": "Lister!$E$1:$E$6"}


@pytest.mark.parametrize(
    ("body", "name", "said"),
    [
        (b"%PDF-1.7 \x00", "liste.pdf", "ikkje lese denne fila"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 9, "liste.xls", "gamle Excel-formatet"),
        (b"PK\x03\x04 nothing", "liste.xlsx", "ikkje lese denne fila"),
        (b"\n \n", "tom.csv", "ingen på denne lista"),
        (b"Ny Ny\n" * 401, "lang.csv", "401 linjer, og vi tek 400"),
        (b"x" * 960_000, "stor.csv", "større enn 1 MB"),
        (b"x" * 1_100_000, "større.csv", "større enn 1 MB"),
    ],
)
def test_a_file_that_cannot_be_a_list_is_refused_in_words(
    signed_in: SignIn, cast: Cast, body: bytes, name: str, said: str
) -> None:
    """PE-15"""
    lea = signed_in("lea")

    answer = sent(lea, body, name)

    assert (answer.status_code in (413, 422), said in answer.text) == (True, True)
    assert db.session.query(ImportDraft).count() == 0


def test_a_pasted_list_that_is_refused_comes_back_as_it_was(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    text = "Ny Ny\n" * 401

    answer = lea.post("/people/import", people=text)

    assert (answer.status_code, answer.text.count("Ny Ny")) == (422, 401)


def test_a_coordinators_list_is_for_her_own_municipality(signed_in: SignIn, cast: Cast) -> None:
    kai = signed_in("kai")

    own, other = kai.get(paste(kai, "Eigen Ny")).text, kai.get(paste(kai, "Namn\tKommune\nFramand Ny\tSundby")).text

    assert ('value="Nordvik"' in own, "Må rettast" in own.partition("<ol")[2]) == (True, False)
    assert "berre ta inn folk for din eigen kommune" in other


@pytest.mark.parametrize(("name", "status"), [("anna", 403), ("fia", 403), ("otto", 403), ("kai", 200), ("lea", 200)])
def test_lists_are_for_those_who_look_after_people(signed_in: SignIn, cast: Cast, name: str, status: int) -> None:
    browser = signed_in(name)

    answers = [browser.get(path).status_code for path in ("/people/import", "/people/import/template.xlsx")]
    posted = browser.post("/people/import", people="Ny Ny").status_code

    assert (answers, posted) == ([status] * 2, 303 if status == 200 else 403)


def test_a_list_is_its_makers_own(signed_in: SignIn, cast: Cast) -> None:
    lea, kai = signed_in("lea"), signed_in("kai")
    where = paste(lea, LIST)
    before = everything()

    answers = [kai.get(where).status_code, kai.post(where, version="1", apply="yes").status_code]
    answers.append(kai.post(f"{where}/removal").status_code)

    assert (answers, everything(), db.session.query(ImportDraft).count()) == ([404] * 3, before, 1)


def test_a_list_can_be_thrown_away(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    where = paste(lea, LIST)

    lea.post(f"{where}/removal")

    assert (db.session.query(ImportDraft).count(), lea.get(where).status_code) == (0, 404)


def test_a_list_that_nobody_took_in_is_forgotten_after_a_month(app: Flask, cast: Cast) -> None:
    with unit_of_work():
        imports.begin_draft([(1, ["Ny Ny"])], municipality=None, by=actor_for(cast.lea.id))
    clock.advance(days(29).total_seconds())
    purge_all()
    kept = db.session.query(ImportDraft).count()
    clock.advance(days(2).total_seconds())

    purge_all()

    assert (kept, db.session.query(ImportDraft).count()) == (1, 0)


def test_a_hundred_and_twenty_people_with_all_their_fields_are_taken_in(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    where = paste(lea, "\n".join(f"Tilsett Nr {number}\tt{number}@prove.example\ttilsett" for number in range(120)))
    fields = dict(re.findall(r'<input class="ds-input" id="([a-z]+-\d+)"[^>]*? value="([^"]*)"', lea.get(where).text))

    answer = lea.post(where, version="1", apply="yes", **fields)

    assert (len(fields), answer.status_code, len(names())) == (480, 303, 127)


def test_the_preview_asks_the_database_as_often_for_three_lines_as_for_one(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    first, second = (paste(lea, text) for text in ("En Ny", "En Ny\nTo Ny\nTre Ny"))

    counts = [asked(lambda where=where: lea.get(where)) for where in (first, second)]

    assert counts[0] == counts[1]


def test_open_lists_are_listed_for_their_maker_alone(signed_in: SignIn, cast: Cast) -> None:
    lea = signed_in("lea")
    paste(lea, LIST)

    assert [len(queries.open_drafts_for(cast.actor(name))) for name in ("lea", "kai")] == [1, 0]
    assert "Lister som ikkje er tekne inn enno" in lea.get("/people/import").text
