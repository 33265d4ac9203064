"""The pages of the briefing: who reads and does what, without a script, and what is said when it goes wrong."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.edits import mark
from network.followup.models import Briefing, BriefingApproval, BriefingSending, BriefingState
from network.followup.services import posting
from network.jobs.models import OutgoingMail
from network.jobs.services import deliver_due
from network.jobs.smtp import SmtpSender
from network.people.models import Municipality, Person
from network.people.services import register
from tests.followup.briefing import EVENING, SECRETARY, WHAT, ClientFor, Council
from tests.jobs.smtp_server import REFUSES, mail_server


@pytest.fixture
def coordinator(council: Council) -> Person:
    """Sundby's own; Kai is Nordvik's."""
    with unit_of_work():
        person = register.add_person(name="Kari", email="kari@prove.example")
        place = db.session.get_one(Municipality, council.going.sundby.id)
        register.give_role(person, "coordinator", municipality=place)
    return person


def fields_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form with this action."""
    form = re.search(rf'<form[^>]*action="[^"]*{action}".*?</form>', page, re.S)
    assert form is not None, action
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))


def test_a_draft_is_its_municipalitys_own_and_is_read_by_the_lead_when_it_is_sent(
    council: Council, client_for: ClientFor, coordinator: Person
) -> None:
    """BF-9"""
    council.drafted()
    cast = council.going.hall.cast
    people = {name: client_for(getattr(cast, name)) for name in ("bo", "anna", "kai", "fia", "lea", "otto")}
    people |= {"kari": client_for(coordinator), "nobody": client_for(None)}
    path, listing = council.path, f"/gatherings/{council.gathering.public_id}/briefings"

    before = {name: people[name].get(f"{path}/paper").status_code for name in people}
    listed = people["lea"].get(listing).text
    with unit_of_work():
        council.briefing_in_work().state = BriefingState.SENT
    after = {name: people[name].get(f"{path}/paper").status_code for name in people}

    refused = {"anna": 404, "kai": 404, "fia": 404, "otto": 404, "nobody": 303}
    assert before == {**refused, "bo": 200, "kari": 200, "lea": 404}
    assert ("Sundby" in listed, "Blir skriven" in listed, WHAT in listed) == (True, True, False)
    assert after == {**refused, "bo": 200, "kari": 200, "lea": 200}
    assert WHAT in people["lea"].get(path).text
    assert {name: people[name].get(listing).status_code for name in ("bo", "fia")} == {"bo": 404, "fia": 404}


def test_it_is_written_read_vouched_for_and_sent_without_a_script(council: Council, client_for: ClientFor) -> None:
    """BF-5, BF-6"""
    council.drafted()
    bo, cy, path = client_for(council.bo), client_for(council.going.hall.cast.cy), council.path
    page = bo.get(path).text
    base = re.search(r'name="base_why" value="(\w+)"', page)
    assert base is not None

    saved = bo.post(f"{path}/texts", data={"why": "Fordi vi ville.", "base_why": base[1]})
    before = bo.get(f"{path}/paper").text
    vouched = cy.post(f"{path}/approval", data=fields_of(before, "/approval"))
    ready = bo.get(f"{path}/paper").text
    for _twice in range(2):
        sent = bo.post(f"{path}/sending", data=fields_of(ready, "/sending"))

    assert (saved.status_code, vouched.status_code, sent.status_code) == (303, 303, 303)
    assert "/sending" not in before
    assert f"På veg til {SECRETARY}." in bo.get(f"{path}/paper").text
    db.session.rollback()
    assert len(list(db.session.scalars(select(BriefingSending)))) == 1


