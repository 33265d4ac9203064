"""What one move would mean, told before it."""

from network.sessions.groups import engine
from network.sessions.groups.engine import Attendee, Past, Problem, Round, Wishes

PEOPLE = (Attendee(0, "a"), Attendee(1, "b"), Attendee(2, "a"), Attendee(3, "c"))


def test_whom_she_meets_again_and_who_is_from_home() -> None:
    problem = Problem.one_round(PEOPLE, 2, (Past(((0, 3),), 1),))

    change = engine.what_if(problem, (((0, 1), (2, 3)),), 0, 1)

    assert (change.from_group, change.size_before, change.again, change.same_municipality) == (0, 2, (3,), (2,))


def test_the_days_other_rounds_count_as_well_and_hard_wishes_are_named() -> None:
    wishes = Wishes(together=((0, 1),), apart=((0, 3),))
    problem = Problem(PEOPLE, (Round(2, (0, 1, 2, 3)),) * 2, wishes=wishes)
    plan = (((0, 2), (1, 3)), ((0, 1), (2, 3)))

    change = engine.what_if(problem, plan, 0, 1, round_number=1)

    assert (change.again, change.kept_apart, change.parted) == ((2,), (3,), (1,))


def test_to_stay_where_she_is_parts_nobody() -> None:
    problem = Problem(PEOPLE, (Round(2, (0, 1, 2, 3)),), wishes=Wishes(together=((0, 1),)))

    change = engine.what_if(problem, (((0, 1), (2, 3)),), 0, 0)

    assert (change.size_before, change.parted) == (1, ())
