"""Where one meets a briefing: the gathering's page, the coordinator's card, the phone after the day."""

from datetime import timedelta

from flask import Flask, render_template

from network.access.guard import allows
from network.core import clock
from network.followup.models import Briefing, BriefingState
from network.followup.queries import briefings as queries
from network.followup.routes import briefing_aloud, briefing_papers, briefings
from network.people.identity import actor
from network.people.models import Municipality
from network.sessions.gatherings.models import Gathering
from network.sessions.stage.queries.now import today
from network.web import panels

FRESH = timedelta(days=30)
"""For so long after the day does an unsent draft stand on the phone's front page."""


def register(app: Flask) -> None:
    app.register_blueprint(briefings.blueprint)
    app.register_blueprint(briefing_papers.blueprint)
    app.register_blueprint(briefing_aloud.blueprint)
    app.jinja_env.globals["may_see_gathering_of"] = may_see_gathering_of
    panels.add(app, "gathering", _of_gathering, order=30)
    panels.add(app, "coordinator", _of_municipality, order=25)
    panels.add(app, "home", _after_the_day, order=12)


def may_see_gathering_of(gathering: Gathering) -> bool:
    """Whether a page about a gathering may lead to it: a coordinator reads the briefing of one she was not at."""
    return allows(actor(), "gathering.read", gathering.facts())


def _of_gathering(*, gathering: Gathering, **_facts: object) -> str | None:
    """Her municipality's; for whoever leads the network the way to all of them."""
    asker = actor()
    own = [one for one in _own() if one.gathering_id == gathering.id]
    may_list = allows(asker, "briefing.list", gathering.facts()) and clock.now() >= gathering.starts_at
    if not own and not may_list:
        return None
    count = len(queries.briefings_of_gathering(gathering.id)) if may_list else 0
    return render_template(
        "followup/_briefings_of_gathering.html", gathering=gathering, own=own, may_list=may_list, count=count
    )


def _own() -> list[Briefing]:
    """Those of the asker's own municipalities."""
    asker = actor()
    return queries.briefings_for(asker, municipality_ids=asker.municipality_ids) if asker.municipality_ids else []


def _of_municipality(*, municipality: Municipality, **_facts: object) -> str | None:
    asker = actor()
    found = [one for one in _own() if one.municipality_id == municipality.id]
    may_set = allows(asker, "municipality.run", municipality.facts())
    if not found and not may_set:
        return None
    return render_template(
        "followup/_briefings_of_municipality.html", municipality=municipality, found=found, may_set=may_set
    )


def _after_the_day(**_facts: object) -> str | None:
    """The newest draft that is not sent yet. While a day goes on nothing is asked for it."""
    scene = today(actor())
    if actor().person_id is None or (scene is not None and not scene.is_over):
        return None
    now = clock.now()
    drafts = [
        one
        for one in _own()
        if one.state == BriefingState.DRAFT and one.gathering.ends_at <= now <= one.gathering.ends_at + FRESH
    ]
    return render_template("followup/_briefing_now.html", briefing=drafts[0]) if drafts else None
