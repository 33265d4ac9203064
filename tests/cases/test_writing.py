"""CA: beginning a case, saving it over nobody's head, versions, ready and back."""

import pytest
from sqlalchemy import func, select

from network.cases.models import CaseStudy, CaseVersion
from network.cases.queries import cases as queries
from network.cases.queries.cases import case_of_item
from network.cases.rules.boxes import BOXES, LIMIT_BYTES
from network.core import clock
from network.core.db import db
from tests.cases.conftest import FULL, ClientFor, Told

JSON = {"Accept": "application/json"}


def versions(told: Told) -> int:
    db.session.rollback()
    rows = select(func.count()).select_from(CaseVersion).where(CaseVersion.case_id == told.number)
    return db.session.scalar(rows) or 0


def cases_stored() -> list[tuple[str, str, int]]:
    db.session.rollback()
    return [
        (case.title, case.why, case.version) for case in db.session.scalars(select(CaseStudy).order_by(CaseStudy.id))
    ]


def test_a_delegate_begins_a_case_for_her_own_municipality(told: Told, browse: ClientFor) -> None:
    answer = browse("anna").post("/cases", data={"title": " Ungdomsråd ", "municipality": "9901"})

    made = db.session.scalars(select(CaseStudy).order_by(CaseStudy.id.desc())).first()
    assert made is not None
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/cases/{made.public_id}/edit")
    assert (made.title, made.municipality.name, made.state) == ("Ungdomsråd", "Nordvik", "draft")


