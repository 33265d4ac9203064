"""The record of a day: who sees what of it, that what happened stands in it, and that its files say the same."""

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from network.access.guard import allows
from network.actions.models import Answer
from network.actions.rules.agreements import NOTHING
from network.actions.services import agreements
from network.core import clock
from network.core.db import db, unit_of_work
from network.followup.queries.record import record_for
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.models import GatheringRole, ItemKind, ProgrammeItem
from network.sessions.gatherings.services.door import check_in, check_out
from network.sessions.gatherings.services.members import admit
from network.sessions.stage.services import moves, talks
from network.sessions.stage.services.standing import state_of
from network.web import pdf
from network.web.pdf import PdfUnavailable
from tests.access.world import build_world, everybody
from tests.actions.going import LATE, STEP, WHAT, ClientFor, Going, go_home
from tests.furnished import furnished
from tests.web.test_pdf import unpacked

AGREED, REMARK = "Vi fylgjer opp i kommunestyret", "For lite tid til dette"
REASON = "Ferja gjekk før dei vart ferdige"
QUESTION = "Kven betalte for dette?"


@pytest.fixture
def going(app: Flask) -> Going:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, go_home, at=LATE)


def leave(going: Going, person: Person) -> None:
    with unit_of_work():
        check_out(going.gathering, person.id, by_id=None)


def path(going: Going, ending: str = "") -> str:
    return f"/gatherings/{going.gathering.public_id}/record{ending}"


def page(client_for: ClientFor, going: Going, name: str) -> str:
    return client_for(getattr(going.hall.cast, name)).get(path(going)).text


def sundby_agrees(going: Going) -> str:
    """Bo agrees on the day; Cy has left and disagrees from the bus two hours later."""
    cast = going.hall.cast
    point = going.write()
    going.ask()
    going.answer(point, cast.bo)
    leave(going, cast.cy)
    clock.set(LATE + timedelta(hours=2))
    going.answer(point, cast.cy, Answer.DISAGREE, line=REMARK)
    return point


def test_her_own_municipality_reads_what_it_agreed_and_how_each_answered(going: Going, client_for: ClientFor) -> None:
    """RC-1, RC-3"""
    sundby_agrees(going)

    read = page(client_for, going, "bo")

    for words in (WHAT, STEP, "Bo: Samd", f"Cy: Usamd – {REMARK} (frå bussen 17:00)", "reiste 15:00"):
        assert words in read


def test_who_leads_reads_the_agreed_sentence_and_neither_who_disagreed_nor_who_answers_for_it(
    going: Going, client_for: ClientFor
) -> None:
    """RC-2"""
    sundby_agrees(going)

    for name in ("fia", "lea"):
        read = page(client_for, going, name)
        assert (WHAT in read, "Klar: alle som er til stades, har svara." in read) == (True, True)
        assert [words for words in (STEP, REMARK, "Usamd", "Samd", "Ansvarleg") if words in read] == []


def test_a_sentence_that_is_not_agreed_is_its_municipalitys_alone(going: Going, client_for: ClientFor) -> None:
    """RC-2: the control is that the same sentence is shown as soon as everybody has answered."""
    cast = going.hall.cast
    point = going.write()
    going.ask()
    going.answer(point, cast.bo)

    before = page(client_for, going, "lea")
    going.answer(point, cast.cy)

    assert (WHAT in before, WHAT in page(client_for, going, "lea")) == (False, True)


def test_a_sentence_that_nobody_was_asked_about_stands_there_to_its_own(going: Going, client_for: ClientFor) -> None:
    """RC-2: as it was written, though it was never closed."""
    going.write()

    read = {name: page(client_for, going, name) for name in ("bo", "lea")}

    assert {name: WHAT in text for name, text in read.items()} == {"bo": True, "lea": False}


def test_a_neighbour_reads_the_day_and_her_own_part(going: Going, client_for: ClientFor) -> None:
    """RC-1"""
    sundby_agrees(going)

    read = page(client_for, going, "anna")

    assert "3 personar frå 2 kommunar" in read
    assert [words for words in (WHAT, STEP, REMARK, "Bo:", "Cy:", "Sundby") if words in read] == []
    assert "Anna: kom" in read


