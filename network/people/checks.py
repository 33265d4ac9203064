"""What must be in order before people come: the installation, the mail, the network. Each check only reads."""

import shutil
from datetime import timedelta

from flask import current_app, url_for
from sqlalchemy import select

from network.core import clock
from network.core.audit import AuditEntry
from network.core.db import db
from network.core.language import format_ago, format_list, ngettext
from network.core.language import gettext as _
from network.core.settings import Settings
from network.jobs import backups, mail_server, trial
from network.jobs.models import FAILED
from network.jobs.queries import last_sent_at, late_mail, latest_mail_of, mail_counts, troubled_jobs
from network.people import queries, reach
from network.people.mail_advice import sentences
from network.people.preflight import Line
from network.people.queries.setup import seats_held_on, taking_part_on
from network.web.addresses import is_https
from network.web.health import migration_fault

CLOCK_SLACK = timedelta(minutes=2)
MAIL_SLACK = timedelta(minutes=10)
"""How long a letter may wait before we say so: the first tries come within a minute."""
BACKUP_AGE = timedelta(days=2)
LEAST_FREE_BYTES = 1_000_000_000
GIGABYTE = 1_000_000_000


def about_mail() -> list[Line]:
    """Whether mail leaves. To do without is a full choice, and good as such."""
    address = _mail_address()
    if not mail_server.may_send():
        return [
            Line(True, _("Samling sends no e-mail: badges, codes and letters on paper do the work."), address=address)
        ]
    if not mail_server.is_readable():
        return [Line(False, *sentences("secret"), address=address)]
    lines = [_leaving_line(), *_sender_lines()]
    late, fault = late_mail(clock.now() - MAIL_SLACK)
    if late:
        said = ngettext("%(num)s e-mail waits and has not left.", "%(num)s e-mails wait and have not left.", late)
        why = " ".join(sentences(fault)) if fault else _("The queue says why.")
        lines.append(Line(False, said, why, url_for("operations.queue")))
    if failed := mail_counts()["failed"]:
        said = ngettext("%(num)s e-mail has been given up.", "%(num)s e-mails have been given up.", failed)
        lines.append(Line(False, said, _("The queue says why."), url_for("operations.queue")))
    return lines


def about_addresses() -> list[Line]:
    """Whether people find the way here, and whether anybody can listen on it."""
    settings: Settings = current_app.extensions["settings"]
    too_near = reach.near_line()
    lines = [too_near] if too_near else []
    if settings.public_url and not too_near:
        lines.append(Line(True, _("The address that people use is %(address)s.", address=settings.public_url)))
    elif not settings.public_url:
        advice = _("Whoever runs the server sets SAMLING_PUBLIC_URL to the address that people shall use.")
        lines.append(Line(False, _("Samling does not know the address that people use."), advice))
    if is_https(settings):
        lines.append(Line(True, _("The connection is encrypted.")))
    else:
        advice = _(
            "Phones open a page without encryption unwillingly. Put https in front, or start with SAMLING_TLS=1."
        )
        lines.append(Line(False, _("The connection is not encrypted."), advice))
    return lines


def about_the_machine() -> list[Line]:
    """Clock, disk, database, backups, and the work that comes again and again."""
    return [_clock_line(), _disk_line(), _database_line(), *_backup_lines(), *_job_lines()]


def about_the_network() -> list[Line]:
    """Whom to ask about privacy, and whether each municipality has its seats."""
    network = queries.the_network()
    if network is None:
        return []
    lines = []
    if network.privacy_contact:
        lines.append(Line(True, _("People ask %(contact)s about privacy.", contact=network.privacy_contact)))
    else:
        advice = _("Write a name, an e-mail address or a telephone number that people can turn to.")
        lines.append(Line(False, _("Nobody is named whom people can ask about privacy."), advice, _name_address()))
    return [*lines, _seats_line(network.min_seats)]


def import_address() -> str:
    """Where people are taken in."""
    return url_for("imports.start")


def _mail_address() -> str:
    return url_for("setup.mail_page")


