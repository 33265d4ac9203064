"""What a person can do while somebody speaks: keep a line for herself, ask, want to hear more."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.engine import CursorResult

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.core.signals import hall_changed
from network.privacy import retention
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.stage.models import Question, QuestionState, QuestionVote, TalkLine
from network.sessions.stage.queries import talks as queries
from network.sessions.stage.rules import talks as rules
from network.sessions.stage.services import moves

KEPT = timedelta(days=365)


def register(_app: Flask) -> None:
    retention.hold(retention.Holding("talk_lines", KEPT, forget_lines))


def write_line(
    item: ProgrammeItem, person_id: int, *, key: str, text: str, only_sign_in_id: int | None = None
) -> TalkLine:
    """Keep a line for its writer alone. The same key and words are the same line.

    `only_sign_in_id`: she came in by a badge; no other sign-in by that badge shows the line (rule TA-10).
    Raises Conflict when the gathering is long over, Invalid at the limit or for a key that was used for other words.
    """
    text = text.strip()
    known = queries.line_of(person_id, _checked(key))
    if known is not None:
        _must_be_the_same(known.item_id == item.id and known.text == text)
        return known
    if not rules.takes_lines(_ends_at(item), clock.now()):
        raise Conflict(_("This gathering ended more than a day ago. Copy what you wrote if you need it."))
    _limit(TalkLine, person_id, item.id)
    stored = rules.stored_key(key, only_sign_in_id=only_sign_in_id)
    line = TalkLine(item_id=item.id, person_id=person_id, key=stored, text=text, at=clock.now())
    db.session.add(line)
    db.session.flush()
    return line


def change_line(line: TalkLine, text: str) -> None:
    line.text = text.strip()
    db.session.flush()


def delete_line(line: TalkLine) -> None:
    db.session.delete(line)
    db.session.flush()


def ask(item: ProgrammeItem, person_id: int, *, key: str, text: str) -> Question:
    """Ask the speaker. The same key and words are the same question.

    Raises Conflict when the gathering is over, Invalid at the limit or for a key that was used for other words.
    """
    text = text.strip()
    known = queries.question_of(person_id, _checked(key))
    if known is not None:
        _must_be_the_same(known.item_id == item.id and known.text == text)
        return known
    _must_go_on(item)
    _limit(Question, person_id, item.id)
    return _add(item, person_id, key=key, text=text)


def want_more(item: ProgrammeItem, person_id: int, *, is_wanted: bool) -> None:
    """Want to hear more, or no longer. Saying it twice says it once. Raises Conflict when the gathering is over."""
    key = f"more-{item.id}"
    known = queries.question_of(person_id, key)
    if is_wanted == (known is not None):
        return
    _must_go_on(item)
    if known is None:
        _add(item, person_id, key=key, text="")
    else:
        db.session.delete(known)
        db.session.flush()
        hall_changed.send(gathering_id=item.gathering_id)


def back(question: Question, person_id: int, *, is_wanted: bool) -> None:
    """Want somebody else's question asked, or no longer.

    Raises Conflict for one's own, or for one that does not wait any more.
    """
    if question.person_id == person_id:
        raise Conflict(_("This is your own question. It counts already."))
    if question.state != QuestionState.WAITING:
        raise Conflict(_("This question does not wait any more: it has been taken up."))
    known = db.session.get(QuestionVote, (question.id, person_id))
    if is_wanted and known is None:
        db.session.add(QuestionVote(question_id=question.id, person_id=person_id))
    if not is_wanted and known is not None:
        db.session.delete(known)
    db.session.flush()
    hall_changed.send(gathering_id=question.gathering_id)


def set_state(question: Question, state: QuestionState) -> None:
    """Ask it now, mark it answered, keep it for later, hide it, or put it back in the list."""
    if question.state == state:
        return
    question.state, question.changed_at = state, clock.now()
    db.session.flush()
    hall_changed.send(gathering_id=question.gathering_id)


def answer(question: Question, text: str, *, by_id: int | None) -> None:
    """Write the answer, then or later. It stands with the item from now on."""
    question.answer = text.strip()
    audit(by_id, "question.answer", "question", question.id)
    set_state(question, QuestionState.ANSWERED)
    db.session.flush()


def show_question(question: Question, *, by_id: int | None) -> None:
    """Put a question on the big screen and count it as asked."""
    set_state(question, QuestionState.ASKED)
    gathering = db.session.get_one(Gathering, question.gathering_id)
    moves.show_picture(gathering, "question", {"question": question.id}, by_id=by_id)


def forget_lines(before: datetime) -> int:
    """Lines are kept for their writer for a year."""
    gone = db.session.execute(delete(TalkLine).where(TalkLine.at < before))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def _add(item: ProgrammeItem, person_id: int, *, key: str, text: str) -> Question:
    question = Question(
        gathering_id=item.gathering_id,
        item_id=item.id,
        person_id=person_id,
        municipality_id=queries.municipality_at(item.gathering_id, person_id),
        key=key,
        text=text,
        at=clock.now(),
    )
    db.session.add(question)
    db.session.flush()
    hall_changed.send(gathering_id=item.gathering_id)
    return question


def _checked(key: str) -> str:
    if not rules.is_key(key):
        raise Invalid("key", _("Something in the form was not as expected. Reload the page, and send it once more."))
    return key


def _must_be_the_same(is_same: bool) -> None:
    if not is_same:
        raise Invalid("text", _("This was sent before with other words. Reload the page, and write it anew."))


def _limit(model: type[TalkLine] | type[Question], person_id: int, item_id: int) -> None:
    if queries.count_of(model, person_id, item_id) >= rules.MOST_EACH:
        raise Invalid("text", _("You have written 60 here, and there is no room for more. Delete one first."))


def _must_go_on(item: ProgrammeItem) -> None:
    if not rules.takes_questions(_ends_at(item), clock.now()):
        raise Conflict(_("This gathering is over, so nobody can take your question now. Write to the one who spoke."))


def _ends_at(item: ProgrammeItem) -> datetime:
    ends_at = db.session.scalar(select(Gathering.ends_at).where(Gathering.id == item.gathering_id))
    return ends_at if ends_at is not None else clock.now()
