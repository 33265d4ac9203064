"""What a group does, as a template tells it in a row, and what a template's texts are called."""

from collections.abc import Iterable, Mapping

from network.core.language import LazyText
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.gatherings.board_templates.rules.draft import DraftColumn
from network.sessions.gatherings.board_templates.rules.languages import HELP, PROMPT, TITLE

PHASE_NAMES: Mapping[str, LazyText] = {
    "write": _l("Write"),
    "talk": _l("Talk together"),
    "sort": _l("Sort"),
    "prioritise": _l("Prioritise"),
    "choose": _l("Choose"),
}


def text_labels(columns: Iterable[DraftColumn]) -> dict[str, str]:
    """Name of a text (rules.languages) → what its field is called."""
    found = {TITLE: _("What is the template called?"), HELP: _("A line of help")}
    for number, one in enumerate(columns, 1):
        found[f"{TITLE}.{one.key}"] = _("Column %(number)s: title", number=number)
        found[f"{PROMPT}.{one.key}"] = _("Column %(number)s: question", number=number)
    return found
