"""GR-17, GR-18 and A4: who has met whom, counted from rounds in which people really were."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import combinations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.people.services import register
from network.sessions.gatherings.models import Attendance
from network.sessions.gatherings.services import attendance, door
from network.sessions.groups.models import GroupRound, PlacesMet, RoundState
from network.sessions.groups.queries import meeting as queries
from network.sessions.groups.queries.attending import history, met_before
from network.sessions.groups.routes.drawings import marks_of
from network.sessions.groups.rules.meeting import ENOUGH, Often, have_met, how_often, longest
from network.sessions.groups.services import meeting, rounds
from tests.sessions.groups.conftest import Day, groups_now, groups_of, places_of
from tests.statements import statements

ClientFor = Callable[[Person | None], FlaskClient]
SPANS = st.tuples(st.integers(0, 900), st.integers(0, 900)).map(lambda two: (min(two), max(two)))


@contextmanager
def after(minutes: float) -> Iterator[None]:
    with clock.stopped_at(clock.now() + timedelta(minutes=minutes)):
        yield


def worked(day: Day, round_: GroupRound, minutes: float) -> None:
    """From the start to the close in so many minutes."""
    day.moves(round_, RoundState.RUNNING)
    with after(minutes):
        day.moves(round_, RoundState.CLOSED)


def figure(person: Person) -> tuple[int, int]:
    db.session.rollback()
    found = queries.own_figure(person.id, today=clock.now().date())
    assert found is not None
    return found.met, found.delegates


def sums() -> Counter[tuple[int, int]]:
    """What is kept of two municipalities, without those that have come back to nothing."""
    db.session.rollback()
    rows = {(row.one_id, row.other_id): row.meetings for row in db.session.scalars(select(PlacesMet))}
    return +Counter(rows)


def all_take_part(day: Day) -> None:
    with unit_of_work():
        for place in day.places:
            db.session.merge(place).joined_on = date(2023, 1, 1)


def from_scratch(day: Day, *groups: set[int]) -> Counter[tuple[int, int]]:
    found: Counter[tuple[int, int]] = Counter()
    for ids in groups:
        for one, other in combinations(places_of(day, ids), 2):
            if one != other:
                found[min(one, other), max(one, other)] += 1
    return found


def test_who_worked_at_one_table_has_met_and_a_round_of_four_minutes_is_nothing(full_day: Day) -> None:
    """A4"""
    round_ = full_day.dealt()
    group = groups_now(round_)[0]
    anna = group.members[0].person
    worked(full_day, round_, 4)
    soon = figure(anna)

    again = full_day.round()
    worked(full_day, again, 5)
    table = next(ids for ids in groups_of(again) if anna.id in ids)

    assert (soon, figure(anna)) == ((0, 28), (len(table) - 1, 28))
    assert sums() == from_scratch(full_day, *groups_of(again))


def test_who_left_before_five_minutes_met_nobody_and_the_rest_met_one_another(full_day: Day) -> None:
    round_ = full_day.dealt()
    gone, stays, *_rest = (one.person for one in groups_now(round_)[0].members)
    full_day.moves(round_, RoundState.RUNNING)
    with after(4.9):
        full_day.leaves(gone)
    with after(45):
        full_day.moves(round_, RoundState.CLOSED)
    others = len(groups_of(round_)[0]) - 2

    assert (figure(gone)[0], figure(stays)[0]) == (0, others)
    assert met_before(gone.id, without_round_id=0) == set()
    seen = {one for some in history(full_day.gathering, without_round_id=0) for ids in some.groups for one in ids}
    assert (gone.id in seen, stays.id in seen) == (False, True)


def test_a_stay_that_was_broken_off_counts_by_its_longest_part(full_day: Day) -> None:
    """She was out of the house for all but four minutes at each end."""
    round_ = full_day.dealt()
    who, other, *_rest = (one.person for one in groups_now(round_)[0].members)
    full_day.moves(round_, RoundState.RUNNING)
    for minutes, act in ((4, door.check_out), (41, door.check_in)):
        with after(minutes), unit_of_work():
            how = {"how": "badge"} if act is door.check_in else {}
            act(full_day.gathering, who.id, by_id=None, **how)  # type: ignore[operator]
    with after(45):
        full_day.moves(round_, RoundState.CLOSED)

    assert (figure(who)[0], figure(other)[0] > 0) == (0, True)


def test_who_was_moved_has_met_both_tables_and_back_again_loses_nothing(full_day: Day) -> None:
    round_ = full_day.dealt()
    first, second, *_rest = groups_now(round_)
    who = first.members[0].person
    both = {one.person_id for group in (first, second) for one in group.members} - {who.id}
    full_day.moves(round_, RoundState.RUNNING)
    for minutes, group in ((10, second), (40, first)):
        with after(minutes), unit_of_work():
            row = db.session.get_one(GroupRound, round_.id)
            rounds.move_person(row, who.id, next(g for g in row.groups if g.id == group.id), by_id=None, anyway=True)
    with after(42):
        full_day.moves(round_, RoundState.CLOSED)

    own = set(places_of(full_day, [who.id]))
    met = [one for one in both if not own & set(places_of(full_day, [one]))]
    assert figure(who)[0] == len(met)


def test_a_round_that_is_opened_again_is_counted_anew_and_never_twice(full_day: Day) -> None:
    round_ = full_day.dealt()
    worked(full_day, round_, 20)
    once = sums()
    with unit_of_work():
        rounds.move_round(db.session.get_one(GroupRound, round_.id), RoundState.WRAP_UP, by_id=None)
    opened = sums()
    with unit_of_work():
        rounds.move_round(db.session.get_one(GroupRound, round_.id), RoundState.CLOSED, by_id=None)
    with unit_of_work():
        meeting.count(db.session.get_one(GroupRound, round_.id), until=clock.now())

    assert (opened, sums() == once, once.total() > 0) == (Counter(), True, True)


def test_times_corrected_after_the_round_are_counted_anew(full_day: Day) -> None:
    """She was signed out far too late; then it shows that she had been there all the same."""
    first, second = full_day.round(), full_day.round()
    for round_ in (first, second):
        worked(full_day, round_, 30)
    who = next(one for one in full_day.people if one.id in groups_of(first)[0])
    before, figures = sums(), [figure(one) for one in full_day.people]

    _corrected(full_day, who, left_after=3)
    alone, of_the_others = figure(who)[0], sums()
    _corrected(full_day, who, left_after=None)

    without = [[ids - {who.id} for ids in groups_of(round_)] for round_ in (first, second)]
    assert (alone, of_the_others) == (0, from_scratch(full_day, *without[0], *without[1]))
    assert (sums(), [figure(one) for one in full_day.people]) == (before, figures)


def _corrected(day: Day, who: Person, *, left_after: float | None) -> None:
    """With how many minutes after the rounds' start she left; None: she stayed."""
    left_at = None if left_after is None else clock.now() + timedelta(minutes=left_after)
    with after(90), unit_of_work():
        row = db.session.get_one(Attendance, (day.gathering.id, who.id))
        attendance.correct(row, arrived_at=row.arrived_at, left_at=left_at, reason="Gløymde merket", by_id=None)


