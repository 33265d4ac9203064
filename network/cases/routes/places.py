"""What cases show on others' pages: the coordinator's card, the lead's list, what is left to do, the bar."""

from flask import Flask, render_template, url_for

from network.access.guard import allows, can
from network.cases import words
from network.cases.queries import cases as queries
from network.cases.rules.boxes import NOTICE
from network.core import clock
from network.core.language import format_date, format_list
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people import getting_started, preflight
from network.people.identity import actor
from network.people.models import Municipality
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import next_gathering
from network.web import navigation, panels


def register(app: Flask) -> None:
    panels.add(app, "coordinator", _our_case, order=20)
    panels.add(app, "gathering_tools", _cases_of_gathering, order=70)
    preflight.ask(app, cases_not_ready)
    getting_started.step(
        app,
        getting_started.Step(
            _l("Invite a municipality to present a case"), queries.has_invited_case, _where_to_invite, order=30
        ),
    )
    navigation.add(app, _l("Cases"), icon="case", address=_cases_address, order=30)


def _our_case(*, municipality: Municipality, **_facts: object) -> str | None:
    """The card: where we are asked to present, how far the case has come, what it lacks."""
    if not allows(actor(), "case.create", municipality.facts()):
        return None
    slots = queries.slots_of_municipality(municipality.id, since=clock.now())
    placed = {slot.case.id for slot in slots if slot.case}
    writable = {slot.case.id for slot in slots if slot.case and can(actor(), "case.edit", slot.case)}
    readable = {slot.case.id for slot in slots if slot.case and can(actor(), "case.read", slot.case)}
    ours = [case for case in queries.cases_for(actor()) if case.municipality_id == municipality.id]
    return render_template(
        "cases/_our_case.html",
        municipality=municipality,
        slots=slots,
        writable=writable,
        readable=readable,
        others=[case for case in ours if case.id not in placed],
        words=words,
    )


def _cases_of_gathering(*, gathering: Gathering, **_facts: object) -> str | None:
    """For those who lead: each case on the programme, and whether it is ready."""
    if not allows(actor(), "programme.edit", gathering.facts()):
        return None
    slots = queries.slots_of_gathering(gathering.id)
    readable = {slot.case.id for slot in slots if slot.case and allows(actor(), "case.read", slot.case.facts())}
    shown = {"slots": slots, "readable": readable, "words": words}
    return render_template("cases/_gathering_cases.html", gathering=gathering, **shown) if slots else None


def cases_not_ready() -> list[preflight.Line]:
    """From two weeks before a day, a line for each case on it."""
    now = clock.now()
    return [_line(slot) for slot in queries.slots_between(now, now + NOTICE)]


def _line(slot: queries.Slot) -> preflight.Line:
    whose = slot.municipality.name if slot.municipality else ""
    facts = {"municipality": whose, "day": format_date(slot.gathering.starts_at, zone=slot.gathering.zone)}
    if slot.is_ready:
        return preflight.Line(True, _("%(municipality)s is ready with its case for %(day)s.", **facts))
    if slot.case is None:
        said = _("%(municipality)s has not begun on its case for %(day)s.", **facts)
        return preflight.Line(False, said, _("Call the coordinator there: it takes ten minutes to write."))
    lacks = format_list(words.labels(slot.missing)) or _("the word that it is ready")
    said = _("%(municipality)s is not ready with its case for %(day)s.", **facts)
    return preflight.Line(False, said, _("This is missing: %(boxes)s.", boxes=lacks))


def _where_to_invite() -> str | None:
    gathering = next_gathering(clock.now())
    return url_for("gatherings.show", public_id=gathering.public_id) if gathering else None


def _cases_address() -> str | None:
    asker = actor()
    return url_for("cases.all") if asker.person_id is not None and queries.has_case_for(asker) else None
