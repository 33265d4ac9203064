"""Two weeks and eight weeks after a gathering each owner is asked, in one mail, how all of hers goes (rule FU-1)."""

from datetime import datetime

from network.actions import letters
from network.actions.links import Named, base_address, path_of, token_of
from network.actions.models import ActionPoint
from network.actions.queries import points as queries
from network.actions.rules import points as rules
from network.core import clock
from network.core.db import db
from network.core.language import gettext as _
from network.jobs import schedule
from network.jobs.schedule import Drop, Due
from network.jobs.services import queue_mail
from network.people.models import Person
from network.sessions.gatherings.models import Gathering

KIND = "how_it_goes"
PAGE = "progress.page"


def plan(point: ActionPoint) -> None:
    """Have the owner asked in the rounds that are still to come. Inside the unit of work in which it is agreed.

    One task a person, gathering and round, however many actions she answers for. The queue names her municipality: who
    answers for what is not for those who lead (AP-7).
    """
    person, gathering = point.owner, point.gathering
    if person is None:
        return
    for asking in rules.askings(gathering.ends_at, clock.now()):
        about: dict[str, int | str] = {
            "owner_id": person.id,
            "municipality_id": point.municipality_id,
            "gathering_id": gathering.id,
            "round": asking.round,
            "address": base_address(),
        }
        schedule.plan(f"how-it-goes-{gathering.id}-{person.id}-{asking.round}", KIND, asking.at, about)


def asked_at(gathering: Gathering, round_: str) -> datetime:
    """When the mail of this round was due."""
    return gathering.ends_at + rules.WEEKS_AFTER[round_]


def ask(due: Due) -> str:
    """One mail about all that is open. Lets go when nothing is, or when she has no address: then somebody calls her."""
    person = db.session.get(Person, int(due.about["owner_id"]))
    gathering = db.session.get(Gathering, int(due.about["gathering_id"]))
    round_ = str(due.about["round"])
    if person is None or gathering is None:
        raise Drop(_("nobody to ask"))
    asked = queries.points_of_mail(person.id, gathering, asked_at(gathering, round_))
    points = [point for point in asked if rules.is_open(point.state)]
    if not points:
        raise Drop(_("nothing is open any more"))
    if person.email is None:
        raise Drop(_("she has no e-mail address"))
    base = base_address() or str(due.about.get("address", ""))
    if not base:
        raise LookupError("no address under which people reach us")
    token = token_of(Named(person.public_key, gathering.public_id, round_))
    text = letters.how_it_goes(
        person,
        gathering,
        points,
        page=base + path_of(PAGE, token=token),
        link_for=lambda point, state: (
            base + path_of("progress.confirm", token=token, point_id=point.public_id, state=state)
        ),
    )
    queue_mail(
        key=due.key,
        kind=KIND,
        recipient=person.email,
        language=text.language,
        subject=text.subject,
        body=text.body,
        useless_after=due.useless_after,
    )
    return _("asked about %(count)s", count=len(points))
