"""Nynorsk and English say everything, and no language says it with other places to fill in."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tools import catalogue


@pytest.fixture(autouse=True, scope="module")
def _read_once() -> Iterator[None]:
    """The source is the same for all of these tests, and to read it takes longer than the rest of them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(catalogue, "extracted", cache(catalogue.extracted))
        yield


def test_the_catalogues_are_complete_and_in_step_with_the_source() -> None:
    """L-2"""
    assert sorted(catalogue.faults()) == []


def test_a_missing_text_and_a_wrong_place_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same check on catalogues that lack one text and misspell one place."""
    monkeypatch.setattr(catalogue, "TRANSLATIONS", tmp_path)
    catalogue.merge([], "nn")
    path = catalogue.path_of("en", "messages")
    path.write_text(
        path.read_text()
        .replace('msgstr "Error %(status)s, number %(number)s"', 'msgstr "Error %(state)s, number %(number)s"')
        .replace('msgid "Try again"\nmsgstr "Try again"', 'msgid "Try again"\nmsgstr ""')
    )

    faults = sorted(fault for fault in catalogue.faults() if fault.startswith("en"))

    assert faults == [
        "en messages has other places to fill in: Error %(status)s, number %(number)s",
        "en messages lacks: Try again",
    ]


def test_a_merge_twice_writes_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "TRANSLATIONS", tmp_path)
    catalogue.merge([], "nn")
    first = {path: path.read_bytes() for path in tmp_path.rglob("*.po")}

    catalogue.merge([], "nn")

    assert {path: path.read_bytes() for path in tmp_path.rglob("*.po")} == first
    assert len(first) == 10


def test_texts_inside_a_scripts_template_strings_are_found(tmp_path: Path) -> None:
    script = tmp_path / "x.js"
    script.write_text('export const a = (n) => `<${t("inside")}> ${tn("{count} note", "{count} notes", n)}`\n')

    found = {message.id for message in catalogue.texts_in(tmp_path, "js") if message.id}

    assert found == {"inside", ("{count} note", "{count} notes")}
