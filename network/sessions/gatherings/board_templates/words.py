"""What a group does, as a template tells it in a row."""

from collections.abc import Mapping

from network.core.language import LazyText
from network.core.language import lazy_gettext as _l

PHASE_NAMES: Mapping[str, LazyText] = {
    "write": _l("Write"),
    "talk": _l("Talk together"),
    "sort": _l("Sort"),
    "prioritise": _l("Prioritise"),
    "choose": _l("Choose"),
}
