"""A question's way through the hall: opened, shown, closed. Each step twice is one (F10)."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.engine import CursorResult

from network.core import clock
from network.core.audit import audit
from network.core.db import after_commit, db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.privacy import erasing, passing_keys
from network.privacy.small_numbers import LEAST
from network.sessions.gatherings.models import Gathering
from network.sessions.polls.models import Poll, PollAnswer
from network.sessions.polls.queries import answers as queries
from network.sessions.polls.queries.polls import taking
from network.sessions.polls.rules import asking, stored
from network.sessions.polls.rules.asking import TAKING, Kind, State
from network.sessions.polls.rules.counting import Ballot, Result, renewed, result_of, same_people
from network.sessions.stage.services import moves, telling

PICTURE = "poll"
ID_BYTES = 12
UNDER_WAY = timedelta(hours=1)
"""So long a key may be without a question that is open: it is made before that is stored."""


def open_to_all(poll: Poll, *, by_id: int | None) -> None:
    """Ask the hall: on the phones and on the big screen. One question at a time.

    One that has been shown gives way by itself; raises Conflict for one that has not: people may be answering it.
    """
    if poll.state != State.DRAFT:
        return
    for other in taking(poll.gathering_id):
        if other.state == State.OPEN:
            raise Conflict(
                _("“%(question)s” is still asked. Show the answers or close it first.", question=other.question)
            )
        close(other, by_id=by_id)
    if clock.now() > poll.gathering.ends_at:
        raise Conflict(_("This gathering is over, so nobody can answer."))
    passing_keys.make(queries.key_of(poll.series))
    poll.state, poll.opened_at = State.OPEN, clock.now()
    audit(by_id, "poll.open", "poll", poll.id)
    show(poll, by_id=by_id)


def count_words(poll: Poll, *, by_id: int | None) -> None:
    """Let those who lead look for words to hide, before any is shown. From now on the words stand as they will be
    shown: of words that are still coming, whoever looks twice would see what the last one wrote (PO-12).

    Once more takes in those that came since. Raises Conflict when they are of fewer than five people.
    """
    if poll.kind != Kind.WORDS or poll.state != State.OPEN:
        return
    rows = queries.answers_of(poll.id)
    new = _late(rows) if poll.result else len(rows)
    if new < LEAST:
        raise Conflict(_("Wait until five people have written something new. Fewer are not counted."))
    _count(poll)
    audit(by_id, "poll.count", "poll", poll.id)
    db.session.flush()


def reveal(poll: Poll, *, by_id: int | None) -> None:
    """Show what has been answered until now. Whoever has not answered sees it on the phone when she has."""
    if poll.state != State.OPEN:
        return
    if not poll.result:
        _count(poll)
    poll.state = State.REVEALED
    audit(by_id, "poll.reveal", "poll", poll.id)
    show(poll, by_id=by_id)


def close(poll: Poll, *, by_id: int | None) -> None:
    """Take no more answers, and let go of them: what is left is the figures (PO-5, PO-6)."""
    if poll.state not in TAKING:
        return
    counted = stored.from_text(poll.result)
    if counted is not None and counted.is_shown:
        _renew(poll, counted)
    else:
        _count(poll)
    if poll.state == State.OPEN:
        poll.revealed_at = None
    _let_go(poll)
    poll.state, poll.closed_at = State.CLOSED, clock.now()
    audit(by_id, "poll.close", "poll", poll.id)
    db.session.flush()
    telling.hall_changed_now(poll.gathering_id)


def show(poll: Poll, *, by_id: int | None) -> None:
    """On the big screen: the question, or what came of it."""
    moves.show_picture(poll.gathering, PICTURE, {"poll": poll.id}, by_id=by_id)


def show_again(poll: Poll, *, by_id: int | None) -> None:
    """Put it on the big screen once more. One that is only prepared is shown to nobody."""
    if poll.state == State.DRAFT:
        raise Conflict(_("Ask the question first."))
    show(poll, by_id=by_id)


def hide_word(poll: Poll, word: str, *, is_hidden: bool) -> None:
    """Keep a word out of what is shown, before or after; it counts among those who answered all the same."""
    before = poll.hidden_words
    others = [one for one in before if one != asking.folded(word)]
    hidden = [*others, asking.folded(word)] if is_hidden else others
    if hidden != before:
        poll.hidden = json.dumps(hidden, ensure_ascii=False)
        db.session.flush()
        telling.hall_changed_now(poll.gathering_id)


def _renew(poll: Poll, shown: Result) -> None:
    """What is kept for the next time stays as it was when the parts were counted: it is weighed beside them (PO-10)."""
    rows = queries.answers_of(poll.id)
    now = queries.ballots(poll, rows, with_late=True)
    poll.result = stored.as_text(renewed(poll.asked, shown, now, late=_late(rows)))


def _late(rows: Sequence[PollAnswer]) -> int:
    return sum(1 for row in rows if row.late != "[]")


def _count(poll: Poll) -> None:
    """Count what everybody has chosen last. From this moment the figures stand."""
    poll.revealed_at = clock.now()
    rows = queries.answers_of(poll.id)
    for row in rows:
        row.choices, row.late = json.dumps(row.current, ensure_ascii=False), "[]"
    counted = queries.ballots(poll, rows)
    result = result_of(poll.asked, counted)
    poll.result = stored.as_text(_with_same(poll, counted, result))


def _with_same(poll: Poll, counted: Sequence[Ballot], result: Result) -> Result:
    """With how the same people answered the time before, where their answers were kept for that."""
    if poll.before is None or not result.is_shown:
        return result
    then = queries.ballots(poll.before, queries.answers_of(poll.before.id))
    same = same_people(poll.asked, then, counted)
    return Result(**{**vars(result), "same": same})


def _let_go(poll: Poll) -> None:
    """Nothing leads from an answer to a person any more. What is kept for the next time stands under another code, in
    another order, and without when and by which press it came; so much of the time before is needed no more.
    """
    kept = queries.ballots(poll, queries.answers_of(poll.id)) if poll.is_asked_again else []
    before = _ids_of(poll.before) if poll.before is not None else set()
    gone = [poll.id, *([poll.before_id] if poll.before_id is not None else [])]
    db.session.execute(delete(PollAnswer).where(PollAnswer.poll_id.in_(gone)))
    db.session.add_all(_kept(poll, ballot, was_before=ballot.id in before) for ballot in kept)
    erasing.leave_no_trace()
    if not kept:
        _forget_key_soon(poll.series)


def _forget_key_soon(series: str) -> None:
    """Without it nothing leads from an answer to a person in an older backup either."""
    after_commit(lambda: passing_keys.forget(queries.key_of(series)))


def begin_anew_without_key(poll: Poll, person_id: int) -> str:
    """A backup that was brought back has answers and not their key, so nobody could change hers, and who answers again
    would be counted twice: people are asked anew. Gives her ballot. Inside a unit of work.

    Raises Conflict when they have been counted: the figures stand.
    """
    if poll.state != State.OPEN or poll.result:
        raise Conflict(_("This question is closed. What you chose was not counted."))
    passing_keys.forget(queries.key_of(poll.series))  # one that a crash left short
    passing_keys.make(queries.key_of(poll.series))
    db.session.execute(delete(PollAnswer).where(PollAnswer.poll_id == poll.id, PollAnswer.is_noted.is_(False)))
    erasing.leave_no_trace()
    ballot = queries.ballot_of(poll, person_id)
    assert ballot is not None
    return ballot


def _ids_of(poll: Poll) -> set[str]:
    return {ballot.id for ballot in queries.ballots(poll, queries.answers_of(poll.id)) if not ballot.is_noted}


def _kept(poll: Poll, ballot: Ballot, *, was_before: bool) -> PollAnswer:
    return PollAnswer(
        id=secrets.token_urlsafe(ID_BYTES),
        poll_id=poll.id,
        ballot=ballot.id,
        choices=json.dumps(list(ballot.choices), ensure_ascii=False),
        role=ballot.role,
        place=ballot.table,
        is_noted=ballot.is_noted,
        was_before=was_before,
    )


def close_left(before: datetime) -> int:
    """For retention: questions that nobody closed, of gatherings that ended before this moment."""
    rows = select(Poll).join(Gathering, Gathering.id == Poll.gathering_id)
    left = db.session.scalars(rows.where(Gathering.ends_at < before, Poll.state.in_(TAKING))).all()
    for poll in left:
        close(poll, by_id=None)
    return len(left)


def forget_kept(before: datetime) -> int:
    """For retention: answers that were kept for a next time that has not come."""
    old = select(Poll.id).where(Poll.closed_at < before)
    gone = db.session.execute(delete(PollAnswer).where(PollAnswer.poll_id.in_(old)))
    after_commit(tidy)
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def tidy() -> None:
    """Forget keys whose question is closed and whose answers are gone, also those that a crash kept."""
    has_answers = select(PollAnswer.id).where(PollAnswer.poll_id == Poll.id).exists()
    in_use = db.session.scalars(select(Poll.series).where(or_(Poll.state.in_(TAKING), has_answers)))
    named = {queries.key_of(series) for series in in_use}
    for name in passing_keys.there(kind=queries.KEYS, before=clock.now() - UNDER_WAY) - named:
        passing_keys.forget(name)
