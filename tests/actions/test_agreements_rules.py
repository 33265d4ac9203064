"""Who must answer, when a municipality is ready, and what a first step's day may be."""

from datetime import date

from network.actions.rules import agreements as rules
from network.actions.rules.agreements import Given, Standing, Subject, Voter

BO, CY, SIV = Voter(1, True), Voter(2, True), Voter(3, False)
ONE, TWO = Subject("one", 1), Subject("two", 2)


def stands(voters: list[Voter], given: set[Given], **more: bool) -> Standing:
    missing = rules.unanswered(voters, [ONE, TWO], given)
    facts = {"has_content": True, "is_asked": True, "is_released": False, **more}
    return rules.standing(voters=voters, missing=missing, **facts)


def all_of(*people: int) -> set[Given]:
    return {Given(person, key, wording) for person in people for key, wording in (("one", 1), ("two", 2))}


def test_an_answer_to_an_older_wording_counts_no_more() -> None:
    """AG-4"""
    given = {Given(1, "one", 1), Given(1, "two", 1), *all_of(2)}

    assert rules.unanswered([BO, CY], [ONE, TWO], given) == {1: ("two",)}


def test_a_municipality_is_ready_when_everybody_who_is_there_has_answered_everything() -> None:
    """AG-5"""
    assert stands([BO, CY], all_of(1)) == Standing.ASKED
    assert stands([BO, CY], all_of(1, 2)) == Standing.READY


def test_who_has_left_holds_nobody_back_until_the_last_one_has_left() -> None:
    """AG-5"""
    gone = [Voter(1, False), Voter(2, False)]

    assert stands([BO, CY, SIV], all_of(1, 2)) == Standing.READY
    assert stands(gone, all_of(1)) == Standing.ASKED
    assert stands(gone, all_of(1, 2)) == Standing.READY


def test_nobody_is_ready_without_having_been_asked_or_without_anything_to_answer() -> None:
    """AG-5"""
    assert stands([BO], all_of(1), is_asked=False) == Standing.DRAFT
    assert stands([BO], all_of(1), has_content=False) == Standing.NOTHING_YET
    assert stands([], set()) == Standing.ASKED


def test_a_release_lets_go_and_is_not_said_of_one_that_has_become_ready() -> None:
    """AG-10"""
    assert stands([BO, CY], set(), is_released=True) == Standing.RELEASED
    assert stands([BO, CY], all_of(1, 2), is_released=True) == Standing.READY


def test_the_first_step_is_taken_within_two_weeks() -> None:
    """AG-3"""
    day = date(2026, 11, 23)

    assert [rules.is_first_step_soon(date(2026, *rest), day) for rest in ((11, 22), (11, 23), (12, 7), (12, 8))] == [
        False,
        True,
        True,
        False,
    ]
