"""What a municipality's delegates write, ask each other, answer and change; and who is let go without."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from network.actions.models import ActionState, ActionUpdate, Answer, OwnerState
from network.actions.rules.agreements import FROM_THE_BUS, NOTHING, Standing
from network.actions.services import agreements, answers, asking, owners, points
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.edits import mark
from network.core.errors import Conflict, Invalid, NotAllowed
from network.documents import Unreadable
from network.jobs.models import OutgoingMail, ScheduledTask
from network.sessions.gatherings.services.door import check_in, check_out, take_back
from network.writing import services as writing
from network.writing.models import Writing
from tests.actions.going import STEP, WHAT, Going


def test_what_everybody_present_has_answered_is_agreed(going: Going) -> None:
    """AG-5, AG-6"""
    cast = going.hall.cast
    point = going.write()

    going.ask()
    asked = going.sheet().standing
    going.answer(point, cast.bo)
    going.answer(point, cast.cy, Answer.LIVE_WITH)

    row = going.point(point)
    assert (asked, going.sheet().standing) == (Standing.ASKED, Standing.READY)
    assert (row.what, row.first_step) == (WHAT, STEP)
    assert (row.state, row.owner_state) == (ActionState.AGREED, OwnerState.ACCEPTED)
    assert [one.state for one in db.session.query(ActionUpdate)] == [ActionState.AGREED]


def test_who_disagrees_says_why_and_stops_nobody(going: Going) -> None:
    """AG-5"""
    cast = going.hall.cast
    point = going.write()
    going.ask()
    going.answer(point, cast.bo)

    with pytest.raises(Invalid):
        going.answer(point, cast.cy, Answer.DISAGREE)
    going.answer(point, cast.cy, Answer.DISAGREE, line="For tidleg")

    assert going.sheet().standing == Standing.READY
    assert [(one.answer, one.line) for _who, one in going.sheet().answers_to(point) if one] == [
        (Answer.AGREE, ""),
        (Answer.DISAGREE, "For tidleg"),
    ]


def test_nobody_is_asked_about_an_action_that_lacks_something(going: Going) -> None:
    """AG-3"""
    with unit_of_work():
        points.add_point(going.agreement(), by_id=None)

    with pytest.raises(Invalid) as refused:
        going.ask()

    assert (refused.value.field, going.sheet().standing) == ("points", Standing.DRAFT)


def test_only_what_is_really_changed_is_asked_about_again(going: Going) -> None:
    """AG-4"""
    cast = going.hall.cast
    kept, changed = going.write(), going.write("Vi prøver spørjetime")
    going.ask()
    for person in (cast.bo, cast.cy):
        going.answer(kept, person)
        going.answer(changed, person)

    going.change()
    still = going.sheet().standing
    going.reword(going.point(changed).writing_id, what="Vi prøver open spørjetime")
    going.ask()

    assert (still, going.sheet().standing) == (Standing.DRAFT, Standing.ASKED)
    assert set(going.sheet().missing.values()) == {(changed,)}
    assert going.point(kept).state == ActionState.AGREED
    assert (going.point(changed).state, going.point(changed).agreed_at) == (ActionState.PROPOSED, None)


def test_opening_it_for_a_change_and_changing_nothing_loses_no_answer(going: Going) -> None:
    """AG-4"""
    cast = going.hall.cast
    point = going.write()
    going.ask()
    going.answer(point, cast.bo)
    going.answer(point, cast.cy)

    going.change()
    going.ask()

    assert going.sheet().standing == Standing.READY


def test_an_answer_to_a_sentence_that_has_been_changed_is_not_taken_for_the_new_one(going: Going) -> None:
    """AG-4"""
    cast = going.hall.cast
    point = going.write()
    going.ask()
    going.change()
    going.reword(going.point(point).writing_id, what="Noko heilt anna")
    going.ask()

    with pytest.raises(Conflict), unit_of_work():
        answers.answer(going.agreement(), point, cast.cy.id, Answer.AGREE, line="", wording=1, by_id=cast.cy.id)

    assert set(going.sheet().missing) == {cast.bo.id, cast.cy.id}


@pytest.mark.parametrize(
    ("minutes", "stands"),
    [(0, Answer.DISAGREE), (20, Answer.AGREE)],
    ids=["the control: just pressed", "pressed before"],
)
def test_an_answer_that_lay_on_a_device_counts_from_when_it_was_pressed(
    going: Going, minutes: int, stands: Answer
) -> None:
    """AG-11: she has answered on another device meanwhile."""
    point, cy = going.write(), going.hall.cast.cy
    going.ask()
    going.answer(point, cy)

    going.answer(point, cy, Answer.DISAGREE, line="Det er for dyrt", waited=timedelta(minutes=minutes))

    [given] = going.sheet().answers
    assert (given.answer, given.line) == (stands, "Det er for dyrt" if stands == Answer.DISAGREE else "")


def test_an_answer_that_comes_late_has_the_time_at_which_it_was_pressed(going: Going) -> None:
    """AG-11, RC-3"""
    point, waited = going.write(), timedelta(minutes=20)
    going.ask()

    going.answer(point, going.hall.cast.cy, waited=waited)

    [given] = going.sheet().answers
    assert clock.now() - given.at == waited


def test_her_own_answer_goes_before_what_a_colleague_noted_meanwhile(going: Going) -> None:
    """AG-11: what she disagrees with is not lost because her phone had no network. What he noted before is older."""
    point, cast = going.write(), going.hall.cast
    going.ask()
    going.answer(point, cast.cy, by=cast.bo)

    going.answer(point, cast.cy, Answer.DISAGREE, line="Det er for dyrt", waited=timedelta(minutes=20))
    going.answer(point, cast.cy, by=cast.bo, waited=timedelta(minutes=25))

    [given] = going.sheet().answers
    assert (given.answer, given.line, given.by_id) == (Answer.DISAGREE, "Det er for dyrt", None)


def test_nothing_this_time_is_answered_like_an_action(going: Going) -> None:
    """AG-2"""
    cast = going.hall.cast
    with unit_of_work():
        agreements.say_nothing(going.agreement(), "Vi er midt i budsjettet", by_id=cast.bo.id)

    going.ask()
    going.answer(NOTHING, cast.bo)
    going.answer(NOTHING, cast.cy)

    assert going.sheet().standing == Standing.READY


def test_nothing_cannot_be_said_beside_an_action(going: Going) -> None:
    """AG-2"""
    going.write()

    with pytest.raises(Invalid), unit_of_work():
        agreements.say_nothing(going.agreement(), "Ingenting", by_id=None)


def test_a_colleague_records_what_somebody_says_and_it_stands_there(going: Going) -> None:
    """AG-7"""
    cast = going.hall.cast
    point = going.write()
    going.ask()

    going.answer(point, cast.cy, by=cast.bo)

    said = {delegate.name: given for delegate, given in going.sheet().answers_to(point)}
    assert said["Cy"] is not None
    assert said["Cy"].by_id == cast.bo.id
    assert said["Bo"] is None


def test_only_delegates_who_came_answer(going: Going) -> None:
    """AG-5"""
    point = going.write()
    going.ask()

    with pytest.raises(NotAllowed):
        going.answer(point, going.siv)


def test_who_left_holds_nobody_back_and_answers_from_the_bus(going: Going) -> None:
    """AG-8"""
    cast = going.hall.cast
    point = going.write()
    going.ask()
    with unit_of_work():
        check_out(going.gathering, cast.cy.id, by_id=cast.bo.id)
    going.answer(point, cast.bo)
    ready = going.sheet()

    clock.set(going.gathering.ends_at + FROM_THE_BUS / 2)
    going.answer(point, cast.cy, Answer.DISAGREE, line="Eg måtte gå")

    assert (ready.standing, [one.name for one in ready.owing]) == (Standing.READY, ["Cy"])
    assert going.sheet().owing == []


def test_it_is_agreed_when_the_last_who_has_not_answered_leaves(going: Going) -> None:
    """AG-5: nobody presses anything after that, and what was agreed is followed all the same."""
    cast = going.hall.cast
    point = going.write()
    going.ask()
    going.answer(point, cast.bo)
    before = going.stored(point).state
    with unit_of_work():
        check_out(going.gathering, cast.cy.id, by_id=cast.bo.id)

    asked = db.session.query(ScheduledTask).filter_by(kind=asking.KIND).count()
    assert (before, going.stored(point).state, asked) == (ActionState.PROPOSED, ActionState.AGREED, 2)
    assert going.sheet().standing == Standing.READY
    assert going.agreement().ready_at is not None


def test_who_comes_late_is_waited_for_and_who_never_came_is_not(going: Going) -> None:
    """AG-5: what is agreed stays so; an arrival that is taken back counts as none."""
    cast = going.hall.cast
    point = going.write()
    going.ask()
    for person in (cast.bo, cast.cy):
        going.answer(point, person)
    ready = []
    for act in (partial(check_in, how="host"), take_back):
        with unit_of_work():
            act(going.gathering, going.siv.id, by_id=cast.fia.id)
        ready.append((going.sheet().standing, going.agreement().ready_at is not None))

    assert ready == [(Standing.ASKED, False), (Standing.READY, True)]
    assert going.stored(point).state == ActionState.AGREED


def test_two_days_later_a_corrected_time_agrees_on_nothing(going: Going) -> None:
    """AG-8"""
    cast = going.hall.cast
    point = going.write()
    going.ask()
    going.answer(point, cast.bo)
    clock.set(going.gathering.ends_at + FROM_THE_BUS)
    with unit_of_work():
        check_out(going.gathering, cast.cy.id, by_id=cast.fia.id)

    assert going.stored(point).state == ActionState.PROPOSED


def test_two_days_later_nothing_is_answered_or_changed(going: Going) -> None:
    """AG-8"""
    cast = going.hall.cast
    point = going.write()
    going.ask()
    clock.set(going.gathering.ends_at + FROM_THE_BUS)

    with pytest.raises(NotAllowed):
        going.answer(point, cast.bo)
    with pytest.raises(NotAllowed):
        going.change()


def test_two_days_later_nobody_writes_on_in_a_sentence(going: Going, app: Flask) -> None:
    """AG-8: also not in one that was taken away; until then they can, which is the control. The last words stand."""
    kept, removed = going.write(), going.write("Vi prøver open spørjetime")
    with unit_of_work():
        points.remove_point(going.point(removed), by_id=None)
    close = app.extensions["periodic_jobs"]["agreements"].run
    clock.set(going.gathering.ends_at + FROM_THE_BUS - timedelta(seconds=1))
    close()
    going.reword(going.stored(kept).writing_id, what="Frå bussen")

    clock.set(going.gathering.ends_at + FROM_THE_BUS)
    close()
    close()

    for point in (kept, removed):
        with pytest.raises(NotAllowed):
            going.reword(going.stored(point).writing_id, what="For seint")
    assert (going.stored(kept).what, going.stored(removed).what) == ("Frå bussen", "Vi prøver open spørjetime")


def test_what_was_agreed_stands_though_it_was_being_written_anew_two_days_later(going: Going, app: Flask) -> None:
    """AG-4, AG-8: nobody was asked about the new words."""
    point = going.write()
    going.ask()
    going.change()
    going.reword(going.stored(point).writing_id, what="Noko heilt anna")
    clock.set(going.gathering.ends_at + FROM_THE_BUS)

    app.extensions["periodic_jobs"]["agreements"].run()

    assert going.stored(point).what == WHAT
    with pytest.raises(NotAllowed):
        going.reword(going.stored(point).writing_id, what="For seint")


def test_a_sentence_that_cannot_be_read_does_not_keep_others_open(
    going: Going, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AG-8"""
    broken, other = (going.stored(going.write()).writing_id for _each in range(2))
    close = writing.close

    def close_or_fail(writing_id: int) -> dict[str, str]:
        if writing_id == broken:
            raise Unreadable("broken")
        return close(writing_id)

    monkeypatch.setattr(writing, "close", close_or_fail)
    clock.set(going.gathering.ends_at + FROM_THE_BUS)

    app.extensions["periodic_jobs"]["agreements"].run()

    db.session.rollback()
    assert [db.session.get_one(Writing, one).is_open for one in (broken, other)] == [True, False]