@pytest.mark.parametrize("name", ["kai", "otto"])
def test_who_was_not_admitted_finds_no_record(going: Going, client_for: ClientFor, name: str) -> None:
    """RC-1: also the coordinator of a municipality that was there, if she was not admitted herself."""
    answers = [client_for(getattr(going.hall.cast, name)).get(path(going, end)) for end in ("", ".docx", ".pdf")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_release_stands_with_its_reason_and_who_gave_it(going: Going, client_for: ClientFor) -> None:
    """RC-4"""
    going.write()
    with unit_of_work():
        agreements.release(going.agreement(), REASON, by_id=going.hall.cast.fia.id)

    read = {name: page(client_for, going, name) for name in ("bo", "lea", "anna")}

    said = f"Kan reise heim utan, sleppt av Fia: {REASON}"
    assert {name: said in text for name, text in read.items()} == {"bo": True, "lea": True, "anna": False}
    assert "1 av 2 kommunar" in read["anna"]


def test_nothing_this_time_stands_with_its_reason_to_its_own(going: Going, client_for: ClientFor) -> None:
    """RC-2, RC-4"""
    because = "Vi har nok med barnehagen"
    with unit_of_work():
        agreements.say_nothing(going.agreement(), because, by_id=None)
    going.ask()
    going.answer(NOTHING, going.hall.cast.bo)
    leave(going, going.hall.cast.cy)

    own, lead = page(client_for, going, "bo"), page(client_for, going, "lea")

    assert (f"Ingenting denne gongen, fordi: {because}" in own, because in lead) == (True, False)
    assert "Ingenting denne gongen." in lead
    assert "Cy: kom 15:00, reiste 15:00, har ikkje svara" in own


def test_an_answer_that_a_colleague_noted_says_by_whom(going: Going, client_for: ClientFor) -> None:
    """RC-3"""
    point = going.write()
    going.ask()
    going.answer(point, going.hall.cast.cy, Answer.LIVE_WITH, by=going.hall.cast.bo)

    assert "Cy: Kan leve med det (notert av Bo, 15:00)" in page(client_for, going, "bo")


def test_who_has_answered_one_sentence_of_two_has_not_answered_all_of_it(going: Going, client_for: ClientFor) -> None:
    """RC-3"""
    point = going.write()
    going.write("Vi inviterer ungdomsrådet")
    going.ask()
    going.answer(point, going.hall.cast.cy)

    read = page(client_for, going, "bo")

    assert ("Cy: kom 15:00, har ikkje svara på alt" in read, "Bo: kom 15:00, har ikkje svara<" in read) == (True, True)


def test_guests_are_counted_and_not_named(going: Going, client_for: ClientFor) -> None:
    """RC-1"""
    with unit_of_work():
        guest = register.add_person(name="Gjesten Gunn", email=None)
        admit(going.gathering, guest.id, GatheringRole.GUEST)
        check_in(going.gathering, guest.id, how="code", by_id=None)

    for name in ("bo", "lea"):
        read = page(client_for, going, name)
        assert ("4 personar frå 2 kommunar, 1 gjest eller innleiar mellom dei" in read, "Gunn" in read) == (True, False)


def test_the_times_are_those_at_which_it_really_was(going: Going, client_for: ClientFor) -> None:
    """RC-4: begun late, one item left out; a question that nobody answered is kept with what it was about."""
    with unit_of_work():
        items = [
            item(going, place, kind) for place, kind in enumerate((ItemKind.TALK, ItemKind.BREAK, ItemKind.CLOSING))
        ]
        talks.ask(items[0], going.hall.cast.cy.id, key="a-key-of-16-chars", text=QUESTION)
        ids = [one.id for one in items]
    lead = going.hall.cast.fia.id
    for minutes, act, facts in (
        (0, "begin", {"item_id": ids[0]}),
        (40, "begin", {"item_id": ids[2]}),
        (55, "finish", {}),
    ):
        clock.set(LATE + timedelta(minutes=minutes))
        with unit_of_work():
            moves.move(going.gathering, act, version=state_of(going.gathering).version, by_id=lead, **facts)

    read = " ".join(page(client_for, going, "bo").split())

    assert "<td>talk</td><td>09:00</td><td>15:00–15:40</td>" in read
    assert "<td>break</td><td>09:30</td><td>ikkje notert</td>" in read
    assert "15:00–15:55" in read
    assert (f"{QUESTION} (talk)" in read, "Cy:" in read.split("ikkje svara på enno")[1]) == (True, False)


def item(going: Going, place: int, kind: ItemKind) -> ProgrammeItem:
    made = ProgrammeItem(
        public_id=f"item-{place}",
        gathering_id=going.gathering.id,
        position=place,
        kind=kind,
        title=kind.value,
        minutes=30,
    )
    db.session.add(made)
    db.session.flush()
    return made


def text_of(answer: bytes) -> str:
    return "\n".join(one.text for one in Document(BytesIO(answer)).paragraphs)


def test_the_docx_says_what_the_page_says_to_the_same_reader(going: Going, client_for: ClientFor) -> None:
    """RC-5"""
    sundby_agrees(going)
    files: dict[str, FlaskClient] = {name: client_for(getattr(going.hall.cast, name)) for name in ("bo", "lea")}

    own, lead = (client.get(path(going, ".docx")) for client in files.values())

    assert f"Cy: Usamd – {REMARK} (frå bussen 17:00)" in text_of(own.data)
    assert (WHAT in text_of(lead.data), REMARK in text_of(lead.data)) == (True, False)
    assert "Slik det stod 23. november 2026" in text_of(own.data)
    assert "2026-11-23_referat_Sundby.docx" in own.headers["Content-Disposition"]
    assert "2026-11-23_referat.docx" in lead.headers["Content-Disposition"]


def test_the_pdf_is_tagged(going: Going, client_for: ClientFor) -> None:
    """RC-5"""
    made = unpacked(client_for(going.hall.cast.bo).get(path(going, ".pdf")).data)

    assert [mark for mark in (b"/Marked true", b"/StructTreeRoot", b"/Lang (nn)", b"/H2") if mark not in made] == []


def test_when_no_pdf_can_be_made_the_page_comes_and_says_why(
    going: Going, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RC-6: and the DOCX, which needs no Pango, is made all the same."""
    sundby_agrees(going)

    def refuse(_html: str) -> bytes:
        raise PdfUnavailable("Maskina manglar Pango.")

    monkeypatch.setattr("network.web.paper.pdf_from", refuse)
    client = client_for(going.hall.cast.bo)

    answer = client.get(path(going, ".pdf"))

    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert ("Maskina manglar Pango." in answer.text, WHAT in answer.text) == (True, True)
    assert client.get(path(going, ".docx")).status_code == 200
    assert pdf.pdf_from is not refuse


def test_what_people_write_is_words_on_the_page_and_in_the_file(going: Going, client_for: ClientFor) -> None:
    """RC-5"""
    hostile = "<script>alert(1)</script> & {{ 7*7 }} \u202e"
    going.write(hostile)
    going.ask()

    read = page(client_for, going, "bo")
    made = text_of(client_for(going.hall.cast.bo).get(path(going, ".docx")).data)

    assert ("<script>alert" in read, "&lt;script&gt;alert(1)" in read, "{{ 7*7 }}" in read) == (False, True, True)
    assert "<script>alert(1)</script> & {{ 7*7 }}" in made


def test_the_record_shows_what_the_table_allows_and_nothing_else(app: Flask) -> None:
    """RC-2, AC-4: for everybody of the made world, at both gatherings."""
    world = build_world(app)
    differing = []
    for holder in everybody():
        actor = world.actor_of(holder)
        for gathering in world.gatherings.values():
            if not allows(actor, "record.read", gathering.facts()):
                continue
            for part in record_for(actor, gathering).parts:
                points = {point.id for point in part.points}
                may = {point.id for point in part.sheet.points if allows(actor, "action_point.read", point.facts())}
                is_own = allows(actor, "agreement.read", part.sheet.facts())
                names = [one for one in part.people if not allows(actor, "attendance.read", one.row.facts())]
                if (part.is_whole, bool(points - may), names) != (is_own, False, []):
                    differing.append((holder.name, part.municipality.name))

    assert differing == []


def test_the_way_to_the_record_stands_on_the_gatherings_page(going: Going, client_for: ClientFor) -> None:
    """RC-1"""
    pages = [
        client_for(getattr(going.hall.cast, name)).get(f"/gatherings/{going.gathering.public_id}")
        for name in ("bo", "fia")
    ]

    assert [f'href="{path(going)}"' in answer.text for answer in pages] == [True, True]
