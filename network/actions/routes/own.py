"""Where one meets one's own actions: the place in the bar, the coordinator's card, and how long names are kept."""

from flask import Flask, render_template, url_for

from network.access.guard import NOTHING, allows, can
from network.actions import words
from network.actions.models import OwnerState
from network.actions.queries import points as queries
from network.actions.routes.points import overdue
from network.actions.rules import points as rules
from network.actions.services import asking
from network.actions.services.updates import NAMES_KEPT, forget_names
from network.core.language import lazy_gettext as _l
from network.jobs import schedule
from network.jobs.queries import unreached
from network.people.identity import actor
from network.people.models import Municipality
from network.privacy.retention import Holding, hold
from network.web import navigation, panels


def register(app: Flask) -> None:
    navigation.add(app, _l("Actions"), icon="action", address=_address, order=35)
    panels.add(app, "coordinator", _of_municipality, order=30)
    schedule.on_due(app, asking.KIND, asking.ask, words=_l("How does it go? (mail to those responsible)"))
    hold(Holding("action_update_names", NAMES_KEPT, forget_names))


def _address() -> str | None:
    """For whoever has something to follow; who leads the network follows all of it."""
    asker = actor()
    if asker.person_id is None:
        return None
    if allows(asker, "followup.read", NOTHING):
        return url_for("followup.table")
    return url_for("actions.mine") if queries.has_any(asker) else None


def _of_municipality(*, municipality: Municipality, **_facts: object) -> str | None:
    """What the municipality has agreed, for what nobody answers any more, and whom no mail reaches."""
    points = queries.points_of_municipalities([municipality.id])
    ours = [point for point in points if can(actor(), "action_point.read_all", point)]
    if not ours:
        return None
    owners = {point.owner for point in ours if rules.is_open(point.state) and point.owner}
    unread = unreached([one.email for one in owners if one.email])
    silent = {one.name for one in owners if one.email is None or one.email in unread}
    return render_template(
        "actions/_of_municipality.html",
        points=ours,
        unreachable=sorted(silent),
        refused=[point for point in ours if rules.is_open(point.state) and point.owner_state == OwnerState.DECLINED],
        overdue=overdue,
        words=words,
    )