def test_an_owner_who_is_not_there_is_asked_once_and_it_is_only_proposed_until_she_says_yes(going: Going) -> None:
    """AG-6"""
    cast = going.hall.cast
    point = going.write(owner=going.siv)
    for _twice in range(2):
        ask_by_mail(going)
    going.answer(point, cast.bo)
    going.answer(point, cast.cy)
    proposed = (going.sheet().standing, going.point(point).state)

    with unit_of_work():
        owners.accept(going.point(point), going.siv.id, is_yes=True)

    assert proposed == (Standing.READY, ActionState.PROPOSED)
    assert going.point(point).state == ActionState.AGREED
    assert [(mail.recipient, WHAT in mail.body) for mail in db.session.query(OutgoingMail)] == [
        ("siv@prove.example", True)
    ]


def ask_by_mail(going: Going) -> None:
    by_id = going.hall.cast.bo.id
    with unit_of_work():
        asked = agreements.ask(going.agreement(), by_id=by_id)
        owners.ask_owners(asked, by_id=by_id, link_for=lambda one: f"https://prove.example/{one.public_id}")


@pytest.mark.parametrize(("is_changed", "letters", "state"), [(True, 2, "proposed"), (False, 1, "agreed")])
def test_a_yes_by_mail_holds_for_the_sentence_that_was_read_and_for_no_other(
    going: Going, is_changed: bool, letters: int, state: str
) -> None:
    """AG-4, AG-6: the control is a change that changes nothing."""
    cast = going.hall.cast
    point = going.write(owner=going.siv)
    ask_by_mail(going)
    with unit_of_work():
        owners.accept(going.point(point), going.siv.id, is_yes=True)

    going.change()
    if is_changed:
        going.reword(going.point(point).writing_id, what="Vi gjer noko heilt anna")
    ask_by_mail(going)
    for person in (cast.bo, cast.cy):
        going.answer(point, person)

    assert (db.session.query(OutgoingMail).count(), going.point(point).state) == (letters, state)


