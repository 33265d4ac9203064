"""The one way in which a day moves: from the version that the facilitator saw, or not at all (rule ST-1)."""

import json

from network.core import clock as wall
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.core.signals import hall_changed
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.services.dealing import Drawn
from network.sessions.stage import pictures, words
from network.sessions.stage.models import StageMove, StageState
from network.sessions.stage.queries.standing import last_move, name_of, scene_of
from network.sessions.stage.services import acts, telling, undoing
from network.sessions.stage.services import standing as states


def move(
    gathering: Gathering,
    act: str,
    drawn: Drawn | None = None,
    /,
    *,
    version: int,
    by_id: int | None,
    **facts: object,
) -> StageState:
    """Do one act of the facilitator, and count the state's version up. `by_id` None: the program itself did it.

    A repeat of the same form is the same move: it changes nothing more (rule ST-3).
    Raises Conflict saying who moved on when the state is no longer of `version`, Invalid for facts that do not fit,
    NotFound for an item that is none of the gathering's.
    """
    if act != "undo" and act not in acts.ACTS:
        raise Invalid("act")
    state = states.state_of(gathering)
    if state.version != version:
        if _is_repeat(gathering.id, act, version, by_id, facts):
            return state
        raise Conflict(who_moved_on(gathering))
    turn = acts.Turn(gathering, state, by_id, facts, drawn)
    before = undoing.before(turn)
    if act == "undo":
        undoing.take_back(turn)
    else:
        acts.ACTS[act](turn)
    _write_down(turn, act, before)
    return state


def _write_down(turn: acts.Turn, act: str, before: dict[str, object]) -> None:
    state = turn.state
    state.version += 1
    state.changed_at, state.changed_by_id = wall.now(), turn.by_id
    kept = json.dumps({**before, "facts": turn.facts})
    row = StageMove(gathering_id=state.gathering_id, version=state.version, act=act, before=kept, at=wall.now())
    row.by_id = turn.by_id
    db.session.add(row)
    db.session.flush()
    hall_changed.send(gathering_id=state.gathering_id)


def _is_repeat(gathering_id: int, act: str, version: int, by_id: int | None, facts: dict[str, object]) -> bool:
    """Whether exactly this was done last, from that version, by the same person: a form sent twice."""
    last = last_move(gathering_id)
    if last is None or (last.version, last.act, last.by_id) != (version + 1, act, by_id):
        return False
    return bool(json.loads(last.before)["facts"] == json.loads(json.dumps(facts)))


def who_moved_on(gathering: Gathering) -> str:
    """ "Kari has just moved on to …", for the one who came second."""
    last = last_move(gathering.id)
    name = name_of(last.by_id) if last else None
    if last is None or name is None:
        return _("The day has moved on since you opened this page. Look at what stands here now, and choose again.")
    title = _where_to(gathering, last.act)
    if title:
        return _("%(name)s has just moved on to “%(title)s”. Nothing of yours was done.", name=name, title=title)
    return _("%(name)s has just changed what stands here. Look at it, and choose again.", name=name)


def _where_to(gathering: Gathering, act: str) -> str:
    """What the move led to, when it led somewhere: an item, or a part of a round."""
    scene = scene_of(gathering)
    if act in ("start", "phase") and scene.phase is not None:
        return words.phase_name(scene.phase.name)
    return scene.item.title if act in ("begin", "skip") and scene.item is not None else ""


def show_picture(gathering: Gathering, picture: str, facts: dict[str, object], *, by_id: int | None) -> StageState:
    """Put a picture on the big screen without moving the day: a presenter who goes to the next slide.

    No version is asked for or counted up: it never stands in a facilitator's way. Everybody is told at once.
    Raises Invalid for a picture that nobody can draw.
    """
    if not pictures.is_known(picture):
        raise Invalid("picture")
    state = states.state_of(gathering)
    state.picture, state.picture_facts = picture, states.facts_as_text(facts)
    state.changed_at, state.changed_by_id = wall.now(), by_id
    db.session.flush()
    telling.hall_changed_now(gathering.id)
    return state
