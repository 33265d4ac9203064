"""The papers for the day: what stands on them, for whom, and as one tagged PDF."""

import re
import resource
from dataclasses import replace

import pytest
from flask import Flask, request_started

from network.core import clock
from network.core.audit import AuditEntry
from network.core.db import db, unit_of_work
from network.people import preflight
from network.people.models import Municipality, Person
from network.people.services import register
from network.people.services.sessions import begin_session
from network.sessions.gatherings.queries import pack as queries
from network.sessions.gatherings.routes import pack
from network.sessions.gatherings.services import members
from network.web import pdf
from network.web.pdf import PdfUnavailable
from tests.sessions.gatherings.door_world import Door, open_the_door


@pytest.fixture
def door(app: Flask) -> Door:
    return open_the_door(app)


def cpu_seconds() -> float:
    """Of this process and its children: a busy machine makes no difference."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def crowd(door: Door, count: int) -> None:
    with unit_of_work():
        place = Municipality.query.filter_by(number="9902").one()
        for number in range(count):
            person = register.add_person(name=f"Deltakar Døme {number:03}", email=None)
            members.admit(door.gathering, person.id, municipality_id=place.id)


def test_each_has_a_badge_with_her_own_code_and_never_a_party(door: Door) -> None:
    page = door.signed_in(door.cast.fia).get(f"{door.path}/pack").text

    names = re.findall(r'class="badge__name">([^<]+)<', page)
    assert (names, page.count("<title>Skiltet til")) == (["Anna", "Bo", "Cy", "Fia"], 4)
    assert ("Bygdelista" in page, "Nordvik" in page) == (False, True)


def test_ten_badges_fill_a_page(door: Door) -> None:
    crowd(door, 17)

    page = door.signed_in(door.cast.fia).get(f"{door.path}/pack").text

    sheets = [sheet.count('class="badge"') for sheet in page.split('class="badges"')[1:]]
    assert sheets == [10, 10, 1]


def test_each_municipality_has_a_sheet_with_what_to_fill_in(door: Door) -> None:
    page = door.signed_in(door.cast.fia).get(f"{door.path}/pack").text

    sheets = [part.split("</section>")[0] for part in page.split('class="paper sheet"')[1:]]
    assert [re.findall(r'paper__title">(\w+):', sheet) for sheet in sheets] == [["Nordvik"], ["Sundby"]]
    assert all(words in sheet for sheet in sheets for words in ("Kven:", "Første steg:", "Dato:"))


def test_the_poster_has_the_code_in_two_groups(door: Door) -> None:
    page = door.signed_in(door.cast.fia).get(f"{door.path}/pack").text

    code = door.gathering.join_code or ""
    assert f'<p class="poster__code">{code[:4]} {code[4:]}</p>' in page


@pytest.mark.parametrize("who", ["anna", "kai", "otto"])
@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_the_papers_are_for_those_who_lead(door: Door, who: str, ending: str) -> None:
    answer = door.signed_in(getattr(door.cast, who)).get(f"{door.path}/pack{ending}")

    assert (answer.status_code in (403, 404), "badge__name" in answer.text) == (True, False)


def test_it_is_one_pdf_for_a_hundred_and_twenty(
    door: Door, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is printed, and bounded far above what it takes."""
    crowd(door, 116)
    monkeypatch.setattr(pdf, "SECONDS", 120.0)
    host = door.signed_in(door.cast.fia)

    began = cpu_seconds()
    answer = host.get(f"{door.path}/pack.pdf")
    took = cpu_seconds() - began

    with capsys.disabled():
        print(f"\npack for 120: {took:.1f} s of processor, {len(answer.data) / 1000:.0f} kB")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert took < 20


def test_where_no_pdf_can_be_made_the_page_to_print_comes_with_the_reason(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(_html: str) -> bytes:
        raise PdfUnavailable("Maskina manglar Pango.")

    monkeypatch.setattr(pack, "pdf_from", unavailable)

    answer = door.signed_in(door.cast.fia).get(f"{door.path}/pack.pdf")

    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert ("Maskina manglar Pango." in answer.text, answer.text.count('class="badge"')) == (True, 4)


def test_that_papers_are_made_is_noted_once_for_the_same_list_and_the_pdf_follows(door: Door) -> None:
    host = door.signed_in(door.cast.fia)
    host.get(f"{door.path}/pack")
    before = queries.has_printed()

    answers = [host.post(f"{door.path}/pack/printings") for _twice in range(2)]

    db.session.rollback()
    noted = db.session.query(AuditEntry).filter_by(action=queries.PRINTED).count()
    assert [(one.status_code, one.location) for one in answers] == [(303, f"{door.path}/pack.pdf")] * 2
    assert (before, queries.has_printed(), noted) == (False, True, 1)


def test_are_we_ready_asks_for_papers_and_for_the_badges_of_those_who_came_later(door: Door) -> None:
    lines = [line_about(door, "Papira til")]
    door.signed_in(door.cast.fia).post(f"{door.path}/pack/printings")
    lines.append(line_about(door, "Papira til"))
    crowd(door, 2)
    lines.append(line_about(door, "skilt"))

    assert [(line.is_good, line.address) for line in lines] == [
        (False, f"{door.path}/pack"),
        (True, None),
        (False, f"{door.path}/pack"),
    ]
    assert lines[2].text == "2 personar har ikkje skilt enno."


def line_about(door: Door, words: str, *, who: Person | None = None) -> preflight.Line:
    """As the facilitator reads it, or somebody else."""
    db.session.rollback()
    with unit_of_work():
        _id, secret = begin_session((who or door.cast.fia).id, device="test")
    with door.app.test_request_context("/", headers={"Cookie": f"session={secret}"}):
        request_started.send(door.app)  # nobody of an earlier request is remembered
        door.app.preprocess_request()
        return next(line for line in pack.checks() if words in line.text)


def test_are_we_ready_asks_whether_the_door_opens_in_time(door: Door) -> None:
    before = line_about(door, "Døra")
    with unit_of_work():
        door.gathering.doors_close_at = clock.now()
    after = line_about(door, "Døra")

    assert (before.is_good, after.is_good, after.address) == (True, False, f"{door.path}/door")
    assert line_about(door, "Døra", who=door.cast.otto) == replace(after, address=None), "no way to what is not hers"


def test_papers_whose_codes_no_phone_can_open_say_so_before_they_are_printed(app: Flask, door: Door) -> None:
    """The tests ask at localhost. Positive control: with an address for everybody nothing is said."""
    fia = door.signed_in(door.cast.fia)
    warned = [fia.get(f"{door.path}/{page}").text for page in ("pack", "invitations/letters")]
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, public_url="https://samling.prove.example")

    at_ease = [fia.get(f"{door.path}/{page}").text for page in ("pack", "invitations/letters")]

    assert [page.count("berre maskina sjølv kan opne") for page in (*warned, *at_ease)] == [1, 1, 0, 0]
