"""The seven boxes in words: what each is called, what belongs in it, and an example of an invented municipality."""

from collections.abc import Iterable
from dataclasses import dataclass

from network.cases.rules.slides import overflowing
from network.core.language import LazyText, ngettext
from network.core.language import lazy_gettext as _l


@dataclass(frozen=True)
class BoxWords:
    label: LazyText
    help: LazyText
    example: LazyText


BOX_WORDS = {
    "ingress": BoxWords(
        _l("In short"),
        _l("Two or three sentences: what you did, and for whom."),
        _l(
            "Nordvik lets five villages decide together over a small sum each year. Two hundred people have taken part,"
            " half of them for the first time."
        ),
    ),
    "why": BoxWords(
        _l("Why"),
        _l("What was wrong, and how did you know?"),
        _l(
            "Few came to our meetings, and always the same ones. In a survey every third person said that the council"
            " does not listen."
        ),
    ),
    "how": BoxWords(
        _l("How"),
        _l("What did you do, step by step, and who did it?"),
        _l(
            "We asked each village for three people. They met on four evenings with a councillor who only listened."
            " The proposals were put to everybody in the village shop."
        ),
    ),
    "result": BoxWords(
        _l("Result"),
        _l("What is different now? Give a figure if you have one, and say so if you do not know."),
        _l("Eleven proposals, nine of them carried out. Twice as many came to the meeting the year after."),
    ),
    "differently": BoxWords(
        _l("What we would have done differently"),
        _l("What others should not have to learn anew."),
        _l("We began in June, when farmers have no evenings free. And we promised answers too early."),
    ),
    "cost": BoxWords(
        _l("What it cost"),
        _l("Money, hours, and who gave them. A guess is better than nothing."),
        _l("180,000 kroner for the villages, 60 hours for one official, four evenings for each of us."),
    ),
    "contact": BoxWords(
        _l("Whom you can call"),
        _l("Name, role and how to reach that person. Ask first: it is shown with the case."),
        _l("Kari Døme, village adviser, kari.doeme@nordvik.example"),
    ),
}
TITLE = _l("Title")
MISSING = {"title": TITLE, **{name: words.label for name, words in BOX_WORDS.items()}}
"""Field → what it is called in a sentence about what is missing."""


def labels(names: Iterable[str]) -> list[str]:
    """What these fields are called, in the language now spoken."""
    return [str(MISSING[name]) for name in names]


STATES = {"draft": _l("Draft"), "ready": _l("Ready"), "presented": _l("Presented")}


def too_much_for_a_slide(text: str | None) -> str:
    """What the writer is told of a box with more than a slide has room for; nothing while there is room."""
    slides = overflowing(text or "")
    if not slides:
        return ""
    return ngettext(
        "There is more here than a slide has room for: in the hall it becomes %(num)d slide.",
        "There is more here than a slide has room for: in the hall it becomes %(num)d slides.",
        slides,
    )
