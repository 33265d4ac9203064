"""The agreement's page, the gate and the link to an owner who was not there: who may, what is shown, what is kept."""

import re
from datetime import date

from flask import Flask

from network.actions.links import owner_token
from network.actions.models import ActionPoint, ActionState, Answer, OwnerState, TakeHomeAgreement
from network.actions.rules.agreements import FROM_THE_BUS, Standing
from network.actions.services.agreements import briefer_mark
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.edits import mark
from network.jobs.models import OutgoingMail
from network.people.services import register
from network.sessions.gatherings.models import ProgrammeItem
from network.sessions.gatherings.services.door import check_in
from network.sessions.stage.services import moves
from network.sessions.stage.services.standing import state_of
from tests.access.changes import changed, sums
from tests.actions.agreed import form_of as form_at
from tests.actions.agreed import hidden_fields
from tests.actions.going import WHAT, ClientFor, Going
from tests.told import told_of

TOO_LATE = "Det er gått meir enn to døgn sidan samlinga, og dette kan ikkje endrast lenger."


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


def test_a_colleague_is_proposed_of_whom_nothing_is_known_yet_and_nobody_who_has_answered(
    going: Going, client_for: ClientFor
) -> None:
    """AG-7: who presses too soon replaces nobody's own answer."""
    cast = going.hall.cast
    with unit_of_work():
        check_in(going.gathering, going.siv.id, how="host", by_id=cast.fia.id)
    points = [going.write(), going.write()]
    going.ask()
    going.answer(points[0], cast.cy, Answer.DISAGREE, line="For dyrt")

    page = client_for(cast.bo).get(going.path).text

    proposed = [re.findall(rf'<select[^>]*id="for-{one}".*?</select>', page, re.S)[0] for one in points]
    names = [re.findall(r"<option[^>]*>(\w+)", select) for select in proposed]
    assert names == [["Siv"], ["Cy", "Siv"]]


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


def test_a_script_is_told_what_is_stored_or_why_not(going: Going, client_for: ClientFor) -> None:
    """AG-4, AG-11"""
    point, cy = going.write(), client_for(going.hall.cast.cy)
    going.ask()
    address, asks = f"{going.path}/sentences/{point}", {"Accept": "application/json"}
    pressed = {"answer": "disagree", "line": "Det er for dyrt", "wording": "1", "tapped_at": "1000", "sent_at": "61000"}

    answers = [
        cy.post(address, data=data, headers=asks)
        for data in (
            pressed,
            pressed,
            {**pressed, "sent_at": "1201000", "answer": "agree"},
            {**pressed, "wording": "2"},
            {**pressed, "line": ""},
        )
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 409, 422]
    assert [answer.json["message"] for answer in answers if answer.json][:4] == [
        "Lagra: Usamd.",
        "Lagra: Usamd.",
        "Eit anna svar vart gjeve seinare, og det gjeld: Usamd.",
        "Setninga er endra i mellomtida. Les henne på nytt, og svar ein gong til.",
    ]
    assert [(one.answer, one.line) for one in going.sheet().answers] == [("disagree", "Det er for dyrt")]


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


def test_the_gate_says_what_a_draft_lacks_and_nothing_of_what_it_says(going: Going, client_for: ClientFor) -> None:
    """AG-1, AG-3, AG-10"""
    fia, gate = client_for(going.hall.cast.fia), f"/gatherings/{going.gathering.public_id}/gate"
    point = going.write()
    whole = fia.get(gate).text
    going.choose(point, None)

    lacking = fia.get(gate).text

    assert ("Manglar enno" in whole, "Manglar enno: ein ansvarleg." in lacking, WHAT in lacking) == (False, True, False)


def test_the_stage_shows_a_count_and_no_name(going: Going, app: Flask) -> None:
    """AG-10"""
    point = going.write()
    going.ask()
    for person in (going.hall.cast.bo, going.hall.cast.cy):
        going.answer(point, person)

    with app.test_request_context():
        picture = app.extensions["stage_pictures"]["gate"](going.gathering, {})

    assert "<strong>1</strong> av 2" in picture
    assert told_of(("Sundby", "Nordvik", "Bo", "Cy", WHAT), picture) == []


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
    nobody.post(path[0], data={"answer": "yes", "wording": "1"})
    forged = nobody.post(path[0][:-1] + ("A" if path[0][-1] != "A" else "B"), data={"answer": "no"})

    assert (looked.status_code, before, forged.status_code) == (200, OwnerState.ASKED, 404)
    assert going.stored(point).owner_state == OwnerState.ACCEPTED
    assert going.stored(point).state == ActionState.PROPOSED


def stored(going: Going) -> TakeHomeAgreement:
    agreement = going.sheet().agreement
    assert agreement is not None
    return agreement


