"""One's own page: name, language, and the browsers in which one is signed in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import NOTHING, acts, allows, authorize, authorize_anywhere
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.people import identity, queries
from network.people.forms import LanguageForm
from network.people.models import Person, SignInSession
from network.people.routes.sign_in import safe_next
from network.people.services import register, sessions
from network.web import languages

blueprint = Blueprint("account", __name__)


@blueprint.get("/me")
@acts("person.read")
def own_page() -> ResponseReturnValue:
    asker = identity.actor()
    if asker.only_gathering_id is not None:
        return _badge_page()
    person = authorize(asker, "person.read", db.session.get(Person, asker.person_id) if asker.person_id else None)
    signed_in = [
        {
            "id": session.id,
            "device": session.device,
            "made_at": session.made_at,
            "last_used_at": sessions.last_use.of(session),
            "is_this": session.id == identity.session_id(),
        }
        for session in queries.open_sessions_for(asker)
    ]
    places = queries.municipality_names([person.id], today=clock.now().date())
    return render_template(
        "people/me.html",
        person=person,
        municipality=places.get(person.id),
        sign_ins=signed_in,
        can_see_queue=allows(asker, "job.read", NOTHING),
    )


@blueprint.post("/me/sign-ins/<int:session_id>/end")
@acts("sign_in.delete")
def end_sign_in(session_id: int) -> ResponseReturnValue:
    asker = identity.actor()
    with unit_of_work():
        session = authorize(asker, "sign_in.delete", db.session.get(SignInSession, session_id))
        sessions.end_session(session, by=asker.person_id)
    flash(_("That device is signed out."), "success")
    return redirect(url_for("account.own_page"), 303)


@blueprint.post("/me/everywhere/sign-out")
@acts("sign_in.delete")
def end_all_sign_ins() -> ResponseReturnValue:
    asker = identity.actor()
    with unit_of_work():
        own = db.session.get(SignInSession, identity.session_id()) if asker.person_id else None
        session = authorize(asker, "sign_in.delete", own)
        authorize(asker, "person.read", session.person)  # a badge that was found signs nobody out elsewhere
        sessions.end_all_sessions(session.person_id, by=asker.person_id)
    response = redirect(url_for("home.now"), 303)
    identity.drop_session(response)
    return response


@blueprint.post("/language")
@acts("language.edit")
def choose_language() -> ResponseReturnValue:
    asker = identity.actor()
    authorize_anywhere(asker, "language.edit")
    form = LanguageForm()
    if not form.validate_on_submit():
        raise Invalid("language", form.language.errors[0] if form.language.errors else "")
    languages.remember(form.language.data)
    if asker.person_id is not None:
        with unit_of_work():
            register.change_language(asker.person_id, form.language.data)
    return redirect(safe_next(form.next.data or request.args.get("next")) or url_for("home.now"), 303)


def _badge_page() -> ResponseReturnValue:
    """For whoever came in with a badge or a guest's code: the language and the way out, and nothing of the account."""
    session = authorize(identity.actor(), "sign_in.read", db.session.get(SignInSession, identity.session_id()))
    return render_template("people/me_by_badge.html", name=session.person.name)
