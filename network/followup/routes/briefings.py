"""Writing a briefing: its sections, what is chosen for it, what has changed since it was drafted."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize, can
from network.core import clock
from network.core.db import unit_of_work
from network.core.edits import mark
from network.core.errors import Conflict, Invalid, NotAllowed, NotFound
from network.core.language import format_date
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.followup.forms.briefings import ROUTE_MEANS, SecretaryForm, SettingsForm
from network.followup.models import AgendaRoute, Briefing, BriefingState
from network.followup.queries import briefings as queries
from network.followup.routes.briefing_papers import paper_page
from network.followup.rules import briefings as rules
from network.followup.services import briefings as services
from network.followup.services import printing, sending
from network.followup.services.drafting import HEADINGS
from network.people.identity import actor
from network.people.queries import municipality_by_number
from network.sessions.gatherings.forms.fields import day_from
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.gatherings.queries.members import day_of
from network.writing import services as writing

blueprint = Blueprint("briefings", __name__)

DESCRIPTIONS = {
    rules.SUMMARY: _l("Three sentences. Many read no more."),
    rules.HEARD: _l(
        "What you want to take home from the day, in your own words. What others said in a mixed group stays there."
    ),
    rules.AGREED: _l("Action, who is responsible, deadline. Who disagreed may have a line."),
    rules.COUNCIL: _l("Where you need a yes, or help. Leave it empty if there is nothing."),
    rules.ECONOMY: _l("What does it cost, and whose time does it take? Only on the paper for a decision."),
    rules.PROPOSAL: _l("What the council is asked to decide."),
}


def briefing_to(action: str, public_id: str) -> Briefing:
    return authorize(actor(), action, queries.briefing_by_public_id(public_id))


@blueprint.get("/briefings/<public_id>")
@acts("briefing.read")
def show(public_id: str) -> ResponseReturnValue:
    briefing = briefing_to("briefing.read", public_id)
    return edit_page(public_id) if can(actor(), "briefing.edit", briefing) else paper_page(briefing)


@blueprint.post("/briefings/<public_id>/texts")
@acts("briefing.edit")
def save(public_id: str) -> ResponseReturnValue:
    """The sections of a form without a script; with one they are written live, and nothing is left to do."""
    key = ""
    try:
        writing_id = briefing_to("briefing.edit", public_id).writing_id
        for key in [one for one in rules.SECTIONS if one in request.form]:
            writing.put(writing_id, key, request.form[key], actor(), base=request.form.get(f"base_{key}", ""))
    except writing.Contested as contested:
        return edit_page(public_id, said=contested.message, yours={key: contested.yours}, status=409)
    except Invalid as fault:
        return edit_page(public_id, said=fault.message, yours={key: request.form[key]}, status=422)
    except NotAllowed:
        return _too_late(public_id)
    flash(_("Saved."), "success")
    return redirect(url_for("briefings.show", public_id=public_id), 303)


@blueprint.post("/briefings/<public_id>/settings")
@acts("briefing.edit")
def choose(public_id: str) -> ResponseReturnValue:
    briefing_to("briefing.edit", public_id)
    form = SettingsForm()
    if not form.validate_on_submit():
        return edit_page(public_id, form=form, status=422)
    try:
        with unit_of_work():
            briefing = briefing_to("briefing.edit", public_id)
            chosen = services.Settings(
                AgendaRoute(form.route.data),
                day_from(form.other_day.data) or day_from(form.meeting.data),
                services.contact_with(briefing, form.contact.data),
            )
            services.choose(briefing, chosen, seen=request.form.get("seen", ""), by_id=actor().person_id)
            briefing_id = briefing.id
        services.follow(briefing_id, actor())
    except writing.Contested:
        flash(_("Saved. Somebody is writing in a section that could have followed; it was left alone."), "success")
        return redirect(url_for("briefings.show", public_id=public_id, _anchor="settings"), 303)
    except Invalid as fault:
        return edit_page(public_id, form=form, said=fault.message, status=422)
    except Conflict as refusal:
        form.route.errors = [_("Meanwhile somebody else chose: %(other)s", other=_chosen(public_id))]
        return edit_page(public_id, form=form, said=refusal.message, status=409)
    flash(_("Saved."), "success")
    return redirect(url_for("briefings.show", public_id=public_id, _anchor="settings"), 303)


@blueprint.post("/briefings/<public_id>/sections/<section>/fetching")
@acts("briefing.edit")
def fetch(public_id: str, section: str) -> ResponseReturnValue:
    """What the agreement says now instead of the text that stood on the page (BF-4)."""
    briefing = briefing_to("briefing.edit", public_id)
    try:
        services.fetch(briefing.id, section, actor(), base=request.form.get("base", ""))
    except writing.Contested:
        said = _("Somebody has written in this section since you opened the page. Look at it, and choose again.")
        return edit_page(public_id, said=said, status=409)
    except Invalid as fault:
        raise NotFound() from fault
    flash(_("Fetched."), "success")
    return redirect(url_for("briefings.show", public_id=public_id, _anchor=section), 303)


@blueprint.post("/briefings/<public_id>/sections/<section>/keeping")
@acts("briefing.edit")
def keep(public_id: str, section: str) -> ResponseReturnValue:
    briefing = briefing_to("briefing.edit", public_id)
    try:
        services.keep(briefing.id, section, actor())
    except Invalid as fault:
        raise NotFound() from fault
    return redirect(url_for("briefings.show", public_id=public_id, _anchor=section), 303)


@blueprint.post("/municipalities/<number>/secretary")
@acts("municipality.run")
def set_secretary(number: str) -> ResponseReturnValue:
    """Where the council's papers go. The coordinator knows it, or whoever leads the network."""
    authorize(actor(), "municipality.run", municipality_by_number(number))
    form = SecretaryForm()
    if not form.validate_on_submit():
        page = render_template("followup/secretary.html", form=form, number=number)
        return page, 422
    try:
        with unit_of_work():
            municipality = authorize(actor(), "municipality.run", municipality_by_number(number))
            email, seen = form.secretary_email.data or "", form.seen.data or ""
            sending.set_secretary(municipality, email, by_id=actor().person_id, seen=seen)
    except writing.Contested as contested:
        form.secretary_email.errors = [
            _("Meanwhile somebody else wrote: %(other)s", other=contested.theirs or _("Nothing"))
        ]
        form.seen.data = mark(contested.theirs)
        return render_template("followup/secretary.html", form=form, number=number), 409
    flash(_("The address is saved."), "success")
    back = queries.briefing_by_public_id(request.form.get("briefing", ""))
    if back is not None and can(actor(), "briefing.read", back):
        return redirect(url_for("briefing_papers.show", public_id=back.public_id, _anchor="send"), 303)
    return redirect(url_for("municipalities.show", number=number, _anchor="briefings"), 303)