def test_whoever_presses_neither_yes_nor_no_has_said_nothing(going: Going, client_for: ClientFor) -> None:
    """AG-6: the control is her no."""
    point = going.write(owner=going.siv)
    going.ask()
    path = f"/ansvar/{owner_token(point, going.siv.id)}"

    empty = client_for(None).post(path, data={})
    before = going.stored(point).owner_state
    client_for(None).post(path, data={"answer": "no", "wording": "1"})

    assert (empty.status_code, before) == (422, OwnerState.ASKED)
    assert going.stored(point).owner_state == OwnerState.DECLINED


def test_of_two_reasons_for_nothing_neither_goes_unseen(going: Going, client_for: ClientFor) -> None:
    """F16: she who comes second sees both, and stores when she has."""
    bo, cy = client_for(going.hall.cast.bo), client_for(going.hall.cast.cy)
    path = f"{going.path}/nothing"
    fields = form_at(bo, going.path, path)
    cy.post(path, data={**fields, "because": "Vi ventar på budsjettet"})

    second = bo.post(path, data={**fields, "because": "Det er val"})
    kept = stored(going).nothing_because
    bo.post(path, data={**hidden_fields(second.text, path), "because": "Budsjett og val"})

    assert (second.status_code, kept) == (409, "Vi ventar på budsjettet")
    assert ("I mellomtida skreiv ein annan: Vi ventar på budsjettet" in second.text, "Det er val" in second.text) == (
        True,
        True,
    )
    assert stored(going).nothing_because == "Budsjett og val"


def test_a_reason_for_nothing_outlives_an_action_that_is_taken_away_again(going: Going, client_for: ClientFor) -> None:
    """AG-2: while there is an action it is asked about, and the reason is on no page."""
    bo = client_for(going.hall.cast.bo)
    path = f"{going.path}/nothing"
    bo.post(path, data={**form_at(bo, going.path, path), "because": "Vi ventar på budsjettet"})
    point = going.write()
    meanwhile = bo.get(going.path).text

    bo.post(f"{going.path}/points/{point}/removal")

    assert "Vi ventar på budsjettet" not in meanwhile
    assert "Vi ventar på budsjettet" in bo.get(going.path).text
    assert f"Teke bort: {WHAT}" in bo.get(going.path).text


def test_a_reason_that_came_too_late_is_given_back_with_why(going: Going, client_for: ClientFor) -> None:
    """AG-2: somebody has written an action meanwhile."""
    bo = client_for(going.hall.cast.bo)
    path = f"{going.path}/nothing"
    fields = form_at(bo, going.path, path)
    going.write()

    answer = bo.post(path, data={**fields, "because": "Vi ventar på budsjettet"})

    assert answer.status_code == 422
    assert ("Vi ventar på budsjettet" in answer.text, "De har alt eit tiltak" in answer.text) == (True, True)


def test_what_was_typed_while_a_colleague_asked_for_answers_comes_back(going: Going, client_for: ClientFor) -> None:
    """AG-4: neither stored nor lost."""
    bo = client_for(going.hall.cast.bo)
    point = going.write()
    fields = form_of(bo.get(going.path).text, point)
    going.ask()

    late = bo.post(f"{going.path}/points/{point}", data={**fields, "what": "Det eg rakk å skrive"})
    reason = bo.post(f"{going.path}/nothing", data={"because": "Vi ventar på budsjettet"})

    assert (late.status_code, reason.status_code) == (409, 409)
    assert ("Det eg rakk å skrive" in late.text, "Vi ventar på budsjettet" in reason.text) == (True, True)
    assert going.stored(point).what == WHAT


def test_what_is_sent_more_than_two_days_later_comes_back_with_why(going: Going, client_for: ClientFor) -> None:
    """AG-8: nothing is stored and nothing is lost. A script is told in its own way; in time, all of it is taken."""
    bo = client_for(going.hall.cast.bo)
    point = going.write()
    fields = form_of(bo.get(going.path).text, point)
    sentence = {**fields, "what": "Det eg rakk å skrive"}
    line = {"answer": "disagree", "line": "Det er for dyrt", "wording": "1"}
    steps = (
        (f"/points/{point}", sentence, sentence["what"]),
        ("/nothing", {"because": "Vi ventar på budsjettet"}, "Vi ventar på budsjettet"),
        (f"/sentences/{point}", line, line["line"]),
        ("/briefer", {"is_unknown": "1"}, ""),
        ("/points", {"key": "a-key-of-16-char"}, ""),
        ("/request", {}, ""),
    )
    clock.set(going.gathering.ends_at + FROM_THE_BUS)
    bo.get(going.path)
    db.session.rollback()
    before = sums()

    late = {rest: bo.post(f"{going.path}{rest}", data=fields) for rest, fields, _words in steps}
    script = bo.post(f"{going.path}/sentences/{point}", data=line, headers={"Accept": "application/json"})

    db.session.rollback()
    assert changed(before, sums()) == []
    for rest, _fields, words in steps:
        assert (late[rest].status_code, words in late[rest].text) == (403, True), rest
        assert TOO_LATE in late[rest].text, rest
        assert 'id="points"' in late[rest].text, rest
    assert script.status_code == 403
    assert script.json["message"].startswith(TOO_LATE)

    clock.set(going.gathering.ends_at)
    assert bo.post(f"{going.path}/points/{point}", data=sentence).status_code == 303


