"""FU-8, FU-9: a gathering begins with what became of the one before."""

import re
from datetime import timedelta

import pytest

from network.actions.routes import last_time
from network.core import clock
from network.core.db import db, unit_of_work
from network.sessions.gatherings.models import Gathering, GatheringRole, ItemKind, ProgrammeItem
from network.sessions.gatherings.queries.members import member
from network.sessions.gatherings.services import badges
from network.sessions.gatherings.services.members import admit
from network.sessions.stage import pictures
from network.sessions.stage.queries.standing import standing
from network.sessions.stage.services import moves
from tests.actions.agreed import SENTENCES, agree, history, tell
from tests.actions.going import ClientFor, Going
from tests.cast import STARTS, a_gathering

NEXT = STARTS + timedelta(days=70)


@pytest.fixture
def points(going: Going) -> list[str]:
    """Last time's: one done, one stuck, one in progress."""
    ids = agree(going, *SENTENCES)
    tell(going, ids[0], "done", "Vedteke")
    tell(going, ids[1], "stuck", "Treng ein jurist")
    tell(going, ids[2], "under_way")
    return ids


@pytest.fixture
def gathering(going: Going, points: list[str]) -> Gathering:
    """The next one has begun with its welcome; Bo, Anna and Fia, who leads it, are there."""
    cast = going.hall.cast
    with unit_of_work():
        made = a_gathering(starts_at=NEXT, hours=7, theme="Kva vart det av det?")
        for person in (cast.bo, cast.anna):
            admit(made, person.id)
        admit(made, cast.fia.id, GatheringRole.FACILITATOR)
        for place, kind in enumerate((ItemKind.WELCOME, ItemKind.TALK)):
            db.session.add(
                ProgrammeItem(
                    public_id=f"next-{place}", gathering_id=made.id, position=place, kind=kind, title=kind, minutes=15
                )
            )
    clock.set(NEXT)
    return begin(made, "next-0")


def begin(gathering: Gathering, item: str) -> Gathering:
    with unit_of_work():
        found = db.session.get_one(Gathering, gathering.id)
        item_id = db.session.query(ProgrammeItem).filter_by(public_id=item).one().id
        moves.move(found, "begin", version=standing(found.id).version, by_id=None, item_id=item_id)
    return db.session.get_one(Gathering, gathering.id)


def shown(gathering: Gathering, **facts: object) -> str:
    return str(pictures.drawn("last", gathering, facts))


def test_the_wall_shows_all_of_last_time_with_states_and_no_name(
    going: Going, gathering: Gathering, client_for: ClientFor
) -> None:
    """FU-8"""
    with client_for(None).application.test_request_context():
        picture = shown(gathering)

    assert all(words in picture for words in (*SENTENCES, "Sundby", "Ferdig", "Står fast – treng hjelp", "I gang"))
    assert re.findall(r"\b(?:Bo|Cy|Vedteke|Treng ein jurist)\b", picture) == []


