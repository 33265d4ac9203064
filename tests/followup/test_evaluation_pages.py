"""EV-1 to EV-6 at the edge: the page, the queue of the device, the figures, and what others try."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from network.core import clock
from network.core.db import db
from network.followup import words
from network.followup.models import EvaluationAnswer, EvaluationRemark
from network.followup.queries import evaluation as queries
from network.people.models import Person
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.members import member
from network.sessions.gatherings.services.badges import token_of
from tests.actions.agreed import hidden_fields
from tests.followup.evaluating import CLOSED, CLOSING, ENDS, Evaluating

ClientFor = Callable[[Person | None], FlaskClient]
JSON = {"Accept": "application/json"}


def answers() -> list[tuple[str, int]]:
    db.session.rollback()
    return sorted((row.question, row.value) for row in db.session.scalars(select(EvaluationAnswer)))


def badge_of(person: Person, gathering: Gathering, browser: FlaskClient) -> FlaskClient:
    """A browser that came in by her badge for this gathering."""
    found = member(gathering.id, person.id)
    assert found is not None
    browser.post(f"/skilt/{token_of(found)}")
    return browser


def test_anna_answers_without_a_script_and_finds_her_answers_again(
    evaluating: Evaluating, client_for: ClientFor
) -> None:
    browser = client_for(evaluating.hall.cast.anna)

    sent = [browser.post(evaluating.path, data={"useful": "4", "will_happen": "2"}).status_code for _twice in range(2)]
    page = browser.get(evaluating.path).text

    assert (sent, answers()) == ([303, 303], [("useful", 4), ("will_happen", 2)])
    assert 'name="useful" value="4" checked' in page
    assert 'name="useful" value="3" checked' not in page


def test_a_device_that_sends_again_is_told_the_same_and_keeps_one_line(
    evaluating: Evaluating, client_for: ClientFor
) -> None:
    """EV-3, EV-4: as the queue of a phone that never heard the first answer."""
    browser = client_for(evaluating.hall.cast.anna)

    told = [browser.post(f"{evaluating.path}/remark", data={"text": "Meir tid"}, headers=JSON) for _time in range(3)]
    other = browser.post(f"{evaluating.path}/remark", data={"text": "Noko anna"}, headers=JSON)

    assert [(one.status_code, one.get_json()["ok"]) for one in told] == [(200, True)] * 3
    db.session.rollback()
    assert (other.status_code, db.session.scalars(select(EvaluationRemark.text)).all()) == (409, ["Meir tid"])


def test_after_48_hours_what_was_written_comes_back_with_the_reason(
    evaluating: Evaluating, client_for: ClientFor
) -> None:
    """EV-2"""
    browser = client_for(evaluating.hall.cast.anna)
    clock.set(CLOSED)

    late = browser.post(evaluating.path, data={"useful": "4"}, headers=JSON)
    remark = browser.post(f"{evaluating.path}/remark", data={"text": "Seint"}, headers=JSON)

    assert (late.status_code, remark.status_code, answers()) == (409, 409, [])
    assert "48 timar" in late.get_json()["message"]


def test_another_gathering_is_not_hers_to_answer_or_read(evaluating: Evaluating, client_for: ClientFor) -> None:
    later = evaluating.again(1)
    path = f"/gatherings/{later.public_id}/evaluation"
    clock.set(later.ends_at)
    guest = client_for(evaluating.others[-1])

    tried = [guest.post(path, data={"useful": "1"}), guest.get(path), guest.get(f"{path}/results")]

    assert ([one.status_code for one in tried], answers()) == ([404, 404, 404], [])


def test_the_badge_of_another_gathering_opens_nothing_here(evaluating: Evaluating, client_for: ClientFor) -> None:
    anna = evaluating.hall.cast.anna
    later = evaluating.again(0)
    there = badge_of(anna, later, client_for(None)).post(evaluating.path, data={"useful": "1"})
    here = badge_of(anna, evaluating.gathering, client_for(None)).post(evaluating.path, data={"useful": "5"})

    assert (there.status_code, here.status_code, answers()) == (404, 303, [("useful", 5)])


@pytest.mark.parametrize(("name", "status"), [("anna", 200), ("fia", 200), ("lea", 200), ("otto", 404)])
def test_the_figures_come_for_everybody_when_nothing_more_is_taken(
    evaluating: Evaluating, client_for: ClientFor, name: str, status: int
) -> None:
    """EV-5: the lead too sees only how many have answered until then."""
    for person in evaluating.delegates:
        evaluating.answer(person, useful=4)
    she = getattr(evaluating.hall.cast, name)
    before = client_for(she).get(f"{evaluating.path}/results")
    clock.set(CLOSED)
    after = client_for(she).get(f"{evaluating.path}/results")

    assert (before.status_code, after.status_code) == (status, status)
    if status == 200:
        assert "9 av 15 som var til stades, har svara." in before.text
        assert ("i snitt" in before.text, "i snitt" in after.text) == (False, True)
        assert "For få svar." in after.text


def test_lines_are_read_by_those_who_lead_and_by_no_delegate(evaluating: Evaluating, client_for: ClientFor) -> None:
    for number, person in enumerate(evaluating.delegates):
        evaluating.write(person, f"Line {number}")
    clock.set(CLOSED)

    read = {
        name: client_for(getattr(evaluating.hall.cast, name)).get(f"{evaluating.path}/results").text
        for name in ("lea", "fia", "anna")
    }

    assert {name: "Line 3" in text for name, text in read.items()} == {"lea": True, "fia": True, "anna": False}


def test_the_lead_chooses_three_and_nobody_else_does(evaluating: Evaluating, client_for: ClientFor) -> None:
    """EV-1"""
    three = {"question": ["useful", "heard", "next_step"], "seen": "useful will_happen different"}
    refused = client_for(evaluating.hall.cast.anna).post(f"{evaluating.path}/questions", data=three)
    lea = client_for(evaluating.hall.cast.lea)
    two = lea.post(f"{evaluating.path}/questions", data={"question": ["useful", "heard"]})
    taken = [lea.post(f"{evaluating.path}/questions", data=three).status_code for _twice in range(2)]
    page = client_for(evaluating.hall.cast.anna).get(evaluating.path).text

    assert (refused.status_code, two.status_code, taken) == (403, 422, [303, 303])
    assert ("Fekk du sagt det du ville" in page, "annleis neste gong" in page) == (True, False)


def test_of_two_who_choose_the_questions_the_later_one_is_told_of_the_other(
    evaluating: Evaluating, client_for: ClientFor
) -> None:
    """EV-1, F16: and she stores when she has seen what stands there."""
    path = f"{evaluating.path}/questions"
    lea, fia = client_for(evaluating.hall.cast.lea), client_for(evaluating.hall.cast.fia)
    hers, theirs = hidden_fields(lea.get(path).text, path), hidden_fields(fia.get(path).text, path)
    fia.post(path, data={**theirs, "question": ["useful", "heard", "next_step"]})
    wanted = ["heard", "will_happen", "different"]

    late = lea.post(path, data={**hers, "question": wanted})
    stood = queries.questions_of(evaluating.gathering.id)
    again = lea.post(path, data={**hidden_fields(late.text, path), "question": wanted})

    told = re.findall(r"<li>([^<]+)</li>", late.text)
    assert (late.status_code, stood) == (409, ("useful", "heard", "next_step"))
    assert told[0] == str(words.QUESTIONS["useful"])
    assert re.findall(r'value="(\w+)" checked', late.text) == wanted
    db.session.rollback()
    assert (again.status_code, queries.questions_of(evaluating.gathering.id)) == (303, tuple(wanted))


def test_it_is_offered_on_now_from_the_last_part_until_it_closes_and_to_nobody_else(
    evaluating: Evaluating, client_for: ClientFor
) -> None:
    """EV-2: on the day within "Now", in the two days after on the front page."""
    cast = evaluating.hall.cast
    offered = {}
    for name, moment in {
        "before": CLOSING.replace(hour=14),
        "closing": CLOSING,
        "next": ENDS.replace(day=24),
        "closed": CLOSED,
    }.items():
        clock.set(moment)
        offered[name] = ["Svar på tre spørsmål" in client_for(one).get("/").text for one in (cast.anna, cast.otto)]

    assert offered == {
        "before": [False, False],
        "closing": [True, False],
        "next": [True, False],
        "closed": [False, False],
    }


def test_a_visitor_is_sent_to_sign_in(evaluating: Evaluating, client_for: ClientFor) -> None:
    answer = client_for(None).post(evaluating.path, data={"useful": "1"})

    assert (answer.status_code in (302, 303, 401), answers()) == (True, [])


def test_what_is_no_number_is_no_answer(evaluating: Evaluating, client_for: ClientFor) -> None:
    browser = client_for(evaluating.hall.cast.anna)

    tried = [browser.post(evaluating.path, data={"useful": value}).status_code for value in ("", "9", "-1", "1e3", "٣")]

    assert (tried, answers()) == ([422] * 5, [])


def test_the_badge_on_paper_is_enough_to_answer(evaluating: Evaluating, client_for: ClientFor) -> None:
    """A guest without an account: her badge signs her in to this gathering."""
    browser = badge_of(evaluating.others[-1], evaluating.gathering, client_for(None))

    answer = browser.post(evaluating.path, data={"useful": "3"})

    assert (answer.status_code, answers()) == (303, [("useful", 3)])