def test_a_tap_taken_back_after_the_close_gives_her_table_back_and_a_late_one_takes_it(full_day: Day) -> None:
    round_ = full_day.dealt()
    mistaken, forgotten, *_rest = (one.person for one in groups_now(round_)[0].members)
    others = len(groups_of(round_)[0]) - 1
    full_day.moves(round_, RoundState.RUNNING)
    early = clock.now() + timedelta(minutes=2)
    with after(2), unit_of_work():
        door.check_out(full_day.gathering, mistaken.id, by_id=None)
    with after(45):
        full_day.moves(round_, RoundState.CLOSED)
    wrong = figure(mistaken)[0]

    with after(50):
        with unit_of_work():
            door.take_back(full_day.gathering, mistaken.id, by_id=None)
        right = figure(mistaken)[0]
        with unit_of_work():
            door.check_out(full_day.gathering, forgotten.id, by_id=None, at=early)

    assert (wrong, right, figure(mistaken)[0], figure(forgotten)[0]) == (0, others, others - 1, 0)


def test_what_nobody_closed_is_counted_after_the_day_and_local_groups_never(full_day: Day) -> None:
    mixed, local = full_day.round(), full_day.round("local_round", groups="local")
    for round_ in (mixed, local):
        full_day.moves(round_, RoundState.RUNNING)
    meeting.count_due()
    too_soon = sums()
    with clock.stopped_at(full_day.gathering.ends_at + meeting.LEFT_OPEN + timedelta(minutes=1)):
        meeting.count_due()
        meeting.count_due()

    assert (too_soon, sums()) == (Counter(), from_scratch(full_day, *groups_of(mixed)))


