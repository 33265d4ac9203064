"""What the talk shows elsewhere: on the phone's "Now", the control page, the gathering's page, the big screen."""

import secrets

from flask import Flask, render_template

from network.access.guard import allows
from network.core import clock
from network.core.db import db
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.stage import pictures
from network.sessions.stage.models import Question, QuestionState
from network.sessions.stage.queries import talks as queries
from network.sessions.stage.queries.standing import scene_of
from network.sessions.stage.rules import talks as rules
from network.web import panels

KEY_BYTES = 16
MOST_ON_CONTROL = 3


def register(app: Flask) -> None:
    panels.add(app, "now_item", _now, order=20)
    panels.add(app, "control_item", _control, order=20)
    panels.add(app, "gathering", _left, order=60)
    pictures.add(app, "question", _picture)


def box(
    gathering: Gathering,
    item: ProgrammeItem,
    *,
    typed: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
    back: str = "now",
) -> str | None:
    """The private line and the two buttons, for whoever may use them. A form's key makes it count once."""
    asker = actor()
    if not allows(asker, "talk_line.create", item.facts()):
        return None
    return render_template(
        "sessions/stage/_talk_box.html",
        gathering=gathering,
        item=item,
        lines=queries.own_lines(asker, item.id),
        wants_more=queries.wants_more(asker, item.id),
        takes_lines=rules.takes_lines(gathering.ends_at, clock.now()),
        takes_questions=rules.takes_questions(gathering.ends_at, clock.now()),
        typed=typed or {},
        faults=faults or {},
        keys=[secrets.token_urlsafe(KEY_BYTES) for _each in range(2)],
        back=back,
    )


def _now(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    spoken = queries.spoken_item(item) if item is not None else None
    return box(gathering, spoken) if spoken is not None else None


def _control(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    spoken = queries.spoken_item(item) if item is not None else None
    if spoken is None or not allows(actor(), "question.edit", spoken.facts()):
        return None
    rows = queries.questions_for(actor(), spoken)
    return render_template(
        "sessions/stage/_talk_control.html",
        gathering=gathering,
        item=spoken,
        asked=rows["asked"],
        waiting=rows["waiting"][:MOST_ON_CONTROL],
        count=len(rows["waiting"]),
        more=queries.want_more_count(spoken.id),
    )


def _left(*, gathering: Gathering, **_facts: object) -> str | None:
    """Afterwards: what was asked, and what is not answered yet."""
    if clock.now() < gathering.ends_at:
        return None
    items = queries.unanswered(gathering.id)
    return render_template("sessions/stage/_talk_left.html", gathering=gathering, items=items) if items else None


def _picture(gathering: Gathering, facts: dict[str, object]) -> str:
    """The question asked now, in large letters and without a name. One that was hidden is not shown."""
    question_id = facts.get("question")
    question = db.session.get(Question, question_id) if isinstance(question_id, int) else None
    is_shown = question is not None and question.gathering_id == gathering.id
    is_shown = is_shown and question is not None and question.state != QuestionState.HIDDEN
    return render_template(
        "sessions/stage/_talk_picture.html", scene=scene_of(gathering), question=question if is_shown else None
    )
