"""Questions to everybody in words."""

from collections.abc import Mapping

from network.core.language import LazyText
from network.core.language import lazy_gettext as _l
from network.sessions.polls.models import Poll
from network.sessions.polls.rules.asking import SCALE, Kind

KINDS: Mapping[str, LazyText] = {
    "choice": _l("Choose among answers"),
    "scale": _l("From 1 to 5"),
    "words": _l("Words"),
}
STATES: Mapping[str, LazyText] = {
    "draft": _l("Prepared"),
    "open": _l("Asked now"),
    "revealed": _l("Answers are shown"),
    "closed": _l("Closed"),
}
SPLITS: Mapping[str, LazyText] = {
    "role": _l("By role"),
    "table": _l("By kind of group"),
    "how": _l("On the phone, or noted by a host"),
}
PARTS: Mapping[str, LazyText] = {
    "D": _l("Delegates"),
    "G": _l("Others"),
    "mixed": _l("Mixed groups"),
    "local": _l("Own municipality"),
    "": _l("Not in a group"),
    "phone": _l("On the phone"),
    "noted": _l("Noted by a host"),
}


def labels(poll: Poll) -> list[str]:
    """What stands beside each figure: the options, or the points of the scale with what the outer two mean."""
    options = poll.option_list
    if poll.kind != Kind.SCALE:
        return options
    low, high = options
    return [f"1 · {low}", *(str(point) for point in range(2, SCALE)), f"{SCALE} · {high}"]
