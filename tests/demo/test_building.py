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
from network.cases.rules.boxes import missing
from network.cases.rules.slides import slides_of
from network.core import clock
from network.core.audit import AuditEntry, first_broken
from network.core.db import DatabaseBusy, db, unit_of_work
from network.demo import cases, content, services
from network.demo.queries import listed_people
from network.people import queries as people
from network.people.models import Seat
from network.people.services import register
from network.sessions.boards.models import Board, NoteAuthor
from network.sessions.gatherings.models import Attendance, Gathering, ItemKind, ProgrammeItem
from network.sessions.gatherings.queries.door import present_ids
from network.sessions.stage.models import Question, StageState


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
    board = db.session.scalars(select(Board)).one()
    delegates = [actor_for(person.person_id) for person in listed_people() if person.role == "delegate"]
    others = {
        person.role: can(actor_for(person.person_id), "board.read", board)
        for person in listed_people()
        if person.role != "delegate"
    }

    assert first_gathering().title == content.GATHERING
    assert [column.key for column in board.columns] == ["challenge", "change", "home"]
    assert all(can(actor, "note.create", board) for actor in delegates)
    assert others == {"facilitator": True, "project_lead": True, "coordinator": True, "administrator": False}


def test_the_first_notes_are_by_delegates_of_different_municipalities(demo_app: Flask) -> None:
    authors = db.session.scalars(select(NoteAuthor.person_id)).all()
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


def test_a_demo_that_was_interrupted_among_its_notes_is_mended(app: Flask) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(services.making, "note_step", _fails_after(4))
        with pytest.raises(KeyboardInterrupt):
            services.build_demo()

    assert services.build_demo() is True
    db.session.rollback()
    assert len(db.session.scalars(select(NoteAuthor.note_id)).all()) == len(content.NOTES)


def test_a_real_network_is_left_alone(app: Flask) -> None:
    with unit_of_work():
        register.found_network(name="Verkeleg", owner="Regionen", language="nn")

    demo.seed_empty()
    answer = app.test_cli_runner().invoke(args=["network", "demo"])

    assert answer.exit_code == 1
    assert listed_people() == []


def test_the_gathering_of_yesterday_is_in_progress_again_today(app: Flask) -> None:
    services.build_demo()
    clock.set(clock.now() + timedelta(days=1))

    services.build_demo()

    gathering = first_gathering()
    arrivals = db.session.scalars(select(Attendance.arrived_at)).all()
    assert gathering.starts_at < clock.now() < gathering.ends_at
    assert min(arrivals) >= gathering.starts_at


def test_most_have_come_a_guest_speaks_and_the_next_gathering_is_planned(demo_app: Flask) -> None:
    today, following = db.session.scalars(select(Gathering).order_by(Gathering.id)).all()

    state = db.session.get_one(StageState, today.id)

    here = present_ids(today.id)
    assert (len(here), len(today.members)) == (61, 70)
    assert db.session.get_one(ProgrammeItem, state.item_id or 0).speaker == content.SPEAKER
    assert [len(one.items) for one in (today, following)] == [len(today.items)] * 2
    assert following.invited_at is None


def test_the_case_of_the_day_lies_ready_at_its_place_on_the_programme(demo_app: Flask) -> None:
    case = db.session.scalars(select(CaseStudy)).one()
    item = db.session.get_one(ProgrammeItem, case.item_id or 0)

    assert (case.state, case.municipality.number, item.kind) == (CaseState.READY, content.CASE_FROM, ItemKind.CASE)
    assert (case.said(), missing(case.said())) == ({"title": cases.TITLE, **cases.BOXES}, [])
    assert [slide.length for slide in slides_of(case.said()) if slide.length == "over"] == []


def test_the_guest_is_asked_by_delegates_of_different_municipalities(demo_app: Flask) -> None:
    talk = db.session.scalars(select(ProgrammeItem).where(ProgrammeItem.speaker == content.SPEAKER)).first()
    asked = db.session.scalars(select(Question).order_by(Question.id)).all()

    assert {question.item_id for question in asked} == {talk.id if talk else None}
    assert [question.text for question in asked] == [*cases.QUESTIONS, *[""] * cases.WANT_MORE]
    assert len({question.municipality_id for question in asked}) == len(asked)


def test_a_demo_of_yesterday_without_a_case_gets_one_and_one_that_has_it_gets_no_second(app: Flask) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(services.cases, "tell", lambda *_given: None)
        services.build_demo()
    counts = []

    for _day in range(3):
        counts.append((db.session.query(CaseStudy).count(), db.session.query(Question).count()))
        clock.set(clock.now() + timedelta(days=1))
        services.build_demo()
        db.session.rollback()

    all_there = (1, len(cases.QUESTIONS) + cases.WANT_MORE)
    assert counts == [(0, 0), all_there, all_there]


def test_who_finds_all_there_waits_for_nobody_who_writes(demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def held() -> Iterator[None]:
        raise DatabaseBusy
        yield

    monkeypatch.setattr(services, "unit_of_work", held)

    assert services.build_demo() is False


def first_gathering() -> Gathering:
    return db.session.scalars(select(Gathering).order_by(Gathering.id).limit(1)).one()


def _fails_after(times: int) -> Callable[..., str]:
    real, calls = services.making.note_step, count()

    def note_step(*given: Any, **named: Any) -> str:
        if next(calls) == times:
            raise KeyboardInterrupt
        return real(*given, **named)

    return note_step
