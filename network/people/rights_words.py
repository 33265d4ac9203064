"""What the words of the matrix are called when people read them."""

from collections.abc import Mapping
from dataclasses import dataclass

from network.access.matrix import Cell, Table, Term
from network.core.language import LazyText
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l

ROLE_WORDS: Mapping[str, LazyText] = {
    "V": _l("Anybody"),
    "R": _l("Resident with a link"),
    "G": _l("Guest or official"),
    "D": _l("Delegate"),
    "K": _l("Municipality coordinator"),
    "F": _l("Facilitator"),
    "P": _l("Project lead"),
    "A": _l("Administrator"),
}
THING_WORDS: Mapping[str, LazyText] = {
    "network": _l("The network"),
    "sign_in": _l("Signing in"),
    "language": _l("Language"),
    "demo": _l("The demo"),
    "person": _l("Persons"),
    "municipality": _l("Municipalities"),
    "seat": _l("Fixed seats"),
    "job": _l("The queue"),
    "audit": _l("The log"),
    "gathering": _l("Gatherings"),
    "group": _l("Groups"),
    "board": _l("Boards"),
    "history": _l("Boards as they were earlier"),
    "note": _l("Notes"),
    "photo": _l("Photos of paper sheets on a board"),
    "presence": _l("Being seen on a board"),
    "setup": _l("Setting up"),
    "mail_server": _l("The mail server"),
    "goal": _l("Goals"),
    "import": _l("Lists of people to take in"),
    "council_meeting": _l("Council meetings"),
    "programme": _l("Programmes"),
    "board_template": _l("Templates for boards"),
    "material": _l("Slides and links"),
    "invitation": _l("Invitations"),
    "reply": _l("Answers by a link in a mail"),
    "preparation": _l("Thoughts beforehand"),
    "calendar": _l("Calendar files"),
    "attendance": _l("Who was there"),
    "door": _l("The door"),
    "badge": _l("Badges"),
    "guest": _l("Guests"),
    "pack": _l("Papers for the day"),
    "round": _l("Group rounds"),
    "met": _l("Who has met whom"),
    "merged": _l("What all groups wrote, in one view"),
    "table": _l("Tables"),
    "plenary": _l("Notes for everybody"),
    "dot": _l("Dots on a board"),
    "stage": _l("The stage"),
    "screen": _l("The big screen"),
    "overview": _l("All groups in one view"),
    "hall": _l("What happens now"),
    "readiness": _l("Saying that one is done"),
    "help": _l("Calls for help"),
    "message": _l("Messages to the groups"),
    "talk_line": _l("What challenged me"),
    "question": _l("Questions"),
    "poll": _l("Questions to everybody"),
    "case": _l("Cases"),
    "mark": _l("What one takes home"),
    "agreement": _l("What a municipality takes home"),
    "gate": _l("Who is ready to go home"),
    "ownership": _l("Taking on an action"),
    "action_point": _l("Actions"),
    "progress": _l("Telling by a link in a mail how an action goes"),
    "followup": _l("How the actions go"),
    "writing": _l("Texts that several write at once"),
    "evaluation": _l("What people thought of the day"),
    "briefing": _l("Briefings for the councils"),
    "record": _l("The record of the day"),
}
ACT_WORDS: Mapping[str, LazyText] = {
    "read": _l("To see"),
    "read_all": _l("To see all of it, also who answers for it and what each said"),
    "update": _l("To tell how it goes"),
    "create": _l("To make"),
    "edit": _l("To change"),
    "move": _l("To move"),
    "delete": _l("To delete or end"),
    "edit_other": _l("To change somebody else's"),
    "run": _l("To look after"),
    "admit": _l("To let in"),
    "answer": _l("To answer"),
    "note": _l("To note the answer of somebody who is there without a phone"),
    "for_another": _l("To write for somebody in the group who has no phone"),
    "release": _l("To let go without"),
    "publish": _l("To publish"),
    "present": _l("To present"),
    "count": _l("To see how many there are"),
    "approve": _l("To vouch for"),
    "send": _l("To send, or to open again what was sent"),
    "list": _l("To see that they exist, and how far they have come"),
}
SCOPE_WORDS: Mapping[str, LazyText] = {
    "all": _l("yes"),
    "self": _l("one's own"),
    "own": _l("one's own"),
    "muni": _l("in one's own municipality"),
    "gath": _l("in one's own gathering"),
    "grp": _l("in one's own group"),
    "fac": _l("in gatherings one leads"),
    "pub": _l("what is published"),
    "was": _l("in a group one has left"),
    "screen": _l("on the big screen"),
    "shared": _l("what is shared with the network"),
}
CONDITION_WORDS: Mapping[str, LazyText] = {
    "open": _l("while it is open"),
    "late": _l("while it is open, and half an hour after"),
}


@dataclass(frozen=True)
class Row:
    """One act, and for each role in the order of ROLE_WORDS whether and where it may be done."""

    act: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """One kind of thing, and what can be done to it."""

    key: str
    name: str
    rows: tuple[Row, ...]


def subjects(rights: Table) -> list[Subject]:
    """The table in words, in its own order. A row whose words nobody has written shows its name."""
    things: dict[str, list[Row]] = {}
    for action, cells in rights.items():
        thing, _dot, act = action.partition(".")
        row = Row(str(ACT_WORDS.get(act, act)), tuple(in_words(cells[role]) for role in ROLE_WORDS))
        things.setdefault(thing, []).append(row)
    return [Subject(thing, str(THING_WORDS.get(thing, thing)), tuple(rows)) for thing, rows in things.items()]


def in_words(cell: Cell) -> str:
    """`in one's own group, while it is open; one's own`, or `no`."""
    return "; ".join(_term(term) for term in cell) if cell else _("no")


def _term(term: Term) -> str:
    scopes = [scope for scope in term.scopes if scope != "all"] or ["all"]
    words = [*(str(SCOPE_WORDS[scope]) for scope in scopes), *(str(CONDITION_WORDS[word]) for word in term.conditions)]
    return ", ".join(words)