def test_an_answer_that_is_sent_again_from_the_bus_was_still_given_in_the_hall(going: Going) -> None:
    """F10: the control is another answer, which is a new one."""
    cast = going.hall.cast
    point = going.write()
    going.ask()
    going.answer(point, cast.cy)
    given_at = clock.now()
    clock.set(given_at + timedelta(hours=3))

    going.answer(point, cast.cy)
    again = going.sheet().counting[cast.cy.id, point].at
    going.answer(point, cast.cy, Answer.LIVE_WITH)

    assert again == given_at
    assert going.sheet().counting[cast.cy.id, point].at == clock.now()


def test_who_is_no_longer_asked_can_accept_nothing(going: Going) -> None:
    """AG-6"""
    point = going.write(owner=going.siv)
    going.ask()
    going.change()
    going.choose(point, going.hall.cast.bo)

    with pytest.raises(Conflict), unit_of_work():
        owners.accept(going.point(point), going.siv.id, is_yes=True)


def test_two_who_choose_the_same_differently_are_both_told_and_two_who_choose_different_things_are_both_kept(
    going: Going,
) -> None:
    """AG-7"""
    cast = going.hall.cast
    point = going.write()
    began = {name: mark(text) for name, text in points.stored(going.point(point)).items()}
    going.choose(point, cast.cy)

    def save(**changed: object) -> tuple[str, ...]:
        with unit_of_work():
            row = going.point(point)
            wanted = {"owner": row.owner, "goal": None, "case": None, "is_for_council": False}
            days = {"first_step_on": row.first_step_on, "due_on": row.due_on}
            chosen = points.Chosen(**{**wanted, **days, **changed})
            return points.save_point(row, chosen, marks=began, by_id=None).clashes

    clash = save(owner=going.siv)
    kept = save(owner=cast.bo, is_for_council=True)

    row = going.point(point)
    assert (clash, kept) == (("owner",), ())
    assert (row.owner_id, row.is_for_council) == (cast.cy.id, True)


def test_a_point_that_was_taken_away_can_be_put_back_where_it_stood(going: Going) -> None:
    """AG-2"""
    first, second = going.write(), going.write("Noko anna")
    with unit_of_work():
        points.remove_point(going.point(first), by_id=None)
    without = [one.public_id for one in going.sheet().points]

    with unit_of_work():
        points.put_back(going.point(first), by_id=None)

    assert without == [second]
    assert [one.public_id for one in going.sheet().points] == [first, second]


def test_a_release_needs_a_reason_and_can_be_taken_back(going: Going) -> None:
    """AG-10"""
    with pytest.raises(Invalid), unit_of_work():
        agreements.release(going.agreement(), "  ", by_id=None)
    with unit_of_work():
        agreements.release(going.agreement(), "Ferja går", by_id=going.hall.cast.fia.id)
    let_go = going.sheet().standing

    with unit_of_work():
        agreements.hold_back(going.agreement(), by_id=going.hall.cast.fia.id)

    assert (let_go, going.sheet().standing) == (Standing.RELEASED, Standing.NOTHING_YET)
