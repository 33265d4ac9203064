"""The agreement's page, the gate and the link to an owner who was not there: who may, what is shown, what is kept."""

import re

from flask import Flask

from network.actions.models import ActionPoint, ActionState, OwnerState
from network.actions.rules.agreements import Standing
from network.core.db import db, unit_of_work
from network.jobs.models import OutgoingMail
from network.sessions.gatherings.models import ProgrammeItem
from network.sessions.stage.services import moves
from network.sessions.stage.services.standing import state_of
from tests.access.changes import changed, sums
from tests.actions.going import WHAT, ClientFor, Going


def form_of(page: str, public_id: str) -> dict[str, str]:
    """The fields of a point's form as the page gives them."""
    form = re.search(rf'action="[^"]*/points/{public_id}".*?</form>', page, re.S)
    assert form is not None
    fields = re.findall(r'<input[^>]*name="((?:mark|base)_\w+)"[^>]*value="([^"]*)"', form[0])
    fields += re.findall(r'<input[^>]*name="(\w+_on)"[^>]*value="([^"]*)"', form[0])
    return dict(fields)


def test_a_delegate_writes_asks_and_answers_without_a_script(going: Going, client_for: ClientFor) -> None:
    """AG-1, AG-5"""
    bo, cy = client_for(going.hall.cast.bo), client_for(going.hall.cast.cy)
    bo.post(f"{going.path}/points", data={"key": "a-key-of-16-char"})
    bo.post(f"{going.path}/points", data={"key": "a-key-of-16-char"})
    db.session.rollback()
    point = db.session.query(ActionPoint).one()
    fields = form_of(bo.get(going.path).text, point.public_id)
    texts = {"what": WHAT, "first_step": "Ringe", "owner": going.hall.cast.bo.public_key}

    saved = bo.post(f"{going.path}/points/{point.public_id}", data={**fields, **texts})
    asked = bo.post(f"{going.path}/request")
    for client in (bo, cy):
        client.post(f"{going.path}/sentences/{point.public_id}", data={"answer": "agree", "wording": "1"})

    assert (saved.status_code, asked.status_code) == (303, 303)
    assert going.sheet().standing == Standing.READY
    assert "Klar: alle som er til stades, har svara." in cy.get(going.path).text


def test_another_municipality_and_those_who_lead_do_not_see_what_is_written(
    going: Going, client_for: ClientFor
) -> None:
    """AG-1"""
    cast = going.hall.cast
    going.write()

    seen = {name: client_for(getattr(cast, name)).get(going.path).status_code for name in ("bo", "anna", "kai", "fia")}
    gate = client_for(cast.fia).get(f"/gatherings/{going.gathering.public_id}/gate").text

    assert seen == {"bo": 200, "anna": 404, "kai": 404, "fia": 404}
    assert ("Sundby" in gate, WHAT in gate) == (True, False)


def test_what_lacks_something_is_not_asked_about_and_nothing_is_lost(going: Going, client_for: ClientFor) -> None:
    """AG-3"""
    bo = client_for(going.hall.cast.bo)
    bo.post(f"{going.path}/points", data={"key": "a-key-of-16-char"})

    answer = bo.post(f"{going.path}/request")

    assert answer.status_code == 422
    assert "Kvart tiltak treng ei setning" in answer.text
    assert "Manglar enno: ei setning, ein ansvarleg og eit første steg." in answer.text


def test_two_who_chose_the_same_differently_see_both(going: Going, client_for: ClientFor) -> None:
    """AG-7"""
    cast = going.hall.cast
    bo, cy = client_for(cast.bo), client_for(cast.cy)
    point = going.write()
    fields = form_of(bo.get(going.path).text, point)
    cy.post(f"{going.path}/points/{point}", data={**fields, "owner": cast.cy.public_key})

    second = bo.post(f"{going.path}/points/{point}", data={**fields, "owner": going.siv.public_key})
    told = bo.post(
        f"{going.path}/points/{point}",
        data={**fields, "owner": going.siv.public_key},
        headers={"Accept": "application/json"},
    )

    assert (second.status_code, told.status_code) == (409, 409)
    assert "I mellomtida valde ein annan: Cy" in second.text
    assert re.search(rf'<option value="{going.siv.public_key}" selected>', second.text)
    assert going.stored(point).owner_id == cast.cy.id


def test_a_sentence_that_another_changed_meanwhile_is_shown_beside_ones_own(
    going: Going, client_for: ClientFor
) -> None:
    """AG-7"""
    bo = client_for(going.hall.cast.bo)
    point = going.write()
    page = bo.get(going.path).text
    going.reword(going.point(point).writing_id, what="Det Cy skreiv")

    answer = bo.post(
        f"{going.path}/points/{point}", data={**form_of(page, point), "what": "Det Bo skreiv", "owner": ""}
    )

    assert answer.status_code == 409
    assert ("Det Cy skreiv" in answer.text, "Det Bo skreiv" in answer.text) == (True, True)


def test_a_disagreement_without_a_line_is_asked_for_one_and_the_page_says_where(
    going: Going, client_for: ClientFor
) -> None:
    """AG-5"""
    point = going.write()
    going.ask()

    answer = client_for(going.hall.cast.bo).post(
        f"{going.path}/sentences/{point}", data={"answer": "disagree", "wording": "1", "line": ""}
    )

    assert answer.status_code == 422
    assert "Skriv i ei line kva du er usamd i" in answer.text


