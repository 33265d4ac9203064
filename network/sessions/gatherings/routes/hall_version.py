"""Which change of the hall a page is drawn after: a page that says so is not asked for again as soon as it is open."""

from network.sessions.gatherings.models import Gathering
from network.web import panels

HALL_VERSION = "hall_version"
"""Where the stage, which counts the changes, says how many there are."""


def hall_version(gathering: Gathering) -> str:
    """Ask before anything else of the page is read: what changes meanwhile is then asked for anew, and not missed."""
    return "".join(panels.shown(HALL_VERSION, gathering=gathering))
