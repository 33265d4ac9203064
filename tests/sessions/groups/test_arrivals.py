"""GR-5, D4: whoever comes while a round is on has a place in the same unit of work."""

import pytest

from network.core.db import unit_of_work
from network.sessions.boards.queries import board_of_group
from network.sessions.groups.models import RoundState
from network.sessions.groups.queries import page
from network.sessions.groups.queries import rounds as queries
from network.sessions.groups.services import rounds
from tests.sessions.groups.conftest import Day, groups_of, rights_of, sizes_of


@pytest.mark.parametrize("state", [RoundState.DRAWN, RoundState.GATHER, RoundState.RUNNING, RoundState.WRAP_UP])
def test_who_comes_while_a_round_is_on_has_a_place_and_its_rights(day: Day, state: RoundState) -> None:
    day.comes(*day.people[:20])
    round_ = day.moves(day.round(), state)
    late = day.people[30]

    day.comes(late)

    group = queries.group_of(round_.id, late.id)
    assert group is not None
    assert group.id in rights_of(late)
    assert sizes_of(round_) == [5, 5, 5, 6]


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.CLOSED])
def test_who_comes_before_or_after_a_round_is_not_in_it(day: Day, state: RoundState) -> None:
    day.comes(*day.people[:20])
    round_ = day.round() if state == RoundState.PLANNED else day.moves(day.round(), state)

    day.comes(day.people[30])

    assert queries.group_of(round_.id, day.people[30].id) is None


def test_fifteen_who_come_one_after_the_other_fill_the_groups_evenly(day: Day) -> None:
    day.comes(*day.people[:17])
    round_ = day.moves(day.round(), RoundState.RUNNING)

    day.comes(*day.people[17:])

    assert sizes_of(round_) == [8, 8, 8, 8]
    assert len(set().union(*groups_of(round_))) == 32


def test_a_late_arrival_is_placed_in_a_hall_that_knows_each_other(full_day: Day) -> None:
    """D4. A hall that has worked together in three rounds already."""
    for _number in range(3):
        full_day.moves(full_day.round(), RoundState.CLOSED)
    full_day.leaves(full_day.people[9])
    round_ = full_day.moves(full_day.round(), RoundState.RUNNING)

    full_day.comes(full_day.people[9])

    assert queries.group_of(round_.id, full_day.people[9].id) is not None


def test_who_comes_back_has_the_place_that_she_had(day: Day) -> None:
    day.comes(*day.people[:20])
    round_ = day.moves(day.round(), RoundState.RUNNING)
    before = groups_of(round_)

    day.leaves(day.people[3])
    day.comes(day.people[3])

    assert groups_of(round_) == before


def test_a_chair_that_somebody_left_is_taken_first(day: Day) -> None:
    """Those who are there count, not those who once were."""
    day.comes(*day.people[:20])
    round_ = day.moves(day.round(), RoundState.RUNNING)
    left = queries.group_of(round_.id, day.people[3].id)
    day.leaves(day.people[3])

    day.comes(day.people[31])

    assert queries.group_of(round_.id, day.people[31].id) == left


def test_a_local_round_makes_the_group_of_a_municipality_that_was_not_there_yet(day: Day) -> None:
    day.comes(*day.people[:8])
    round_ = day.moves(day.round("local_round", groups="local"), RoundState.RUNNING)

    day.comes(day.people[12])

    group = queries.group_of(round_.id, day.people[12].id)
    assert group is not None
    board = board_of_group(group.id)
    assert board is not None
    assert (group.municipality_id, group.label, board.title, board.is_open) == (
        day.places[3].id,
        day.places[3].name,
        day.places[3].name,
        True,
    )


def test_who_comes_late_and_alone_is_offered_a_neighbour_until_she_has_company(day: Day) -> None:
    """GR-9: the offer is made at the door, too."""
    day.comes(*day.people[:12])
    round_ = day.moves(day.round("local_round", groups="local"), RoundState.RUNNING)

    day.comes(day.people[12])
    alone = queries.group_of(round_.id, day.people[12].id)
    listens_to = alone.listens_to_id if alone else None
    day.comes(day.people[13])

    third = queries.group_of(round_.id, day.people[8].id)
    assert third is not None
    assert alone is not None
    assert (listens_to, alone.listens_to_id) == (third.id, None)


def test_a_municipality_has_its_own_group_again_when_all_of_it_had_gone_to_another(day: Day) -> None:
    """GR-9: with its board, and what stands on it."""
    day.comes(*day.people[:8], day.people[12])
    round_ = day.moves(day.round("local_round", groups="local"), RoundState.RUNNING)
    own, neighbour = (queries.group_of(round_.id, day.people[place].id) for place in (12, 0))
    assert own is not None
    assert neighbour is not None
    with unit_of_work():
        rounds.move_person(round_, day.people[12].id, neighbour, by_id=None)

    day.comes(day.people[13])

    again = queries.group_of(round_.id, day.people[13].id)
    assert again is not None
    assert again.id == own.id


def test_the_first_of_all_to_come_gets_a_group_too(day: Day) -> None:
    """Nobody is ever in no group."""
    round_ = day.dealt()

    day.comes(day.people[0])

    assert groups_of(round_) == [{day.people[0].id}]


def test_a_facilitator_who_comes_is_placed_nowhere(day: Day) -> None:
    day.comes(*day.people[:20])
    round_ = day.moves(day.round(), RoundState.RUNNING)

    with unit_of_work():
        placed = rounds.place_late(round_, day.fia.id)
    day.comes(day.fia)

    assert (placed, queries.group_of(round_.id, day.fia.id)) == (None, None)


def test_the_group_is_told_who_comes_now(day: Day) -> None:
    day.comes(*day.people[:20])
    round_ = day.moves(day.round(), RoundState.RUNNING)

    day.comes(day.people[31])

    group = queries.group_of(round_.id, day.people[31].id)
    assert group is not None
    other = next(one for one in group.members if one.person_id != day.people[31].id)
    own = page.own_group(round_, other.person_id)
    assert own is not None
    assert [one.name for one in own.companions if one.is_coming] == [day.people[31].name]
