"""The demo is built once, through the services, and mended when something is missing."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from network import demo
from network.access.actor import actor_for
from network.access.guard import can
from network.cases.models import CaseState, CaseStudy
from network.cases.queries.cases import case_of_item
from network.cases.rules.boxes import missing
from network.cases.rules.slides import slides_of
from network.core import clock
from network.core.audit import AuditEntry, first_broken
from network.core.db import DatabaseBusy, db, unit_of_work
from network.demo import afternoon, cases, content, services
from network.demo.hall import step
from network.demo.queries import listed_people
from network.jobs.models import OutgoingMail
from network.people import queries as people
from network.people.models import Seat
from network.people.services import register
from network.sessions.boards.models import Board, Note, NoteAuthor
from network.sessions.boards.services import making
from network.sessions.gatherings.models import Attendance, Gathering, GatheringRole, Invitation, ItemKind
from network.sessions.gatherings.queries.door import present_ids
from network.sessions.gatherings.queries.programme import findings, programme
from network.sessions.stage.models import ItemRun, StageState


def test_the_demo_has_the_seventeen_municipalities_with_four_delegates_each(demo_app: Flask) -> None:
    places = [place.name for place in people.municipalities()]
    each = Counter(person.municipality for person in listed_people() if person.role == "delegate")

    assert len(places) == 17
    assert not {"Ørskog", "Vestnes"} & set(places)
    assert each == Counter(dict.fromkeys(places, 4))


def test_everybody_has_a_name_and_an_address_of_her_own_in_a_domain_that_nobody_has(demo_app: Flask) -> None:
    listed = listed_people()

    assert len({person.name for person in listed}) == len({person.email for person in listed}) == len(listed)
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+@[a-z]+\.example", person.email) for person in listed)


def test_the_seats_parties_are_of_many_kinds(demo_app: Flask) -> None:
    parties = set(db.session.scalars(select(Seat.party)))

    assert parties == {"Ap", "H", "Frp", "KrF", "Sp", "V", "SV", "MDG", "Bygdelista"}


def test_the_gathering_goes_on_and_every_delegate_can_write_on_its_board(demo_app: Flask) -> None:
    board = board_of_today()
    delegates = [actor_for(person.person_id) for person in listed_people() if person.role == "delegate"]
    others = {
        person.role: can(actor_for(person.person_id), "board.read", board)
        for person in listed_people()
        if person.role != "delegate"
    }

    assert services.today().title == content.GATHERING
    assert [column.key for column in board.columns] == ["challenge", "change", "home"]
    assert all(can(actor, "note.create", board) for actor in delegates)
    assert others == {"facilitator": True, "project_lead": True, "coordinator": True, "administrator": False}


def test_the_first_notes_are_by_delegates_of_different_municipalities(demo_app: Flask) -> None:
    authors = db.session.scalars(select(NoteAuthor.person_id).where(NoteAuthor.board_id == board_of_today().id)).all()
    places = people.municipality_names(authors, today=services.ELECTED)

    assert len(authors) == len(content.NOTES)
    assert len(set(places.values())) == len(authors)


def test_building_twice_changes_nothing(demo_app: Flask) -> None:
    before = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()

    again = services.build_demo()

    after = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert again is False
    assert len(after) == len(before)
    assert first_broken(after) is None


def test_a_demo_that_was_interrupted_among_its_notes_twice_is_mended(app: Flask) -> None:
    """DE-2: among those of the gathering that is over, and among those of today."""
    for notes_written in (4, 54):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(making, "note_step", _fails_after(notes_written))
            with pytest.raises(KeyboardInterrupt):
                services.build_demo()
        db.session.rollback()

    assert services.build_demo() is True
    db.session.rollback()
    assert services.build_demo() is False
    assert db.session.query(NoteAuthor).count() == db.session.query(Note).count() == 61
    over = services.past_gathering()
    assert over is not None
    assert afternoon.is_over(over)


def test_a_real_network_is_left_alone(app: Flask) -> None:
    with unit_of_work():
        register.found_network(name="Verkeleg", owner="Regionen", language="nn")

    demo.seed_empty()
    answer = app.test_cli_runner().invoke(args=["network", "demo"])

    assert answer.exit_code == 1
    assert listed_people() == []


def test_the_gathering_of_yesterday_is_in_progress_again_today(demo_app: Flask) -> None:
    clock.set(clock.now() + timedelta(days=1))

    services.build_demo()

    gathering = services.today()
    arrivals = db.session.scalars(select(Attendance.arrived_at).where(Attendance.gathering_id == gathering.id)).all()
    assert gathering.starts_at < clock.now() < gathering.ends_at
    assert gathering.starts_at <= min(arrivals) <= max(arrivals) <= clock.now()


def test_a_day_that_somebody_began_begins_with_its_coffee_on_the_next(demo_app: Flask) -> None:
    gathering = services.today()
    with unit_of_work():
        step(gathering, "begin", item_id=gathering.items[3].id)
    clock.set(clock.now() + timedelta(days=1))

    services.build_demo()

    assert db.session.get_one(StageState, gathering.id).item_id == services.today().items[0].id


def test_there_is_a_gathering_that_is_over_one_that_can_be_begun_and_one_that_is_planned(demo_app: Flask) -> None:
    over, today, following = db.session.scalars(select(Gathering).order_by(Gathering.id)).all()

    assert over.ends_at + timedelta(weeks=8) < clock.now() < over.ends_at + timedelta(weeks=8, days=2)
    assert db.session.get_one(StageState, over.id).finished_at == over.ends_at
    assert db.session.query(ItemRun).filter_by(gathering_id=over.id).count() == len(over.items)
    assert db.session.query(ItemRun).filter_by(gathering_id=today.id).count() == 0
    assert (len(present_ids(today.id)), today.invited_at is not None, following.invited_at) == (61, True, None)
    assert findings(following, programme(following)) != []


def test_guests_of_three_countries_are_on_todays_list_and_programme(demo_app: Flask) -> None:
    gathering = services.today()
    names = {member.person.name for member in gathering.members if member.role == GatheringRole.SPEAKER}

    assert names == {name for name, _email, _shown in content.GUESTS}
    assert [item.speaker for item in gathering.items if item.speaker] == [one[2] for one in content.GUESTS]
    assert [material.title for item in gathering.items for material in item.materials] == [content.MATERIAL[0]]


def test_most_have_answered_their_invitation_and_no_mail_of_it_is_left(demo_app: Flask) -> None:
    replies = Counter(db.session.scalars(select(Invitation.reply)))

    assert replies == {"yes": 67, "no": 2, "substitute": 1, None: 3}
    assert set(db.session.scalars(select(OutgoingMail.kind))) == {"how_it_goes"}


def test_two_cases_lie_ready_at_their_places_on_todays_programme(demo_app: Flask) -> None:
    found = {}
    for item in services.today().items:
        case = case_of_item(item.id) if item.kind == ItemKind.CASE else None
        if case is not None:
            found[case.municipality.number] = (case.state, case.language, case.said())

    assert found == {one.number: (CaseState.READY, one.language, one.said) for one in cases.OF_TODAY}


def test_cases_on_what_others_do_are_whole_public_and_name_their_source(demo_app: Flask) -> None:
    every = db.session.scalars(select(CaseStudy)).all()
    public = [case for case in every if case.published_at is not None]

    assert Counter(case.language for case in public) == {"nb": 1, "sv": 2}
    assert all(re.search(r"(Kilde|Källa): .*\]\(https://", case.contact) for case in public)
    assert [missing(case.said()) for case in every] == [[]] * 5
    assert [slide.length for case in every for slide in slides_of(case.said()) if slide.length == "over"] == []


def test_who_finds_all_there_waits_for_nobody_who_writes(demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def held() -> Iterator[None]:
        raise DatabaseBusy
        yield

    monkeypatch.setattr(services, "unit_of_work", held)

    assert services.build_demo() is False


def board_of_today() -> Board:
    return db.session.scalars(select(Board).where(Board.gathering_id == services.today().id)).one()


def _fails_after(times: int) -> Callable[..., str]:
    real, calls = making.note_step, count()

    def note_step(*given: Any, **named: Any) -> str:
        if next(calls) == times:
            raise KeyboardInterrupt
        return real(*given, **named)

    return note_step


def test_a_database_that_somebody_holds_is_told_in_a_sentence(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def held() -> bool:
        raise DatabaseBusy

    monkeypatch.setattr(services, "build_demo", held)

    answer = app.test_cli_runner().invoke(args=["network", "demo", "--json"])

    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.startswith("Another program is writing in the database.")
