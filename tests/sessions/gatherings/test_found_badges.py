"""DR-4: what somebody who finds a badge can read. Each canary is seen by its owner herself, as a control."""

from datetime import timedelta

import pytest
from flask import Flask

from network.access.actor import actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import SignInSession
from network.people.queries import open_sessions_for
from network.people.services.sessions import begin_session
from network.sessions.gatherings.models import Gathering, ItemKind, PreparationAnswer, ProgrammeItem
from network.sessions.gatherings.services import members
from network.sessions.stage.models import TalkLine
from network.sessions.stage.queries.talks import own_lines
from network.sessions.stage.rules import talks as rules
from tests.cast import STARTS, a_gathering
from tests.sessions.gatherings.door_world import Door, Phone, open_the_door

LINE, THOUGHT, PARTY, DEVICE = "Kanarilinje", "Kanaritanke", "Kanarilista", "Kanaritelefon"
CANARIES = {LINE, THOUGHT, PARTY, DEVICE, "anna@prove.example"}


@pytest.fixture
def door(app: Flask) -> Door:
    return open_the_door(app)


@pytest.fixture
def earlier(door: Door) -> Gathering:
    """The gathering before, at which Anna wrote two things for herself; and her account, with all that is in it."""
    with unit_of_work():
        made = a_gathering("Samlinga før", starts_at=STARTS - timedelta(days=60), hours=6)
        made.first_question = "Kva tenkjer du?"
        members.admit(made, door.cast.anna.id)
        item = ProgrammeItem(public_id="talk-before", gathering_id=made.id, position=0, kind=ItemKind.TALK)
        item.title, item.minutes = "Innlegg", 20
        db.session.add(item)
        db.session.flush()
        common = {"person_id": door.cast.anna.id, "at": STARTS - timedelta(days=60)}
        db.session.add(TalkLine(item_id=item.id, key="line-before", text=LINE, **common))
        db.session.add(PreparationAnswer(gathering_id=made.id, question=1, text=THOUGHT, **common))
        door.cast.anna.seats[0].party = PARTY
        begin_session(door.cast.anna.id, device=DEVICE)
    return made


def pages(door: Door, earlier: Gathering) -> list[str]:
    before = f"/gatherings/{earlier.public_id}"
    return [
        "/",
        "/me",
        "/gatherings",
        "/municipalities/9901",
        f"/people/{door.cast.anna.public_key}",
        door.path,
        f"{door.path}/preparation",
        before,
        f"{before}/preparation",
        f"{before}/items/talk-before",
        f"{before}/items/talk-before/questions",
    ]


def seen_by(phone: Phone, paths: list[str]) -> set[str]:
    texts = [phone.get(path).text for path in paths]
    return {canary for canary in CANARIES if any(canary in text for text in texts)}


def test_a_found_badge_shows_nothing_of_the_account_or_of_another_gathering(door: Door, earlier: Gathering) -> None:
    paths = pages(door, earlier)

    whole, by_badge = seen_by(door.signed_in(door.cast.anna), paths), seen_by(door.with_badge(door.cast.anna), paths)

    assert (whole, by_badge) == (CANARIES, set())


def test_a_found_badge_changes_nothing_that_was_written_elsewhere(door: Door, earlier: Gathering) -> None:
    phone = door.with_badge(door.cast.anna)
    before = f"/gatherings/{earlier.public_id}"
    line = db.session.query(TalkLine).one().id

    answers = [
        phone.post(f"{before}/items/talk-before/lines/{line}", text="x", key="line-before").status_code,
        phone.post(f"{before}/items/talk-before/lines/{line}/removal").status_code,
        phone.post(f"{before}/preparation", answer_1="x").status_code,
        phone.post("/me/party/withdrawal").status_code,
        phone.post("/me/everywhere/sign-out").status_code,
    ]

    kept = (db.session.query(TalkLine).one().text, db.session.query(PreparationAnswer).one().text)
    assert (answers, kept, door.cast.anna.seats[0].party) == ([404] * 5, (LINE, THOUGHT), PARTY)
    assert db.session.query(SignInSession).filter(SignInSession.ended_at.is_not(None)).count() == 0


