"""AP: how an action goes is told, stands in its history, and can be taken back for a short while."""

import pytest

from network.actions.models import ActionState, ActionUpdate
from network.actions.services import updates
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid
from network.privacy import retention
from tests.actions.agreed import agree, history, later, tell
from tests.actions.going import Going


def test_what_is_told_stands_in_the_history_and_says_where_it_stands(going: Going) -> None:
    """AP-4"""
    [point] = agree(going)

    later(going, days=3)
    tell(going, point, "under_way", "Har ringt to  utval")

    row = going.stored(point)
    assert (row.state, row.heard_at) == (ActionState.UNDER_WAY, clock.now())
    assert history(point) == [("agreed", ""), ("under_way", "Har ringt to utval")]


def test_nobody_tells_of_what_is_only_proposed(going: Going) -> None:
    """AP-1"""
    point = going.write()

    with pytest.raises(Conflict):
        tell(going, point, "done")

    assert (going.stored(point).state, history(point)) == (ActionState.PROPOSED, [])


@pytest.mark.parametrize("state", ["agreed", "proposed", "", "nearly"])
def test_only_four_things_can_be_told(going: Going, state: str) -> None:
    """AP-1"""
    [point] = agree(going)

    with pytest.raises(Invalid):
        tell(going, point, state)

    assert history(point) == [("agreed", "")]


@pytest.mark.parametrize("state", ["stuck", "dropped"])
def test_stuck_and_laid_aside_without_a_line_store_nothing(going: Going, state: str) -> None:
    """AP-2"""
    [point] = agree(going)

    with pytest.raises(Invalid) as refused:
        tell(going, point, state)
    tell(going, point, state, "Manglar pengar")

    assert (refused.value.field, history(point)[1:]) == ("line", [(state, "Manglar pengar")])


def test_the_same_key_again_is_the_same_update(going: Going) -> None:
    """AP-4"""
    [point] = agree(going)

    tell(going, point, "done", key="her key")
    tell(going, point, "done", key="her key")

    assert history(point) == [("agreed", ""), ("done", "")]


def test_two_at_the_same_time_both_stand_there_and_the_later_one_is_told(going: Going) -> None:
    """AP-4"""
    [point] = agree(going)
    cast = going.hall.cast
    seen = db.session.query(ActionUpdate).one().id

    first = tell(going, point, "under_way", by=cast.bo, seen=seen)
    second = tell(going, point, "stuck", "Treng ein jurist", by=cast.cy, seen=seen)

    assert history(point)[1:] == [("under_way", ""), ("stuck", "Treng ein jurist")]
    assert going.stored(point).state == ActionState.STUCK
    assert ([one.state for one in first.meanwhile], [one.state for one in second.meanwhile]) == ([], ["under_way"])


def test_ones_own_last_update_is_taken_back_for_a_quarter_of_an_hour(going: Going) -> None:
    """AP-5"""
    [point] = agree(going)
    bo = going.hall.cast.bo
    tell(going, point, "under_way")
    tell(going, point, "done")

    for _twice in range(2):
        with unit_of_work():
            updates.take_back(going.point(point), person_id=bo.id)
        clock.advance(16 * 60)

    assert (history(point)[1:], going.stored(point).state) == ([("under_way", "")], ActionState.UNDER_WAY)


def test_nobody_takes_back_what_another_told(going: Going) -> None:
    """AP-5"""
    [point] = agree(going)
    tell(going, point, "done")

    with unit_of_work():
        updates.take_back(going.point(point), person_id=going.hall.cast.cy.id)

    assert history(point)[1:] == [("done", "")]


def test_taking_back_leaves_what_came_after(going: Going) -> None:
    """AP-5"""
    [point] = agree(going)
    cast = going.hall.cast
    tell(going, point, "under_way", by=cast.bo)
    tell(going, point, "stuck", "Ventar på svar", by=cast.cy)

    with unit_of_work():
        updates.take_back(going.point(point), person_id=cast.bo.id)

    assert (history(point)[1:], going.stored(point).state) == ([("stuck", "Ventar på svar")], ActionState.STUCK)


def test_after_two_years_it_stands_there_without_the_name(going: Going) -> None:
    """AP-6"""
    [point] = agree(going)
    tell(going, point, "done", "Gjort i haust")

    clock.advance(729 * 86400)
    retention.purge_all()
    before = db.session.query(ActionUpdate.person_id).filter_by(line="Gjort i haust").scalar()
    clock.advance(2 * 86400)
    retention.purge_all()
    after = db.session.query(ActionUpdate.person_id).filter_by(line="Gjort i haust").scalar()

    assert (before, after, history(point)[1:]) == (going.hall.cast.bo.id, None, [("done", "Gjort i haust")])