def test_the_form_for_a_case_sent_twice_begins_one(told: Told, browse: ClientFor) -> None:
    """F10"""
    before = len(cases_stored())
    form = {"title": "Ungdomsråd", "municipality": "9901", "key": "k" * 16}

    answers = [browse("anna").post("/cases", data=form) for _each in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [f"/cases/{'k' * 16}/edit"] * 2
    assert len(cases_stored()) == before + 1


@pytest.mark.parametrize(("name", "status"), [("anna", 403), ("kai", 403), ("fia", 403), ("lea", 403), ("otto", 403)])
def test_nobody_begins_a_case_for_another_municipality(told: Told, browse: ClientFor, name: str, status: int) -> None:
    before = cases_stored()

    answer = browse(name).post("/cases", data={"title": "X", "municipality": "9902"})

    assert (answer.status_code, cases_stored()) == (status, before)


def test_a_place_that_has_a_case_gets_no_second_one(told: Told, browse: ClientFor) -> None:
    before = cases_stored()

    answer = browse("siv").post("/cases", data={"title": "Ein til", "municipality": "9902", "item": "item-3"})

    assert (answer.status_code, "Ein til" in answer.text, cases_stored()) == (409, True, before)


def put_in_place_of_bos(browse: ClientFor) -> int:
    """Cy, Bo's colleague, begins a case of his own and gives it the place of Bo's."""
    browse("cy").post("/cases", data={"title": "Mi eiga", "municipality": "9902", "key": "k" * 16})
    clock.advance(60)
    status: int = browse("cy").post(f"/cases/{'k' * 16}/place", data={"item": "item-3"}).status_code
    db.session.rollback()
    return status


def test_nobody_puts_a_case_in_the_place_of_a_colleagues(told: Told, browse: ClientFor) -> None:
    status = put_in_place_of_bos(browse)

    shown = case_of_item(told.talking.case.id)
    assert (status, shown.id if shown else None) == (409, told.number)


def test_without_that_the_hall_would_be_shown_another_case(
    told: Told, browse: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(queries, "case_of_item", lambda _item_id: None)
    put_in_place_of_bos(browse)

    shown = case_of_item(told.talking.case.id)
    assert shown is not None
    assert shown.title == "Mi eiga"


@pytest.mark.parametrize(
    ("name", "status"),
    [("bo", 303), ("siv", 303), ("cy", 404), ("anna", 404), ("kai", 404), ("fia", 404), ("lea", 404), ("otto", 404)],
)
def test_who_writes_in_a_draft(told: Told, browse: ClientFor, name: str, status: int) -> None:
    before = cases_stored()

    answer = browse(name).post(told.path(), data=told.form(why="Fordi"))

    assert (answer.status_code, cases_stored() == before) == (status, status != 303)


def test_who_may_read_but_not_write_is_told_so(told: Told, browse: ClientFor) -> None:
    told.make_ready()
    before = cases_stored()

    answers = [browse(name).post(told.path(), data=told.form(why="Mitt")).status_code for name in ("cy", "fia", "lea")]

    assert (answers, cases_stored()) == ([403, 403, 403], before)


def test_a_save_of_another_box_brings_both_together(told: Told, browse: ClientFor) -> None:
    """CA-5"""
    hers = told.form(why="Ho skreiv dette")
    browse("siv").post(told.path(), data=told.form(how="Siv skreiv dette"))

    answer = browse("bo").post(told.path(), data=hers)

    case = told.again()
    assert (answer.status_code, case.why, case.how) == (303, "Ho skreiv dette", "Siv skreiv dette")


def test_a_save_of_the_same_box_shows_both_texts_and_keeps_hers(told: Told, browse: ClientFor) -> None:
    """CA-5, F16"""
    hers = told.form(why="Ho skreiv dette", cost="Ti timar")
    browse("siv").post(told.path(), data=told.form(why="Siv skreiv dette"))
    before = cases_stored()

    answer = browse("bo").post(told.path(), data=hers)

    shown = [text in answer.text for text in ("Ho skreiv dette", "Siv skreiv dette", "Ti timar")]
    assert (answer.status_code, shown, cases_stored()) == (409, [True, True, True], before)


def test_after_she_has_seen_both_her_save_is_taken(told: Told, browse: ClientFor) -> None:
    hers = told.form(why="Ho skreiv dette")
    browse("siv").post(told.path(), data=told.form(why="Siv skreiv dette"))
    browse("bo").post(told.path(), data=hers)

    answer = browse("bo").post(told.path(), data=told.form(why="Begge delar"))

    assert (answer.status_code, told.again().why) == (303, "Begge delar")


def test_a_script_hears_when_it_was_saved_and_what_others_wrote(told: Told, browse: ClientFor) -> None:
    hers = told.form(why="Ho")
    browse("siv").post(told.path(), data=told.form(how="Siv"))

    saved = browse("bo").post(told.path(), data=hers, headers=JSON).json
    clash = browse("bo").post(told.path(), data={**hers, "how": "Ho òg"}, headers=JSON)

    assert (saved["ok"], saved["clock"].replace(".", ":"), saved["theirs"]) == (True, "10:00", {"how": "Siv"})
    assert (clash.status_code, clash.json["error"], told.again().how) == (409, "conflict", "Siv")


@pytest.mark.parametrize("field", BOXES)
def test_too_much_in_a_box_comes_back_in_words_with_everything_typed(told: Told, browse: ClientFor, field: str) -> None:
    """CA-3, F17"""
    before = cases_stored()
    long = "å" * (LIMIT_BYTES // 2 + 1)

    answer = browse("bo").post(told.path(), data=told.form(**{field: long}), content_type="multipart/form-data")

    assert (answer.status_code, long in answer.text, "64 kB" in answer.text) == (422, True, True)
    assert cases_stored() == before


def test_seven_full_boxes_fit_in_one_save(told: Told, browse: ClientFor) -> None:
    full = dict.fromkeys(BOXES, "å" * (LIMIT_BYTES // 2))

    answer = browse("bo").post(told.path(), data=told.form(**full), content_type="multipart/form-data")

    assert (answer.status_code, told.again().said()["contact"]) == (303, full["contact"])


def test_a_case_needs_a_title(told: Told, browse: ClientFor) -> None:
    answer = browse("bo").post(told.path(), data=told.form(title="", why="Ikkje mist dette"))

    assert (answer.status_code, "Ikkje mist dette" in answer.text, told.again().title) == (422, True, "Grendeutval")


def test_versions_are_kept_once_a_sitting_and_can_be_fetched_back(told: Told, browse: ClientFor) -> None:
    """CA-4"""
    bo = browse("bo")
    bo.post(told.path(), data=told.form(why="Ein"))
    bo.post(told.path(), data=told.form(why="To"))
    clock.advance(11 * 60)
    bo.post(told.path(), data=told.form(why="Tre"))
    kept, number = versions(told), told.again().version - 1

    read = bo.get(told.path(f"/versions/{number}"))
    answer = bo.post(told.path(f"/versions/{number}/return"))

    assert (kept, "To" in read.text, answer.status_code) == (2, True, 303)
    assert (told.again().why, versions(told)) == ("To", 3)


def test_a_save_that_changes_nothing_makes_no_version(told: Told, browse: ClientFor) -> None:
    browse("bo").post(told.path(), data=told.form())

    assert (versions(told), told.again().version) == (0, 1)


def test_what_is_missing_is_named_and_nothing_becomes_ready(told: Told, browse: ClientFor) -> None:
    """CA-2"""
    told.fill(**{name: FULL[name] for name in BOXES if name not in ("cost", "contact")})
    bo = browse("bo")

    page = bo.post(
        told.path("/state"), data={"state": "ready"}, follow_redirects=True, headers={"Accept-Language": "en"}
    )

    assert ("What it cost and Whom you can call" in page.text, told.again().state) == (True, "draft")


def test_a_draft_is_not_marked_as_presented_by_a_form_that_its_page_does_not_have(
    told: Told, browse: ClientFor
) -> None:
    """CA-2"""
    answer = browse("bo").post(told.path("/state"), data={"state": "presented"})

    assert (answer.status_code, told.again().state, told.again().presented_at) == (409, "draft", None)


def test_a_full_case_becomes_ready_then_presented_and_a_draft_again(told: Told, browse: ClientFor) -> None:
    told.fill()
    bo, states = browse("bo"), []

    for state in ("ready", "presented", "draft"):
        bo.post(told.path("/state"), data={"state": state})
        states.append(str(told.again().state))

    assert states == ["ready", "presented", "draft"]


def test_a_ready_case_that_loses_a_box_is_a_draft_again(told: Told, browse: ClientFor) -> None:
    told.make_ready()

    browse("bo").post(told.path(), data=told.form(cost=""))

    assert told.again().state == "draft"


@pytest.mark.parametrize(("name", "status"), [("bo", 303), ("siv", 303), ("cy", 404), ("lea", 404), ("fia", 404)])
def test_who_deletes_a_draft(told: Told, browse: ClientFor, name: str, status: int) -> None:
    told.fill()
    before = cases_stored()

    answer = browse(name).post(told.path("/removal"))

    assert (answer.status_code, cases_stored() == before) == (status, status != 303)
    assert (status == 303) == (versions(told) == 0)


def test_who_deletes_twice_hears_that_it_is_done_in_the_words_of_who_may_not_know_of_it(
    told: Told, browse: ClientFor
) -> None:
    told.fill()
    words = "Har du nett sletta han, så er det gjort."
    others = browse("cy").post(told.path("/removal"))

    twice = [browse("bo").post(told.path("/removal")) for _each in range(2)]

    assert [one.status_code for one in (others, *twice)] == [404, 303, 404]
    assert (words in others.text, words in twice[1].text) == (True, True)


def test_the_author_does_not_delete_what_her_municipality_has_made_public(told: Told, browse: ClientFor) -> None:
    told.publish()

    answers = [browse(name).post(told.path("/removal")).status_code for name in ("bo", "siv")]

    assert (answers, cases_stored()) == ([403, 303], [])
