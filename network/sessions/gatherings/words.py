"""What pages call the parts of a gathering."""

from network.core.language import LazyText
from network.core.language import lazy_gettext as _l
from network.sessions.gatherings.rules.lint import Finding

FINDING_WORDS: dict[str, LazyText] = {
    "no_facilitator": _l("Nobody leads the gathering. Add a facilitator."),
    "no_going_home": _l("There is no going-home round, in which the municipalities agree on what they take home."),
    "short_going_home": _l("“%(about)s” is shorter than 25 minutes."),
    "after_departure": _l("The programme ends after the last bus or ferry home."),
    "no_case": _l("No municipality has a slot for its case."),
    "no_question": _l("“%(about)s” has no question."),
    "few_seats": _l("Fewer fixed delegates than agreed: %(about)s. Ask the coordinators who it shall be."),
    "no_case_owner": _l("“%(about)s” has no municipality yet."),
    "no_speaker": _l("“%(about)s” has no speaker yet."),
    "no_goal": _l("No goal is chosen for the gathering."),
    "goal_untouched": _l("Goal %(about)s has not been touched for three gatherings."),
    "no_practical": _l("Nothing is written about room, travel and food."),
    "not_invited": _l("Nobody has been invited yet."),
}
MAIL_WORDS: dict[str, LazyText] = {
    "sent": _l("Sent"),
    "waiting": _l("On its way"),
    "failed": _l("Did not arrive"),
    "paper": _l("On paper"),
    "unsent": _l("Not sent"),
}


def finding_text(finding: Finding) -> str:
    """The sentence of a finding."""
    return FINDING_WORDS[finding.code] % {"about": finding.about} if finding.about else str(FINDING_WORDS[finding.code])
