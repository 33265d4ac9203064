"""What the parts of a template are called when people choose them."""

from collections.abc import Mapping

from network.core.language import LazyText
from network.core.language import lazy_gettext as _l
from network.sessions.gatherings.rules.names import NamesLevel

NAMES_WORDS: Mapping[NamesLevel, LazyText] = {
    NamesLevel.NAMES: _l("With names"),
    NamesLevel.MUNICIPALITY: _l("Municipality only"),
    NamesLevel.NOBODY: _l("Without names"),
}
PHASE_NAMES: Mapping[str, LazyText] = {
    "write": _l("Write"),
    "talk": _l("Talk together"),
    "sort": _l("Sort"),
    "prioritise": _l("Prioritise"),
    "choose": _l("Choose"),
}
