"""The programmes that ship: what a day is made of, in which order, and what the facilitator may say.

Texts are in English here and in the gathering's language when a gathering is made from them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from network.core.language import LazyText
from network.core.language import lazy_gettext as _l
from network.sessions.gatherings.rules import scripts
from network.sessions.gatherings.rules.programme import GOING_HOME_LEAST

PHASES = ("write", "talk", "sort", "prioritise", "choose")
"""What a group does in a round, in this order; an item may leave some out. These are the keys in ProgrammeItem.phases.
The way to the table is no phase: what an item's minutes have over its phases is for walking."""

WALK_MINUTES = 3

Phases = tuple[tuple[str, int], ...]

FIRST_QUESTION = _l("What does this challenge us on?")
SECOND_QUESTION = _l("What will it take at home?")
TAKE_HOME_QUESTION = _l("What do we take home, who does what first, and by when?")


@dataclass(frozen=True)
class ItemTemplate:
    """One item. `kind` is a value of ItemKind; `prompt` 1 or 2 takes the gathering's own question of that number.

    `same_as` is the place (from 0) of the round whose groups go on here.
    """

    kind: str
    title: LazyText
    minutes: int
    script: LazyText
    question: LazyText | None = None
    prompt: int | None = None
    least_minutes: int | None = None
    groups: str = ""
    same_as: int | None = None
    board_template: str = ""
    phases: Phases = ()


@dataclass(frozen=True)
class ProgrammeTemplate:
    key: str
    name: LazyText
    starts: str
    items: Sequence[ItemTemplate]

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.items)


def _mixed(title: LazyText, phases: Phases, *, prompt: int, board: str, again: int | None = None) -> ItemTemplate:
    walk = WALK_MINUTES if again is None else 0
    return ItemTemplate(
        "mixed_round",
        title,
        walk + sum(minutes for _phase, minutes in phases),
        scripts.MIXED if again is None else scripts.MIXED_AGAIN,
        question=FIRST_QUESTION if prompt == 1 else SECOND_QUESTION,
        prompt=prompt,
        groups="new" if again is None else "same",
        same_as=again,
        board_template=board,
        phases=phases,
    )


def _going_home(phases: Phases) -> ItemTemplate:
    return ItemTemplate(
        "going_home",
        _l("Local groups: this is what we take home"),
        sum(minutes for _phase, minutes in phases),
        scripts.GOING_HOME,
        question=TAKE_HOME_QUESTION,
        least_minutes=GOING_HOME_LEAST,
        groups="local",
        board_template="take_home",
        phases=phases,
    )


def _item(kind: str, title: LazyText, minutes: int, script: LazyText) -> ItemTemplate:
    return ItemTemplate(kind, title, minutes, script)


_WELCOME = _l("Welcome; what became of what we took home last time?")
_TALK = _l("Introduction from outside")
_QUESTIONS = _l("Questions")
_CHALLENGES = _l("Mixed groups: what does this challenge us on?")
_AT_HOME = _l("Mixed groups, new people: what will it take at home?")
_CASE = _l("A case from a municipality")
_PLENARY = _l("What the groups bring forward")
_READY = _l("The municipalities say that they are ready; three read out one sentence")
_EVALUATION = _l("Evaluation, next gathering")

