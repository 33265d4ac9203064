"""TA: the talk on the phone, the fair list, what stands with the item; who may do what, and what is refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.access.actor import actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.sessions.stage.models import Question, QuestionVote
from network.sessions.stage.queries import talks as queries
from network.sessions.stage.services import talks
from tests.conftest import browser_of
from tests.furnished import furnished
from tests.sessions.stage.talking import (
    KEY,
    MEANWHILE,
    Talking,
    open_the_talk,
    stored_lines,
    stored_questions,
)
from tests.statements import statements

CANARY = "Eg er redd for å seie dette høgt"
ClientFor = Callable[[str], FlaskClient]


@pytest.fixture
def talking(app: Flask) -> Talking:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, open_the_talk, at=MEANWHILE)


@pytest.fixture
def browse(app: Flask, talking: Talking) -> ClientFor:
    return lambda name: browser_of(app, getattr(talking.hall.cast, name, None))


def ask(talking: Talking, name: str, text: str, number: int = 1) -> int:
    with unit_of_work():
        person = getattr(talking.hall.cast, name)
        return talks.ask(talking.talk, person.id, key=f"{KEY}{name}{number}", text=text).id


def test_a_line_is_kept_and_shown_to_its_writer(talking: Talking, browse: ClientFor) -> None:
    anna = browse("anna")

    answer = anna.post(talking.path(rest="/lines"), data={"text": f" {CANARY} ", "key": KEY})

    assert (answer.status_code, answer.headers["Location"]) == (303, talking.path(rest="#talk"))
    assert stored_lines() == [(talking.hall.cast.anna.id, CANARY)]
    assert CANARY in anna.get(talking.path()).text


def test_the_talks_own_page_has_the_form_and_not_its_source(talking: Talking, browse: ClientFor) -> None:
    page = browse("anna").get(talking.path()).text

    assert ('<form class="form" method="post" action="' + talking.path(rest="/lines") in page, "&lt;" in page) == (
        True,
        False,
    )


@pytest.mark.parametrize("name", ["bo", "cy", "fia", "lea", "kai", "admin"])
def test_nobody_else_ever_sees_a_line_through_any_page_or_query(
    app: Flask, talking: Talking, browse: ClientFor, name: str
) -> None:
    """TA-3: with a positive control: the writer finds it on the same pages."""
    with unit_of_work():
        line = talks.write_line(talking.talk, talking.hall.cast.anna.id, key=KEY, text=CANARY)
        if name == "admin":
            from network.people.services import register  # slow import

            register.give_role(talking.hall.cast.otto, "administrator")
    other = browse("otto" if name == "admin" else name)
    paths = pages_of(talking)

    seen = [path for path in paths if CANARY in other.get(path).text]
    hers = [path for path in paths if CANARY in browse("anna").get(path).text]

    asker = actor_for(getattr(talking.hall.cast, "otto" if name == "admin" else name).id)
    assert (seen, list(queries.own_lines(asker, line.item_id))) == ([], [])
    assert talking.path() in hers


def pages_of(talking: Talking) -> list[str]:
    gathering = talking.hall.gathering.public_id
    of_items = [talking.path(item, rest) for item in talking.items for rest in ("", "/questions")]
    others = ["/", "/me", "/gatherings", f"/gatherings/{gathering}", f"/gatherings/{gathering}/control", "/cases"]
    return of_items + others


@pytest.mark.parametrize("name", ["bo", "fia", "lea"])
def test_nobody_else_changes_or_deletes_a_line(talking: Talking, browse: ClientFor, name: str) -> None:
    with unit_of_work():
        line = talks.write_line(talking.talk, talking.hall.cast.anna.id, key=KEY, text=CANARY)
    other = browse(name)

    answers = [
        other.post(talking.path(rest=f"/lines/{line.id}{rest}"), data={"text": "x"}).status_code
        for rest in ("", "/removal")
    ]

    assert (answers, stored_lines()) == ([404, 404], [(talking.hall.cast.anna.id, CANARY)])


def test_the_writer_changes_and_deletes_her_line(talking: Talking, browse: ClientFor) -> None:
    with unit_of_work():
        line = talks.write_line(talking.talk, talking.hall.cast.anna.id, key=KEY, text=CANARY)
    anna = browse("anna")

    anna.post(talking.path(rest=f"/lines/{line.id}"), data={"text": "Noko anna"})
    after_change = stored_lines()
    removal = talking.path(rest=f"/lines/{line.id}/removal")
    answers = [anna.post(removal).status_code for _sent_twice in range(2)]

    assert (after_change, stored_lines()) == ([(talking.hall.cast.anna.id, "Noko anna")], [])
    assert answers == [303, 303]


@pytest.mark.parametrize("what", ["/lines", "/questions"])
def test_the_same_form_sent_twice_counts_once_and_other_words_under_its_key_are_refused(
    talking: Talking, browse: ClientFor, what: str
) -> None:
    """TA-4"""
    anna = browse("anna")

    answers = [
        anna.post(talking.path(rest=what), data={"text": text, "key": KEY}).status_code for text in ("Ein", "Ein", "To")
    ]

    stored = [text for _who, text in stored_lines()] + [text for text, _state in stored_questions()]
    assert (answers, stored) == ([303, 303, 422], ["Ein"])


@pytest.mark.parametrize(
    ("what", "typed"), [("/lines", ""), ("/lines", "x" * 1001), ("/questions", " "), ("/questions", "å" * 301)]
)
def test_what_cannot_be_taken_comes_back_as_typed(talking: Talking, browse: ClientFor, what: str, typed: str) -> None:
    answer = browse("anna").post(talking.path(rest=what), data={"text": typed, "key": KEY})

    assert (answer.status_code, typed.strip() in answer.text) == (422, True)
    assert stored_lines() + stored_questions() == []


def test_the_sixty_first_is_refused_in_words(talking: Talking, browse: ClientFor) -> None:
    """TA-5"""
    for number in range(60):
        ask(talking, "anna", f"Spørsmål {number}", number + 100)

    answer = browse("anna").post(talking.path(rest="/questions"), data={"text": "Eitt til", "key": KEY})

    assert (answer.status_code, len(stored_questions()), "Eitt til" in answer.text) == (422, 60, True)


def test_after_the_end_questions_are_refused_in_words_and_lines_still_come_home(
    talking: Talking, browse: ClientFor
) -> None:
    """TA-6"""
    clock.set(talking.hall.gathering.ends_at + timedelta(minutes=1))
    anna = browse("anna")

    asked = anna.post(talking.path(rest="/questions"), data={"text": "For seint?", "key": KEY})
    more = anna.post(talking.path(rest="/more"), data={"wanted": "1"})
    kept = anna.post(talking.path(rest="/lines"), data={"text": "Frå ferja", "key": KEY})

    assert [asked.status_code, more.status_code, kept.status_code] == [409, 409, 303]
    assert ("For seint?" in asked.text, stored_questions()) == (True, [])
    assert [text for _who, text in stored_lines()] == ["Frå ferja"]


@pytest.mark.parametrize("what", ["/lines", "/questions", "/more"])
@pytest.mark.parametrize(("name", "status"), [("otto", 404), ("kai", 404)])
def test_who_is_not_at_the_gathering_writes_nothing(
    talking: Talking, browse: ClientFor, what: str, name: str, status: int
) -> None:
    answer = browse(name).post(talking.path(rest=what), data={"text": "x", "key": KEY, "wanted": "1"})

    assert (answer.status_code, stored_lines() + stored_questions()) == (status, [])


def test_a_script_gets_a_short_answer(talking: Talking, browse: ClientFor) -> None:
    anna, headers = browse("anna"), {"Accept": "application/json"}

    good = anna.post(talking.path(rest="/lines"), data={"text": "Ein", "key": KEY}, headers=headers)
    bad = anna.post(talking.path(rest="/lines"), data={"text": "", "key": KEY}, headers=headers)

    assert (good.status_code, good.json) == (200, {"ok": True})
    assert (bad.status_code, bad.json["ok"], bool(bad.json["message"])) == (422, False, True)


def test_wanting_to_hear_more_is_one_tap_and_one_tap_back(talking: Talking, browse: ClientFor) -> None:
    anna, path = browse("anna"), talking.path(talking.case, "/more")

    anna.post(path, data={"wanted": "1"})
    anna.post(path, data={"wanted": "1"})
    db.session.rollback()
    wanted = (queries.want_more_count(talking.case.id), queries.who_want_more(talking.case.id))
    anna.post(path, data={"wanted": "0"})
    db.session.rollback()

    assert (wanted, queries.want_more_count(talking.case.id)) == ((1, [("Anna", "Nordvik")]), 0)


def test_time_for_questions_takes_what_belongs_to_the_talk_before_it(talking: Talking, browse: ClientFor) -> None:
    """TA-1"""
    browse("anna").post(talking.path(talking.items[2], "/questions"), data={"text": "Kvifor?", "key": KEY})

    db.session.rollback()
    assert [row.item_id for row in db.session.query(Question)] == [talking.talk.id]


def test_others_back_a_question_and_nobody_her_own(talking: Talking, browse: ClientFor) -> None:
    number = ask(talking, "anna", "Kva kosta det?")
    path = talking.path(rest=f"/questions/{number}/vote")

    answers = [browse(name).post(path, data={"wanted": "1"}).status_code for name in ("bo", "bo", "cy", "anna")]
    browse("cy").post(path, data={"wanted": "0"})

    db.session.rollback()
    voters = [row.person_id for row in db.session.query(QuestionVote)]
    assert (answers, voters) == ([303, 303, 303, 409], [talking.hall.cast.bo.id])


def test_names_are_for_those_who_lead_and_municipalities_for_all(talking: Talking, browse: ClientFor) -> None:
    """TA-7"""
    ask(talking, "anna", "Kva kosta det?")
    path = talking.path(rest="/questions")

    lists = {name: browse(name).get(path).text for name in ("fia", "bo")}

    assert {name: ("Anna" in text, "Nordvik" in text) for name, text in lists.items()} == {
        "fia": (True, True),
        "bo": (False, True),
    }


def test_the_fair_list_goes_on_with_whom_has_not_been_heard(talking: Talking, browse: ClientFor) -> None:
    """TA-2"""
    first = ask(talking, "bo", "Fyrste frå Sundby")
    ask(talking, "cy", "Andre frå Sundby")
    ask(talking, "anna", "Fyrste frå Nordvik")

    browse("fia").post(talking.path(rest=f"/questions/{first}/state"), data={"state": "asked"})

    db.session.rollback()
    rows = queries.questions_for(talking.hall.cast.actor("fia"), talking.talk)
    assert [row.text for row in rows["waiting"]] == ["Fyrste frå Nordvik", "Andre frå Sundby"]


@pytest.mark.parametrize(("name", "status"), [("anna", 403), ("otto", 404), ("kai", 404)])
@pytest.mark.parametrize("rest", ["state", "picture"])
def test_only_those_who_lead_move_questions(
    talking: Talking, browse: ClientFor, name: str, status: int, rest: str
) -> None:
    number = ask(talking, "bo", "Kva kosta det?")

    answer = browse(name).post(talking.path(rest=f"/questions/{number}/{rest}"), data={"state": "hidden"})

    assert (answer.status_code, stored_questions()) == (status, [("Kva kosta det?", "waiting")])


def test_a_hidden_question_is_gone_for_the_hall_and_can_be_put_back(talking: Talking, browse: ClientFor) -> None:
    number = ask(talking, "bo", "Noko stygt")
    fia, path = browse("fia"), talking.path(rest=f"/questions/{number}/state")

    fia.post(path, data={"state": "hidden"})
    hidden = [("Noko stygt" in browse(name).get(talking.path(rest="/questions")).text) for name in ("anna", "fia")]
    fia.post(path, data={"state": "waiting"})

    assert (hidden, stored_questions()) == ([False, True], [("Noko stygt", "waiting")])


def test_an_answer_stands_with_the_question_and_only_those_who_may_write_it(
    talking: Talking, browse: ClientFor
) -> None:
    number = ask(talking, "bo", "Kva kosta det?")
    path = talking.path(rest=f"/questions/{number}/answer")

    refused = browse("anna").post(path, data={"text": "Gratis"}).status_code
    taken = browse("fia").post(path, data={"text": "To millionar"}).status_code

    assert (refused, taken, stored_questions()) == (403, 303, [("Kva kosta det?", "answered")])
    assert "To millionar" in browse("anna").get(talking.path()).text


def test_the_big_screen_shows_the_question_without_a_name(app: Flask, talking: Talking, browse: ClientFor) -> None:
    """TA-8"""
    from network.sessions.stage import pictures  # slow import

    number = ask(talking, "anna", "Kva kosta det?")
    browse("fia").post(talking.path(rest=f"/questions/{number}/picture"))

    db.session.rollback()
    with app.test_request_context():
        drawn = pictures.drawn("question", talking.hall.gathering, {"question": number})
    assert ("Kva kosta det?" in drawn, "Anna" in drawn, "Nordvik" in drawn) == (True, False, False)
    assert stored_questions() == [("Kva kosta det?", "asked")]


def test_the_list_costs_the_same_however_long_it_is(talking: Talking, browse: ClientFor) -> None:
    fia = browse("fia")
    ask(talking, "anna", "Ein")
    fia.get(talking.path(rest="/questions"))

    one = queries_of(fia, talking.path(rest="/questions"))
    for number in (2, 3, 4):
        ask(talking, "bo", f"Nr. {number}", number)
    many = queries_of(fia, talking.path(rest="/questions"))

    assert one == many


def queries_of(client: FlaskClient, path: str) -> int:
    with statements() as seen:
        client.get(path)
    return len(seen)


def test_lines_are_kept_for_a_year(talking: Talking) -> None:
    with unit_of_work():
        talks.write_line(talking.talk, talking.hall.cast.anna.id, key=KEY, text=CANARY)
    written = clock.now()

    with unit_of_work():
        early = talks.forget_lines(written)
    with unit_of_work():
        late = talks.forget_lines(written + timedelta(seconds=1))

    assert (early, late, stored_lines()) == (0, 1, [])
