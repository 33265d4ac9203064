"""GR-6 to GR-8, D5 to D7: people moved, small groups merged, roles swapped."""

import pytest

from network.access.actor import actor_for
from network.access.guard import can
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.core.signals import groups_changed, hall_changed
from network.sessions.boards.queries import board_of_group
from network.sessions.groups.models import BreakoutGroup, GroupMember, GroupRole, GroupRound, RoundState
from network.sessions.groups.queries import rounds as queries
from network.sessions.groups.services import moving
from tests.sessions.groups.conftest import Day, groups_of, memberships, sizes_of


def two_groups(round_: GroupRound) -> tuple[BreakoutGroup, BreakoutGroup, int]:
    """The first two groups, and a member of the first."""
    first, second, *_rest = queries.groups_in(round_.id)
    return first, second, first.members[0].person_id


def move(round_: GroupRound, person_id: int, to: BreakoutGroup, *, anyway: bool = False) -> None:
    with unit_of_work():
        moving.move_person(
            db.session.get_one(GroupRound, round_.id),
            person_id,
            db.session.get_one(BreakoutGroup, to.id),
            by_id=None,
            anyway=anyway,
        )


def test_who_is_moved_writes_on_the_new_board_and_reads_the_old_one(full_day: Day) -> None:
    """GR-7"""
    round_ = full_day.moves(full_day.round(), RoundState.RUNNING)
    first, second, person_id = two_groups(round_)

    move(round_, person_id, second)

    she = actor_for(person_id)
    old, new = board_of_group(first.id), board_of_group(second.id)
    assert old is not None
    assert new is not None
    assert [(can(she, action, board)) for board in (old, new) for action in ("board.read", "note.create")] == [
        True,
        False,
        True,
        True,
    ]


def test_both_groups_and_the_hall_are_told_of_a_move(full_day: Day) -> None:
    round_ = full_day.moves(full_day.round(), RoundState.RUNNING)
    _first, second, person_id = two_groups(round_)
    heard: list[object] = []

    def hear_groups(*, round_id: int, person_ids: list[int]) -> None:
        heard.append((round_id, person_ids))

    def hear_hall(*, gathering_id: int, **_more: object) -> None:
        heard.append(gathering_id)

    groups_changed.connect(hear_groups)
    hall_changed.connect(hear_hall)
    try:
        move(round_, person_id, second)
    finally:
        groups_changed.disconnect(hear_groups)
        hall_changed.disconnect(hear_hall)

    assert heard == [(round_.id, [person_id]), round_.gathering_id]


def test_a_table_with_enough_people_asks_and_does_not_block(full_day: Day) -> None:
    """GR-7"""
    round_ = full_day.moves(full_day.round(), RoundState.RUNNING)
    first, second, _one = two_groups(round_)
    coming = [one.person_id for one in first.members]
    while len(groups_of(round_)[1]) < round_.size + 1:
        move(round_, coming.pop(), second)
    before = memberships(round_)

    with pytest.raises(moving.AsksFirst):
        move(round_, coming[0], second)
    unchanged = memberships(round_)
    move(round_, coming[0], second, anyway=True)

    assert (unchanged, len(groups_of(round_)[1])) == (before, round_.size + 2)


def test_moving_to_where_one_sits_changes_nothing(full_day: Day) -> None:
    """F10: sent twice."""
    round_ = full_day.moves(full_day.round(), RoundState.RUNNING)
    _first, second, person_id = two_groups(round_)
    move(round_, person_id, second)
    before = memberships(round_)

    move(round_, person_id, second)

    assert memberships(round_) == before


def test_moved_back_is_back_in_full(full_day: Day) -> None:
    round_ = full_day.moves(full_day.round(), RoundState.RUNNING)
    first, second, person_id = two_groups(round_)
    before = groups_of(round_)

    move(round_, person_id, second)
    move(round_, person_id, first, anyway=True)

    assert (groups_of(round_), actor_for(person_id).former_group_ids) == (before, frozenset({second.id}))


def test_nobody_is_moved_in_a_round_that_is_over(full_day: Day) -> None:
    round_ = full_day.moves(full_day.round(), RoundState.CLOSED)
    _first, second, person_id = two_groups(round_)
    before = memberships(round_)

    with pytest.raises(Conflict):
        move(round_, person_id, second)

    assert memberships(round_) == before


