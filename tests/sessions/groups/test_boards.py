"""BO-12, BO-13: boards follow their round, and who has opened hers is known."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from network.access.actor import actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Invalid
from network.core.signals import hall_changed
from network.documents import registry
from network.documents.models import DocumentRecord
from network.people.models import Goal
from network.sessions.boards import queries as boards
from network.sessions.boards.dots import queries as dots
from network.sessions.boards.dots.services import setting
from network.sessions.boards.models import Board
from network.sessions.boards.services import making, seeing
from network.sessions.boards.services.opened import open_board
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.gatherings.services.programme import ItemText, edit_item
from network.sessions.groups.models import GroupRound, RoundState
from network.sessions.groups.queries.rounds import overview
from network.sessions.groups.services import rounds
from tests.cast import STARTS
from tests.sessions.groups.conftest import Day, groups_now, open_day


def standing(round_: GroupRound) -> list[tuple[str, bool, bool]]:
    """Of each board: its title, whether it has been opened, whether it is open."""
    db.session.rollback()
    found = sorted(boards.boards_of_round(round_.id).values(), key=lambda board: board.title)
    return [(board.title, board.opened_at is not None, board.is_open) for board in found]


def test_boards_are_made_opened_and_closed_with_their_round(day: Day) -> None:
    """BO-12"""
    day.comes(*day.people[:10])
    round_ = day.round(question="Kva utfordrar dette oss på?")
    seen = {}
    for state in (RoundState.DRAWN, RoundState.GATHER, RoundState.RUNNING, RoundState.WRAP_UP, RoundState.CLOSED):
        day.moves(round_, state)
        seen[state.value] = standing(round_)

    def all_are(opened: bool, is_open: bool) -> list[tuple[str, bool, bool]]:
        return [("Bord 1", opened, is_open), ("Bord 2", opened, is_open)]

    assert seen == {
        "drawn": [],
        "gather": all_are(False, False),
        "running": all_are(True, True),
        "wrap_up": all_are(True, True),
        "closed": all_are(True, False),
    }


def test_the_board_of_a_group_that_was_put_together_with_another_is_closed_with_the_round(day: Day) -> None:
    """BO-12: nobody sits there any more, and those who lead could still have written on it."""
    day.comes(*day.people[:6])
    round_ = day.moves(day.round(), RoundState.RUNNING)
    first, second = groups_now(round_)
    with unit_of_work():
        rounds.merge_groups(round_, first, second, by_id=None)

    day.moves(round_, RoundState.CLOSED)

    db.session.rollback()
    left = db.session.scalars(select(Board).where(Board.group_id == first.id)).one()
    assert (left.opened_at is not None, left.is_open) == (True, False)


def test_a_board_has_its_templates_columns_in_the_gatherings_language(app: Flask) -> None:
    clock.set(STARTS)
    day = open_day(places=2, each=3, language="en")
    day.comes(*day.people)

    round_ = day.moves(day.round("local_round", board_template="ourselves", question="What now?"), RoundState.GATHER)

    board = next(iter(boards.boards_of_round(round_.id).values()))
    assert (board.template, board.question, [column.title for column in board.columns]) == (
        "ourselves",
        "What now?",
        ["The municipality", "We ourselves", "More move here", "Fewer move away"],
    )


def test_a_board_about_goals_has_the_networks_own(full_day: Day) -> None:
    with unit_of_work():
        for position, (number, text) in enumerate(
            (("1", "Rolla"), ("2", "Digitalt"), ("2a", "Medverknad"), ("3", "Nytt"))
        ):
            db.session.add(Goal(number=number, text=text, position=position, from_date=date(2020, 1, 1)))

    round_ = full_day.moves(full_day.round(board_template="goals"), RoundState.GATHER)

    board = next(iter(boards.boards_of_round(round_.id).values()))
    assert [(column.key, column.title, column.prompt) for column in board.columns] == [
        ("goal_1", "Mål 1", "Rolla"),
        ("goal_2", "Mål 2", "Digitalt"),
        ("goal_3", "Mål 3", "Nytt"),
    ]


def test_a_closed_round_is_opened_again_with_its_boards(full_day: Day) -> None:
    round_ = full_day.moves(full_day.round(), RoundState.CLOSED)

    with unit_of_work():
        rounds.move_round(round_, RoundState.WRAP_UP, by_id=None)

    assert {is_open for _title, _opened, is_open in standing(round_)} == {True}


def test_a_board_with_a_note_on_it_outlives_a_new_deal(full_day: Day) -> None:
    """BO-12"""
    round_ = full_day.moves(full_day.round(), RoundState.GATHER)
    last = boards.board_of_group(groups_now(round_)[-1].id)
    assert last is not None
    with unit_of_work():
        making.reopen_board(None, last)
    writer = actor_for(groups_now(round_)[-1].members[0].person_id)
    making.note_step(open_board(last), writer, text="hei", column="challenge")

    full_day.deal(round_, size=12)

    titles = [board.title for board in db.session.scalars(select(Board).order_by(Board.id))]
    assert titles == ["Bord 1", "Bord 2", "Bord 3", "Bord 7"]


def test_a_board_that_goes_leaves_no_document_behind(full_day: Day) -> None:
    round_ = full_day.moves(full_day.round(), RoundState.GATHER)

    full_day.deal(round_, size=12)

    documents = set(db.session.scalars(select(DocumentRecord.id)))
    assert documents == set(db.session.scalars(select(Board.document_id)))
    assert all(registry().open(document) for document in documents)


def test_a_hall_of_120_gets_a_board_for_each_table(app: Flask) -> None:
    clock.set(STARTS)
    day = open_day(places=12, each=10)
    day.comes(*day.people)
    round_ = day.deal(day.round(), size=5)

    day.moves(round_, RoundState.GATHER)

    assert len(standing(round_)) == 24


def test_who_opens_her_board_is_seen_once_and_the_hall_is_told(full_day: Day) -> None:
    """BO-13"""
    round_ = full_day.moves(full_day.round(), RoundState.GATHER)
    board = boards.board_of_group(groups_now(round_)[0].id)
    assert board is not None
    heard: list[int] = []

    def hear(*, gathering_id: int, **_more: object) -> None:
        heard.append(gathering_id)

    hall_changed.connect(hear)
    try:
        for _twice in range(2):
            for member in groups_now(round_)[0].members:
                seeing.note(open_board(board), member.person_id)
            seeing.note(open_board(board), full_day.fia.id)
            seeing.store_due()
    finally:
        hall_changed.disconnect(hear)

    assert (heard, [one.seen for one in overview(round_) if one.seen]) == (
        [full_day.gathering.id],
        [len(groups_now(round_)[0].members)],
    )


def test_the_board_of_the_round_under_way_stands_first_on_the_front_page(full_day: Day) -> None:
    first = full_day.moves(full_day.round(), RoundState.CLOSED)
    second = full_day.moves(full_day.round(), RoundState.RUNNING)
    third = full_day.deal(full_day.round())
    anna = full_day.people[0]

    listed = boards.listed_boards(actor_for(anna.id))

    ids = {group.id: round_.number for round_ in (first, second, third) for group in groups_now(round_)}
    assert [(ids[one.board.group_id], one.is_current) for one in listed] == [(2, True), (1, False)]


def test_dots_are_set_in_their_phase_and_every_groups_are_shown_when_the_round_goes_on(day: Day) -> None:
    """BO-22, also of a board that came to be while they are set."""
    day.comes(*day.people[:10])
    round_ = day.round(phases='[["sort", 5], ["prioritise", 5], ["choose", 3]]')
    day.moves(round_, RoundState.RUNNING)
    found = [dots.latest(board.id) for board in boards.boards_of_round(round_.id).values()]

    step_to_phase(round_, 1)
    for board in boards.boards_of_round(round_.id).values():
        writer = actor_for(board.group.members[0].person_id)
        note = making.note_step(open_board(board), writer, text="hei", column="challenge")
        now = dots.latest(board.id)
        assert now is not None
        given = {"topic_id": note, "key": "some-press", "topics": [note]}
        with unit_of_work():
            setting.press(board, board.group.members[0].person_id, round_key=now.public_id, step=setting.MORE, **given)
    step_to_phase(round_, 2)

    there = boards.boards_of_round(round_.id).values()
    sums = [list(dots.shown_on(board.id, open_board(board).topics()).sums.values()) for board in there]
    assert (found, sums) == ([None, None], [[1], [1]])


def test_a_round_that_is_dealt_anew_after_its_dots_began_lets_go_of_them_with_their_boards(full_day: Day) -> None:
    """BO-12: boards that nobody wrote on go."""
    round_ = full_day.moves(full_day.round(phases='[["prioritise", 5], ["choose", 3]]'), RoundState.RUNNING)
    with unit_of_work():
        rounds.move_round(round_, RoundState.GATHER, by_id=None)
    before = len(boards.boards_of_round(round_.id))

    full_day.deal(round_, size=12)

    left = list(boards.boards_of_round(round_.id).values())
    rested = {dots.latest(board.id) is None or dots.latest(board.id).paused_at is not None for board in left}
    assert (len(left) < before, rested) == (True, {True})


def test_the_programme_may_say_how_many_dots_there_are(full_day: Day) -> None:
    """BO-20"""
    phases = '[["sort", 5], ["prioritise", 5]]'
    given = full_day.moves(full_day.round(phases=phases, dots=4), RoundState.RUNNING)
    proposed = full_day.moves(full_day.round(phases=phases), RoundState.RUNNING)

    for round_ in (given, proposed):
        step_to_phase(round_, 1)

    first = [dots.latest(next(iter(boards.boards_of_round(one.id).values())).id) for one in (given, proposed)]
    assert [(one.budget, one.most) for one in first if one is not None] == [(4, 2), (1, 1)]


def step_to_phase(round_: GroupRound, phase: int) -> None:
    with unit_of_work():
        rounds.next_phase(round_, phase, by_id=None)


def test_a_round_that_leaves_dots_out_has_none(full_day: Day) -> None:
    """BO-24: passed over on the way from one phase to another, or not in the programme at all."""
    skipped = full_day.moves(
        full_day.round(phases='[["sort", 5], ["prioritise", 5], ["choose", 3]]'), RoundState.RUNNING
    )
    step_to_phase(skipped, 2)
    without = full_day.moves(full_day.round(phases='[["write", 5], ["choose", 3]]'), RoundState.RUNNING)
    step_to_phase(without, 1)

    found = {dots.latest(board.id) for one in (skipped, without) for board in boards.boards_of_round(one.id).values()}
    assert found == {None}


def test_a_rounds_boards_tell_as_much_of_who_wrote_as_the_programme_says(day: Day) -> None:
    """BO-33: from the beginning, and when it is changed; not more than was promised to somebody who has written."""
    day.comes(*day.people[:6])
    round_ = day.moves(day.round(names="municipality"), RoundState.RUNNING)
    item = db.session.get_one(ProgrammeItem, round_.item_id)
    text = ItemText(kind=item.kind, title=item.title, minutes=item.minutes, groups="new")

    def told(level: NamesLevel) -> set[str]:
        with unit_of_work():
            stored = db.session.get_one(ProgrammeItem, round_.item_id)
            edit_item(None, db.session.get_one(Gathering, day.gathering.id), stored, replace(text, names=level))
        db.session.rollback()
        return {str(board.names) for board in boards.boards_of_round(round_.id).values()}

    first = {str(board.names) for board in boards.boards_of_round(round_.id).values()}
    changed = [told(level) for level in (NamesLevel.NAMES, NamesLevel.MUNICIPALITY)]
    board = next(iter(boards.boards_of_round(round_.id).values()))
    making.note_step(open_board(board), actor_for(day.fia.id), text="Hei", column=board.columns[0].key)
    with pytest.raises(Invalid):
        told(NamesLevel.NAMES)

    assert (first, changed) == ({"municipality"}, [{"names"}, {"municipality"}])
    assert (told(NamesLevel.NOBODY), db.session.get_one(Board, board.id).is_reseed_due) == ({"nobody"}, True)
