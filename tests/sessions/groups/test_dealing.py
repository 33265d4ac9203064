"""GR-2, GR-3, D2, D3, D5: making a round's groups of those who are there."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid
from network.people.models import Seat
from network.sessions.boards.models import Board
from network.sessions.gatherings.models import GatheringMember
from network.sessions.groups.models import BreakoutGroup, GroupMember, GroupRole, RoundState
from network.sessions.groups.queries import rounds as queries
from network.sessions.groups.services import rounds
from tests.cast import STARTS
from tests.sessions.groups.conftest import Day, groups_of, memberships, open_day, places_of, sizes_of


def test_groups_are_made_of_those_who_are_there_and_of_nobody_else(day: Day) -> None:
    """D5"""
    day.comes(*day.people[:17], day.fia)

    round_ = day.dealt()

    assert set().union(*groups_of(round_)) == {person.id for person in day.people[:17]}
    assert sizes_of(round_) == [4, 4, 4, 5]


def test_a_seat_that_begins_on_the_gatherings_day_counts_when_groups_are_tried_the_evening_before(day: Day) -> None:
    """As at the door: whom somebody comes for is a matter of that day."""
    first_day = STARTS.date()
    with unit_of_work():
        for seat in db.session.scalars(select(Seat)):
            seat.from_date = first_day
    clock.set(STARTS - timedelta(days=1))
    day.comes(*day.people[:8])

    round_ = day.dealt(kind="local_round", groups="local")

    assert [sorted(group) for group in groups_of(round_)] == [
        sorted(one.id for one in day.people[start : start + 4]) for start in (0, 4)
    ]


def test_no_two_of_one_municipality_sit_together_while_that_can_be(full_day: Day) -> None:
    """GR-2"""
    round_ = full_day.dealt()

    for group in groups_of(round_):
        places = places_of(full_day, group)
        assert sorted(set(places)) == sorted(places)


def test_an_official_and_politicians_sit_in_each_group(day: Day, app: Flask) -> None:
    """A5"""
    with unit_of_work():
        for person in day.people[::4]:
            db.session.get_one(GatheringMember, (day.gathering.id, person.id)).role = "official"  # type: ignore[assignment]
    day.comes(*day.people)
    officials = {person.id for person in day.people[::4]}

    round_ = day.deal(day.round(), size=4)

    assert [len(group & officials) for group in groups_of(round_)] == [1] * len(groups_of(round_))


def test_the_same_seed_gives_the_same_groups_and_another_tap_gives_others(full_day: Day) -> None:
    round_ = full_day.dealt()
    first = groups_of(round_)

    full_day.deal(round_, seed=1)
    again = groups_of(round_)
    full_day.deal(round_)

    assert (again, groups_of(round_) == first) == (first, False)


def test_a_new_mix_lets_few_meet_again(full_day: Day) -> None:
    """GR-3: dealt without a look back, about 13 of 56 meetings were repeats."""
    first = full_day.dealt()
    second = full_day.dealt()
    met = {frozenset((a, b)) for group in groups_of(first) for a in group for b in group if a != b}
    meets = {frozenset((a, b)) for group in groups_of(second) for a in group for b in group if a != b}

    assert len(met & meets) <= len(meets) // 20


def test_the_same_groups_again_take_in_those_who_came_since(full_day: Day) -> None:
    first = full_day.dealt()
    full_day.leaves(full_day.people[0])
    late = full_day.people[5]
    before = [group - {full_day.people[0].id} for group in groups_of(first)]
    with unit_of_work():
        db.session.delete(db.session.get_one(GroupMember, (queries.group_of(first.id, late.id).id, late.id)))  # type: ignore[union-attr]

    second = full_day.deal(full_day.round(groups="same", same_as_id=first.item_id))

    kept = [group - {late.id} for group in groups_of(second)]
    assert (kept, late.id in set().union(*groups_of(second))) == ([group - {late.id} for group in before], True)


def test_each_municipality_that_is_there_has_a_group_of_its_own(day: Day) -> None:
    """D2"""
    day.comes(*day.people[:9], day.fia)

    round_ = day.dealt(kind="local_round", groups="local")

    found = [(group.label, group.municipality_id) for group in queries.groups_in(round_.id)]
    assert found == [(place.name, place.id) for place in day.places[:3]]
    assert sizes_of(round_) == [1, 4, 4]


def test_a_municipality_that_is_alone_is_offered_a_neighbour_and_keeps_its_group(day: Day) -> None:
    """D2"""
    day.comes(*day.people[:9])

    round_ = day.dealt(kind="local_round", groups="local")

    ask, berg, dal = queries.groups_in(round_.id)
    assert (ask.listens_to_id, berg.listens_to_id, dal.listens_to_id) == (None, None, berg.id)


def test_a_substitute_sits_with_the_municipality_that_she_comes_for(day: Day) -> None:
    """A2"""
    stand_in = day.people[0]
    with unit_of_work():
        db.session.get_one(GatheringMember, (day.gathering.id, stand_in.id)).municipality_id = day.places[7].id
    day.comes(stand_in)

    round_ = day.dealt(kind="going_home", groups="local")

    assert [group.municipality_id for group in queries.groups_in(round_.id)] == [day.places[7].id]


def test_facilitators_sit_in_no_group_and_officials_in_no_local_one(app: Flask) -> None:
    clock.set(STARTS + timedelta(hours=1))
    day = open_day(places=4, each=3, guests=2)
    day.comes(*day.people, *day.guests, day.fia)

    mixed, local = day.dealt(), day.dealt(kind="local_round", groups="local")

    everybody = {person.id for person in day.people}
    assert set().union(*groups_of(mixed)) == everybody | {guest.id for guest in day.guests}
    assert set().union(*groups_of(local)) == everybody


def test_earlier_rounds_are_kept_for_good(full_day: Day) -> None:
    """D3"""
    first = full_day.moves(full_day.round(), RoundState.CLOSED)
    before = memberships(first)

    full_day.moves(full_day.round(), RoundState.RUNNING)

    assert memberships(first) == before


def test_nobody_is_dealt_anew_once_work_has_begun(full_day: Day) -> None:
    """D5"""
    round_ = full_day.moves(full_day.round(), RoundState.RUNNING)
    before = memberships(round_)

    with pytest.raises(Conflict):
        full_day.deal(round_)

    assert memberships(round_) == before


def test_a_size_that_no_table_has_is_refused(full_day: Day) -> None:
    round_ = full_day.dealt()
    before = memberships(round_)

    with pytest.raises(Invalid):
        full_day.deal(round_, size=2)

    assert memberships(round_) == before


def test_back_to_planned_leaves_nobody_in_a_group(full_day: Day) -> None:
    round_ = full_day.dealt()

    with unit_of_work():
        rounds.move_round(round_, RoundState.PLANNED, by_id=None)

    assert (groups_of(round_), memberships(round_)) == ([], [])


def test_roles_are_offered_once_to_each_and_go_round(full_day: Day) -> None:
    """GR-8"""
    scribes: list[set[int]] = []
    for _number in range(2):
        round_ = full_day.dealt()
        rows = db.session.scalars(
            select(GroupMember)
            .join(BreakoutGroup)
            .where(BreakoutGroup.round_id == round_.id, GroupMember.role.is_not(None))
        ).all()
        assert len(rows) == 3 * len(groups_of(round_))
        scribes.append({row.person_id for row in rows if row.role == GroupRole.SCRIBE})

    assert scribes[0] & scribes[1] == set()


def test_what_was_asked_and_what_the_judge_found_is_kept_without_parties(full_day: Day) -> None:
    """PE-2"""
    round_ = full_day.dealt()

    assert '"repeats": 0' in round_.plan
    assert all(party not in round_.plan for party in ("Ap", '"H"', "Sp", "party"))


def test_a_hall_of_120_with_three_rounds_behind_it_is_dealt(app: Flask) -> None:
    """D1. Twelve municipalities with ten each, three rounds of history."""
    clock.set(STARTS + timedelta(hours=1))
    day = open_day(places=12, each=10)
    day.comes(*day.people)
    for _number in range(3):
        day.dealt()
    round_ = day.round()

    day.deal(round_)

    assert sizes_of(round_) == [5] * 24


def test_boards_of_groups_that_stay_are_kept_and_empty_ones_of_groups_that_are_no_more_go(full_day: Day) -> None:
    """BO-12"""
    round_ = full_day.moves(full_day.round(), RoundState.GATHER)
    before = {board.title: board.id for board in db.session.scalars(select(Board))}

    full_day.deal(round_, size=8)

    after = {board.title: board.id for board in db.session.scalars(select(Board))}
    assert after == {title: before[title] for title in ("Bord 1", "Bord 2", "Bord 3", "Bord 4")}
