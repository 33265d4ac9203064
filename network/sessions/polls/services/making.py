"""Making a question: ahead of the day or on the spot, anew or once more."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.sessions.gatherings.models import Gathering
from network.sessions.polls.models import Poll, PollAnswer
from network.sessions.polls.queries import polls as queries
from network.sessions.polls.rules import asking
from network.sessions.polls.rules.asking import Kind, State

PUBLIC_ID_BYTES = 9


@dataclass(frozen=True)
class Draft:
    """What a form says of a question; `options` as in Poll."""

    kind: Kind
    question: str
    options: Sequence[str]
    is_several: bool = False
    is_asked_again: bool = False
    item_id: int | None = None


def make(gathering: Gathering, draft: Draft, *, key: str, by_id: int | None) -> Poll:
    """A question that is prepared, and that nobody but those who lead sees. The same key is the same question.

    Raises Invalid.
    """
    known = queries.poll_by_key(gathering.id, _checked(key))
    if known is not None:
        return known
    public_id = secrets.token_urlsafe(PUBLIC_ID_BYTES)
    poll = Poll(public_id=public_id, series=public_id, gathering_id=gathering.id, key=key, made_at=clock.now())
    poll.made_by_id = by_id
    _fill(poll, draft)
    return _stored(poll, by_id)


def repeat(before: Poll, gathering: Gathering, *, key: str, by_id: int | None) -> Poll:
    """The same question once more, in the same words: later that day, or at a later gathering.

    Raises Conflict while it is still answered, or when it has been asked once more elsewhere already.
    """
    known = queries.repeated_by(before)
    if known is not None and known.gathering_id == gathering.id:
        return known
    if known is not None:
        raise Conflict(_("This has been asked once more already. Ask that one once more instead."))
    if before.state != State.CLOSED:
        raise Conflict(_("Close the question first. Then it can be asked once more."))
    poll = Poll(public_id=secrets.token_urlsafe(PUBLIC_ID_BYTES), gathering_id=gathering.id, key=_checked(key))
    poll.series, poll.before_id, poll.made_at, poll.made_by_id = before.series, before.id, clock.now(), by_id
    for name in ("kind", "question", "options", "is_several"):
        setattr(poll, name, getattr(before, name))
    return _stored(poll, by_id)


def change(poll: Poll, draft: Draft, *, by_id: int | None) -> None:
    """Raises Conflict once the hall has been asked, or when it asks the same once more: then the words stay."""
    if poll.state != State.DRAFT or poll.before_id is not None:
        raise Conflict(_("The words of this question cannot be changed any more."))
    _fill(poll, draft)
    audit(by_id, "poll.change", "poll", poll.id)
    db.session.flush()


def remove(poll: Poll, *, by_id: int | None) -> None:
    """Take away what was only prepared. Raises Conflict once the hall has been asked."""
    if poll.state != State.DRAFT:
        raise Conflict(_("People have been asked this already. It can be closed, but not taken away."))
    audit(by_id, "poll.remove", "poll", poll.id)
    db.session.execute(delete(PollAnswer).where(PollAnswer.poll_id == poll.id))
    db.session.delete(poll)
    db.session.flush()


def _fill(poll: Poll, draft: Draft) -> None:
    _check(draft)
    poll.kind, poll.question, poll.item_id = draft.kind, draft.question.strip(), draft.item_id
    poll.options = json.dumps(list(draft.options), ensure_ascii=False)
    poll.is_several = draft.is_several and draft.kind == Kind.CHOICE
    poll.is_asked_again = draft.is_asked_again


def _check(draft: Draft) -> None:
    if not 0 < len(draft.question.strip()) <= asking.QUESTION_LIMIT:
        raise Invalid("question", _("Write the question, in at most 200 characters."))
    count, longest = len(draft.options), max(map(len, draft.options), default=0)
    is_choice = draft.kind == Kind.CHOICE
    if is_choice and not asking.FEWEST_OPTIONS <= count <= asking.MOST_OPTIONS:
        raise Invalid("options", _("Write two to six answers, each on a line of its own."))
    if is_choice and longest > asking.OPTION_LIMIT:
        raise Invalid("options", _("Make each answer at most 60 characters long, so that it fits on the screen."))
    if draft.kind == Kind.SCALE and (count != 2 or longest > asking.END_LIMIT or not all(draft.options)):
        raise Invalid("low", _("Write what 1 and 5 mean, each in at most 30 characters."))


def _stored(poll: Poll, by_id: int | None) -> Poll:
    db.session.add(poll)
    db.session.flush()
    audit(by_id, "poll.make", "poll", poll.id)
    return poll


def _checked(key: str) -> str:
    if not asking.is_key(key):
        raise Invalid("key", _("Something in the form was not as expected. Reload the page, and send it once more."))
    return key
