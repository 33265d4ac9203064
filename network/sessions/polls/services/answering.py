"""Answering: one answer a person, changed until the question is closed, and noted for who has no phone."""

import json
import secrets
from collections.abc import Iterable

from sqlalchemy.exc import IntegrityError

from network.core import clock
from network.core.db import after_commit, db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.sessions.gatherings.models import GatheringRole
from network.sessions.gatherings.queries.members import member
from network.sessions.groups.queries.rounds import group_of
from network.sessions.polls.models import Poll, PollAnswer
from network.sessions.polls.queries import answers as queries
from network.sessions.polls.rules import asking
from network.sessions.polls.rules.asking import TAKING, Choices
from network.sessions.polls.services.running import begin_anew_without_key
from network.sessions.stage.queries.standing import scene_of
from network.sessions.stage.queries.talks import municipality_at
from network.sessions.stage.services import telling

ID_BYTES = 12
AT_THE_TABLE = ("gather", "running", "wrap_up")


def answer(poll: Poll, person_id: int, given: Iterable[int | str], *, key: str) -> None:
    """Keep a person's answer; given again it is changed. A press that comes again changes nothing more (PO-3).

    Raises Conflict when the question is closed, Invalid for what is no answer to it.
    """
    choices = _checked(poll, given, key)
    ballot = queries.ballot_of(poll, person_id) or begin_anew_without_key(poll, person_id)
    row = queries.answer_by(poll.id, ballot) or _added(poll, person_id, ballot)
    seen: dict[str, list[int | str]] = json.loads(row.keys)
    if key in seen:
        _must_be_the_same(seen[key], choices)
        return
    latest = [*seen.items(), (key, list(choices))][-asking.MOST_KEYS :]
    row.keys = json.dumps(dict(latest), ensure_ascii=False)
    _choose(poll, row, choices)
    _tell(poll)


def note(poll: Poll, given: Iterable[int | str], *, key: str) -> None:
    """One answer of somebody without a phone, told to a host. The same key is the same one.

    Raises Conflict when the question is closed, Invalid for what is no answer to it.
    """
    choices = _checked(poll, given, key)
    known = queries.answer_by(poll.id, noted_ballot(key))
    if known is not None:
        _must_be_the_same(known.current, choices)
        return
    row = PollAnswer(id=_lot(), poll_id=poll.id, ballot=noted_ballot(key), role="G", is_noted=True)
    row.choices = row.late = "[]"
    db.session.add(row)
    _choose(poll, row, choices)
    _tell(poll)


def take_back(poll: Poll, *, key: str) -> None:
    """Take back what was noted by this press; once more changes nothing. Raises Conflict when it has been counted."""
    row = queries.answer_by(poll.id, noted_ballot(key))
    if row is None:
        return
    if poll.result and row.choices != "[]":
        raise Conflict(_("This has been counted already, and cannot be taken back."))
    db.session.delete(row)
    db.session.flush()
    _tell(poll)


def noted_ballot(key: str) -> str:
    return f"noted:{key}"


def _checked(poll: Poll, given: Iterable[int | str], key: str) -> Choices:
    if poll.state not in TAKING or clock.now() > poll.gathering.ends_at:
        raise Conflict(_("This question is closed. What you chose was not counted."))
    asked = poll.asked
    choices = asking.answer_of(poll.kind, given, options=asked.options, is_several=poll.is_several)
    if choices is None and poll.kind == asking.Kind.WORDS:
        raise Invalid("word_1", _("Write one to three words, each of at most 24 characters."))
    if choices is None or not asking.is_key(key):
        raise Invalid("choice", _("Choose an answer first."))
    return choices


def _choose(poll: Poll, row: PollAnswer, choices: Choices) -> None:
    """Once they have been counted figures stand; what is chosen then waits beside them (PO-8)."""
    said = json.dumps(list(choices), ensure_ascii=False)
    if poll.result:
        row.late = said if said != row.choices else "[]"
    else:
        row.choices = said
    db.session.flush()


def _added(poll: Poll, person_id: int, ballot: str) -> PollAnswer:
    """Her row, also when two requests of hers come in the same moment."""
    role, place = _role(poll, person_id), _place(poll, person_id)
    row = PollAnswer(id=_lot(), poll_id=poll.id, ballot=ballot, role=role, place=place)
    row.choices, row.late, row.keys = "[]", "[]", "{}"
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError:
        found = queries.answer_by(poll.id, ballot)
        assert found is not None  # it was there a moment ago, and this unit of work holds the lock
        return found
    return row


def _role(poll: Poll, person_id: int) -> str:
    """D for somebody who comes for a municipality, as delegate or substitute; G for all others."""
    admitted = member(poll.gathering_id, person_id)
    is_participant = admitted is not None and admitted.role == GatheringRole.PARTICIPANT
    return "D" if is_participant and municipality_at(poll.gathering_id, person_id) is not None else "G"


def _place(poll: Poll, person_id: int) -> str:
    """The kind of group in which she sits now; empty when she sits in none."""
    round_ = scene_of(poll.gathering).round
    is_at_work = round_ is not None and round_.state in AT_THE_TABLE
    group = group_of(round_.id, person_id) if round_ is not None and is_at_work else None
    return str(group.kind) if group is not None else ""


def _must_be_the_same(before: Iterable[int | str], choices: Choices) -> None:
    if list(before) != list(choices):
        raise Invalid("key", _("This page has been sent before with another answer. Reload it, and answer again."))


def _tell(poll: Poll) -> None:
    """Those who lead see the count grow, at most once a second; nobody else is told anything."""
    gathering_id = poll.gathering_id
    after_commit(lambda: telling.tell_control(gathering_id, is_counted=True))


def _lot() -> str:
    return secrets.token_urlsafe(ID_BYTES)
