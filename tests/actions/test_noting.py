"""Who leads notes an answer for a delegate who is there without a phone, and reads nobody's answer by it."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from network.actions.models import ActionAnswer, Answer
from network.actions.rules.agreements import FROM_THE_BUS, NOTHING, Standing
from network.actions.services import agreements, answers
from network.core import clock
from network.core.audit import AuditEntry
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, NotAllowed
from network.people.models import Person
from network.sessions.gatherings.models import Attendance, GatheringRole
from network.sessions.gatherings.services.members import admit
from tests.access.changes import changed, sums
from tests.actions.going import STEP, WHAT, ClientFor, Going
from tests.cast import a_gathering

SECOND = "Vi prøver open spørjetime"
LINE = "Det er for dyrt"


def page_of(going: Going) -> str:
    return f"/gatherings/{going.gathering.public_id}/gate/9902/sentences"


def note(going: Going, fia: FlaskClient, point: str, **fields: str) -> TestResponse:
    """What Fia, who leads, sends about Cy if nothing else is said."""
    data = {"person": going.hall.cast.cy.public_key, "answer": "agree", "wording": "1", **fields}
    return fia.post(f"{page_of(going)}/{point}", data=data)


def note_for(going: Going, point: str, person: Person, said: Answer = Answer.AGREE) -> None:
    with unit_of_work():
        answers.note_for(going.agreement(), point, person.id, said, line=LINE, wording=1, by_id=going.hall.cast.fia.id)


def given_by(going: Going, person: Person) -> list[tuple[Answer, int | None]]:
    return [(one.answer, one.by_id) for one in going.sheet().answers if one.person_id == person.id]


def test_who_leads_notes_what_somebody_without_a_phone_says_and_her_own_see_who_noted_it(
    going: Going, client_for: ClientFor
) -> None:
    """AG-7"""
    cast, point = going.hall.cast, going.write()
    going.ask()
    going.answer(point, cast.bo)

    fia = client_for(cast.fia)
    gate = fia.get(f"/gatherings/{going.gathering.public_id}/gate").text
    noted = note(going, fia, point, answer="disagree", line=LINE)

    assert (page_of(going) in gate, noted.status_code) == (True, 303)
    assert (given_by(going, cast.cy), going.sheet().standing) == ([(Answer.DISAGREE, cast.fia.id)], Standing.READY)
    assert f"{LINE} <span" in client_for(cast.bo).get(going.path).text
    assert "notert av Fia" in client_for(cast.bo).get(going.path).text
    assert [one.object_id for one in db.session.query(AuditEntry).filter_by(action="agreement.record")] == [
        str(cast.cy.id)
    ]


def test_she_reads_the_sentence_and_neither_answers_nor_who_answers_for_it(going: Going, client_for: ClientFor) -> None:
    """RC-2: before and after; Bo, who is of the municipality, is the control. A draft she does not read."""
    cast, fia = going.hall.cast, client_for(going.hall.cast.fia)
    point = going.write(owner=going.siv)
    draft = fia.get(page_of(going)).text
    going.ask()
    going.answer(point, cast.bo, Answer.DISAGREE, line=LINE)

    before = fia.get(page_of(going)).text
    note(going, fia, point, answer="disagree", line="Heller skulen")
    after = fia.get(page_of(going)).text + fia.get(f"/gatherings/{going.gathering.public_id}/gate").text

    own = client_for(cast.bo).get(going.path).text
    assert [WHAT in text for text in (draft, before, after)] == [False, True, False]
    assert "Notert." in after
    assert all(words in own for words in (LINE, "Heller skulen", "Siv", STEP, "usamd"))
    assert not [words for words in (LINE, "Siv", STEP) if words in before + after]
    assert not [words for words in ("Heller skulen", "amd") if words in after]


def test_of_two_sentences_each_names_those_who_have_not_answered_it(going: Going, client_for: ClientFor) -> None:
    cast, first, second = going.hall.cast, going.write(), going.write(SECOND)
    going.ask()
    going.answer(first, cast.bo)

    page = client_for(cast.fia).get(page_of(going)).text

    offered = [re.findall(rf'<select[^>]*id="for-{one}".*?</select>', page, re.S)[0] for one in (first, second)]
    assert [re.findall(r"<option[^>]*>(\w+)", select) for select in offered] == [["Vel", "Cy"], ["Vel", "Bo", "Cy"]]


def test_an_answer_that_stands_is_not_overwritten_by_who_leads(going: Going) -> None:
    """AG-11: neither her own nor what a colleague noted; what she noted herself she can put right."""
    cast = going.hall.cast
    first, second, third = going.write(), going.write(SECOND), going.write("Vi spør ungdomsrådet")
    going.ask()
    going.answer(first, cast.cy, Answer.LIVE_WITH)
    going.answer(second, cast.cy, Answer.LIVE_WITH, by=cast.bo)
    note_for(going, third, cast.cy, Answer.DISAGREE)

    note_for(going, third, cast.cy)
    for point in (first, second):
        with pytest.raises(Conflict):
            note_for(going, point, cast.cy)

    stored = {one.subject: (one.answer, one.by_id) for one in going.sheet().answers}
    assert stored == {
        first: (Answer.LIVE_WITH, None),
        second: (Answer.LIVE_WITH, cast.bo.id),
        third: (Answer.AGREE, cast.fia.id),
    }


def test_her_own_answer_takes_the_place_of_what_was_noted(going: Going) -> None:
    """AG-11"""
    cast, point = going.hall.cast, going.write()
    going.ask()
    note_for(going, point, cast.cy)

    going.answer(point, cast.cy, Answer.LIVE_WITH)

    assert given_by(going, cast.cy) == [(Answer.LIVE_WITH, None)]


def test_it_is_noted_only_for_who_is_here_and_only_while_it_is_open(going: Going) -> None:
    """AG-5, AG-8: Siv never came, Cy has left; the control is Cy before."""
    cast, first, second = going.hall.cast, going.write(), going.write(SECOND)
    going.ask()
    note_for(going, first, cast.cy)
    with unit_of_work():
        row = db.session.get_one(Attendance, (going.gathering.id, cast.cy.id))
        row.left_at = clock.now()

    for point, person in ((first, going.siv), (second, cast.cy)):
        with pytest.raises(NotAllowed):
            note_for(going, point, person)
    clock.set(going.gathering.ends_at + FROM_THE_BUS)
    with pytest.raises(NotAllowed):
        note_for(going, second, cast.bo)

    assert len(going.sheet().answers) == 1


def test_an_answer_that_is_noted_twice_is_one(going: Going, client_for: ClientFor) -> None:
    """F10"""
    point, fia = going.write(), client_for(going.hall.cast.fia)
    going.ask()
    first = note(going, fia, point)
    db.session.rollback()
    before = sums()

    again = note(going, fia, point)

    db.session.rollback()
    assert [one.status_code for one in (first, again)] == [303, 303]
    assert [table for table in changed(before, sums()) if table != "stage_state"] == []


def test_to_an_older_wording_it_is_refused_and_what_was_typed_comes_back(going: Going, client_for: ClientFor) -> None:
    """AG-4: also when nothing is asked about any more."""
    cast, point = going.hall.cast, going.write()
    going.ask()
    going.change()
    drafted = note(going, client_for(going.hall.cast.fia), point, answer="disagree", line=LINE)
    going.reword(going.stored(point).writing_id, what=SECOND)
    going.ask()

    late = note(going, client_for(going.hall.cast.fia), point, answer="disagree", line=LINE)
    anew = note(going, client_for(going.hall.cast.fia), point, answer="disagree", line=LINE, wording="2")

    assert [one.status_code for one in (drafted, late, anew)] == [409, 409, 303]
    assert (LINE in drafted.text, SECOND in drafted.text, WHAT in drafted.text) == (True, False, False)
    assert (f'value="{LINE}"' in late.text, SECOND in late.text, 'value="disagree" selected' in late.text) == (
        True,
        True,
        True,
    )
    assert given_by(going, cast.cy) == [(Answer.DISAGREE, cast.fia.id)]


@pytest.mark.parametrize("missing", ["person", "answer", "line"])
def test_what_is_not_chosen_is_asked_for_and_nothing_is_lost(going: Going, client_for: ClientFor, missing: str) -> None:
    cast, point = going.hall.cast, going.write()
    going.ask()
    fields = {"person": cast.cy.public_key, "answer": "disagree", "line": LINE}

    refused = note(going, client_for(going.hall.cast.fia), point, **{**fields, missing: ""})

    kept = {
        "person": f'value="{cast.cy.public_key}" selected' in refused.text,
        "answer": 'value="disagree" selected' in refused.text,
        "line": f'value="{LINE}"' in refused.text,
    }
    assert (refused.status_code, 'aria-invalid="true"' in refused.text) == (422, True)
    assert kept == {name: name != missing for name in fields}
    assert db.session.query(ActionAnswer).count() == 0


def test_only_who_leads_this_gathering_notes(going: Going, client_for: ClientFor) -> None:
    """AC-3: neither who leads another one, nor a delegate of this or another municipality, nor the project lead."""
    cast, point = going.hall.cast, going.write()
    going.ask()
    with unit_of_work():
        another = a_gathering()
        admit(another, cast.otto.id, GatheringRole.FACILITATOR)
    clients = {name: client_for(getattr(cast, name)) for name in ("otto", "anna", "bo", "kai", "lea", "fia")}

    read = {name: client.get(page_of(going)).status_code for name, client in clients.items()}
    noted = {name: note(going, client, point).status_code for name, client in clients.items()}

    refused = {"otto": 404, "anna": 404, "bo": 404, "kai": 404, "lea": 403}
    assert (read, noted) == ({**refused, "fia": 200}, {**refused, "fia": 303})
    assert given_by(going, cast.cy) == [(Answer.AGREE, cast.fia.id)]


def test_nothing_this_time_is_answered_the_same_way(going: Going, client_for: ClientFor) -> None:
    cast = going.hall.cast
    with unit_of_work():
        agreements.say_nothing(going.agreement(), "Vi er midt i budsjettet", by_id=cast.bo.id)
    going.ask()

    page = client_for(cast.fia).get(page_of(going)).text
    noted = note(going, client_for(going.hall.cast.fia), NOTHING)

    assert ("Fordi: Vi er midt i budsjettet" in page, noted.status_code) == (True, 303)
    assert given_by(going, cast.cy) == [(Answer.AGREE, cast.fia.id)]
