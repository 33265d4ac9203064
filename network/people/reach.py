"""What to say of an address that stands on paper and that not everybody can open."""

from network.core.language import gettext as _
from network.people.preflight import Line
from network.web.addresses import whole_address
from network.web.reach import Reach, reach_of


def near_line() -> Line | None:
    """None when codes on paper lead to an address that can be opened from anywhere."""
    address = whole_address("")
    where = reach_of(address)
    if where == Reach.MACHINE:
        said = _("The codes on paper lead to %(address)s, which only the machine itself can open.", address=address)
        advice = _("Whoever runs the server sets SAMLING_PUBLIC_URL to the address that people shall use.")
        return Line(False, said, advice)
    if where == Reach.BUILDING:
        said = _("The codes on paper lead to %(address)s, which is found only on this network.", address=address)
        advice = _(
            "That will do if all phones are on that network all day and the machine keeps its address. "
            "Otherwise whoever runs the server sets SAMLING_PUBLIC_URL."
        )
        return Line(False, said, advice)
    return None
