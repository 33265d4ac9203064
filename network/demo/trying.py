"""What there is to try on a page of the demo, and as whom: one card a page, in two sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from network.core.language import LazyText
from network.core.language import lazy_gettext as _l


@dataclass(frozen=True)
class Card:
    """`does` is the task in a few words, `text` two sentences. `role` is who can do it, a key of routes.ROLE_NAMES."""

    does: LazyText
    text: LazyText
    role: str


_BEGIN = Card(
    _l("begin the day"),
    _l(
        "The doors are open and nothing has begun. As facilitator you press Control and begin the first part; open the "
        "same page as a delegate in another window and see it follow."
    ),
    "facilitator",
)
_GO_ALONG = Card(
    _l("go along with the day"),
    _l(
        "The day goes on: the page Now shows what happens and changes by itself. As facilitator you lead it on from "
        "the control page in another window."
    ),
    "delegate",
)
_GO_HOME = Card(
    _l("see what you take home"),
    _l(
        "The day is over. Read what your municipality agreed, open the text for the council, and look at the e-mail of "
        "this evening in the demo's e-mail."
    ),
    "delegate",
)
_AGREE = Card(
    _l("agree on one thing"),
    _l(
        "Write what your municipality takes home, who does it and the first step. Ask for answers, and let a colleague "
        "answer in another window."
    ),
    "delegate",
)
_CASE = Card(
    _l("read a case as slides"),
    _l(
        "Two cases lie ready for today, and three on what others do are public. The coordinator in Giske can change "
        "hers and see the slides follow."
    ),
    "coordinator",
)
_PLAN = Card(
    _l("plan the next gathering"),
    _l(
        "Gathering 5 has faults that its programme tells of, and nobody is invited yet. Mend them, look at the "
        "invitation as one of the delegates, and send it."
    ),
    "project_lead",
)
_FOLLOW = Card(
    _l("see what became of it"),
    _l(
        "Every action from gathering 3 stands here, done, stuck or laid aside with a reason. Choose a municipality or "
        "a goal, and open one to read its history."
    ),
    "project_lead",
)
_PEOPLE = Card(
    _l("give somebody a seat"),
    _l("Open a municipality and let a seat pass to somebody else. What was agreed before stays where it was."),
    "project_lead",
)
_HOW_IT_GOES = Card(
    _l("say how it goes"),
    _l(
        "Eight weeks have gone, and owners were asked by e-mail yesterday. Open one of those mails in the demo's "
        "e-mail, or say here that yours is done."
    ),
    "delegate",
)
_MARKS = Card(
    _l("take something home"),
    _l(
        "What struck you today lies here, for you alone until your own municipality sits together. Write a line of "
        "your own on one, or keep one back."
    ),
    "delegate",
)
_COUNCIL = Card(
    _l("tell your council"),
    _l(
        "The page is drafted from what your municipality agreed. Change a sentence, say that you vouch for it, and "
        "see what the secretary would get."
    ),
    "coordinator",
)
CARDS: Mapping[str, Card] = {
    "stage.control": Card(
        _l("lead the day"),
        _l(
            "Begin the coffee, go on to the talk, and make the groups: each step says what you can say. Whoever looks "
            "as a delegate sees her table in the same second."
        ),
        "facilitator",
    ),
    "door.host_list": Card(
        _l("check somebody in"),
        _l(
            "Some are still on their way. Tap a name to check her in; it works without a network too, and is sent "
            "when there is one."
        ),
        "facilitator",
    ),
    "boards.read": Card(
        _l("write together"),
        _l(
            "Write a note here and in a second window as another delegate. Turn the network off and write on: nothing "
            "is lost."
        ),
        "delegate",
    ),
    "board_templates.page": Card(
        _l("make a template for boards"),
        _l(
            "Open the network's own template, change a question and see how the board will look. Today's second round "
            "uses it, and there nobody sees who writes."
        ),
        "project_lead",
    ),
    "agreements.show": _AGREE,
    "gate.show": Card(
        _l("see who is ready"),
        _l(
            "At gathering 3 sixteen municipalities were ready and one was let go with a reason. Open a municipality to "
            "see what it agreed."
        ),
        "facilitator",
    ),
    "actions.mine": _HOW_IT_GOES,
    "actions.show": _HOW_IT_GOES,
    "demo.mail": _HOW_IT_GOES,
    "followup.table": _FOLLOW,
    "cases.all": _CASE,
    "cases.show": _CASE,
    "case_writing.edit": _CASE,
    "gatherings.all": _PLAN,
    "gatherings.show": _PLAN,
    "programme.page": _PLAN,
    "invitations.page": _PLAN,
    "evaluation.results": Card(
        _l("read how people found the day"),
        _l("Two in three answered after gathering 3. Figures of fewer than five are never shown, to anybody."),
        "project_lead",
    ),
    "record.show": Card(
        _l("fetch the day's record"),
        _l("What was agreed, asked and said to everybody that day stands here. Fetch it as a document to work on."),
        "project_lead",
    ),
    "my_day.page": Card(
        _l("read your own day"),
        _l(
            "Your lines, what you agreed and the slides are kept together here. The same came by e-mail the evening "
            "after."
        ),
        "delegate",
    ),
    "evaluation.page": Card(
        _l("say how the day was"),
        _l(
            "Three questions and one line without your name. Nobody sees a figure before five have answered, not the "
            "project lead either."
        ),
        "delegate",
    ),
    "briefings.listing": _COUNCIL,
    "briefings.show": _COUNCIL,
    "briefing_papers.show": Card(
        _l("fetch the paper for the council"),
        _l(
            "This is the page as the secretary gets it, in Word and as a PDF. It is sent when a delegate has vouched "
            "for the text."
        ),
        "coordinator",
    ),
    "marks.mine": _MARKS,
    "marks.one": _MARKS,
    "progress.page": _HOW_IT_GOES,
    "municipalities.all": _PEOPLE,
    "municipalities.show": _PEOPLE,
    "people.all": _PEOPLE,
}
"""Endpoint → its card."""
OF_ONE_MUNICIPALITY = (
    "agreements.show",
    "actions.show",
    "briefings.show",
    "briefing_papers.show",
    "briefing_aloud.show",
    "case_writing.edit",
)
"""Pages that the next one who is tried may not read: she begins at her own front page."""
FULL_SCREEN = ("cases.slides", "case_presenting.hall", "briefing_aloud.slides")
"""Slides fill the window, stop at each when one scrolls, and are shown to others: nothing to try stands above them."""


def card_for(endpoint: str | None, how_far_today: Callable[[], str]) -> Card | None:
    """The card of a page. One without its own says what to do with the day, which is "ahead", "live" or "over"."""
    if endpoint in FULL_SCREEN:
        return None
    return CARDS.get(endpoint or "") or {"live": _GO_ALONG, "over": _GO_HOME}.get(how_far_today(), _BEGIN)