@pytest.fixture(autouse=True)
def a_mail_server(app, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Somebody who would take mail: without, nothing is offered to be sent (tried below)."""
    monkeypatch.setitem(app.extensions, "mail_sender", object())


def test_a_coordinator_sends_but_vouches_for_nothing(
    council: Council, client_for: ClientFor, coordinator: Person
) -> None:
    """BF-6"""
    council.drafted()
    kari, bo, path = client_for(coordinator), client_for(council.bo), council.path
    page = kari.get(f"{path}/paper").text

    vouched = kari.post(f"{path}/approval", data={"seen": council.seen()})
    bo.post(f"{path}/approval", data={"seen": council.seen()})
    sent = kari.post(f"{path}/sending", data={"seen": council.seen(), "to": mark(SECRETARY)})

    assert ("Eg går god for teksten" in page, vouched.status_code, sent.status_code) == (False, 403, 303)


def test_a_change_after_the_approval_is_said_on_the_page(council: Council, client_for: ClientFor) -> None:
    """BF-5"""
    council.drafted()
    bo, path = client_for(council.bo), council.path
    bo.post(f"{path}/approval", data={"seen": council.seen()})

    council.put("why", "Endra.")

    page = bo.get(f"{path}/paper").text
    assert ("Teksten er endra etter dette" in page, "/sending" in page) == (True, False)


def test_a_paper_goes_to_no_other_address_than_the_one_that_was_read(
    council: Council, client_for: ClientFor, coordinator: Person
) -> None:
    """BF-6: the coordinator writes another while she presses; the control is pressed having seen it."""
    council.drafted()
    bo, path, other = client_for(council.bo), council.path, "annan@sundby.example"
    bo.post(f"{path}/approval", data={"seen": council.seen()})
    read = fields_of(bo.get(f"{path}/paper").text, "/sending")
    secretary = {"secretary_email": other, "seen": mark(SECRETARY)}
    client_for(coordinator).post("/municipalities/9902/secretary", data=secretary)

    late = bo.post(f"{path}/sending", data=read)
    kept = list(db.session.scalars(select(BriefingSending)))
    bo.post(f"{path}/sending", data=fields_of(late.text, "/sending"))

    assert (late.status_code, other in late.text, kept) == (409, True, [])
    db.session.rollback()
    assert [one.recipient for one in db.session.scalars(select(BriefingSending))] == [other]


@pytest.mark.parametrize("act", ["approval", "sending"])
def test_who_pressed_on_an_older_text_is_told_and_nothing_happens(
    council: Council, client_for: ClientFor, act: str
) -> None:
    """BF-5, BF-6"""
    council.drafted()
    bo, path, seen = client_for(council.bo), council.path, council.seen()
    council.put("why", "Endra.")

    answer = bo.post(f"{path}/{act}", data={"seen": seen})

    assert (answer.status_code, "Teksten er endra sidan du opna denne sida" in answer.text) == (409, True)
    assert list(db.session.scalars(select(BriefingApproval))) == list(db.session.scalars(select(BriefingSending))) == []


def test_two_who_wrote_the_same_section_without_a_script_see_both(council: Council, client_for: ClientFor) -> None:
    """F16"""
    council.drafted()
    bo, path = client_for(council.bo), council.path
    base = re.search(r'name="base_why" value="(\w+)"', bo.get(path).text)
    assert base is not None
    council.put("why", "Cy var her.")

    answer = bo.post(f"{path}/texts", data={"why": "Bo var her.", "base_why": base[1]})

    assert answer.status_code == 409
    assert ("Cy var her." in answer.text, "Bo var her." in answer.text) == (True, True)
    assert council.texts()["why"] == "Cy var her."


def test_what_looks_like_html_stands_on_the_page_as_it_was_typed(council: Council, client_for: ClientFor) -> None:
    """BF-10"""
    council.drafted()
    council.put("why", "<img src=x onerror=alert(1)>\n**ikkje feit**")

    page = client_for(council.bo).get(f"{council.path}/paper").text

    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "**ikkje feit**" in page


def test_without_a_mail_server_there_is_a_file_and_a_text(
    council: Council, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    council.drafted()
    bo, path = client_for(council.bo), council.path
    monkeypatch.setitem(bo.application.extensions, "mail_sender", None)
    bo.post(f"{path}/approval", data={"seen": council.seen()})

    page = bo.get(f"{path}/paper").text
    answer = bo.post(f"{path}/sending", data={"seen": council.seen(), "to": mark(SECRETARY)})

    assert ("Her er ingen e-posttenar" in page, "/sending" in page, WHAT in page) == (True, False, True)
    assert (answer.status_code, list(db.session.scalars(select(BriefingSending)))) == (409, [])


def test_a_paper_is_asked_for_made_beside_and_fetched(council: Council, client_for: ClientFor) -> None:
    """BF-7"""
    council.drafted()
    bo, path = client_for(council.bo), council.path
    too_early = bo.get(f"{path}/papers/docx").status_code
    bo.post(f"{path}/papers/docx")
    waiting = bo.get(f"{path}/paper").text

    council.work()

    file = bo.get(f"{path}/papers/docx", buffered=True)
    file.close()
    council.put("why", "Endra.")
    assert (too_early, "Lagar …" in waiting, file.status_code) == (404, True, 200)
    assert "2026-11-23_Orientering_Sundby.docx" in file.headers["Content-Disposition"]
    assert bo.get(f"{path}/papers/docx").status_code == 404
    assert bo.post(f"{path}/papers/exe").status_code == 404


def test_a_server_that_refuses_is_said_on_the_page(council: Council, client_for: ClientFor) -> None:
    """BF-6"""
    council.drafted()
    bo, path = client_for(council.bo), council.path
    bo.post(f"{path}/approval", data={"seen": council.seen()})
    bo.post(f"{path}/sending", data={"seen": council.seen(), "to": mark(SECRETARY)})
    council.work()

    with mail_server(REFUSES) as server:
        sender = SmtpSender(
            host="127.0.0.1",
            port=server.port,
            security="none",
            user=None,
            password=None,
            sender="samling@prove.example",
        )
        deliver_due(sender)
    council.work()

    page = bo.get(f"{path}/paper").text
    assert (f"Kom ikkje fram til {SECRETARY}" in page, "Send på nytt" in page) == (True, True)


def test_the_coordinator_says_where_the_papers_go_and_a_delegate_does_not(
    council: Council, client_for: ClientFor, coordinator: Person
) -> None:
    council.drafted()
    kari, bo, lea = client_for(coordinator), client_for(council.bo), client_for(council.going.hall.cast.lea)
    path = "/municipalities/9902/secretary"

    answers = [
        one.post(path, data={"secretary_email": address, "seen": mark(SECRETARY)}).status_code
        for one, address in ((bo, "bo@prove.example"), (kari, "ikkje ei adresse"), (kari, "Ny@Sundby.example"))
    ]

    db.session.rollback()
    place = db.session.get_one(Municipality, council.going.sundby.id)
    assert (answers, place.secretary_email) == ([403, 422, 303], "ny@sundby.example")
    assert lea.get("/municipalities/9902").status_code == 200


def test_what_was_typed_while_the_text_was_sent_comes_back(council: Council, client_for: ClientFor) -> None:
    """WR-6, without a script: neither stored nor lost, and what she left alone is not shown to her again."""
    council.drafted()
    bo, path = client_for(council.bo), council.path
    stored = council.texts()
    page = bo.get(f"{path}/paper").text
    bo.post(f"{path}/approval", data=fields_of(page, "/approval"))
    bo.post(f"{path}/sending", data=fields_of(bo.get(f"{path}/paper").text, "/sending"))

    late = bo.post(f"{path}/texts", data={"why": "Det eg rakk å skrive", "questions": stored["questions"]})

    assert (late.status_code, council.texts()) == (403, stored)
    assert ("Det eg rakk å skrive" in late.text, late.text.count("Du skreiv:")) == (True, 1)


def test_of_two_addresses_for_the_secretary_neither_goes_unseen(
    council: Council, client_for: ClientFor, coordinator: Person
) -> None:
    """F16: she who comes second sees the other's beside her own, and stores when she has."""
    kari, path = client_for(coordinator), "/municipalities/9902/secretary"
    seen = mark(SECRETARY)
    kari.post(path, data={"secretary_email": "post@sundby.example", "seen": seen})

    second = kari.post(path, data={"secretary_email": "arkiv@sundby.example", "seen": seen})
    between = secretary(council)
    kari.post(path, data={"secretary_email": "arkiv@sundby.example", "seen": mark(between)})

    assert (second.status_code, between) == (409, "post@sundby.example")
    assert "I mellomtida skreiv ein annan: post@sundby.example" in second.text
    assert ('value="arkiv@sundby.example"' in second.text, mark(between) in second.text) == (True, True)
    assert secretary(council) == "arkiv@sundby.example"


def secretary(council: Council) -> str:
    db.session.rollback()
    return db.session.get_one(Municipality, council.going.sundby.id).secretary_email


def test_who_chose_from_an_older_page_sees_what_another_chose(council: Council, client_for: ClientFor) -> None:
    """F16"""
    council.drafted()
    bo, path = client_for(council.bo), council.path
    fields = {**fields_of(bo.get(path).text, "/settings"), "contact": "", "other_day": ""}
    bo.post(f"{path}/settings", data={**fields, "route": "discussion", "meeting": "2026-12-10"})

    second = bo.post(f"{path}/settings", data={**fields, "route": "decision", "meeting": ""})

    assert second.status_code == 409
    assert "I mellomtida valde ein annan: Drøftingssak, 10. desember 2026, Ingen vald" in second.text
    assert 'id="route-decision" value="decision" checked' in second.text


def test_the_draft_is_found_from_the_phone_the_gathering_and_the_coordinators_card(
    council: Council, client_for: ClientFor, coordinator: Person
) -> None:
    council.drafted()
    clock.set(EVENING)
    bo, kari, lea = client_for(council.bo), client_for(coordinator), client_for(council.going.hall.cast.lea)
    gathering = f"/gatherings/{council.gathering.public_id}"

    pages = [bo.get("/").text, bo.get(gathering).text, kari.get("/municipalities/9902").text]
    leads = lea.get(gathering).text

    assert [council.path in page for page in pages] == [True, True, True]
    assert (f"{gathering}/briefings" in leads, council.path in leads) == (True, False)


def test_a_later_meeting_can_be_chosen_and_a_passed_deadline_is_said(council: Council, client_for: ClientFor) -> None:
    council.drafted()
    bo, path = client_for(council.bo), council.path
    page = bo.get(path).text
    fields = {**fields_of(page, "/settings"), "route": "information", "contact": council.bo.public_key}

    late = bo.post(f"{path}/settings", data={**fields, "meeting": "", "other_day": "25.11.2026"})
    shown = bo.get(path).text
    wrong = bo.post(f"{path}/settings", data={**fields, "meeting": "", "other_day": "31.2.2026"})

    assert "Fristen er onsdag 2. desember 09:00." in page
    assert (late.status_code, wrong.status_code) == (303, 422)
    assert "Fristen var tysdag 17. november 09:00." in shown


def test_nothing_of_the_mail_reaches_anybody_but_the_secretary(council: Council, client_for: ClientFor) -> None:
    council.drafted()
    bo, path = client_for(council.bo), council.path
    bo.post(f"{path}/approval", data={"seen": council.seen()})
    bo.post(f"{path}/sending", data={"seen": council.seen(), "to": mark(SECRETARY)})
    council.work()
    db.session.rollback()

    mails = list(db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == posting.KIND)))

    assert [one.recipient for one in mails] == [SECRETARY]
    assert "Bo" in mails[0].body
    assert len(list(db.session.scalars(select(Briefing)))) == 1
    assert Path(mails[0].attachments[0].name).suffix == ".docx"


def test_what_is_pressed_twice_is_done_once(council: Council, client_for: ClientFor) -> None:
    """F10"""
    council.drafted()
    council.going.change()
    council.going.write("Vi lærer av Nordvik")
    council.going.ask()
    bo, path = client_for(council.bo), council.path
    base = fields_of(bo.get(path).text, "/sections/agreed/fetching")
    bo.post(f"{path}/approval", data={"seen": council.seen()})

    pressed = [bo.post(f"{path}/approval/end").status_code for _twice in range(2)]
    pressed += [bo.post(f"{path}/sections/summary/keeping").status_code for _twice in range(2)]
    pressed += [bo.post(f"{path}/sections/agreed/fetching", data=base).status_code for _twice in range(2)]

    assert (pressed[:4], pressed[4], council.is_approved()) == ([303] * 4, 303, False)
    assert council.texts()["agreed"].count("Vi lærer av Nordvik") == 1