def test_the_leads_picture_says_shares_and_steps_and_no_name_of_a_person(full_day: Day, client_for: ClientFor) -> None:
    """GR-18, C17: between never and five there is one step, and no figure of a gathering by itself."""
    all_take_part(full_day)
    with unit_of_work():
        lead = register.add_person(name="Lea Prosjektdøme", email="lea@prove.example")
        register.give_role(lead, "project_lead")
    round_ = full_day.round()
    worked(full_day, round_, 30)
    met = sum(1 for many in sums().values() if many)

    page = client_for(lead).get("/who-has-met").get_data(as_text=True)
    main = page[page.index("<main") : page.index("</main>")]
    closed = client_for(full_day.people[0]).get("/who-has-met").status_code

    assert f"Folk frå {met} av 28 par av kommunar har arbeidd saman: {100 * met // 28} prosent." in main
    assert not [one.name for one in full_day.people if one.name in main]
    assert (closed, "<form" in main, re.findall(r"href=\"[^\"]*\?", main)) == (404, False, [])
    assert main.count("M") > 0
    assert re.search(r"Ask</th><td>", main)


def test_a_municipality_that_became_part_of_another_gives_it_its_meetings(full_day: Day) -> None:
    all_take_part(full_day)
    ask, berg, dal, *_rest = full_day.places
    with unit_of_work():
        db.session.add_all(
            PlacesMet(one_id=one.id, other_id=other.id, meetings=3) for one, other in ((ask, dal), (berg, dal))
        )
        ask.left_on, ask.successor_id = clock.now().date(), berg.id

    found = queries.picture(today=clock.now().date(), least=4)
    names = [place.name for place in found.places]

    assert (names[0], found.cells[1][0], found.places[0].others[Often.SOME]) == ("Berg", Often.SOME, ("Dal",))
    assert marks_of(found.cells) == {Often.FEW: "", Often.SOME: "M25 5h10v10h-10zM5 25h10v10h-10z", Often.MANY: ""}
    assert found.least == tuple(("Berg", name) for name in names[2:6])


def test_the_questions_do_not_grow_with_the_rounds(full_day: Day, app: Flask) -> None:
    counts, anna_id = [], full_day.people[0].id
    for _ in range(2):
        worked(full_day, full_day.round(), 20)
        with statements() as asked:
            queries.picture(today=clock.now().date(), least=9)
            whole = len(asked)
            queries.own_figure(anna_id, today=clock.now().date())
        counts.append((whole, len(asked) - whole))

    assert counts[0] == (2, 1)
    assert counts[0] == counts[1]


def test_a_delegate_sees_her_own_figure_on_her_own_pages(full_day: Day, client_for: ClientFor) -> None:
    round_ = full_day.round()
    worked(full_day, round_, 30)
    anna = full_day.people[0]
    client, (met, of) = client_for(anna), figure(anna)

    for address in ("/me", f"/rounds/{round_.public_id}/mine"):
        assert f"Du har arbeidd saman med {met} av {of}" in client.get(address).get_data(as_text=True)


@pytest.mark.parametrize(
    ("meetings", "often"),
    [(0, Often.NEVER), (1, Often.FEW), (4, Often.FEW), (5, Often.SOME), (14, Often.SOME), (15, Often.MANY)],
)
def test_no_number_under_five_is_told(meetings: int, often: Often) -> None:
    assert how_often(meetings) == often


@given(SPANS, SPANS)
def test_two_have_met_when_five_minutes_are_the_same_for_both(one: tuple[int, int], other: tuple[int, int]) -> None:
    both = [second for second in range(901) if one[0] <= second < one[1] and other[0] <= second < other[1]]

    assert have_met(one, other) == (len(both) >= ENOUGH)
    assert have_met(one, other) == have_met(other, one)
    assert longest(one, [other]) == ((both[0], both[-1] + 1) if both else None)
