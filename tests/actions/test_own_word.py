"""Nobody says anything for somebody else that she has not said: her own answer, and her yes to what she read."""

import re

from flask import Flask

from network.actions.links import owner_token
from network.actions.models import Answer, OwnerState
from network.core.db import db
from network.jobs.models import OutgoingMail
from tests.actions.agreed import hidden_fields
from tests.actions.going import ClientFor, Going

LINE = "Vi har ikkje råd"
JSON = {"Accept": "application/json"}


def test_nobody_notes_another_answer_for_somebody_who_has_answered_herself(going: Going, client_for: ClientFor) -> None:
    """AG-7; the controls: for who has not answered it is noted, and what was noted can be noted otherwise."""
    cast, point = going.hall.cast, going.write()
    going.ask()
    bo, address = client_for(cast.bo), f"{going.path}/sentences/{point}"
    for_cy = {"person": cast.cy.public_key, "wording": "1"}
    noted = [bo.post(address, data={**for_cy, "answer": said}).status_code for said in ("live_with", "agree")]
    client_for(cast.cy).post(address, data={"answer": "disagree", "line": LINE, "wording": "1"})

    page = bo.post(address, data={**for_cy, "answer": "disagree", "line": "Noko anna"})
    script = bo.post(address, data={**for_cy, "answer": "agree"}, headers=JSON)

    [given] = going.sheet().answers
    assert noted == [303, 303]
    assert (page.status_code, "har svart sjølv i mellomtida" in page.text, "Noko anna" in page.text) == (
        409,
        True,
        True,
    )
    assert script.status_code == 409
    assert (given.answer, given.line, given.by_id) == (Answer.DISAGREE, LINE, None)


def test_the_same_noted_for_somebody_who_has_answered_changes_nothing(going: Going, client_for: ClientFor) -> None:
    """AG-7: it stays hers."""
    cast, point = going.hall.cast, going.write()
    going.ask()
    going.answer(point, cast.cy)

    told = client_for(cast.bo).post(
        f"{going.path}/sentences/{point}",
        data={"person": cast.cy.public_key, "wording": "1", "answer": "agree"},
        headers=JSON,
    )

    [given] = going.sheet().answers
    assert (told.status_code, given.by_id) == (200, None)


def test_a_yes_to_a_sentence_that_was_changed_meanwhile_is_none(going: Going, client_for: ClientFor) -> None:
    """AG-6: she read another; the control is her yes to what stands there now."""
    point, nobody = going.write(owner=going.siv), client_for(None)
    going.ask()
    path = f"/ansvar/{owner_token(point, going.siv.id)}"
    read = hidden_fields(nobody.get(path).text, path)
    going.change()
    going.reword(going.point(point).writing_id, what="Siv betaler for alt saman")
    going.ask()

    late = nobody.post(path, data={**read, "answer": "yes"})
    stood = going.stored(point).owner_state
    nobody.post(path, data={**hidden_fields(late.text, path), "answer": "yes"})

    assert (late.status_code, stood) == (409, OwnerState.ASKED)
    assert ("Setninga er endra i mellomtida" in late.text, "Siv betaler for alt saman" in late.text) == (True, True)
    assert going.stored(point).owner_state == OwnerState.ACCEPTED


def test_what_only_looks_at_a_link_in_a_mail_says_nothing(going: Going, client_for: ClientFor, app: Flask) -> None:
    """AG-6, FU-3: a scanner that asks for the head or the page, another site's form, one without the form's token."""
    point = going.write(owner=going.siv)
    client_for(going.hall.cast.bo).post(f"{going.path}/request")
    db.session.rollback()
    [path] = re.findall(r"/ansvar/\S+", db.session.query(OutgoingMail).filter_by(kind="owner_asked").one().body)
    app.config["WTF_CSRF_ENABLED"] = True
    yes = {"answer": "yes", "wording": "1"}
    scanner, hers = client_for(None), client_for(None)

    answers = [
        scanner.head(path).status_code,
        scanner.get(f"{path}?answer=yes&wording=1").status_code,
        scanner.put(path, data=yes).status_code,
        scanner.post(path, data=yes).status_code,
        scanner.post(path, data=yes, headers={"Origin": "https://elsewhere.example"}).status_code,
    ]
    before = going.stored(point).owner_state
    token = hidden_fields(hers.get(path).text, path)
    hers.post(path, data={**token, "answer": "yes"})

    assert answers == [200, 200, 405, 400, 403]
    assert (before, going.stored(point).owner_state) == (OwnerState.ASKED, OwnerState.ACCEPTED)
