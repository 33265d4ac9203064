"""Your day: the same as the evening's mail, as a page for whoever was there."""

from datetime import timedelta

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.core import clock
from network.core.language import lazy_gettext as _l
from network.core.signals import checked_in, hall_changed
from network.followup.queries import my_day as queries
from network.followup.services import my_day
from network.jobs import schedule
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id, gatherings_for
from network.sessions.stage.queries.now import gathering_today_for
from network.sessions.stage.queries.standing import scene_of
from network.web import panels

blueprint = Blueprint("my_day", __name__, url_prefix="/gatherings/<public_id>")

OF_USE = timedelta(hours=48)
"""As long as one can answer from the bus."""
AT_HAND = timedelta(days=7)
"""So long after it one's day stands on the front page."""


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    schedule.on_due(
        app, my_day.DAY, my_day.plan_mails, words=_l("Your day (for all who were there)"), useful_for=OF_USE
    )
    schedule.on_due(app, my_day.MAIL, my_day.send, words=_l("Your day (mail)"), useful_for=OF_USE)
    checked_in.connect(my_day.plan_for)
    hall_changed.connect(my_day.move)
    panels.add(app, "now_item", _now, order=70)
    panels.add(app, "home", _home, order=14)
    panels.add(app, "gathering", _on_gathering, order=55)


@blueprint.get("/mine")
@acts("attendance.read")
def page(public_id: str) -> ResponseReturnValue:
    """Only her own, and only if she was there: a colleague's is nobody's to read."""
    gathering = gathering_by_public_id(public_id)
    row = authorize(actor(), "attendance.read", queries.presence_of(gathering, actor().person_id))
    assert gathering is not None
    return render_template("followup/my_day.html", gathering=gathering, day=queries.my_day(actor(), row, gathering))


def _now(*, gathering: Gathering, **_facts: object) -> str | None:
    """On the phone's "Now" once the day is over."""
    return _offer(gathering) if scene_of(gathering).is_over else None


def _home(**_facts: object) -> str | None:
    """On the front page of the days after, when the gathering has left it."""
    asker, now = actor(), clock.now()
    if asker.person_id is None or gathering_today_for(asker) is not None:
        return None
    lately = [one for one in gatherings_for(asker) if one.ends_at <= now < one.ends_at + AT_HAND]
    return next((drawn for drawn in map(_offer, lately) if drawn), None)


def _on_gathering(*, gathering: Gathering, **_facts: object) -> str | None:
    return _offer(gathering) if clock.now() >= gathering.starts_at else None


def _offer(gathering: Gathering) -> str | None:
    if queries.presence_of(gathering, actor().person_id) is None:
        return None
    return render_template("followup/_my_day.html", gathering=gathering)
