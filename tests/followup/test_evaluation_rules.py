"""EV-6, EV-7: what is shown of a day's answers shows nobody."""

from collections.abc import Sequence
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from network.followup.rules.evaluation import Part, average, chosen, parts
from network.privacy.small_numbers import LEAST, Group, isolates, shown

PEOPLE = st.integers(0, 11)
GROUPS = st.lists(st.frozensets(PEOPLE, min_size=1).map(lambda ids: frozenset(map(str, ids))), min_size=1, max_size=4)
SIGNS = (-2, -1, 0, 1, 2)


def brute_force(groups: Sequence[Group]) -> bool:
    """Try the sums and differences one by one, as somebody with a pencil would."""
    everybody = frozenset[str]().union(*groups)
    for signs in product(SIGNS, repeat=len(groups)):
        weights = {
            one: sum(sign for sign, group in zip(signs, groups, strict=True) if one in group) for one in everybody
        }
        if 0 < sum(weight != 0 for weight in weights.values()) < LEAST:
            return True
    return False


@settings(max_examples=150, deadline=None)
@given(GROUPS)
def test_whatever_a_pencil_can_find_the_rule_has_found(groups: list[Group]) -> None:
    """EV-7"""
    assert isolates(groups) or not brute_force(groups)


@settings(max_examples=150, deadline=None)
@given(st.lists(GROUPS.map(tuple), min_size=1, max_size=3))
def test_no_pair_of_figures_that_are_shown_is_about_one_to_four_people(steps: list[tuple[Group, ...]]) -> None:
    """EV-7, C17: also after any number of refused ones."""
    published = [group for step, is_shown in zip(steps, shown(steps), strict=True) if is_shown for group in step]

    assert [group for group in published if len(group) < LEAST] == []
    for one, other in combinations(published, 2):
        assert not 0 < len(one ^ other) < LEAST
        assert not (one < other and len(other - one) < LEAST)
    assert not brute_force(published[:4]) if published else True


def people(first: int, last: int) -> Group:
    return frozenset(f"p{number}" for number in range(first, last))


def test_a_part_of_which_the_rest_is_four_is_not_shown_and_of_which_it_is_five_is() -> None:
    """The control: the rule does not simply say no."""
    assert shown([(people(0, 12),), (people(0, 8), people(8, 12))]) == [True, False]
    assert shown([(people(0, 12),), (people(0, 7), people(7, 12))]) == [True, True]


def test_three_figures_that_only_together_tell_of_three_people_are_not_shown() -> None:
    """All − delegates = others; others − those who came back = three."""
    everybody, delegates, others = people(0, 20), people(0, 10), people(10, 20)
    came_back = people(10, 17)

    assert shown([(everybody,), (delegates,), (came_back,)]) == [True, True, False]
    assert isolates([everybody, delegates, came_back])
    assert not isolates([others, people(0, 7)])


def test_many_small_groups_are_refused_rather_than_looked_through() -> None:
    alone = [frozenset({str(number), *map(str, range(100, 120))}) for number in range(20)]

    assert isolates(alone)


@given(st.lists(st.integers(1, 5), max_size=60))
def test_each_part_of_a_scale_has_five_and_all_parts_together_everybody(values: list[int]) -> None:
    """EV-6"""
    found = parts(values, (1, 2, 3, 4, 5))

    assert all(part.count >= LEAST for part in found)
    assert sum(part.count for part in found) == (len(values) if len(values) >= LEAST else 0)
    assert [step for part in found for step in range(part.low, part.high + 1)] == ([1, 2, 3, 4, 5] if found else [])


def test_neighbours_are_put_together_until_they_are_five() -> None:
    assert parts([1, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5], (1, 2, 3, 4, 5)) == [Part(1, 4, 8), Part(5, 5, 6)]
    assert parts([1] * 6 + [2, 3], (1, 2, 3)) == [Part(1, 3, 8)]


def test_an_average_has_one_decimal_and_the_usual_three_are_asked_where_none_are_chosen() -> None:
    assert average([1, 2, 2]) == 1.7
    assert chosen([]) == ("useful", "will_happen", "different")
    assert chosen(["heard", "useful", "next_step"]) == ("useful", "heard", "next_step")
