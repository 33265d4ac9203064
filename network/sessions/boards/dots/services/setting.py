"""Setting a dot and taking it back: one press, one transaction (BO-20, BO-21)."""

import re
from collections.abc import Collection

from sqlalchemy import delete

from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.sessions.boards.dots import queries, words
from network.sessions.boards.dots.models import Dot, DotPress, DotRound
from network.sessions.boards.dots.rules import MOST_PRESSES, Refusal, limits_for, refusal_of
from network.sessions.boards.dots.services import telling
from network.sessions.boards.models import Board

MORE, LESS = 1, -1
_KEY = re.compile(r"[\w-]{8,32}", re.ASCII)


def press(
    board: Board, person_id: int, *, round_key: str, topic_id: str, step: int, key: str, topics: Collection[str]
) -> None:
    """Set one dot of a person on a topic (MORE), or take one back (LESS). The same key is the same press.

    `topics` are those that stand on the board now; `round_key` says which dots her page showed. Inside a unit of work.
    Raises Invalid for what no page sends, Conflict with a sentence for what cannot be: nothing is changed then.
    """
    if step not in (MORE, LESS) or not _KEY.fullmatch(key):
        raise Invalid("step")
    dots, voter = _taking(board, person_id, round_key)
    if db.session.get(DotPress, (dots.id, voter, key)) is not None:
        return
    _measure(dots, len(topics))
    _let_go_of_gone(dots, voter, topics)
    mine = queries.given_by(dots, voter)
    if step == MORE:
        _check(dots, mine, topic_id, topics)
    elif not mine.get(topic_id):
        return
    if len(queries.presses_of(dots, voter)) >= MOST_PRESSES:
        raise Conflict(_("You have moved your dots very often. They stay where they are now."))
    db.session.merge(Dot(round_id=dots.id, voter=voter, topic_id=topic_id, dots=mine.get(topic_id, 0) + step))
    db.session.add(DotPress(round_id=dots.id, voter=voter, key=key))
    db.session.flush()
    telling.tell_soon(board, also_own_of=person_id)


def _taking(board: Board, person_id: int, round_key: str) -> tuple[DotRound, str]:
    """The dots that are being set, and under what hers stand."""
    dots = queries.latest(board.id)
    if dots is None or dots.shown_at is not None or dots.public_id != round_key:
        raise Conflict(_("These dots have been counted already. This one came too late."))
    voter = queries.voter_of(dots, person_id)
    if not dots.is_open or voter is None:
        raise Conflict(_("Dots are not being set just now. This one was not counted."))
    return dots, voter


def _measure(dots: DotRound, topics: int) -> None:
    """Until somebody has pressed, how many dots there are follows what there is to choose among; then it stands."""
    if not dots.is_planned and not queries.has_begun(dots):
        limits = limits_for(topics)
        dots.budget, dots.most = limits.budget, limits.most


def _let_go_of_gone(dots: DotRound, voter: str, topics: Collection[str]) -> None:
    """Her dots on what has been deleted are hers again; one that is put back comes back without them."""
    gone = [topic_id for topic_id in queries.given_by(dots, voter) if topic_id not in topics]
    if gone:
        db.session.execute(
            delete(Dot).where(Dot.round_id == dots.id, Dot.voter == voter, Dot.topic_id.in_(gone)),
            execution_options={"synchronize_session": "fetch"},
        )


def _check(dots: DotRound, mine: dict[str, int], topic_id: str, topics: Collection[str]) -> None:
    if topic_id not in topics:
        raise Conflict(_("Somebody has deleted this note meanwhile. Your dot is yours again."))
    refusal = refusal_of(mine, topic_id, dots.limits)
    if refusal == Refusal.SPENT:
        raise Conflict(words.spent())
    if refusal == Refusal.MOST:
        raise Conflict(words.enough(dots.most))
