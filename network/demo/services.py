"""Building the demo through the services, as a project lead and her delegates would have done it.

It comes to be in steps, each whole or not at all, in the order in which things happened. One that was interrupted goes
on where it stopped; who only looks waits for nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.demo import (
    afternoon,
    afterwards,
    asking,
    cases,
    content,
    content_past,
    day,
    going_home,
    notes,
    past,
    templates,
)
from network.demo.content import Guise
from network.demo.hall import leader_of
from network.people import queries as people
from network.people.models import Municipality, Person
from network.people.queries.setup import goals_on
from network.people.rules.setup import GoalLine
from network.people.services import goals, register
from network.sessions.boards.models import Board
from network.sessions.boards.services import making
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.groups.models import GroupKind
from network.sessions.groups.services.members import create_group

One = TypeVar("One")
ELECTED = date(2015, 10, 1)
GOALS_SERVED = ("2a", "4", "5")


@dataclass(frozen=True)
class Step:
    """`do` says whether it changed anything. What `is_done` asks costs a few questions to the database."""

    is_done: Callable[[], bool]
    do: Callable[[], bool]


def build_demo() -> bool:
    """Build the demo in an empty database. Says whether there was anything to do; a second run changes nothing.

    Opens its own units of work, and none when nothing is missing: who only lists waits for nobody.
    Raises Conflict in a database with a real network, DatabaseBusy.
    """
    network = people.the_network()
    if network is not None and not network.is_demo:
        raise Conflict(_("This installation has a network of its own. The demo is built only in an empty one."))
    did = [step.do() for step in STEPS if not step.is_done()]
    if today().ends_at < clock.now():
        with unit_of_work():
            day.begin_again(today(), clock.now())
            cases.lie_ready(today())
    return any(did)


def today() -> Gathering:
    """The gathering that goes on. A demo that was built before there were three has it as its first."""
    found = gathering_by_public_id(day.PUBLIC_ID)
    return found or db.session.scalars(select(Gathering).order_by(Gathering.id).limit(1)).one()


def past_gathering() -> Gathering | None:
    return gathering_by_public_id(past.PUBLIC_ID)


def _found() -> bool:
    """The network with its year's gatherings, and the morning of the one that is over."""
    now = clock.now()
    starts_at = past.day(now)
    with unit_of_work():
        with clock.stopped_at(past.founded(starts_at)):
            _plan_year(now, starts_at)
        gathering = _must_be(past_gathering())
        cases.tell_in_the_past(gathering)
        past.go_through_morning(gathering, _delegates())
    return True


def _plan_year(now: datetime, starts_at: datetime) -> None:
    register.found_network(name=content.NETWORK, owner=content.OWNER, language="nn", is_demo=True)
    places = _municipalities()
    for guise in content.delegates():
        _delegate(guise, places)
    facilitators = [_person(guise) for guise in content.FACILITATORS]
    for role, guises in (
        ("project_lead", content.PROJECT_LEADS),
        ("coordinator", content.COORDINATORS),
        ("administrator", content.ADMINISTRATORS),
    ):
        for guise in guises:
            register.give_role(_person(guise), role, municipality=places[guise.place.number] if guise.place else None)
    goals.set_goals([GoalLine(number, text) for number, text in content.GOALS], by=None)
    served = [goal for goal in goals_on(clock.now().date()) if goal.number in GOALS_SERVED]
    past.plan(starts_at, facilitators, places[content_past.CASE_FROM], served)
    templates.make(_person_id(content.PROJECT_LEADS[0]))
    templates.ask_without_names(day.plan_today(now, facilitators, places[content.CASE_FROM], served))
    day.plan_next(now, facilitators, served[:1])


def _go_home() -> bool:
    """The afternoon of the gathering that is over. Notes are stored first: no unit of work may be open then."""
    gathering = _must_be(past_gathering())
    afternoon.write_notes(gathering)
    with unit_of_work():
        afternoon.go_through(_must_be(past_gathering()), _delegates())
        afterwards.find_it(_must_be(past_gathering()), _delegates())
        going_home.answer_afterwards(_must_be(past_gathering()))
    return True


def _tell() -> bool:
    """The weeks after it."""
    afterwards.tell(_must_be(past_gathering()))
    return True


def _open_doors() -> bool:
    """Today: everybody is asked, most have come, and their board lies open."""
    with unit_of_work():
        gathering = today()
        delegates = [person for person, _place in _delegates()]
        second = _must_be(people.municipality_by_number(content.SECOND_CASE_FROM))
        day.invite(gathering, second, delegates)
        cases.lie_ready(gathering)
        _board(gathering, delegates)
        day.stand_in_the_door(gathering, delegates)
        if (before := past_gathering()) is not None:
            asking.prepare_again(before, gathering)
    return True


def _write_notes() -> bool:
    """The first notes, by delegates of different municipalities."""
    writers = [person.id for person, _place in _delegates()[:: content.DELEGATES_EACH]]
    return notes.write(_must_be(_board_of_today()), content.NOTES, writers, salt=0)


STEPS = (
    Step(lambda: people.the_network() is not None, _found),
    Step(lambda: (over := past_gathering()) is None or afternoon.is_over(over), _go_home),
    Step(lambda: (over := past_gathering()) is None or afterwards.is_told(over), _tell),
    Step(lambda: _board_of_today() is not None, _open_doors),
    Step(lambda: notes.lie_on(_must_be(_board_of_today()), content.NOTES, salt=0), _write_notes),
)


def _delegates() -> past.Delegates:
    return list(people.delegates(today=clock.now().date()))


def _municipalities() -> dict[str, Municipality]:
    return {
        place.number: register.add_municipality(
            number=place.number,
            name=place.name,
            language="nn",
            joined_on=ELECTED,
        )
        for place in content.PLACES
    }


def _delegate(guise: Guise, places: dict[str, Municipality]) -> None:
    person = _person(guise)
    if guise.place is not None:
        register.give_seat(person, places[guise.place.number], from_date=ELECTED, party=guise.party)


def _person(guise: Guise) -> Person:
    return register.add_person(name=guise.name, email=guise.email)


def _person_id(guise: Guise) -> int:
    return _must_be(people.person_by_email(guise.email)).id


def _board_of_today() -> Board | None:
    rows = select(Board).where(Board.gathering_id == today().id).order_by(Board.id)
    return db.session.scalars(rows.limit(1)).first()


def _board(gathering: Gathering, delegates: list[Person]) -> None:
    facilitator_id = leader_of(gathering)
    group = create_group(
        facilitator_id,
        gathering,
        label=content.GROUP,
        kind=GroupKind.MIXED,
        person_ids=[person.id for person in delegates],
    )
    columns = [making.Column(key, title, prompt) for key, title, prompt in content.COLUMNS]
    board = making.create_board(facilitator_id, group, title=content.BOARD, question=content.QUESTION, columns=columns)
    making.share_board(facilitator_id, board)


def _must_be(found: One | None) -> One:
    if found is None:
        raise LookupError("the demo lacks what it was built on")
    return found