USUAL = ProgrammeTemplate(
    "usual",
    _l("Usual day"),
    "09:30",
    (
        _item("arrival", _l("Coffee, check-in, find your table"), 30, scripts.ARRIVAL),
        _item("welcome", _WELCOME, 15, scripts.WELCOME),
        _item("talk", _TALK, 35, scripts.TALK),
        _item("questions", _QUESTIONS, 10, scripts.QUESTIONS),
        _mixed(
            _CHALLENGES,
            (("write", 3), ("talk", 18), ("sort", 13), ("prioritise", 5), ("choose", 3)),
            prompt=1,
            board="challenges",
        ),
        _item("break", _l("Lunch"), 45, scripts.LUNCH),
        _item("case", _CASE, 20, scripts.CASE),
        _item("questions", _l("Questions, “want to know more”"), 10, scripts.CASE_QUESTIONS),
        _mixed(
            _AT_HOME,
            (("write", 3), ("talk", 15), ("sort", 11), ("prioritise", 5), ("choose", 3)),
            prompt=2,
            board="ourselves",
        ),
        _item("plenary", _PLENARY, 15, scripts.PLENARY),
        _item("break", _l("Coffee, go to your own municipality"), 10, scripts.TO_OWN),
        _going_home((("write", 4), ("talk", 16), ("sort", 12), ("choose", 3))),
        _item("closing", _READY, 10, scripts.READY),
        _item("closing", _EVALUATION, 10, scripts.EVALUATION),
    ),
)
HALF = ProgrammeTemplate(
    "half",
    _l("Half day"),
    "09:30",
    (
        _item("arrival", _l("Coffee, check-in, find your table"), 15, scripts.ARRIVAL),
        _item("welcome", _WELCOME, 10, scripts.WELCOME),
        _item("talk", _TALK, 25, scripts.TALK),
        _item("questions", _QUESTIONS, 10, scripts.QUESTIONS),
        _mixed(
            _CHALLENGES,
            (("write", 3), ("talk", 16), ("sort", 10), ("prioritise", 5), ("choose", 3)),
            prompt=1,
            board="challenges",
        ),
        _item("break", _l("Coffee"), 15, scripts.COFFEE),
        _item("case", _CASE, 15, scripts.CASE),
        _item("questions", _l("Questions, “want to know more”"), 5, scripts.CASE_QUESTIONS),
        _going_home((("write", 3), ("talk", 14), ("sort", 10), ("choose", 3))),
        _item("closing", _READY, 15, scripts.READY),
    ),
)
DIGITAL = ProgrammeTemplate(
    "digital",
    _l("Digital gathering (2 hours)"),
    "09:30",
    (
        _item("arrival", _l("Log in, try sound and picture"), 5, scripts.LOG_IN),
        _item("welcome", _WELCOME, 5, scripts.WELCOME),
        _item("talk", _TALK, 20, scripts.TALK),
        _mixed(
            _CHALLENGES,
            (("write", 3), ("talk", 12), ("sort", 7), ("prioritise", 3), ("choose", 2)),
            prompt=1,
            board="challenges",
        ),
        _item("break", _l("Stretch your legs"), 5, scripts.STRETCH),
        _item("case", _CASE, 12, scripts.CASE),
        _item("plenary", _PLENARY, 8, scripts.PLENARY),
        _going_home((("write", 3), ("talk", 14), ("sort", 10), ("choose", 3))),
        _item("closing", _READY, 5, scripts.READY),
    ),
)
MASTERCLASS = ProgrammeTemplate(
    "masterclass",
    _l("Masterclass"),
    "09:30",
    (
        _item("arrival", _l("Coffee, check-in, find your table"), 30, scripts.ARRIVAL),
        _item("welcome", _l("Welcome, and what we shall be able to do this afternoon"), 10, scripts.MASTER_WELCOME),
        _item("talk", _l("The method, step by step"), 45, scripts.TALK),
        _item("questions", _QUESTIONS, 15, scripts.QUESTIONS),
        _mixed(
            _CHALLENGES,
            (("write", 3), ("talk", 16), ("sort", 10), ("prioritise", 5), ("choose", 3)),
            prompt=1,
            board="challenges",
        ),
        _item("break", _l("Lunch"), 45, scripts.LUNCH),
        _item("talk", _l("How to try it at home"), 30, scripts.TRY_TALK),
        _mixed(
            _l("The same groups try the method on a matter of their own"),
            (("write", 5), ("talk", 25), ("sort", 12), ("choose", 3)),
            prompt=2,
            board="ourselves",
            again=4,
        ),
        _item("plenary", _PLENARY, 15, scripts.PLENARY),
        _item("break", _l("Coffee, go to your own municipality"), 10, scripts.TO_OWN),
        _going_home((("write", 3), ("talk", 14), ("sort", 10), ("choose", 3))),
        _item("closing", _READY, 15, scripts.READY),
    ),
)
TEMPLATES: Mapping[str, ProgrammeTemplate] = {one.key: one for one in (USUAL, HALF, DIGITAL, MASTERCLASS)}
