"""The network's own page: what it is, for everybody; and for those who run it, the way to change it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from network.access.guard import NOTHING, acts, allows
from network.core import clock
from network.jobs import mail_server
from network.people import identity
from network.people.checks import import_address
from network.people.queries.setup import goals_on, seats_held_on, taking_part_on
from network.people.routes.setup.steps import ENDPOINTS, GOALS, MAIL, MUNICIPALITIES, NAME, blueprint, network_for


@blueprint.get("/network", endpoint="network")
@acts("network.read")
def overview() -> ResponseReturnValue:
    network = network_for("network.read")
    today = clock.now().date()
    asker = identity.actor()
    return render_template(
        "people/setup/overview.html",
        network=network,
        goals=goals_on(today),
        municipalities=taking_part_on(today),
        seats=seats_held_on(today) if allows(asker, "seat.read", NOTHING) else None,
        may_edit=allows(asker, "setup.edit", NOTHING),
        may_import=allows(asker, "import.create", NOTHING),
        import_address=import_address(),
        has_mail=mail_server.may_send(),
        endpoints={
            "name": ENDPOINTS[NAME],
            "municipalities": ENDPOINTS[MUNICIPALITIES],
            "goals": ENDPOINTS[GOALS],
            "mail": ENDPOINTS[MAIL],
        },
    )
