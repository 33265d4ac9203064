"""The queue: what the program does while nobody waits, in words, for those who run it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from network.access.guard import acts, authorize_anywhere
from network.core.language import LazyText
from network.core.language import lazy_gettext as _l
from network.jobs import mail_server
from network.jobs import queries as jobs
from network.people import identity
from network.people.routes import planned
from network.people.routes.fault_words import fault_words

blueprint = Blueprint("operations", __name__)

JOB_WORDS: dict[str, LazyText] = {
    "mail": _l("Sends the e-mails that wait"),
    "schedule": _l("Does what is planned when its time comes"),
    "retention": _l("Deletes what has been kept long enough"),
    "erasing": _l("Lets go of the traces of what has been erased"),
    "dots": _l("Forgets whose dots they were, once they are shown"),
    "last_use": _l("Notes when each sign-in was last used"),
    "projection": _l("Copies the boards' notes to where they can be searched"),
    "writings": _l("Copies what several write at once to where it can be read"),
    "agreements": _l("Closes what municipalities agreed, two days after a gathering"),
    "briefing_drafts": _l("Writes drafts for the councils"),
    "briefings": _l("Sends what councils are told"),
    "seen": _l("Notes who has opened her group's board"),
    "own notes": _l("Puts on the boards what was written alone"),
    "snapshots": _l("Keeps states of the boards that one can go back to"),
    "documents": _l("Puts away boards that nobody has used for a while"),
    "who met": _l("Counts who has worked together in a group"),
    "hall_counts": _l("Counts notes and people, for those who lead a day"),
    "hall_start": _l("Starts a round's clock when people sit at their tables"),
}
MAIL_WORDS: dict[str, LazyText] = {
    "sign_in": _l("Sign-in"),
    "trial": _l("A letter to see whether mail works"),
    "invitation": _l("Invitation"),
    "substitute": _l("Invitation to a substitute"),
    "reminder": _l("Reminder to answer"),
    "practical": _l("Practical letter"),
    "changed": _l("News that a gathering is changed"),
    "cancelled": _l("News that a gathering is called off"),
    "owner_asked": _l("Whether somebody takes an action on"),
    "your_day": _l("What the day was, in the evening"),
    "how_it_goes": _l("How it goes with one’s actions"),
    "briefing": _l("To the council’s secretary"),
}


@blueprint.get("/operations/queue")
@acts("job.read")
def queue() -> ResponseReturnValue:
    authorize_anywhere(identity.actor(), "job.read")
    return render_template(
        "people/queue.html",
        counts=jobs.mail_counts(),
        troubled=jobs.troubled_mail(),
        states=jobs.job_states(),
        planned=planned.rows(),
        job_words=JOB_WORDS,
        mail_words=MAIL_WORDS,
        fault_words=fault_words,
        has_mail_server=mail_server.may_send(),
    )
