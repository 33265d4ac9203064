"""Counting what a load left behind, by hand-made tables."""

from bench.hall.look import Place, excess, misplaced


def tables(*groups: list[int | None]) -> list[Place]:
    """Places dealt before anybody came late: one list of municipalities a table."""
    return [
        Place(person=10 * group + seat, municipality=place, group=group, is_late=False, order=0.0)
        for group, places in enumerate(groups)
        for seat, place in enumerate(places)
    ]


def late(person: int, municipality: int | None, group: int) -> Place:
    return Place(person=person, municipality=municipality, group=group, is_late=True, order=float(person))


def test_neighbours_that_nobody_could_part_are_not_counted() -> None:
    """Three of one municipality at two tables: two of them must sit together."""
    assert excess(tables([1, 1, 2], [1, 3])) == 0


def test_neighbours_that_could_have_been_parted_are_counted() -> None:
    assert excess(tables([1, 1, 2], [3, 4, 5])) == 1


def test_people_without_a_municipality_are_nobodys_neighbours() -> None:
    assert excess(tables([None, None], [1, 2])) == 0


def test_late_arrivals_who_fill_the_smallest_tables_are_well_placed() -> None:
    places = [*tables([1, 2, 3], [4, 5], [6, 7]), late(101, 8, 1), late(102, 9, 2)]

    assert misplaced(places) == []


def test_a_late_arrival_at_a_larger_table_is_misplaced() -> None:
    assert misplaced([*tables([1, 2, 3], [4, 5]), late(101, 8, 0)]) == ["person 101 came to 3 people, a table has 2"]


def test_a_late_arrival_beside_a_neighbour_is_misplaced_only_where_another_smallest_table_was_free_of_her() -> None:
    needless = [*tables([1, 2], [3, 4]), late(101, 1, 0)]
    needed = [*tables([1, 2], [1, 4]), late(101, 1, 0)]

    assert misplaced(needless) == ["person 101 met her own municipality, table 1 was free of it"]
    assert misplaced(needed) == []
