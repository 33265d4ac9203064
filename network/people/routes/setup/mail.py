"""The fourth page: the mail server, a trial letter to oneself, or doing without."""

from datetime import timedelta

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Invalid, NotAllowed
from network.core.language import current
from network.core.language import gettext as _
from network.jobs import mail_server, trial
from network.jobs.models import SENT, MailServer, OutgoingMail
from network.jobs.queries import latest_mail_of
from network.people import identity
from network.people.forms.setup import WITH, WITHOUT, MailForm
from network.people.mail_advice import sentences
from network.people.models import Network, Person
from network.people.routes.setup.steps import (
    ENDPOINTS,
    MAIL,
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

FIELDS = ("host", "port", "security", "sender", "user")
TRIAL = "trial"
TRIAL_SHOWN_FOR = timedelta(minutes=15)


@blueprint.get("/network/setup/mail")
@acts("setup.edit")
def mail_page() -> ResponseReturnValue:
    network = network_for("setup.edit")
    server = mail_server.stored()
    form = MailForm(obj=server)
    form.password.data = ""
    form.choice.data = WITH if server else WITHOUT if (network.setup_step or MAIL + 1) > MAIL else ""
    return _page(network, form, seen=_version(server))


@blueprint.post("/network/setup/mail")
@acts("mail_server.edit")
def save_mail() -> ResponseReturnValue:
    network = network_for("mail_server.edit")
    if network.is_demo:
        raise NotAllowed(message=_("The demo sends no e-mail."))
    form, is_trial = MailForm(), request.form.get("act") == TRIAL
    if not mail_server.is_from_environment():
        if not (form.validate_on_submit() and _is_possible(form, is_trial=is_trial)):
            return _page(network, form, seen=request.form.get(SEEN, ""), status=422)
        try:
            _store(form, passes=not is_trial)
        except CameSecond as clash:
            return both_versions(MAIL, network_for("mail_server.edit"), clash)
    elif not is_trial:
        _pass()
    return _try(network) if is_trial else onward(MAIL)


def _is_possible(form: MailForm, *, is_trial: bool) -> bool:
    """Mail goes out only where its links name an address of ours; the reason stands by the choice."""
    if form.is_without():
        form.choice.errors = [_("Choose yes and write the server, then send a trial.")] if is_trial else []
    elif not mail_server.knows_own_address():
        form.choice.errors = [
            _("Samling must know its own address before it sends links by e-mail. Start it with SAMLING_PUBLIC_URL.")
        ]
    return not form.choice.errors


def _store(form: MailForm, *, passes: bool) -> None:
    """Raises CameSecond."""
    by = identity.actor().person_id
    with unit_of_work():
        network = network_for("mail_server.edit")
        refuse_if_second(_differences(mail_server.stored(), form))
        if form.is_without():
            mail_server.do_without(by=by)
        else:
            mail_server.use(form.server(), by=by)
        if passes:
            setup.pass_page(network, MAIL)


def _pass() -> None:
    with unit_of_work():
        setup.pass_page(network_for("mail_server.edit"), MAIL)


def _try(network: Network) -> ResponseReturnValue:
    """Send a letter to whoever asks, outside any unit of work, and come back to the page, which says how it went."""
    person = db.session.get(Person, identity.actor().person_id)
    if person is None or person.email is None:
        raise Invalid("email", _("You have no e-mail address here. Somebody who has one must try."))
    recipient, name = person.email, network.name
    trial.send_trial(
        recipient=recipient,
        language=current(),
        subject=_("Samling can send e-mail"),
        body=_("This letter shows that Samling can send e-mail for %(network)s. You need not answer it.", network=name),
    )
    return redirect(url_for(ENDPOINTS[MAIL]) + "#trial", 303)


def _page(network: Network, form: MailForm, *, seen: str, status: int = 200) -> ResponseReturnValue:
    latest = latest_mail_of(trial.KIND)
    return shown(
        MAIL,
        "mail",
        network,
        status=status,
        form=form,
        seen=seen,
        is_locked=mail_server.is_from_environment(),
        sender_address=current_app.extensions["settings"].mail_from,
        knows_address=mail_server.knows_own_address(),
        has_password=_has_password(),
        is_readable=mail_server.is_readable(),
        trial=latest if latest and clock.now() - latest.queued_at < TRIAL_SHOWN_FOR else None,
        trial_words=_words(latest),
    )


def _words(mail: OutgoingMail | None) -> tuple[str, str] | None:
    """What hindered the letter and what to ask for; None when it went well or is still under way."""
    if mail is None or mail.state == SENT or not mail.last_fault:
        return None
    return sentences(mail.last_fault)


def _has_password() -> bool:
    server = mail_server.stored()
    return bool(server and server.secret)


def _values(server: MailServer | None) -> list[str]:
    return [str(getattr(server, name)) if server else "" for name in FIELDS]


def _version(server: MailServer | None) -> str:
    return version_of(_values(server))


def _differences(server: MailServer | None, form: MailForm) -> list[Difference]:
    """Of all but the password: nobody is shown another's. A new one on an unchanged server is no difference."""
    typed = ["" if form.is_without() else str(form[name].data) for name in FIELDS]
    labels = [str(form[name].label.text) for name in FIELDS]
    return [Difference(*three) for three in zip(labels, _values(server), typed, strict=True)]
