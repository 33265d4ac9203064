"""What states, roles and figures of rounds are called where people read them."""

from collections.abc import Mapping

from network.core.language import LazyText, ngettext
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.groups.models import GroupRole, RoundState
from network.sessions.groups.queries.page import Result

STATE_WORDS: Mapping[RoundState, LazyText] = {
    RoundState.PLANNED: _l("Planned"),
    RoundState.DRAWN: _l("The groups are made"),
    RoundState.GATHER: _l("People go to their tables"),
    RoundState.RUNNING: _l("The groups are at work"),
    RoundState.WRAP_UP: _l("The groups round off"),
    RoundState.CLOSED: _l("Closed"),
}
ROLE_WORDS: Mapping[GroupRole, LazyText] = {
    GroupRole.SCRIBE: _l("Scribe"),
    GroupRole.HOST: _l("Chair of the table"),
    GroupRole.SPOKESPERSON: _l("Spokesperson"),
}
ROLE_TASKS: Mapping[GroupRole, LazyText] = {
    GroupRole.SCRIBE: _l("sorts the notes, and writes for those who do not write themselves"),
    GroupRole.HOST: _l("sees to it that everybody gets to speak"),
    GroupRole.SPOKESPERSON: _l("says in plenary what the group came to"),
}


def result_sentences(result: Result) -> list[str]:
    """What a deal came to, in two sentences without a score."""
    sizes = str(result.largest)
    if result.smallest != result.largest:
        sizes = _("%(few)s or %(many)s", few=result.smallest, many=result.largest)
        if result.largest - result.smallest > 1:
            sizes = _("%(few)s to %(many)s", few=result.smallest, many=result.largest)
    first = ngettext(
        "%(num)s group of %(sizes)s people.", "%(num)s groups of %(sizes)s people.", result.groups, sizes=sizes
    )
    if result.repeats is None:
        return [first]
    if result.least_repeats is not None and result.least_repeats == result.repeats:
        second = _(
            "%(same)s pairs from the same municipality, %(again)s of %(all)s meetings are repeats (%(again)s is the "
            "least possible).",
            same=result.same_municipality,
            again=result.repeats,
            all=result.meetings,
        )
        return [first, second]
    if result.least_repeats is not None:
        second = _(
            "%(same)s pairs from the same municipality, %(again)s of %(all)s meetings are repeats (groups of these "
            "sizes do not come below %(least)s).",
            same=result.same_municipality,
            again=result.repeats,
            all=result.meetings,
            least=result.least_repeats,
        )
        return [first, second]
    second = _(
        "%(same)s pairs from the same municipality, %(again)s of %(all)s pairs have worked together before.",
        same=result.same_municipality,
        again=result.repeats,
        all=result.meetings,
    )
    return [first, second]
