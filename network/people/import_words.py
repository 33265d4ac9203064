"""Why a line of a list cannot be taken in, and what parts are called, in words for people."""

from collections.abc import Mapping

from network.core.language import LazyText
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people.rules.imports.checking import Reason

REASONS: Mapping[str, LazyText] = {
    "name_missing": _l("Write a name, or remove the line."),
    "name_long": _l("The name is longer than %(most)s characters. Shorten it."),
    "party_long": _l("The party is longer than %(most)s characters. Shorten it."),
    "letters": _l("Some letters were lost before the list came here, perhaps æ, ø or å. Write it anew."),
    "email_bad": _l("This does not look like an e-mail address. Correct it, or leave it empty."),
    "email_twice": _l("Line %(line)s has the same address with another name. Correct one of them."),
    "email_elsewhere": _l(
        "Somebody in another municipality has this address. Ask the project lead to move her or him."
    ),
    "other_email": _l("The municipality has somebody with this name and another address. Correct one, or the name."),
    "guarded": _l("Only the project lead may give this person an address. Leave it empty."),
    "role_unknown": _l("We do not know the role “%(word)s”. Choose one."),
    "role_strong": _l("Nobody becomes project lead or administrator by a list. Do that on the person's own page."),
    "place_missing": _l("Which municipality? Write its name."),
    "place_unknown": _l("No municipality here is called “%(word)s”."),
    "place_near": _l("No municipality here is called “%(word)s”. Did you mean %(near)s?"),
    "place_foreign": _l("You can take in people for your own municipality only. Remove the line."),
    "several": _l("Several people in the municipality have this name. Give the address, too."),
    "name_twice": _l("Line %(line)s has the same name in the same municipality. Make the names differ, or remove one."),
    "same_twice": _l("This person stands on line %(line)s already. Remove one of the two lines."),
    "seat_elsewhere": _l("This person has a seat in another municipality. End that one first."),
    "no_seat": _l(
        "%(municipality)s already has its %(most)s fixed delegates. End a seat first, or choose another role."
    ),
}
FILES: Mapping[str, LazyText] = {
    "bomb": _l(
        "This workbook unpacks to far more than a list of people. Copy the rows into the template, and send that."
    ),
    "not_a_list": _l("We cannot read this file as a list. Save it as XLSX or CSV, or paste the rows instead."),
    "old_workbook": _l("This is Excel's old format (XLS). Save it as XLSX, or paste the rows instead."),
    "empty": _l("There is nobody in this list. Paste the rows from Excel, or choose a file."),
    "too_many": _l("The list has %(count)s lines, and we take %(most)s at a time. Send it in several parts."),
    "too_large": _l("The file is larger than 1 MB. Remove pictures and other sheets, or paste the rows instead."),
}
ROLES: Mapping[str, LazyText] = {
    "delegate": _l("Delegate"),
    "coordinator": _l("Municipality coordinator"),
    "official": _l("Official"),
    "substitute": _l("Substitute"),
    "facilitator": _l("Facilitator"),
    "guest": _l("Guest or expert"),
    "project_lead": _l("Project lead"),
    "administrator": _l("Administrator"),
}
IMPORTABLE = ("delegate", "coordinator", "official", "substitute", "facilitator", "guest")


def reason(why: Reason) -> str:
    """Why, in the reader's language."""
    return REASONS[why.code] % why.values if why.values else str(REASONS[why.code])


def file_fault(code: str, **values: object) -> str:
    """What is wrong with a file as a whole."""
    return FILES[code] % values if values else str(FILES[code])


def part(role: str, municipality: str = "") -> str:
    """`Delegate, Nordvik`."""
    name = str(ROLES.get(role, role))
    return _("%(part)s, %(municipality)s", part=name, municipality=municipality) if municipality else name