def _leaving_line() -> Line:
    """The last trial counts until something has left after it, and what left before the server was changed does not."""
    trial_letter, sent_at, server = latest_mail_of(trial.KIND), last_sent_at(), mail_server.stored()
    if not mail_server.is_from_environment() and server is not None and sent_at and sent_at < server.changed_at:
        sent_at = None
    failed_at = trial_letter.queued_at if trial_letter is not None and trial_letter.state == FAILED else None
    if trial_letter is not None and failed_at is not None and (sent_at is None or sent_at < failed_at):
        return Line(False, *sentences(trial_letter.last_fault or ""), address=_mail_address())
    if sent_at is None:
        said = _("No e-mail has left yet through this server.")
        return Line(False, said, _("Send a letter to yourself and see."), _mail_address())
    return Line(True, _("E-mail works: the last one left %(ago)s.", ago=format_ago(sent_at)))


def _sender_lines() -> list[Line]:
    """A sender that the surroundings left as it was is nobody's address, and most servers refuse it."""
    settings: Settings = current_app.extensions["settings"]
    if not mail_server.is_from_environment() or "." in settings.mail_from.rpartition("@")[2]:
        return []
    said = _("Mail comes from %(address)s, which is no real address.", address=settings.mail_from)
    return [Line(False, said, _("Whoever runs the server sets SAMLING_MAIL_FROM to an address of the office."))]


def _name_address() -> str:
    return url_for("setup.name_page")


def _seats_line(fewest: int) -> Line:
    today = clock.now().date()
    held, places = seats_held_on(today), taking_part_on(today)
    short = [f"{place.name} ({held.get(place.id, 0)})" for place in places if held.get(place.id, 0) < fewest]
    address = import_address()
    if not places:
        said = _("No municipality takes part yet.")
        return Line(False, said, _("Choose those that do."), url_for("setup.municipalities_page"))
    if not short:
        return Line(True, _("Each municipality has at least %(number)s fixed delegates.", number=fewest))
    said = ngettext(
        "%(num)s municipality has fewer than %(fewest)s fixed delegates: %(names)s.",
        "%(num)s municipalities have fewer than %(fewest)s fixed delegates: %(names)s.",
        len(short),
        fewest=fewest,
        names=format_list(short),
    )
    return Line(False, said, _("Ask their coordinators who it shall be, and take them in."), address)


def _clock_line() -> Line:
    """A clock that was set back makes codes and programmes wrong. The log's last entry is what we can compare with."""
    latest = db.session.scalar(select(AuditEntry.at).order_by(AuditEntry.id.desc()).limit(1))
    if latest is None or latest <= clock.now() + CLOCK_SLACK:
        return Line(True, _("The server's clock goes forward."))
    advice = _("Let the server fetch its time from the network (NTP), and restart Samling.")
    return Line(False, _("The server's clock has been set back: it is behind what is already written."), advice)


def _disk_line() -> Line:
    free = shutil.disk_usage(current_app.extensions["settings"].instance_dir).free
    said = _("%(number)s GB are free on the disk.", number=free // GIGABYTE)
    return Line(free >= LEAST_FREE_BYTES, said, "" if free >= LEAST_FREE_BYTES else _("Make room before people come."))


def _backup_lines() -> list[Line]:
    """How old the latest backup in the usual folder is; on PostgreSQL, and in a demo, that is not ours to know."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.is_sqlite or settings.demo:
        return []
    latest = backups.latest_at(settings)
    if latest is None:
        advice = _("Whoever runs the server finds the command in docs/operate/backup.md.")
        return [Line(False, _("No backup has been taken yet."), advice)]
    is_fresh = clock.now() - latest <= BACKUP_AGE
    advice = "" if is_fresh else _("Take one before people come, and see why the daily one did not.")
    return [Line(is_fresh, _("The latest backup was taken %(ago)s.", ago=format_ago(latest)), advice)]


def _database_line() -> Line:
    if migration_fault() is None:
        return Line(True, _("The database has the newest form."))
    return Line(False, _("The database does not have the newest form."), _("Restart Samling: it mends this itself."))


def _job_lines() -> list[Line]:
    troubled = troubled_jobs()
    if not troubled:
        return [Line(True, _("The work that nobody waits for goes well."))]
    said = _("Some of the work that nobody waits for fails.")
    return [Line(False, said, _("The queue says what, and why."), url_for("operations.queue"))]