def test_the_wall_has_pages_of_a_size_that_can_be_read(
    gathering: Gathering, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FU-8"""
    monkeypatch.setattr(last_time, "ON_A_SCREEN", 2)
    with client_for(None).application.test_request_context():
        pages = [shown(gathering, page=page) for page in (0, 1, 9, -1)]

    assert [[words in page for words in SENTENCES] for page in pages] == [
        [True, True, False],
        [False, False, True],
        [False, False, True],
        [True, True, False],
    ]


def test_the_facilitator_shows_it_and_chooses_three(
    going: Going, gathering: Gathering, points: list[str], client_for: ClientFor
) -> None:
    """FU-9"""
    fia = client_for(going.hall.cast.fia)
    control = f"/gatherings/{gathering.public_id}/control"
    told = f"/gatherings/{gathering.public_id}/last-time/told"
    before = fia.get(control).text

    version = standing(gathering.id).version
    sent = [fia.post(told, data={"told": points[:2], "version": version}) for _twice in "12"]
    db.session.rollback()
    state = standing(gathering.id)

    assert before.count(" checked>") == 3
    assert [answer.status_code for answer in sent] == [303, 303]
    assert (state.picture, state.version) == ("last", version + 1)
    with fia.application.test_request_context():
        picture = shown(db.session.get_one(Gathering, gathering.id), text=" ".join(points[:2]))
    assert [words in picture for words in SENTENCES] == [True, True, False]
    assert "Tre fortel" in picture


@pytest.mark.parametrize("chosen", [[], ["no-such-action-1"]])
def test_nothing_or_something_strange_is_not_told(
    going: Going, gathering: Gathering, client_for: ClientFor, chosen: list[str]
) -> None:
    """FU-9"""
    fia = client_for(going.hall.cast.fia)
    version = standing(gathering.id).version

    sent = fia.post(f"/gatherings/{gathering.public_id}/last-time/told", data={"told": chosen, "version": version})

    db.session.rollback()
    assert (sent.status_code, standing(gathering.id).version) == (422, version)


def test_what_was_chosen_while_another_moved_on_stays_chosen(
    going: Going, gathering: Gathering, points: list[str], client_for: ClientFor
) -> None:
    """ST-1: and not the proposal, which is three."""
    fia = client_for(going.hall.cast.fia)
    version = standing(gathering.id).version - 1

    late = fia.post(f"/gatherings/{gathering.public_id}/last-time/told", data={"told": points[2:], "version": version})

    assert (late.status_code, late.text.count(" checked>")) == (409, 1)
    assert f'value="{points[2]}" checked>' in late.text


def test_only_who_leads_chooses(going: Going, gathering: Gathering, points: list[str], client_for: ClientFor) -> None:
    """FU-9"""
    cast = going.hall.cast
    address = f"/gatherings/{gathering.public_id}/last-time/told"

    answers = [
        client_for(person).post(address, data={"told": points, "version": 2}).status_code
        for person in (cast.bo, cast.anna, cast.otto)
    ]

    assert answers == [404, 404, 404]
    db.session.rollback()
    assert standing(gathering.id).picture == "now"


def test_each_sees_her_municipalitys_own_during_the_welcome_and_tells_with_one_tap(
    going: Going, gathering: Gathering, points: list[str], client_for: ClientFor
) -> None:
    """FU-8"""
    cast = going.hall.cast
    bo, anna = client_for(cast.bo), client_for(cast.anna)

    own, strange = bo.get("/").text, anna.get("/").text
    sent = bo.post(f"/actions/{points[2]}/updates", data={"state": "done", "key": "a-key-of-16-char", "back": "now"})
    begin(gathering, "next-1")
    after = bo.get("/").text

    assert [words in own for words in SENTENCES] == [True] * 3
    assert [words in strange for words in SENTENCES] == [False] * 3
    assert (sent.status_code, sent.location.partition("#")[0]) == (303, "/")
    assert history(points[2])[-1] == ("done", "")
    assert [words in after for words in SENTENCES] == [False] * 3


def test_under_a_badge_she_sees_what_the_wall_shows_and_can_tell_nothing(
    going: Going, gathering: Gathering, points: list[str], client_for: ClientFor
) -> None:
    """FU-8, DR-4. The control is the sign-in beside it, which reads what was told and tells."""
    bo = client_for(going.hall.cast.bo)
    held = member(gathering.id, going.hall.cast.bo.id)
    assert held is not None
    badge = bo.application.test_client()
    badge.post(f"/skilt/{badges.token_of(held)}")

    own, lent = bo.get("/").text, badge.get("/").text
    sent = badge.post(f"/actions/{points[2]}/updates", data={"state": "done", "key": "a-key-of-16-char", "back": "now"})

    assert [words in lent for words in (*SENTENCES, "Står fast – treng hjelp")] == [True] * 4
    assert [(words in own, words in lent) for words in ("Treng ein jurist", "/updates")] == [(True, False)] * 2
    assert (sent.status_code, history(points[2])[-1][0]) == (404, "under_way")


def test_the_evening_before_each_is_asked_about_her_own_open_ones(
    going: Going, gathering: Gathering, client_for: ClientFor
) -> None:
    """FU-8"""
    clock.set(NEXT - timedelta(hours=16))

    page = client_for(going.hall.cast.bo).get(f"/gatherings/{gathering.public_id}/preparation").text

    assert [words in page for words in SENTENCES] == [False, True, True]


def test_what_is_stuck_is_offered_as_a_question_to_who_plans(
    going: Going, gathering: Gathering, client_for: ClientFor
) -> None:
    """FU-8"""
    page = client_for(going.hall.cast.lea).get(f"/gatherings/{gathering.public_id}/programme").text

    assert "Éin kommune står fast med det han tok med heim:" in page
    assert [words in page for words in SENTENCES] == [False, True, False]


def test_the_first_gathering_has_no_last_time(going: Going, client_for: ClientFor) -> None:
    """FU-8"""
    with client_for(None).application.test_request_context():
        picture = shown(going.gathering)

    assert "Ingenting var avtalt før denne samlinga." in picture
