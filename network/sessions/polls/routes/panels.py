"""What a question shows elsewhere: on the phone's "Now", the control page, the gathering's page, the screen."""

import secrets

from flask import Flask, render_template

from network.access.guard import allows
from network.core import clock
from network.core.db import db
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.polls import content, words
from network.sessions.polls.forms.making import KEY_BYTES
from network.sessions.polls.models import Poll, PollAnswer
from network.sessions.polls.queries import answers, polls, results
from network.sessions.polls.rules import asking
from network.sessions.polls.rules.asking import TAKING, State
from network.sessions.stage import drawing, pictures
from network.sessions.stage.queries.arrivals import head_count
from network.sessions.stage.queries.standing import scene_of
from network.web import panels

MOST_PREPARED = 5


def register(app: Flask) -> None:
    panels.add(app, "now_asked", _now)
    panels.add(app, "hall_strip", _on_strip)
    panels.add(app, "control_item", _control, order=10)
    panels.add(app, "gathering", _on_gathering, order=65)
    pictures.add(app, "poll", _picture)
    app.jinja_env.filters["folded"] = asking.folded
    app.jinja_env.globals.update(
        poll_kinds=words.KINDS, poll_states=words.STATES, poll_labels=words.labels, new_poll_key=_new_key
    )


def _new_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def _now(*, gathering: Gathering, **_facts: object) -> str | None:
    """What the hall is asked, for whoever may answer."""
    found = _asked(gathering)
    if found is None:
        return None
    poll, own = found
    view = results.view_for(actor(), poll, own)
    return render_template("sessions/polls/_now.html", gathering=gathering, poll=poll, own=own, view=view)


def _on_strip(*, gathering: Gathering, **_facts: object) -> str | None:
    """The way to it for who works on a board; nothing when she has answered."""
    found = _asked(gathering)
    if found is None or found[1] is not None:
        return None
    return render_template("sessions/polls/_strip.html", gathering=gathering, poll=found[0])


def _asked(gathering: Gathering) -> tuple[Poll, PollAnswer | None] | None:
    """The question that is asked now and her answer: one question to the database while nothing is asked."""
    asker = actor()
    is_over = clock.now() > gathering.ends_at
    if asker.person_id is None or gathering.id not in asker.gathering_ids or is_over:
        return None
    found = polls.current(gathering.id, asker.person_id)
    return found if found is not None and allows(asker, "poll.answer", found[0].facts()) else None


def _control(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    if not allows(actor(), "poll.create", gathering.facts()):
        return None
    found = polls.not_closed(gathering.id)
    asked = next((poll for poll in found if poll.state in TAKING), None)
    prepared = [poll for poll in found if poll.state == State.DRAFT]
    own_first = sorted(prepared, key=lambda poll: item is None or poll.item_id != item.id)
    return render_template(
        "sessions/polls/_control.html",
        gathering=gathering,
        poll=asked,
        answered=answers.answered(asked.id) if asked is not None else 0,
        prepared=own_first[:MOST_PREPARED],
        ready=content.READY,
    )


def _on_gathering(*, gathering: Gathering, **_facts: object) -> str | None:
    """The way to what the hall was asked, and to preparing a question."""
    if not allows(actor(), "hall.read", gathering.facts()):
        return None
    leads = allows(actor(), "poll.create", gathering.facts())
    was_asked = polls.has_polls(gathering.id)
    if gathering.cancelled_at is not None or not (leads or was_asked):
        return None
    return render_template("sessions/polls/_tool.html", gathering=gathering, leads=leads, was_asked=was_asked)


def _picture(gathering: Gathering, facts: dict[str, object]) -> str:
    """The question with how many have answered; when it has been shown, what came of it. Nothing for one of others."""
    poll_id = facts.get("poll")
    poll = db.session.get(Poll, poll_id) if isinstance(poll_id, int) else None
    if poll is None or poll.gathering_id != gathering.id or poll.state == State.DRAFT:
        return ""
    scene = scene_of(gathering)
    is_shown = poll.state == State.REVEALED or (poll.state == State.CLOSED and poll.revealed_at is not None)
    here, _expected = head_count(gathering.id)
    return render_template(
        "sessions/polls/_picture.html",
        **drawing.frame(scene),
        poll=poll,
        view=results.view_of(poll) if is_shown else None,
        answered=answers.answered(poll.id) if poll.state in TAKING else 0,
        here=here,
        joining=drawing.joining(gathering),
    )
