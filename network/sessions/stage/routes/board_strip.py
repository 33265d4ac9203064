"""What the hall says on a group's board: those who write there see the clock, the next step and lines as well."""

from flask import Flask, render_template, request

from network.access.guard import allows
from network.core.db import db
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.boards.models import Board
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import BreakoutGroup, GroupRole, GroupRound
from network.sessions.groups.queries.rounds import part_word, role_in
from network.sessions.stage.queries.now import mine
from network.sessions.stage.queries.standing import Scene, scene_of
from network.sessions.stage.rules import flow
from network.sessions.stage.words import phase_name
from network.web import panels

AT_THE_TABLE = ("gather", "running", "wrap_up")


def register(app: Flask) -> None:
    panels.add(app, "board", _on_board)


def _on_board(*, board: Board, is_asked_for: bool = False, **_facts: object) -> str | None:
    """`is_asked_for`: it stays in sight while people talk, as for whoever comes then and has not written anything."""
    group = db.session.get(BreakoutGroup, board.group_id) if board.group_id is not None else None
    round_ = db.session.get(GroupRound, group.round_id) if group is not None and group.round_id is not None else None
    if round_ is None or group is None:
        return None
    return strip(round_, group, script=True, shows_board=is_asked_for)


def strip(
    round_: GroupRound, group: BreakoutGroup | None, *, script: bool = False, shows_board: bool = False
) -> str | None:
    """The strip of a round's boards; none for one who does not follow the hall. `group` is the board's, if known."""
    gathering = db.session.get_one(Gathering, round_.gathering_id)
    if not allows(actor(), "hall.read", gathering.facts()):
        return None
    scene = scene_of(gathering)
    own = mine(scene, actor())
    is_here = scene.is_live and scene.round is not None and scene.round.id == round_.id and round_.state in AT_THE_TABLE
    return render_template(
        "sessions/stage/_board_strip.html",
        scene=scene,
        mine=own,
        round=round_,
        group=group or own.group,
        is_scribe=is_here and _is_scribe(scene, own.group),
        shows_board=shows_board or request.args.get("show") == "board",
        is_here=is_here,
        part_words=part_words,
        back=f"/boards/{own.board.public_id}" if own.board is not None else "",
        script=script,
    )


def part_words(scene: Scene, is_mine: bool) -> dict[str, str]:
    """What stands beside the clock in each part of the round: a page says it when that part begins, not later."""
    if scene.round is None:
        return {}
    return {
        part_word(scene.round, phase.index): _("Put the phone down")
        if phase.name == flow.TALK and not is_mine
        else phase_name(phase.name)
        for phase in scene.phases
    }


def _is_scribe(scene: Scene, group: BreakoutGroup | None) -> bool:
    """Whether the notes are sorted now and that part was offered to her: an offer, since everybody may (ST-26)."""
    is_sorted = scene.phase is not None and scene.phase.name == flow.SORT and group is not None
    return is_sorted and group is not None and role_in(group, actor().person_id or 0) == GroupRole.SCRIBE
