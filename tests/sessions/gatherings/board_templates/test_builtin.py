"""E1: the boards that ship built in."""

import re
from collections.abc import Iterator

import pytest

from network.core.language import LANGUAGES, speaking, stored
from network.sessions.boards.rules.methods import METHOD_CARDS
from network.sessions.gatherings.board_templates.rules.builtin import FOR_KIND, TEMPLATES, usual_for
from network.sessions.gatherings.board_templates.rules.template import item_minutes
from network.sessions.gatherings.rules.templates import PHASES

KEY = re.compile(r"[a-z][a-z_0-9]{0,19}")


@pytest.mark.parametrize("key", sorted(TEMPLATES))
@pytest.mark.parametrize("language", ["nn", "nb", "sv", "da", "en"])
def test_every_template_fits_a_board_in_every_language(key: str, language: str) -> None:
    template = TEMPLATES[key]

    with speaking(language):
        titles = [str(column.title) for column in template.columns]
        prompts = [str(column.prompt) for column in template.columns]

    assert (len(set(titles)), 3 <= len(titles) <= 5) == (len(titles), True)
    assert all(0 < len(title) <= 80 for title in titles)
    assert all(0 < len(prompt) <= 300 for prompt in prompts)


def test_keys_of_columns_are_names_for_ever() -> None:
    keys = [[column.key for column in template.columns] for template in TEMPLATES.values()]

    assert all(KEY.fullmatch(key) for of_one in keys for key in of_one)
    assert all(len(set(of_one)) == len(of_one) for of_one in keys)


def test_three_stand_up_front() -> None:
    assert [key for key, template in TEMPLATES.items() if template.is_common] == [
        "challenges",
        "ourselves",
        "take_home",
    ]


def test_the_board_to_take_home_asks_what_the_day_asks() -> None:
    with speaking("nn"):
        prompts = [str(column.prompt) for column in TEMPLATES["take_home"].columns]
        help_line = str(TEMPLATES["take_home"].help)

    assert prompts == [
        "Kva av det vi høyrde i dag, kan gjere ein skilnad hos oss – og for kven?",
        "Kva gjer vi først, kven tek ansvaret, og kva skjer dei neste 14 dagane?",
        "Kva bør kommunestyret få vite, og kva treng vi ja eller hjelp til?",
    ]
    assert help_line.startswith("Eitt tiltak som blir gjort, er betre enn fem som blir gløymde.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_built_in_text_is_said_in_every_language(language: str) -> None:
    """Not in a neighbour's words: a board is made in its gathering's own language."""
    said = stored(language, "messages")

    with speaking("en"):
        texts = {str(text) for text in built_in_texts()}

    assert (len(texts) > 60, sorted(text for text in texts if not said.get(text))) == (True, [])


def built_in_texts() -> Iterator[object]:
    for template in TEMPLATES.values():
        yield template.title
        yield from (text for column in template.columns for text in (column.title, column.prompt))
        yield from [template.help] if template.help else []
    for card in METHOD_CARDS:
        yield from (card.title, card.text)


def test_each_comes_with_minutes_for_phases_that_there_are() -> None:
    assert {phase for one in TEMPLATES.values() for phase, _minutes in one.phases} == set(PHASES)
    assert all(30 <= one.minutes <= 45 for one in TEMPLATES.values())


def test_the_usual_ones_fill_their_items_of_a_usual_day() -> None:
    """The day's first round is 45 minutes with the walk to the table, the way home 35 without one."""
    found = {
        key: item_minutes(TEMPLATES[key].phases, kind=kind, groups=groups)
        for key, kind, groups in (("challenges", "mixed_round", "new"), ("take_home", "going_home", "local"))
    }

    assert found == {"challenges": 45, "take_home": 35}
    assert item_minutes(TEMPLATES["challenges"].phases, kind="mixed_round", groups="same") == 42


def test_for_each_kind_of_groups_one_is_usual() -> None:
    assert [usual_for(kind).key for kind in ("mixed", "local", "else")] == ["challenges", "take_home", "challenges"]
    assert set(FOR_KIND.values()) <= set(TEMPLATES)
