"""An own template's texts in other languages than the one that it was written in (BO-57).

Each text has a name: "title", "help", and "title.c1" and "prompt.c1" for the column with the key c1. A language has
those that somebody has written in it, and what it lacks is said as it was written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from network.sessions.gatherings.board_templates.rules.draft import (
    LONGEST_HELP,
    LONGEST_PROMPT,
    LONGEST_TITLE,
    DraftColumn,
    column_faults,
)
from network.sessions.gatherings.board_templates.rules.template import BoardTemplate

Texts = Mapping[str, str]
TITLE, HELP, PROMPT = "title", "help", "prompt"
LONGEST = {TITLE: LONGEST_TITLE, HELP: LONGEST_HELP, PROMPT: LONGEST_PROMPT}


def names_in(columns: Iterable[DraftColumn]) -> list[str]:
    """The names of all texts of a template, in the order in which one reads them."""
    return [TITLE, HELP, *(f"{part}.{one.key}" for one in columns for part in (TITLE, PROMPT))]


def written(title: str, help: str, columns: Sequence[DraftColumn]) -> dict[str, str]:
    """Name → the text as it was written first."""
    of_columns = {
        f"{part}.{one.key}": text for one in columns for part, text in ((TITLE, one.title), (PROMPT, one.prompt))
    }
    return {TITLE: title, HELP: help, **of_columns}


def spoken(template: BoardTemplate, texts: Texts) -> BoardTemplate:
    """The template with these texts, and its own where they lack one."""
    return replace(
        template,
        title=texts.get(TITLE) or template.title,
        help=texts.get(HELP) or template.help,
        columns=tuple(
            replace(
                one,
                title=texts.get(f"{TITLE}.{one.key}") or one.title,
                prompt=texts.get(f"{PROMPT}.{one.key}") or one.prompt,
            )
            for one in template.columns
        ),
    )


def kept(texts: Mapping[str, Texts], names: Sequence[str]) -> dict[str, dict[str, str]]:
    """What there is to store: texts that say something, of a template that has texts of these names."""
    found = {language: {name: of[name] for name in names if of.get(name)} for language, of in texts.items()}
    return {language: of for language, of in found.items() if of}


def faults(texts: Texts, columns: Sequence[DraftColumn]) -> dict[str, str]:
    """Name → why the texts of one language cannot stand: the same limits as for what was written first (BO-52)."""
    said = [
        DraftColumn(
            one.key, texts.get(f"{TITLE}.{one.key}") or one.title, texts.get(f"{PROMPT}.{one.key}") or one.prompt
        )
        for one in columns
    ]
    return {f"{part}.{columns[place].key}": why for place, (part, why) in column_faults(said).items()}