@blueprint.get("/gatherings/<public_id>/briefings")
@acts("briefing.list")
def listing(public_id: str) -> ResponseReturnValue:
    """For whoever leads the network: which exist, how far they have come, and the text of those that were sent."""
    gathering = authorize(actor(), "briefing.list", gathering_by_public_id(public_id))
    rows = queries.briefings_of_gathering(gathering.id)
    return render_template(
        "followup/briefings.html",
        gathering=gathering,
        rows=[(one, one.state == BriefingState.SENT, can(actor(), "briefing.read", one)) for one in rows],
    )


def edit_page(
    public_id: str,
    *,
    form: SettingsForm | None = None,
    said: str = "",
    yours: Mapping[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page as it is now, with what was typed and could not be taken."""
    briefing = briefing_to("briefing.read", public_id)
    if not can(actor(), "briefing.edit", briefing):
        return paper_page(briefing, said=said, yours=list((yours or {}).values()), status=status)
    texts = writing.texts(briefing.writing)
    page = printing.printed(briefing)
    drawn = render_template(
        "followup/briefing.html",
        briefing=briefing,
        texts=texts,
        headings=HEADINGS,
        descriptions=DESCRIPTIONS,
        sections=rules.sections_for(briefing.route),
        news={one.key: one for one in services.news(briefing)},
        mark=mark,
        pages=page.pages,
        measures=rules,
        form=form or _filled(briefing),
        seen=services.settings_mark(briefing),
        routes=printing.ROUTES,
        route_means=ROUTE_MEANS,
        meetings=_meetings(briefing),
        contacts=services.possible_contacts(briefing),
        due=queries.deadline_of(briefing),
        is_late=_is_late(briefing),
        said=said,
        yours=yours or {},
        may_plan=can(actor(), "council_meeting.edit", briefing.municipality),
    )
    return drawn, status


def _too_late(public_id: str) -> ResponseReturnValue:
    """The text was closed while she wrote: what she has changed comes back to her, to be copied (WR-6)."""
    stored = writing.texts(briefing_to("briefing.read", public_id).writing)
    typed = {key: "\n".join(request.form[key].splitlines()) for key in stored if key in request.form}
    said = _("The text is closed. If something must be put right, open it again and send a new version.")
    yours = {key: text for key, text in typed.items() if text != stored[key]}
    return edit_page(public_id, said=said, yours=yours, status=403)


def _chosen(public_id: str) -> str:
    """What is chosen now, in words: for whoever chose otherwise from an older page."""
    briefing = briefing_to("briefing.read", public_id)
    day = format_date(briefing.meeting_on, "long") if briefing.meeting_on else _("Not known yet")
    contact = briefing.contact.name if briefing.contact else _("Nobody chosen")
    return ", ".join((str(printing.ROUTES[briefing.route]), day, contact))


def _filled(briefing: Briefing) -> SettingsForm:
    form = SettingsForm(formdata=None)
    form.route.data = str(briefing.route)
    form.meeting.data = briefing.meeting_on.isoformat() if briefing.meeting_on else ""
    form.contact.data = briefing.contact.public_key if briefing.contact else ""
    return form


def _meetings(briefing: Briefing) -> list[tuple[str, object, object]]:
    """(value, day, deadline) of the meetings to come, and of the chosen one whatever the calendar says."""
    zone, place = briefing.gathering.zone, briefing.municipality
    days = {one.on_date for one in queries.coming_meetings(place, today=day_of(briefing.gathering))}
    if briefing.meeting_on:
        days.add(briefing.meeting_on)
    return [(day.isoformat(), day, queries.deadline(place, day, zone)) for day in sorted(days)]


def _is_late(briefing: Briefing) -> bool:
    due = queries.deadline_of(briefing)
    return due is not None and due < clock.now()
