"""E1: the boards that ship built in."""

import re

import pytest

from network.core.language import speaking
from network.sessions.gatherings.board_templates.rules.builtin import FOR_KIND, TEMPLATES, usual_for

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


@pytest.mark.parametrize(
    ("key", "kind", "found"),
    [
        ("", "mixed", "challenges"),
        ("", "local", "take_home"),
        ("goals", "local", "goals"),
        ("gone", "mixed", "challenges"),
    ],
)
def test_an_item_without_a_known_template_gets_the_usual_one(key: str, kind: str, found: str) -> None:
    assert template_for(key, kind=kind).key == found
    assert set(FOR_KIND.values()) <= set(TEMPLATES)
