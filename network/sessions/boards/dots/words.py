"""What a board's page says of dots, in the language that is spoken now. The script fills in the numbers.

They go with the board's page and not with the scripts' own texts, which each page fetches.
"""

from collections.abc import Callable

from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.core.language import ngettext
from network.sessions.boards.rules.plenary import MOST

COUNT = "{count}"
ORDER_TITLE = _l("Most dots first")
ORDER_HELP = _l(
    "The dots are advice to yourselves. You choose what is shown to everybody."
    " A note without dots can be among it: press “More” on it."
)
CHOOSE_TITLE = _l("Choose")
CHOOSE_HELP = _l("Here is all that stands on the board. Choose what everybody should hear.")
CHOOSE_NOTHING = _l("There is nothing to choose from yet. Write a note first; then it stands here.")
Forms = list[str]
"""What is said of one, and of more."""


def left(budget: int, **given: int | str) -> str:
    return ngettext(
        "You have %(left)s of %(num)s dot left.", "You have %(left)s of %(num)s dots left.", budget, **given
    )


def most(number: int, **given: str) -> str:
    return ngettext("At most %(num)s on one note.", "At most %(num)s on one note.", number, **given)


def enough(number: int, **given: str) -> str:
    return ngettext(
        "At most %(num)s dot of yours can lie on one note.",
        "At most %(num)s dots of yours can lie on one note.",
        number,
        **given,
    )


def own(number: int, **given: str) -> str:
    return ngettext("%(num)s dot from you", "%(num)s dots from you", number, **given)


def dots(number: int, **given: str) -> str:
    return ngettext("%(num)s dot", "%(num)s dots", number, **given)


def gone(number: int, **given: str) -> str:
    return ngettext(
        "%(num)s dot lies on what is not on the board any more.",
        "%(num)s dots lie on what is not on the board any more.",
        number,
        **given,
    )


def done(count: int | str, members: int | str) -> str:
    return _("%(done)s of %(members)s have set dots.", done=count, members=members)


def chosen(count: int | str) -> str:
    return _("Chosen: %(count)s of %(most)s.", count=count, most=MOST)


def spent() -> str:
    return _("You have no dots left. Take one back from another note first.")


def for_script() -> dict[str, Forms]:
    """Each with `{count}` where a number goes; what counts nothing has one form."""
    return {
        "left": [left(number, left="{left}", num=COUNT) for number in (1, 2)],
        **{
            name: _forms(say)
            for name, say in (("most", most), ("enough", enough), ("own", own), ("dots", dots), ("gone", gone))
        },
        "done": [done("{done}", "{members}")],
        "chosen": [chosen(COUNT)],
        "order_title": [str(ORDER_TITLE)],
        "order_help": [str(ORDER_HELP)],
        "choose_title": [str(CHOOSE_TITLE)],
        "choose_help": [str(CHOOSE_HELP)],
        "choose_nothing": [str(CHOOSE_NOTHING)],
        "spent": [spent()],
        "none": [_("There is no dot of yours on this note.")],
        "shown": [_("The dots are counted. The notes with most dots stand on top of the page.")],
        "title": [_("Dots on the board")],
        "full": [_("This device stores nothing more. The dot was not set.")],
    }


def _forms(say: Callable[..., str]) -> Forms:
    return [say(number, num=COUNT) for number in (1, 2)]