def test_two_who_choose_who_tells_the_council_are_both_told(going: Going, client_for: ClientFor) -> None:
    """F16"""
    cast = going.hall.cast
    bo, cy = client_for(cast.bo), client_for(cast.cy)
    going.write()
    path = f"{going.path}/briefer"
    fields = form_at(bo, going.path, path)
    cy.post(path, data={**fields, "briefer": cast.cy.public_key, "on": "2026-12-10"})

    second = bo.post(path, data={**fields, "briefer": cast.bo.public_key})
    kept = stored(going).brief_by_id
    bo.post(path, data={**hidden_fields(second.text, path), "briefer": cast.bo.public_key})

    assert (second.status_code, kept) == (409, cast.cy.id)
    assert "I mellomtida valde ein annan: Cy, 10. desember 2026" in second.text
    assert re.search(rf'<option value="{cast.bo.public_key}" selected>', second.text.partition('id="briefer-who"')[2])
    assert stored(going).brief_by_id == cast.bo.id


def test_a_day_that_is_none_comes_back_with_what_was_chosen(going: Going, client_for: ClientFor) -> None:
    cast = going.hall.cast
    bo = client_for(cast.bo)
    going.write()
    path = f"{going.path}/briefer"

    answer = bo.post(path, data={**form_at(bo, going.path, path), "briefer": cast.cy.public_key, "on": "snart"})

    assert answer.status_code == 422
    assert ('value="snart"' in answer.text, "Skriv datoen som dag, månad og år" in answer.text) == (True, True)
    assert re.search(rf'<option value="{cast.cy.public_key}" selected>', answer.text.partition('id="briefer-who"')[2])


def test_nobody_is_let_go_who_is_not_there(going: Going, client_for: ClientFor) -> None:
    """AG-10: a municipality without anybody in the hall has neither gate nor draft; Sundby is the control."""
    fia = client_for(going.hall.cast.fia)
    with unit_of_work():
        register.add_municipality(number="9909", name="Utvik", language="nn", joined_on=date(2023, 10, 1))
    gate = f"/gatherings/{going.gathering.public_id}/gate"

    answers = [fia.post(f"{gate}/{number}/release", data={"reason": "Ferja går"}) for number in ("9909", "9902")]

    db.session.rollback()
    assert [answer.status_code for answer in answers] == [404, 303]
    assert db.session.query(TakeHomeAgreement).count() == 1


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
        (bo, "/briefer", {"briefer": cast.bo.public_key, "is_unknown": "1", "seen": briefer_mark(stored(going))}),
        (bo, "/request", {}),
        (bo, f"/sentences/{first}", {"answer": "live_with", "wording": "1"}),
        (bo, "/request/end", {}),
        (bo, f"/points/{first}/removal", {}),
        (bo, "/nothing", {"because": "Budsjettet", "mark_because": mark("")}),
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


def test_what_stands_after_two_days_is_called_agreed_only_when_it_was(going: Going, client_for: ClientFor) -> None:
    """AG-8: a draft says that it was not; the same sentence says that it was when everybody had answered."""
    bo, point = client_for(going.hall.cast.bo), going.write()
    said = []
    for person in (None, going.hall.cast.bo, going.hall.cast.cy):
        clock.set(going.gathering.ends_at)
        if person is going.hall.cast.bo:
            going.ask()
        if person is not None:
            going.answer(point, person)
        clock.set(going.gathering.ends_at + FROM_THE_BUS)
        page = bo.get(going.path).text
        said.append(("Det som står her, vart avtalt" in page, "Dette vart ikkje avtalt av alle" in page))

    assert said == [(False, True), (False, True), (True, False)]


def test_her_colleagues_are_told_when_a_part_that_was_missing_is_written(going: Going, client_for: ClientFor) -> None:
    """AG-3: "still missing" is true on all their pages. Other words for what is there already tell nobody."""
    point = going.write("")
    anew = [going.agreement().version]
    missing = "Manglar enno: ei setning." in client_for(going.hall.cast.cy).get(going.path).text

    for words in (WHAT, f"{WHAT} og lyttar"):
        going.reword(going.stored(point).writing_id, what=words)
        anew.append(going.agreement().version)

    assert missing
    assert (anew[1] > anew[0], anew[2]) == (True, anew[1])
