"""The phone's "Now": what the stage shows on the front page, and the way to the control page for those who lead."""

from flask import Flask, render_template, url_for

from network.access.actor import Actor
from network.access.guard import can
from network.core.language import lazy_gettext as _l
from network.people.identity import actor
from network.sessions.gatherings.queries.door import attendance_of
from network.sessions.groups.queries.rounds import where
from network.sessions.stage import words
from network.sessions.stage.queries.now import Mine, gathering_today_for, is_quiet, mine, today
from network.sessions.stage.queries.standing import Scene
from network.sessions.stage.rules import clock, flow
from network.web import navigation, panels


def register(app: Flask) -> None:
    panels.add(app, "home_head", _head, order=1)
    panels.add(app, "home", _now, order=5)
    app.jinja_env.globals.update(
        phase_name=words.phase_name,
        phase_task=words.phase_task,
        standing_name=words.standing_name,
        stage_script=words.script_of,
        step_label=words.step_label,
        more_time_in_words=words.more_time_in_words,
        group_time=words.group_time,
        own_time=words.own_time,
        clock_left=clock.left,
        behind_in_words=words.behind_in_words,
        picture_names=words.PICTURES,
        clock_shown=clock.shown,
        clock_level=clock.level,
        clock_progress=clock.progress,
        hall_today=_hall_today,
    )
    app.jinja_env.filters["table_words"] = where
    navigation.add(app, _l("Control"), icon="move", address=_control_address, order=15)


def _hall_today() -> bool:
    """Whether the front page is a gathering's just now: other panels may then leave the first button to it."""
    return gathering_today_for(actor()) is not None


def _head(**_facts: object) -> str | None:
    """Place, day, and what happens now."""
    scene = today(actor())
    if scene is None:
        return None
    return render_template("sessions/stage/_now_head.html", scene=scene, is_quiet=is_quiet(scene, actor()))


def _now(**_facts: object) -> str | None:
    asker = actor()
    scene = today(asker)
    if scene is None:
        return None
    is_delegate = "D" in asker.roles  # of a municipality, so that the local round has a table for her
    own = mine(scene, asker)
    facts = {"scene": scene, "mine": own, "times": scene.times, "is_delegate": is_delegate}
    facts["is_awaited"] = _is_awaited(scene, asker, own)
    may_lead = can(asker, "stage.edit", scene.gathering)
    facts["is_quiet"] = is_quiet(scene, asker)
    is_round = scene.item is not None and scene.item.kind in flow.ROUND_KINDS
    return render_template("sessions/stage/_now.html", may_lead=may_lead, is_round=is_round, **facts)


def _is_awaited(scene: Scene, asker: Actor, own: Mine) -> bool:
    """Whether she is asked to this day that goes on, and has not been at the door. Who sits at a table has."""
    gathering = scene.gathering
    if not scene.is_live or own.group is not None or gathering.id not in asker.gathering_ids - asker.facilitated_ids:
        return False
    return attendance_of(gathering.id, asker.person_id or 0) is None


def _control_address() -> str | None:
    """One tap to the control page on the day, for those who lead it."""
    asker = actor()
    if not asker.roles & set("FP"):
        return None
    gathering = gathering_today_for(asker)
    if gathering is None or not can(asker, "stage.edit", gathering):
        return None
    return url_for("stage.control", public_id=gathering.public_id)
