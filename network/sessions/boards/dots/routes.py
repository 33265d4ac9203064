"""Setting dots by a form, and what a board's page says of them. With a script the same form is sent by itself."""

import json
import secrets
from dataclasses import asdict

from flask import Blueprint, Flask, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.actor import Actor
from network.access.guard import acts, allows, authorize
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotFound
from network.people.identity import actor
from network.sessions.boards.dots import queries, words
from network.sessions.boards.dots.rules import NOTHING, Limits, lying_on, most_first, refusal_of, topics_of
from network.sessions.boards.dots.services import setting
from network.sessions.boards.models import Board
from network.sessions.boards.queries import board_by_public_id
from network.sessions.boards.rules.shape import is_note_id
from network.sessions.boards.services.opened import open_board
from network.web import panels
from network.web.errors import STATUS, wants_json

blueprint = Blueprint("dots", __name__, url_prefix="/boards/<public_id>/dots")
KEY_BYTES = 16
STEPS = {"more": setting.MORE, "less": setting.LESS}


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "board_dots", _on_board)


@blueprint.post("")
@acts("dot.create")
def press(public_id: str) -> ResponseReturnValue:
    """One dot more on a topic, or one less: the form says which, and its key which press it is."""
    board = authorize(actor(), "dot.create", board_by_public_id(public_id))
    topic_id = request.form.get("topic", "")
    if not is_note_id(topic_id):
        raise Invalid("topic")
    topics = {topic.id for topic in topics_of(open_board(board).topics())}
    try:
        with unit_of_work():
            board = authorize(actor(), "dot.create", board_by_public_id(public_id))
            setting.press(
                board,
                _presser(actor()),
                round_key=request.form.get("round", ""),
                topic_id=topic_id,
                step=STEPS.get(request.form.get("step", ""), 0),
                key=request.form.get("key", ""),
                topics=topics,
            )
    except Conflict as refusal:
        return _refused(public_id, refusal)
    if wants_json():
        return jsonify(ok=True)
    return redirect(url_for("boards.read", public_id=public_id, _anchor="dots"), 303)


def _refused(public_id: str, refusal: Conflict) -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=False, error=refusal.code, message=refusal.message), STATUS[Conflict]
    flash(refusal.message, "warning")
    return redirect(url_for("boards.read", public_id=public_id, _anchor="dots"), 303)


def _presser(asker: Actor) -> int:
    if asker.person_id is None:
        raise NotFound()
    return asker.person_id


def _on_board(*, board: Board, is_alone: bool = False, **_facts: object) -> str:
    """What stands above the notes: how many dots one has left, those with most first, or all to choose from."""
    asker = actor()
    told = queries.told_to(board.id, asker)
    may_lift = allows(asker, "plenary.create", board.facts())
    is_choosing = may_lift and not is_alone and queries.is_choosing(board)
    opened = open_board(board)
    standing = opened.topics() if told is not None or is_choosing else []
    topics = topics_of(standing)
    lying = lying_on(standing, told.sums or {}, told.clusters or {}) if told is not None else NOTHING
    mine = {topic.id: (told.mine or {}).get(topic.id, 0) for topic in topics} if told is not None else {}
    ordered = most_first(topics, lying.sums)
    is_ordered = told is not None and told.shown and bool(ordered or not is_choosing)
    return render_template(
        "sessions/boards/_dots.html",
        board=board,
        told=told,
        told_as_text=json.dumps(asdict(told) if told is not None else None),
        topics=topics,
        mine=mine,
        left=max(0, told.budget - sum(mine.values())) if told is not None else 0,
        words=words,
        words_as_text=json.dumps(words.for_script(), ensure_ascii=False),
        refusals={
            topic.id: refusal_of(mine, topic.id, Limits(told.budget, told.most)) for topic in topics if told is not None
        },
        may_set=told is not None and told.open and told.mine is not None,
        is_ordered=is_ordered,
        gone=lying.gone,
        is_choosing=is_choosing,
        listed=ordered if is_ordered else [(topic, 0) for topic in topics],
        lifted=set(opened.plenary),
        may_lift=may_lift,
        new_key=lambda: secrets.token_urlsafe(KEY_BYTES),
    )
