"""The day moves from the version that somebody saw, or not at all (ST-1 to ST-5)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.sessions.gatherings.models import GatheringRole, ProgrammeItem
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.programme import remove_item
from network.sessions.groups.models import GroupRound
from network.sessions.stage.models import ItemRun, StageMove
from network.sessions.stage.queries.standing import scene_of
from network.sessions.stage.services import moves
from tests.sessions.stage.conftest import Day, after


def facts_of(day: Day) -> tuple[object, ...]:
    """What a refused move must leave alone."""
    state = day.state
    runs = db.session.execute(select(ItemRun.item_id, ItemRun.is_skipped, ItemRun.ended_at).order_by(ItemRun.id)).all()
    moved = db.session.scalars(select(StageMove.act).order_by(StageMove.id)).all()
    return state.version, state.item_id, state.picture, state.ends_at, [tuple(run) for run in runs], list(moved)


def runs(day: Day) -> list[tuple[str, bool, bool]]:
    """(item, was it skipped, is it over), in order."""
    db.session.rollback()
    titles = {item.id: key for key, item in day.items.items()}
    found = db.session.scalars(select(ItemRun).order_by(ItemRun.id))
    return [(titles[run.item_id], run.is_skipped, run.ended_at is not None) for run in found]


def round_state(day: Day) -> str:
    db.session.rollback()
    return str(db.session.scalar(select(GroupRound.state)))


def test_each_move_counts_the_version_up_and_keeps_what_was_before(day: Day) -> None:
    """ST-1"""
    day.go_to("talk")

    state = day.go_to("asked")

    moved = db.session.scalars(select(StageMove).order_by(StageMove.id)).all()
    assert (state.version, [(one.version, one.act, one.by_id) for one in moved]) == (
        3,
        [(2, "begin", day.cast.fia.id), (3, "begin", day.cast.fia.id)],
    )


def test_of_two_who_lead_the_second_is_told_who_was_first_and_changes_nothing(day: Day) -> None:
    """ST-1, ST-2"""
    day.move("begin", by=day.cast.fia, version=1, item_id=day.items["talk"].id)
    before = facts_of(day)

    with pytest.raises(Conflict) as second:
        day.move("begin", by=day.cast.lea, version=1, item_id=day.items["lunch"].id)

    assert ("Fia" in second.value.message, "Innleiing" in second.value.message) == (True, True)
    assert facts_of(day) == before


def test_without_the_version_the_second_would_overwrite_the_first(day: Day) -> None:
    """The control to ST-1: the same two moves, the second made as if it had seen the first."""
    day.move("begin", by=day.cast.fia, version=1, item_id=day.items["talk"].id)

    day.move("begin", by=day.cast.lea, version=2, item_id=day.items["lunch"].id)

    assert day.state.item_id == day.items["lunch"].id


def test_a_form_that_is_sent_twice_is_one_move(day: Day) -> None:
    """ST-3, F10"""
    for _time in range(2):
        day.move("begin", version=1, item_id=day.items["talk"].id)

    assert (day.state.version, runs(day)) == (2, [("talk", False, False)])


def test_the_same_act_on_another_item_is_no_repeat(day: Day) -> None:
    """ST-3"""
    day.move("begin", version=1, item_id=day.items["talk"].id)

    with pytest.raises(Conflict):
        day.move("begin", version=1, item_id=day.items["asked"].id)


def test_an_item_can_be_run_ahead_of_repeated_and_left_out_and_reality_is_kept(day: Day) -> None:
    """ST-4"""
    day.go_to("talk")
    day.go_to("lunch")
    day.go_to("talk")

    day.move("skip", item_id=day.items["asked"].id)

    assert runs(day) == [("talk", False, True), ("lunch", False, True), ("talk", False, False), ("asked", True, True)]


def test_a_closed_round_that_is_begun_once_more_is_at_work_again_until_that_is_taken_back(day: Day) -> None:
    """ST-4: with the groups that it had."""
    day.to_work()
    for act in ("wrap_up", "close"):
        day.move(act)
    day.go_to("lunch")

    day.go_to("mixed")
    again = round_state(day)
    day.move("undo")

    assert (again, round_state(day), day.state.item_id) == ("running", "closed", day.items["lunch"].id)


def test_leaving_out_what_goes_on_begins_what_comes_next(day: Day) -> None:
    """ST-4"""
    day.go_to("talk")

    state = day.move("skip", item_id=day.items["talk"].id)

    assert state.item_id == day.items["asked"].id


def test_what_goes_on_goes_on_when_it_is_taken_off_the_plan_and_leads_to_what_stood_behind_it(day: Day) -> None:
    day.go_to("mixed")
    with unit_of_work():
        removed = db.session.get_one(ProgrammeItem, day.items["mixed"].id)
        remove_item(day.cast.lea.id, day.gathering, removed)

    scene = scene_of(day.gathering)
    shown = [one.title if one else None for one in (scene.item, scene.next_item)]
    day.move("skip", item_id=day.items["mixed"].id)

    assert shown == ["Blanda grupper", "Lunsj"]
    assert day.state.item_id == day.items["lunch"].id


def test_another_gatherings_item_is_not_found(day: Day) -> None:
    before = facts_of(day)

    with pytest.raises(NotFound):
        day.move("begin", item_id=0)

    assert facts_of(day) == before


def test_a_round_goes_from_planned_to_closed_and_its_clock_waits_for_the_start(day: Day) -> None:
    """ST-5, ST-6"""
    day.go_to("mixed")
    seen = []
    for act in ("deal", "gather", "start", "phase", "phase", "wrap_up", "close"):
        state = day.move(act)
        seen.append((act, round_state(day), state.ends_at and (state.ends_at - clock.now()) // timedelta(minutes=1)))

    assert seen == [
        ("deal", "drawn", None),
        ("gather", "gather", 3),
        ("start", "running", 3),
        ("phase", "running", 18),
        ("phase", "running", 3),
        ("wrap_up", "wrap_up", None),
        ("close", "closed", None),
    ]


def test_a_step_that_the_round_cannot_take_is_refused_and_nothing_moves(day: Day) -> None:
    """ST-5"""
    day.go_to("mixed")
    before = facts_of(day)

    with pytest.raises(Conflict):
        day.move("close")

    assert facts_of(day) == before


@pytest.mark.parametrize("act", ["gather", "start", "phase", "wrap_up", "close"])
def test_every_step_of_a_round_can_be_taken_back_for_ten_seconds(day: Day, act: str) -> None:
    """ST-2"""
    day.go_to("mixed")
    steps = ["deal", "gather", "start", "phase", "wrap_up", "close"]
    for step in steps[: steps.index(act)]:
        day.move(step)
    before = round_state(day), day.state.ends_at, day.state.picture
    day.move(act)
    after(seconds=9)

    day.move("undo")

    assert (round_state(day), day.state.ends_at, day.state.picture) == before


def test_going_on_is_taken_back_with_its_run(day: Day) -> None:
    """ST-2"""
    day.go_to("talk")
    day.go_to("lunch")

    state = day.move("undo")

    assert (state.item_id, runs(day)) == (day.items["talk"].id, [("talk", False, False)])


@pytest.mark.parametrize("seconds", [10.5, 600])
def test_after_ten_seconds_nothing_is_taken_back(day: Day, seconds: float) -> None:
    """ST-2"""
    day.go_to("talk")
    day.go_to("lunch")
    after(seconds=seconds)
    before = facts_of(day)

    with pytest.raises(Conflict):
        day.move("undo")

    assert facts_of(day) == before


def test_an_undo_is_not_undone(day: Day) -> None:
    """ST-2"""
    day.go_to("talk")
    day.move("undo")

    with pytest.raises(Conflict):
        day.move("undo")


def test_a_protected_round_is_cut_below_its_least_only_after_a_yes(day: Day) -> None:
    """ST-12"""
    before = facts_of(day)

    with pytest.raises(Invalid) as asked:
        day.move("shorten", item_id=day.items["home"].id, minutes=20)
    refused = facts_of(day)
    day.move("shorten", item_id=day.items["home"].id, minutes=20, is_confirmed=True)

    assert (asked.value.field, refused, day.items["home"].minutes) == ("confirm", before, 20)


@pytest.mark.parametrize(
    ("act", "key"),
    [("skip", "home"), ("begin", "lunch"), ("close", None), ("finish", None)],
    ids=["leaving it out", "going on from it at once", "closing it", "ending the day"],
)
def test_leaving_a_protected_round_early_asks_first(day: Day, act: str, key: str | None) -> None:
    """ST-12"""
    day.go_to("home")
    for step in ("deal", "gather", "start", "wrap_up"):
        day.move(step)
    facts = {"item_id": day.items[key].id} if key else {}

    with pytest.raises(Invalid) as asked:
        day.move(act, **facts)
    version = day.state.version
    day.move(act, is_confirmed=True, **facts)

    assert (asked.value.field, day.state.version) == ("confirm", version + 1)


def test_a_day_that_never_came_to_the_protected_round_asks_before_it_ends(day: Day) -> None:
    """ST-12; one that was left out has been asked about already."""
    day.go_to("lunch")

    with pytest.raises(Invalid) as asked:
        day.move("finish")
    day.move("skip", item_id=day.items["home"].id, is_confirmed=True)
    day.move("finish")

    assert (asked.value.field, day.state.finished_at is not None) == ("confirm", True)


def test_a_round_that_has_had_its_least_is_left_without_a_question(day: Day) -> None:
    """ST-12"""
    day.go_to("home")
    after(minutes=26)

    assert day.go_to("lunch").item_id == day.items["lunch"].id


def test_a_cut_is_taken_back(day: Day) -> None:
    day.move("shorten", item_id=day.items["lunch"].id, minutes=30)

    day.move("undo")

    assert day.items["lunch"].minutes == 45


def test_a_co_facilitator_goes_on_where_the_lead_stopped(day: Day) -> None:
    """C7: the lead's laptop is dead; the state is the server's."""
    with unit_of_work():
        admit(day.gathering, day.cast.kai.id, GatheringRole.FACILITATOR)
    day.to_work()

    state = day.move("phase", by=day.cast.kai)

    assert (state.changed_by_id, round_state(day)) == (day.cast.kai.id, "running")


def test_a_presenters_slide_moves_no_version(day: Day) -> None:
    day.go_to("talk")
    version, revision = day.state.version, day.state.revision

    with unit_of_work():
        moves.show_picture(day.gathering, "card", {"card": "listen"}, by_id=day.cast.anna.id)

    state = day.state
    assert (state.version, state.revision, state.picture) == (version, revision + 1, "card")


@pytest.mark.parametrize("hours", [-1, 1, 24])
def test_a_server_whose_clock_jumps_keeps_the_end_of_the_round(day: Day, hours: int) -> None:
    """F20: the clock counts to a moment; when the machine is right again, so is the hall."""
    day.go_to("talk")
    right, ends_at = clock.now(), day.state.ends_at
    clock.set(right + timedelta(hours=hours))
    day.move("show", picture="code")
    clock.set(right + timedelta(minutes=5))

    state = day.move("add_time", minutes=2)

    assert ends_at is not None
    assert (state.ends_at, state.version) == (ends_at + timedelta(minutes=2), 4)
