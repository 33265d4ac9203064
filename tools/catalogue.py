"""Keeps translations/ in step with the source: `python -m tools.catalogue merge | check | missing LANGUAGE`.

Source strings are English. `merge` reads every Python file, template and script, and writes one sorted file a language
and domain; texts given in tables are taken in on the way:

    python -m tools.catalogue merge texts.tsv …               nynorsk
    python -m tools.catalogue merge --language nb texts.tsv   another one

A line of a table: domain, msgid and text with tabs between. A plural has `one|many` in both, a context
`context::msgid`.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from network.core.language import LANGUAGES

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "translations"
COMPLETE = ("nn", "en")
DOMAINS = ("messages", "js")
HEADER = """# What Samling says in {name}. Written by tools/catalogue.py; the source strings are English.
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLACES = {"messages": re.compile(r"%\((\w+)\)"), "js": re.compile(r"\{(\w+)\}")}

Id = tuple[str | None, str]
"""Context and msgid (a plural goes by its singular)."""


@dataclass
class Source:
    """One domain: where its texts stand and what calls mark them."""

    folders: tuple[tuple[str, str, str], ...]
    keywords: dict[str, tuple[int | tuple[int, str], ...] | None]
    options: dict[str, dict[str, str]] = field(default_factory=dict)


PLURAL = (1, 2)
CONTEXT = ((1, "c"), 2)
SOURCES = {
    "messages": Source(
        folders=(("network", "**.py", "python"), ("templates", "**.*", "jinja2.ext:babel_extract")),
        keywords={
            "_": None,
            "_l": None,
            "gettext": None,
            "lazy_gettext": None,
            "LazyText": None,
            "ngettext": PLURAL,
            "pgettext": CONTEXT,
            "npgettext": ((1, "c"), 2, 3),
        },
        options={"**.*": {"trimmed": "true"}},
    ),
    "js": Source(
        folders=(("static/js", "**.js", "javascript"),),
        keywords={"t": None, "tn": PLURAL, "tp": CONTEXT},
        options={"**.js": {"parse_template_string": "true", "template_string": "true"}},
    ),
}


def extracted(domain: str) -> Catalog:
    """Every text that the source says, with the files that say it."""
    found = Catalog(charset="utf-8")
    for folder, _pattern, _method in SOURCES[domain].folders:
        for text in texts_in(ROOT / folder, domain, folder):
            if text.id:
                found.add(
                    text.id, None, locations=text.locations, auto_comments=text.auto_comments, context=text.context
                )
    return found