def test_whoever_else_comes_in_by_a_badge_reads_no_private_line_of_its_owner(door: Door, earlier: Gathering) -> None:
    """TA-10: a host can show the badge, a printed one can be found; what is hers alone stays hers."""
    talk = a_talk_at(door)
    own, other, whole = door.with_badge(door.cast.anna), door.with_badge(door.cast.anna), door.signed_in(door.cast.anna)
    own.post(f"{talk}/lines", text=LINE, key="written-by-badge")
    whole.post(f"{talk}/lines", text=THOUGHT, key="written-by-mail")

    seen = [seen_by(phone, ["/", talk]) for phone in (own, other, whole)]
    line = db.session.query(TalkLine).filter_by(text=LINE).order_by(TalkLine.id.desc()).first()
    ways = [
        other.post(f"{talk}/lines/{line.id if line else 0}{way}", text="x", key="k" * 9) for way in ("", "/removal")
    ]

    assert (seen, [way.status_code for way in ways]) == ([{LINE}, set(), {LINE, THOUGHT}], [404, 303])
    kept = db.session.query(TalkLine).filter_by(text=LINE).order_by(TalkLine.id.desc()).first()
    assert kept is line is not None  # 303, as for one that is deleted already


def test_without_that_rule_a_badge_would_open_her_lines(
    door: Door, earlier: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    talk = a_talk_at(door)
    door.with_badge(door.cast.anna).post(f"{talk}/lines", text=LINE, key="written-by-badge")
    monkeypatch.setattr(rules, "is_shown", lambda *_stored, **_sign_in: True)

    assert seen_by(door.with_badge(door.cast.anna), [talk]) == {LINE}


def test_what_was_thought_beforehand_is_neither_shown_nor_written_over_by_a_badge(door: Door) -> None:
    """TA-10; what she writes after she came in by it is hers to read there. The control is her own sign-in by mail."""
    page = f"{door.path}/preparation"
    with unit_of_work():
        door.gathering.first_question, door.gathering.second_question = "Kva vil du?", "Kva kan du?"
    whole = door.signed_in(door.cast.anna)
    whole.post(page, answer_1=THOUGHT)
    clock.advance(60)
    finder = door.with_badge(door.cast.anna)

    over = finder.post(page, answer_1="x").status_code
    clock.advance(60)
    finder.post(page, answer_2=LINE)

    kept = [one.text for one in db.session.query(PreparationAnswer).order_by(PreparationAnswer.question)]
    assert (over, kept) == (422, [THOUGHT, LINE])
    assert (seen_by(finder, [page]), seen_by(whole, [page])) == ({LINE}, {THOUGHT, LINE})


def a_talk_at(door: Door) -> str:
    """The address of a talk at today's gathering."""
    with unit_of_work():
        item = ProgrammeItem(public_id="talk-today", gathering_id=door.gathering.id, position=0, kind=ItemKind.TALK)
        item.title, item.minutes = "Innlegg", 20
        db.session.add(item)
    return f"{door.path}/items/talk-today"


def test_lists_are_as_narrow_as_the_table(door: Door, earlier: Gathering) -> None:
    door.with_badge(door.cast.anna)
    item = db.session.query(ProgrammeItem).filter_by(public_id="talk-before").one()
    whole = actor_for(door.cast.anna.id)
    by_badge = actor_for(door.cast.anna.id, only_gathering_id=door.gathering.id)

    lines = [[line.text for line in own_lines(asker, item.id)] for asker in (whole, by_badge)]
    devices = [DEVICE in {one.device for one in open_sessions_for(asker)} for asker in (whole, by_badge)]

    assert (lines, devices, len(open_sessions_for(by_badge))) == ([[LINE], []], [True, False], 1)


def test_a_badges_own_page_has_the_language_and_the_way_out(door: Door) -> None:
    phone = door.with_badge(door.cast.anna)
    page = phone.get("/me")

    out = phone.post("/sign-out")

    assert (page.status_code, 'name="language"' in page.text, 'action="/sign-out"' in page.text) == (200, True, True)
    assert (out.status_code, phone.is_signed_in()) == (303, False)


def test_the_address_of_her_calendar_is_not_on_a_badges_pages(door: Door) -> None:
    """It would show all her gatherings and council meetings, long after the badge is worth nothing."""
    whole, by_badge = (
        phone.get("/me").text for phone in (door.signed_in(door.cast.anna), door.with_badge(door.cast.anna))
    )

    assert ("/kalender/" in whole, "/kalender/" in by_badge) == (True, False)
