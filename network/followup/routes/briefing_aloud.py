"""A briefing for who stands up in the council: what to say in five minutes, and five slides behind her."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize
from network.followup.models import Briefing
from network.followup.queries import briefings as queries
from network.followup.rules import aloud as rules
from network.followup.services.printing import printed
from network.people.identity import actor

blueprint = Blueprint("briefing_aloud", __name__, url_prefix="/briefings/<public_id>")


def _briefing(public_id: str) -> Briefing:
    return authorize(actor(), "briefing.read", queries.briefing_by_public_id(public_id))


@blueprint.get("/aloud")
@acts("briefing.read")
def show(public_id: str) -> ResponseReturnValue:
    briefing = _briefing(public_id)
    page = printed(briefing)
    said = [section for section in page.sections if section.key in rules.SPOKEN]
    return render_template(
        "followup/briefing_aloud.html",
        briefing=briefing,
        page=page,
        said=said,
        minutes=rules.minutes(section.text for section in said),
        most=rules.MOST_MINUTES,
    )


@blueprint.get("/slides")
@acts("briefing.read")
def slides(public_id: str) -> ResponseReturnValue:
    briefing = _briefing(public_id)
    page = printed(briefing)
    return render_template(
        "followup/briefing_slides.html",
        briefing=briefing,
        page=page,
        shown=[section for section in page.sections if section.key in rules.SHOWN],
    )
