"""GR-4 to GR-8, GR-10: decisions about rounds, tables, roles and names, from plain values."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.core.names import name_key
from network.sessions.groups.rules.placing import Table, group_count, is_full, place_late, too_small
from network.sessions.groups.rules.roles import propose_roles
from network.sessions.groups.rules.rounds import GroupRole, Phase, RoundState, may_enter, may_move, phases_of

ALLOWED = {
    ("planned", "drawn"),
    ("drawn", "planned"),
    ("drawn", "gather"),
    ("gather", "drawn"),
    ("gather", "running"),
    ("running", "gather"),
    ("running", "wrap_up"),
    ("wrap_up", "running"),
    ("wrap_up", "closed"),
    ("closed", "wrap_up"),
}


@pytest.mark.parametrize(("state", "to"), list(itertools.product(RoundState, RoundState)))
def test_a_round_goes_one_step_forward_or_one_back(state: RoundState, to: RoundState) -> None:
    """GR-4: every pair."""
    assert may_move(state, to) == ((state.value, to.value) in ALLOWED)


def test_phases_are_read_from_the_item_and_nonsense_is_none() -> None:
    assert phases_of(json.dumps([["write", 3], ["talk", 18]])) == [Phase("write", 3), Phase("talk", 18)]
    assert [phases_of(text) for text in ("", "nonsense", "[1]", '{"a": 1}', "null")] == [[]] * 5


@pytest.mark.parametrize("state", list(RoundState))
def test_only_a_round_at_work_has_phases_that_move(state: RoundState) -> None:
    is_at_work = state in (RoundState.RUNNING, RoundState.WRAP_UP)

    assert [may_enter(phase, state=state, count=3) for phase in (-1, 0, 2, 3)] == [False, is_at_work, is_at_work, False]


@pytest.mark.parametrize(
    ("tables", "chosen"),
    [
        ([Table(1, 1, (10, 11, 12), (1, 2, 3)), Table(2, 2, (13, 14), (7, 7))], 2),
        ([Table(1, 1, (10, 11), (7, 2)), Table(2, 2, (13, 14), (3, 4))], 2),
        ([Table(1, 1, (10, 99), (1, 2)), Table(2, 2, (13, 14), (3, 4))], 2),
        ([Table(1, 2, (10, 11), (1, 2)), Table(2, 1, (13, 14), (3, 4))], 2),
    ],
    ids=["the smallest first", "then no clash", "then fewest repeats", "then the lowest number"],
)
def test_who_comes_late_gets_the_best_place(tables: list[Table], chosen: int) -> None:
    """GR-5: somebody of municipality 7 who has met 99."""
    found = place_late(tables, municipality=7, met={99})

    assert found is not None
    assert found.group_id == chosen


def test_where_there_is_no_table_nobody_is_placed() -> None:
    assert place_late([], municipality=1, met=()) is None


@given(st.lists(st.integers(0, 8), min_size=1, max_size=24), st.integers(1, 40))
def test_late_arrivals_never_make_groups_more_uneven(sizes: list[int], coming: int) -> None:
    """GR-5: the largest group grows only when all are as large as it."""
    tables = [Table(n, n, tuple(range(100 * n, 100 * n + size)), (None,) * size) for n, size in enumerate(sizes)]
    for person in range(coming):
        found = place_late(tables, municipality=person % 5, met=())
        assert found is not None
        at = tables.index(found)
        tables[at] = Table(
            found.group_id, found.number, (*found.members, 9000 + person), (*found.municipalities, person % 5)
        )

    after = [len(table.members) for table in tables]
    assert max(after) <= max(max(sizes), min(after) + 1)


def test_a_group_that_has_become_small_is_put_together_with_the_one_that_fits_best() -> None:
    """GR-6: two of municipality 1; the second table has one of them, the third is larger than the fourth."""
    small = Table(1, 1, (1, 2), (1, 1))
    others = [
        Table(2, 2, (3, 4, 5), (1, 2, 3)),
        Table(3, 3, (6, 7, 8, 9), (4, 5, 6, 7)),
        Table(4, 4, (10, 11, 12), (8, 9, 2)),
    ]

    assert [(one.group_id, other.group_id) for one, other in too_small([small, *others])] == [(1, 4)]


def test_an_empty_table_and_a_lonely_one_ask_for_nothing() -> None:
    assert too_small([Table(1, 1, ()), Table(2, 2, (1, 2, 3))]) == []
    assert too_small([Table(1, 1, (1,))]) == []


@pytest.mark.parametrize(("count", "full"), [(4, False), (5, False), (6, True), (9, True)])
def test_a_table_is_full_at_one_above_the_size(count: int, full: bool) -> None:
    """GR-7"""
    assert is_full(count, size=5) == full


@pytest.mark.parametrize(("people", "count"), [(0, 0), (1, 1), (5, 1), (6, 2), (120, 24), (121, 25)])
def test_there_are_as_many_groups_as_keep_all_within_the_size(people: int, count: int) -> None:
    assert group_count(people, size=5) == count


def test_who_has_had_a_role_least_is_offered_it() -> None:
    """GR-8"""
    times = {(1, GroupRole.SCRIBE): 2, (2, GroupRole.SCRIBE): 1, (3, GroupRole.SCRIBE): 1, (3, GroupRole.HOST): 3}

    assert propose_roles([1, 2, 3], times) == {
        2: GroupRole.SCRIBE,
        1: GroupRole.HOST,
        3: GroupRole.SPOKESPERSON,
    }


def test_a_table_of_one_has_a_scribe_and_nothing_else() -> None:
    assert (propose_roles([4], {}), propose_roles([], {})) == ({4: GroupRole.SCRIBE}, {})


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("nn", ["Anna", "Élise", "Zara", "Ægir", "Østen", "Aase", "Åse"]),
        ("da", ["Anna", "Élise", "Zara", "Ægir", "Østen", "Aase", "Åse"]),
        ("sv", ["Aase", "Anna", "Élise", "Zara", "Åse", "Ægir", "Østen"]),
        ("en", ["Aase", "Anna", "Åse", "Élise", "Zara", "Ægir", "Østen"]),
    ],
)
def test_names_stand_in_the_order_of_the_languages_alphabet(language: str, in_order: list[str]) -> None:
    """GR-10"""
    mixed = [in_order[at] for at in (6, 2, 0, 5, 3, 1, 4)]

    assert sorted(mixed, key=lambda name: name_key(name, language)) == in_order
