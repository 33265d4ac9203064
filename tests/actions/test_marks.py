"""MK: one mark a person and thing, private until the municipality sits down, told first, then without names."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from network.access.actor import actor_for
from network.actions.models import TakeHomeMark
from network.actions.queries import marks as queries
from network.actions.queries.marked import thing_of
from network.actions.services import marks
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.sessions.boards.models import Board
from network.sessions.boards.queries import boards_for
from network.sessions.gatherings.services.door import check_out
from network.sessions.groups.models import GroupKind, RoundState
from network.sessions.stage.models import Question, QuestionState
from network.sessions.stage.services.talks import set_state
from tests.actions.marking import Marking, open_the_marking
from tests.cast import STARTS
from tests.furnished import furnished

LINE = "Kunne vi hatt grendeutval hos oss?"


@pytest.fixture
def marking(app: Flask) -> Marking:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnished(app, open_the_marking, at=STARTS + timedelta(hours=1))


def stored() -> list[tuple[str, str, bool, bool]]:
    """(target, line, is shared, is taken away)."""
    db.session.rollback()
    rows = db.session.scalars(select(TakeHomeMark).order_by(TakeHomeMark.id))
    return [(row.target, row.line, row.shared_at is not None, row.removed_at is not None) for row in rows]


def mark_of(marking: Marking, name: str, target: str) -> TakeHomeMark:
    found = queries.mark_on(marking.person(name).id, target)
    assert found is not None
    return found


def test_pressed_again_it_changes_the_line_of_the_one_mark(marking: Marking) -> None:
    """MK-1"""
    marking.marks("bo", marking.talk, "Fyrst", key="device-key-1")
    marking.marks("bo", marking.talk, LINE, key="device-key-2")

    assert stored() == [(marking.talk, LINE, False, False)]


def test_the_same_key_again_changes_nothing(marking: Marking) -> None:
    """MK-1: a phone that got no answer sends once more."""
    marking.marks("bo", marking.talk, LINE, key="device-key-1")
    marking.marks("bo", marking.talk, "noko anna", key="device-key-1")

    assert stored() == [(marking.talk, LINE, False, False)]


def test_one_key_is_not_good_for_two_things(marking: Marking) -> None:
    marking.marks("bo", marking.talk, LINE, key="device-key-1")

    with pytest.raises(Conflict):
        marking.marks("bo", marking.asked, LINE, key="device-key-1")


def test_what_was_taken_away_can_be_marked_anew(marking: Marking) -> None:
    marking.marks("bo", marking.talk, "Fyrst", key="device-key-1")
    with unit_of_work():
        marks.take_away(mark_of(marking, "bo", marking.talk))
        marks.take_away(mark_of(marking, "bo", marking.talk))
    gone = stored()

    marking.marks("bo", marking.talk, LINE, key="device-key-2")

    assert (gone, stored()) == ([(marking.talk, "Fyrst", False, True)], [(marking.talk, LINE, False, False)])


def test_a_line_has_an_end_and_a_key_is_a_devices(marking: Marking) -> None:
    for line, key in (("a" * 301, "device-key-1"), (LINE, "kort"), (LINE, "more-12345678")):
        with pytest.raises(Invalid):
            marking.marks("bo", marking.talk, line, key=key)

    assert stored() == []


def test_two_days_after_the_day_nothing_more_is_marked(marking: Marking) -> None:
    """MK-2"""
    clock.set(marking.gathering.ends_at + timedelta(hours=49))

    with pytest.raises(Conflict):
        marking.marks("bo", marking.talk, LINE)


def test_nobody_else_reads_a_mark_before_the_round(marking: Marking) -> None:
    """MK-3: with the control: its maker does, and the same query shows it once it is shared."""
    marking.marks("bo", marking.talk, LINE)

    before = {name: marking.seen_by(name, "9902") for name in ("bo", "cy", "anna", "kai", "fia", "lea", "otto")}
    hers = [one.mark.line for one in queries.mine(marking.actor("bo"), marking.gathering).marks]
    marking.own_round()

    assert (before, hers) == ({name: [] for name in before}, [LINE])
    assert [one.lines for one in marking.seen_by("cy", "9902")] == [(LINE,)]


def test_when_work_begins_what_is_not_kept_back_is_shown_to_colleagues_and_to_nobody_else(marking: Marking) -> None:
    """MK-4, MK-5"""
    marking.marks("bo", marking.talk, LINE)
    marking.marks("bo", marking.asked, "Dette er mitt")
    with unit_of_work():
        marks.keep_back(mark_of(marking, "bo", marking.asked))
    marking.own_round(RoundState.DRAWN, RoundState.GATHER)
    gathered = stored()
    marking.own_round(RoundState.RUNNING)

    seen = {name: [one.target for one in marking.seen_by(name, "9902")] for name in ("bo", "cy", "anna", "kai", "lea")}

    assert [shared for _target, _line, shared, _gone in gathered] == [False, False]
    assert seen == {"bo": [marking.talk], "cy": [marking.talk], "anna": [], "kai": [], "lea": []}


def test_a_start_that_is_taken_back_shows_nothing(marking: Marking) -> None:
    marking.marks("bo", marking.talk, LINE)
    marking.own_round()

    marking.own_round(RoundState.GATHER)

    assert (stored(), marking.seen_by("cy", "9902")) == ([(marking.talk, LINE, False, False)], [])


def test_what_comes_after_work_began_is_shown_only_by_somebody_who_was_told(marking: Marking) -> None:
    """MK-5: a phone that was out of reach has told her nothing; the button on a page of now has."""
    marking.own_round()
    clock.advance(60)
    marking.marks("bo", marking.talk, "frå i føremiddag")
    marking.marks("bo", marking.asked, "sagt med ein gong", is_told=True)
    first = [one.target for one in marking.seen_by("cy", "9902")]
    marking.own_round(RoundState.WRAP_UP, RoundState.RUNNING)
    again = [one.target for one in marking.seen_by("cy", "9902")]

    with unit_of_work():
        marks.share_rest(queries.own_marks(marking.actor("bo"), marking.gathering.id))

    assert (first, again) == ([marking.asked], [marking.asked])
    assert [one.target for one in marking.seen_by("cy", "9902")] == [marking.talk, marking.asked]


def test_told_or_not_nothing_is_shown_before_work_begins(marking: Marking) -> None:
    """MK-5: a form says "told"; it does not decide."""
    marking.own_round(RoundState.DRAWN, RoundState.GATHER)
    marking.marks("bo", marking.talk, LINE, is_told=True)

    with pytest.raises(Conflict), unit_of_work():
        marks.share_rest(queries.own_marks(marking.actor("bo"), marking.gathering.id))

    assert stored() == [(marking.talk, LINE, False, False)]


def test_whoever_sits_down_later_shows_hers_herself(marking: Marking) -> None:
    """MK-5"""
    marking.marks("bo", marking.talk, LINE)
    with unit_of_work():
        check_out(marking.gathering, marking.person("bo").id, by_id=None)
    marking.own_round()
    before = marking.seen_by("cy", "9902")

    with unit_of_work():
        marks.share_rest(queries.own_marks(marking.actor("bo"), marking.gathering.id))

    assert (before, [one.lines for one in marking.seen_by("cy", "9902")]) == ([], [(LINE,)])


def test_taken_away_afterwards_it_is_gone_for_the_others_too(marking: Marking) -> None:
    marking.marks("bo", marking.talk, LINE)
    marking.marks("cy", marking.talk, "eg òg")
    marking.own_round()

    with unit_of_work():
        marks.take_away(mark_of(marking, "bo", marking.talk))

    assert [(one.lines, one.count) for one in marking.seen_by("cy", "9902")] == [(("eg òg",), 1)]


def test_the_words_of_a_mixed_group_reach_nobody_else_and_the_markers_own_do(marking: Marking) -> None:
    """MK-6, MK-8: with the control: chosen for everybody, the same note is shown word for word."""
    said = "Ordføraren hos oss svarar aldri på e-post"
    note = marking.writes("anna", marking.hall.board, said)
    wordless = marking.writes("anna", marking.hall.board, "Endå meir løyndomsfullt")
    marking.marks("bo", note, LINE)
    marking.marks("bo", wordless)
    marking.own_round()

    before = marking.seen_by("cy", "9902")
    marking.choose(marking.hall.board, note)
    [after] = [one for one in marking.seen_by("cy", "9902") if one.target == note]

    assert [(one.text, one.lines, one.is_wordless) for one in before] == [("", (LINE,), False), ("", (), True)]
    assert {one.title for one in before} == {"Ei blanda gruppe: «Kva bør vi gjere?»"}
    assert not any(name in repr(before) for name in ("Anna", "Bord 1", "Nordvik", "løyndomsfullt", "Ordføraren"))
    assert (after.text, after.lines) == (said, (LINE,))


def test_a_note_of_our_own_board_and_a_talk_a_question_say_what_they_say(marking: Marking) -> None:
    """MK-6"""
    marking.own_round()
    own = marking.writes("bo", boards_of(marking)[0], "Vi ringjer grendene", column="first")
    for target in (own, marking.talk, marking.asked):
        marking.marks("bo", target, is_told=True)

    seen = {one.target: (one.title, one.text) for one in marking.seen_by("cy", "9902")}

    assert seen[own][1] == "Vi ringjer grendene"
    assert seen[marking.talk] == ("Innleiing utanfrå", "")
    assert seen[marking.asked] == ("Eit spørsmål til «Innleiing utanfrå»", "Kva kosta det?")


def boards_of(marking: Marking) -> list[Board]:
    return [board for board in boards_for(marking.actor("bo")) if board.group.kind == GroupKind.LOCAL]


def test_marked_by_two_stands_first_and_each_line_once(marking: Marking) -> None:
    """MK-7"""
    marking.marks("bo", marking.talk, "for meg")
    marking.marks("bo", marking.asked, LINE)
    marking.marks("cy", marking.asked, LINE)
    marking.own_round()

    seen = marking.seen_by("bo", "9902")

    assert [(one.target, one.count, one.lines) for one in seen] == [
        (marking.asked, 2, (LINE,)),
        (marking.talk, 1, ("for meg",)),
    ]


def test_a_guests_mark_is_hers_for_ever(marking: Marking) -> None:
    """MK-9"""
    marking.marks("otto", marking.talk, LINE)
    marking.own_round()
    clock.advance(60)
    with unit_of_work():
        marks.let_see(mark_of(marking, "otto", marking.talk))
        marks.share_rest(queries.own_marks(marking.actor("otto"), marking.gathering.id))

    assert stored() == [(marking.talk, LINE, False, False)]


def test_a_hidden_question_is_not_shown_by_its_mark(marking: Marking) -> None:
    marking.marks("bo", marking.asked, LINE)
    marking.own_round()
    with unit_of_work():
        set_state(db.session.get_one(Question, marking.question.id), QuestionState.HIDDEN)

    [one] = marking.seen_by("cy", "9902")

    assert (one.text, one.lines) == ("", (LINE,))


def test_under_a_badge_only_what_was_marked_in_the_same_sign_in_is_shown_or_written_over(marking: Marking) -> None:
    """MK-10"""
    badge = actor_for(marking.person("bo").id, only_gathering_id=marking.gathering.id)
    first, second = replace(badge, only_sign_in_id=1), replace(badge, only_sign_in_id=2)
    thing = thing_of(marking.gathering.id, marking.talk)
    assert thing is not None
    with unit_of_work():
        marks.mark(marking.gathering, first, thing, key="device-key-1", line=LINE)

    with pytest.raises(Conflict), unit_of_work():
        marks.mark(marking.gathering, second, thing, key="device-key-2", line="skriv over")

    shown = [queries.mine(actor, marking.gathering) for actor in (first, second, marking.actor("bo"))]
    assert [([own.mark.line for own in one.marks], one.hidden) for one in shown] == [([LINE], 0), ([], 1), ([LINE], 0)]


def test_where_an_action_comes_from_is_kept_in_words(marking: Marking) -> None:
    note = marking.writes("anna", marking.hall.board, "Løyndomsfullt")
    marking.marks("bo", note, LINE)
    marking.own_round()
    sundby, nordvik = marking.municipality("9902"), marking.municipality("9901")

    source = marks.source_of(note, marking.gathering, sundby)

    assert source == ("note", note, "Ei blanda gruppe: «Kva bør vi gjere?»", LINE)
    with pytest.raises(NotFound):
        marks.source_of(note, marking.gathering, nordvik)


def test_those_who_lead_are_told_sums(marking: Marking) -> None:
    """MK-11"""
    marking.marks("bo", marking.talk, LINE)
    marking.marks("anna", marking.talk)
    marking.marks("otto", marking.talk)

    counts = queries.counts(marking.gathering.id)

    assert (counts.marks, counts.municipalities, counts.persons) == (3, 2, 3)


def test_marks_are_kept_for_a_year(marking: Marking) -> None:
    """MK-12"""
    marking.marks("bo", marking.talk, LINE)
    made_at = clock.now()

    with unit_of_work():
        kept = marks.forget_marks(made_at)
    with unit_of_work():
        gone = marks.forget_marks(made_at + timedelta(seconds=1))

    assert (kept, gone, db.session.scalar(select(func.count()).select_from(TakeHomeMark))) == (0, 1, 0)