def texts_in(place: Path, domain: str, folder: str = "") -> Catalog:
    """The texts in one folder, read as this domain reads the files of its kind."""
    found = Catalog(charset="utf-8")
    source = SOURCES[domain]
    methods = [(pattern, method) for known, pattern, method in source.folders if not folder or known == folder]
    texts = extract_from_dir(
        place, methods, options_map=source.options, keywords=source.keywords, comment_tags=("TR:",)
    )
    for name, _line, msgid, comments, context in texts:
        found.add(msgid, None, locations=[(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    return found


def path_of(language: str, domain: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / f"{domain}.po"


def kept(language: str, domain: str) -> dict[Id, Message]:
    """What the stored file says, by context and msgid."""
    path = path_of(language, domain)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {id_of(message): message for message in read_po(file, locale=language) if message.id}


def id_of(message: Message) -> Id:
    return (message.context, message.id if isinstance(message.id, str) else message.id[0])


def read_table(paths: Iterable[str]) -> dict[tuple[str, Id], tuple[str, ...]]:
    """Domain and id to the forms in the table.

    Raises ValueError for a line without three parts.
    """
    table = {}
    for path in paths:
        for number, line in enumerate(Path(path).read_text().splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = line.split("\t")
            if len(parts) != 3:
                raise ValueError(f"{path}:{number} has {len(parts)} parts, not 3: {line}")
            table[(parts[0], _table_id(parts[1]))] = tuple(_plain(form) for form in parts[2].split("|"))
    return table


def _table_id(raw: str) -> Id:
    context, mark, msgid = raw.rpartition("::")
    return (_plain(context) if mark else None, _plain(msgid.split("|")[0]))


def _plain(text: str) -> str:
    return text.replace("\\n", "\n").strip()


def merge(tables: list[str], language: str) -> None:
    """Write all files anew from the source, what was stored before, and the tables for `language`."""
    given = read_table(tables)
    for domain in DOMAINS:
        source = extracted(domain)
        for code in LANGUAGES:
            said = {key: forms for (place, key), forms in given.items() if place == domain and code == language}
            _write(code, domain, _filled(source, code, domain, said))
        unused = [
            key for place, key in given if place == domain and key not in {id_of(text) for text in source if text.id}
        ]
        for context, msgid in unused:
            print(f"not in the source ({domain}): {context + '::' if context else ''}{msgid}", file=sys.stderr)


def _filled(source: Catalog, language: str, domain: str, given: dict[Id, tuple[str, ...]]) -> Catalog:
    before = kept(language, domain)
    filled = Catalog(locale=language, charset="utf-8")
    for text in source:
        if text.id:
            forms = _forms(text, language, before.get(id_of(text)), given.get(id_of(text)))
            filled.add(
                text.id,
                forms,
                locations=text.locations,
                auto_comments=text.auto_comments,
                context=text.context,
                flags=text.flags,
            )
    return filled


def _forms(
    text: Message, language: str, before: Message | None, given: tuple[str, ...] | None
) -> str | tuple[str, ...]:
    if language == "en":
        return said(text.id) if text.pluralizable else str(text.id)
    if given is not None:
        return (given[0], given[-1]) if text.pluralizable else "|".join(given)
    if before is not None and before.pluralizable == text.pluralizable:
        return said(before.string) if text.pluralizable else str(before.string)
    return ("", "") if text.pluralizable else ""


def said(text: str | Iterable[str] | None) -> tuple[str, ...]:
    """The forms of a text, one or more."""
    return (text,) if isinstance(text, str) else tuple(text or ("",))


def _write(language: str, domain: str, catalogue: Catalog) -> None:
    path = path_of(language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = BytesIO()
    write_po(body, catalogue, omit_header=True, sort_output=True, include_lineno=False, width=110)
    header = HEADER.format(language=language, name=catalogue.locale.english_name if catalogue.locale else language)
    path.write_text(header + body.getvalue().decode())


def faults() -> Iterator[str]:
    """What is wrong with the catalogues, a sentence each."""
    for domain in DOMAINS:
        source = {id_of(text): text for text in extracted(domain) if text.id}
        for language in LANGUAGES:
            stored = kept(language, domain)
            if stored.keys() != source.keys():
                strays = sorted(str(key[1]) for key in stored.keys() ^ source.keys())
                yield f"{language} {domain} is not in step with the source (run merge): {strays[:3]}"
            for key in source.keys() & stored.keys():
                yield from _faults_of(source[key], stored[key], language, domain)


def _faults_of(text: Message, translation: Message, language: str, domain: str) -> Iterator[str]:
    forms = said(translation.string)
    if not all(forms) or translation.fuzzy:
        if language in COMPLETE:
            yield f"{language} {domain} lacks: {id_of(text)[1]}"
        return
    wanted = _places(said(text.id), domain)
    if any(_places((form,), domain, plural=len(forms) > 1) != wanted - _number(forms) for form in forms):
        yield f"{language} {domain} has other places to fill in: {id_of(text)[1]}"


def _places(texts: Iterable[str], domain: str, *, plural: bool = False) -> set[str]:
    """The names that texts leave open; a plural's number may be said in words where it is one."""
    names = {name for text in texts for name in PLACES[domain].findall(text)}
    return names - {"num", "count"} if plural else names


def _number(forms: tuple[str, ...]) -> set[str]:
    return {"num", "count"} if len(forms) > 1 else set()


def check() -> int:
    found = sorted(faults())
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


def missing(language: str) -> None:
    """Print what a language lacks, as lines of a table that wants its third part."""
    for domain in DOMAINS:
        for key, text in sorted(kept(language, domain).items(), key=lambda pair: pair[0][1]):
            if not all(said(text.string)):
                msgid = text.id if isinstance(text.id, str) else "|".join(text.id)
                print(f"{domain}\t{key[0] + '::' if key[0] else ''}{msgid}\t")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools.catalogue", description=__doc__.splitlines()[0] if __doc__ else "")
    acts = parser.add_subparsers(dest="act", required=True)
    merging = acts.add_parser("merge")
    merging.add_argument("--language", choices=LANGUAGES, default="nn")
    merging.add_argument("tables", nargs="*")
    acts.add_parser("check")
    acts.add_parser("missing").add_argument("language", choices=LANGUAGES)
    asked = parser.parse_args(words)
    if asked.act == "merge":
        merge(asked.tables, asked.language)
        return 0
    if asked.act == "missing":
        missing(asked.language)
        return 0
    return check()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