def test_nobody_is_moved_to_a_group_of_another_round(full_day: Day) -> None:
    round_, other = full_day.dealt(), full_day.dealt()
    person_id = two_groups(round_)[2]
    before = memberships(round_), memberships(other)

    with pytest.raises(NotFound):
        move(round_, person_id, queries.groups_in(other.id)[0])

    assert (memberships(round_), memberships(other)) == before


def test_seated_people_stay_where_they_are_when_others_leave(full_day: Day) -> None:
    """D5: after the start nobody is moved by itself; a group that has become small is only shown, with a way out."""
    round_ = full_day.moves(full_day.round(), RoundState.RUNNING)
    first = queries.groups_in(round_.id)[0]
    before = groups_of(round_)

    full_day.leaves(*[one.person for one in first.members[:-2]])

    assert (groups_of(round_), list(queries.merges(round_, queries.overview(round_)))) == (before, [first.id])


def test_a_small_group_is_offered_one_without_anybody_from_its_own_municipalities(day: Day) -> None:
    """GR-6: that before a smaller one."""
    wanted = ((0, 8), (1, 4, 12), (5, 13, 16, 20))
    day.comes(*[day.people[place] for places in wanted for place in places])
    round_ = day.moves(day.deal(day.round(), size=3), RoundState.RUNNING)
    groups = queries.groups_in(round_.id)
    with unit_of_work():
        for group, places in zip(groups, wanted, strict=True):
            for place in places:
                moving.move_person(round_, day.people[place].id, group, by_id=None, anyway=True)

    assert queries.merges(round_, queries.overview(round_)) == {groups[0].id: groups[2]}


@pytest.mark.parametrize(("kind", "state"), [("mixed_round", RoundState.GATHER), ("local_round", RoundState.RUNNING)])
def test_a_small_group_is_no_matter_before_the_start_or_in_a_local_round(
    day: Day, kind: str, state: RoundState
) -> None:
    day.comes(*day.people[:9])
    round_ = day.moves(day.round(kind), state)
    first = queries.groups_in(round_.id)[0]
    day.leaves(*[one.person for one in first.members[:-1]])

    assert queries.merges(round_, queries.overview(round_)) == {}


def test_two_groups_become_one_and_both_boards_stay_readable(full_day: Day) -> None:
    """GR-6"""
    round_ = full_day.moves(full_day.round(), RoundState.RUNNING)
    first, second, person_id = two_groups(round_)
    together = groups_of(round_)[0] | groups_of(round_)[1]

    with unit_of_work():
        moving.merge_groups(round_, first, second, by_id=None)

    board = board_of_group(first.id)
    assert board is not None
    assert (groups_of(round_)[0], can(actor_for(person_id), "board.read", board)) == (together, True)
    assert sizes_of(round_)[-1] == len(together)


def test_a_role_that_is_taken_is_exchanged(full_day: Day) -> None:
    """GR-8"""
    round_ = full_day.moves(full_day.round(), RoundState.RUNNING)
    group = queries.groups_in(round_.id)[0]
    held = {one.role: one.person_id for one in group.members if one.role}

    with unit_of_work():
        moving.take_role(group, held[GroupRole.HOST], GroupRole.SCRIBE, by_id=None)

    after = {person_id: db.session.get_one(GroupMember, (group.id, person_id)).role for person_id in held.values()}
    assert after == {
        held[GroupRole.HOST]: "scribe",
        held[GroupRole.SCRIBE]: "host",
        held[GroupRole.SPOKESPERSON]: "spokesperson",
    }


def test_a_role_is_for_those_at_the_table(full_day: Day) -> None:
    round_ = full_day.moves(full_day.round(), RoundState.RUNNING)
    _first, second, person_id = two_groups(round_)
    before = [one.role for one in second.members]

    with pytest.raises(NotFound), unit_of_work():
        moving.take_role(second, person_id, GroupRole.SCRIBE, by_id=None)

    assert [one.role for one in queries.groups_in(round_.id)[1].members] == before


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "møte", "http://video.example/1", "https://", "https://" + "x" * 600]
)
def test_a_video_link_is_a_web_address(full_day: Day, link: str) -> None:
    """GR-20"""
    round_ = full_day.dealt()
    group = queries.groups_in(round_.id)[0]

    with pytest.raises(Invalid), unit_of_work():
        moving.set_video_link(group, link, by_id=None)

    assert queries.groups_in(round_.id)[0].video_link == ""
