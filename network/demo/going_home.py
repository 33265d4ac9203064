"""What each municipality agreed before it went home, and how each of its delegates answered."""

from collections.abc import Sequence
from datetime import timedelta

from network.actions.models import ActionPoint, Answer, TakeHomeAgreement
from network.actions.queries.agreements import Sheet, sheet_about, sheet_of, sheets_of
from network.actions.services import agreements, answers, owners, points
from network.cases.queries.cases import case_of_item
from network.core import clock
from network.core.db import db
from network.core.edits import mark
from network.demo.content_actions import ABSENT_WHO_SAYS_YES, HOMES, Home, Point
from network.demo.hall import at, items_of, leader_of
from network.people import queries as people
from network.people.models import Goal, Person
from network.people.queries.setup import goals_on
from network.sessions.gatherings.models import Gathering, ItemKind
from network.sessions.gatherings.queries.members import day_of

ASK, ANSWER, RELEASE = 8, 11, 22
"""Minutes after the first sentence."""
NEXT_DAY = 24 * 60
FROM_THE_BUS = 6 * 60


def agree(gathering: Gathering, minutes: float) -> None:
    """From `minutes` after the start on: written, asked about, answered; one is released."""
    homes = {home.number: home for home in HOMES}
    for sheet in sheets_of(gathering):
        home = homes[sheet.municipality.number]
        with at(gathering, minutes):
            agreement = _write(sheet, home)
        with at(gathering, minutes + ASK):
            agreements.ask(agreement, by_id=sheet.delegates[0].person_id)
        with at(gathering, minutes + ANSWER):
            _answer(agreement, home)
        if home.released:
            with at(gathering, minutes + RELEASE):
                agreements.release(agreement, home.released, by_id=leader_of(gathering))


def answer_afterwards(gathering: Gathering) -> None:
    """Two who had left answer from the bus; an owner who was not there says yes the next day."""
    owing = [(sheet, one) for sheet in sheets_of(gathering) for one in sheet.owing]
    with at(gathering, FROM_THE_BUS):
        for sheet, one in owing[:2]:
            _says_yes(sheet, one.person_id)
    place = people.municipality_by_number(ABSENT_WHO_SAYS_YES)
    with at(gathering, NEXT_DAY):
        for point in sheet_of(gathering, place).points if place else ():
            owners.accept(point, point.owner_id or 0, is_yes=True)


def delegates_at_home(gathering: Gathering, number: str) -> list[Person]:
    """All who hold a seat there, by seat."""
    held = people.delegates(today=day_of(gathering))
    return [person for person, place in held if place.number == number]


def _write(sheet: Sheet, home: Home) -> TakeHomeAgreement:
    agreement = agreements.begun(sheet.gathering, sheet.municipality)
    writer = sheet.delegates[0].person_id
    if home.because:
        agreements.say_nothing(agreement, home.because, by_id=writer)
    for point in home.points:
        _write_point(sheet, agreement, point)
    if not home.because:
        _choose_briefer(agreement, sheet, home)
    return agreement


def _write_point(sheet: Sheet, agreement: TakeHomeAgreement, said: Point) -> None:
    by_id = sheet.delegates[0].person_id
    made = points.add_point(agreement, by_id=by_id, what=said.what, first_step=said.first)
    case_item = items_of(sheet.gathering, ItemKind.CASE)[0]
    chosen = points.Chosen(
        owner=delegates_at_home(sheet.gathering, sheet.municipality.number)[said.owner],
        goal=_goal(said.goal),
        case=case_of_item(case_item.id) if said.source == "case" else None,
        first_step_on=made.first_step_on,
        due_on=made.due_on,
        is_for_council=said.is_for_council,
    )
    points.save_point(made, chosen, marks={name: mark(text) for name, text in points.stored(made).items()}, by_id=by_id)
    if said.source:
        item = case_item if said.source == "case" else items_of(sheet.gathering, ItemKind.TALK)[0]
        points.add_source(made, kind=said.source, target=f"{said.source}:{item.id}", title=item.title, line="")


def _goal(number: str) -> Goal | None:
    return next((goal for goal in goals_on(clock.now().date()) if goal.number == number), None)


def _choose_briefer(agreement: TakeHomeAgreement, sheet: Sheet, home: Home) -> None:
    person = db.session.get(Person, sheet.delegates[0].person_id)
    known = home.briefed_in is not None
    on = day_of(sheet.gathering) + timedelta(days=home.briefed_in or 0) if known else None
    agreements.choose_briefer(agreement, person, on=on, is_unknown=not known)


def _answer(agreement: TakeHomeAgreement, home: Home) -> None:
    """Everybody who is here; of those who are released only the first. One may disagree, some can live with it."""
    sheet = sheet_about(agreement)
    here = [one for one in sheet.delegates if one.is_here]
    doubts = [said.dissent for said in home.points] or [""]
    for place, one in enumerate(here[:1] if home.released else here):
        for subject, dissent in zip(sheet.subjects, doubts, strict=True):
            is_last = place == len(here) - 1
            said = Answer.DISAGREE if dissent and is_last else Answer.LIVE_WITH if place == 2 else Answer.AGREE
            line = dissent if said == Answer.DISAGREE else ""
            answers.answer(
                agreement, subject.key, one.person_id, said, line=line, wording=subject.wording, by_id=one.person_id
            )


def _says_yes(sheet: Sheet, person_id: int) -> None:
    for subject in sheet.subjects:
        agreement = agreements.begun(sheet.gathering, sheet.municipality)
        answers.answer(
            agreement, subject.key, person_id, Answer.AGREE, line="", wording=subject.wording, by_id=person_id
        )


def points_of(gathering: Gathering, home: Home) -> Sequence[ActionPoint]:
    place = people.municipality_by_number(home.number)
    return sheet_of(gathering, place).points if place else ()