def test_the_facilitator_lets_a_municipality_go_and_says_why(going: Going, client_for: ClientFor) -> None:
    """AG-10"""
    fia = client_for(going.hall.cast.fia)
    gate = f"/gatherings/{going.gathering.public_id}/gate"

    without = fia.post(f"{gate}/9902/release", data={"reason": ""})
    fia.post(f"{gate}/9902/release", data={"reason": "Ferja går"})

    assert (without.status_code, going.sheet().standing) == (422, Standing.RELEASED)
    assert "Kan reise utan: Ferja går" in fia.get(gate).text


def test_the_gate_counts_those_who_are_present_and_names_who_is_missing(going: Going, client_for: ClientFor) -> None:
    """AG-5, AG-10"""
    point = going.write()
    going.ask()
    going.answer(point, going.hall.cast.bo)

    page = client_for(going.hall.cast.fia).get(f"/gatherings/{going.gathering.public_id}/gate").text

    assert "<strong>0</strong> av 2 kommunar til stades" in page
    assert "Eitt svar manglar: Cy" in page


def test_the_stage_shows_a_count_and_no_name(going: Going, app: Flask) -> None:
    """AG-10"""
    point = going.write()
    going.ask()
    for person in (going.hall.cast.bo, going.hall.cast.cy):
        going.answer(point, person)

    with app.test_request_context():
        picture = app.extensions["stage_pictures"]["gate"](going.gathering, {})

    assert "<strong>1</strong> av 2" in picture
    assert [word for word in ("Sundby", "Nordvik", "Bo", "Cy", WHAT) if f">{word}" in picture or WHAT in picture] == []


def test_a_phone_in_the_last_hour_asks_for_the_answer_that_is_missing(going: Going, client_for: ClientFor) -> None:
    """AG-5"""
    _begin_the_last_round(going)
    point = going.write()
    going.ask()
    cy = client_for(going.hall.cast.cy)

    before = cy.get("/").text
    cy.post(f"{going.path}/sentences/{point}", data={"answer": "live_with", "wording": "1", "back": "now"})
    after = cy.get("/").text

    assert ("Kollegaene dine ber om svaret ditt." in before, WHAT in before) == (True, True)
    assert "Kollegaene dine ber om svaret ditt." not in after


def test_the_link_to_an_owner_says_nothing_by_being_looked_at_and_is_hers_alone(
    going: Going, client_for: ClientFor
) -> None:
    """AG-6"""
    bo, nobody = client_for(going.hall.cast.bo), client_for(None)
    point = going.write(owner=going.siv)
    bo.post(f"{going.path}/request")
    db.session.rollback()
    mail = db.session.query(OutgoingMail).filter_by(kind="owner_asked").one()
    path = re.search(r"/ansvar/\S+", mail.body)
    assert path is not None

    looked = nobody.get(path[0])
    before = going.stored(point).owner_state
    nobody.post(path[0], data={"answer": "yes"})
    forged = nobody.post(path[0][:-1] + ("A" if path[0][-1] != "A" else "B"), data={"answer": "no"})

    assert (looked.status_code, before, forged.status_code) == (200, OwnerState.ASKED, 404)
    assert going.stored(point).owner_state == OwnerState.ACCEPTED
    assert going.stored(point).state == ActionState.PROPOSED


def test_each_form_of_an_agreement_that_is_sent_twice_has_one_effect(going: Going, client_for: ClientFor) -> None:
    """F10"""
    cast = going.hall.cast
    bo, fia = client_for(cast.bo), client_for(cast.fia)
    first, second = going.write(), going.write("Vi prøver open spørjetime")
    gate = f"/gatherings/{going.gathering.public_id}/gate/9902/release"
    steps = (
        (bo, f"/points/{second}/first", {}),
        (bo, f"/points/{second}/removal", {}),
        (bo, f"/points/{second}/return", {}),
        (bo, f"/points/{second}/removal", {}),
        (bo, "/briefer", {"briefer": cast.bo.public_key, "is_unknown": "1"}),
        (bo, "/request", {}),
        (bo, f"/sentences/{first}", {"answer": "live_with", "wording": "1"}),
        (bo, "/request/end", {}),
        (bo, f"/points/{first}/removal", {}),
        (bo, "/nothing", {"because": "Budsjettet"}),
        (fia, gate, {"reason": "Ferja går"}),
        (fia, f"{gate}/end", {}),
    )

    again = {}
    for client, rest, fields in steps:
        path = rest if client is fia else f"{going.path}{rest}"
        once = client.post(path, data=fields).status_code
        db.session.rollback()
        before = sums()
        client.post(path, data=fields)
        db.session.rollback()
        again[rest] = (once, [table for table in changed(before, sums()) if table != "stage_state"])

    assert again == {rest: (303, []) for _client, rest, _fields in steps}


def _begin_the_last_round(going: Going) -> None:
    with unit_of_work():
        gathering = going.gathering
        item = ProgrammeItem(
            public_id="going-home", gathering_id=gathering.id, position=1, kind="going_home", title="Dette tek vi med"
        )
        item.minutes = 35
        db.session.add(item)
        db.session.flush()
        moves.move(gathering, "begin", version=state_of(gathering).version, by_id=None, item_id=item.id)
