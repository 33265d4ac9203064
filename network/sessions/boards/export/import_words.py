"""Why a file cannot be used, in words that say what to do."""

from network.core.language import gettext as _
from network.core.language import ngettext
from network.sessions.boards.export.rules.unpacked import Unreadable


def fault(fault: Unreadable) -> str:
    words = {
        "none": _("Choose a file first."),
        "size": _("The file is too large. A board's file is at most 3 MB."),
        "not_json": _("This is not a data file (JSON) from Samling. Choose the one that was fetched as “Data (JSON)”."),
        "not_ours": _("This is not a data file (JSON) from Samling. Choose the one that was fetched as “Data (JSON)”."),
        "merged": _(
            "This file holds what all groups wrote, merged. Notes are brought in from the file of a board, or of all"
            " boards of a round."
        ),
        "newer": _("The file was made by a newer Samling than this. Whoever runs it can upgrade."),
        "which": _("Choose one of the boards in the file."),
        "many": _("The file has more notes than a board can hold: 2,000."),
    }
    if fault.reason in words:
        return words[fault.reason]
    if fault.note:
        return _(
            "Nothing was brought in: note number %(note)d in the file cannot be used. %(why)s",
            note=fault.note,
            why=_why(fault.reason),
        )
    return _("Nothing was brought in: the file has been changed, and a part of it is missing or wrong.")


def _why(reason: str) -> str:
    words = {
        "long": _("It is longer than 2,000 letters."),
        "letters": _("It holds letters that cannot be stored."),
    }
    return words.get(reason) or _("Something in it is missing or wrong.")


def strays(count: int, column: str) -> str:
    """What becomes of notes whose column the board lacks; nothing is said of none."""
    if not count:
        return ""
    return ngettext(
        "%(num)d of them has a column that this board lacks, and comes to stand in “%(column)s”.",
        "%(num)d of them have a column that this board lacks, and come to stand in “%(column)s”.",
        count,
        column=column,
    )
