"""The form in which somebody tells how an action goes."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField

from network.actions.rules import points as rules
from network.actions.services.updates import Saying
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.gatherings.forms.fields import trimmed


class UpdateForm(FlaskForm):
    """State, one line, and perhaps what shows it. `seen` is the newest update on her page, `key` makes it one."""

    state = StringField()
    line = StringField(_l("One line"))
    link = StringField(_l("A link"))
    resolution = StringField(_l("Number of the council’s resolution"))
    seen = IntegerField()
    key = HiddenField()

    def saying(self, *, has_file: bool = False) -> Saying:
        """What was told, as it was typed. Raises Invalid when two things at once shall show it."""
        link, resolution = trimmed(self.link.data), trimmed(self.resolution.data)
        if bool(link) + bool(resolution) + has_file > 1:
            raise Invalid("link", _("Give one of these now, and the other in an update of its own."))
        kind = "link" if link else "resolution" if resolution else "file" if has_file else ""
        return Saying(self.state.data or "", self.line.data or "", kind, link or resolution)

    def typed(self) -> dict[str, str]:
        """What stands in the fields, to be given back with a fault."""
        return {name: self[name].data or "" for name in ("state", "line", "link", "resolution")}


def usual() -> dict[str, str]:
    """An empty form."""
    return dict.fromkeys(("state", "line", "link", "resolution"), "")


LIMIT = rules.LINE_LIMIT
