"""The first page: what the network is called, who owns it, what it speaks, whom to ask about privacy."""

from flask.typing import ResponseReturnValue

from network.access.guard import acts
from network.core.db import unit_of_work
from network.core.language import NAMES
from network.people import identity
from network.people.forms.setup import NetworkForm
from network.people.models import Network
from network.people.routes.setup.steps import (
    NAME,
    CameSecond,
    Difference,
    blueprint,
    both_versions,
    network_for,
    onward,
    refuse_if_second,
    shown,
)
from network.people.rules.setup import version_of
from network.people.services import setup

FIELDS = ("name", "owner", "language", "privacy_contact")


@blueprint.get("/network/setup/name")
@acts("setup.edit")
def name_page() -> ResponseReturnValue:
    network = network_for("setup.edit")
    return _page(network, NetworkForm(obj=network))


@blueprint.post("/network/setup/name")
@acts("network.edit")
def save_name() -> ResponseReturnValue:
    network = network_for("network.edit")
    form = NetworkForm()
    if not form.validate_on_submit():
        return _page(network, form, status=422)
    told = setup.Description(**{name: form[name].data for name in FIELDS})
    try:
        with unit_of_work():
            network = network_for("network.edit")
            refuse_if_second(
                [Difference(form[name].label.text, getattr(network, name), form[name].data) for name in FIELDS]
            )
            setup.describe_network(network, told, by=identity.actor().person_id)
            setup.pass_page(network, NAME)
    except CameSecond as clash:
        return both_versions(NAME, network_for("network.edit"), clash)
    return onward(NAME)


def _page(network: Network, form: NetworkForm, *, status: int = 200) -> ResponseReturnValue:
    seen = version_of(getattr(network, name) for name in FIELDS)
    return shown(NAME, "name", network, status=status, form=form, languages=NAMES.items(), seen=seen)
