"""The second page: which municipalities own the network and take part, and how many seats each has."""

from dataclasses import dataclass

from flask import flash, request
from flask.typing import ResponseReturnValue

from network.access.guard import acts
from network.core.db import unit_of_work
from network.core.errors import Invalid
from network.core.language import format_list, ngettext
from network.core.language import gettext as _
from network.people import identity, queries
from network.people.forms.setup import MunicipalitiesForm
from network.people.models import Municipality, Network
from network.people.municipality_list import County, counties
from network.people.routes.setup.steps import (
    MUNICIPALITIES,
    SEEN,
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
from network.people.services.setup import Part

TAKES_PART, OWNS, LISTED = "takes-part", "owns", "listed"


@dataclass(frozen=True)
class Chosen:
    """A municipality of the network, as its line on the page."""

    id: int
    name: str
    part: Part


@blueprint.get("/network/setup/municipalities")
@acts("setup.edit")
def municipalities_page() -> ResponseReturnValue:
    network = network_for("setup.edit")
    return _page(network, MunicipalitiesForm(obj=network), seen=_version(network))


@blueprint.post("/network/setup/municipalities")
@acts("municipality.create")
def save_municipalities() -> ResponseReturnValue:
    network = network_for("municipality.create")
    form, added, seen = MunicipalitiesForm(), request.form.getlist("municipality"), request.form.get(SEEN, "")
    if not form.validate_on_submit():
        return _page(network, form, seen=seen, status=422, added=added)
    try:
        with unit_of_work():
            network = network_for("municipality.create")
            refuse_if_second(_differences(network, form))
            _store(network, form, [*added, *form.named()])
    except Invalid as fault:
        form.form_errors = [fault.message] if fault.field not in form else []
        if fault.field in form:
            form[fault.field].errors = [fault.message]
        return _page(network_for("municipality.create"), form, seen=seen, status=422, added=added)
    except CameSecond as clash:
        return both_versions(MUNICIPALITIES, network_for("municipality.create"), clash)
    if network.setup_step is not None:
        taking_part = sum(one.part.takes_part for one in _chosen())
        flash(ngettext("%(num)s municipality takes part.", "%(num)s municipalities take part.", taking_part), "success")
    return onward(MUNICIPALITIES)


def _store(network: Network, form: MunicipalitiesForm, added: list[str]) -> None:
    """All of it or nothing. Raises Invalid."""
    by = identity.actor().person_id
    fewest, most = form.limits()
    setup.set_seat_limits(network, fewest=fewest, most=most, by=by)
    setup.set_parts(_parts_typed(), by=by)
    setup.add_listed(added, language=network.language, by=by)
    if not any(setup.part_of(municipality).takes_part for municipality in queries.municipalities()):
        raise Invalid("municipality", _("Choose at least one municipality that takes part."))
    setup.pass_page(network, MUNICIPALITIES)


def _page(
    network: Network, form: MunicipalitiesForm, *, seen: str, status: int = 200, added: list[str] | None = None
) -> ResponseReturnValue:
    chosen = _chosen()
    if request.method == "POST":
        typed = _parts_typed()
        chosen = [Chosen(one.id, one.name, typed.get(one.id, one.part)) for one in chosen]
    faults = {**form.errors, **({"municipality": form.form_errors} if form.form_errors else {})}
    return shown(
        MUNICIPALITIES,
        "municipalities",
        network,
        status=status,
        form=form,
        faults={name or "municipality": messages for name, messages in faults.items()},
        chosen=chosen,
        counties=_not_chosen(),
        added=set(added or ()),
        seen=seen,
    )


def _chosen() -> list[Chosen]:
    return [Chosen(one.id, one.name, setup.part_of(one)) for one in _living()]


def _living() -> list[Municipality]:
    return [one for one in queries.municipalities() if one.ended_on is None]


def _not_chosen() -> list[County]:
    """The built-in list without those that the network has, county by county."""
    known = {one.number for one in queries.municipalities()}
    left = [
        County(county.number, county.name, tuple(one for one in county.municipalities if one.number not in known))
        for county in counties()
    ]
    return [county for county in left if county.municipalities]


def _parts_typed() -> dict[int, Part]:
    """How the lines of the page stand: a box that is not ticked is not sent, so each line says that it was there."""
    takes_part, owns = set(request.form.getlist(TAKES_PART)), set(request.form.getlist(OWNS))
    return {
        int(one): Part(takes_part=one in takes_part, is_owner=one in owns)
        for one in request.form.getlist(LISTED)
        if one.isdecimal() and len(one) < 10
    }


def _differences(network: Network, form: MunicipalitiesForm) -> list[Difference]:
    """What the page showed and what is typed. Those newly ticked are no difference: they take nothing from others."""
    typed = _parts_typed()
    stored = {one.id: one.part for one in _chosen() if one.id in typed}
    names = {one.id: one.name for one in _living()}
    fewest, most = form.limits()
    return [
        Difference(str(form.min_seats.label.text), str(network.min_seats), str(fewest)),
        Difference(str(form.max_seats.label.text), str(network.max_seats), str(most)),
        Difference(_("Take part"), _names(stored, names, "takes_part"), _names(typed, names, "takes_part")),
        Difference(_("Own the network"), _names(stored, names, "is_owner"), _names(typed, names, "is_owner")),
    ]


def _names(parts: dict[int, Part], names: dict[int, str], which: str) -> str:
    return format_list([names[one] for one in sorted(parts) if one in names and getattr(parts[one], which)])


def _version(network: Network) -> str:
    stored = {one.id: one.part for one in _chosen()}
    names = {one.id: one.name for one in _living()}
    shown_now = [_names(stored, names, which) for which in ("takes_part", "is_owner")]
    return version_of([network.min_seats, network.max_seats, *shown_now])
